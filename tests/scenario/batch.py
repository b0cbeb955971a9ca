#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Wrong lines in `read --batch`: one answer each, and it goes on; options."""
import json
import os
import pathlib
import subprocess
import sys

BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
MIB = 1 << 20
ROW = b'{"id":"good","title":"2025\xe5\xb9\xb4\xe5\xba\xa6\xe4\xb8\x9a\xe7\xbb' \
      b'\xa9\xe9\xa2\x84\xe5\x91\x8a","text":""}'

# Each line, and words of the fault that it must be answered with; None: none.
LINES = (
    (ROW, None),
    (b"", "empty"),
    (b"   \r", "empty"),
    (b"not JSON", "column"),
    (ROW[:-1], "column"),
    (b'{"id":"a","title":"\xe5\xb9"}', "column"),
    (b'{"id":"a\x00b"}', "column"),
    (b"\x00", "column"),
    (b'{"id":"a","gold":' + b"[" * 5000, "nested"),
    (b'{"id":7,"text":""}', "must be text"),
    (b'{"id":"a","issuer":600000}', "must be text"),
    (b'{"id":"a","lang":"xx"}', "must be zh, en, ja or ko"),
    (b'{"id":"a","published":"2025-99-99"}', "must begin with a date"),
    (b'{"id":"' + b"x" * 4096 + b'"}', "longer"),
    (b'{"id":"a","text":[' + b"1," * MIB + b"1]}", "must be text"),
    (b'{"id":"long","text":"' + b"7" * (100 * MIB) + b'"}', "32 MiB"),
    (b'{"id":"cut","text":"' + b"7" * (20 * MIB) + b'"}', None),
    (ROW + b"\r", None),
    (ROW, None),
)

faults = []


def expect(what, holds):
    if not holds:
        faults.append(what)


def batch(data):
    done = subprocess.run([str(BUILD / "filingctl"), "read", "--batch"],
                          input=data, capture_output=True, check=False)
    expect(f"standard error: {done.stderr!r}", done.stderr == b"")
    return done.returncode, [json.loads(line)
                             for line in done.stdout.splitlines()]


def check_all():
    status, answers = batch(b"\n".join(line for line, _ in LINES))
    expect(f"status {status} after wrong lines", status == 1)
    expect(f"{len(answers)} answers", len(answers) == len(LINES))
    for number, ((line, why), answer) in enumerate(zip(LINES, answers), 1):
        name = f"line {number}, {line[:30]!r}: {answer}"[:300]
        if why is None:
            expect(name, "error" not in answer and "form" in answer)
            continue
        expect(name, answer.get("id") is None and
               answer.get("line") == number and
               why in answer.get("error", ""))


def check_options():
    """A slip in an option is said; the run does not go on without it."""
    for option, value in (("--lang", "xx"), ("--published", "2025-99-99"),
                          ("--own-lexicon", "/nonexistent"),
                          ("--own-lexicon", "/dev/null")):
        done = subprocess.run([str(BUILD / "filingctl"), "read", option, value,
                               "-"], input=b"text", capture_output=True,
                              check=False)
        expect(f"{option} {value}: {done}", done.returncode == 2 and
               value.encode() in done.stderr and done.stdout == b"")


def main():
    check_all()
    check_options()
    expect("status 0 without wrong lines", batch(ROW + b"\n")[0] == 0)
    expect("nothing of nothing", batch(b"") == (0, []))
    for fault in faults:
        print(fault)
    print(f"batch: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
