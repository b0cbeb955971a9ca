#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Two instances on one tape tell the same events, byte for byte.

The second one has another name, another number of readers, starts a minute
later and so polls at other moments; of one filing the exchange shows a
correction, another one it withdraws.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import day  # noqa: E402

MORE = """\
  - { at: "+600", time: 2026-01-22T00:00:00+08:00, id: "1225600009", code: "600010",
      name: 示例钢铁, org: gssh0600010, title: 2025年年度业绩预告更正公告,
      path: finalpage/2026-01-22/1225600009.html }
bodies:
  - { at: "+600", path: /finalpage/2026-01-22/1225600009.html, type: text/html, file: correction.html }
"""


def tape(folder):
    """The short evening, with a correction and a withdrawal."""
    text = day.CRASH.tape.read_text().replace("bodies:\n", MORE, 1)
    text = text.replace('- { at: "+0", time: 2026-01-22T00:00:00+08:00, id: "1225600002"',
                        '- { at: "+0", until: "+900", time: 2026-01-22T00:00:00+08:00, id: "1225600002"')
    for name in day.CRASH.tape.parent.glob("*.html"):
        (folder.dir / name.name).write_bytes(name.read_bytes())
    path = folder.dir / "tape.yaml"
    path.write_text(text)
    return path


def play(port, late_ms, **changes):
    config = day.CONFIG.replace(
        "name: all, when: severity >= 2,",
        'name: all, on: [ warning.*, filing.* ], when: severity >= 2,')
    for old, new in changes.values():
        config = config.replace(old, new)
    folder = day.Folder(day.Day(None, day.CRASH.start, 3600, config=config),
                        port)
    try:
        folder.day.tape = tape(folder)
        begin = 1768982400000 + late_ms  # 16:00:00 in Shanghai
        (folder.dir / "clock").write_bytes(begin.to_bytes(8, "little"))
        if folder.run() != 0:
            raise RuntimeError(folder.log)
        return folder.told()
    finally:
        folder.close()


def main():
    if os.environ.get("FILINGD_SANITIZERS"):
        print("instances: skipped in a sanitizer build")
        return 77
    one = play(day.PORTS, 0)
    other = play(day.PORTS + 10, 47000, name=("instance: day", "instance: night"),
                 workers=("workers: 1", "workers: 3"))
    fault = day.complaint(one, other, 0)
    kinds = sorted({body.split('"')[3] for body in one.hooks.values()})
    print(f"instances: {len(one.hooks)} events ({', '.join(kinds)}), "
          f"{fault or 'all the same'}")
    wanted = {"warning.detected", "warning.updated", "warning.retracted"}
    if not wanted <= set(kinds):
        print(f"instances: no {sorted(wanted - set(kinds))}")
        return 1
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
