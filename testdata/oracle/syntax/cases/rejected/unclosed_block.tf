r "x" "y" {
  a = 1
