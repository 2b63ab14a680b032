#!/usr/bin/env python3
"""Asks whether whatever cfn-lint reads is read here, over directories of templates.

    python3 -m venv /tmp/cfn-lint && /tmp/cfn-lint/bin/pip install cfn-lint
    /tmp/cfn-lint/bin/python testdata/oracle/templates/compare.py target/debug/iacscan DIR...

Every YAML and JSON file and every file without a known ending is decoded by cfn-lint. One that
it decodes without an error and that is a template (a mapping `Resources` with an AWS or custom
type, or `AWSTemplateFormatVersion` or `Transform` beside it) is given to iacscan, which must
find a template in it and have no error to tell. What differs is printed, one file a line;
nothing is written. cfn-lint is MIT-0 and no part of this repository.
"""
import json
import logging
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import cfnlint.decode

ENDINGS = {".yaml", ".yml", ".json", ".template", ".cfn", ".cform", ".txt", ""}
SKIPPED = {".git", "node_modules"}
logging.disable(logging.CRITICAL)


def is_template(tree):
    if not isinstance(tree, dict) or not isinstance(tree.get("Resources"), dict):
        return False
    types = [r.get("Type") for r in tree["Resources"].values() if isinstance(r, dict)]
    known = [t for t in types if isinstance(t, str) and t.startswith(("AWS::", "Custom::"))]
    return bool(known) or "AWSTemplateFormatVersion" in tree or "Transform" in tree


def decoded(path):
    try:
        tree, problems = cfnlint.decode.decode(str(path))
    except Exception:  # what it stumbles over, it does not read
        return False
    return not problems and is_template(tree)


def read(binary, path):
    """None if iacscan reads the template, else why not."""
    command = [binary, str(path), "--format", "json", "--no-config", "--rule", "s3/acl-public-read"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if run.returncode not in (0, 1, 2):
        return f"exit {run.returncode}: {run.stderr.strip()[-200:]}"
    report = json.loads(run.stdout)
    for diagnostic in report["diagnostics"]:
        if diagnostic["kind"] in ("syntax", "unreadable"):
            return diagnostic["message"]
    return None if report["summary"]["files"] else "no template found"


def main(binary, *directories):
    for directory in directories:
        root = pathlib.Path(directory)
        files = [p for p in sorted(root.rglob("*")) if p.suffix.lower() in ENDINGS and p.is_file()]
        files = [p for p in files if not SKIPPED & set(p.parts) and b"Resources" in p.read_bytes()]
        templates = [path for path in files if decoded(path)]
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda path: read(binary, path), templates))
        unread = [(path, why) for path, why in zip(templates, answers) if why]
        print(f"{root.name}: {len(templates)} read by cfn-lint, {len(templates) - len(unread)} by iacscan")
        for path, why in unread:
            print(f"  {path.relative_to(root)}: {why}")


if __name__ == "__main__":
    main(*sys.argv[1:])
