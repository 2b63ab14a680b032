#!/usr/bin/env python3
"""Records what `terraform console` makes of expressions of every form.

    python3 record.py            # needs terraform 1.11 or later; writes recorded.json

`tests/oracle_expressions.rs` compares the evaluator with the recording. An expression whose
evaluation fails is recorded as an error: the wording is not compared.
"""

import itertools
import json
import pathlib
import subprocess
import tempfile

LOCALS = pathlib.Path(__file__).with_name("module.tf").read_text()

LITERALS = ["null", "true", "false", "0", "1", "-3", "2.5", '""', '"a"', '"1"', '"true"', "[]",
            '["a", "b"]', "[1, 2]", "{}", "{ a = 1 }", '{ a = "x", b = [1] }']


def operators():
    for op in ["==", "!="]:
        for a, b in itertools.product(LITERALS, LITERALS):
            yield f"{a} {op} {b}"
    numbers = ["0", "1", "-3", "2.5", "7", '"4"', '"x"', "null", "true", "[]"]
    for op in ["+", "-", "*", "/", "%", "<", "<=", ">", ">="]:
        for a, b in itertools.product(numbers, numbers):
            yield f"{a} {op} {b}"
    bools = ["true", "false", '"true"', '"x"', "1", "null", "[]"]
    for op in ["&&", "||"]:
        for a, b in itertools.product(bools, bools):
            yield f"{a} {op} {b}"
    for a in bools + numbers:
        yield f"!{a}"
        yield f"-{a}"
    yield from ["1 + 2 * 3", "(1 + 2) * 3", "10 - 4 - 3", "2 * 3 % 4", "1 < 2 == true",
                "true || false && false", "!true == false", "-2 - -2", "1 + 1 == 2 && 3 > 2",
                "8 / 3", "1 / 3 * 3", "0.1 + 0.2", "1e3 + 1", "100000000000000000000 + 1",
                "123456789012345678901234567890 * 2", "5 % 3", "-5 % 3", "5.5 % 2", "1 - 0.9"]
    # Fractions of few digits are exact.
    for a, b in [("0.1", "0.2"), ("100", "1.1"), ("1.1", "0.1"), ("0.3", "0.1"), ("4.35", "100"), ("1.005", "1000"),
                 ("-0.1", "0.3"), ("5.5", "0.25"), ("19.99", "3")]:
        for op in "+-*/%":
            yield f'"${{{a} {op} {b}}}"' if op != "/" else f"{a} / {b}"
    yield from ["0.1 + 0.2 == 0.3", "100 * 1.1 == 110", "1.1 - 1 == 0.1", "0.3 / 0.1 == 3", "0.1 * 3 > 0.3",
                "1 / 3 * 3 == 1", "sum([0.1, 0.2, 0.3]) == 0.6", "0.1 + 0.2 <= 0.3", "ceil(1.1 * 100)",
                "floor(0.29 * 100)", "[for i in [1, 2, 3] : i * 0.1]", "2.5 * 2.5 - 6.25"]


def conditionals():
    arms = ["1", '"a"', "true", "null", "[]", '["x"]', "{}", '{ k = "v" }', "local.list",
            "local.set", "local.map", "local.null"]
    for cond in ["true", "false"]:
        for a, b in itertools.product(arms, arms):
            yield f"{cond} ? {a} : {b}"
    # Arms of collections, whose elements have one type as well.
    for a, b in [("[1]", '["a"]'), ("[1]", '["a", "b"]'), ("[1, 2]", '["a"]'), ("[3, 1, 3]", 'toset(["a"])'),
                 ("toset([1])", '["a"]'), ("[[1]]", '[toset(["a"])]'), ("[true]", '["x"]'), ("[true]", "[1]"),
                 ("[null]", "[1]"), ("tolist([1])", '["x"]'), ('[1, "a"]', "tolist([true])"),
                 ("{ a = [1] }", '{ a = ["x"] }'), ("{ a = 1 }", '{ a = "x" }'), ("{ a = 1 }", '{ b = "x" }'),
                 ("{ a = [1] }", '{ b = ["x", "y"] }'), ("{ a = toset([2, 1]) }", "{ a = [] }"),
                 ("{ a = {} }", "{ a = { x = 1 } }"), ("{ a = 1, b = true }", '{ a = "1", b = "x" }'),
                 ("tomap({ a = 1 })", '{ b = "x" }'), ("{ a = null }", "{ a = 1 }"), ("toset([1])", 'toset(["a"])'),
                 ("[{ a = 1 }]", '[{ a = "x" }, { b = 2 }]'), ("[{ a = 1 }]", "[]"), ("[toset([2])]", "[[1]]"),
                 ("setunion([3, 1])", "[]"), ("[for x in local.numbers : x]", "local.set")]:
        yield from [f"true ? {a} : {b}", f"false ? {a} : {b}", f"[for k, x in (true ? {a} : {b}) : k]"]
    yield from ['"true" ? 1 : 2', '"x" ? 1 : 2', "null ? 1 : 2", "1 ? 1 : 2",
                "local.map.a == 1 ? local.list[0] : local.list[9]",
                "true ? 1 : local.nothing", "false ? local.map.zz : 3",
                "local.null == null ? \"is null\" : local.null",
                "true ? true ? 1 : 2 : 3", "(false ? [1] : [])[*]"]


def access():
    roots = ["local.list", "local.map", "local.nested", "local.object", "local.set", "local.null",
             "local.tuple", "local.empty"]
    steps = ["", "[0]", "[1]", "[-1]", "[9]", '["a"]', '["zz"]', ".a", ".zz", "[*]", "[*].a",
             ".*.a", "[*].tags.name", "[0].tags", '["0"]', "[1.5]", "[null]", "[true]", ".0", ".0.a",
             "[*][0]", ".*", "[*].items[0]", ".*.items[0]", "[*].items[*]", "[0][\"a\"]"]
    for root, step in itertools.product(roots, steps):
        yield root + step
    yield from ["[1, 2, 3][local.one]", '{ a = 1 }["a"]', '{ a = 1 }.a', '"text"[0]', "5[*]",
                '"x".*', "true.a", "[[1, 2], [3]][*][0]", "[{ a = 1 }, { a = null }][*].a",
                "[{ a = 1 }, {}][*].a", "local.nested[local.one].a", 'local.map["${"a"}"]']


def loops():
    sources = ["local.list", "local.map", "local.nested", "local.set", "local.tuple", "local.empty",
               "local.null", "local.object", '"text"', "5"]
    for s in sources:
        yield f"[for x in {s} : x]"
        yield f"[for k, x in {s} : k]"
        yield f"[for k, x in {s} : {{ k = k, x = x }}]"
        yield f"{{ for k, x in {s} : k => x }}"
        yield f"{{ for k, x in {s} : \"k-${{k}}\" => x... }}"
        yield f"{{ for x in {s} : \"same\" => x }}"
        yield f"{{ for x in {s} : \"same\" => x... }}"
        yield f"[for x in {s} : x if x != null]"
        yield f"[for k, x in {s} : k if k != 0]"
    yield from ["[for x in [1, 2, 3] : x * 2 if x > 1]", "[for x in [[1], [2, 3]] : [for y in x : y + 1]]",
                '{ for x in ["a", "bb"] : x => length(x) }', "{ for x in [1, 2] : x => x }",
                "{ for x in [true, false] : x => 1 }", "{ for x in [null] : x => 1 }",
                "[for x in [1, 2] : x if \"true\"]", "[for x in [1, 2] : x if null]",
                "[for x in [1, 2] : x if 1]", "{ for k, v in { a = 1, b = 1, c = 2 } : v => k... }",
                "[for i, c in [\"a\", \"b\"] : \"${i}:${c}\"]", "[for x in [3, 1, 2] : x]",
                "[for x in toset([3, 1, 2]) : x]", "[for x in { b = 1, a = 2 } : x]",
                "[for local in [1] : local]", "[for x in [1, 2] : [for x in [x, 9] : x]]",
                "flatten([for k, v in { a = [1, 2], b = [3] } : [for x in v : \"${k}${x}\"]])",
                "{ for k, v in { a = null, b = 1 } : k => v if v != null }"]


def objects():
    yield from ["{ a = 1, b = 2 }", "{ b = 1, a = 2 }", "{ a = 1, a = 2 }", '{ "a b" = 1 }', "{ a : 1 }",
                '{ (local.key) = 1 }', '{ "${local.key}-x" = 1 }', "{ true = 1 }", "{ 1 = 2 }",
                "{ (1) = 2 }", "{ (true) = 2 }", "{ (null) = 2 }", "{ ([]) = 2 }", "{ a = null }",
                "{ null = 1 }", '{ for = 1 }', "{\n  a = 1\n  b = 2\n}", "[1, \"a\", true, null, [], {}]",
                "[1, 2,]", "[\n  1,\n  2,\n]", "{ a = { b = { c = 1 } } }.a.b.c", "[[1, [2]], 3]",
                "{ a = 1 }.b", "{ (local.object.name) = local.object }", "{ local.key = 1 }", "{ a-b = 1 }"]


def templates():
    values = ["1", "true", "null", '"x"', "[]", "{}", "local.one", "local.key", "2.50", "1e3", "local.list",
              "local.null", "1000000000000000000000", "0.1"]
    for v in values:
        yield f'"${{{v}}}"'
        yield f'"a${{{v}}}b"'
        yield f'"%{{ if {v} == 1 }}one%{{ else }}other%{{ endif }}"'
    yield from [r'"\n\t\"\\"', r'"é\u00e9\U0001F600"', '"$${x}"', '"%%{x}"', '"$x %y"', '"$"', '"$$"',
                '"$${"', '"a$${b}c${1}"', '"${"nested ${"deep ${1}"}"}"', '"${ "a" }${ "b" }"',
                '"%{ for x in local.list }${x},%{ endfor }"', '"%{ for k, v in local.map }${k}=${v};%{ endfor }"',
                '"%{ for x in local.list ~}  ${x}  %{~ endfor }"', '"a  ${~ 1 ~}  b"', '"a ${~ "x" } b"',
                '"%{ if true }yes%{ endif }"', '"%{ if false }yes%{ endif }"', '"%{ if true ~}  y  %{~ endif }"',
                '"%{ for x in [] }x%{ endfor }"', '"%{ for x in null }x%{ endfor }"', '"%{ if null }x%{ endif }"',
                '"%{ for x in [1, 2] }%{ if x > 1 }${x}%{ endif }%{ endfor }"', '"${[1]}"', '"x${[1]}"', '"${null}x"',
                '"%{ if "true" }y%{ endif }"', '"%{ for i, x in local.nested }${i}${x.a}%{ endfor }"',
                '"${local.list...}"', '"line1\\nline2"', '"tab\\there"', '"a\\\\b"']
    heredocs = [
        "<<EOT\nhello\nEOT\n", "<<EOT\n  indented ${local.one}\n    more\nEOT\n",
        "<<-EOT\n    a\n      b\n    c\n    EOT\n", "<<-EOT\n    a\n\n   b\n    EOT\n",
        "<<-EOT\n\ta\n\t\tb\n\tEOT\n", "<<-EOT\n  ${local.key}\n    x\n  EOT\n",
        "<<EOT\n%{ for x in local.list ~}\n- ${x}\n%{ endfor ~}\nend\nEOT\n",
        "<<EOT\n%{ if true }\nyes\n%{ else }\nno\n%{ endif }\nEOT\n",
        "<<EOT\n%{ if false ~}\nyes\n%{ else ~}\nno\n%{ endif ~}\nEOT\n",
        "<<EOT\n$${literal} %%{literal} \"quotes\" \\n\nEOT\n", "<<EOT\nEOT\n", "<<-EOT\nEOT\n",
        "<<-EOT\n  {\n    \"a\": ${jsonencode(local.list)}\n  }\n  EOT\n", "<<EOT\n${local.one}\nEOT\n",
        "<<-EOT\n  x ${local.one}\n${local.one}\n  EOT\n", "<<-EOT\n      a\n    ${local.one}\n  EOT\n",
        "<<EOT\na\r\nb\nEOT\n", "<<-EOT\n  a\n  %{ for x in [1, 2] }\n  ${x}\n  %{ endfor }\n  EOT\n",
    ]
    yield from heredocs


def attempts():
    yield from ["try(local.map.zz, 1)", "try(local.map.a, 1)", "try(local.list[9], local.list[8], \"d\")",
                "try(1 + null, 2)", "try(null, 1)", "try(null.a, 1)", "can(local.map.a)", "can(local.map.zz)",
                "can(null)", "can(1 + \"x\")", "try([for x in 5 : x], [])", "try({ for x in local.list : \"k\" => x }, {})",
                "try(tonumber(\"x\"), -1)", "try(local.object.tags.name, \"none\")", "try(local.object.nope.name, \"none\")",
                "try(local.nested[*].nope, [])", "can(tostring([]))", "try(\"${null}x\", \"null\")",
                "try(jsondecode(\"{\").a, \"bad\")", "can(regex(\"^a\", \"b\"))", "try(element([], 0), \"empty\")"]


def calls():
    yield from ["max(local.numbers...)", "concat([1], [[2], [3]]...)", "merge([{ a = 1 }, { b = 2 }]...)",
                "min([]...)", "max(1, null...)", "length(\"é\")", "upper(1)", "join(\",\", toset([\"b\", \"a\"]))",
                "tolist([1, \"a\", true])", "tomap({ a = 1, b = \"x\" })", "toset([1, 1, \"1\"])", "tostring(1.50)",
                "merge({ a = 1 }, null)", "coalesce(null, \"\", \"x\")", "lookup(local.map, \"zz\", 9)",
                "values(local.map)", "keys(local.object)", "jsonencode(local.object)", "yamldecode(\"a: [1, x]\")",
                "core::upper(\"a\")", "nosuch(1)", "tonumber(\"0x10\")", "format(\"%s-%03d\", \"a\", 7)",
                "templatestring(local.template, { name = \"n\" })", "replace(\"aab\", \"/a+/\", \"<$0>\")",
                "setproduct([1, 2], [\"a\"])", "zipmap([\"a\"], [1])", "distinct([1, 1, 2])", "cidrsubnet(\"10.0.0.0/8\", 8, 1)",
                "tobool(\"yes\")", "tobool(\"true\")", "one([])", "one([1])", "one([1, 2])", "one(null)", "range(3)",
                "reverse([1, 2])", "slice([1, 2, 3], 1, 2)", "element([1, 2], 3)", "index([\"a\"], \"b\")", "split(\",\", \"a,b\")",
                "terraform.workspace", "path.module", "path.root", "type(1)"]


def kinds():
    """What tells a list from a tuple and a map from an object."""
    forms = ["[]", "tolist([])", "toset([])", '["a"]', 'tolist(["a"])', 'toset(["a"])', "[1]", "tolist([1])",
             'tolist(["1"])', "[null]", "tolist([null])", "{}", "tomap({})", "{ a = 1 }", "tomap({ a = 1 })",
             'tomap({ a = "1" })', "[[]]", "[tolist([])]", "tolist([[]])", "local.list", "local.set", "local.map"]
    for a, b in itertools.combinations_with_replacement(forms, 2):
        yield f"{a} == {b}"
    made = {"keys(local.map)": '["a", "b"]', "keys(tomap(local.map))": '["a", "b"]', "values(local.map)": "[1, 2]",
            "values(tomap(local.map))": "[1, 2]", 'split(",", "a,b")': '["a", "b"]', "range(2)": "[0, 1]",
            "concat([1], [2])": "[1, 2]", "concat(tolist([1]), tolist([2]))": "[1, 2]", "concat(tolist([1]), [2])": "[1, 2]",
            'concat(tolist([1]), tolist(["a"]))': '[1, "a"]', "flatten([[1], [2]])": "[1, 2]", "flatten(tolist([[1], [2]]))": "[1, 2]",
            "distinct([1, 2])": "[1, 2]", "compact([\"a\", \"b\"])": '["a", "b"]', "sort([\"a\", \"b\"])": '["a", "b"]',
            "reverse([2, 1])": "[1, 2]", "reverse(tolist([2, 1]))": "[1, 2]", "slice([1, 2, 3], 0, 2)": "[1, 2]",
            "slice(tolist([1, 2, 3]), 0, 2)": "[1, 2]", "coalescelist([1, 2])": "[1, 2]", "coalescelist(tolist([1, 2]))": "[1, 2]",
            "coalescelist([], tolist([1, 2]))": "[1, 2]", "matchkeys([1, 2], [1, 2], [1, 2])": "[1, 2]",
            'formatlist("%d", [1, 2])': '["1", "2"]', 'regexall("[ab]", "ab")': '["a", "b"]', 'regex("(a)(b)", "ab")': '["a", "b"]',
            'jsondecode("[1, 2]")': "[1, 2]", 'yamldecode("[1, 2]")': "[1, 2]", "chunklist([1, 2], 1)": "[[1], [2]]",
            "setproduct([1], [2])": "[[1, 2]]", 'cidrsubnets("10.0.0.0/8", 1, 1)': '["10.0.0.0/9", "10.128.0.0/9"]',
            "[for x in tolist([1, 2]) : x]": "[1, 2]", "tolist([1, 2])[*]": "[1, 2]", "[1, 2][*]": "[1, 2]", "toset([1, 2])[*]": "[1, 2]",
            "tolist([{ a = 1 }, { a = 2 }])[*].a": "[1, 2]", "[{ a = 1 }, { a = 2 }][*].a": "[1, 2]", "tolist([{ a = 1 }, { a = 2 }]).*.a": "[1, 2]",
            "null[*]": "[]", "1[*]": "[1]", "element(tolist([[1], [2]]), 0)": "[1]", "element([[1], [2]], 0)": "[1]",
            "tolist([tolist([1])])[0]": "[1]", "tolist([[1]])[0]": "[1]", "one([[1]])": "[1]", "one(tolist([tolist([1])]))": "[1]",
            "try(tolist([1]), [])": "[1]", "coalesce(tolist([1]), [2])": "[1]", "coalesce([1], [2])": "[1]",
            'lookup({ a = [1] }, "a", [])': "[1]", 'lookup(tomap({ a = [1] }), "a", [])': "[1]", 'lookup(tomap({ a = tolist([1]) }), "b", [])': "[]",
            "merge({ a = 1 }, { b = 2 })": "{ a = 1, b = 2 }", "merge(tomap({ a = 1 }), tomap({ b = 2 }))": "{ a = 1, b = 2 }",
            "merge(tomap({ a = 1 }), { b = 2 })": "{ a = 1, b = 2 }", "merge(tomap({ a = 1 }), null)": "{ a = 1 }", "merge()": "{}", "merge(null)": "{}",
            'merge(tomap({ a = 1 }), tomap({ b = "x" }))': '{ a = 1, b = "x" }', "merge(tomap({}), tomap({ a = 1 }))": "{ a = 1 }",
            'zipmap(["a"], [1])': "{ a = 1 }", 'zipmap(["a"], tolist([1]))': "{ a = 1 }", "zipmap([], [])": "{}",
            "{ for k, v in tomap({ a = 1 }) : k => v }": "{ a = 1 }", "{ for k, v in tomap({ a = 1 }) : k => v... }": "{ a = [1] }",
            'transpose({ a = ["b"] })': '{ b = ["a"] }', 'jsondecode("{\\"a\\": 1}")': "{ a = 1 }", 'regex("(?P<a>1)", "1")': '{ a = "1" }',
            'csvdecode("a\\n1")': '[{ a = "1" }]', "setunion([1], [2])": "[1, 2]", "sort(local.set)": '["y", "z"]',
            "tolist(setproduct([1], [2]))[0]": "[1, 2]", "setproduct(toset([1]), [2])": "[[1, 2]]"}
    for made_by, literal in made.items():
        wrap = {"[": "tolist", "{": "tomap"}.get(literal[0])
        yield made_by
        yield f"{made_by} == {literal}"
        if wrap:
            yield f"{made_by} == {wrap}({literal})"
    lists = ["[]", "[1]", '["a"]', '[1, "a"]', "[1, true]", "tolist([])", "tolist([1])", 'tolist(["a", "b"])', "toset([1])",
             "[[1]]", '[["a"], [1]]', "[[1], true]", "[{ a = 1 }, { b = 2 }]", "[{ a = 1 }, { a = \"x\" }]", "[null, 1]", "null", "{}",
             "[tolist([1]), tolist([\"a\"])]", "[[], [1]]", "[{}, { a = 1 }]", "[{ a = 1 }, {}]", "[tomap({ a = 1 }), { b = \"x\" }]"]
    for a in lists:
        for f in ["tolist", "toset", "tomap", "distinct", "flatten", "tostring", "one", "length", "jsonencode", "setunion", "compact", "sum"]:
            yield f"{f}({a})"
        for b in ["[]", '["a", 1]', "tolist([2])", 'tolist(["x"])', "toset([1])", "null"]:
            yield f"concat({a}, {b})"
            yield f"coalesce({a}, {b})"
            yield f"coalescelist({a}, {b})"
            yield f"contains([{a}], {b})"
            yield f"setunion({a}, {b})"
            yield f"setproduct({a}, {b})"
            yield f"true ? {a} : {b}"
            yield f"false ? {a} : {b}"
    maps = ["{}", "{ a = 1 }", '{ a = 1, b = "x" }', "{ a = 1, b = [] }", "tomap({ a = 1 })", 'tomap({ a = "x" })', "tomap({})", "{ a = null }", "null",
            "{ a = { b = 1 }, c = { d = \"x\" } }", "{ a = [1], b = [\"x\"] }"]
    for a in maps:
        for f in ["tomap", "tolist", "toset", "keys", "values", "length"]:
            yield f"{f}({a})"
        for d in ["null", "7", '"d"', "[]", "{}", "true"]:
            yield f'lookup({a}, "zz", {d})'
            yield f'lookup({a}, "a", {d})'
        for b in ["{}", '{ z = "q" }', "tomap({ z = 9 })", 'tomap({ z = "s" })', "null"]:
            yield f"merge({a}, {b})"
            yield f"true ? {a} : {b}"
            yield f"false ? {a} : {b}"
            yield f"tomap(merge({a}, {b}))"
            yield f"coalesce({a}, {b})"
    yield from ['contains(tolist(["1"]), 1)', 'contains(["1"], 1)', 'contains(toset(["1"]), 1)', 'index(tolist(["1"]), 1)',
                'index(["1", 1], 1)', "contains([[1]], [1])", "contains(tolist([[1]]), [1])", "contains([tolist([1])], tolist([1]))",
                "contains([{ a = 1 }], { a = 1 })", "contains(tolist([tomap({ a = 1 })]), { a = 1 })", 'setsubtract(["1", 2], [1])',
                'setintersection([1, "2"], [2])', 'distinct([1, "1", true])', 'distinct(["1", 1])', "distinct([[1], tolist([1])])",
                "jsonencode(tolist([1, \"2\"]))", "jsonencode(tomap({ a = 1, b = \"2\" }))", "jsonencode(toset([2, \"1\"]))",
                "jsonencode(concat(tolist([\"1\"]), [2]))", "jsonencode(merge(tomap({ a = \"1\" }), { b = 2 }))",
                "sum([\"1\", 2])", "sum(tolist([\"1\", \"2\"]))", "max(tolist([\"1\", 2])...)", "join(\",\", [1, true])",
                "can(tolist([1, []]))", "can(tomap({ a = 1, b = [] }))", "can(toset([1, {}]))", "try(tolist([1, []]), \"mixed\")",
                "can(tomap([1]))", "can(tolist({ a = 1 }))", "try(tomap({ a = [] }).b, 1)", "try({ a = [] }.b, 1)", "can(tomap({}).a)",
                "can(tolist([]).0)", "can(tolist([1])[1])", "can([1].a)", "can(toset([1])[0])", "can(tostring(tolist([])))",
                "tolist([1, 2])[\"1\"]", "tomap({ \"1\" = 2 })[1]", "{ \"1\" = 2 }[1]", "tomap({ true = 2 })[true]", "tomap({ a = 1 })[null]",
                "tolist([1])[-1]", "tolist([1])[0.5]", "tolist([1])[\"x\"]", "tolist([1]).0", "tolist([1])[true]",
                "tolist([{ a = 1 }]).0.a", "tolist([{ a = 1 }])[0].b", "tolist([{ a = 1 }, { b = 2 }])", "tolist([{ a = 1 }, { b = 2 }])[1].a",
                "tolist([{ a = 1, b = 2 }, { a = \"x\", b = true }])[0].a", "[for x in tolist([{ a = 1 }, { a = \"x\" }]) : x.a]",
                "{ for x in tolist([1, \"a\"]) : x => x }", "[for k, v in tomap({ b = 1, a = \"x\" }) : v]", "[for k, v in toset([2, \"1\"]) : k]",
                "[for i, v in tolist([true, \"x\"]) : \"${i}${v}\"]", "{ for k, v in { a = 1, b = \"1\" } : v => k... }",
                "tomap({ a = [1], b = [\"x\", true] })", "tomap({ a = { x = 1 }, b = { x = true, y = 2 } })", "tomap({ a = {}, b = { x = 1 } })",
                "tomap({ a = null, b = 1 })", "tomap({ a = null })", "tolist([null])", "toset([null, 1, null])", "tolist([[null], [1]])",
                "tomap({ a = [], b = {} })", "tolist([[], {}])", "tolist([1, null, \"a\"])", "toset([[1, 2], [\"a\", \"b\"]])",
                "toset([{ a = 1 }, { a = \"1\" }])", "toset([tolist([1]), [1]])", "toset([[1], [1, 2]])", "tolist(toset([3, 1, 2]))",
                "tolist(toset([\"10\", 9]))", "flatten([tolist([1]), [\"a\", [true]]])", "flatten([toset([2, 1]), tolist([3])])", "flatten([null, [1]])",
                "flatten([{ a = [1] }, [2]])", "flatten(toset([[1], [2]]))", "flatten([[[]], []])", "flatten({ a = 1 })", "flatten(null)",
                "chunklist([1, \"a\", true], 2)", "element([1, \"a\"], 3)", "element(tolist([1, \"a\"]), 0)", "element(toset([1]), 0)", "slice([1, \"a\", true], 0, 2)",
                "reverse([1, \"a\"])", "reverse(toset([1, 2]))", "sort([2, 10, 1])", "compact([1, \"\", null, \"a\"])", "length(tolist([1, 2]))",
                "keys(tomap({ b = 1, a = 2 }))", "values({ b = 1, a = \"x\" })", "values(tomap({ b = 1, a = \"x\" }))", "zipmap([\"a\", \"b\"], [1, \"x\"])",
                "zipmap([1, 2], [1, \"x\"])", "zipmap([\"a\", \"b\"], tolist([1, \"x\"]))", "zipmap(toset([\"a\"]), [1])", "zipmap([\"a\"], toset([1]))",
                "matchkeys([1, \"a\"], [\"x\", \"y\"], [\"y\"])", "matchkeys(tolist([1, 2]), [1, \"2\"], [2])", "transpose({ a = [1, true] })",
                "coalesce(null, [1])", "coalesce([], [1])", "coalesce(\"\", [])", "coalesce(1, \"a\")", "coalesce(\"a\", 1)", "coalesce(true, 1)", "coalesce(null, {})",
                "coalesce(null, null)", "coalesce({}, { a = 1 })", "coalesce(tomap({}), { a = 1 })", "coalesce(null, local.map, {})", "coalesce([1], [\"a\", 2])",
                "coalesce(toset([]), [1])", "coalesce([1, 2], toset([3]))", "coalesce({ a = 1 }, { b = \"x\" })", "coalesce([{ a = 1 }], [])",
                "coalescelist([], [1])", "coalescelist([null], [1])", "coalescelist(toset([]), [1])", "coalescelist(null, [1])", "coalescelist([])",
                "one([[]])", "one(toset([]))", "one(tolist([\"a\"]))", "one({})", "one({ a = 1 })", "one(1)", "one([1, 2][*])", "one(null[*])", "one(local.nested[*].a)",
                "one([for x in local.nested : x if x.a == 1]).a", "one(toset([1, \"1\"]))", "true ? tolist([1]) : [\"a\", \"b\"]", "true ? [1, \"a\"] : tolist([2, 3])",
                "true ? { a = 1, b = \"x\" } : tomap({ a = 2, b = 3 })", "true ? [1, 2] : []", "true ? [1, \"a\"] : []", "true ? [1, true] : []", "false ? [1, true] : []",
                "true ? [{ a = 1 }] : []", "true ? [{ a = 1 }, { b = \"x\" }] : []", "true ? { a = [1] } : {}", "true ? { a = 1, b = \"x\" } : {}", "true ? { a = 1, b = [] } : {}",
                "true ? { a = { b = 1 } } : { a = {} }", "true ? { a = 1, b = true } : null", "(true ? { a = 1, b = \"x\" } : {}).a", "(true ? [1, \"a\"] : [])[0]",
                "jsonencode(true ? { a = 1, b = \"x\" } : {})", "jsonencode(true ? [1, \"x\"] : [])", "jsonencode(false ? {} : { Version = 1, Statement = \"x\" })",
                "true ? [[1], [\"a\"]] : []", "true ? [[1, 2], [\"a\"]] : [[]]", "true ? [tolist([1])] : [[\"a\"]]", "true ? tomap({ a = tolist([1]) }) : { b = [\"x\"] }",
                "toset([for x in [2, 1] : tostring(x)])", "[for x in [true ? 1 : \"a\"] : x]", "true ? tolist([{ a = 1 }]) : [{ a = \"x\" }]", "true ? 1 : [1]", "false ? 1 : {}",
                "true ? local.list : local.tuple", "true ? local.empty : local.list", "false ? local.empty : local.map", "local.list == local.empty", "local.empty == []",
                "local.nested == [for x in local.nested : x]", "local.map == { a = 1, b = 2 }", "local.set == toset([\"y\", \"z\"])", "local.list != []", "tolist(local.list) != []",
                "[local.list, tolist(local.list)] == [local.list, local.list]", "{ a = tolist([]) } == { a = [] }", "{ a = tomap({}) } == { a = {} }"]


def normal_form():
    """Strings are in Unicode's Normalization Form C, whatever they are made of."""
    yield from [r'"e\u0301" == "\u00e9"', '"e\u0301" == "\u00e9"', r'length("e\u0301")', r'"e${"\u0301"}"', r'"e${"\u0301"}" == "\u00e9"',
                r'{ "e\u0301" = 1 }["\u00e9"]', '{ e\u0301 = 1 }.\u00e9', '{ "e\u0301" = 1 }', r'join("", ["e", "\u0301"])', r'format("e%s", "\u0301")',
                r'jsondecode("\"e\u0301\"")', r'jsondecode("{\"e\u0301\": 1}")["\u00e9"]', r'base64decode("Zcy B")', r'base64decode("ZcyB")',
                r'base64encode("e\u0301")', r'md5("e\u0301")', r'upper("e\u0301")', r'replace("e-", "-", "\u0301")', r'split("", "e\u0301")',
                r'substr("e\u0301x", 0, 1)', r'strrev("e\u0301x")', r'title("e\u0301t\u00e9")', r'yamldecode("a: e\u0301")', r'csvdecode("e\u0301\n1")',
                r'urlencode("e\u0301")', r'jsonencode("e\u0301")', r'toset(["e\u0301", "\u00e9"])', r'distinct(["e\u0301", "\u00e9"])',
                r'contains(["\u00e9"], "e\u0301")', r'"\u212b" == "\u00c5"', r'"\ufb01" == "fi"', r'"\u1100\u1161" == "\uac00"', r'"\u0301"', r'"a\u0323\u0307"',
                r'"a\u0307\u0323"', r'{ for x in ["e\u0301", "e"] : x => 1 }', r'indent(2, "e\u0301\nx")', r'chomp("e\u0301\n")', r'trimsuffix("e\u0301", "\u0301")',
                r'startswith("e\u0301", "e")', r'strcontains("e\u0301", "\u0301")', r'regex("^.$", "e\u0301")', r'"=${"\u0338"}"', r'formatlist("e%s", ["\u0301"])',
                r'"%{ for x in ["e", "\u0301"] }${x}%{ endfor }"', "<<EOT\ne\u0301\nEOT\n", r'templatestring(local.template, { name = "e\u0301" })']


def expressions():
    seen = {}
    for group in (operators, conditionals, access, loops, objects, templates, attempts, calls, kinds,
                  normal_form):
        for expr in group():
            seen.setdefault(expr, group.__name__)
    return list(seen.items())


def console(module, lines, work):
    (work / "main.tf").write_text(module)
    result = subprocess.run(["terraform", "console"], cwd=work, input=lines, capture_output=True, text=True)
    return result.stdout, result.stderr


def evaluate(exprs, work):
    """Results of expressions, together if they parse together, else by halves."""
    body = ",\n".join(f"try({{ ok = jsonencode(\n{e}\n) }}, {{ err = true }})" for e in exprs)
    out, err = console(f"{LOCALS}\nlocals {{\n out = [\n{body}\n]\n}}\n", "jsonencode(local.out)\n", work)
    if out.startswith('"'):
        encoded = json.loads(out)
        return [json.loads(r["ok"]) if "ok" in r else ERROR for r in json.loads(encoded)]
    if len(exprs) == 1:
        return [ERROR]
    half = len(exprs) // 2
    return evaluate(exprs[:half], work) + evaluate(exprs[half:], work)


ERROR = object()


def main():
    exprs = expressions()
    with tempfile.TemporaryDirectory() as work:
        results = evaluate([e for e, _ in exprs], pathlib.Path(work))
    rows = []
    for (expr, group), result in zip(exprs, results):
        row = {"group": group, "expr": expr}
        if result is ERROR:
            row["error"] = True
        else:
            row["value"] = result
        rows.append(json.dumps(row, ensure_ascii=False, sort_keys=True))
    path = pathlib.Path(__file__).with_name("recorded.json")
    path.write_text("[\n" + ",\n".join(rows) + "\n]\n")
    failed = sum(r is ERROR for r in results)
    print(f"{len(rows)} expressions, {failed} of them errors")


main()
