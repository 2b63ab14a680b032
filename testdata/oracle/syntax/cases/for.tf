list      = [for x in y : x]
list_two  = [for k, v in m : "${k}=${v}"]
list_if   = [for x in y : x if x != ""]
object    = { for x in y : x => x }
object_two = { for k, v in m : k => v }
object_if = { for k, v in m : k => v if v != null }
group     = { for x in y : x.a => x.b... }
group_if  = { for x in y : x.a => x.b... if x.c }
nested    = [for x in y : [for z in x : z]]
flat      = flatten([for k, v in m : [for w in v.l : { k = k, w = w }]])
in_for    = { for k, v in { for a, b in m : b => a } : v => k }
key_templ = { for x in y : "${x}-a" => x }
object_value = { for x in y : x => { a = x, b = [x] } }
ternary   = { for x in y : x => x ? 1 : 2 }
cond_coll = [for x in c ? a : b : x]
paren     = [for x in(y) : (x)]
lines = {
  for k, v in m :
  k => v
  if v.a == 1 &&
  v.b
}
lines_operators = [
  for x in concat(
    a,
    b
  ) : x
  if x.a
  || x.b
]
lines_ternary = {
  for x in a ?
  b : c : x => {
    d = 1
    e = <<E
text ${x}
E
  }
}
lines_value = {
  for k, v in m : k => merge(v, {
    a = 1
  })
}
comments = {
  # which
  for k, v in m : # each
  # key
  k => v # value
  # end
}
index     = { for x in y : x => x }["a"]
splat     = [for x in y[*].z : x]
