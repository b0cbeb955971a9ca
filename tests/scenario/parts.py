#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Documents in parts, through the whole pipeline.

Runs `filingctl backtest` over filings whose document is the member of an
archive, a part of a submission, or to be had at another source only: each must
be read, and judged by its figures.
"""
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"]).resolve()
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])

LOSS = """<html><body><p>示例材料 证券代码：603999</p>
<p>公司预计2025年度归属于上市公司股东的净利润亏损10,000万元至12,000万元。</p>
<p>上年同期归属于上市公司股东的净利润为4,200万元。</p></body></html>
"""
RELEASE = """<SEC-DOCUMENT>0001.txt
<DOCUMENT>
<TYPE>8-K
<TEXT>
The company issued a press release, which is furnished as Exhibit 99.1.
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99.1
<TEXT>
For fiscal year 2025 the company now expects a net loss of $12 million,
compared with its previous guidance of net income of $5 million.
</TEXT>
</DOCUMENT>
"""
DEFINITION = """format: 1
name: {name}
verified: 2026-11-22
engine: json
request:
  list: {{ url: "https://www.example.org/{name}.json" }}
  document: {{ {document} }}
items: {{ rows: /rows, market: {market} }}
fields:
  key: "{{/id}}"
  title: "{{/title}}"
  url: "https://www.example.org/{{/file}}"
  code: "{{/code}}"
  time: "{{/at}}"
time: {{ kind: epoch-ms, zone: Asia/Shanghai }}
manners: {{ zone: Asia/Shanghai, peak: 1m, quiet: 5m }}
"""
CONFIG = """instance: parts
definitions: {sources}
reader: {{ program: {reader}, lexicon: {lexicon} }}
sources:
{watched}
channels:
  desk: {{ mail: desk@localhost }}
rules:
  - {{ name: all, when: severity >= 2, to: desk }}
"""

faults = []


def expect(what, got, want):
    if got != want:
        faults.append(f"{what}: {got!r}, not {want!r}")


def archive(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in members.items():
            pack.writestr(name, text)
    return out.getvalue()


class World:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.sources = {}

    def source(self, name, document, market, rows, files):
        home = self.folder / "sources" / name
        home.mkdir(parents=True)
        (home / "definition.yaml").write_text(DEFINITION.format(
            name=name, document=document, market=market))
        tape = self.folder / name
        tape.mkdir()
        (tape / "list-1.json").write_text(json.dumps({"rows": rows}))
        for file, content in files.items():
            (tape / file).write_bytes(content if isinstance(content, bytes)
                                      else content.encode())
        self.sources[name] = tape

    def play(self):
        config = self.folder / "filingd.yaml"
        config.write_text(CONFIG.format(
            sources=self.folder / "sources", reader=BUILD / "filingd-reader",
            lexicon=SRC / "reading/lexicon",
            watched="\n".join(f"  {name}: {{ catch-up: all }}"
                              for name in self.sources)))
        command = [str(BUILD / "filingctl"), "-q", "backtest", str(config)]
        for name, path in self.sources.items():
            command += ["--source", f"{name}={path}"]
        done = subprocess.run(command, text=True, capture_output=True,
                              check=False)
        if done.returncode != 0:
            print(done.stdout, done.stderr)
            print(f"parts: filingctl backtest ended with {done.returncode}")
            sys.exit(1)
        return [json.loads(line) for line in done.stdout.splitlines()]


def row(key, file, at, title="2025年年度业绩预亏公告", code="603999"):
    return {"id": key, "title": title, "file": file, "code": code,
            "at": 1769184000000 + at}


def shown(events, source):
    return [(e["type"], e["data"]["warning"]["class"],
             e["data"]["warning"]["grade"]) for e in events
            if e["type"].startswith("warning.") and
            e["data"]["filing"]["source"] == source]


def check_archive(folder):
    world = World(folder)
    pack = archive({"cover.htm": "<html><body>封面</body></html>",
                    "data/forecast-603999.htm": LOSS})
    world.source("packed", "zip: [ 'forecast-*.htm', '*.htm' ]", "cn",
                 [row("1", "1.zip", 0)], {"1.zip": pack})
    expect("member of an archive", shown(world.play(), "packed"),
           [("warning.detected", "first_loss", "certain")])


def check_submission(folder):
    world = World(folder)
    world.source("parts", "always: yes, sgml: [ EX-99, 8-K ]", "us",
                 [row("1", "0001.txt", 0, "8-K - Results of Operations",
                      "LPHX")], {"0001.txt": RELEASE})
    told = shown(world.play(), "parts")
    expect("part of a submission", [t[0] for t in told], ["warning.detected"])
    expect("its grade", [t[2] for t in told], ["certain"])


def check_fallback(folder):
    world = World(folder)
    world.source("mirror", "limit: 1MiB", "cn",
                 [row("m-1", "m-1.htm", -60000,
                      "示例材料：2025年年度业绩预亏公告")], {"m-1.htm": LOSS})
    world.source("refusing", "fallback: mirror", "cn",
                 [row("1", "gone.htm", 0)], {})
    events = world.play()
    expect("the mirror's own", shown(events, "mirror"),
           [("warning.detected", "first_loss", "certain")])
    expect("refused there, the same here", shown(events, "refusing"), [])
    expect("no document is missed",
           [e["type"] for e in events if e["type"] == "system.trouble"], [])


def main():
    for check in (check_archive, check_submission, check_fallback):
        with tempfile.TemporaryDirectory() as folder:
            check(folder)
    for fault in faults:
        print(f"parts: {fault}")
    print("parts: " + (f"{len(faults)} faults" if faults else "all read"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
