# SPDX-License-Identifier: BSD-2-Clause
"""The desktop part of filingd's API, as a test wants it: offers are added and
sent at once, cursors are kept, what people did is written down."""
import http.server
import json
import os
import socketserver
import threading


class Api(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    max_age_ms = 24 * 3600 * 1000

    def __init__(self, path, may_operate=True):
        if os.path.exists(path):
            os.unlink(path)
        super().__init__(path, Handler)
        self.news = threading.Condition()
        self.offers = []
        self.cursor = 0
        self.streams = 0
        self.posts = []
        self.may_operate = may_operate
        self.channel = "screens"
        self.body = "full"
        self.closing = False
        threading.Thread(target=self.serve_forever, args=(0.05,),
                         daemon=True).start()

    def offer(self, number, **more):
        """Adds an offer; more overrides its fields."""
        with self.news:
            seq = len(self.offers) + 1
            self.offers.append((seq, frame(number, self, **more)))
            self.news.notify_all()
        return seq

    def stop(self):
        """As a daemon that goes away: streams end too."""
        with self.news:
            self.closing = True
            self.news.notify_all()
        self.shutdown()
        self.server_close()


def frame(number, api, *, type="warning.detected", version=1, grade="certain",
          urgent=False, age_ms=0, severity=4, late=False, warning=None,
          title=None, quote="预计归属于母公司股东的净利润亏损5,500万元至7,100万元"):
    line = title or (f"S{severity} 示例股份 {600000 + number}.SH FY2025 "
                     f"net loss {number}-{number + 9}m CNY")
    data = {
        "warning": {"id": warning or f"wrn_{number}", "version": version,
                    "grade": grade, "severity": severity},
        "fact": {"metric": "ni_attr", "low": "-71000000", "high": "-55000000",
                 "currency": "CNY"},
        "changes": [{"axis": "prior", "metric": "ni_attr", "low_pct": "-187.30",
                     "high_pct": "-167.75",
                     "base": {"low": "81180000", "high": "81180000",
                              "currency": "CNY", "quote": "上年同期：8,118万元"}}],
        "evidence": [{"quote": quote, "page": 2, "offset": 120}],
        "filing": {"title": "2025年年度业绩预亏公告",
                   "url": f"https://exchange.example/f/{number}.PDF"},
        "issuer": {"name": "示例股份", "listings": [f"XSHG:{600000 + number}"]}}
    return {"channel": api.channel, "body": api.body, "urgent": urgent,
            "late": late, "offered": "2026-01-21T08:00:00Z", "age_ms": age_ms,
            "rule": "core", "note": "",
            "event": {"seq": number, "id": f"evt_{number}v{version}",
                      "type": type, "listing": f"XSHG:{600000 + number}",
                      "severity": severity,
                      "line": f"{line}; prior -187..-168 %; {grade}; \"{quote}\"",
                      "body": {"type": type, "data": data}}}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def address_string(self):
        return "agent"

    def log_message(self, *_):
        pass

    def answer(self, status, value):
        text = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        self.close_connection = True

    def do_GET(self):
        api = self.server
        if self.path == "/v1/desktop":
            self.answer(200, {"may_operate": api.may_operate, "channels": [
                {"name": api.channel, "group": "traders", "body": api.body,
                 "max_age_ms": api.max_age_ms, "cursor": api.cursor,
                 "newest": len(api.offers)}]})
        elif self.path == f"/v1/desktop/{api.channel}/stream":
            try:
                self.stream()
            except OSError:
                pass
        else:
            self.answer(404, {"error": "no such resource"})

    def chunk(self, text):
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def stream(self):
        api = self.server
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.close_connection = True
        with api.news:
            api.streams += 1
            after, newest = api.cursor, len(api.offers)
        begin = {"channel": api.channel, "body": api.body, "after": after,
                 "newest": newest, "max_age_ms": api.max_age_ms}
        self.chunk(f"event: begin\ndata: {json.dumps(begin)}\n\n")
        while not api.closing:
            with api.news:
                ready = [offer for offer in api.offers if offer[0] > after]
                if not ready and not api.closing:
                    api.news.wait()
            for seq, data in ready:
                text = json.dumps(data, ensure_ascii=False)
                self.chunk(f"id: {seq}\nevent: offer\ndata: {text}\n\n")
                after = seq
        self.chunk("")

    def do_POST(self):
        api = self.server
        prefix = f"/v1/desktop/{api.channel}/cursor?seq="
        if self.path.startswith(prefix):
            with api.news:
                api.cursor = max(api.cursor, int(self.path[len(prefix):]))
            self.answer(200, {"cursor": api.cursor})
        else:
            api.posts.append(self.path)
            self.answer(200, {})
