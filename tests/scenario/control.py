#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingd under control: filingctl, signals, the API and who may use it."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import Control, expect, expect_in, faults, told  # noqa: E402
from process_world import BUILD, SRC, World  # noqa: E402


class Raw(Control):
    def raw(self, request):
        """What the API answers to these bytes."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(20)
            client.connect(str(self.socket))
            try:
                client.sendall(request)
                answer = b""
                while b"\r\n\r\n" not in answer:
                    piece = client.recv(65536)
                    if not piece:
                        break
                    answer += piece
            except (BrokenPipeError, ConnectionResetError):
                return b"closed"
            return answer.split(b"\r\n")[0]


def check_reading(control):
    code, out, _ = control.ctl("status")
    expect("status", code, 0)
    expect_in("status", out, "cninfo  ok")
    code, out, _ = control.ctl("events", "list")
    expect("events list", code, 0)
    expect_in("events list", out, "603138.SH")
    code, out, _ = control.ctl("-j", "events", "list", "--last", "1")
    event = json.loads(out)
    expect("one event", len(out.splitlines()), 1)
    every = control.ctl("-j", "events", "list", "--after", "0")[1].splitlines()
    expect("the newest", out.splitlines(), every[-1:])
    for last in (len(every) - 1, len(every), 1000, 1001):
        expect(f"the last {last}", control.ctl(
            "-j", "events", "list", "--last", str(last))[1].splitlines(),
            every[-last:])
    code, out, _ = control.ctl("-j", "events", "show", event["id"])
    shown = json.loads(out)
    expect("acknowledged by nobody", shown.pop("acks", []), [])
    expect("events show", shown, event)
    code, out, _ = control.ctl("config", "show")
    expect("config show", code, 0)
    expect_in("config show", out, "instance: process\n")
    if "whsec_" in out:
        faults.append("config show tells a secret")
    expect("an event that there is not",
           control.ctl("events", "show", "evt_none")[0], 5)
    expect("no events after the last",
           control.ctl("events", "list", "--after", "999999")[0], 5)
    expect("a verb that there is not", control.ctl("nonsense")[0], 2)
    expect("no daemon there", subprocess.run(
        [str(BUILD / "filingctl"), "-s", "/nowhere/sock", "status"],
        capture_output=True, check=False).returncode, 3)


def check_follow(control, world):
    follower = subprocess.Popen(
        [str(BUILD / "filingctl"), "-j", "-s", str(control.socket), "follow",
         "--after", "0", "--type", "warning.*"], stdout=subprocess.PIPE,
        text=True)
    guard = threading.Timer(20, follower.kill)
    guard.start()
    ids = set()
    while len(ids) < len(world.hooks()):
        line = follower.stdout.readline()
        if not line:
            faults.append("follow says nothing")
            break
        ids.add(json.loads(line)["id"])
    guard.cancel()
    expect("followed events", ids, set(world.hooks()))
    return follower


def check_broken(control, config):
    """Broken configurations are refused by the daemon in the same words."""
    for case in sorted((SRC / "tests/fixtures/config").glob("*.yaml"))[::3]:
        body = case.read_bytes().replace(b"%DIR%", os.fsencode(config.parent))
        if b"secret-" in body or b"include" in body:
            continue  # files that are not here
        config.write_bytes(body)
        code, _, complaint = control.ctl("reload", "--wait")
        expect(f"reload of {case.stem}", code, 2)
        first = case.with_suffix(".golden").read_text().splitlines()[0]
        if "%" not in first:
            expect_in(f"reload of {case.stem}", complaint,
                      first.replace(case.name, str(config)))
    expect_in("after them all", control.ctl("status")[1], "cninfo  ok")


def check_fixed(control, world, good):
    """The store at work is the one meant until the restart."""
    config = world.dir / "filingd.yaml"
    state = f"state: {world.dir}/state\n"
    expect_in("the state of the world", good, state)
    config.write_text(good.replace(state, f"state: {world.dir}/other\n"))
    expect("a reload with another state", control.ctl("reload")[0], 0)
    code, out, _ = control.ctl("-j", "db", "stats")
    expect("stats after it", code, 0)
    expect_in("stats after it", out, f"{world.dir}/state/filingd.db")


def check_reload(control, world):
    config = world.dir / "filingd.yaml"
    good = config.read_text()
    config.write_text(good + "contact: ops@example.org\n")
    expect("a good reload", control.ctl("reload", "--wait")[0], 0)
    check_fixed(control, world, good)
    config.write_text(good + "nonsense: 1\n")
    code, _, complaint = control.ctl("reload", "--wait")
    expect("a bad reload", code, 2)
    expect_in("a bad reload", complaint, "unknown key 'nonsense'")
    expect_in("a bad reload", complaint, "filingd.yaml:")
    expect_in("after it", control.ctl("status")[1],
              "the last reload was refused")
    world.daemon.send_signal(signal.SIGHUP)
    if not world.wait(lambda: "unknown key 'nonsense'" in world.log(), 20):
        faults.append("SIGHUP: the log says nothing of the bad config")
    check_broken(control, config)
    included = os.fsencode(world.dir) + b"/part-\xb9\xab.yaml"
    with open(included, "wb") as part:
        part.write(b"nonsense: 1\n")
    config.write_text(good + "include: part-*.yaml\n")
    code, _, complaint = control.ctl("reload")
    expect("a file whose name is no UTF-8", code, 2)
    expect_in("a file whose name is no UTF-8", complaint, "part-??.yaml")
    os.unlink(included)
    config.write_text(good)
    expect("a good one again", control.ctl("reload", "--wait")[0], 0)
    if world.daemon.poll() is not None:
        faults.append("a bad config took filingd down")


def check_rights(control, world):
    if os.geteuid() != 0:
        print("control: not root, the rights of others were not tried")
        return
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if subprocess.run([*nobody, "true"], check=False,
                      capture_output=True).returncode != 0:
        print("control: no setpriv, the rights of others were not tried")
        return
    os.chmod(world.dir, 0o755)
    expect("anybody may look", control.ctl("status", before=nobody)[0], 0)
    code, _, text = control.ctl("reload", before=nobody)
    expect("not anybody may reload", code, 6)
    expect_in("not anybody may reload", text, "operate group")
    expect("anybody may look at sources",
           control.ctl("sources", "show", "cninfo", before=nobody)[0], 0)
    for verb in (["sources", "poll", "cninfo"], ["sources", "pause", "cninfo"],
                 ["sources", "resume", "cninfo"],
                 ["backfill", "cninfo", "--since", "2026-01-01"],
                 ["backfill", "cninfo", "--stop"]):
        expect(f"not anybody may {verb}", control.ctl(*verb,
                                                      before=nobody)[0], 6)


def check_abuse(control):
    get = b"GET /v1/status HTTP/1.1\r\nHost: localhost\r\n"
    for what, request, wanted in (
            ("no request", b"\x00\x01nonsense\r\n\r\n", (b"400", b"closed", b"")),
            ("huge headers", get + b"X: " + b"x" * 100000 + b"\r\n\r\n",
             (b"400", b"413", b"431", b"closed", b"")),
            ("a huge body", b"POST /v1/reload HTTP/1.1\r\nHost: l\r\n"
             b"Content-Length: 1000000000\r\n\r\n" + b"x" * 10000,
             (b"413", b"400", b"closed", b"")),
            ("a path upward", b"GET /v1/events/../../etc/passwd HTTP/1.1\r\n"
             b"Host: l\r\n\r\n", (b"404", b"400")),
            ("a method that is none", b"DELETE /v1/status HTTP/1.1\r\n"
             b"Host: l\r\n\r\n", (b"405", b"501", b"400", b"closed", b"")),
            ("no number", b"GET /v1/events?after=-1 HTTP/1.1\r\nHost: l\r\n\r\n",
             (b"400",)),
            ("the last after one", b"GET /v1/events?last=2&after=1 HTTP/1.1\r\n"
             b"Host: l\r\n\r\n", (b"400",)),
            ("too many last", b"GET /v1/events?last=1001 HTTP/1.1\r\n"
             b"Host: l\r\n\r\n", (b"400",)),
            ("a source of no name", b"POST /v1/sources/%00/pause HTTP/1.1\r\n"
             b"Host: l\r\n\r\n", (b"400",)),
            ("half an escape", b"GET /v1/sources/%c HTTP/1.1\r\nHost: l\r\n"
             b"\r\n", (b"400",)),
            ("no text", b"GET /v1/sources/%ff%fe HTTP/1.1\r\nHost: l\r\n\r\n",
             (b"400",)),
            ("a long name", b"GET /v1/sources/" + b"x" * 4000 +
             b" HTTP/1.1\r\nHost: l\r\n\r\n", (b"400",)),
            ("a verb that is none", b"POST /v1/sources/cninfo/eat HTTP/1.1\r\n"
             b"Host: l\r\nContent-Length: 0\r\n\r\n", (b"404",)),
            ("a get of a pause", b"GET /v1/sources/cninfo/pause HTTP/1.1\r\n"
             b"Host: l\r\n\r\n", (b"404",)),
            ("a pause for ever and a day", b"POST /v1/sources/cninfo/pause?for="
             b"99999999999999999999 HTTP/1.1\r\nHost: l\r\n\r\n", (b"400",)),
            ("a reason that is no text", b"POST /v1/sources/cninfo/pause?reason="
             b"%ff HTTP/1.1\r\nHost: l\r\n\r\n", (b"400",)),
            ("a get of reload", b"GET /v1/reload HTTP/1.1\r\nHost: l\r\n\r\n",
             (b"405",))):
        answer = control.raw(request)
        if not any(w in answer if w else not answer for w in wanted):
            faults.append(f"{what}: answered {answer!r}")
    idle = []
    for _ in range(200):
        client = socket.socket(socket.AF_UNIX)
        client.connect(str(control.socket))
        idle.append(client)
    expect("with 200 silent clients", control.ctl("status")[0], 0)
    for client in idle:
        client.close()


def check_second(world):
    done = subprocess.run(
        [str(BUILD / "filingd"), "-n", "-f", str(world.dir / "filingd.yaml")],
        capture_output=True, text=True, check=False)
    expect("a second filingd", done.returncode, 1)
    expect_in("a second filingd", done.stderr, "another filingd")


def main():
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    try:
        world.start()
        if not world.wait(lambda: len(world.hooks()) >= 4, 60):
            faults.append("not all warnings came")
        control = Raw(world)
        check_reading(control)
        follower = check_follow(control, world)
        check_reload(control, world)
        check_rights(control, world)
        check_abuse(control)
        check_second(world)
        expect("stopped by SIGTERM", world.stop(), 0)
        expect("follow ends with the daemon", follower.wait(20), 3)
        follower.stdout.close()
        if pathlib.Path(control.socket).exists():
            faults.append("the socket is left behind")
        if faults:
            print(world.log()[-2000:])
    finally:
        world.close()
    return told("control")


if __name__ == "__main__":
    sys.exit(main())
