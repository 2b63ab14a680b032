a = b
  ? c
  : d
