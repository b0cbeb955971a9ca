# SPDX-License-Identifier: BSD-2-Clause
"""Many feeds of 20 items against curl and against other feed readers."""
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import tempfile
import time

BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
ROUNDS = 7


class Feeds:
    """One round: filingd polls them all twice; the server stays."""

    def __init__(self, count):
        self.count = count
        self.child = subprocess.Popen(
            [str(BUILD / "tests/bench/bench_feeds"), str(count)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        (self.port, _, cold, reader, start, self.unchanged, self.wall,
         self.kib) = map(int, self.child.stdout.readline().split())
        self.cold = cold + reader - start

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait()
        self.child.stdout.close()

    def urls(self):
        return [f"http://127.0.0.1:{self.port}/feed/{i}"
                for i in range(self.count)]


def run(argv, **options):
    """(CPU us, wall us) of a command that must succeed."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, **options)
    wall = time.time() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime
           - before.ru_utime - before.ru_stime)
    return cpu * 1e6, wall * 1e6


def curl(urls, folder):
    config = folder / "curl"
    config.write_text("".join(
        f'url = "{url}"\noutput = "/dev/null"\n' for url in urls))
    return run(["curl", "-s", "--parallel", "--parallel-max", "50",
                "-K", str(config)])[0]


def newsboat(urls, folder):
    (folder / "urls").write_text("\n".join(urls) + "\n")
    (folder / "config").write_text("reload-threads 8\n")
    return ["newsboat", "-q", "-u", str(folder / "urls"), "-c",
            str(folder / "cache"), "-C", str(folder / "config"),
            "-x", "reload"]


def rss2email(urls, folder):
    feeds = "".join(f"[feed.f{i}]\nurl = {url}\n"
                    for i, url in enumerate(urls))
    (folder / "r2e").write_text(
        "[DEFAULT]\nfrom = a@example.org\nto = b@example.org\n" + feeds)
    return ["r2e", "-c", str(folder / "r2e"), "-d", str(folder / "data"),
            "run", "--no-send"]


def urlwatch(urls, folder):
    (folder / "urls.yaml").write_text(
        "---\n".join(f"url: {url}\n" for url in urls))
    (folder / "watch.yaml").write_text(
        "report:\n  stdout: {enabled: false}\n")
    return ["urlwatch", "--urls", str(folder / "urls.yaml"), "--config",
            str(folder / "watch.yaml"), "--cache", str(folder / "cache.db")]


PEERS = (("newsboat", "newsboat", newsboat), ("r2e", "rss2email", rss2email),
         ("urlwatch", "urlwatch", urlwatch))


def peers(feeds):
    """Wall of the same cold round by others, the best last."""
    times = []
    for program, name, argv_of in PEERS:
        if shutil.which(program) is None:
            print(f"{name}: not installed, left out")
            continue
        with tempfile.TemporaryDirectory() as folder:
            argv = argv_of(feeds.urls(), pathlib.Path(folder))
            wall = run(argv, env=dict(os.environ, HOME=folder))[1]
        print(f"{f'{feeds.count} feeds cold, wall of {name}':34} "
              f"{wall / feeds.wall:7.2f} x  ({wall / 1e6:.1f} against "
              f"{feeds.wall / 1e6:.1f} s)")
        times.append(wall)
    if times:
        print(f"{'the best of them':34} {min(times) / feeds.wall:7.2f} x")


def bench(count, report, against_peers):
    rows = []
    for turn in range(ROUNDS):
        with Feeds(count) as feeds, tempfile.TemporaryDirectory() as folder:
            floor = curl(feeds.urls(), pathlib.Path(folder))
            rows.append((feeds.cold / count, feeds.unchanged / count,
                         floor / count, feeds.kib))
            if against_peers and turn == 0:
                peers(feeds)
    floor = [row[2] for row in rows]
    for place, name in enumerate(("cold", "unchanged")):
        report(f"{count} feeds {name}, CPU", [row[place] for row in rows],
               floor, "us a feed", "curl --parallel discarding them")
    print(f"{f'peak RSS of {count} feeds':34} "
          f"{statistics.median(row[3] for row in rows) / 1024:7.1f} MiB")
