#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Broken configurations and what is said of them, to the letter.

tests/fixtures/config holds NAME.yaml and NAME.golden: what filingctl check
prints of it, file:line:col, the line, a caret; %DIR% stands for the folder and
%BUILD% for that of the programs. Its status is 2, and filingd says the same and does not start.
usage: broken_configs.py [--update] [NAME ...]     --update writes the goldens
"""
import concurrent.futures
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"]).resolve()
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"]).resolve()
CASES = SRC / "tests/fixtures/config"


def complaints(program, folder, name):
    """Status and words; the folder's own name does not matter."""
    done = subprocess.run(
        [str(BUILD / program[0]), *program[1:], f"{name}.yaml"], cwd=folder,
        stdin=subprocess.DEVNULL, capture_output=True, check=False)
    text = done.stderr.decode("utf-8", "replace") + done.stdout.decode()
    for place, word in ((folder, "%DIR%"), (BUILD, "%BUILD%")):
        text = text.replace(str(place), word)
    return done.returncode, text


def copy_cases(folder):
    for case in CASES.iterdir():
        body = case.read_bytes().replace(b"%DIR%", os.fsencode(folder))
        (folder / case.name).write_bytes(body)


def check(folder, name, update):
    """What is wrong with a case; None when all is as it was."""
    code, text = complaints(["filingctl", "check", "-c"], folder, name)
    golden = CASES / f"{name}.golden"
    if update:
        golden.write_text(text)
    wanted = golden.read_text() if golden.exists() else ""
    if code != 2:
        return f"{name}: status {code}, not 2\n{text}"
    if text == wanted:
        return None
    lines = difflib.unified_diff(
        wanted.splitlines(True), text.splitlines(True),
        f"{name}.golden", "what is said now")
    return "".join(lines)


def check_daemon(folder, name):
    """filingd -t says the same, but for the summary of filingctl."""
    code, text = complaints(["filingd", "-t", "-f"], folder, name)
    wanted = [line for line in
              (CASES / f"{name}.golden").read_text().splitlines()
              if not line.startswith("filingctl: ")]
    if code != 2 or text.splitlines() != wanted:
        return f"{name}: filingd -t: status {code}\n{text}"
    return None


def main():
    update = "--update" in sys.argv[1:]
    names = [name for name in sys.argv[1:] if name != "--update"] or sorted(
        path.stem for path in CASES.glob("*.yaml"))
    faults = []
    with tempfile.TemporaryDirectory(prefix="filingd-") as made:
        folder = pathlib.Path(made).resolve()
        copy_cases(folder)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            faults += pool.map(lambda name: check(folder, name, update), names)
            faults += pool.map(lambda name: check_daemon(folder, name),
                               names[::10])
    faults = [fault for fault in faults if fault]
    print("\n".join(faults + [
        f"broken_configs: {len(names)} cases, {len(faults)} not as they were"]))
    return 1 if faults or len(names) < 1 else 0


if __name__ == "__main__":
    sys.exit(main())
