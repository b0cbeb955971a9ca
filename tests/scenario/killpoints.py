#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""kill -9 at chosen writes, syncs and sends of a tape, then restart.

usage: killpoints.py [POINTS [demo]]

The delivered event ids and bodies must equal those of a run that nobody
disturbed. Points are chosen by count: the undisturbed run says how many calls
there are, and the points are spread evenly over them. The tape is the short one
of tests/scenario/crash, or the demo's evening moved together. FILINGD_LONG=yes: 100
points; otherwise 10. Exit 77 in a sanitizer build (the reader has no jail).
"""
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from process_world import BUILD, SRC, World  # noqa: E402

CRASH = {"tape": SRC / "tests/scenario/crash/tape.yaml"}
DEMO = {"tape": SRC / "tests/demo/tape.yaml", "rate": 60, "compress": 12,
        "start": "2025-01-16T15:40:00+08:00"}
SHIM = BUILD / "tests/lib/killpoint.so"
SECONDS = 60
play = CRASH


def wanted(hooks):
    """Events that depend on documents alone, not on when they were seen."""
    return {i: body for i, body in hooks.items()
            if '"type":"system.' not in body and '"type":"source.' not in body}


def undisturbed():
    world = World(**play)
    count = world.dir / "count"
    try:
        world.start({"LD_PRELOAD": str(SHIM), "KILLPOINT_COUNT": str(count)})
        last = [None, 0]

        def settled():
            hooks = wanted(world.hooks())
            if last[0] != len(hooks) or not hooks:
                last[0], last[1] = len(hooks), 0
            last[1] += 1
            return last[1] > 400  # twenty seconds without anything new

        if not world.wait(settled, SECONDS):
            raise RuntimeError("nothing was delivered:\n" + world.log()[-3000:])
        calls = count.stat().st_size
        code = world.stop()
        if code != 0:
            raise RuntimeError(f"filingd ended with {code}:\n{world.log()[-3000:]}")
        return wanted(world.hooks()), calls
    finally:
        world.close()


def disturbed(point, want):
    """One run that is killed at the point; the complaint, or None."""
    world = World(**play)
    try:
        daemon = world.start({"LD_PRELOAD": str(SHIM),
                              "KILLPOINT_AT": str(point)})
        world.wait(lambda: daemon.poll() is not None or
                   wanted(world.hooks()).keys() >= want.keys(), SECONDS)
        killed = daemon.poll() == -signal.SIGKILL
        if not killed:
            world.stop()
        world.start()
        world.wait(lambda: wanted(world.hooks()).keys() >= want.keys(), SECONDS)
        got = wanted(world.hooks())
        if got == want:
            return killed, None
        lost = sorted(want.keys() - got.keys())
        more = sorted(got.keys() - want.keys())
        other = sorted(i for i in want.keys() & got.keys() if want[i] != got[i])
        return killed, (f"point {point}: lost {lost}, invented {more}, other "
                        f"bytes {other}\n{world.log()[-1500:]}")
    finally:
        world.close()


def main():
    if os.environ.get("FILINGD_SANITIZERS"):
        print("killpoints: skipped in a sanitizer build")
        return 77
    points = 100 if os.environ.get("FILINGD_LONG") == "yes" else 10
    if len(sys.argv) > 1:
        points = int(sys.argv[1])
    if len(sys.argv) > 2:
        globals()["play"] = DEMO
    want, calls = undisturbed()
    print(f"killpoints: {len(want)} events, {calls} writes, syncs and sends")
    chosen = sorted({1 + calls * i // points for i in range(points)})
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda p: disturbed(p, want), chosen))
    faults = [fault for _, fault in results if fault]
    for fault in faults:
        print(fault)
    print(f"killpoints: {len(chosen)} points, "
          f"{sum(killed for killed, _ in results)} killed, "
          f"{len(faults)} differ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
