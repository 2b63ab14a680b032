a = "b %{ endif }"
