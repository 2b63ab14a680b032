locals {
  one      = 1
  key      = "k"
  null     = null
  list     = ["a", "b", "c"]
  numbers  = [3, 9, 2]
  set      = toset(["z", "y"])
  map      = { a = 1, b = 2 }
  tuple    = [1, "two", true]
  empty    = []
  nested   = [{ a = 1, items = [1, 2], tags = { name = "x" } }, { a = 2, items = [3], tags = { name = "y" } }]
  object   = { name = "o", a = "attr", tags = { name = "tagged" }, items = ["i"] }
  template = "hello $${name}"
}
