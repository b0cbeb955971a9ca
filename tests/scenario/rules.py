#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingctl rules: what a running filingd says of its rules.

Which there are and how often each wanted an event, how each came to its answer
about a filing and what became of the event, and what other rules would have
made of the stored history.
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import Control, expect, expect_in, faults, told  # noqa: E402
from process_world import SRC, World  # noqa: E402

MORE = """\
  - { name: never, watch: mine, when: [ severity >= 2, class = turnaround ],
    to: hook }
  - { name: mine, watch: mine, when: guidance_pct_low < -10 or severity > 4,
    to: desk }
  - { name: morning, when: severity > 3, to: later, digest: "08:30 UTC" }
  - { name: the rest, when: severity = 2, to: later, digest: "08:30 UTC" }
watch: { mine: { file: mine.csv } }
include: later.yaml
"""


def ago(text):
    return re.sub(r"\d+ \w+ ago", "lately", text)


def numbers(control):
    """The events' numbers by listing: filings of one minute come in any
    order."""
    rows = map(json.loads, control.ctl("-j", "events", "list")[1].splitlines())
    return {row["body"]["data"]["issuer"]["listings"][0]: str(row["seq"])
            for row in rows if "issuer" in row["body"]["data"]}


def check_list(control):
    code, out, _ = control.ctl("rules", "list")
    expect("rules list", code, 0)
    expect("five rules and a heading", len(out.splitlines()), 6)
    code, out, _ = control.ctl("-j", "rules", "list")
    rules = {rule["name"]: rule for rule in json.loads(out)}
    expect("hits", {name: (rule["hits_24h"], rule["hits_30d"])
                    for name, rule in rules.items()},
           {"all": (4, 4), "never": (0, 0), "mine": (1, 1),
            "morning": (3, 3), "the rest": (1, 1)})
    expect("never", rules["never"]["last_hit"], None)
    expect("mine", rules["mine"]["last_event"], 2)


def check_explain(control):
    code, out, _ = control.ctl("rules", "explain", "2")
    expect("rules explain", code, 0)
    for part in ("rule 'all' wants the event\n    on warning.*: yes\n"
                 "    when severity >= 2: true\n      severity = 4\n"
                 "    to hook: sent, ",
                 "rule 'never' does not want the event\n",
                 "    watch mine: yes, it is in 'mine'\n",
                 "    when class = turnaround: false\n"
                 "      class = first_loss\n",
                 "rule 'mine' wants the event\n",
                 "severity > 4: undecided, guidance_pct_low is unknown: it "
                 "counts as true\n      severity = 4\n"
                 "      guidance_pct_low = unknown\n    to desk: sent, ",
                 ", by rule 'all'\n", "    to later: pending, in ",
                 ", by rule 'morning'; "):
        expect_in("rules explain", out, part)
    event = json.loads(control.ctl("-j", "events", "list")[1].splitlines()[1])
    filing = event["body"]["data"]["filing"]
    for what in (event["id"], f"{filing['source']}/{filing['source_id']}"):
        expect(f"explain {what}",
               ago(control.ctl("rules", "explain", what)[1]), ago(out))
    code, out, _ = control.ctl("rules", "explain", event["id"], "never")
    expect("one rule", (code, out.count("  rule '")), (0, 1))
    number = numbers(control)
    _, out, _ = control.ctl("rules", "explain", number["XSHG:600010"],
                            "the rest")
    expect_in("another digest", out,
              " min, by rule 'the rest'; held until 08:30 UTC (digest)")
    _, out, _ = control.ctl("-j", "rules", "explain", number["XSHE:000725"],
                            "mine")
    trace = json.loads(out)["events"][0]["rules"][0]
    expect("not on the list", (trace["wants"], trace["watch"]["fits"]),
           (False, False))
    expect("a filing that is not there",
           control.ctl("rules", "explain", "cninfo/1")[0], 5)
    expect("an event that is not there",
           control.ctl("rules", "explain", "99")[0], 5)
    code, _, err = control.ctl("rules", "explain", "2", "nobody")
    expect("a rule that is not there", code, 5)
    expect_in("a rule that is not there", err, "no rule 'nobody' is at work")


def check_backtest(control, world):
    config = str(world.dir / "filingd.yaml")
    other = world.dir / "other.yaml"
    other.write_text((world.dir / "filingd.yaml").read_text().replace(
        "severity >= 2, late", "severity >= 4, late"))
    mild = numbers(control)["XSHG:600010"]
    hooks = len(world.hooks())
    code, out, _ = control.ctl("rules", "backtest", "-f", config, "all")
    expect("as it is", code, 0)
    for part in ("over 5 events", "fired 4\n", "by class   first_loss 2",
                 "by grade   certain 4", "603138.SH 1",
                 "against rule 'all' at work: 0 gained, 0 lost",
                 "0 notifications sent"):
        expect_in("as it is", out, part)
    code, out, _ = control.ctl("rules", "backtest", "-v", "-f", str(other),
                               "all")
    expect_in("stricter", out, f"0 gained, 1 lost\n  - {mild} 2026-01-21T")
    code, out, _ = control.ctl("rules", "backtest", "-f", config, "all",
                               "--against", str(other))
    expect_in("against a file", out, "1 gained, 0 lost")
    code, out, _ = control.ctl("-j", "rules", "backtest", "-f", config,
                               "listing = 'XSHG:603138' or severity = 2",
                               "--against", "mine")
    result = json.loads(out)
    expect("a condition", (result["fired"], len(result["gained"]),
                           len(result["lost"])), (2, 1, 0))
    expect("gained", str(result["gained"][0]["seq"]), mild)
    _, out, _ = control.ctl("-j", "rules", "backtest", "-f", config, "all",
                            "--from", "2026-01-21T08:00:30Z",
                            "--to", "2026-01-21T08:01:00Z")
    expect("of a span", [row["seq"] for row in json.loads(out)["told"]],
           [3, 4])
    expect("of nothing", control.ctl(
        "rules", "backtest", "-f", config, "all", "--from", "2027-01-01")[0],
           5)
    code, _, err = control.ctl("rules", "backtest", "-f", config, "clas = x")
    expect("no condition", code, 2)
    expect_in("no condition", err, "did you mean 'class'?")
    expect("nothing is sent", len(world.hooks()), hooks)


def check_reload(control, world):
    """A file of issuers is read again, and what is wrong in it told."""
    number = numbers(control)["XSHE:000725"]
    mine = world.dir / "mine.csv"
    mine.write_text("000725.SZ,of today,r-2\n")
    expect("reload", control.ctl("reload")[0], 0)
    _, out, _ = control.ctl("rules", "explain", number, "mine")
    expect_in("reload", out, "    watch mine: yes, it is in 'mine'\n")
    mine.write_text("000725.SZ\nnonsense\n")
    code, _, err = control.ctl("reload")
    expect("a bad file", code, 2)
    expect_in("a bad file", err, "mine.csv:2:1: ")
    _, out, _ = control.ctl("rules", "explain", number, "mine")
    expect_in("the list before", out, "yes, it is in 'mine'\n")


def main():
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    config = world.dir / "filingd.yaml"
    config.write_text(config.read_text() + MORE)
    (world.dir / "later.yaml").write_text(
        'channels: { later: { mail: later@localhost, smtp: "%s" } }\n'
        % world.smtp)
    (world.dir / "mine.csv").write_text("issuer,label\n603138.SH,obligor\n")
    try:
        world.start()
        if not world.wait(lambda: len(world.hooks()) >= 4 and
                          len(world.mails()) >= 4, 60):
            faults.append("not all warnings came")
        control = Control(world)
        check_list(control)
        check_explain(control)
        check_backtest(control, world)
        check_reload(control, world)
        if faults:
            print(world.log()[-2000:])
    finally:
        world.close()
    return told("rules")


if __name__ == "__main__":
    sys.exit(main())
