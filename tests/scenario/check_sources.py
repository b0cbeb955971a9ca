#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingctl check of definitions: a file, the folder of a source, the folder of
all, and those beside a configuration."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"]).resolve()
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
faults = []


def check(code, says, *arguments):
    done = subprocess.run([str(BUILD / "filingctl"), "check", *arguments],
                          capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    if done.returncode != code or says not in said:
        faults.append(f"check {' '.join(arguments)}: {done.returncode}, "
                      f"wanted {code} and '{says}':\n{said}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        own = folder / "own"
        shutil.copytree(SRC / "watchers/sources/cninfo", own / "cninfo")
        (folder / "empty").mkdir()
        definition = own / "cninfo/definition.yaml"
        config = folder / "filingd.yaml"
        config.write_text(f"definitions: {own}\nsources: {{ cninfo: {{}} }}\n")

        check(0, "good: 1 definition", str(definition))
        check(0, "good: 1 definition", str(own / "cninfo"))
        check(0, "good: 1 definition", str(own))
        check(2, "no definition.yaml in it", str(folder / "empty"))
        check(0, "good: 1 source", str(config))

        bad = own / "other"
        bad.mkdir()
        text = definition.read_text()
        (bad / "definition.yaml").write_text(
            text.replace("peak: 10s", "peak: often"))
        check(2, "'often' is no duration", str(bad / "definition.yaml"))
        check(2, "1 of 2 definitions are faulty", str(own))
        check(2, "'often' is no duration", str(config))
        check(0, "good: 1 source", "-c", str(config))
        (bad / "definition.yaml").write_text(text)
        check(2, "the name must be 'other'", str(bad))
    for fault in faults:
        print(f"check_sources: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
