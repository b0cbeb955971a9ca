#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingd and filingd-agent together: from an exchange's list to a desktop."""
import http.client
import json
import os
import signal
import socket
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "../lib"))
sys.dont_write_bytecode = True
from expect import Control, expect, expect_in, faults, told  # noqa: E402
from process_world import SRC, World  # noqa: E402
from user_session import SKIP, Session, missing, wait  # noqa: E402

CHANNEL = """\
  screens: { desktop: { group: root, max-age: 30d } }
  nobodys: { desktop: { group: nogroup } }
"""
NOBODY = ["setpriv", "--reuid=65534", "--regid=65533", "--clear-groups"]
ASK = """
import socket, sys
client = socket.socket(socket.AF_UNIX)
client.connect(sys.argv[1])
client.sendall((sys.argv[2] + " HTTP/1.1\\r\\nHost: l\\r\\nConnection: close"
                "\\r\\nContent-Length: 0\\r\\n\\r\\n").encode())
print(client.makefile("rb").read().decode())
"""


class Local(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(self.path)


def ask(world, method, target):
    local = Local(world.dir / "sock")
    local.request(method, target)
    answer = local.getresponse()
    value = json.loads(answer.read())
    local.close()
    return answer.status, value


def screens(world):
    rows = ask(world, "GET", "/v1/desktop")[1]["channels"]
    return next((row for row in rows if row["name"] == "screens"), {})


def check_rights(world):
    """For those who are not of the group there is no such channel."""
    if os.geteuid() != 0 or subprocess.run(
            [*NOBODY, "true"], check=False, capture_output=True).returncode:
        print("desktop: not root, the rights of others were not tried")
        return
    os.chmod(world.dir, 0o755)
    for request, wanted in (
            ("GET /v1/desktop", '"channels":[]'),
            ("GET /v1/desktop/screens/stream", "404"),
            ("POST /v1/desktop/screens/cursor?seq=1", "404"),
            ("POST /v1/events/evt_none/ack", "403")):
        done = subprocess.run(
            [*NOBODY, sys.executable, "-c", ASK, world.dir / "sock", request],
            capture_output=True, text=True, check=False, timeout=20)
        expect_in(request, done.stdout, wanted)


def check_cursor(world):
    """Never backwards, never past the newest."""
    row = screens(world)
    for target, wanted in (
            ("screens/cursor?seq=0", (200, {"cursor": row["cursor"]})),
            ("screens/cursor?seq=999999", (200, {"cursor": row["newest"]})),
            ("screens/cursor?seq=1", (200, {"cursor": row["newest"]})),
            ("screens/cursor?seq=x", (400, None)),
            ("none/cursor?seq=1", (404, None)),
            ("hook/cursor?seq=1", (404, None)),
            ("screens/nonsense", (404, None))):
        status, value = ask(world, "POST", f"/v1/desktop/{target}")
        expect(target, (status, value if wanted[1] else None), wanted)


def check_shown(world, server):
    """Every event that the webhook got is on the screen, once."""
    if not wait(lambda: len(world.hooks()) >= 1 and
                screens(world).get("newest", 0) >= 1 and
                screens(world)["cursor"] == screens(world)["newest"], 40):
        faults.append(f"nothing was shown: {screens(world)}")
    cards = []
    while True:
        card = server.call(0.5)
        if not card:
            return cards
        cards.append(card)


def check_actions(world, control, server, cards):
    single = [card for card in cards if "ack" in card.get("actions", [])]
    if not single:
        faults.append(f"no card to acknowledge: {cards}")
        return
    number = single[0]["id"]
    server.say(f"action {number} mute")
    if not wait(lambda: "muted on a desktop" in
                control.ctl("silence", "list")[1]):
        faults.append("mute made no silence")
    server.say(f"action {number} ack")
    while server.call() not in ({"closed": number}, {}):
        pass  # another alert may come meanwhile
    expect("acknowledged", server.seen[-1], {"closed": number})
    if not wait(lambda: "acknowledged by" in world.log()):
        faults.append("no acknowledgement reached filingd")


def check_again(world, session, server):
    """Restarts of both, and a reload, show nothing twice."""
    def said(what):
        return session.log.read_text().count(what)

    again = said("answers again")
    world.daemon.kill()
    world.daemon.wait()
    world.start()
    if not wait(lambda: said("answers again") > again, 20):
        faults.append("the agent does not come back to the daemon")
    text = (world.dir / "filingd.yaml").read_text()
    (world.dir / "filingd.yaml").write_text(
        text.replace("group: root", "group: nogroup"))
    control = Control(world)
    ended = said("stream ended")
    expect("reload", control.ctl("reload", "--wait")[0], 0)
    if not wait(lambda: said("stream ended") > ended, 20):
        faults.append("another group does not end the stream")
    (world.dir / "filingd.yaml").write_text(text)
    expect("reload", control.ctl("reload", "--wait")[0], 0)
    while server.call(1):
        pass
    titles = [card["title"] for card in server.seen if "title" in card]
    expect("nothing is shown twice", len(titles), len(set(titles)))


def check(world, session):
    config = world.dir / "filingd.yaml"
    config.write_text(config.read_text().replace(
        "channels:\n", "channels:\n" + CHANNEL))
    world.start()
    session.env["FILINGD_SOCKET"] = str(world.dir / "sock")
    server = session.recorder()
    agent = session.agent()
    cards = check_shown(world, server)
    control = Control(world)
    check_rights(world)
    check_actions(world, control, server, cards)
    check_cursor(world)
    check_again(world, session, server)
    expect("the agent ends", agent.stop(signal.SIGTERM), 0)
    return cards


def main():
    why = missing()
    if why:
        print(f"desktop: skipped: {why}")
        return SKIP
    session = Session()
    world = World(SRC / "tests/scenario/crash/tape.yaml",
                  to="[ hook, screens ]")
    try:
        cards = check(world, session)
        if os.environ.get("FILINGD_SHOW"):
            print(json.dumps(cards, ensure_ascii=False, indent=1))
            print(world.log())
    finally:
        session.close()
        world.close()
    return told("desktop")


sys.exit(main())
