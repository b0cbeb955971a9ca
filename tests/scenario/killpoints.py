#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""kill -9 at every write, sync, cut, rename and send of a day, then restart.

usage: killpoints.py [DAY-POINTS [PROCESS-POINTS [EVENING-POINTS]]]    0: all

What is told in the end must be what a day that nobody disturbed tells: the same
event ids and bodies, the same mails, nothing more than once beyond the attempt
that the kill cut off. Points are chosen by count, not by time.

The day is that of tests/scenario/day.py, in held time: all of its points
(FILINGD_LONG=yes) or some. A few more points are those of the real programs on
a fast clock, where the peers outlive the kill. An allocation that fails is a
kill as well. Exit 77 in a sanitizer build (the reader has no jail).
"""
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import day  # noqa: E402
from process_world import SRC, World  # noqa: E402

CRASH = {"tape": SRC / "tests/scenario/crash/tape.yaml"}
SECONDS = 60


def wanted(hooks):
    """Events that depend on documents alone, not on when they were seen."""
    return {i: body for i, body in hooks.items()
            if '"type":"system.' not in body and '"type":"source.' not in body}


def undisturbed():
    world = World(**CRASH)
    count = world.dir / "count"
    try:
        world.start({"LD_PRELOAD": str(day.SHIM), "KILLPOINT_COUNT": str(count)})
        last = [None, 0]

        def settled():
            hooks = wanted(world.hooks())
            if last[0] != len(hooks) or not hooks:
                last[0], last[1] = len(hooks), 0
            last[1] += 1
            return last[1] > 160  # eight seconds without anything new

        if not world.wait(settled, SECONDS):
            raise RuntimeError("nothing was delivered:\n" + world.log()[-3000:])
        calls = int.from_bytes(count.read_bytes(), "little")
        code = world.stop()
        if code != 0:
            raise RuntimeError(f"filingd ended with {code}:\n{world.log()[-3000:]}")
        return wanted(world.hooks()), calls
    finally:
        world.close()


def disturbed(point, want):
    """One run that is killed at the point; the complaint, or None."""
    world = World(**CRASH)
    try:
        daemon = world.start({"LD_PRELOAD": str(day.SHIM),
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


def spread(points, calls):
    """So many of the numbers 1..calls, evenly; 0: all."""
    points = min(points or calls, calls)
    return sorted({1 + calls * i // points for i in range(points)})


def report(what, calls, results):
    """One line for a set of points, and what differed; how many did."""
    faults = [fault for _, fault in results if fault]
    for fault in faults:
        print(fault)
    print(f"killpoints: {what}: {len(results)} of {calls} points, "
          f"{sum(was for was, _ in results)} killed, {len(faults)} differ",
          flush=True)
    return len(faults)


def kill_processes(points):
    want, calls = undisturbed()
    with ThreadPoolExecutor(4) as pool:
        return report("processes", calls, list(pool.map(
            lambda p: disturbed(p, want), spread(points, calls))))


def kill_day(name, played, kind, points):
    """The chosen points of a day; an undisturbed one is the measure."""
    want, calls = day.undisturbed(played, kind)

    def one(point, port):
        was, fault = day.killed(played, want, port, KIND=kind, AT=point)
        return was, fault and f"{name}: {kind} at {point}: {fault}"

    return report(f"{name}, {kind}", calls,
                  day.each(os.cpu_count(), one, spread(points, calls)))


def main():
    if os.environ.get("FILINGD_SANITIZERS"):
        print("killpoints: skipped in a sanitizer build")
        return 77
    counts = [0, 20, 1000] if os.environ.get("FILINGD_LONG") == "yes" else \
        [30, 6, 6]
    for i, argument in enumerate(sys.argv[1:4]):
        counts[i] = int(argument)
    faults = kill_day("day", day.CRASH, "kill", counts[0])
    faults += kill_day("day", day.CRASH, "alloc", (counts[0] or 2000) // 5)
    faults += kill_day("evening", day.DEMO, "kill", counts[2])
    faults += kill_processes(counts[1])
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
