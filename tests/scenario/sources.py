#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingctl sources: what a person sees of the sources and asks of them."""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import Control, expect, expect_in, faults, told  # noqa: E402
from process_world import SRC, World  # noqa: E402


class Sources(Control):
    def source(self, name="cninfo"):
        return json.loads(self.ctl("-j", "sources", "show", name)[1])


def check_list(control):
    code, out, _ = control.ctl("sources", "list")
    expect("list", code, 0)
    lines = out.splitlines()
    expect_in("list", lines[0], "LAST ANSWER")
    expect("a line each", len(lines), 2)
    expect_in("list", lines[1], "cninfo  ok")
    code, out, _ = control.ctl("-j", "sources", "list")
    source = json.loads(out)["sources"][0]
    expect("json list", source["health"], "ok")
    expect("without a verb", control.ctl("sources")[0], 2)
    expect("a verb that is none", control.ctl("sources", "look")[0], 2)


def check_show(control):
    code, out, _ = control.ctl("sources", "show", "cninfo")
    expect("show", code, 0)
    for part in ("state           ok since", "sources/cninfo/definition.yaml",
                 "own", "complete until", "last gap        none yet",
                 "next poll", "windows", "budget", "+08:00"):
        expect_in("show", out, part)
    expect("show's width", max(map(len, out.splitlines())) <= 80, True)
    source = control.source()
    expect("own", source["definition"]["origin"], "own")
    expect("requests are counted", source["requests_today"] > 0, True)
    for name in ("nosuch", "../cninfo", "%", "名前", ""):
        code, _, err = control.ctl("sources", "show", name)
        expect(f"no source {name!r}", code in (2, 5), True)
        expect_in(f"no source {name!r}", err, "filingctl: ")


def check_poll(control):
    code, out, err = control.ctl("sources", "poll", "cninfo", "--wait")
    if code == 1 and "already" in err:
        code, out, err = control.ctl("sources", "poll", "cninfo", "--wait")
    expect("poll", (code, err), (0, ""))
    expect_in("poll", out, "complete: ")
    expect("poll of nothing", control.ctl("sources", "poll", "nosuch")[0], 5)


def check_pause(control):
    world = control.world
    code, out, _ = control.ctl("sources", "pause", "cninfo", "--reason",
                               "维护 until noon")
    expect("pause", code, 0)
    expect_in("pause", out, "until it is resumed")
    polls = control.source()["polls"]
    pause = control.source()["paused"]
    expect("the reason is kept", pause["reason"], "维护 until noon")
    expect("the author is kept", pause["author"] != "", True)
    code, _, err = control.ctl("sources", "poll", "cninfo")
    expect("a paused source is not asked", code, 1)
    expect_in("a paused source says how to go on", err, "sources resume")
    expect_in("list", control.ctl("sources", "list")[1], "cninfo  paused")
    expect("stopped", world.stop(), 0)
    world.start()
    if not world.wait(lambda: control.ctl("sources", "list")[0] == 0, 20):
        faults.append("filingd does not come back")
    source = control.source()
    expect("it lasts over a restart", source["paused"], pause)
    expect("it is not asked", source["polls"], 0)
    expect_in("show", control.ctl("sources", "show", "cninfo")[1],
              "until noon")
    expect("a reload keeps it", control.ctl("reload")[0], 0)
    expect("it lasts over a reload", control.source()["paused"], pause)
    expect("resume", control.ctl("sources", "resume", "cninfo")[0], 0)
    if not world.wait(lambda: control.source()["last"]["complete"], 20):
        faults.append("a resumed source is not asked")
    expect("resumed twice", control.ctl("sources", "resume", "cninfo")[0], 1)
    expect("polls before", polls > 0, True)


def check_timed_pause(control):
    world = control.world
    for wrong in ("2 years", "0", "-1h", "900d", "x"):
        expect(f"a pause of {wrong}", control.ctl(
            "sources", "pause", "cninfo", "--for", wrong)[0], 2)
    expect("a reason that is too long", control.ctl(
        "sources", "pause", "cninfo", "--reason", "x" * 500)[0], 2)
    expect("nothing of it held", control.source()["paused"], None)
    code, out, _ = control.ctl("sources", "pause", "cninfo", "--for", "2m")
    expect("a timed pause", code, 0)
    expect_in("a timed pause", out, "paused until 2026-")
    before = control.source()["polls"]
    if not world.wait(lambda: control.source()["polls"] > before, 30):
        faults.append("a timed pause does not end")
    expect("it is over", control.source()["paused"], None)


def check_backfill(control):
    expect("never backfilled", control.ctl("backfill", "cninfo")[0], 5)
    for wrong in (["--since", "yesterday"], ["--since", "2026-13-01"],
                  ["--since", "2030-01-01"], ["--until", "2026-01-01"],
                  ["--since", "2026-01-19", "--until", "2026-01-18"],
                  ["--since", "1926-01-01"]):
        expect(f"backfill {wrong}", control.ctl("backfill", "cninfo",
                                                *wrong)[0], 2)
    events = control.ctl("-j", "events", "list")[1]
    code, out, _ = control.ctl("backfill", "cninfo", "--since", "2026-01-15")
    expect("backfill", code, 0)
    expect_in("backfill", out, "done: 2026-01-15..2026-01-24, 10 of 10 days")
    expect("it tells nothing", control.ctl("-j", "events", "list")[1], events)
    expect("asked again", control.ctl("backfill", "cninfo")[1], out)
    past = json.loads(control.ctl("-j", "backfill", "cninfo")[1])
    expect("state", past["state"], "done")
    expect("days", past["days_done"], 10)
    expect("nothing to stop", control.ctl("backfill", "cninfo", "--stop")[0],
           1)
    expect("of nothing", control.ctl("backfill", "nosuch", "--since",
                                     "2026-01-15")[0], 5)


def check_live(control):
    """The source itself is asked, by filingctl, with the daemon's config."""
    world = control.world
    config = str(world.dir / "filingd.yaml")
    folder = world.dir / "sources/cninfo"
    definition = folder / "definition.yaml"
    # filingctl lives today, the exchange in January
    good = definition.read_text().replace("{from:%Y-%m-%d}~",
                                          "2026-01-20~")
    definition.write_text(good)
    code, out, err = control.ctl("sources", "doctor", "--live", "-f", config,
                                 "cninfo")
    expect("doctor --live", (code, err), (0, ""))
    expect_in("doctor --live", out, "read as     ok, 7 items of 7 rows")
    expect_in("doctor --live", out, "2025年年度业绩预亏公告")
    expect_in("doctor of a source", control.ctl(
        "sources", "doctor", "-f", config, "cninfo")[1], str(folder))
    expect("of no such source", control.ctl(
        "sources", "doctor", "--live", "-f", config, "nosuch")[0], 5)
    for want in ("tape/list-1.json", "tape/list-2.json"):
        code, out, err = control.ctl("sources", "tape", "record", "-f", config,
                                     "cninfo", str(folder))
        expect("tape record", (code, err), (0, ""))
        expect_in("tape record", out, want)
    expect_in("the record is good", control.ctl(
        "sources", "doctor", str(folder))[1], "2 answers read, all as")
    expect_in("the record is played", control.ctl(
        "sources", "tape", "play", str(folder))[1], "list-2.json: ok, 7 items")
    single = world.dir / "answer.json"
    expect("record a file", control.ctl("sources", "tape", "record", "-f",
                                        config, "cninfo", str(single))[0], 0)
    expect("the file", len(json.loads(single.read_text())["announcements"]), 7)
    definition.write_text(good.replace("/new/hisAnnouncement/query", "/gone"))
    code, out, _ = control.ctl("sources", "doctor", "--live", "-f", config,
                               "cninfo")
    expect("doctor of what is gone", code, 1)
    expect_in("doctor of what is gone", out, "advice      ")
    code, _, err = control.ctl("sources", "tape", "record", "-f", config,
                               "cninfo", str(folder))
    expect("record what is gone", code, 1)
    expect_in("record what is gone", err, "nothing was recorded")
    definition.write_text(good.replace("rows: /announcements", "rows: /rows"))
    code, out, _ = control.ctl("sources", "doctor", "--live", "-f", config,
                               "cninfo")
    expect("doctor of a drift", code, 1)
    expect("no log of it", "filingd:" in out + err, False)
    expect_in("doctor of a drift", out, "drift: nothing at '/rows'")
    expect_in("doctor of a drift", out, "mend")
    definition.write_text(good)


def check_sample(control):
    """What a trouble looked like can be seen."""
    definition = control.world.dir / "sources/cninfo/definition.yaml"
    good = definition.read_text()
    expect("no sample yet", control.ctl("sources", "sample", "cninfo")[0], 5)
    expect("a state that is none", control.ctl(
        "sources", "sample", "cninfo", "sad")[0], 2)
    definition.write_text(good.replace("rows: /announcements", "rows: /rows"))
    expect("reload", control.ctl("reload")[0], 0)
    if not control.world.wait(
            lambda: control.source()["health"] == "drift", 30):
        faults.append("a drifted list is not seen")
    code, out, err = control.ctl("sources", "sample", "cninfo")
    expect("sample", code, 0)
    expect("the answer is kept", "announcements" in json.loads(out), True)
    expect_in("what was wrong", err, "drift at 2026-")
    expect("of its state", control.ctl("sources", "sample", "cninfo",
                                       "drift")[1], out)
    expect("of another state", control.ctl("sources", "sample", "cninfo",
                                           "blocked")[0], 5)
    definition.write_text(good)
    expect("reload", control.ctl("reload")[0], 0)


def main():
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    try:
        world.start()
        control = Sources(world)
        if not world.wait(lambda: control.ctl("sources", "list")[0] == 0 and
                          control.source()["last"]["complete"], 30):
            faults.append("no poll was complete")
        check_list(control)
        check_show(control)
        check_poll(control)
        check_pause(control)
        check_timed_pause(control)
        check_backfill(control)
        check_live(control)
        check_sample(control)
        expect("stopped by SIGTERM", world.stop(), 0)
        if faults:
            print(world.log()[-2000:])
    finally:
        world.close()
    return told("sources")


if __name__ == "__main__":
    sys.exit(main())
