a = "b
  c"
