a = {
  null = 1
  true = 2
}
b = { (null) = 1 }
c = var.l.0
d = var.l.0.*.a
e = var.l[*].a.0
f = var.l.*.0
