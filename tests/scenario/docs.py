#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What the documentation prints is true.

The examples pass `filingctl check`, the vector of filingd-webhook(7) is that
of the tests and verifies, and so does the verifier that the page prints; the
pages format without an error where mandoc is installed.
"""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"]).resolve()
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
faults = []


def check(name, text):
    """A configuration as printed, with the definitions of this tree."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "filingd.yaml"
        path.write_text(f"definitions: {SRC}/watchers/sources\n{text}")
        done = subprocess.run([str(BUILD / "filingctl"), "-q", "check",
                               str(path)], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            faults.append(f"{name}:\n{done.stderr}")


def check_examples():
    for path in sorted((SRC / "doc/examples").glob("*.yaml")):
        check(path.name, path.read_text())
        # What is commented out must be good as well.
        text = re.sub(r"^(\s*)#(\s*)(?=[a-z-]+:|- \{|- \d|watch:)", r"\1\2",
                      path.read_text(), flags=re.M)
        if path.name == "filingd.yaml":
            check(f"{path.name}, uncommented", text)
    readme = (SRC / "README.md").read_text()
    block = re.search(r"^    channels:\n(?:    .*\n|\n)+", readme, re.M)
    if block is None:
        faults.append("README.md: no example of channels")
    else:
        text = re.sub(r"^    ", "", block.group(0), flags=re.M)
        check("README.md", "sources: { cninfo: {} }\n"
              "watch: { core: [ 603138.SH ] }\n" + text)


def blocks(page):
    """The literal blocks of a page, as a reader sees them."""
    for block in re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed", page,
                            re.S | re.M):
        yield block.replace("\\e", "\\").replace("\\-", "-")


def check_definitions():
    """Those of the page are without a fault."""
    examples = [text for text in
                blocks((SRC / "doc/filingd-source.5").read_text())
                if text.startswith("format: 1\n")]
    if len(examples) < 3:
        faults.append("filingd-source(5): the examples are not found")
    for text in examples:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "definition.yaml"
            path.write_text(text)
            done = subprocess.run([str(BUILD / "filingctl"), "-q", "check",
                                   str(path)], capture_output=True, text=True,
                                  check=False)
            for line in done.stderr.splitlines():
                if line.startswith(str(path)):
                    faults.append(f"filingd-source(5): {line}")
            if done.returncode not in (0, 2):
                faults.append(f"filingd-source(5): {done.stderr}")


def follow(schema, value, node, path):
    """What of a configuration the editors' schema would underline."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in node:
        if not any(follow(schema, value, one, path) == []
                   for one in node["anyOf"]):
            return [f"{path}: none of its forms"]
        return []
    if isinstance(value, dict) and node.get("type") == "object":
        known, rest = node.get("properties", {}), \
            node["additionalProperties"]
        wrong = [f"{path}: {key}" for key in value
                 if key not in known and rest is False]
        for key, inner in value.items():
            if key in known or rest:
                wrong += follow(schema, inner, known.get(key, rest),
                                f"{path}.{key}")
        return wrong
    if isinstance(value, list) and node.get("type") == "array":
        return [fault for inner in value
                for fault in follow(schema, inner, node["items"], path)]
    if isinstance(value, (dict, list)) or \
            node.get("type") in ("object", "array"):
        return [f"{path}: {value!r} is not {node.get('type')}"]
    if "enum" in node and value not in node["enum"] or \
            "pattern" in node and not re.search(node["pattern"], str(value)):
        return [f"{path}: {value!r}"]
    return []


def check_schema():
    """Good configurations pass, misspelt ones do not."""
    schema = json.loads((BUILD / "doc/filingd.schema.json").read_text())
    good = {"contact": "ops@example.org", "operator": ["desk"],
            "reader": {"workers": 2, "list-deadline": "10s"},
            "sources": {"cninfo": None,
                        "dart": {"accepted": "yes", "poll": {"peak": "5s"},
                                 "credentials": {"k": {"file": "/k"}}}},
            "watch": {"a": ["603138.SH", {"issuer": "AAPL.US"}]},
            "channels": {"desk": {"mail": ["d@example.org"]},
                         "hook": {"webhook": "https://example.org/",
                                  "secret": {"credential": "c"}}},
            "rules": [{"name": "r", "when": ["severity > 2"], "to": "desk",
                       "unknown": "skip"}]}
    top = {"$ref": "#/$defs/top"}
    for fault in follow(schema, good, top, "top"):
        faults.append(f"filingd.schema.json refuses {fault}")
    for bad in ({"instanse": "x"}, {"sources": {"a": {"pol": "5s"}}},
                {"reader": {"list-deadline": "10"}}, {"sources": []},
                {"rules": [{"unknown": "drop"}]}, {"state": "relative"},
                {"watch": {"a": [{"isuer": "x"}]}}):
        if not follow(schema, bad, top, "top"):
            faults.append(f"filingd.schema.json takes {bad}")


def verifier(page):
    """The function that the page prints, as Python makes it."""
    code = re.search(r"^(import base64.*?)^\.Ed", page, re.S | re.M).group(1)
    names = {}
    exec(code.replace("\\-", "-").replace("\\e", "\\"), names)  # our own page
    return names["verify"]


def check_vector():
    vector = json.loads(
        (SRC / "tests/fixtures/webhook-vector.json").read_text())
    page = (SRC / "doc/filingd-webhook.7").read_text()
    body = vector["body"].encode()
    if len(body) != vector["bytes"] or \
            hashlib.sha256(body).hexdigest() != vector["sha256"]:
        faults.append("webhook-vector.json contradicts itself")
    key = base64.b64decode(vector["secret"].removeprefix("whsec_"))
    signed = f"{vector['id']}.{vector['timestamp']}.".encode() + body
    mac = hmac.new(key, signed, hashlib.sha256).digest()
    if vector["signature"] != "v1," + base64.b64encode(mac).decode():
        faults.append("webhook-vector.json: the signature does not verify")
    if subprocess.run([sys.executable, str(SRC / "tools/print-vector"), "-n"],
                      check=False).returncode != 0:
        faults.append("filingd-webhook(7) prints another vector: "
                      "run tools/print-vector")
    headers = {"webhook-id": vector["id"],
               "webhook-timestamp": str(vector["timestamp"]),
               "webhook-signature": "v1,AAAA " + vector["signature"]}
    verify = verifier(page)
    if not verify([vector["secret"]], headers, body, tolerance=10**12):
        faults.append("the page's verifier refuses the vector")
    if verify([vector["secret"]], headers, body + b" ", tolerance=10**12):
        faults.append("the page's verifier takes a changed body")
    if verify([vector["secret"]], headers, body):
        faults.append("the page's verifier takes an old message")


def check_lexicon():
    """The file that filingd-lexicon(5) prints loads, and every kind is told."""
    page = (SRC / "doc/filingd-lexicon.5.in").read_text()
    block = re.search(r"^\.Bd -literal.*?\n(.*?)^\.Ed", page, re.S | re.M)
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "own.yaml").write_text(block.group(1))
        check("filingd-lexicon(5)", "sources: { cninfo: {} }\n"
              "watch: { core: [ 603138.SH ] }\n"
              f"reader: {{ own-lexicon: {folder} }}\n")
    words = (SRC / "reading/entry_words.h").read_text()
    kinds = re.findall(r'X\(KIND_\w+, "(\w+)"\)', words)
    for kind in kinds:
        if f"\n.It Cm {kind}\n" not in page:
            faults.append(f"filingd-lexicon(5) has no kind '{kind}'")
    if len(kinds) < 20:
        faults.append("docs: no kinds found in reading/entry_words.h")


def check_pages():
    if shutil.which("mandoc") is None:
        print("docs: no mandoc, the pages were not formatted")
        return
    pages = [SRC / "doc/filingd.8", SRC / "doc/filingctl.1",
             SRC / "doc/filingd-source.5", SRC / "doc/filingd-webhook.7",
             BUILD / "doc/filingd.yaml.5", BUILD / "doc/filingd-lexicon.5"]
    done = subprocess.run(["mandoc", "-Tlint", "-Werror", *map(str, pages)],
                          capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2):
        faults.append(f"mandoc: {done.stdout}")


def main():
    check_examples()
    check_definitions()
    check_schema()
    check_vector()
    check_lexicon()
    check_pages()
    for fault in faults:
        print(f"docs: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
