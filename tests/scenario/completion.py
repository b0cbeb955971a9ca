#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Completion: the scripts in their shells, and the table behind them against
what each verb says of its own use. zsh and fish are tried where they are."""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import Control, expect, expect_in, faults, told  # noqa: E402
from process_world import BUILD, SRC, World  # noqa: E402

CTL = str(BUILD / "filingctl")


def run(*arguments, **more):
    done = subprocess.run(arguments, capture_output=True, text=True,
                          check=False, stdin=subprocess.DEVNULL, **more)
    return done.stdout, done.stderr


def candidates(*words):
    out, err = run(CTL, "completion", "candidates", "--", *words)
    expect(f"standard error of {words}", err, "")
    return [line.split("\t")[0] for line in out.splitlines()]


def check_table():
    """Every verb, every second word and every option that its usage names."""
    verbs = re.findall(r"^  (\w+) +\S", run(CTL, "-h")[0], re.M)
    expect("verbs", candidates(""), verbs)
    for verb in verbs:
        usage = "".join(run(CTL, verb, "--help"))
        lines = re.findall(rf"filingctl {verb}( .*)?$", usage, re.M)
        pairs = {}
        for line in lines:
            for part in line.split(" | "):
                sub = re.match(r" ?([a-z]+)\b(?!=)", part)
                key = sub[1] if sub and sub[1] in candidates(verb, "") else ""
                pairs.setdefault(key, set()).update(
                    re.findall(r"--[a-z0-9-]+", line))
        for sub, options in pairs.items():
            offered = set(candidates(verb, *([sub] if sub else []), "-"))
            if not options <= offered:
                faults.append(f"{verb} {sub}: {options - offered} not offered")
        if not lines and verb not in ("check", "backtest", "version"):
            faults.append(f"{verb} does not say its usage: {usage!r}")


BASH = """\
eval "$({ctl} completion bash)"
COMP_WORDS=({words}) COMP_CWORD=$(({count} - 1))
_filingctl
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def in_bash(*words):
    """What bash would offer for the last word."""
    quoted = " ".join("'" + word + "'" for word in (CTL,) + words)
    out, err = run("bash", "-c", BASH.format(
        ctl=CTL, words=quoted, count=len(words) + 1))
    expect(f"bash on {words}", err, "")
    return [line for line in out.splitlines() if line]


def check_bash(socket):
    ask = ("-s", str(socket))
    expect("bash: verbs", in_bash("ver"), ["version"])
    expect("bash: second words", in_bash("db", "c"), ["check", "compact"])
    expect("bash: options", in_bash("db", "restore", "--f"), ["--force"])
    expect("bash: types", in_bash("follow", "--type", "warning.d"),
           ["warning.detected"])
    expect("bash: sources", in_bash(*ask, "sources", "show", ""), ["cninfo"])
    expect("bash: channels", sorted(in_bash(*ask, "channels", "test", "")),
           ["desk", "hook"])
    expect("bash: rules", in_bash(*ask, "rules", "backtest", ""), ["all"])
    expect("bash: of an option", in_bash(*ask, "events", "export", "--channel",
                                         "h"), ["hook"])
    expect("bash: nobody answers",
           in_bash("-s", "/nowhere", "sources", "show", ""), [])
    expect("bash: no such verb", in_bash("nonsense", ""), [])


def check_others(folder):
    for shell in ("zsh", "fish"):
        out, err = run(CTL, "completion", shell)
        expect_in(shell, out, "completion candidates --")
        if not shutil.which(shell):
            print(f"completion: no {shell} here")
            continue
        script = folder / f"script.{shell}"
        script.write_text(out)
        expect(f"{shell} reads it", run(shell, "-n", str(script))[1], "")
    if shutil.which("fish"):
        out, err = run("fish", "-c", f"source {folder}/script.fish; "
                       f"complete -C '{CTL} db c'")
        expect("fish", [line.split()[0] for line in out.splitlines()],
               ["check", "compact"])


def main():
    check_table()
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    try:
        world.start()
        control = Control(world)
        if not world.wait(lambda: control.ctl("status")[0] == 0, 20):
            faults.append("filingd does not answer")
        check_bash(control.socket)
        check_others(world.dir)
    finally:
        world.close()
    return told("completion")


if __name__ == "__main__":
    sys.exit(main())
