if          = "%{ if var.x }yes%{ endif }"
if_else     = "a%{ if var.x }yes%{ else }no%{ endif }b"
if_tight    = "%{if var.x}yes%{else}no%{endif}"
if_nested   = "%{ if a }%{ if b }ab%{ else }a%{ endif }%{ else }none%{ endif }"
if_empty    = "%{ if a }%{ endif }"
if_interp   = "%{ if a }${b}%{ else }${c}%{ endif }"
for         = "%{ for x in var.l }${x},%{ endfor }"
for_two     = "%{ for k, v in var.m }${k}=${v};%{ endfor }"
for_if      = "%{ for x in l }%{ if x != "" }${x} %{ endif }%{ endfor }"
strip       = "a %{~ if x ~} y %{~ else ~} z %{~ endif ~} b"
strip_for   = "[ %{~ for x in l ~} ${x} %{~ endfor ~} ]"
condition   = "%{ if var.a == "b" && (c || d) }x%{ endif }"
escapes     = "%{ if a }\"quoted\"\t%{ endif }"
heredoc = <<EOT
%{ for ip in var.ips ~}
server ${ip}
%{ endfor ~}
end
EOT
heredoc_if = <<-EOT
  %{ if var.x }
  yes
  %{ else }
  no
  %{ endif }
  EOT
heredoc_strip = <<-EOT
    start
    %{~ if var.x ~}
      yes ${y ~}
    %{~ endif ~}
    end
  EOT
