all      = a || b && c == d != e < f <= g > h >= i + j - k * l / m % n
left     = a - b - c
right    = a - (b - c)
parens   = (a + b) * (c - d)
deep     = ((((a))))
unary    = -a + !b
mixed    = -(a + b) * !(c || d)
cond     = a ? b : c
nested   = a ? b : c ? d : e
in_then  = a ? b ? c : d : e
in_if    = (a ? b : c) ? d : e
compare  = a == "b" ? 1 : 2
lines = (
  a
  +
  b
  ? c
  : d
)
args = f(
  a
  && b,
  c ||
  d,
)
list = [
  a ==
  b,
  c
  ? d
  : e,
]
modulo   = 5 % 2 - 1
chain    = a == b == c
string   = "a" == "${b}"
neg_lit  = 1 - -1
or_lines = alltrue([
  a,
  b
])
interp = "${a
  + b}"
