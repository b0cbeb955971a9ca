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

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import expect, faults  # noqa: E402

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
kind: {kind}
request:
  list: {{ url: "https://www.example.org/{name}.json" }}
  document: {{ {document} }}
items: {{ rows: /rows, market: {market} }}
fields:
  key: "{{/id}}"
  title: "{{/title}}"
  url: "https://www.example.org/{{/file}}"
  page-url: "https://www.example.org/{{/page}}"
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

    def source(self, name, document, market, rows, files, kind="live"):
        home = self.folder / "sources" / name
        home.mkdir(parents=True)
        (home / "definition.yaml").write_text(DEFINITION.format(
            name=name, document=document, market=market, kind=kind))
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


def check_page(folder):
    """What people see is a document, too: the archive has none."""
    world = World(folder)
    told = row("1", "1.zip", 0)
    world.source("packed", "zip: [ '*.htm' ]", "cn", [
        dict(told, page="1.pdf"),
        dict(row("2", "gone.zip", 60000, code="603998"), page="2.pdf"),
        dict(row("3", "gone.pdf", 120000, code="603997"), page="gone.pdf")],
        {"1.zip": archive({"data.xml": "<x/>"}), "1.pdf": LOSS,
         "2.pdf": LOSS.replace("603999", "603998")})
    events = world.play()
    expect("the page instead", [t for t in shown(events, "packed")
                                if t[2] == "certain"],
           [("warning.detected", "first_loss", "certain")] * 2)
    expect("none at all", len([e for e in events
                               if e["type"] == "system.trouble"]), 1)


def check_estimates(folder):
    """A broker's words sound like the issuer's, and are none."""
    for kind, told in (("live", ["warning.detected"]), ("estimates", [])):
        world = World(pathlib.Path(folder) / kind)
        world.source("brokers", "limit: 1MiB", "cn", [row("1", "1.htm", 0)],
                     {"1.htm": LOSS}, kind)
        expect(f"a source of kind {kind}",
               [t[0] for t in shown(world.play(), "brokers")], told)


CONTEXTS = {"CurrentYearDuration_ConsolidatedMember_PreviousMember_"
            "ForecastMember": ("2026-04-01", "2027-03-31"),
            "CurrentYearDuration_ConsolidatedMember_CurrentMember_"
            "ForecastMember": ("2026-04-01", "2027-03-31"),
            "PriorYearDuration_ConsolidatedMember_ResultMember":
                ("2025-04-01", "2026-03-31")}
ROWS = (("前回発表予想(A)", "6,300", "450", "540"),
        ("今回修正予想(B)", "5,000", "△1,100", "△1,040"),
        ("(ご参考)前期実績", "6,100", "400", "500"))
NAMES = ("NetSales", "OperatingIncome", "ProfitAttributableToOwnersOfParent")


def revision():
    """As TDnet has them: a table whose numbers are tagged."""
    head = "".join(
        f'<xbrli:context id="{name}"><xbrli:period><xbrli:startDate>{days[0]}'
        f"</xbrli:startDate><xbrli:endDate>{days[1]}</xbrli:endDate>"
        "</xbrli:period></xbrli:context>" for name, days in CONTEXTS.items())
    rows = ""
    for context, (label, *cells) in zip(CONTEXTS, ROWS):
        rows += f"<tr><td>{label}</td>"
        for name, cell in zip(NAMES, cells):
            sign = ' sign="-"' if cell[0] == "△" else ""
            rows += (f'<td>{"△" if sign else ""}<ix:nonFraction '
                     f'name="tse-ed-t:{name}" contextRef="{context}" '
                     f'unitRef="JPY" scale="6"{sign}>{cell.lstrip("△")}'
                     "</ix:nonFraction></td>")
        rows += "</tr>"
    return ('<html xmlns="http://www.w3.org/1999/xhtml" '
            'xmlns:ix="http://www.xbrl.org/2008/inlineXBRL" '
            'xmlns:xbrli="http://www.xbrl.org/2003/instance"><body>'
            f"<ix:header><ix:resources>{head}</ix:resources></ix:header>"
            "<p>業績予想の修正に関するお知らせ</p>"
            "<p>2027年3月期通期連結業績予想数値の修正"
            "(2026年4月1日~2027年3月31日)</p>"
            "<table><tr><td></td><td>売上高</td><td>営業利益</td>"
            "<td>親会社株主に帰属する当期純利益</td></tr>"
            "<tr><td></td><td>百万円</td><td>百万円</td><td>百万円</td></tr>"
            f"{rows}</table></body></html>")


def check_revision(folder, spoil=lambda page: page, basis="consolidated"):
    world = World(folder)
    pack = archive({"tse-rvdf-99990-ixbrl.htm": "<html><body>配当</body></html>",
                    "tse-rvfc-99990-ixbrl.htm": spoil(revision())})
    world.source("revised", "zip: [ 'tse-rvfc-*-ixbrl.htm', '*.htm' ]", "jp",
                 [row("1", "1.zip", 0, "業績予想の修正に関するお知らせ",
                      "99990")], {"1.zip": pack})
    events = world.play()
    expect("a revision", shown(events, "revised"),
           [("warning.detected", "first_loss", "certain")])
    if not events:
        return
    data = events[0]["data"]
    expect("its guidance", data["warning"]["guidance"], "cut")
    expect("its figure", (data["fact"]["metric"], data["fact"]["low"],
                          data["fact"]["currency"], data["fact"]["basis"]),
           ("ni_attr", "-1040000000", "JPY", basis))
    expect("its proof", "5,000" in data["evidence"][0]["quote"], True)


def check_broken_revision(folder):
    """What is no XML is read by the tables that people see."""
    check_revision(folder, lambda page: page.replace("</p>", "", 1), "unknown")


def main():
    for check in (check_archive, check_submission, check_fallback, check_page,
                  check_estimates,
                  check_revision, check_broken_revision):
        with tempfile.TemporaryDirectory() as folder:
            check(folder)
    for fault in faults:
        print(f"parts: {fault}")
    print("parts: " + (f"{len(faults)} faults" if faults else "all read"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
