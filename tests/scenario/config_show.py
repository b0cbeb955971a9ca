#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingctl config show: what it prints can be loaded again and means the same;
redacted it can be shown to anybody."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import expect, expect_in, faults, told  # noqa: E402

BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PRIVATE = ("T0K3N", "p4ss", "trader.one", "obl-4711", "the obligor", "--key",
           "bot4711")

MAIN = """\
instance: desk1
contact: trader.one@example.org
include: more.yaml
proxy: { url: "http://proxy.example.org:3128", login: { file: %DIR%/login } }
sources: { cninfo: { poll: 10s } }
watch: { core: [ { issuer: 603138.SH, label: the obligor, ref: obl-4711 } ] }
rules:
  - { name: "first: \\"one\\"", when: [ severity >= 2, "title <> 'a # b'" ], to: hook }
"""
MORE = """\
operator: desk
sources: { sse: { accepted: no } }
channels:
  hook: { webhook: "https://hooks.example.org/T0K3N/x?k=T0K3N",
    secret: { file: %DIR%/secret } }
  desk: { mail: trader.one@example.org, quiet: { from: "22:00", to: "07:00",
    zone: Asia/Shanghai } }
  run: { exec: [ /bin/true, --key, bot4711 ] }
rules: [ { name: "-second", to: [ desk, run ], on: "filing.*" } ]
"""


def ctl(*arguments):
    done = subprocess.run([str(BUILD / "filingctl"), *arguments],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def check_whole(folder):
    code, out, err = ctl("config", "show", "-f", str(folder / "main.yaml"))
    expect("config show", (code, err), (0, ""))
    for wanted in ("more.yaml\n", "instance: desk1\n", "  workers: 2  # default",
                   "  cninfo:\n", "  sse:\n", "    catch-up: none  # default",
                   "bot4711", "secret:\n      file: "):
        expect_in("config show", out, wanted)
    for secret in (SECRET, "p4ss"):
        if secret in out:
            faults.append(f"config show tells {secret}")
    again = folder / "again.yaml"
    again.write_text(out)
    code, second, err = ctl("-j", "config", "show", "-f", str(again))
    expect("what it prints, loaded", (code, err), (0, ""))
    first = json.loads(ctl("-j", "config", "show", "-f",
                           str(folder / "main.yaml"))[1])
    expect("the hash of it", json.loads(second)["hash"], first["hash"])
    expect("the rules of both files",
           [rule["name"] for rule in first["config"]["rules"]],
           ['first: "one"', "-second"])
    expect("nothing is a default then", json.loads(second)["defaults"], [])


def check_redacted(folder):
    path = str(folder / "main.yaml")
    code, out, _ = ctl("config", "show", "--redacted", "-f", path)
    expect("config show --redacted", code, 0)
    for word in PRIVATE + (SECRET,):
        if word in out:
            faults.append(f"redacted, it tells {word}")
    for wanted in ("https://hooks.example.org/...", "...@example.org",
                   "redacted below", "severity >= 2",
                   '"smtp://localhost:25"'):
        expect_in("config show --redacted", out, wanted)
    expect("the same hash", json.loads(ctl("-j", "config", "show", "--redacted",
                                           "-f", path)[1])["hash"],
           json.loads(ctl("-j", "config", "show", "-f", path)[1])["hash"])


def main():
    with tempfile.TemporaryDirectory(prefix="filingd-") as made:
        folder = pathlib.Path(made)
        (folder / "main.yaml").write_text(MAIN.replace("%DIR%", made))
        (folder / "login").write_text("robot:p4ss\n")
        (folder / "more.yaml").write_text(MORE.replace("%DIR%", made))
        (folder / "secret").write_text(SECRET + "\n")
        check_whole(folder)
        check_redacted(folder)
        (folder / "more.yaml").write_text("rulse: []\n")
        code, _, err = ctl("config", "show", "-f", str(folder / "main.yaml"))
        expect("a bad one", code, 2)
        expect_in("a bad one", err, "did you mean 'rules'?")
    expect("usage", ctl("config", "shwo")[0], 2)
    expect("help", ctl("config", "--help")[0], 0)
    expect("no daemon", ctl("-s", "/nowhere", "config", "show")[0], 3)
    return told("config_show")


if __name__ == "__main__":
    sys.exit(main())
