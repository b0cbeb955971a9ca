#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingctl db: look into a store, copy it, put it back; nothing is lost.

A backup is made while filingd runs. Then the store is damaged: filingd refuses
to start and says what to do; done as said, it starts, and every event is there
with the same bytes.
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import Control, expect, expect_in, faults, told  # noqa: E402
from process_world import BUILD, SRC, World  # noqa: E402


def events(control):
    code, out, _ = control.ctl("-j", "events", "list", "--last", "1000")
    expect("events list", code, 0)
    return {row["id"]: json.dumps(row["body"])
            for row in map(json.loads, out.splitlines())}


def check_beside(control, folder):
    """What needs no pause of the daemon."""
    code, out, _ = control.ctl("db", "check")
    expect("check beside the daemon", code, 0)
    expect_in("check", out, "good: every page, reference and promise")
    code, out, _ = control.ctl("db", "stats")
    expect("stats", code, 0)
    for wanted in ("TABLE", "delivery_event", "0 deliveries wait"):
        expect_in("stats", out, wanted)
    stats = json.loads(control.ctl("-j", "db", "stats")[1])
    expect("rows of event", [t["rows"] for t in stats["tables"]
                             if t["table"] == "event"], [len(events(control))])
    code, out, _ = control.ctl("-j", "db", "backup", folder)
    expect("backup", code, 0)
    backup = json.loads(out)["backup"]
    expect("a backup is private", os.stat(backup).st_mode & 0o777, 0o600)
    code, out, _ = control.ctl("db", "check", "--store", backup)
    expect("check of a backup", code, 0)
    code, _, err = control.ctl("db", "restore", folder)
    expect("restore beside the daemon", code, 1)
    expect_in("restore beside the daemon", err, "systemctl stop filingd")
    code, out, _ = control.ctl("db", "compact")
    expect("compact beside the daemon", code, 0)
    expect_in("compact", out, "small steps")
    return backup


def check_usage(control):
    for args in (("db",), ("db", "chek"), ("db", "backup"),
                 ("db", "check", "more"), ("db", "--forse", "check")):
        code, _, err = control.ctl(*args)
        expect(f"usage of {args}", code, 2)
        expect_in(f"usage of {args}", err, "usage: filingctl db")
    expect("help", control.ctl("db", "--help")[0], 0)
    expect("a store that there is not",
           control.ctl("db", "check", "--store", "/nowhere/x.db")[0], 5)
    expect("a folder without a backup",
           control.ctl("db", "restore", "/proc/self")[0], 5)
    code, _, err = control.ctl("db", "backup", "/nowhere")
    expect("a folder that there is not", code, 1)
    expect_in("a folder that there is not", err, "/nowhere")
    if os.geteuid() == 0:
        os.chmod(control.world.dir, 0o755)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        code, _, err = control.ctl("db", "check", before=nobody)
        expect("a stranger", code, 6)
        expect_in("a stranger", err, "ask as root or as the user filingd")
        expect("a stranger may not compact",
               control.ctl("db", "compact", before=nobody)[0], 6)


def damage(path):
    """A page of rows and the promise of a row."""
    size = os.path.getsize(path)
    with open(path, "r+b") as store:
        store.seek(size // 8192 * 4096)
        store.write(b"\xa5" * 3 * 4096)
    with open(f"{path}-wal", "wb") as log:
        log.write(bytes(4096))


def starts(world):
    """What a filingd says that ends at once; None: it runs."""
    done = subprocess.run(
        [str(BUILD / "filingd"), "-n", "-f", str(world.dir / "filingd.yaml")],
        capture_output=True, text=True, check=False, timeout=30)
    return done.returncode, done.stderr


def check_down(control, world, folder, store):
    config = str(world.dir / "filingd.yaml")
    code, out, _ = control.ctl("db", "check", "-f", config)
    expect("check without the daemon", code, 0)
    code, out, _ = control.ctl("db", "compact", "-f", config)
    expect("compact without the daemon", code, 0)
    damage(store)
    code, err = starts(world)
    expect("a damaged store", code, 1)
    expect_in("a damaged store", err, "filingctl db restore")
    code, _, err = control.ctl("db", "check", "-f", config)
    expect("check of a damaged store", code, 1)
    code, _, err = control.ctl("db", "restore", folder, "-f", config)
    expect("restore over a store", code, 1)
    expect_in("restore over a store", err, "--force")
    code, out, _ = control.ctl("db", "restore", "--force", folder, "-f", config)
    expect("restore with --force", code, 0)
    expect_in("restore", out, "start filingd")
    old = [name for name in os.listdir(os.path.dirname(store))
           if ".before-" in name and not name.endswith("-wal")]
    expect("the old one is kept", len(old), 1)
    code, out, _ = control.ctl("db", "check", "-f", config)
    expect("check of what was restored", code, 0)


def main():
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    try:
        folder = world.dir / "backups"
        folder.mkdir()
        world.start()
        if not world.wait(lambda: len(world.hooks()) >= 4, 60):
            faults.append("not all warnings came")
        control = Control(world)
        # The mails end after the webhooks.
        world.wait(lambda: "0 deliveries wait" in control.ctl("db", "stats")[1],
                   30)
        before = events(control)
        check_usage(control)
        check_beside(control, str(folder))
        expect("stopped", world.stop(), 0)
        check_down(control, world, str(folder),
                   str(world.dir / "state/filingd.db"))
        sent = len(world.hooks())
        world.start()
        if not world.wait(lambda: control.ctl("status")[0] == 0, 20):
            faults.append("filingd does not start with the restored store")
        expect("the events after it all", events(control), before)
        expect("told anew", len(world.hooks()) - sent, 0)
        expect("stopped again", world.stop(), 0)
        if faults:
            print(world.log()[-2000:])
    finally:
        world.close()
    return told("store")


if __name__ == "__main__":
    sys.exit(main())
