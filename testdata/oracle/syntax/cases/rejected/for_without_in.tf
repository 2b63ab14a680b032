a = [for x : y]
