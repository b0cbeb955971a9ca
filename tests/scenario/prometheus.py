# SPDX-License-Identifier: BSD-2-Clause
"""Prometheus' text format 0.0.4, read strictly: what does not keep to it, or
to the habits that promtool checks, is a fault."""
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(
    rf"({NAME})(?:\{{(.*)\}})? (-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)\Z")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|\Z)')
TYPES = ("counter", "gauge", "histogram")


class Family:
    def __init__(self, name):
        self.name = name
        self.type = None
        self.samples = []  # (name, labels as sorted tuple, value)


class Page:
    """Families by name, and the faults found."""

    def __init__(self, text):
        self.families = {}
        self.faults = []
        self.current = None
        if not text.endswith("\n"):
            self.faults.append("the last line has no end")
        for number, line in enumerate(text.split("\n")[:-1], 1):
            self.line = f"line {number}: {line!r}"
            if line.startswith("#"):
                self.comment(line)
            else:
                self.sample(line)
        for family in self.families.values():
            self.check(family)

    def fault(self, what):
        self.faults.append(f"{self.line}: {what}")

    def comment(self, line):
        match = re.match(rf"# (HELP|TYPE) ({NAME}) (.+)\Z", line)
        if not match:
            self.fault("neither HELP nor TYPE")
            return
        kind, name, rest = match.groups()
        if kind == "HELP":
            if name in self.families:
                self.fault("the family comes twice")
            self.current = self.families[name] = Family(name)
        elif self.current is None or self.current.name != name:
            self.fault("TYPE of another family than HELP")
        elif rest not in TYPES:
            self.fault("no such type")
        else:
            self.current.type = rest

    def labels(self, text):
        labels, at = {}, 0
        while text and at < len(text):
            match = LABEL.match(text, at)
            if not match:
                self.fault("bad labels")
                return labels
            if match.group(1) in labels:
                self.fault("a label twice")
            labels[match.group(1)] = match.group(2)
            at = match.end()
        return labels

    def sample(self, line):
        match = SAMPLE.match(line)
        if not match:
            self.fault("no sample")
            return
        name, labels, value = match.groups()
        family = self.current
        base = name
        if family is not None and family.type == "histogram":
            base = re.sub(r"_(bucket|sum|count)\Z", "", name)
        if family is None or family.type is None or base != family.name:
            self.fault("stands outside of its family")
            return
        key = (name, tuple(sorted(self.labels(labels).items())))
        if any(key == (n, k) for n, k, _ in family.samples[-200:]):
            self.fault("the series comes twice")
        family.samples.append((*key, float(value)))

    def check(self, family):
        self.line = family.name
        if family.type is None:
            self.fault("has no type")
        if (family.type == "counter") != family.name.endswith("_total"):
            self.fault("a counter, and only a counter, ends in _total")
        if family.type in ("counter", "histogram") and any(
                value < 0 for _, _, value in family.samples):
            self.fault("is negative")
        if family.type == "histogram":
            self.check_histogram(family)

    def check_histogram(self, family):
        series = {}
        for name, labels, value in family.samples:
            rest = tuple(l for l in labels if l[0] != "le")
            entry = series.setdefault(rest, {"buckets": []})
            if name.endswith("_bucket"):
                bound = dict(labels).get("le", "")
                entry["buckets"].append(
                    (float("inf") if bound == "+Inf" else float(bound), value))
            else:
                entry[name.rsplit("_", 1)[1]] = value
        for labels, entry in series.items():
            buckets = entry["buckets"]
            if buckets != sorted(buckets) or \
                    [b[1] for b in buckets] != sorted(b[1] for b in buckets):
                self.fault(f"{labels}: buckets do not rise")
            if not buckets or buckets[-1][0] != float("inf") or \
                    buckets[-1][1] != entry.get("count") or "sum" not in entry:
                self.fault(f"{labels}: does not end in +Inf, sum and count")

    def value(self, name, **labels):
        """Of one sample; None: there is none."""
        wanted = tuple(sorted(labels.items()))
        for family in self.families.values():
            for sample, found, value in family.samples:
                if sample == name and found == wanted:
                    return value
        return None

    def names(self):
        """Every name that a query may ask for, with its labels."""
        found = {}
        for family in self.families.values():
            for name, labels, _ in family.samples:
                found.setdefault(name, set()).update(l[0] for l in labels)
            if not family.samples:
                found.setdefault(family.name, set())
        return found
