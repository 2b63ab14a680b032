a = 1
resource "x" "y" {
  b = "c"
  d = <<EOT
one ${e}
  two
EOT
  f = <<-EOT
    one
      two
  EOT
  g = [
    1,
    2 # c
  ]
  h = {
    i = 1 // d
    j = 2
  }
  k = (
    l
    + m
  )
}
/* n
o */
p = { for q in r :
  q => s
  if t
}
