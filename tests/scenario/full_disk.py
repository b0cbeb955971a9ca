#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A full disk under a running filingd: nothing counts as done, nothing is lost.

The state lies on a small tmpfs that is filled up before the filings appear;
filingd says so in its log and its status, and tells everything once there is
room again. Needs root for the mount; skips (77) otherwise.
"""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from process_world import BUILD, SRC, World  # noqa: E402


def mounted(world):
    state = world.dir / "state"
    state.mkdir(mode=0o700)
    return subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "filingd-test", str(state)],
        capture_output=True, check=False).returncode == 0


def fill(path):
    """Writes until the disk is full."""
    with open(path, "wb", buffering=0) as filler:
        for size in (65536, 4096, 512):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                pass


def status(world):
    return subprocess.run(
        [str(BUILD / "filingctl"), "-s", str(world.dir / "sock"), "status"],
        capture_output=True, text=True, check=False).stdout


def run(world):
    faults = []
    filler = world.dir / "state/filler"
    world.start()
    # The first poll has made the store; then the room is gone.
    if not world.wait(lambda: "watching" in world.log(), 20):
        return ["filingd did not start"]
    fill(filler)
    if not world.wait(lambda: "store:" in world.log(), 30):
        faults.append("the log says nothing of the full disk")
    if "store ailing" not in status(world):
        faults.append("the status says nothing of the full disk")
    if world.daemon.poll() is not None:
        return faults + ["filingd died of it"]
    before = len(world.hooks())
    filler.unlink()
    if not world.wait(lambda: len(world.hooks()) >= 4, 60):
        faults.append(f"{len(world.hooks())} of 4 warnings came")
    if not world.wait(lambda: "store ok" in status(world), 20):
        faults.append("the status still says that the store ails")
    print(f"full_disk: {before} webhooks before there was room, "
          f"{len(world.hooks())} after")
    return faults


def main():
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    try:
        if os.geteuid() != 0 or not mounted(world):
            print("full_disk: skipped: cannot mount a small tmpfs here")
            return 77
        try:
            faults = run(world)
            code = world.stop()
            if code != 0:
                faults.append(f"filingd ended with {code}")
            if faults:
                print(world.log()[-2500:])
        finally:
            world.stop()
            subprocess.run(["umount", str(world.dir / "state")], check=False)
    finally:
        world.close()
    for fault in faults:
        print(f"full_disk: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
