#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingd-agent with a session bus of its own: first against a notification
server that writes down what it is told, then against real ones on Xvfb."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "../lib"))
sys.dont_write_bytecode = True
from desktop_api import Api  # noqa: E402
from expect import expect, expect_in, faults, told  # noqa: E402
from process_world import BUILD, SRC  # noqa: E402
from user_session import SKIP, Lines, Session, missing, wait  # noqa: E402

def check_one(session, api, server, agent):
    """What one alert looks like, and what can be done with it."""
    api.offer(1, urgent=True)
    one = server.call()
    expect("the title", one.get("title"),
           "示例股份 600001.SH FY2025 net loss 1-10m CNY")
    expect("the body", one.get("body"), "prior -187..-168 %\ncertain\n"
           "“预计归属于母公司股东的净利润亏损5,500万元至7,100万元”")
    hints = one.get("hints", {})
    expect("urgency", hints.get("urgency"), 2)
    expect("category", hints.get("category"), "x-filingd.warning")
    expect("desktop-entry", hints.get("desktop-entry"), "filingd-agent")
    expect("resident", hints.get("resident"), True)
    expect("transient", hints.get("transient"), None)
    expect("timeout", one.get("timeout"), -1)
    expect("actions", one.get("actions"),
           ["default", "open", "diff", "ack", "mute"])
    if not wait(lambda: api.cursor == 1):
        faults.append("the cursor does not follow what was shown")
    number = one.get("id", 0)
    server.say(f"action {number} default")
    wait(lambda: len(session.opened()) == 1)
    expect("a click", session.opened(), ["https://exchange.example/f/1.PDF"])
    server.say(f"action {number} diff")
    wait(lambda: len(session.opened()) == 2)
    page = session.opened()[-1].removeprefix("file://")
    expect("who may read the change", os.stat(page).st_mode & 0o777, 0o600)
    text = pathlib.Path(page).read_text(encoding="utf-8")
    for part in ("was      81,180,000 CNY",
                 "is now   -71,000,000 to -55,000,000 CNY",
                 "change   -187.30 to -167.75 %", "上年同期：8,118万元"):
        expect_in("the change", text, part)
    server.say(f"action {number} mute")
    wait(lambda: len(api.posts) == 1)
    expect("mute", api.posts,
           ["/v1/silences?issuer=XSHG%3A600001&channel=screens&for=86400000&"
            "reason=muted%20on%20a%20desktop"])
    server.say(f"action {number} ack")
    expect("an acknowledged alert", server.call(), {"closed": number})
    wait(lambda: len(api.posts) == 2)
    expect("ack", api.posts[-1:], ["/v1/events/evt_1v1/ack"])


def check_versions(api, server):
    """A later version stands in the place of the earlier."""
    api.offer(2, title="S4 <b>Fish & Chips</b> plc FY2025 net loss 5m GBP")
    first = server.call()
    expect("a title is no markup", first.get("title"),
           "<b>Fish & Chips</b> plc FY2025 net loss 5m GBP")
    api.offer(2, version=2, type="warning.updated", quote="<i>5 & 6</i>")
    second = server.call()
    expect("an update replaces", second.get("replaces"), first.get("id"))
    expect_in("an update", second.get("title", ""), "CORRECTED: ")
    expect_in("a body is escaped", second.get("body", ""),
              "“&lt;i&gt;5 &amp; 6&lt;/i&gt;”")
    api.offer(2, version=3, type="warning.retracted", urgent=True)
    third = server.call()
    expect("a retraction replaces", third.get("replaces"), first.get("id"))
    expect("a retraction is not urgent", third["hints"].get("urgency"), 1)
    expect_in("a retraction", third.get("title", ""), "RETRACTED: ")


def check_restart(session, api, server, agent):
    """Nothing twice, nothing lost; many that waited are one card."""
    wait(lambda: api.cursor == len(api.offers))
    expect("SIGTERM", agent.stop(), 0)
    for number in range(10, 22):
        api.offer(number, age_ms=3600_000, severity=2 + number % 3)
    api.offer(30, age_ms=api.max_age_ms + 1)
    agent = session.agent()
    card = server.call()
    expect_in("the backlog", card.get("title", ""), "12 warnings since ")
    expect("its lines", len(card.get("body", "").splitlines()), 7)
    expect_in("its lines", card.get("body", ""), "and 6 more")
    if not wait(lambda: api.cursor == 17):
        faults.append(f"the cursor stands at {api.cursor} after the backlog")
    expect("SIGKILL", agent.stop(signal.SIGKILL), -9)
    agent = session.agent()
    for number in (40, 41, 42):
        api.offer(number)
    titles = [server.call().get("title", "")[5:14] for _ in range(3)]
    expect("after another start", titles,
           ["600040.SH", "600041.SH", "600042.SH"])
    return agent


def check_critical(session, api, server):
    """Five stand, the others share a card."""
    ids = []
    for number in range(50, 55):
        api.offer(number, urgent=True)
        ids.append(server.call().get("id"))
    expect("critical cards", len(set(ids)), 5)
    api.offer(55, urgent=True)
    more = server.call()
    expect("the sixth", more.get("title"), "1 more urgent warning")
    api.offer(56, urgent=True)
    again = server.call()
    expect("the seventh", again.get("title"), "2 more urgent warnings")
    expect("it joins", again.get("replaces"), more.get("id"))
    expect("both are named", len(again.get("body", "").splitlines()), 2)
    server.say(f"close {ids[0]} 2")
    if not wait(lambda: "alert 'wrn_50': closed" in session.log.read_text()):
        faults.append("a dismissed card was not heard of")
    api.offer(57, urgent=True, grade="probable")
    expect("what is not certain",
           server.call().get("hints", {}).get("urgency"), 1)
    api.offer(58, urgent=True)
    expect("one was dismissed, the next",
           server.call().get("title", "")[5:14], "600058.SH")


def check_servers(session, api, server, agent):
    """None is there, then one that is silent, then one that answers."""
    wait(lambda: api.cursor == len(api.offers))
    server.stop()
    api.offer(60)
    if not wait(lambda: "alerts wait" in session.log.read_text(), 15):
        faults.append("the log does not say that no server is there")
    expect("without a server the agent lives", agent.child.poll(), None)
    mute = session.recorder("--hang")
    expect("it asks the silent one", "hung" in mute.call(15), True)
    api.offer(61)
    if not wait(lambda: len(api.offers) == 0 or api.streams > 0, 1):
        faults.append("no stream")
    expect("a silent server holds nothing up: SIGTERM", agent.stop(), 0)
    agent = session.agent()
    expect("it asks again", "hung" in mute.call(15), True)
    mute.say("answer")
    titles = {mute.call().get("title", "")[5:14] for _ in range(2)}
    expect("a server that answers at last", titles,
           {"600060.SH", "600061.SH"})
    wait(lambda: api.cursor == len(api.offers))
    return mute, agent


def check_daemon(session, api, server, agent):
    """The daemon goes and comes back: the stream is taken up again."""
    cursor, offers = api.cursor, api.offers
    api.stop()
    again = Api(session.socket, may_operate=False)
    again.cursor, again.offers = cursor, list(offers)
    again.offer(70)
    card = server.call(15)
    expect("after a restart of the daemon", card.get("title", "")[5:14],
           "600070.SH")
    expect("who may not operate cannot mute", card.get("actions"),
           ["default", "open", "diff", "ack"])
    again.body = "minimal"
    again.offer(71)
    card = server.call()
    expect("minimal", (card.get("title"), card.get("body")),
           ("600071.SH", ""))
    again.offer(72, title="S1 " + "x" * 5000)
    expect("a long line", len(server.call().get("title", "")), 9)
    with again.news:
        again.offers.append((len(again.offers) + 1, {"event": "nonsense"}))
        again.news.notify_all()
    again.body = "full"
    again.offer(73)
    expect("what is no offer is passed over",
           server.call().get("title", "")[5:14], "600073.SH")
    return again


def check_plain(session, api, server):
    """A server without actions and markup; and --test."""
    wait(lambda: api.cursor == len(api.offers))
    server.stop()
    plain = session.recorder("--caps", "body")
    api.offer(80, quote="5 & 6")
    card = plain.call(15)
    expect("no actions", card.get("actions"), [])
    expect_in("no markup", card.get("body", ""), "“5 & 6”")
    done = subprocess.run([BUILD / "filingd-agent", "--test"], timeout=20,
                          env=session.env, capture_output=True, text=True,
                          check=False)
    expect("--test", done.returncode, 0)
    for part in ("server: recorder 1 (filingd), specification 1.2",
                 "capabilities: body", "accepted"):
        expect_in("--test", done.stdout, part)


def check_hung():
    """A server that takes an alert and never says so: libnotify gives up
    after 25 s, the agent tries again."""
    session = Session()
    api = Api(session.socket)
    try:
        server = session.recorder()
        agent = session.agent()
        api.offer(1)
        expect("the first", server.call().get("id"), 1)
        server.say("hang")
        expect("the server hangs", server.call(), {"hangs": True})
        api.offer(2)
        expect("the second", server.call().get("hung"), "Notify")
        api.offer(3)
        if not wait(lambda: "2 alerts wait" in session.log.read_text(), 40):
            faults.append("the log says nothing of a server that hangs")
        expect("the cursor waits", api.cursor, 1)
        server.say("answer")
        if not wait(lambda: api.cursor == 3, 40):
            faults.append("what waited is not shown when it goes on")
        expect("at the end", agent.stop(), 0)
    finally:
        api.stop()
        session.close()


def check_recorded():
    session = Session()
    api = Api(session.socket)
    try:
        server = session.recorder()
        agent = session.agent()
        check_one(session, api, server, agent)
        check_versions(api, server)
        agent = check_restart(session, api, server, agent)
        check_critical(session, api, server)
        server, agent = check_servers(session, api, server, agent)
        api = check_daemon(session, api, server, agent)
        check_plain(session, api, server)
        expect("at the end", agent.stop(), 0)
    finally:
        api.stop()
        session.close()


def check_unit():
    """systemd takes the unit that we install."""
    if shutil.which("systemd-analyze") is None:
        print("agent: no systemd-analyze, the unit was not looked at")
        return
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / "filingd-agent.service"
        unit.write_text((SRC / "systemd/filingd-agent.service.in").read_text()
                        .replace("@bindir@", str(BUILD)))
        done = subprocess.run(
            ["systemd-analyze", "--user", "--man=no", "verify", unit],
            env={**os.environ, "XDG_RUNTIME_DIR": folder},
            capture_output=True, text=True, check=False)
        expect("the unit", (done.returncode, done.stderr), (0, ""))


def colours(path):
    """How many colours a picture has: of a blank one, one or two."""
    done = subprocess.run(["identify", "-format", "%k", path],
                          capture_output=True, text=True, check=True)
    return int(done.stdout)


def check_real(name, argv):
    """A real server on a screen of its own; FILINGD_PICTURES keeps them."""
    session = Session()
    api = Api(session.socket)
    folder = pathlib.Path(os.environ.get("FILINGD_PICTURES", session.dir))
    picture = folder / f"agent-{name}.png"
    try:
        screen = session.keep(Lines(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "900x500x24",
             "-nolisten", "tcp"], stderr=subprocess.DEVNULL))
        session.env["DISPLAY"] = f":{screen.next()}"
        session.keep(Lines(argv, stderr=subprocess.DEVNULL, env={
            **session.env, "XDG_DATA_DIRS": "/usr/local/share:/usr/share"}))
        session.agent()
        api.offer(1, urgent=True)
        api.offer(2, grade="probable")
        if not wait(lambda: api.cursor == 2, 15):
            faults.append(f"{name}: it takes no alert")
        shoot = ["import", "-window", "root", str(picture)]
        wait(lambda: subprocess.run(shoot, env=session.env,
                                    check=False).returncode == 0 and
             colours(picture) > 20)
        if colours(picture) <= 20:
            faults.append(f"{name}: nothing is to be seen")
        if name == "dunst":
            wait(lambda: subprocess.run(  # it may not be drawn yet
                ["dunstctl", "action", "0"], env=session.env, check=False,
                timeout=10) and wait(session.opened, 1))
            expect("dunstctl action", session.opened()[:1],
                   ["https://exchange.example/f/1.PDF"])
    finally:
        api.stop()
        session.close()


REAL = {
    "dunst": ["dunst", "-conf", "/dev/null"],
    "notification-daemon":
        ["/usr/lib/notification-daemon/notification-daemon"],
}


def main():
    why = missing()
    if why:
        print(f"agent: skipped: {why}")
        return SKIP
    check_unit()
    check_recorded()
    if os.environ.get("FILINGD_LONG") == "yes":
        check_hung()
    for name, argv in REAL.items():
        tools = [argv[0], "Xvfb", "import", "identify"]
        lacks = [tool for tool in tools if shutil.which(tool) is None]
        if lacks:
            print(f"agent: {name} was not tried: no {', '.join(lacks)}")
            continue
        check_real(name, argv)
    return told("agent")


sys.exit(main())
