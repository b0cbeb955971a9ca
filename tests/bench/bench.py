#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Ratios against a floor, in one run, the median of seven.

usage: make bench
Machines are noisy: only the ratios of one run are results. CPU is user and
system time of all processes; start-up counts for batches, not for polls.
"""
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"])
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
os.environ.setdefault("FILINGD_READER", str(BUILD / "filingd-reader"))
sys.path.insert(0, str(SRC / "tests/scenario"))
import batch_rows  # noqa: E402
import deliver  # noqa: E402
import feeds  # noqa: E402
from process_world import World  # noqa: E402

ROUNDS = 7
PAGES = 1000


def used(argv, stdin):
    """Resources that a command used, its children's among them."""
    with open(stdin, encoding="utf-8") as lines:
        child = subprocess.Popen(argv, stdin=lines, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{argv[0]}: exit status {child.returncode}")
    return usage


def cpu_ms(argv, stdin):
    usage = used(argv, stdin)
    return (usage.ru_utime + usage.ru_stime) * 1e3


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


def poll(mode, *history):
    """(filingd CPU us per page, curl CPU us per page)"""
    child = subprocess.Popen([str(BUILD / "tests/bench/bench_poll"), mode,
                              str(PAGES), *history], stdin=subprocess.PIPE,
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
        return peak_kib(daemon.pid)
    finally:
        world.close()


READ = [str(BUILD / "filingctl"), "read", "--batch"]
FLOOR = [str(BUILD / "tests/bench/bench_json")]


def batch(name, path):
    """A batch against its floor, in turn."""
    ours, floor = [], []
    for _ in range(ROUNDS):
        ours.append(cpu_ms(READ, path))
        floor.append(cpu_ms(FLOOR, path))
    report(name, ours, floor, "ms", "jansson alone")


def batch_rows_of(name, make, count, folder):
    path = batch_rows.shared(name)
    if path is None:
        print(f"{name}: no labelled set (FILINGD_SHARED), rows are made")
        path = batch_rows.write(folder / name, make(count))
    return path


def peak_kib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1])


def batch_peak(rows):
    """Asked when all rows but those in the pipe are read, before the end."""
    with subprocess.Popen(READ, stdin=subprocess.PIPE,
                          stdout=subprocess.DEVNULL) as child:
        with open(rows, "rb") as lines:
            shutil.copyfileobj(lines, child.stdin)
        child.stdin.flush()
        return peak_kib(child.pid)


def batch_memory(folder):
    """Peak memory must not follow the number of rows."""
    peaks = [batch_peak(batch_rows.write(folder / "rows", rows))
             for rows in (batch_rows.mixed(10000), batch_rows.mixed(100000))]
    print(f"{'memory of 100,000 rows':34} {peaks[1] / peaks[0]:7.2f} x  "
          f"({peaks[1] / 1024:.1f} against {peaks[0] / 1024:.1f} MiB, "
          "10,000 rows)")


def batch_endless(folder, start):
    """Ten times the text, how many times the CPU? Start-up is taken off."""
    ratios = {}
    for name in batch_rows.ENDLESS:
        small, large = (
            max(cpu_ms(READ, batch_rows.write(
                folder / "rows", [batch_rows.endless(name, size)])) - start, 1)
            for size in (1 << 20, 10 << 20))
        ratios[name] = large / small
    worst = max(ratios, key=ratios.get)
    print(f"{'10 MB of one shape, CPU':34} {ratios[worst]:7.2f} x  "
          f"(of 1 MB; the worst of {len(ratios)}, {worst}; the median "
          f"{statistics.median(ratios.values()):.2f})")


def bench_batch():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        start = statistics.median(
            cpu_ms(READ, os.devnull) for _ in range(ROUNDS))
        batch("titles (titles_zh), CPU", batch_rows_of(
            "titles_zh", batch_rows.titles, 7000, folder))
        batch("full texts (docs_ja), CPU", batch_rows_of(
            "docs_ja", batch_rows.texts, 800, folder))
        print(f"{'start of a batch, CPU':34} {start:7.1f} ms")
        batch_memory(folder)
        batch_endless(folder, start)


def main():
    bench_batch()
    for mode in ("unchanged", "changed"):
        rows = [poll(mode) for _ in range(ROUNDS)]
        report(f"poll of {PAGES} {mode} pages, CPU", [r[0] for r in rows],
               [r[1] for r in rows], "us a page", "curl discarding them")
    pairs = [(poll("changed", "1000000")[0], poll("changed")[0])
             for _ in range(3)]
    report("changed pages, a million known", [pair[0] for pair in pairs],
           [pair[1] for pair in pairs], "us a page", "an empty store")
    for count in (1000, 10000):
        feeds.bench(count, report, against_peers=count == 1000)
    pdfs = subprocess.run(
        [str(BUILD / "tests/bench/bench_read"), str(SRC / "reading/lexicon"),
         str(SRC / "tests/fixtures/forecast-ruled.pdf")],
        capture_output=True, text=True, check=True).stdout
    for line in pdfs.splitlines():
        name, ours, floor, _ = line.split("\t")
        report(name, [int(ours)], [int(floor)], "us", "poppler's text call")
    print(f"{'peak RSS of filingd':34} {peak_rss() / 1024:7.1f} MiB")
    deliver.bench()


if __name__ == "__main__":
    main()
