# SPDX-License-Identifier: BSD-2-Clause
"""A user's session for tests of filingd-agent: a bus, a notification server
that writes down what it is told, a browser that writes down addresses."""
import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from process_world import BUILD, SRC

PYTHON = "/usr/bin/python3"  # the one that Debian's gi belongs to
SKIP = 77
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration
 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen>
<auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""
OPENER = """#!/bin/sh
echo "$1" >>"{dir}/opened"
"""


class Lines:
    """What a program prints, a line at a time; it is ended by its id."""

    def __init__(self, argv, **more):
        self.child = subprocess.Popen(
            [str(a) for a in argv], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, **more)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.child.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def next(self, seconds=10):
        try:
            return self.lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def say(self, line):
        self.child.stdin.write(line + "\n")
        self.child.stdin.flush()

    def stop(self, number=signal.SIGTERM):
        if self.child.poll() is None:
            self.child.send_signal(number)
        try:
            return self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            return "it hung"


class Recorder(Lines):
    def __init__(self, session, *arguments):
        super().__init__([PYTHON, SRC / "tests/lib/notification_server.py",
                          *arguments], env=session.env)
        self.seen = []
        if json.loads(self.next() or "{}") != {"ready": True}:
            raise RuntimeError("the recording server does not start")

    def call(self, seconds=10):
        line = self.next(seconds)
        if line is None:
            return {}
        self.seen.append(json.loads(line))
        return self.seen[-1]


class Session:
    """A user's session: bus, home, a browser that writes down addresses."""

    def __init__(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="filingd-agent-"))
        (self.dir / "bin").mkdir()
        opener = self.dir / "bin/xdg-open"
        opener.write_text(OPENER.format(dir=self.dir))
        opener.chmod(0o755)
        (self.dir / "bus.conf").write_text(
            BUS.format(path=self.dir / "bus"))
        self.socket = str(self.dir / "sock")
        self.env = {**os.environ, "HOME": str(self.dir),
                    "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.dir}/bus",
                    "XDG_RUNTIME_DIR": str(self.dir),
                    "XDG_DATA_DIRS": str(self.dir),
                    "XDG_DATA_HOME": str(self.dir),
                    "XDG_CONFIG_HOME": str(self.dir),
                    "XDG_CONFIG_DIRS": str(self.dir),
                    "FILINGD_SOCKET": self.socket, "TZ": "UTC",
                    "LC_ALL": "C.UTF-8",
                    "PATH": f"{self.dir}/bin:{os.environ['PATH']}"}
        self.started = []
        self.log = self.dir / "agent.log"
        self.bus = self.keep(Lines(
            ["dbus-daemon", f"--config-file={self.dir}/bus.conf",
             "--nofork", "--print-address"], stderr=subprocess.DEVNULL))
        self.bus.next()

    def keep(self, lines):
        self.started.append(lines)
        return lines

    def recorder(self, *arguments):
        return self.keep(Recorder(self, *arguments))

    def agent(self):
        with open(self.log, "a", encoding="utf-8") as log:
            return self.keep(Lines([BUILD / "filingd-agent", "-v"],
                                   env=self.env, stderr=log))

    def opened(self):
        path = self.dir / "opened"
        return path.read_text().splitlines() if path.exists() else []

    def close(self):
        for lines in reversed(self.started):
            lines.stop()
        if os.environ.get("FILINGD_SHOW"):
            print(self.log.read_text() if self.log.exists() else "")
        shutil.rmtree(self.dir, ignore_errors=True)


def wait(condition, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not condition():
        time.sleep(0.02)
    return bool(condition())


def missing():
    if not (BUILD / "filingd-agent").exists():
        return "filingd-agent was not built (no libnotify)"
    if shutil.which("dbus-daemon") is None:
        return "there is no dbus-daemon"
    if subprocess.run([PYTHON, "-c", "from gi.repository import Gio"],
                      capture_output=True, check=False).returncode != 0:
        return "there is no python3-gi"
    return None
