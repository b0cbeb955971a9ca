#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What whoever runs filingd looks at: status, top, doctor, the log's level;
and that no secret of the configuration shows anywhere, at debug level and
through failures of all kinds."""
import json
import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import Control, expect, expect_in, faults, told  # noqa: E402
from process_world import BUILD, SRC, World  # noqa: E402

TOKEN = "tokentokentoken-7f3a91c5d2"
PASSWORD = "passpass-55c1e0"
PROXY = "proxyuser:proxypass-90ab12"
PATH = "hookpath-3c77e9a1"
BEAT = "beatpath-88d0f2b4"
SECRET = "whsec_" + "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"
SECRETS = (TOKEN, PASSWORD, "proxypass-90ab12", PATH, BEAT, SECRET,
           SECRET[6:], "secretsecretsecretsecret")

MORE = """\
api: {{ listen: 127.0.0.1:{port}, token: {{ file: {dir}/token }} }}
heartbeat: {{ url: "http://127.0.0.1:{closed}/""" + BEAT + """", every: 10s,
  allow: 127.0.0.0/8 }}
log: debug
"""


def configure(world):
    with socket.socket() as probe, socket.socket() as closed:
        probe.bind(("127.0.0.1", 0))
        closed.bind(("127.0.0.1", 0))
        ports = {"port": probe.getsockname()[1],
                 "closed": closed.getsockname()[1]}
    for name, text in (("token", TOKEN), ("password", PASSWORD),
                       ("login", PROXY), ("other", SECRET)):
        (world.dir / name).write_text(text + "\n")
    config = world.dir / "filingd.yaml"
    text = config.read_text().replace("operator: desk", f"""\
  away: {{ webhook: "http://127.0.0.1:{ports['closed']}/{PATH}",
    allow-insecure: yes, allow: 127.0.0.0/8,
    secret: {{ file: {world.dir}/other }} }}
  lost: {{ mail: lost@localhost, smtp: "{world.smtp}", user: filingd,
    password: {{ file: {world.dir}/password }} }}
operator: desk""").replace("to: [ hook, desk ]",
                           "to: [ hook, desk, away, lost ]")
    # A second source fails for good, behind a proxy that is not there.
    text = text.replace("channels:", f"""\
  far: {{ kind: cninfo, proxy: {{ url: "http://127.0.0.1:{ports['closed']}",
    login: {{ file: {world.dir}/login }} }} }}
channels:""")
    config.write_text(text + MORE.format(dir=world.dir, **ports))
    return ports


def check_screens(control):
    code, out, _ = control.ctl("status")
    expect("status", code, 0)
    expect_in("the first line says what is wrong", out.splitlines()[0],
              "Not well: ")
    wide = [line for line in out.splitlines() if width(line) > 80]
    expect("lines wider than 80 columns", wide, [])
    for part in ("cninfo  ok", "far     retrying", "CHANNEL", "last warnings",
                 "603138.SH"):
        expect_in("status", out, part)
    code, out, _ = control.ctl("top")
    expect("top without a terminal prints once", (code, out.count("SOURCE ")),
           (0, 1))
    if "\033" in out:
        faults.append("top writes escapes where no terminal is")
    status = json.loads(control.ctl("-j", "status")[1])
    expect("well, by JSON", status["well"], False)


def on_terminal(control, *arguments, until, key):
    """(status, what it wrote) of filingctl on a terminal of its own; the key
    is pressed once it has written until."""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execv(str(BUILD / "filingctl"), ["filingctl", "-s",
                                            str(control.socket), *arguments])
    out, pressed = b"", False
    while select.select([fd], [], [], 30)[0]:
        try:
            more = os.read(fd, 65536)
        except OSError:  # the end of a terminal
            break
        out += more
        if not pressed and until in out:
            os.write(fd, key)
            pressed = True
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(fd)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), out.decode()


def check_terminal(control):
    code, out = on_terminal(control, "top", until=b"q quits", key=b"q")
    expect("q ends top", code, 0)
    expect("top takes the other screen and gives it back",
           (out.startswith("\033[?1049h\033[?25l\033[H\033[2J"),
            out.endswith("\033[?25h\033[?1049l")), (True, True))
    expect_in("top on a terminal", out, "cninfo  ok")


def width(line):
    return sum(2 if ord(c) >= 0x1100 else 1 for c in line)


def check_level(control, world):
    expect("a level", control.ctl("log", "level", "source", "error",
                                  "--for", "10m")[0], 0)
    code, out, _ = control.ctl("log", "level")
    expect_in("log level shows", out, "source         error  2026-01-21T")
    size = len(world.log())
    control.ctl("sources", "poll", "cninfo")
    expect("as the configuration says again",
           control.ctl("log", "level", "source", "default")[0], 0)
    if "source 'cninfo': idle -> polling" in world.log()[size:]:
        faults.append("lines of a source below its level")
    expect("no such level", control.ctl("log", "level", "loud")[0], 2)
    expect("no such noun", control.ctl("log", "level", "sauce", "info")[0], 5)


def check_doctor(control, world):
    file = str(world.dir / "filingd.yaml")
    code, out, _ = control.ctl("doctor", "-f", file, "--network")
    expect("doctor with a channel that fails", code, 1)
    for part in ("ok    configuration", "ok    store", "ok    reader",
                 "fail  daemon", "fail  network       channel 'away': 127.0",
                 "ok    network       channel 'hook'"):
        expect_in("doctor", out, part)
    return out


def check_doctor_down(control, world):
    file = world.dir / "filingd.yaml"
    code, out, _ = control.ctl("doctor", "-f", str(file))
    expect("doctor with the daemon down", code, 1)
    expect_in("doctor says what to do", out, "systemctl start filingd")
    expect_in("and looks on", out, "ok    store")
    (world.dir / "state/filingd.db").write_bytes(b"no store" * 1000)
    expect_in("a damaged store", control.ctl("doctor", "-f", str(file))[1],
              "fail  store")
    shutil.rmtree(world.dir / "state")
    expect_in("no state directory", control.ctl("doctor", "-f", str(file))[1],
              "warn  state")
    (world.dir / "token").unlink()
    expect_in("a secret that cannot be read",
              control.ctl("doctor", "-f", str(file))[1], "token")
    file.write_text("nonsense: 1\n")
    expect_in("a bad configuration", control.ctl("doctor", "-f", str(file))[1],
              "filingctl check -f")
    done = json.loads(control.ctl("-j", "doctor", "-f", str(file))[1])
    expect("failures, by JSON", done["failures"],
           sum(f["finding"] == "fail" for f in done["findings"]))


def shown(control, world, ports):
    """Everything that filingd lets out."""
    texts = {"the log": world.log()}
    file = str(world.dir / "filingd.yaml")
    for words in (("-j", "status"), ("status",), ("-j", "channels", "list"),
                  ("channels", "list"), ("-j", "deliveries", "list"),
                  ("-j", "sources", "list"), ("sources", "show", "far"),
                  ("-j", "events", "list"), ("-j", "log", "level"),
                  ("config", "show", "--redacted", "-f", file),
                  ("check", "-f", file)):
        _, out, err = control.ctl(*words)
        texts["filingctl " + " ".join(words)] = out + err
    for path in ("/metrics", "/freshz", "/readyz", "/v1/status", "/v1/none"):
        for headers in ([], ["-H", "Authorization: Bearer wrong"],
                        ["-H", "Host: evil.example"]):
            with socket.create_connection(("127.0.0.1", ports["port"]),
                                          20) as client:
                head = "".join(f"{h}\r\n" for h in headers[1:])
                client.sendall(f"GET {path} HTTP/1.0\r\n{head}\r\n".encode())
                answer = b""
                while piece := client.recv(65536):
                    answer += piece
                texts[f"{path} {headers}"] = answer.decode()
        done = subprocess.run(
            ["curl", "-s", "--unix-socket", str(control.socket),
             "http://localhost" + path], capture_output=True, text=True,
            check=False) if shutil.which("curl") else None
        if done:
            texts[f"{path} on the socket"] = done.stdout
    return texts


def check_secrets(control, world, ports):
    for what, text in shown(control, world, ports).items():
        for secret in SECRETS:
            if secret in text:
                at = text.index(secret)
                faults.append(f"{what} shows {secret}: "
                              f"{text[max(0, at - 80):at + 60]!r}")


def main():
    world = World(SRC / "tests/scenario/crash/tape.yaml", rate=80)
    ports = configure(world)
    try:
        world.start()
        control = Control(world)
        if not world.wait(lambda: len(world.hooks()) >= 4, 60):
            faults.append("not all warnings came")
        world.wait(lambda: "heartbeat: " in world.log(), 30)
        world.wait(lambda: "to 'away': attempt 2" in world.log(), 30)
        world.wait(lambda: "source 'far': retrying" in world.log(), 30)
        for line in ("heartbeat: 127.0.0.1:", "to 'away': attempt 1: ",
                     "source 'far': retrying"):
            expect_in("the log tells of failures", world.log(), line)
        check_screens(control)
        check_terminal(control)
        check_level(control, world)
        check_doctor(control, world)
        check_secrets(control, world, ports)
        expect("stopped by SIGTERM", world.stop(), 0)
        check_doctor_down(control, world)
        check_secrets_log(world)
        if faults:
            print(world.log()[-1500:])
    finally:
        world.close()
    return told("operations")


def check_secrets_log(world):
    for secret in SECRETS:
        if secret in world.log():
            faults.append(f"the log shows {secret} at the end")


if __name__ == "__main__":
    sys.exit(main())
