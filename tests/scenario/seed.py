#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The real aggregator page, through the whole pipeline, against its gold file.

Runs `filingctl backtest doc/examples/page.yaml` over the page of ten entries
and checks which of them are warnings, how severe, and against what; and runs
`filingctl read --batch` over each entry and counts the figures. Skips (77)
where the page is not at hand: it is not part of this project.
"""
import json
import os
import pathlib
import subprocess
import sys
from decimal import Decimal

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import expect, faults  # noqa: E402

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"]).resolve()
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
SHARED = pathlib.Path(os.environ.get("FILINGD_SHARED", SRC.parent / "shared"))
PAGE = SHARED / "seed/vastdata-603138.txt"
GOLD = SHARED / "seed/gold.json"

METRIC = {"NI_ATTR": "ni_attr", "NI_ATTR_EXNR": "ni_exnr", "NI_TOTAL": "ni_total",
          "REV": "rev", "REV_MAIN": "rev", "REV_TOTAL": "rev",
          "OPERATING_PROFIT": "op", "EPS": "eps", "EPS_BASIC": "eps",
          "EPS_DILUTED": "eps", "EPS_BASIC_EXNR": "eps", "CFO": "cash_flow",
          "EQUITY_TOTAL": "equity", "EQUITY_ATTR": "equity"}
# What the page says of these years is history to a broker, last year to others.
ROLES = {"forecast_company": {"forecast"},
         "estimate_broker": {"estimate"},
         "prior_year": {"prior_year", "actual"},
         "actual": {"actual", "actual_flash"}}
MUST = {"forecast_company", "estimate_broker", "prior_year"}

def run(arguments, **more):
    done = subprocess.run([str(BUILD / "filingctl"), *arguments], text=True,
                          capture_output=True, check=False,
                          **more)
    if done.returncode != 0:
        print(done.stdout, done.stderr)
        print(f"seed: filingctl {arguments[0]} ended with {done.returncode}")
        sys.exit(1)
    return [json.loads(line) for line in done.stdout.splitlines()]


def change(data, axis, metric="ni_attr"):
    for row in data["changes"]:
        if row["axis"] == axis and row["metric"] == metric:
            return row
    faults.append(f"no change of {metric} on axis {axis}")
    return {}


def check_events():
    events = run(["-q", "backtest", str(SRC / "doc/examples/page.yaml"),
                  "--source", f"page={PAGE}"])
    told = {}
    for event in events:
        told.setdefault(event["data"]["filing"]["title"], []).append(event)
    gold = json.loads(GOLD.read_text())
    warned = []
    for entry in gold["entries"]:
        mine = [e for e in told.get(entry["title"], [])
                if e["type"].startswith("warning.")]
        if mine:
            warned.append(entry["n"])
            expect(f"entry {entry['n']}: warnings", len(mine), 1)
    expect("entries that warn", sorted(warned), gold["expected_alerts"])
    by_n = {e["n"]: told.get(e["title"], []) for e in gold["entries"]}

    first = by_n[1][0]["data"] if by_n[1] else {"warning": {}, "changes": []}
    expect("entry 1: severity", first["warning"].get("severity"), 4)
    expect("entry 1: class", first["warning"].get("class"), "loss_narrower")
    prior = change(first, "prior")
    expect("entry 1: prior", (prior.get("low_pct"), prior.get("high_pct")),
           ("12.54", "32.25"))
    consensus = change(first, "consensus")
    expect("entry 1: consensus", consensus.get("mid_pct"), "-128.81")
    expect("entry 1: brokers", consensus.get("consensus", {}).get("n"), 3)
    expect("entry 1: best case below the lowest",
           consensus.get("consensus", {}).get("below_pct"), "-34.15")
    tenth = by_n[10][0]["data"] if by_n[10] else {"warning": {}, "changes": []}
    expect("entry 10: severity", tenth["warning"].get("severity"), 2)
    expect("entry 10: class", tenth["warning"].get("class"), "loss_narrower")
    ninth = [e["data"] for e in by_n[9]]
    if ninth:
        expect("entry 9: closes", ninth[0]["warning"].get("closes"), True)
        actual = change(ninth[0], "actual")
        expect("entry 9: in line", actual.get("mid_pct"), "3.52")
    else:
        faults.append("entry 9 told nothing: it closes the forecast")
    sixth = [e["data"] for e in by_n[6]]
    expect("entry 6: a data gap",
           [d["warning"].get("data_gap") for d in sixth], [True])
    expect("entry 6: no figure", [d.get("facts", []) for d in sixth], [[]])


def bounds(fact):
    point = fact.get("value")
    return amount(fact.get("lo", point)), amount(fact.get("hi", point))


def gold_facts(entry):
    """The gold facts whose metric is in our vocabulary: metric, roles, fact."""
    wanted = []
    for fact in entry["facts"]:
        name, roles = fact["metric"], ROLES.get(fact["role"])
        metric = METRIC.get(name.removesuffix("_YOY"))
        if metric is None or roles is None or bounds(fact) == (None, None):
            continue
        if name.endswith("_YOY"):
            roles = {"pct_change"}
        wanted.append((metric, roles, fact))
    return wanted


def amount(text):
    return None if text is None else Decimal(text)


def same(got, metric, roles, fact):
    period = got["period"] or {}
    return got["metric"] == metric and got["role"] in roles and \
        (amount(got["low"]), amount(got["high"])) == bounds(fact) and \
        period.get("start") == fact["period"]["start"] and \
        period.get("end") == fact["period"]["end"]


def check_facts():
    lines = PAGE.read_text().split("\n")
    gold = json.loads(GOLD.read_text())
    rows = []
    for entry in gold["entries"]:
        rows.append(json.dumps({
            "id": str(entry["n"]), "market": "XSHG", "issuer": "603138",
            "title": entry["title"], "publisher": entry["source"],
            "published": entry["ts_beijing"][:10],
            "text": lines[entry["line_body"] - 1]}, ensure_ascii=False))
    readings = {int(r["id"]): r for r in
                run(["read", "--batch"], input="\n".join(rows) + "\n")}
    exact = missing = wrong = other = 0
    for entry in gold["entries"]:
        got = [dict(f, used=False) for f in readings[entry["n"]]["facts"]]
        wanted = gold_facts(entry)
        for metric, roles, fact in wanted:
            hits = [g for g in got if same(g, metric, roles, fact)]
            for g in hits:
                g["used"] = True
            if hits and fact.get("basis") != "parent":
                exact += 1
            elif not hits and fact["role"] in MUST and entry["n"] != 9:
                missing += 1
                faults.append(f"entry {entry['n']}: missing {fact['metric']} "
                              f"{fact['role']} {bounds(fact)}")
            elif not hits:
                other += 1
        for g in got:
            if g["used"]:
                continue
            wrong += 1
            faults.append(f"entry {entry['n']}: wrong {g['metric']} {g['role']} "
                          f"{g['low']}..{g['high']} {g['period']} {g['quote']}")
    print(f"seed: {exact} figures exact, {missing} missing, {wrong} wrong, "
          f"{other} of the half-year report left out")


def main():
    if not PAGE.exists() or not GOLD.exists():
        print(f"seed: skipped: no {PAGE}")
        return 77
    check_facts()
    check_events()
    for fault in faults:
        print(f"seed: {fault}")
    print("seed: ten entries, " + ("as they should be" if not faults
                                   else f"{len(faults)} faults"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
