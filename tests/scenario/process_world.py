# SPDX-License-Identifier: BSD-2-Clause
"""filingd as a process, with the scripted exchange and the recording receiver.

Used by the crash tests and by the tests of delivery. Every program listens on
loopback, lives in a temporary folder and is ended by its id.
"""
import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time

SRC = pathlib.Path(os.environ["FILINGD_SRCDIR"]).resolve()
BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENING = "2026-01-21T16:00:00+08:00"

CONFIG = """\
instance: process
state: {dir}/state
socket: {dir}/sock
definitions: {dir}/sources
reader: {{ program: {build}/filingd-reader, lexicon: {src}/reading/lexicon,
  document-deadline: 10m }}
sources:
{sources}
channels:
  hook: {{ webhook: "{hook}", allow-insecure: yes, allow: 127.0.0.0/8,
    secret: {{ file: {dir}/secret }} }}
  desk: {{ mail: desk@localhost, smtp: "{smtp}" }}
operator: desk
rules:
  - {{ name: all, when: severity >= 2, late: tell, to: {to} }}
"""

SOURCES = """\
  cninfo: { catch-up: all, allow: 127.0.0.0/8 }
"""


class World:
    """Programs and files of one test."""

    def __init__(self, tape, rate=20, sources=SOURCES, smtp=None,
                 to="[ hook, desk ]", start=EVENING, compress=1):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="filingd-"))
        self.begin = start
        if compress != 1:
            tape = self.compressed(pathlib.Path(tape), compress)
        self.rate = rate
        self.epoch = int(time.time() * 1000)
        self.started = []
        (self.dir / "secret").write_text(SECRET + "\n")
        (self.dir / "sources").mkdir()
        self.record = self.dir / "record"
        self.maildir = self.dir / "maildir"
        self.exchange = self.program(
            [BUILD / "filingd-exchange", "-r", str(rate), "-s", start,
             "-e", str(self.epoch), tape])
        self.url = self.first_line(self.exchange).split()[0]
        self.receiver = self.program(
            [BUILD / "filingd-receiver", "-q", "-k", SECRET, "-m", self.maildir,
             "-r", self.record])
        self.hook, self.smtp = self.first_line(self.receiver).split()
        self.write_definition()
        (self.dir / "filingd.yaml").write_text(CONFIG.format(
            dir=self.dir, build=BUILD, src=SRC, hook=self.hook,
            smtp=smtp or self.smtp, sources=sources.replace("%URL%", self.url),
            to=to))
        self.daemon = None

    def compressed(self, tape, factor):
        """The same tape with its moments moved together."""
        text = re.sub(r'"\+(\d+)"',
                      lambda m: f'"+{int(m.group(1)) // factor}"',
                      tape.read_text())
        text = re.sub(r"\bfile: (\S+)", r"file: tape/\1", text)
        (self.dir / "tape").symlink_to(tape.parent)
        copy = self.dir / "tape.yaml"
        copy.write_text(text)
        return copy

    def program(self, argv, **more):
        child = subprocess.Popen([str(a) for a in argv], stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, text=True, **more)
        self.started.append(child)
        return child

    @staticmethod
    def first_line(child):
        ready, _, _ = select.select([child.stdout], [], [], 20)
        if not ready:
            raise RuntimeError(f"{child.args[0]} says nothing")
        return child.stdout.readline()

    def write_definition(self):
        folder = SRC / "watchers/sources/cninfo/definition.yaml"
        # Pages for people keep their address: it stands in the events.
        text = re.sub(r"https://(www\.cninfo\.com\.cn(?=/new/his)|"
                      r"static\.cninfo\.com\.cn)", self.url,
                      folder.read_text())
        text = text.replace('    magic: "%PDF"\n', "")
        target = self.dir / "sources/cninfo"
        target.mkdir()
        (target / "definition.yaml").write_text(text)

    def start(self, env=None):
        """filingd, on the exchange's clock."""
        log = open(self.dir / "filingd.log", "a")
        self.daemon = subprocess.Popen(
            [BUILD / "filingd", "-n", "-f", self.dir / "filingd.yaml", "-T",
             f"{self.begin},{self.rate},{self.epoch}"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env={**os.environ, **(env or {})})
        log.close()
        return self.daemon

    def hooks(self):
        """What the receiver took: id -> body, of verified and accepted ones."""
        if not self.record.exists():
            return {}
        rows = [json.loads(line) for line in
                self.record.read_text().splitlines() if line.endswith("}")]
        bad = [row["id"] for row in rows if not row["verified"]]
        if bad:
            raise RuntimeError(f"signature does not verify: {bad}")
        return {row["id"]: row["body"] for row in rows
                if row["answered"] == 200}

    def mails(self):
        folder = self.maildir / "new"
        return sorted(folder.iterdir()) if folder.exists() else []

    def wait(self, condition, seconds):
        """Waits on the programs' doings, not on a guess of their speed."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            select.select([], [], [], 0.05)
        return bool(condition())

    def stop(self):
        if self.daemon is not None and self.daemon.poll() is None:
            self.daemon.send_signal(signal.SIGTERM)
            try:
                self.daemon.wait(20)
            except subprocess.TimeoutExpired:
                self.daemon.kill()
                self.daemon.wait()
        code = None if self.daemon is None else self.daemon.returncode
        return code

    def close(self):
        code = self.stop()
        for child in self.started:
            child.kill()
            child.wait()
            child.stdout.close()
            child.stdin.close()
        log = self.log()
        shutil.rmtree(self.dir, ignore_errors=True)
        if code not in (None, 0, -signal.SIGKILL, -signal.SIGTERM):
            raise RuntimeError(f"filingd ended with {code}:\n{log[-4000:]}")

    def log(self):
        path = self.dir / "filingd.log"
        return path.read_text() if path.exists() else ""
