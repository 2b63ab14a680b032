a = var.l.*.a.*.b
