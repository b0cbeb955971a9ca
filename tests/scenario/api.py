#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The API's pages for monitors, its loopback port, and clients that mean it
ill: slow, huge, many, deaf. What counts is that the daemon goes on polling and
answers others; nothing here is timed."""
import http.client
import os
import shutil
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from expect import Control, expect, expect_in, faults, told  # noqa: E402
from process_world import BUILD, SRC, World  # noqa: E402
from prometheus import Page  # noqa: E402

TOKEN = "6d1c3f0a9b8e4d2f7a5c6b3e1f0d9c8b"


class Unix(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)  # waits while the backlog is full
        self.sock.settimeout(20)


class Api(Control):
    def __init__(self, world, port):
        super().__init__(world)
        self.port = port

    def get(self, path, method="GET", connection=None, headers=None):
        connection = connection or Unix(self.socket)
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body, answer.headers.get("Content-Type")

    def by_port(self, path, method="GET", host=None, token=TOKEN):
        headers = {"Host": host or f"127.0.0.1:{self.port}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.get(path, method, http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=20), headers)[:2]

    def page(self):
        return Page(self.get("/metrics")[1])

    def open(self, data=b""):
        client = socket.socket(socket.AF_UNIX)
        client.connect(str(self.socket))  # waits while the backlog is full
        client.settimeout(20)
        try:
            client.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        return client


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_pages(api):
    expect("/healthz", api.get("/healthz")[:2], (200, "ok\n"))
    expect("/readyz", api.get("/readyz")[:2], (200, "ok\n"))
    expect("/freshz", api.get("/freshz")[:2],
           (200, "ok, 1 of 1 sources fresh\n"))
    status, text, kind = api.get("/metrics")
    expect("/metrics", status, 200)
    expect("type of /metrics", kind,
           "text/plain; version=0.0.4; charset=utf-8")
    page = Page(text)
    faults.extend(f"/metrics: {f}" for f in page.faults)
    for name, labels, least in (
            ("filingd_source_up", {"source": "cninfo"}, 1),
            ("filingd_source_polls_total",
             {"source": "cninfo", "result": "complete"}, 1),
            ("filingd_source_responses_total",
             {"source": "cninfo", "code": "200"}, 1),
            ("filingd_filings_total", {"source": "cninfo", "kind": "new"}, 4),
            ("filingd_rule_matches_total", {"rule": "all"}, 4),
            ("filingd_delivery_attempts_total",
             {"channel": "hook", "result": "sent", "reason": ""}, 4),
            ("filingd_decided_to_attempt_seconds_count",
             {"channel": "hook"}, 4),
            ("filingd_seen_to_decided_seconds_count", {}, 4),
            ("filingd_store_sync_seconds_count", {}, 4),
            ("filingd_loop_lag_seconds_count", {}, 4),
            ("filingd_rule_eval_seconds_count", {}, 4),
            ("filingd_store_bytes", {"kind": "main"}, 4096),
            ("filingd_channel_state",
             {"channel": "hook", "state": "ok"}, 1),
            ("process_resident_memory_bytes", {}, 1000000),
            ("process_open_fds", {}, 5)):
        value = page.value(name, **labels)
        if value is None or value < least:
            faults.append(f"{name} {labels}: {value}, not {least} or more")
    check_labels(page)
    promtool = shutil.which("promtool")
    if promtool:
        done = subprocess.run([promtool, "check", "metrics"], input=text,
                              text=True, capture_output=True, check=False)
        expect("promtool check metrics", (done.returncode, done.stderr),
               (0, ""))


def check_labels(page):
    """Nothing of a filing is in a label: the series are the config's."""
    allowed = {
        "source": {"cninfo"}, "channel": {"hook", "desk"}, "rule": {"all"}}
    for family in page.families.values():
        for _, labels, _ in family.samples:
            for name, value in labels:
                if name in allowed and value not in allowed[name]:
                    faults.append(f"{family.name}: label {name}={value}")
                if "evt_" in value or "http:" in value or "603138" in value:
                    faults.append(f"{family.name}: label {name}={value}")


def check_port(api):
    expect("with the token", api.by_port("/readyz"), (200, "ok\n"))
    expect("/v1/status", api.by_port("/v1/status")[0], 200)
    expect("localhost", api.by_port("/healthz", host="localhost")[0], 200)
    expect("without a token", api.by_port("/healthz", token=None)[0], 401)
    expect("a wrong token",
           api.by_port("/metrics", token=TOKEN[:-1] + "x")[0], 401)
    expect("half a token", api.by_port("/metrics", token=TOKEN[:16])[0], 401)
    expect("a name that points here",
           api.by_port("/v1/status", host="evil.example.org")[0], 403)
    expect("a name like ours",
           api.by_port("/v1/status", host="localhost.evil.example")[0], 403)
    expect("the token reads only", api.by_port("/v1/reload", "POST")[0], 403)
    _, _, kind = api.get("/v1/status")
    expect("no cross-origin header", kind, "application/json")


def check_slow(api):
    """Headers that never end, and a body that is announced and never comes."""
    slow = [api.open(b"GET /v1/status HTTP/1.1\r\nX-A: ") for _ in range(30)]
    slow += [api.open(b"POST /v1/reload HTTP/1.1\r\nHost: l\r\n"
                      b"Content-Length: 4000\r\n\r\nx") for _ in range(10)]
    for _ in range(5):
        for client in slow:
            client.sendall(b"a")
        expect("beside slow clients", api.get("/healthz")[0], 200)
    return slow


def check_huge(api):
    for what, data, wanted in (
            ("a huge header", b"GET / HTTP/1.1\r\nX: " + b"a" * 200000
             + b"\r\n\r\n", (b"HTTP/1.1 400", b"HTTP/1.1 413", b"")),
            ("a huge body", b"POST /v1/reload HTTP/1.1\r\nHost: l\r\n"
             b"Content-Length: 99999999\r\n\r\n" + b"b" * 100000,
             (b"HTTP/1.1 413", b"")),
            ("endless chunks", b"POST /v1/reload HTTP/1.1\r\nHost: l\r\n"
             b"Transfer-Encoding: chunked\r\n\r\n" + b"1000\r\n"
             + b"c" * 4096 + b"\r\n1000\r\n" + b"c" * 4096,
             (b"HTTP/1.1 413", b""))):
        with api.open(data) as client:
            try:
                answer = client.recv(12)
            except ConnectionResetError:
                answer = b""
        if answer not in wanted:
            faults.append(f"{what}: answered {answer!r}")
        expect(f"after {what}", api.get("/healthz")[0], 200)


def check_many(api):
    many = []
    for _ in range(1000):
        many.append(api.open())
    expect("beside 1,000 connections", api.get("/healthz")[0], 200)
    expect("filingctl beside them", api.ctl("status")[0], 0)
    refused = api.page().value("filingd_api_refused_total",
                               reason="connections")
    if refused < 900:
        faults.append(f"{refused} of 1,000 connections were ended")
    for client in many:
        client.close()


def check_deaf(api):
    """Streams that are never read: so many a user, and no memory for them."""
    ask = b"GET /v1/stream?after=0 HTTP/1.1\r\nHost: l\r\n\r\n"
    deaf = [api.open(ask) for _ in range(40)]
    heads = []
    for client in deaf:
        heads.append(client.recv(12))
    expect("streams of one user", heads.count(b"HTTP/1.1 200"), 16)
    expect("more of them", heads.count(b"HTTP/1.1 503"), 24)
    expect("beside deaf streams", api.get("/v1/status")[0], 200)
    return deaf


def check_alive(api, world, before):
    """It went on polling, and no timer waited for a client."""
    def polls():
        return api.page().value("filingd_source_polls_total",
                                source="cninfo", result="complete")
    if not world.wait(lambda: polls() > before + 2, 60):
        faults.append("it does not poll any more")
    page = api.page()
    late = (page.value("filingd_loop_lag_seconds_count")
            - page.value("filingd_loop_lag_seconds_bucket", le="10"))
    expect("timers later than 10 s of its clock", late, 0)


def main():
    port = free_port()
    world = World(SRC / "tests/scenario/crash/tape.yaml")
    (world.dir / "token").write_text(TOKEN + "\n")
    config = world.dir / "filingd.yaml"
    config.write_text(config.read_text() +
                      f"api: {{ listen: 127.0.0.1:{port}, "
                      f"token: {{ file: {world.dir}/token }} }}\n")
    held = []
    try:
        world.start()
        if not world.wait(lambda: len(world.hooks()) >= 4, 60):
            faults.append("not all warnings came")
        api = Api(world, port)
        world.wait(lambda: api.get("/freshz")[0] == 200, 20)
        check_pages(api)
        check_port(api)
        before = api.page().value("filingd_source_polls_total",
                                  source="cninfo", result="complete")
        held += check_slow(api)
        check_huge(api)
        check_many(api)
        held += check_deaf(api)
        check_alive(api, world, before)
        expect("stopped by SIGTERM", world.stop(), 0)
        if TOKEN in world.log():
            faults.append("the token is in the log")
        if faults:
            print(world.log()[-2000:])
    finally:
        for client in held:
            client.close()
        world.close()
    return told("api")


if __name__ == "__main__":
    sys.exit(main())
