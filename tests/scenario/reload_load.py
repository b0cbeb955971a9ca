#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The real programs, reloaded fifty times while the short evening plays.

Every other configuration has a channel more and another rule. Each warning
arrives by webhook and by mail, once, or once more where a reload came between.
(In held time, and from inside of requests: test_reload.c.)
"""
import collections
import json
import os
import re
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from process_world import SRC, World  # noqa: E402

RELOADS = 50
WARNINGS = 4  # of the tape


def accepted(world):
    """How often each warning was taken by the receiver."""
    if not world.record.exists():
        return collections.Counter()
    rows = [json.loads(line) for line in
            world.record.read_text().splitlines() if line.endswith("}")]
    return collections.Counter(
        row["id"] for row in rows
        if row["answered"] == 200 and '"type":"warning.' in row["body"])


def mailed(world):
    return collections.Counter(
        match[1] for path in world.mails()
        if (match := re.search(rb"Message-I[Dd]: *(<evt_[^>]+>)",
                               path.read_bytes())))


def reload(world, plain, i):
    """The next generation; waits until it is at work."""
    more = plain.replace("operator: desk", "  boss: { mail: boss@localhost, "
                         f'smtp: "{world.smtp}" }}\noperator: desk')
    more += "  - { name: boss, when: severity >= 5, to: boss }\n"
    (world.dir / "filingd.yaml").write_text(more if i % 2 else plain)
    world.daemon.send_signal(signal.SIGHUP)
    return world.wait(
        lambda: f"generation {i + 2} is at work" in world.log(), 20)


def run(world):
    plain = (world.dir / "filingd.yaml").read_text()
    world.start()
    if not world.wait(lambda: "watching" in world.log(), 20):
        return ["filingd did not start"]
    for i in range(RELOADS):
        if not reload(world, plain, i):
            return [f"reload {i} did not come to work"]
    world.wait(lambda: len(accepted(world)) >= WARNINGS and
               len(mailed(world)) >= WARNINGS, 60)
    faults = []
    for name, counts in (("webhook", accepted(world)), ("mail", mailed(world))):
        print(f"reload_load: {RELOADS} reloads, {name}: {len(counts)} warnings, "
              f"{sum(counts.values()) - len(counts)} once more")
        if len(counts) < WARNINGS or max(counts.values(), default=0) > 2:
            faults.append(f"{name}: {dict(counts)}")
    return faults


def main():
    world = World(SRC / "tests/scenario/crash/tape.yaml", rate=10)
    try:
        faults = run(world)
        if world.stop() != 0:
            faults.append("filingd did not end well")
        for fault in faults:
            print(f"reload_load: {fault}\n{world.log()[-2500:]}")
    finally:
        world.close()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
