#!/usr/bin/env python3
"""Compares what iacscan makes of SAM templates with what the translator makes of them.

    python3 -m venv /tmp/sam && /tmp/sam/bin/pip install aws-sam-translator==1.115.0 pyyaml
    /tmp/sam/bin/python testdata/sam/compare.py target/debug/iacscan FOLDER

FOLDER holds templates, such as tests/translator/input of the translator's repository; those
that the translator refuses are left out. Of both, the resources that decide who may do what
are read by `iacscan model --resources` and compared: types, existence and properties, without
the hashes in logical ids. Prints each template that differs, and what only one of both has.
"""
import collections
import json
import logging
import os
import pathlib
import re
import subprocess
import sys
import tempfile

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"

from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402

logging.disable(logging.CRITICAL)

COMPARED = {
    "AWS::ApiGateway::RestApi",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::IAM::ManagedPolicy",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Url",
    "AWS::S3::Bucket",
    "AWS::SQS::QueuePolicy",
    "AWS::SNS::TopicPolicy",
}
SETS = {"Statement", "Action", "Resource", "ManagedPolicyArns", "Policies"}


class ManagedPolicies:
    """Those of the translator's own tests: names that it takes for AWS's."""

    def load(self):
        names = ["AmazonDynamoDBFullAccess", "AmazonDynamoDBReadOnlyAccess", "AWSLambdaRole"]
        path = {"AWSLambdaRole": "service-role/"}
        return {n: f"arn:aws:iam::aws:policy/{path.get(n, '')}{n}" for n in names}


def text(value):
    value = value.replace("<this partition>", "aws").replace("<this region>", "us-east-1")
    return re.sub(r"(Version|Deployment)[0-9a-f]{10}", r"\1", value)


def normal(value):
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [normal(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for key, item in value.items():
        item = normal(item)
        if key in SETS:
            items = item if isinstance(item, list) else [item]
            item = sorted(items, key=lambda i: json.dumps(i, sort_keys=True))
        made[key] = item
    return made


def access(binary, path):
    run = subprocess.run([binary, "model", "--resources", "--no-config", str(path)],
                         capture_output=True, text=True, timeout=120)
    made = collections.Counter()
    for configuration in json.loads(run.stdout):
        for resource in configuration["resources"]:
            if resource["kind"] not in COMPARED:
                continue
            properties = {key: value for key, value in normal(resource["properties"]).items()
                          if key != "Tags" and not key.startswith("#") and value != []}
            if resource["kind"] == "AWS::ApiGateway::RestApi":
                # Of a REST API, its policy alone: the rest says how it runs.
                body = properties.get("Body")
                policy = isinstance(body, dict) and body.get("x-amazon-apigateway-policy")
                if not policy:
                    continue
                properties = {"policy": policy}
            shown = json.dumps(properties, sort_keys=True)
            made[f"{resource['kind']} {resource.get('exists')} {shown}"] += 1
    return made


def main(binary, folder):
    same = refused = 0
    different = []
    with tempfile.TemporaryDirectory() as made:
        for path in sorted(pathlib.Path(folder).rglob("*.yaml")):
            try:
                template = yaml_parse(path.read_text())
                translated = transform(template, {}, ManagedPolicies())
            except Exception:
                refused += 1
                continue
            theirs = pathlib.Path(made) / f"{path.stem}.json"
            theirs.write_text(json.dumps(translated))
            ours = access(binary, path)
            theirs = access(binary, theirs)
            if ours == theirs:
                same += 1
            else:
                different.append(path.name)
                print(path.name)
                for name, only in ("ours", ours - theirs), ("theirs", theirs - ours):
                    for resource in sorted(only):
                        print(f"  {name}: {resource}")
    print(f"{same} equal, {len(different)} different, {refused} refused by the translator")


if __name__ == "__main__":
    main(*sys.argv[1:])
