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


def expressions():
    seen = {}
    for group in (operators, conditionals, access, loops, objects, templates, attempts, calls):
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
