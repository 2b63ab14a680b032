#!/usr/bin/env python3
"""Records what Terraform's functions give: the oracle of src/terraform/functions.

    python3 testdata/oracle/functions/record.py            # needs `terraform` 1.11 on PATH

Writes one JSON file a function family beside this script; tests/oracle_functions.rs compares
them with `functions::call`, without Terraform. Nothing is fetched: no provider is needed.

A case is {"function", "args", "result"} or {"function", "args", "error"}. Arguments are JSON,
with {"$set": [...]}, {"$list": [...]}, {"$map": {...}} for what `toset`, `tolist`, `tomap`
give, and {"$sensitive": ...}. A result is the text that `jsonencode` gives for it; an error is
the detail of Terraform's diagnostic.

How: all calls stand in one local, each in a `try`, and `terraform console` encodes it. Those
that failed stand again as outputs of their own, of which `terraform plan -json` tells all
diagnostics.
"""
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile

from cases import FAMILIES, Wrap

HERE = os.path.dirname(os.path.abspath(__file__))
CALLS = {"$set": "toset", "$list": "tolist", "$map": "tomap", "$sensitive": "sensitive"}


def hcl(v):
    if isinstance(v, Wrap):
        return f"{CALLS[v.tag]}({hcl(v.value)})"
    if isinstance(v, list):
        return "[" + ", ".join(map(hcl, v)) + "]"
    if isinstance(v, dict):
        return "{" + ", ".join(f"{hcl(k)} = {hcl(x)}" for k, x in v.items()) + "}"
    if isinstance(v, str):
        out = ""
        for c in v:
            if c in '"\\':
                out += "\\" + c
            elif c == "\n":
                out += "\\n"
            elif c == "\r":
                out += "\\r"
            elif c == "\t":
                out += "\\t"
            elif ord(c) < 32 or ord(c) == 127 or 0x80 <= ord(c) < 0xA0 or c in "\u2028\u2029":
                out += f"\\u{ord(c):04x}"
            else:
                out += c
        out = out.replace("${", "$${").replace("%{", "%%{")
        return f'"{out}"'
    return json.dumps(v)


def plain(v):
    if isinstance(v, Wrap):
        return {v.tag: plain(v.value)}
    if isinstance(v, list):
        return [plain(x) for x in v]
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    return v


def run(args, cwd, stdin=None):
    env = dict(os.environ, TF_IN_AUTOMATION="1", CHECKPOINT_DISABLE="1", HOME=cwd)
    return subprocess.run(["terraform", *args], cwd=cwd, input=stdin, text=True,
                          capture_output=True, env=env)


def batches(items, size):
    for start in range(0, len(items), size):
        yield items[start:start + size]


def record(cases):
    return [case for batch in batches(cases, 400) for case in record_batch(batch)]


def record_batch(batch):
    """The cases of one run; what Terraform leaves unknown is found by halving."""
    exprs = [f"{name}({', '.join(map(hcl, args))})" for name, args in batch]
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(os.path.join(HERE, "files"), os.path.join(work, "files"))
        answers = evaluate(work, exprs)
        if answers is None and len(batch) > 1:
            half = len(batch) // 2
            return record_batch(batch[:half]) + record_batch(batch[half:])
        answers = answers or [{"unknown": True}]
        errors = diagnose(work, exprs, [i for i, a in enumerate(answers) if "err" in a])
    results = []
    for i, ((name, args), answer) in enumerate(zip(batch, answers)):
        case = {"function": name, "args": [plain(a) for a in args]}
        if "ok" in answer:
            case["result"] = answer["ok"]
        elif "unknown" in answer:
            case["unknown"] = True
        elif i in errors:
            case["error"] = errors[i]
        else:
            print("no result and no error:", exprs[i], file=sys.stderr)
            continue
        results.append(case)
    return results


def evaluate(work, exprs):
    """What the expressions give; nothing if one of them is unknown."""
    with open(os.path.join(work, "main.tf"), "w") as f:
        f.write("locals {\n  out = [\n")
        for e in exprs:
            f.write(f"    try({{ ok = jsonencode(nonsensitive({e})) }}, {{ err = true }}),\n")
        f.write("  ]\n}\n")
    done = run(["console"], work, "base64encode(jsonencode(local.out))\n")
    text = done.stdout.strip()
    if done.returncode:
        sys.exit(done.stderr[:3000])
    if text == "(known after apply)":
        return None
    return json.loads(base64.b64decode(text.strip('"')))


def diagnose(work, exprs, failed):
    """The diagnostics of the expressions with these numbers."""
    errors = {}
    if not failed:
        return errors
    with open(os.path.join(work, "main.tf"), "w") as f:
        for i in failed:
            f.write(f'output "o{i}" {{\n  value = {exprs[i]}\n}}\n')
    run(["init"], work)
    for line in run(["plan", "-json", "-input=false"], work).stdout.splitlines():
        diagnostic = json.loads(line).get("diagnostic")
        if diagnostic and diagnostic["severity"] == "error":
            i = failed[(diagnostic["range"]["start"]["line"] - 1) // 3]
            # Where Terraform panics, it tells its stack.
            errors.setdefault(i, diagnostic["detail"].split("\ngoroutine")[0])
    return errors


def main():
    version = json.loads(run(["version", "-json"], "/tmp").stdout)["terraform_version"]
    total = 0
    names = set()
    for family, cases in FAMILIES.items():
        seen, unique = set(), []
        for name, args in cases:
            key = json.dumps([name, [plain(a) for a in args]])
            if key not in seen:
                seen.add(key)
                unique.append((name, args))
        recorded = record(unique)
        total += len(recorded)
        names |= {c["function"] for c in recorded}
        with open(os.path.join(HERE, family + ".json"), "w") as f:
            f.write('{"terraform": "%s", "cases": [\n' % version)
            f.write(",\n".join(json.dumps(c, ensure_ascii=False) for c in recorded))
            f.write("\n]}\n")
        print(family, len(recorded), sum("error" in c for c in recorded), "errors")
    print(total, "cases of", len(names), "functions")


if __name__ == "__main__":
    main()
