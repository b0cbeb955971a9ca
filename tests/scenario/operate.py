#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Channels and deliveries in the hands of an operator, through filingctl."""
import json
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import Control, expect, expect_in, faults, told  # noqa: E402
from process_world import SECRET, SRC, World  # noqa: E402
import quieting  # noqa: E402
import verifiers  # noqa: E402

TAPE = SRC / "tests/scenario/crash/tape.yaml"
# Port 9 of loopback: nobody listens there.
DOWN = """\
  down: { webhook: "http://127.0.0.1:9/", allow-insecure: yes,
    allow: 127.0.0.0/8, secret: { file: %s/secret }, ordered: yes }
"""

# What the channel of the world signs with besides its secret.
MORE_KEYS = """allow: 127.0.0.0/8,
    previous-secret: { file: %s/before, until: 2027-01-01 },
    sign-key: { file: %s/sign-key }, cloudevents: binary,"""


class Operator(Control):
    def rows(self, *arguments):
        """What a list says in JSON, line by line."""
        return [json.loads(line) for line in
                self.ctl("-j", *arguments)[1].splitlines()]

    def channel(self, name):
        return json.loads(self.ctl("-j", "channels", "show", name)[1])


def check_channels(person):
    code, out, _ = person.ctl("channels", "list")
    expect("channels list", code, 0)
    expect_in("channels list", out, "hook")
    expect_in("channels list", out, "webhook  ok")
    if "127.0.0.1:9/" in out:
        faults.append("channels list shows the path of an address")
    expect("no such channel", person.ctl("channels", "show", "none")[0], 5)
    expect("no such verb", person.ctl("channels", "polish", "hook")[0], 2)
    code, out, _ = person.ctl("channels", "--help")
    expect("channels --help", (code, "channels disable C" in out), (0, True))


def check_test(person, world):
    before = len(world.hooks())
    code, out, _ = person.ctl("channels", "test", "hook")
    expect("a test of a channel", code, 0)
    expect_in("a test of a channel", out, "hook: taken after")
    world.wait(lambda: len(world.hooks()) > before, 20)
    tests = [body for body in world.hooks().values()
             if '"type":"system.test"' in body]
    expect("tests that came", len(tests), 1)
    code, out, _ = person.ctl("channels", "test", "down")
    expect("a test of a channel that is down", code, 1)
    expect_in("a test of a channel that is down", out, "127.0.0.1:9")
    # It has its answer: nobody hears of it three days later.
    expect("what is left of the test",
           person.rows("deliveries", "list", "--channel", "down",
                       "--state", "waiting"), [])
    expect("a mail as a test", person.ctl("channels", "test", "desk")[0], 0)


def check_disable(person, world):
    code, out, _ = person.ctl("channels", "disable", "hook", "-m", "moving")
    expect("disable", code, 0)
    expect_in("disable", out, "no reload enables it")
    expect("disabled already", person.ctl("channels", "disable", "hook")[0], 1)
    expect("a reload", person.ctl("reload")[0], 0)
    channel = person.channel("hook")
    expect("disabled", channel["state"], "disabled")
    expect_in("why", channel["why"], "moving")
    code, _, text = person.ctl("channels", "test", "hook")
    expect("a test of a disabled channel", code, 1)
    expect_in("a test of a disabled channel", text, "channels enable hook")
    before = len(world.hooks())
    event = person.rows("events", "list", "--last", "1")[0]["id"]
    expect("a replay", person.ctl("events", "replay", event, "--channel",
                                  "hook")[0], 0)
    waiting = person.rows("deliveries", "list", "--state", "waiting")
    expect("what waits", [row["channel"] for row in waiting], ["hook"])
    expect("enable", person.ctl("channels", "enable", "hook")[0], 0)
    if not world.wait(lambda: len(world.record.read_text().splitlines())
                      > before, 20):
        faults.append("what waited for a disabled channel did not come")
    expect("enabled already", person.ctl("channels", "enable", "hook")[0], 1)


def check_deliveries(person, world):
    sent = person.rows("deliveries", "list", "--state", "sent",
                       "--channel", "hook")
    expect("the oldest first", sent, sorted(sent, key=lambda row: row["id"]))
    expect("numbers without a gap", sorted(row["sequence"] for row in sent),
           list(range(1, len(sent) + 1)))
    code, out, _ = person.ctl("deliveries", "show", str(sent[0]["id"]))
    expect("deliveries show", code, 0)
    expect_in("deliveries show", out, "taken")
    code, _, text = person.ctl("deliveries", "retry", str(sent[0]["id"]))
    expect("what was sent is not tried again", code, 1)
    expect_in("what was sent is not tried again", text, "events replay")
    # Once more to a receiver that is down, tried again by hand, given up.
    event = sent[0]["event"]
    expect("to the one that is down", person.ctl(
        "events", "replay", event, "--channel", "down")[0], 0)
    world.wait(lambda: person.channel("down")["retry"] == 1, 20)
    expect_in("an ordered channel", person.ctl("channels", "show", "down")[1],
              f"all wait for delivery {person.channel('down')['held_by']}:")
    row = person.rows("deliveries", "list", "--state", "retry")[0]
    expect("its rule", row["rule"].split()[0], "replay")
    expect("late", row["late"], True)
    expect("retry", person.ctl("deliveries", "retry", str(row["id"]))[0], 0)
    world.wait(lambda: person.rows("deliveries", "show", str(row["id"]))[0]
               ["attempts"] > row["attempts"], 20)
    expect("cancel", person.ctl("deliveries", "cancel", str(row["id"]),
                                "-m", "no longer of interest")[0], 0)
    gone = person.rows("deliveries", "show", str(row["id"]))[0]
    expect("canceled", gone["state"], "canceled")
    expect_in("canceled", gone["why"], ": no longer of interest")
    expect("its attempts", [one["number"] for one in gone["tries"]],
           list(range(1, gone["attempts"] + 1)))
    expect("canceled already",
           person.ctl("deliveries", "cancel", str(row["id"]))[0], 1)
    expect("no such delivery", person.ctl("deliveries", "show", "9999")[0], 5)
    expect("no such state", person.ctl("deliveries", "list", "--state",
                                       "lost")[0], 2)
    expect("none of them", person.ctl("deliveries", "list", "--state",
                                      "dead")[0], 5)


def check_export(person):
    """A receiver that saw the number 1 asks for what came after it."""
    rows = person.rows("events", "export", "--after", "1", "--channel", "hook")
    expect("exported numbers", [row["sequence"] for row in rows],
           list(range(2, len(rows) + 2)))
    every = person.rows("events", "export", "--after", "0")
    expect("all events", [row["seq"] for row in every],
           sorted(row["seq"] for row in every))
    code, out, _ = person.ctl("events", "export", "--after", "0", "-F", "csv")
    expect("as csv", (code, out.splitlines()[0].split(",")[:3]),
           (0, ["seq", "id", "type"]))
    expect("nothing more", person.ctl("events", "export", "--after",
                                      "999999")[0], 5)
    expect("a replay of nothing", person.ctl("events", "replay",
                                             "evt_none")[0], 5)


def check_purged(person, world):
    """As when retention has let go of the first events."""
    store = sqlite3.connect(world.dir / "state/filingd.db", timeout=20)
    with store:
        store.execute("INSERT INTO setting (name, value)"
                      " VALUES ('events_purged', '3')")
        store.execute("UPDATE channel SET purged = 2 WHERE name = 'hook'")
    store.close()
    code, _, text = person.ctl("events", "export", "--after", "1")
    expect("what is purged", code, 5)
    expect_in("what is purged", text, "purged up to 3")
    rows = person.rows("events", "export", "--after", "3")
    expect("what is left", rows[0]["seq"], 4)
    code, _, text = person.ctl("events", "export", "--after", "0",
                               "--channel", "hook")
    expect("what a channel was told and is purged", code, 5)
    expect_in("what a channel was told and is purged", text,
              "purged up to 2")
    expect("a list of what there is", person.ctl("events", "list")[0], 0)
    code, _, text = person.ctl("follow", "--after", "0")
    expect("a stream of what is purged", code, 5)
    expect_in("a stream of what is purged", text, "is purged")


def make_keys(person):
    """As a person makes them: printed once, put into files."""
    folder = person.world.dir
    made = json.loads(person.ctl("-j", "channels", "secret", "new")[1])
    (folder / "before").write_text(made["secret"] + "\n")
    pair = json.loads(person.ctl("-j", "channels", "secret", "new", "hook",
                                 "--ed25519")[1])
    (folder / "sign-key").write_text(pair["secret"] + "\n")
    shown = person.ctl("channels", "secret", "public", str(folder / "sign-key"))
    expect("the public half", shown[1], pair["public"] + "\n")
    expect("no key", person.ctl("channels", "secret", "public",
                                str(folder / "before"))[0], 2)
    lines = person.ctl("channels", "secret", "new", "hook")[1].splitlines()
    expect("a new secret", lines[0][:6], "whsec_")
    expect_in("how to use it", "\n".join(lines), "previous-secret:")
    return made["secret"], pair["public"]


def check_verifiers(world, before, public):
    rows = [json.loads(line) for line in
            world.record.read_text().splitlines()][:4]
    found, count = verifiers.check(rows, [SECRET, before], public)
    faults.extend(found)
    print(f"operate: {count} cases of the page's verifiers")


def main():
    world = World(TAPE)
    config = world.dir / "filingd.yaml"
    config.write_text(config.read_text().replace(
        "operator: desk", DOWN % world.dir + "operator: desk").replace(
        "allow: 127.0.0.0/8,\n    secret",
        MORE_KEYS % (world.dir, world.dir) + "\n    secret", 1))
    person = Operator(world)
    before, public = make_keys(person)
    try:
        world.start()
        if not world.wait(lambda: len(world.hooks()) >= 4, 90):
            faults.append(f"no webhooks came: {world.log()[-3000:]}")
        else:
            check_verifiers(world, before, public)
            check_channels(person)
            check_test(person, world)
            check_disable(person, world)
            check_deliveries(person, world)
            check_export(person)
            quieting.check(person)
    finally:
        world.close()
    return told("operate")


if __name__ == "__main__":
    sys.exit(main())
