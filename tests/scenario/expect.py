# SPDX-License-Identifier: BSD-2-Clause
"""What scenarios in Python expect, and filingctl as they run it."""
import os
import subprocess

from process_world import BUILD

faults = []


def expect(what, got, want):
    if got != want:
        faults.append(f"{what}: {got!r}, not {want!r}")


def expect_in(what, text, part):
    if part not in text:
        faults.append(f"{what}: {part!r} is not in {text!r}")


def told(name):
    """Prints what was not as expected; the exit code."""
    for fault in faults:
        print(f"{name}: {fault}")
    return 1 if faults else 0


class Control:
    """filingctl on a world's socket. FILINGD_SHOW=yes prints what it says."""

    def __init__(self, world):
        self.world = world
        self.socket = world.dir / "sock"

    def ctl(self, *arguments, before=()):
        done = subprocess.run(
            [*before, str(BUILD / "filingctl"), "-s", str(self.socket),
             *arguments], capture_output=True, text=True, check=False)
        if os.environ.get("FILINGD_SHOW"):
            print("$ filingctl", *arguments, f"({done.returncode})")
            print(done.stdout + done.stderr)
        # a build with sanitizers has no jail, and says so
        return done.returncode, done.stdout, done.stderr.replace(
            "filingd-reader: the jail is off\n", "")
