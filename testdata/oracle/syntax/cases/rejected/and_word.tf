a = b and c
