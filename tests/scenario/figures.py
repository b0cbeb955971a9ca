#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Rows that are figures, through the whole pipeline.

Runs `filingctl backtest` over forecasts and brokers' estimates that arrive as
figures, beside a document that says the same: what is told of them, by whom,
against what, and what is not told twice.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import expect, faults  # noqa: E402

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"]).resolve()
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
SOURCES = SRC / "watchers/sources"

CONFIG = """instance: figures
definitions: {sources}
reader: {{ program: {reader}, lexicon: {lexicon} }}
sources:
  cninfo: {{ catch-up: all }}
  eastmoney-forecasts: {{ catch-up: all }}
  eastmoney-reports: {{}}
channels:
  desk: {{ mail: desk@localhost }}
rules:
  - {{ name: all, when: severity >= 2, to: desk }}
"""

DOCUMENT = """<html><body><p>示例材料 证券代码：603999</p>
<p>公司预计2025年度归属于上市公司股东的净利润亏损10,000万元至12,000万元。</p>
<p>上年同期归属于上市公司股东的净利润为4,200万元。</p></body></html>
"""

def backtest(folder, sources):
    config = folder / "filingd.yaml"
    config.write_text(CONFIG.format(
        sources=SOURCES, reader=BUILD / "filingd-reader",
        lexicon=SRC / "reading/lexicon"))
    command = [str(BUILD / "filingctl"), "-q", "backtest", str(config)]
    for name, path in sources.items():
        command += ["--source", f"{name}={path}"]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        print(done.stdout, done.stderr)
        print(f"figures: filingctl backtest ended with {done.returncode}")
        sys.exit(1)
    return [json.loads(line) for line in done.stdout.splitlines()]


def estimates(folder):
    """A broker who expected a profit of 0.15 a share, in November."""
    row = {"title": "静待价格修复", "stockName": "示例材料",
           "stockCode": "603999", "orgSName": "示例证券",
           "publishDate": "2025-11-20 00:00:00.000",
           "infoCode": "AP202511200000000009", "emRatingName": "买入",
           "predictThisYearEps": "0.15", "predictNextYearEps": "0.30",
           "predictNextTwoYearEps": "-"}
    path = folder / "estimates.json"
    path.write_text(json.dumps({"hits": 1, "size": 1, "data": [row],
                                "TotalPage": 1, "pageNo": 1,
                                "currentYear": 2025}))
    return path


def announcement(folder):
    """The document itself, published with the row of 24 January."""
    home = folder / "cninfo"
    home.mkdir()
    row = {"announcementId": "1226000001", "secCode": "603999",
           "secName": "示例材料", "orgId": "gssh0603999",
           "announcementTitle": "2025年年度业绩预亏公告",
           "announcementTime": 1769184000000,
           "adjunctUrl": "finalpage/2026-01-24/1226000001.PDF",
           "announcementType": "01010503"}
    (home / "list-1.json").write_text(json.dumps(
        {"totalAnnouncement": 1, "announcements": [row], "hasMore": False}))
    (home / "1226000001.PDF").write_text(DOCUMENT)
    return home


def change(event, axis, metric):
    for row in event["data"]["changes"]:
        if row["axis"] == axis and row["metric"] == metric:
            return row
    faults.append(f"{event['type']}: no change of {metric} on axis {axis}")
    return {}


def of(events, code):
    return [e for e in events if e["type"].startswith("warning.") and
            any(code in one for one in e["data"]["issuer"]["listings"])]


def check_figures_alone(folder):
    page = SOURCES / "eastmoney-forecasts/tape/page.json"
    events = backtest(folder, {"eastmoney-forecasts": page,
                               "eastmoney-reports": estimates(folder)})
    told = of(events, "603999")
    expect("the issuer's warnings", [e["type"] for e in told],
           ["warning.detected", "warning.updated"])
    if len(told) != 2:
        return
    first, second = (e["data"]["warning"] for e in told)
    expect("the fall", first["class"], "down_small")
    expect("the loss", (second["class"], second["guidance"]),
           ("first_loss", "cut"))
    expect("worth of a row", second["grade"], "probable")
    expect("what decides", second and told[1]["data"]["fact"]["metric"],
           "ni_attr")
    expect("the proof", told[1]["data"]["evidence"][0]["quote"],
           "预计2025年1-12月归属于上市公司股东的净利润亏损:"
           "10,000万元至12,000万元。")
    cut = change(told[1], "guidance", "ni_attr")
    base = cut.get("base", {})
    expect("what was forecast", (base.get("low"), base.get("high")),
           ("20000000", "30000000"))
    expect("where it was", base.get("source_id"),
           "603999-2025-12-31-2025-12-20")
    miss = change(told[1], "consensus", "eps")
    expect("the miss", miss.get("mid_pct"), "-290.00")
    expect("brokers", miss.get("consensus", {}).get("n"), 1)
    expect("estimates tell nothing",
           [e["type"] for e in events
            if e["data"]["filing"]["source"] == "eastmoney-reports"], [])
    expect("others", [e["type"] for e in of(events, "688999")], [])


def check_retelling(folder):
    page = SOURCES / "eastmoney-forecasts/tape/page.json"
    events = backtest(folder, {"cninfo": announcement(folder),
                               "eastmoney-forecasts": page})
    told = [(e["type"], e["data"]["filing"]["source"],
             e["data"]["warning"]["grade"]) for e in of(events, "603999")]
    expect("told once, by the document", told, [
        ("warning.detected", "eastmoney-forecasts", "probable"),
        ("warning.updated", "cninfo", "certain")])


def check_pages(folder):
    """A metric of a forecast stands on the next page: one filing, with both."""
    home = folder / "pages"
    home.mkdir()
    for i, name in enumerate(("page.json", "later.json")):
        (home / f"list-{i}.json").write_text(
            (SOURCES / "eastmoney-forecasts/tape" / name).read_text())
    events = backtest(folder, {"eastmoney-forecasts": home})
    expect("further figures say nothing new",
           [e["type"] for e in of(events, "002999")], ["warning.detected"])


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_figures_alone(pathlib.Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        check_retelling(pathlib.Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        check_pages(pathlib.Path(folder))
    for fault in faults:
        print(f"figures: {fault}")
    print("figures: " + (f"{len(faults)} faults" if faults
                         else "told once, with their proof"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
