#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What was delivered, judged by programs that are not ours.

Every webhook is verified by the `standardwebhooks` package of npm, and a
program of the exec channel gets the same; a mail is taken by OpenSMTPD into a
maildir and its headers are read by Python's email package. A part that cannot
be tried says so; exit 77 when none could.
"""
import email
import email.policy
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from process_world import BUILD, SECRET, SRC, World  # noqa: E402

TAPE = SRC / "tests/scenario/crash/tape.yaml"
VERIFY = """
const { Webhook } = require("standardwebhooks");
const rows = require("fs").readFileSync(process.argv[2], "utf8").trim()
    .split("\\n").map((line) => JSON.parse(line));
// The tape plays in the past: the library's clock goes by the message.
let good = 0;
for (const row of rows) {
    const now = Date.now;
    Date.now = () => Number(row.timestamp) * 1000;
    new Webhook(process.argv[3]).verify(row.body, {
        "webhook-id": row.id, "webhook-timestamp": row.timestamp,
        "webhook-signature": row.signature });
    let forged = false;
    try {
        new Webhook(process.argv[3]).verify(row.body + " ", {
            "webhook-id": row.id, "webhook-timestamp": row.timestamp,
            "webhook-signature": row.signature });
        forged = true;
    } catch (e) { /* as it should */ }
    Date.now = now;
    if (forged) throw new Error("a changed body was verified");
    good++;
}
console.log(good);
"""


def npm_package():
    """The folder that holds node_modules/standardwebhooks, or None."""
    folder = BUILD / "npm"
    if (folder / "node_modules/standardwebhooks").is_dir():
        return folder
    if not (shutil.which("npm") and shutil.which("node")):
        return None
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["npm", "install", "--silent", "--no-save", "--prefix", str(folder),
         "standardwebhooks@1.0.0"], capture_output=True, text=True, check=False)
    return folder if done.returncode == 0 else None


def check_hooks(world):
    folder = npm_package()
    if folder is None:
        print("delivery: skipped: no npm package standardwebhooks")
        return None
    script = folder / "verify.js"
    script.write_text(VERIFY)
    done = subprocess.run(["node", str(script), str(world.record), SECRET],
                          capture_output=True, text=True, cwd=folder,
                          check=False)
    if done.returncode != 0:
        print(done.stderr)
        return False
    print(f"delivery: {done.stdout.strip()} webhooks verified by "
          "standardwebhooks")
    return int(done.stdout) == len(world.record.read_text().splitlines())


def free_port():
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_smtpd(folder, port):
    """OpenSMTPD on loopback, delivering into folder/Maildir; or None."""
    if os.geteuid() != 0 or not shutil.which("smtpd"):
        return None
    nobody = pwd.getpwnam("nobody")
    maildir = folder / "home"
    maildir.mkdir()
    os.chown(maildir, nobody.pw_uid, nobody.pw_gid)
    os.chmod(folder, 0o755)
    conf = folder / "smtpd.conf"
    conf.write_text(
        f'table users {{ "nobody" = "{nobody.pw_uid}:{nobody.pw_gid}:{maildir}" }}\n'
        f"listen on 127.0.0.1 port {port}\n"
        f'action "m" maildir "{maildir}/Maildir" userbase <users> '
        'virtual { "@localhost" = nobody }\n'
        'match from any for domain "localhost" action "m"\n')
    if subprocess.run(["smtpd", "-n", "-f", str(conf)], capture_output=True,
                      check=False).returncode != 0:
        return None
    child = subprocess.Popen(["smtpd", "-d", "-f", str(conf)],
                             stdin=subprocess.DEVNULL,
                             stdout=open(folder / "smtpd.log", "w"),
                             stderr=subprocess.STDOUT)
    return child


def check_mail(path):
    """Headers that people's mail programs thread and filter by."""
    message = email.message_from_bytes(path.read_bytes(),
                                       policy=email.policy.default)
    faults = []
    for name in ("Message-ID", "Date", "From", "To", "Subject", "In-Reply-To",
                 "References", "Auto-Submitted", "List-Id", "X-Filingd-Event",
                 "X-Filingd-Rule", "X-Filingd-Grade", "X-Filingd-Source"):
        if message[name] is None:
            faults.append(f"no {name}")
    for name in ("X-Entity-Ref-ID", "Precedence"):
        if message[name] is not None:
            faults.append(f"{name} is there")
    if message["Auto-Submitted"] != "auto-generated":
        faults.append(f"Auto-Submitted: {message['Auto-Submitted']}")
    if len(str(message["Subject"])) > 120:
        faults.append(f"Subject of {len(str(message['Subject']))} characters")
    if message.defects:
        faults.append(f"defects: {message.defects}")
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        if body is None or "万元" not in body.get_content():
            faults.append(f"the quote is not in the {kind} part")
    for fault in faults:
        print(f"delivery: {path.name}: {fault}")
    return not faults


def add_program(world):
    """A channel `tool`: a program that keeps what it is given."""
    told = world.dir / "told"
    told.mkdir()
    tool = world.dir / "tool"
    tool.write_text(f'#!/bin/sh\ncd "{told}" && cat > part.$$ &&\n'
                    'mv part.$$ "$FILINGD_EVENT"\n')
    tool.chmod(0o755)
    config = world.dir / "filingd.yaml"
    config.write_text(config.read_text().replace(
        "operator: desk", f"  tool: {{ exec: {tool} }}\noperator: desk"))
    return told


def check_program(world, told):
    """The program got what the webhook got, byte for byte."""
    hooks = world.hooks()
    same = {path.name: path.read_text() for path in told.glob("evt_*")} == hooks
    print(f"delivery: {len(hooks)} events "
          f"{'told' if same else 'NOT told the same'} to a program")
    return same


def main():
    holder = pathlib.Path(subprocess.run(
        ["mktemp", "-d"], capture_output=True, text=True,
        check=True).stdout.strip())
    port = free_port()
    smtpd = start_smtpd(holder, port)
    smtp = f"smtp://127.0.0.1:{port}" if smtpd else None
    if smtpd is None:
        print("delivery: skipped: OpenSMTPD needs root; our own sink instead")
    world = World(TAPE, smtp=smtp, to="[ hook, desk, tool ]")
    told = add_program(world)
    box = holder / "home/Maildir/new"
    good = True

    def mails():
        return sorted(box.iterdir()) if smtpd and box.exists() else world.mails()

    try:
        world.start()
        count = 4  # the tape's warnings
        arrived = world.wait(lambda: len(world.hooks()) >= count and
                             len(mails()) >= count and
                             len(list(told.glob("evt_*"))) >= count, 90)
        if not arrived:
            print(f"delivery: {len(world.hooks())} webhooks and {len(mails())} "
                  f"mails came, not {count}\n{world.log()[-3000:]}")
        good = arrived and check_hooks(world) is not False
        good = check_program(world, told) and good
        warnings = [path for path in mails()
                    if b"X-Filingd-Event: warning." in path.read_bytes()]
        good = all([check_mail(path) for path in warnings]) and good
        ids = {email.message_from_bytes(p.read_bytes())["Message-ID"]
               for p in warnings}
        good = good and len(ids) == len(warnings) > 0
        print(f"delivery: {len(warnings)} mails taken by "
              f"{'OpenSMTPD' if smtpd else 'our own sink'}")
    finally:
        world.close()
        if smtpd:
            smtpd.terminate()
            smtpd.wait()
        shutil.rmtree(holder, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
