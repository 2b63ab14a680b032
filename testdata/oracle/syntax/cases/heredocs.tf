plain = <<EOT
one
  two
three
EOT
empty = <<EOT
EOT
blank = <<EOT

EOT
only_hole = <<EOT
${var.x}
EOT
escapes = <<EOT
no \n escapes \" but $${var.x} and %%{if} and ${"holes"}
EOT
quotes = <<EOT
"quoted" 'single' # no comment /* nor this
EOT
indented_end = <<EOT
  kept
  EOT
flush = <<-EOT
    {
      "a": 1
    }
    EOT
flush_hole_first = <<-EOT
  ${a}
    b
  EOT
flush_column_0 = <<-EOT
${a}
    b
  EOT
flush_json = <<-EOT
{
    "x": "${y}",
    "z": "${w}"
}
EOT
flush_blank_lines = <<-EOT
    a

      b
   
    c
  EOT
flush_tabs = <<-EOT
		tab
		  tab and spaces
	EOT
flush_mixed = <<-EOT
	tab
  spaces
  EOT
flush_inner = <<-EOT
    echo ${join(" ", [
  "a",
    "b",
])}
    done
  EOT
flush_less_after_hole = <<-EOT
    ${a} x
  y ${b}
      ${c}
  EOT
starts_like_marker = <<EOT
EOTX
 EOT, no
EOT) no
EOT
in_list = [<<A
first
A
, <<B
second
B
]
in_object = {
  policy = <<POLICY
{"Statement": [{"Resource": "${var.arn}/*"}]}
POLICY
  next = 1
}
in_call = jsonencode(<<-X
  text
  X
)
in_index = var.m[<<K
key
K
]
nested = <<OUTER
a ${<<INNER
b ${c}
INNER
} d
OUTER
marker-dash = <<EOT-1
x
EOT-1
under_score = <<_EOT_
x
_EOT_
lower = <<-eof
  x
  eof
in_block_args = templatefile("x", { a = <<E
v
E
})
user_data = <<-EOF
  #!/bin/bash
  export A="$${B:-c}"
  for i in $(seq 1 3); do echo "$i $HOME $${i}"; done
  cat > /etc/x <<'INNER'
  region = ${var.region}
  INNER
EOF
