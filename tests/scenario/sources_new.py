#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""filingctl sources new: drafts from feeds, JSON and tables; and what a record
of a source that wants a key holds. Against a server on loopback."""
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.parse

BUILD = pathlib.Path(os.environ["FILINGD_BUILDDIR"])
SECRET = "s3cr3t/key+value"
faults = []

ROWS = [{"docId": f"A-{i}", "headline": f"Notice {i} of a profit warning",
         "href": f"/files/{i}.pdf", "published": f"2026-03-{i:02d} 16:30:00",
         "issuer": {"ticker": f"00{i}", "name": "示例股份"}}
        for i in range(1, 13)]
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>
%s</channel></rss>""" % "".join(
    f"<item><guid>g{i}</guid><title>Notice {i}</title><link>/n/{i}</link>"
    f"<pubDate>Mon, 0{i} Jun 2026 09:30:00 +0000</pubDate></item>"
    for i in range(1, 6))
TABLE = """<html><body><table><tr><td><a href="/">Home</a></td></tr></table>
<table id="list"><tr><th>Date</th><th>Company</th><th>Title</th></tr>%s
</table></body></html>""" % "".join(
    f"<tr><td>{i:02d}/07/2026</td><td>示例{i}</td>"
    f"<td><a href='doc/{i}.pdf'>Revision of the forecast\n no. {i}</a></td>"
    "</tr>" for i in range(1, 9))
HOSTILE_KEY = 'x"}\nengine: page\n#'

BODIES = {
    "/list.json": ("application/json", json.dumps(
        {"data": {"totalCount": 40, "list": ROWS}})),
    "/epoch.json": ("application/json", json.dumps(
        [{"seq": i, "title": f"公告第{i}号，业绩预亏", "time": 1768982400000 + i}
         for i in range(5)])),
    "/hostile.json": ("application/json", json.dumps(
        {HOSTILE_KEY: [{"a": 1, "b": 2}], "rows": [
            {HOSTILE_KEY: i, "id": i, "title": "\u001b[31mred \"title\" {/x}",
             "date": "2026-01-02"} for i in range(4)]})),
    "/feed.xml": ("application/rss+xml", FEED),
    "/table.html": ("text/html", TABLE),
    "/empty.html": ("text/html", "<html><body><p>none</p></body></html>"),
    "/untimed.json": ("application/json", json.dumps(
        [{"id": i, "title": "a title"} for i in range(3)])),
    "/none.json": ("application/json", '{"a": 1}'),
    "/cut.json": ("application/json", '{"list": [{"id": 1'),
    "/deep.json": ("application/json", "[" * 100000),
    "/garbage": ("application/octet-stream", "\x00\x01\x02" * 1000),
    "/nothing": ("text/plain", ""),
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path == "/key":
            kind, text = "application/json", json.dumps({
                "asked": self.path, "rows": [
                    {"id": "1", "title": SECRET, "date": "2026-01-02",
                     "link": self.path}]}) + "\0" + SECRET
        elif path in BODIES:
            kind, text = BODIES[path]
        else:
            self.send_response(403 if path == "/banned" else 404)
            self.end_headers()
            return
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def ctl(*arguments):
    done = subprocess.run([str(BUILD / "filingctl"), *map(str, arguments)],
                          capture_output=True, check=False, timeout=120)
    out, err = done.stdout.decode(), done.stderr.decode()
    if os.environ.get("FILINGD_SHOW"):
        print("$ filingctl", *arguments, f"({done.returncode})")
        print(out + err)
    return done.returncode, out, err


def check(code, says, *arguments):
    got, out, err = ctl(*arguments)
    for part in [says] if isinstance(says, str) else says:
        if got != code or part not in out + err:
            faults.append(f"{' '.join(map(str, arguments))}: {got}, wanted "
                          f"{code} and {part!r}:\n{out}{err}")
    return out + err


def new(url, *arguments):
    return ("sources", "new", "--allow", "127.0.0.0/8", *arguments, url)


def check_drafts(url):
    check(0, ("engine: json", 'rows: "/data/list"', 'total: "/data/totalCount"',
              'key: "{/docId}"', 'from: "{/headline}"',
              'url: "%s{/href}"' % url, 'format: "%Y-%m-%d %H:%M:%S"',
              "It reads: ok, 12 items of 40 rows", "A-12",
              "2026-03-12 16:30:00"), *new(url + "/list.json"))
    check(0, ("kind: epoch-ms", 'key: "{/seq}"', "ok, 5 items", "业绩预亏"),
          *new(url + "/epoch.json"))
    check(0, ("engine: feed", "ok, 5 items", "2026-06-05 09:30:00", "g5"),
          *new(url + "/feed.xml"))
    check(0, ("engine: html", "//table[@id='list']", "%d/%m/%Y", "ok, 8 items",
              "2026-07-08", "Revision of the forecast no. 8", "doc/8.pdf"),
          *new(url + "/table.html"))


def check_hostile(url):
    out = check(0, ("engine: json", "ok, 4 items"), *new(url + "/hostile.json"))
    if "\x1b" in out or "engine: page" in out:
        faults.append(f"hostile: {out!r}")
    for path, says in (("/empty.html", "no table of the page"),
                       ("/untimed.json", "no member that looks like a time"),
                       ("/none.json", "no list of objects"),
                       ("/cut.json", "JSON, but line"), ("/deep.json", "deep"),
                       ("/garbage", ""), ("/nothing", "")):
        check(5, says, *new(url + path))
    check(4, "turns programs away", *new(url + "/banned"))
    check(1, "http 404", *new(url + "/gone"))
    check(1, "allow", "sources", "new", url + "/feed.xml")
    check(2, "usage", "sources", "new")
    check(2, "must be a name", *new(url, "--name", "../x"))
    check(1, "", *new("ftp://127.0.0.1/"))
    check(0, "%7Bpage%7D", *new(url + "/feed.xml?x={page}"))


def check_written(url, folder):
    place = folder / "my-list"
    before = sorted(folder.iterdir())
    check(0, "ok, 12 items", *new(url + "/list.json"))
    if sorted(folder.iterdir()) != before:
        faults.append("something was written without -o")
    check(0, "written to", *new(url + "/list.json", "-o", place))
    check(0, "my-list: good", "sources", "doctor", place)
    check(0, "good: 1 definition", "check", place)
    check(1, "File exists", *new(url + "/list.json", "-o", place))


def check_secret(url, folder):
    """A record holds no credential, however the source sends it back."""
    source = folder / "sources/keyed"
    source.mkdir(parents=True)
    (source / "definition.yaml").write_text(f"""format: 1
name: keyed
verified: 2026-01-01
engine: json
credentials: [ key ]
request: {{ list: {{ url: "{url}/key", query: {{ k: "{{credential:key}}" }} }} }}
items: {{ rows: /rows }}
fields: {{ key: "{{/id}}", title: "{{/title}}", time: "{{/date}}" }}
time: {{ kind: format, format: "%Y-%m-%d", zone: UTC }}
manners: {{ zone: UTC, peak: 1m, quiet: 1m }}
""")
    (folder / "key").write_text(SECRET + "\n")
    config = folder / "filingd.yaml"
    config.write_text(f"""definitions: {folder}/sources
sources:
  keyed: {{ allow: 127.0.0.0/8, issuer: AAPL.US,
    credentials: {{ key: {{ file: {folder}/key }} }} }}
""")
    answer = folder / "answer"
    ctl("sources", "tape", "record", "-f", config, "keyed", answer)
    ctl("sources", "tape", "record", "-f", config, "keyed", source)
    written = [answer, *source.glob("tape/*"), source / "items.json"]
    for path in written:
        data = path.read_bytes() if path.exists() else b""
        if path.name != "items.json" and b"***" not in data:
            faults.append(f"{path.name}: not recorded: {data!r}")
        for form in (SECRET, urllib.parse.quote(SECRET, safe="")):
            if form.encode() in data:
                faults.append(f"{path.name} holds the secret: {data!r}")


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_drafts(url)
        check_hostile(url)
        check_written(url, folder)
        check_secret(url, folder)
    server.shutdown()
    for fault in faults:
        print(f"sources_new: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
