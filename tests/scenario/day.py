# SPDX-License-Identifier: BSD-2-Clause
"""A recorded day in held time, to be killed or troubled at a chosen call.

filingd-day plays it: filingd, the exchange and the receiver in one process,
under tests/lib/killpoint.so. A day that was killed is gone on with in the same
folder; what was told is compared with what an undisturbed day tells.
"""
import collections
import email
import email.policy
import json
import os
import pathlib
import queue
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"]).resolve()
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"]).resolve()
SHIM = BUILD / "tests/lib/killpoint.so"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
DEADLINE = 120  # of one run, in seconds
PORT_TAKEN = re.compile("cannot listen on|receiver: port|mail sink: port")

CONFIG = """\
instance: day
state: {dir}/state
socket: {dir}/sock
definitions: {dir}/sources
reader: {{ program: {build}/filingd-reader, lexicon: {src}/reading/lexicon,
  workers: 1 }}
sources:
  cninfo: {{ catch-up: all, allow: 127.0.0.0/8 }}
channels:
  hook: {{ webhook: "http://127.0.0.1:{hook}/hook", allow-insecure: yes,
    allow: 127.0.0.0/8, secret: {{ file: {dir}/secret }} }}
  desk: {{ mail: [ desk@localhost, risk@localhost ],
    smtp: "smtp://127.0.0.1:{smtp}" }}
  boss: {{ mail: boss@localhost, smtp: "smtp://127.0.0.1:{smtp}" }}
  run: {{ concurrency: 1, exec: [ /bin/sh, -c, 'body=$(cat);
    printf "%s %s\\n" "$FILINGD_EVENT" "$body" >>{dir}/ran' ] }}
operator: desk
rules:
  - {{ name: all, when: severity >= 2, late: tell, to: [ hook, desk, run ] }}
  - {{ name: later, when: severity >= 2, to: [ boss ],
    digest: [ "16:30 Asia/Shanghai", "23:30 Asia/Shanghai" ] }}
"""
# At 16:30 the evening's list is unreadable: a restart may see it before or
# after the digest.
EVENING = CONFIG.replace('"16:30 Asia/Shanghai", "23:30', '"17:20')


def own_ports():
    """A hundred ports below those that the system hands out by itself; the
    first of them is held, so that another script takes the next hundred."""
    for base in range(12000, 32000, 100):
        holder = socket.socket()
        try:
            holder.bind(("127.0.0.1", base))
            return holder, base + 1
        except OSError:
            holder.close()
    raise RuntimeError("no free ports")


HOLDER, PORTS = own_ports()
Told = collections.namedtuple("Told", "hooks runs mails counts")


class Day:
    """A tape and how it is played."""

    def __init__(self, tape, start, seconds, down=(0, 0), config=CONFIG):
        self.tape, self.start, self.seconds = tape, start, seconds
        self.down, self.config = down, config


CRASH = Day(SRC / "tests/scenario/crash/tape.yaml", "2026-01-21T16:00:00+08:00",
            3600, (20, 100))
DEMO = Day(SRC / "tests/demo/tape.yaml", "2025-01-16T15:40:00+08:00", 7200,
           (600, 900), EVENING)


class Folder:
    """The files of one day; several runs may follow one another in it."""

    def __init__(self, day, port):
        self.day, self.port, self.runs = day, port, 0
        self.log = ""
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="filingd-day-",
                                                 dir=fast_folder()))
        (self.dir / "secret").write_text(SECRET + "\n")
        target = self.dir / "sources/cninfo"
        target.mkdir(parents=True)
        (target / "definition.yaml").write_text(self.definition())
        (self.dir / "filingd.yaml").write_text(day.config.format(
            dir=self.dir, build=BUILD, src=SRC, hook=port + 1, smtp=port + 2))

    def definition(self):
        path = SRC / "watchers/sources/cninfo/definition.yaml"
        # Pages for people keep their address: it stands in the events.
        text = re.sub(r"https://(www\.cninfo\.com\.cn(?=/new/his)|"
                      r"static\.cninfo\.com\.cn)",
                      f"http://127.0.0.1:{self.port}", path.read_text())
        return text.replace('    magic: "%PDF"\n', "").replace(
            "  expect:", "  # expect:")

    def run(self, **env):
        """The day's end, or its kill; the status as of subprocess."""
        self.runs += 1
        argv = [BUILD / "filingd-day", "-d", self.dir, "-t", self.day.tape,
                "-s", self.day.start, "-l", self.day.seconds, "-p", self.port,
                "-o", self.day.down[0], "-u", self.day.down[1],
                "-m", self.dir / f"mail{self.runs}"]
        env = {f"KILLPOINT_{name}": str(value) for name, value in env.items()}
        if env:
            env |= {"LD_PRELOAD": str(SHIM), "KILLPOINT_PROGRAM": "filingd-day",
                    "KILLPOINT_COUNT": str(self.dir / "count")}
        return self.play([str(a) for a in argv], {**os.environ, **env})

    def play(self, argv, env):
        """What a kill left half-way between fork and exec holds the ports."""
        for _ in range(100):
            done = subprocess.run(argv, check=False, env=env, timeout=DEADLINE,
                                  stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT)
            text = done.stdout.decode(errors="replace")
            if done.returncode != 1 or PORT_TAKEN.search(text) is None:
                break
            select.select([], [], [], 0.05)
        self.log += text
        return done.returncode

    def calls(self):
        return int.from_bytes((self.dir / "count").read_bytes(), "little")

    def hooks(self):
        """The webhooks that were accepted; each has to verify."""
        path = self.dir / "record"
        lines = path.read_text().splitlines() if path.exists() else []
        rows = [json.loads(line) for line in lines if line.endswith("}")]
        bad = [row["id"] for row in rows if not row["verified"]]
        if bad:
            raise RuntimeError(f"signature does not verify: {bad}")
        return [(row["id"], row["body"]) for row in rows
                if row["answered"] == 200]

    def ran(self):
        """What the program was given."""
        path = self.dir / "ran"
        lines = path.read_text().splitlines() if path.exists() else []
        return [tuple(line.split(" ", 1)) for line in lines]

    def mails(self):
        """Each filing that a mail is about, alone or among others."""
        for path in self.dir.glob("mail*/new/*"):
            mail = email.message_from_bytes(path.read_bytes(),
                                            policy=email.policy.default)
            text = mail.get_body(("plain",)).get_content()
            for filing in set(re.findall(r"announcementId=(\d+)", text)):
                yield f"{mail['To']} {filing}"

    def told(self):
        """What depends on documents alone, not on when they were seen."""
        hooks, runs = ([(i, body) for i, body in told
                        if '"type":"system.' not in body
                        and '"type":"source.' not in body]
                       for told in (self.hooks(), self.ran()))
        mails = list(self.mails())
        counts = collections.Counter([f"hook {i}" for i, _ in hooks] +
                                     [f"run {i}" for i, _ in runs] + mails)
        return Told(dict(hooks), dict(runs), dict.fromkeys(mails), counts)

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)


def fast_folder():
    """Kills leave what the system has taken; no disk has to turn for that."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def complaint(want, got, again):
    """What differs from the undisturbed day, in which nothing was told again;
    None: nothing does."""
    faults = []
    for name in ("hooks", "runs", "mails"):
        wanted, there = getattr(want, name), getattr(got, name)
        lost = sorted(wanted.keys() - there.keys())
        more = sorted(there.keys() - wanted.keys())
        other = sorted(i for i in wanted.keys() & there.keys()
                       if wanted[i] != there[i])
        if lost or more or other:
            faults.append(f"{name}: lost {lost}, invented {more}, "
                          f"other bytes {other}")
    for key, count in got.counts.items():
        if count > want.counts[key] + again:
            faults.append(f"{key} {count} times")
    return "; ".join(faults) or None


def undisturbed(day, kind):
    """(what it tells, how many calls of the kind it makes)"""
    folder = Folder(day, PORTS)
    try:
        code = folder.run(KIND=kind)
        told = folder.told()
        if code != 0 or not (told.hooks and told.runs and told.mails):
            raise RuntimeError(f"the undisturbed day ended with {code}:\n"
                               f"{folder.log[-3000:]}")
        return told, folder.calls()
    finally:
        folder.close()


def killed(day, want, port, **env):
    """A day with a kill, gone on with; (was it killed, complaint or None)"""
    folder = Folder(day, port)
    try:
        code = folder.run(**env)
        was = code in (-signal.SIGKILL, -signal.SIGABRT)
        if not was and code != 0:
            return False, f"ended with {code}\n{folder.log[-2000:]}"
        if was:
            code = folder.run()
        fault = complaint(want, folder.told(), 1)
        if code != 0:
            fault = f"went on to end with {code}; {fault}"
        return was, fault and f"{fault}\n{folder.log[-2000:]}"
    finally:
        folder.close()


def each(jobs, work, points):
    """work(point, port) of all, so many at once, each with its own ports."""
    import concurrent.futures
    ports = queue.Queue()
    for i in range(jobs):
        ports.put(PORTS + 10 * (i + 1))

    def one(point):
        port = ports.get()
        try:
            return work(point, port)
        except subprocess.TimeoutExpired:
            return False, f"not over after {DEADLINE} s"
        finally:
            ports.put(port)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, points))
