#!/usr/bin/env python3
"""Records what the SAM translator makes of the templates of this folder.

    pip install --target /tmp/sam aws-sam-translator==1.115.0 pyyaml
    PYTHONPATH=/tmp/sam python3 testdata/sam/record.py

Every NAME.yaml gets a NAME.json beside it. The templates are our own; the translator is
Apache-2.0 and is not part of this repository.
"""
import json
import os
import pathlib

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"

from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402


class NoLoader:
    """All managed policies used here are in the translator's own list."""

    def load(self):
        return {}


for path in sorted(pathlib.Path(__file__).parent.glob("*.yaml")):
    template = yaml_parse(path.read_text())
    made = transform(template, {}, NoLoader())
    # The hashes in logical ids and the tags of the translator say nothing about access.
    path.with_suffix(".json").write_text(json.dumps(made, indent=1, sort_keys=True) + "\n")
    print(path.name, len(made["Resources"]), "resources")
