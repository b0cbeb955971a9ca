# SPDX-License-Identifier: BSD-2-Clause
"""Parses mails of test_mail and test_mail_digest --print with programs that
are not ours, and compares what a reader sees. usage: mail_headers.py KIND"""
import email
import email.policy
import email.utils
import html.parser
import sys

VOID = {"meta", "br", "hr"}


class Page(html.parser.HTMLParser):
    """Elements that are closed in order; attributes and text as shown."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.words, self.links, self.tags = [], [], [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in ("src", "background"), name
            if name == "href":
                self.links.append(value)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> in {self.open}"
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "title"):
            self.words.append(data)


def parse(raw):
    assert raw.count(b"\n") == raw.count(b"\r\n"), "a line without CRLF"
    head, body = raw.split(b"\r\n\r\n", 1)
    assert max(len(line) for line in head.split(b"\r\n")) <= 998, "long header"
    assert max(len(line) for line in body.split(b"\r\n")) <= 76, "a long line"
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects, mail.defects
    assert all(not value.defects for value in mail.values()), "a bad header"
    assert mail.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"], kinds
    for part in mail.iter_parts():
        assert not part.defects and part.get_content_charset() == "utf-8"
    return mail


def parse_page(text):
    page = Page()
    page.feed(text)
    page.close()
    assert not page.open, page.open
    assert not page.tags & {"script", "img", "link", "iframe", "form"}
    assert all(link.startswith("https://exchange.example/")
               for link in page.links) and page.links, page.links
    return " ".join(" ".join(page.words).split())


def words_of(text):
    return {word for word in text.split() if len(word) > 3}


mail = parse(sys.stdin.buffer.read())
text = mail.get_body(("plain",)).get_content()
page = parse_page(mail.get_body(("html",)).get_content())
subject = str(mail["Subject"])
assert len(subject) <= 120 and '"' not in subject, subject
assert mail["To"].addresses[0].addr_spec == "desk@example.org"
assert mail["From"].addresses[0].display_name == "filingd"
when = email.utils.parsedate_to_datetime(mail["Date"]).timestamp()
assert when == 1737013571
assert "-71,000,000 to -55,000,000" in text, text
# The text is complete: nothing stands in the page alone.
missing = {word for word in words_of(page) - words_of(text)
           if word.strip('."(),:') not in text}
assert not missing - {"Before", "Change"}, missing

if sys.argv[1] == "digest":
    assert subject.startswith("4 alerts, worst severity 4, "), subject
    assert mail["References"] is None
    assert "This takes back what was told before: S4 the line before" in text
else:
    assert subject.startswith("\u25c6 "), subject
    assert "\u793a\u4f8b\u80a1\u4efd" in subject, subject
    assert mail["References"] == mail["In-Reply-To"]
    assert mail["Importance"] == "high"
    assert "5,500\u4e07\u5143\u81f37,100\u4e07\u5143" in text, text
print("ok", subject)
