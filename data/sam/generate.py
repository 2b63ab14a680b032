#!/usr/bin/env python3
"""Writes the tables of this folder from the SAM translator.

    pip download --no-deps -d /tmp/sam aws-sam-translator==1.115.0
    unzip -o /tmp/sam/*.whl -d /tmp/sam
    python3 data/sam/generate.py /tmp/sam

Lines are sorted, so that a new version shows as a readable difference.
"""
import json
import pathlib
import sys

source = pathlib.Path(sys.argv[1]) / "samtranslator"
target = pathlib.Path(__file__).parent


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def write(name, lines):
    (target / name).write_text("".join(f"{line}\n" for line in sorted(lines)))


templates = json.loads((source / "policy_templates_data/policy_templates.json").read_text())
write(
    "policy_templates.tsv",
    (f"{name}\t{compact(t['Definition'])}" for name, t in templates["Templates"].items()),
)

profiles = json.loads((source / "model/connector_profiles/profiles.json").read_text())
write(
    "connectors.tsv",
    (
        f"{a}\t{b}\t{profile['Type']}\t{compact(profile['Properties'])}"
        for a, destinations in profiles["Permissions"].items()
        for b, profile in destinations.items()
    ),
)

managed = json.loads((source / "internal/data/aws_managed_policies.json").read_text())["aws"]
prefix = "arn:aws:iam::aws:policy/"
# Only those with a path: the others' ARN follows from the name.
write(
    "managed_policy_paths.txt",
    (arn.removeprefix(prefix) for name, arn in managed.items() if arn != prefix + name),
)
