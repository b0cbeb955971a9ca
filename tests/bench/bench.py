#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Ratios against a floor, in one run, the median of seven.

usage: make bench
Machines are noisy: only the ratios of one run are results. CPU is user and
system time; start-up is not counted on filingd's side.
"""
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"])
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
os.environ.setdefault("FILINGD_READER", str(BUILD / "filingd-reader"))
sys.path.insert(0, str(SRC / "tests/scenario"))
from process_world import World  # noqa: E402

ROUNDS = 7
PAGES = 1000


def child_cpu(argv):
    """CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def curl_floor(port):
    """curl fetching as many pages over one connection, discarding them."""
    with tempfile.NamedTemporaryFile("w", suffix=".curl") as config:
        config.write("\nnext\n".join(
            f'url = "http://127.0.0.1:{port}/list"\n'
            f'data = "pageNum={i % 10 + 1}&pageSize=30"\n'
            'output = "/dev/null"\nsilent' for i in range(PAGES)))
        config.flush()
        return child_cpu(["curl", "-K", config.name])


def poll(mode):
    """(filingd CPU us per page, curl CPU us per page)"""
    child = subprocess.Popen([str(BUILD / "tests/bench/bench_poll"), mode,
                              str(PAGES)], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    port, pages, us = map(int, child.stdout.readline().split())
    floor = curl_floor(port)
    child.stdin.close()
    child.wait()
    child.stdout.close()
    return us / pages, floor * 1e6 / PAGES


def report(name, ours, floor, unit, against):
    ratios = [a / b for a, b in zip(ours, floor)]
    print(f"{name:34} {statistics.median(ratios):7.2f} x  "
          f"({statistics.median(ours):.0f} against "
          f"{statistics.median(floor):.0f} {unit}, {against})")


def peak_rss():
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    try:
        daemon = world.start()
        world.wait(lambda: len(world.hooks()) >= 4, 60)
        status = pathlib.Path(f"/proc/{daemon.pid}/status").read_text()
        peak = [line for line in status.splitlines() if "VmHWM" in line][0]
        return int(peak.split()[1])
    finally:
        world.close()


def main():
    for mode in ("unchanged", "changed"):
        rows = [poll(mode) for _ in range(ROUNDS)]
        report(f"poll of {PAGES} {mode} pages, CPU", [r[0] for r in rows],
               [r[1] for r in rows], "us a page", "curl discarding them")
    out = subprocess.run(
        [str(BUILD / "tests/bench/bench_read"),
         str(SRC / "tests/fixtures/forecast-ruled.pdf"),
         str(SRC / "reading/lexicon")], capture_output=True, text=True,
        check=True).stdout.split()
    report("a two-page Chinese PDF, CPU", [int(out[0])], [int(out[1])],
           "us", "poppler's text call")
    print(f"{'peak RSS of filingd':34} {peak_rss() / 1024:7.1f} MiB")


if __name__ == "__main__":
    main()
