#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingctl sources without a daemon: doctor and tape play, in the jail."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"]).resolve()
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
faults = []


def ctl(*arguments):
    done = subprocess.run([str(BUILD / "filingctl"), *map(str, arguments)],
                          capture_output=True, text=True, check=False,
                          timeout=120)
    return done.returncode, done.stdout, done.stderr


def check(code, says, *arguments):
    got, out, err = ctl(*arguments)
    if got != code or says not in out + err:
        faults.append(f"{' '.join(map(str, arguments))}: {got}, wanted {code} "
                      f"and {says!r}:\n{out}{err}")
    return out


def check_doctor(folder):
    check(0, "cninfo: good", "sources", "doctor", folder)
    check(5, "neither the folder", "sources", "doctor", "nosuch")
    check(5, "neither the folder", "sources", "doctor", folder.parent)
    check(2, "usage", "sources", "doctor", "a", "b")

    items = folder / "items.json"
    good = items.read_text()
    entries = json.loads(good)
    entries[0]["items"][0]["title"] = "another"
    entries[0]["total"] += 1
    items.write_text(json.dumps(entries))
    out = check(1, "cninfo: bad", "sources", "doctor", folder)
    for part in ('tape/page.json: item 1: title is "', 'expected "another"',
                 "tape/page.json: total is 36, expected 37"):
        if part not in out:
            faults.append(f"no {part!r} in {out}")
    del entries[0]["items"][0]
    items.write_text(json.dumps(entries))
    check(1, "items were read, expected", "sources", "doctor", folder)
    for wrong, says in (("{}", "not a list"), ("[", "items.json:1:"),
                        ('[{"file": "../../etc/passwd"}]', "names no file"),
                        ('[{"file": "tape/gone"}]', "No such file"),
                        ("[7]", "names no file")):
        items.write_text(wrong)
        check(1, says, "sources", "doctor", folder)
    items.unlink()
    check(1, "no items.json", "sources", "doctor", folder)
    items.write_text(good)

    (folder / "tape/new.json").write_text("{}")
    check(1, "tape/new.json is not in items.json", "sources", "doctor", folder)
    (folder / "tape/new.json").unlink()
    code, out, _ = ctl("-j", "sources", "doctor", folder)
    if code != 0 or json.loads(out)["faults"] != []:
        faults.append(f"json: {code} {out}")

    definition = folder / "definition.yaml"
    text = definition.read_text()
    definition.write_text(text.replace("engine: json", "engine: jsn"))
    check(2, "definition.yaml:", "sources", "doctor", folder)
    definition.write_text(text.replace("rows: /announcements", "rows: /x"))
    check(1, 'outcome is "drift", expected "ok"', "sources", "doctor", folder)
    definition.write_text(text)


def check_play(folder):
    out = check(0, "603138.SH", "sources", "tape", "play", folder)
    for part in ("page.json: ok, 6 items of 36 rows", "challenge.html: blocked",
                 "cut.json: torn", "2026-01-21"):
        if part not in out:
            faults.append(f"play: no {part!r} in {out}")
    lines = check(0, '"outcome":"ok"', "-j", "sources", "tape", "play", folder)
    if len([json.loads(line) for line in lines.splitlines()]) != 6:
        faults.append(f"play -j: {lines}")
    other = folder.parent / "answers"
    other.mkdir()
    check(5, "neither", "sources", "tape", "play", other)
    check(5, "holds no answers", "sources", "tape", "play", other, "--by",
          folder)
    (other / "a.bin").write_bytes(bytes(range(256)) * 100)
    (other / "b.json").write_text('{"announcements": [{"announcementId": "1",'
                                  '"announcementTitle": "\\u001b[31mred",'
                                  '"announcementTime": 1768924800000}],'
                                  '"totalAnnouncement": 1}')
    (other / "dir").mkdir()
    out = check(0, "b.json: ok, 1 item", "sources", "tape", "play", other,
                "--by", folder)
    if "\x1b" in out or "a.bin: torn" not in out:
        faults.append(f"play: {out!r}")
    check(2, "usage", "sources", "tape", "play")
    check(2, "usage", "sources", "tape", "rewind", folder)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "cninfo"
        shutil.copytree(SRC / "watchers/sources/cninfo", folder)
        check_doctor(folder)
        check_play(folder)
        check(0, "cninfo: good", "sources", "doctor")
    for fault in faults:
        print(f"sources_offline: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
