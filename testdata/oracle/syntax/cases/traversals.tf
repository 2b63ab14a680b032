variable   = x
attribute  = var.x
long       = module.a.b.c.d
index      = var.l[0]
key        = var.m["k"]
key_esc    = var.m["a\"b\tc"]
key_interp = var.m["${k}"]
key_templ  = var.m["a-${k}"]
key_var    = var.m[k]
key_expr   = var.m[k + 1]
key_neg    = var.l[-1]
key_call   = var.m[f(x)].y
key_nested = var.m[var.n[0].o].p
legacy     = var.l.0
legacy_mix = var.l.0.name[1].2
full       = var.l[*]
full_attr  = var.l[*].a.b
full_index = var.l[*].a[0].b
full_key   = var.l[*][k].b
full_twice = var.l[*].a[*].b
full_end   = var.l[*].a[*]
attr       = var.l.*
attr_attr  = var.l.*.a.b
attr_index = var.l.*.a[0].b
attr_legacy = var.l.*.a.0
attr_legacy_more = var.l.*.a.0.b[1].c
attr_legacy_first = var.l.*.0.b
attr_full  = var.l.*.a[*].b
full_attr_splat = var.l[*].a.*.b
call       = f(x).y
call_index = f(x)[0]
call_splat = f(x)[*].y
call_attr_splat = f(x).*.y
paren      = (a).b
paren_op   = (a + b).c
paren_splat = (a)[*].b
list       = [1, 2][0]
object     = { a = 1 }.a
object_key = { a = 1 }["a"]
for_index  = [for x in y : x][0]
string     = "${a}"[0]
spaced     = a . b
spaced_key = a [0]
lines = (
  a
  .b
  .c[0]
)
in_args = f(
  a
  .b
)
keywords   = for.in.if
null_attr  = a.null
true_key   = a["true"]
dash       = aws_iam_role.my-role.arn
region     = data.aws_region.current[count.index].name
