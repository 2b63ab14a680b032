#!/usr/bin/env python3
"""Asks whether every CloudFormation property that docs/model.md names is there.

    python3 -m venv /tmp/cfn-lint && /tmp/cfn-lint/bin/pip install cfn-lint
    /tmp/cfn-lint/bin/python testdata/oracle/templates/properties.py [--policies]

docs/model.md is made from the tables of src/model; cfn-lint brings the schemas of all resource
types. With --policies it lists the properties that may be resource policies and are in no row.
"""
import json
import pathlib
import re
import sys

import cfnlint

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = pathlib.Path(cfnlint.__file__).parent / "data/schemas/resources"


def resolved(root, schema):
    for _ in range(10):
        if "$ref" not in schema:
            break
        at = root
        for key in schema["$ref"].removeprefix("#/").split("/"):
            at = at.get(key, {})
        schema = at
    return schema


def properties(root, schema):
    schema = resolved(root, schema)
    found = dict(schema.get("properties", {}))
    for key in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(key, []):
            found.update(properties(root, one))
    if "items" in schema:
        found.update(properties(root, schema["items"]))
    return found


def missing(root, path):
    at = root
    for step in path.replace("[]", "").split("."):
        known = properties(root, at)
        if step not in known:
            return None if not known and "object" in str(resolved(root, at).get("type")) else step
        at = known[step]
    return None


def policies(root, schema, way=()):
    for name, inner in properties(root, schema).items():
        kind = resolved(root, inner)
        if re.search(r"(Policy|PolicyDocument|PolicyText)$", name):
            if not kind.get("properties") and not kind.get("enum"):
                yield ".".join((*way, name))
        if name not in way and len(way) < 4:
            yield from policies(root, inner, (*way, name))


def main(*arguments):
    schemas = [json.loads(path.read_text()) for path in SCHEMAS.glob("*.json")]
    schemas = {schema["typeName"]: schema for schema in schemas if "typeName" in schema}
    text = (HERE / "../../../docs/model.md").read_text()
    named = set(re.findall(r"(attribute )?`(AWS::\w+::\w+)\.?([\w.\[\]]*)`", text))
    wrong = []
    for attribute, kind, path in sorted(named):
        if kind.startswith("AWS::Serverless::") or attribute:
            continue
        if kind not in schemas:
            wrong.append(f"{kind}: no such type")
        elif path and missing(schemas[kind], path):
            wrong.append(f"{kind}.{path}: no {missing(schemas[kind], path)}")
    print(f"{len(named)} places named, {len(wrong)} wrong", *wrong, sep="\n  ")
    if "--policies" in arguments:
        known = {f"{kind}.{path.replace('[]', '')}" for _, kind, path in named}
        for kind, schema in sorted(schemas.items()):
            for path in policies(schema, schema):
                if f"{kind}.{path}" not in known:
                    print(f"  {kind}.{path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
