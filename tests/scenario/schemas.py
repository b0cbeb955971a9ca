#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The JSON Schemas of events against every body at hand, and against wrong ones.

Bodies: of each type as tests/lib/bodies prints them, the golden vector, and
those that a filingd sends. Each is taken, each member of it is known to its
schema (a member that is new in the code must get its row), and a body that
lacks a required member or has one of the wrong type is refused.
"""
import copy
import json
import os
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("schemas: skipped: no python3-jsonschema")
    sys.exit(77)

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import expect, expect_in, faults, told  # noqa: E402
from process_world import BUILD, SRC, World  # noqa: E402


def ctl(*arguments):
    done = subprocess.run([str(BUILD / "filingctl"), *arguments],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def load_schemas():
    """type -> its schema; each is a good one and says what it is."""
    schemas = {}
    for name in ctl("schema")[1].split():
        code, out, _ = ctl("schema", name)
        expect(f"schema {name}", code, 0)
        schema = json.loads(out)
        jsonschema.Draft202012Validator.check_schema(schema)
        expect("$id", schema["$id"], f"urn:filingd:schema:1:{name}")
        installed = BUILD / "doc/events" / f"{name}.json"
        if not installed.exists() or installed.read_text() != out:
            faults.append(f"{installed} is not what filingctl prints")
        schemas[name] = schema
    expect("types", len(schemas), 13)
    return schemas


def closed(node):
    """The schema with every object closed: an unknown member is a fault."""
    if isinstance(node, list):
        return [closed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    return {key: False if key == "additionalProperties" else closed(value)
            for key, value in node.items()}


def refuses(validator, body):
    return next(validator.iter_errors(body), None) is not None


def places(node, path=()):
    """The path of each member."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield path + (key,)
            yield from places(value, path + (key,))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from places(value, path + (i,))


def changed(body, path, do):
    copied = copy.deepcopy(body)
    holder = copied
    for step in path[:-1]:
        holder = holder[step]
    do(holder, path[-1])
    return copied


def check_wrong(validator, body):
    """Each member with another type; what is there always, left out."""
    seldom = {"page", "approx", "derived", "broker", "unreadable_why", "class",
              "guidance", "consensus", "position_pct"}
    for path in places(body):
        spoilt = changed(body, path, lambda holder, key:
                         holder.update({key: {"no": []}}))
        if not refuses(validator, spoilt):
            faults.append(f"{body['type']}: {path} may be anything")
        if path[-1] in seldom and "warning" not in path[:-1]:
            continue
        lacking = changed(body, path, lambda holder, key: holder.pop(key))
        if not refuses(validator, lacking):
            faults.append(f"{body['type']}: {path} may lack")


def check_bodies(schemas, bodies):
    for body in bodies:
        schema = schemas[body["type"]]
        for what, validator in (
                ("", jsonschema.Draft202012Validator(schema)),
                ("closed ", jsonschema.Draft202012Validator(closed(schema)))):
            for error in validator.iter_errors(body):
                faults.append(f"{what}{body['type']}: {list(error.path)}: "
                              f"{error.message[:200]}")


def main():
    schemas = load_schemas()
    done = subprocess.run([str(BUILD / "tests/lib/bodies")],
                          capture_output=True, text=True, check=True)
    bodies = [json.loads(line) for line in done.stdout.splitlines()]
    expect("types at hand", {body["type"] for body in bodies}, set(schemas))
    vector = json.loads((SRC / "tests/fixtures/webhook-vector.json").read_text())
    check_bodies(schemas, bodies + [json.loads(vector["body"])])
    for name in ("warning.detected", "source.degraded"):
        body = next(body for body in bodies if body["type"] == name)
        check_wrong(jsonschema.Draft202012Validator(schemas[name]), body)
    code, _, err = ctl("schema", "warning.detekted")
    expect("no such type", code, 2)
    expect_in("no such type", err, "did you mean 'warning.detected'?")
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    try:
        world.start()
        if not world.wait(lambda: len(world.hooks()) >= 4, 60):
            faults.append("not all warnings came")
        sent = [json.loads(body) if isinstance(body, str) else body
                for body in world.hooks().values()]
        check_bodies(schemas, sent)
    finally:
        world.close()
    print(f"schemas: {len(bodies) + 1 + len(sent)} bodies of "
          f"{len(schemas)} types")
    return told("schemas")


if __name__ == "__main__":
    sys.exit(main())
