#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The alert rules, the dashboard and the journal's catalog keep to what filingd
exports and logs. promtool and journalctl look at them too where they are."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import Control, expect, faults, told  # noqa: E402
from process_world import SRC, World  # noqa: E402
from prometheus import Page  # noqa: E402

RULES = SRC / "monitoring/filingd.rules.yml"
DASHBOARD = SRC / "monitoring/filingd-dashboard.json"
CATALOG = SRC / "systemd/filingd.catalog"
CONDITIONS = SRC / "lib/base/log_condition.h"
# Of Prometheus itself, and labels that it adds.
GIVEN = {"up"}
ADDED = {"le", "job", "instance"}
WORDS = {"and", "or", "unless", "by", "without", "on", "ignoring", "offset",
         "bool", "sum", "min", "max", "rate", "increase", "topk", "time",
         "histogram_quantile"}


def page_of(world):
    control = Control(world)
    out = subprocess.run(
        ["curl", "-sf", "--unix-socket", str(control.socket),
         "http://localhost/metrics"], capture_output=True, text=True,
        check=True).stdout if shutil.which("curl") else fetch(control.socket)
    return Page(out), out


def fetch(path):
    from api import Unix
    connection = Unix(path)
    connection.request("GET", "/metrics")
    return connection.getresponse().read().decode()


def check_expression(where, text, names):
    """Each metric is exported, and has the labels that are asked of it."""
    found = False
    for match in re.finditer(r"([a-zA-Z_:][\w:]*)(\{[^}]*\})?", re.sub(
            r'"[^"]*"|\b(?:by|without)\s*\([^)]*\)', '""', text)):
        name, labels = match.groups()
        if name in WORDS or re.fullmatch(r"[smhd]", name):
            continue
        found = True
        if name not in names and name not in GIVEN:
            faults.append(f"{where}: no metric '{name}'")
            continue
        for label in re.findall(r"(\w+)\s*[=!]", labels or ""):
            if label not in names.get(name, set()) | ADDED:
                faults.append(f"{where}: '{name}' has no label '{label}'")
    if not found:
        faults.append(f"{where}: asks for no metric: {text!r}")
    known = set().union(*names.values()) | ADDED
    for group in re.findall(r"\bby\s*\(([^)]*)\)", text):
        for label in re.split(r"\s*,\s*", group.strip()):
            if label not in known:
                faults.append(f"{where}: no label '{label}'")


def check_rules(names):
    text = RULES.read_text()
    alerts = re.findall(
        r"- alert: (\w+)\n\s+expr: (?:>\n((?:\s{10}.*\n)+)|(.*)\n)", text)
    expect("alerts that were read", len(alerts), text.count("- alert:"))
    for name, long, short in alerts:
        check_expression(name, long or short, names)
    for part in ("stale", "26 * 3600", "> 300", "disabled", "reload", "< 0.1"):
        if part not in text:
            faults.append(f"the rules have no '{part}'")
    promtool = shutil.which("promtool")
    if promtool:
        done = subprocess.run([promtool, "check", "rules", str(RULES)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            faults.append(f"promtool: {done.stdout}{done.stderr}")
    else:
        print("monitoring: no promtool here, the rules were read by this alone")


def check_dashboard(names):
    panels = json.loads(DASHBOARD.read_text())["panels"]
    ids = [panel["id"] for panel in panels]
    expect("ids of panels", len(set(ids)), len(ids))
    cells = set()
    for panel in panels:
        for target in panel["targets"]:
            check_expression(f"panel '{panel['title']}'", target["expr"],
                             names)
        at = panel["gridPos"]
        here = {(x, y) for x in range(at["x"], at["x"] + at["w"])
                for y in range(at["y"], at["y"] + at["h"])}
        if cells & here or at["x"] + at["w"] > 24:
            faults.append(f"panel '{panel['title']}' stands on another")
        cells |= here


def check_catalog():
    ids = re.findall(r'"([0-9a-f]{32})"', CONDITIONS.read_text())
    entries = re.findall(r"^-- ([0-9a-f]{32})$", CATALOG.read_text(), re.M)
    expect("entries of the catalog", sorted(entries), sorted(ids))
    expect("ids that come twice", len(set(ids)), len(ids))
    if not shutil.which("journalctl"):
        print("monitoring: no journalctl here, the catalog was read by this "
              "alone")
        return
    with tempfile.TemporaryDirectory() as root:
        folder = os.path.join(root, "usr/lib/systemd/catalog")
        os.makedirs(folder)
        os.makedirs(os.path.join(root, "var/lib/systemd/catalog"))
        shutil.copy(CATALOG, folder)
        done = subprocess.run(
            ["journalctl", f"--root={root}", "--update-catalog"],
            capture_output=True, text=True, check=False)
        listed = subprocess.run(
            ["journalctl", f"--root={root}", "--list-catalog"],
            capture_output=True, text=True, check=False).stdout
    expect("journalctl --update-catalog", (done.returncode, done.stderr),
           (0, ""))
    for entry in entries:
        if entry not in listed:
            faults.append(f"journalctl does not list {entry}")


def main():
    check_catalog()
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    try:
        world.start()
        if not world.wait(lambda: world.hooks(), 60):
            faults.append("no warning came")
        page, _ = page_of(world)
        names = page.names()
        check_rules(names)
        check_dashboard(names)
    finally:
        world.close()
    return told("monitoring")


if __name__ == "__main__":
    sys.exit(main())
