r "x" "y"
