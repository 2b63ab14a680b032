a = [for x in y : x => y]
