# SPDX-License-Identifier: BSD-2-Clause
"""Deliveries: their CPU, how many a second, how soon, and how much memory.

Used by bench.py. Floors are libcurl and Debian's prometheus-alertmanager, to
the same receiver in the same run.
"""
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import time
import urllib.request

from process_world import World

BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
BENCH = str(BUILD / "tests/bench/bench_deliver")
COUNT = 5000
ROUNDS = 5
ALERTMANAGER = os.environ.get("FILINGD_ALERTMANAGER") or \
    shutil.which("prometheus-alertmanager")
PEER = """\
route: { receiver: hook, group_by: [ "..." ], group_wait: 0s }
receivers:
  - name: hook
    webhook_configs: [ { url: "http://127.0.0.1:%d/am", send_resolved: false } ]
"""
# Each second a poll, two hundred filings on a page, and nobody is spared.
MANNERS = (('pageSize: "30"', 'pageSize: "200"'), ("size: 30", "size: 200"),
           ("gap: 500ms", "gap: 0ms"), ("  expect:", "  # expect:"))
POLL = """\
  cninfo: { catch-up: all, allow: 127.0.0.0/8, poll: { peak: 1s, quiet: 1s } }
"""
LOSS = """<html><body><h1>2025年年度业绩预亏公告</h1>
<p>预计2025年年度实现归属于上市公司股东的净利润为-{0}万元到-{1}万元，与上年同期相比，
将出现亏损。</p><p>上年同期归属于上市公司股东的净利润：3,000万元。</p></body></html>
"""


class Receiver:
    """The common one; it counts."""

    def __enter__(self):
        self.child = subprocess.Popen([BENCH, "serve"], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, text=True)
        self.port = int(self.child.stdout.readline())
        return self

    def __exit__(self, *what):
        self.child.stdin.close()
        self.child.wait()
        self.child.stdout.close()

    def seen(self):
        """(how many came, seconds since the last one)"""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/") as page:
            count, us = page.read().split()
        return int(count), int(us) / 1e6


def run(mode, count, port, *more):
    """(CPU us per delivery, seconds of all, lines before)"""
    out = subprocess.run([BENCH, mode, str(count), str(port),
                          *map(str, more)], check=True, text=True,
                         capture_output=True).stdout.splitlines()
    cpu, ms = map(int, out[-1].split())
    return cpu / count, ms / 1e3, out[:-1]


def median(rows, i):
    return statistics.median(row[i] for row in rows)


def bench_cpu(port):
    """(deliveries a second, CPU us of one) by how many at once."""
    rows = {}
    ways = (("bare", ()), ("fresh", ()), ("outbox", (4,)), ("outbox", (32,)))
    for _ in range(ROUNDS):
        for mode, more in ways:
            rows.setdefault((mode, *more), []).append(
                run(mode, COUNT, port, *more))
    floors = (("bare", "libcurl's POST, one handle and connection for all"),
              ("fresh", "libcurl's POST, a handle and connection each"))
    for ours in (4, 32):
        for floor, what in floors:
            a, b = rows[("outbox", ours)], rows[(floor,)]
            ratios = [x[0] / y[0] for x, y in zip(a, b)]
            print(f"delivery, {ours:2} at once, CPU{'':11} "
                  f"{statistics.median(ratios):7.2f} x  ({median(a, 0):.0f} "
                  f"against {median(b, 0):.0f} us, {what})")
    return {ours: (COUNT / median(rows[("outbox", ours)], 1),
                   median(rows[("outbox", ours)], 0)) for ours in (4, 32)}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def post(url, alerts):
    request = urllib.request.Request(url, json.dumps(alerts).encode(),
                                     {"Content-Type": "application/json"})
    urllib.request.urlopen(request).close()


def used(process):
    """CPU seconds of a process that has ended."""
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def peer_rate(receiver, folder):
    """(alerts a second, each its own group; CPU us of one)"""
    port = free_port()
    (folder / "peer.yml").write_text(PEER % receiver.port)
    peer = subprocess.Popen(
        [ALERTMANAGER, f"--config.file={folder / 'peer.yml'}",
         f"--storage.path={folder / 'peer'}", "--cluster.listen-address=",
         f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/api/v2/alerts"
    rate = 0
    try:
        for _ in range(200):
            try:
                post(url, [])
                break
            except OSError:
                time.sleep(0.1)
        before = receiver.seen()[0]
        began = time.monotonic()
        for i in range(0, COUNT, 500):
            post(url, [{"labels": {"alertname": "loss", "id": str(k)},
                        "annotations": {"text": "x" * 1000}}
                       for k in range(i, i + 500)])
        while time.monotonic() - began < 120:
            count, since = receiver.seen()
            if count - before >= COUNT:
                rate = COUNT / (time.monotonic() - began - since)
                break
            time.sleep(0.05)
    finally:
        peer.terminate()
        cpu = used(peer)
    return rate, cpu * 1e6 / COUNT


def bench_peer(receiver, rates):
    if ALERTMANAGER is None:
        print("deliveries a second: skipped, no prometheus-alertmanager")
        return
    with tempfile.TemporaryDirectory() as name:
        peer, peer_cpu = peer_rate(receiver, pathlib.Path(name))
    for ours, (rate, cpu) in rates.items():
        print(f"deliveries a second, {ours:2} at once{'':5} {rate / peer:7.2f} "
              f"x  ({rate:.0f} against {peer:.0f}, Alertmanager)")
        print(f"their CPU, {ours:2} at once{'':15} {cpu / peer_cpu:7.2f} x  "
              f"({cpu:.0f} against {peer_cpu:.0f} us, Alertmanager)")


def tape(folder, filings):
    """filings: (seconds from the start, id)"""
    rows, bodies = [], []
    for seconds, i in filings:
        path = f"finalpage/2026-01-22/12256{i:05}.html"
        (folder / f"{i}.html").write_text(LOSS.format(9000 + i, 7000 + i))
        rows.append(f'  - {{ at: "+{seconds}", time: 2026-01-22T00:00:00+08:00, '
                    f'id: "12256{i:05}", code: "{600000 + i}", name: 示例, '
                    f'title: 2025年年度业绩预亏公告, path: {path} }}')
        bodies.append(f'  - {{ at: "+0", path: /{path}, type: text/html, '
                      f'file: {i}.html }}')
    text = "filings:\n" + "\n".join(rows) + "\nbodies:\n" + "\n".join(bodies)
    (folder / "tape.yaml").write_text(text + "\n")
    return folder / "tape.yaml"


def delays(filings):
    """Seen to first attempt, in ms, of real programs in real time."""
    with tempfile.TemporaryDirectory() as name:
        world = World(tape(pathlib.Path(name), filings), rate=1, sources=POLL,
                      to="[ hook ]")
        try:
            path = world.dir / "sources/cninfo/definition.yaml"
            text = path.read_text()
            for old, new in MANNERS:
                text = text.replace(old, new)
            path.write_text(text)
            world.start()
            world.wait(lambda: len(world.hooks()) >= len(filings), 180)
            world.stop()
            with sqlite3.connect(world.dir / "state/filingd.db") as db:
                return sorted(row[0] for row in db.execute(
                    "SELECT a.ended - a.elapsed_ms - e.seen FROM attempt a"
                    " JOIN delivery_event l ON l.delivery = a.delivery"
                    " JOIN delivery d ON d.id = a.delivery"
                    " JOIN event e ON e.seq = l.event"
                    " WHERE a.number = 1 AND d.channel = 'hook'"
                    " AND e.type = 'warning.detected'"))
        finally:
            world.close()


def bench_delay():
    idle = delays([(5 + i, i) for i in range(60)])
    rush = delays([(5, i) for i in range(200)])
    for name, rows, promise in (("idle", idle, 100), ("200 in a poll", rush, 2000)):
        if not rows:
            print(f"seen to first attempt, {name}: nothing was delivered")
            continue
        print(f"{'seen to first attempt, ' + name:36} p50 "
              f"{statistics.median(rows):.0f} ms, p99 "
              f"{rows[min(len(rows) * 99 // 100, len(rows) - 1)]} ms of "
              f"{len(rows)} (promise: p99 < {promise} ms)")


def bench_memory(port):
    """Of the outbox and its store; FILINGD_LONG=yes: a million events."""
    count = 1000000 if os.environ.get("FILINGD_LONG") == "yes" else 100000
    _, seconds, lines = run("outbox", count, port, 32, count // 10)
    rows = [tuple(map(int, line.split())) for line in lines]
    print(f"{f'memory after {count:,} events':34} {rows[-1][1] / 1024:7.1f} MiB "
          f"({rows[0][1] / 1024:.1f} after {rows[0][0]:,}; the store "
          f"{rows[-1][2]} MiB; {count / seconds:.0f} a second)")


def bench():
    with Receiver() as receiver:
        bench_peer(receiver, bench_cpu(receiver.port))
        bench_memory(receiver.port)
    bench_delay()


if __name__ == "__main__":
    bench()
