# SPDX-License-Identifier: BSD-2-Clause
"""Parses a mail of test_mail --print and compares what a reader sees."""
import email
import email.policy
import email.utils
import sys

raw = sys.stdin.buffer.read()
assert raw.count(b"\n") == raw.count(b"\r\n"), "a line without CRLF"
head, body = raw.split(b"\r\n\r\n", 1)
assert max(len(line) for line in head.split(b"\r\n")) <= 998, "a long header"
assert max(len(line) for line in body.split(b"\r\n")) <= 76, "a long line"
mail = email.message_from_bytes(raw, policy=email.policy.default)
assert not mail.defects, mail.defects
assert all(not value.defects for value in mail.values()), "a bad header"

subject = str(mail["Subject"])
assert subject.startswith("\u25c6 "), subject
assert "\u793a\u4f8b\u80a1\u4efd" in subject, subject
assert len(subject) <= 120 and '"' not in subject, subject
assert mail["To"].addresses[0].addr_spec == "desk@example.org"
assert mail["From"].addresses[0].display_name == "filingd"
assert email.utils.parsedate_to_datetime(mail["Date"]).timestamp() == 1737013571
assert mail["References"] == mail["In-Reply-To"]
assert mail.get_content_type() == "text/plain"
assert mail.get_content_charset() == "utf-8"

text = mail.get_content()
assert "-71,000,000 to -55,000,000 CNY" in text, text
assert "5,500\u4e07\u5143\u81f37,100\u4e07\u5143" in text, text
print("ok", subject)
