a = 1
b {
  c = "no line end"
}