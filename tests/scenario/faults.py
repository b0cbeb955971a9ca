#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A call of the system fails, and filingd goes on: ENOSPC, EIO, EMFILE, short
writes and broken connections, at every n-th call of a day.

usage: faults.py [POINTS [KIND...]]     points of each kind, 0: all

One call fails, twenty in a row fail, or every so many-th one of an hour: what
is told by the evening is what an undisturbed day tells, nothing lost, nothing
twice, and without a restart; only where an answer was cut off the attempt is
repeated. Only a fault while filingd starts may end it, with a reason; the next
start then has to do.
FILINGD_LONG=yes: all points; otherwise a few. Exit 77 in a sanitizer build.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import day  # noqa: E402

KINDS = ("enospc", "eio", "emfile", "short", "reset")
STARTING = "filingd-day: "  # it says why it could not start
# After many faults a delivery or a poll is due again hours later.
LONG_DAY = day.Day(day.CRASH.tape, day.CRASH.start, 10 * 3600, day.CRASH.down)


def told_again(env):
    """How often the same may be told once more."""
    if env["KIND"] != "reset":
        return 0
    return 1 if env.keys() <= {"KIND", "AT"} else 11


def troubled(want, port, **env):
    """(did it refuse to start, what differs or None)"""
    many = env.keys() > {"KIND", "AT"}
    folder = day.Folder(LONG_DAY if many else day.CRASH, port)
    try:
        code = folder.run(**env)
        refused = code == 1 and STARTING in folder.log
        if refused:
            code = folder.run()
        fault = day.complaint(want, folder.told(), told_again(env))
        if code != 0:
            fault = f"ended with {code}; {fault}"
        return refused, fault and f"{fault}\n{folder.log[-2500:]}"
    finally:
        folder.close()


def manners(points, calls):
    """Where and how often a kind fails."""
    points = min(points or calls, calls)
    for i in range(points):
        yield {"AT": 1 + calls * i // points}
    for i in range(max(points // 20, 1)):
        yield {"AT": 1 + calls * i * 20 // points, "FOR": 20}
    for every in (2, 3, 7, 50)[:max(points // 3, 1)]:
        # from after the start on, and not to the end: the fault has to pass
        yield {"AT": calls // 10, "EVERY": every,
               "UNTIL": calls // 10 + 150}


def trouble(kind, points):
    want, calls = day.undisturbed(day.CRASH, kind)

    def one(env, port):
        refused, fault = troubled(want, port, KIND=kind, **env)
        return refused, fault and f"{kind}, {env}: {fault}"

    results = day.each(os.cpu_count(), one, list(manners(points, calls)))
    faults = [fault for _, fault in results if fault]
    for fault in faults:
        print(fault)
    print(f"faults: {kind}: {len(results)} days, {calls} calls in one, "
          f"{sum(refused for refused, _ in results)} refused to start, "
          f"{len(faults)} differ", flush=True)
    return len(faults)


def main():
    if os.environ.get("FILINGD_SANITIZERS"):
        print("faults: skipped in a sanitizer build")
        return 77
    points = 0 if os.environ.get("FILINGD_LONG") == "yes" else 6
    if len(sys.argv) > 1:
        points = int(sys.argv[1])
    kinds = sys.argv[2:] or KINDS
    return 1 if sum(trouble(kind, points) for kind in kinds) else 0


if __name__ == "__main__":
    sys.exit(main())
