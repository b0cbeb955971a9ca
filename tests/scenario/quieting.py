# SPDX-License-Identifier: BSD-2-Clause
"""Silences and acknowledgements through filingctl, for operate.py."""
import json

from expect import expect, expect_in


def warning(person):
    """The oldest warning that was told."""
    return [row for row in person.rows("events", "list", "--last", "50")
            if row["type"] == "warning.detected"][0]


def check_silence(person):
    event = warning(person)
    issuer = event["listing"]
    code, out, _ = person.ctl("silence", "list")
    expect("no silences", (code, out), (5, "no silences\n"))
    code, out, _ = person.ctl("silence", "preview", "--issuer", issuer)
    expect("a preview", code, 0)
    expect_in("a preview", out, event["line"])
    expect_in("a preview", out, "it would have hidden")
    code, out, _ = person.ctl("silence", "preview", "--issuer", "600999.SH",
                              "--since", "2020-01-01")
    expect("a preview of nothing", code, 5)
    expect_in("a preview of nothing", out, "it would have hidden nothing")
    code, _, text = person.ctl("silence", "add", "severty < 3", "--for", "2h",
                               "-m", "x")
    expect("a silence that cannot be read", code, 2)
    expect_in("a silence that cannot be read", text,
              "did you mean 'severity'?\nseverty < 3\n^")
    expect("without an end", person.ctl(
        "silence", "add", "--issuer", issuer, "-m", "x")[0], 2)
    expect("without a reason", person.ctl(
        "silence", "add", "--issuer", issuer, "--for", "2h")[0], 2)
    code, out, _ = person.ctl("silence", "add", "--issuer", issuer,
                              "--channel", "desk", "severity < 9", "--for",
                              "2h", "-m", "we know")
    expect("silence add", code, 0)
    expect_in("silence add", out, "silence 1 holds until ")
    silence = json.loads(person.ctl("-j", "silence", "list")[1])["silences"][0]
    expect("its condition", silence["condition"],
           f"(severity < 9) and listing = '{issuer}'")
    expect_in("silence list", person.ctl("silence", "list")[1], "we know")
    expect("silence expire", person.ctl("silence", "expire", "1")[0], 0)
    expect("expired already", person.ctl("silence", "expire", "1")[0], 1)
    expect("no such silence", person.ctl("silence", "expire", "9")[0], 5)
    expect_in("silence list --all", person.ctl("silence", "list", "--all")[1],
              "ended")
    expect("silence --help", person.ctl("silence", "--help")[0], 0)


def check_ack(person):
    event = warning(person)["id"]
    code, out, _ = person.ctl("ack", event, "-m", "called them")
    expect("ack", code, 0)
    expect_in("ack", out, "acknowledged")
    code, _, text = person.ctl("ack", event)
    expect("acknowledged already", code, 1)
    expect_in("acknowledged already", text, "already")
    expect("no such event", person.ctl("ack", "evt_none")[0], 5)
    expect("no event", person.ctl("ack")[0], 2)
    expect_in("events show", person.ctl("events", "show", event)[1],
              ", up to version 1 of the warning: called them")


def check(person):
    check_silence(person)
    check_ack(person)
