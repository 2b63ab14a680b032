# one
// two
/* three */ a = 1 /* four
over lines */
b = /* five */ 2 # six
c = [ # seven
  1, /* eight */ 2, // nine
  # ten
  3 # eleven
  , 4
]
d = { # twelve
  # thirteen
  x = 1 # fourteen
  /* fifteen */ y = 2
  z /* sixteen */ = /* seventeen */ 3 /* eighteen */
}
e = f( # nineteen
  1, # twenty
  # twenty-one
  2
)
g = "# no comment // none /* none */"
h = "${a /* inside */ }"
i = (
  # before
  1
  # after
)
j = true ? /* yes */ 1 : /* no */ 2
block /* between */ "label" /* and */ { # open
  k = 1
} # close
/**/
l = 1 /**/ + /***/ 2
# last, without a line's end
