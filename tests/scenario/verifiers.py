# SPDX-License-Identifier: BSD-2-Clause
"""The verifiers that filingd-webhook(7) prints, run on what was delivered.

Each gets the same cases: a message as it came, by every key that signed it,
and forgeries. A language that is not installed is skipped, and it is said.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from process_world import SRC

ALWAYS = 10 ** 12  # seconds: the tape plays in the past
STRANGER = "whsec_" + "QUJD" * 10
STRANGE_KEY = "whpk_" + "QkJC" * 10 + "QkI="

PYTHON = """
import json, sys
for case in json.load(open(sys.argv[1])):
    print(json.dumps(verify(case["keys"], case["headers"],
                            case["body"].encode(), case["tolerance"])))
"""
NODE = """
for (const one of JSON.parse(require("fs").readFileSync(process.argv[2])))
    console.log(verify(one.keys, one.headers, Buffer.from(one.body),
        one.tolerance));
"""
PHP = """
foreach (json_decode(file_get_contents($argv[1]), true) as $one)
    echo json_encode(verify($one["keys"], $one["headers"], $one["body"],
        $one["tolerance"])), "\\n";
"""
LANGUAGES = [("import base64", sys.executable, PYTHON, "py"),
             ("const crypto", "node", NODE, "js"),
             ("<?php", "php", PHP, "php")]


def programs():
    """The page's programs by how they begin."""
    page = (SRC / "doc/filingd-webhook.7").read_text()
    found = {}
    for block in re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed", page,
                            re.S | re.M):
        code = block.replace("\\-", "-").replace("\\e", "\\")
        for begin, *_ in LANGUAGES:
            if code.startswith(begin):
                found[begin] = code
    return found


def cases(rows, good, public):
    """(what, expected, case): good are the secrets that signed."""
    for row in rows:
        headers = {"webhook-id": row["id"],
                   "webhook-timestamp": str(row["timestamp"]),
                   "webhook-signature": row["signature"]}
        moved = dict(headers, **{
            "webhook-timestamp": str(int(row["timestamp"]) + 1)})
        other = dict(headers, **{"webhook-id": "evt_other"})
        newer = dict(headers, **{
            "webhook-signature": "v9,AAAA " + row["signature"]})
        unsigned = dict(headers, **{"webhook-signature": "v1, v1a,AAAA"})

        def case(keys, heads=None, body=row["body"], tolerance=ALWAYS,
                 mine=headers):
            return {"keys": keys, "headers": heads or mine, "body": body,
                    "tolerance": tolerance}

        for key in [*good, public]:
            yield "by one key", True, case([key])
            yield "a changed body", False, case([key], body=row["body"] + " ")
            yield "another time", False, case([key], moved)
            yield "another id", False, case([key], other)
            yield "an old message", False, case([key], tolerance=300)
            yield "no signature", False, case([key], unsigned)
            yield "an unknown version", True, case([key], newer)
        yield "by the second key", True, case([STRANGER, public])
        yield "a wrong secret", False, case([STRANGER])
        yield "a wrong public key", False, case([STRANGE_KEY])


def run(program, harness, ending, code, rows):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "cases.json").write_text(json.dumps(rows))
        script = folder / f"verify.{ending}"
        script.write_text(code + harness)
        done = subprocess.run([program, str(script), str(folder / "cases.json")],
                              capture_output=True, text=True, check=False,
                              cwd=folder)
    if done.returncode != 0:
        return done.stdout + done.stderr
    return [line == "true" for line in done.stdout.split()]


def check(rows, good, public):
    """What is wrong with the page's verifiers; and how many cases were run."""
    wanted = list(cases(rows, good, public))
    printed = programs()
    faults = []
    count = 0
    for begin, program, harness, ending in LANGUAGES:
        if begin not in printed:
            faults.append(f"filingd-webhook(7) has no program '{begin}'")
        elif shutil.which(program) is None:
            print(f"verifiers: skipped: {program} is not installed")
        else:
            got = run(program, harness, ending, printed[begin],
                      [case for _, _, case in wanted])
            if not isinstance(got, list) or len(got) != len(wanted):
                faults.append(f"{program}: {got}")
                continue
            faults += [f"{program}: {what}: {answer}" for (what, right, _),
                       answer in zip(wanted, got) if answer != right]
            count += len(got)
    return faults, count
