empty_list = []
empty_map  = {}
list       = [1, "two", true, null, [3], { four = 4 }]
trailing   = [1, 2,]
lines = [
  1,
  2
]
lines_comma = [
  1,
  2,
]
newlines = [

  1

  ,

  2

]
one_line   = { a = 1, b = 2 }
colons     = { a : 1, "b" : 2 }
mixed      = { a = 1, b : 2, }
lines_map = {
  a = 1
  b = 2,
  c : 3

  d = 4
}
quoted_key = { "a b" = 1, "c:d" = 2 }
interp_key = { "${var.k}" = 1, "x-${var.k}" = 2 }
paren_key  = { (var.k) = 1, (a.b) = 2, ("lit") = 3 }
call_key   = { (f(x)) = 1 }
number_key = { 1 = "a", 2.5 = "b" }
bool_key   = { true = 1, false = 2 }
null_key   = { null = 1 }
keyword_key = { if = 1, in = 2, endfor = 3 }
dotted_key = { a.b = 1 }
dash_key   = { a-b = 1 }
same_key   = { a = 1, a = 2 }
same_quoted = {
  "a" = 1
  b   = 2
  "a" = 3
}
same_interp = { "${x}" = 1, "${x}" = 2 }
escape_key = { "a\tb" = 1, "$${c}" = 2 }
nested = {
  a = { b = { c = [{ d = 1 }] } }
}
value_lines = {
  a = [
    1
  ]
  b = f(
    2
  )
  c = (
    3
  )
  d = x ? y : z
}
