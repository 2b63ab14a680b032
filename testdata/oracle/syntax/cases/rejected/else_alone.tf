a = "b %{ else }"
