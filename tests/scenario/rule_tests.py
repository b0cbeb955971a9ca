#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The tests in a configuration, as `filingctl check` runs them.

Those of the shipped example pass; each expectation that is made wrong fails
with its place, what came instead, and how the rule that differs came to it.
Without a daemon, and nothing is sent.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import expect, expect_in, faults, told  # noqa: E402
from process_world import BUILD, SRC  # noqa: E402

EXAMPLE = (SRC / "doc/examples/tests.yaml").read_text()

# What is changed in the example, and what is then said.
WRONG = (
    ("class: first_loss", "class: loss_wider",
     ("class = loss_wider is false: class is first_loss",
      "      class: loss_wider\n             ^\n",
      "  what came:\n    warning.detected: S4 603138.SH FY2024 net loss")),
    ('severity: ">= 3"', "severity: 2",
     ("severity = 2 is false: severity is 4",)),
    ("rules: [ cuts ]", "rules: [ core losses ]",
     ("rule 'core losses' does not want it",
      "    watch core: yes, it is in 'core'\n    when severity >= 3: true\n",
      "    when class in (first_loss, loss_wider): false\n"
      "      class = up_small\n",
      "rule 'cuts' wants it as well",
      "    when guidance = cut: true\n      guidance = cut\n")),
    ("rules: [ core losses ]", "quiet: yes",
     ("rule 'core losses' wants it, and none was to",)),
    ("low = -120000000", "actual_pct < 0",
     ("is undecided, actual_pct is unknown",)),
    ("quiet: yes, type: filing.published", "rules: [ cuts ]",
     ("rule 'cuts' does not want it", "    on warning.*: no\n")),
)

# Tests that are none: refused with their place before anything runs.
REFUSED = (
    ("class: first_loss", "class: first_los",
     "no such column: first_los, did you mean 'first_loss'?"),
    ("class: first_loss", "clas: first_loss",
     "unknown key 'clas' in what a test expects, did you mean 'class'?"),
    ("label = 'Inv", "labl = 'Inv", "no such column: labl, did you mean"),
    ("rules: [ cuts ]", "rules: [ cutz ]",
     "unknown rule 'cutz', did you mean 'cuts'?"),
    ("published: 2025-01-10", "published: 10.1.2025",
     "'10.1.2025' is no date such as"),
    ("published: 2025-01-10", "market: cn", "needs 'published: YYYY-MM-DD'"),
    ("quiet: yes, type: filing.published", "", "this test expects nothing"),
    ("quiet: yes, type", "quiet: yes, rules: [ cuts ], type",
     "contradict each other"),
)


def check(text, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "filingd.yaml"
        path.write_text(f"definitions: {SRC}/watchers/sources\n{text}")
        return subprocess.run(
            [str(BUILD / "filingctl"), "check", *options, str(path)],
            capture_output=True, text=True, check=False)


FILED = """\
sources: { cninfo: {} }
channels: { desk: { mail: d@localhost } }
rules: [ { name: r, when: severity > 2, to: desk } ]
tests:
  - name: a document
    filing: { file: notice.html, issuer: 603138.SH, published: 2025-01-17 }
    expect: { rules: [ r ], class: first_loss, period: FY2024 }
"""
NOTICE = """\
<html><body><h1>2024年年度业绩预亏公告</h1><p>预计2024年年度实现归属于上市公司
股东的净利润为-9,000万元到-12,000万元。</p>
<p>上年同期归属于上市公司股东的净利润:3,520.00万元。</p></body></html>
"""


def check_file():
    """A document beside the configuration, whatever its title says."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "filingd.yaml"
        path.write_text(f"definitions: {SRC}/watchers/sources\n{FILED}")
        for there in (True, False):
            if there:
                (path.parent / "notice.html").write_text(NOTICE)
            done = subprocess.run([str(BUILD / "filingctl"), "check",
                                   str(path)], capture_output=True, text=True,
                                  check=False)
            expect(f"a document: {done.stderr}", done.returncode,
                   0 if there else 2)
            (path.parent / "notice.html").unlink(missing_ok=True)
        expect_in("no document", done.stderr, "notice.html")


def change(what, by):
    if what not in EXAMPLE:
        faults.append(f"the example has no '{what}'")
    return EXAMPLE.replace(what, by, 1)


def main():
    done = check(EXAMPLE)
    expect(f"the example: {done.stderr}", done.returncode, 0)
    expect_in("the example", done.stdout, "3 tests passed")
    done = check(change("class: first_loss", "class: loss_wider"), "-c")
    expect("-c runs no tests", done.returncode, 0)
    expect("-c speaks of no tests", "passed" in done.stdout, False)
    check_file()
    for what, by, said in WRONG:
        done = check(change(what, by))
        expect(by, done.returncode, 2)
        for text in said:
            expect_in(by, done.stderr, text)
    for what, by, said in REFUSED:
        done = check(change(what, by))
        expect(by, done.returncode, 2)
        expect_in(by, done.stderr, said)
        expect(f"{by}: nothing runs", "what came" in done.stderr, False)
    return told("rule_tests")


sys.exit(main())
