# SPDX-License-Identifier: BSD-2-Clause
"""A mail server that is not ours (aiosmtpd), for tests/unit/lib/test_smtp_tls.

usage: smtp_server.py CERTIFICATE KEY

Listens four times on loopback and prints "NAME PORT" for each: starttls (asks
for TLS and a login), login (the same, AUTH LOGIN alone), implicit (TLS at
once), plain (offers neither). The recipient decides what is answered:
grey@ 451 once, dead@ 554, lines@ several lines, gone@ the connection is cut
after the message, once. Each mail that is taken is printed as "mail TLS USER
TO SUBJECT". Exit status 77 without aiosmtpd.
"""
import asyncio
import functools
import ssl
import sys

try:
    from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
except ImportError:
    sys.exit(77)


def login(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (
        data.login, data.password) == (b"filingd", b"right")
    return AuthResult(success=good, handled=False, auth_data=data)


class Handler:
    """One for all: what is remembered is by recipient."""

    def __init__(self):
        self.seen = set()

    def first(self, name):
        new = name not in self.seen
        self.seen.add(name)
        return new

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "grey" and self.first(name):
            return "451 4.7.1 greylisted, come again"
        if name == "dead":
            return "554 5.7.1 not here, never"
        envelope.rcpt_tos.append(address)
        return "250-2.1.5 first\r\n250 2.1.5 taken" if name == "lines" \
            else "250 2.1.5 taken"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith("gone@") and self.first("gone"):
            server.transport.abort()
            return "421 gone"
        subject = [line for line in envelope.content.decode().split("\r\n")
                   if line.startswith("Subject: ")][0][9:]
        data = session.auth_data
        secure = server.transport.get_extra_info("ssl_object")
        print("mail", "tls" if secure else "clear",
              data.login.decode() if data else "-", to, subject, flush=True)
        return "250-2.0.0 taken\r\n250 2.0.0 for good"


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    make = functools.partial(SMTP, Handler(), hostname="mail.test")
    secure = functools.partial(make, tls_context=context, require_starttls=True,
                               authenticator=login, auth_required=True)
    kinds = {
        "starttls": (secure, None),
        "login": (functools.partial(secure, auth_exclude_mechanism=["PLAIN"]),
                  None),
        "implicit": (make, context),
        "plain": (make, None),
    }
    loop = asyncio.get_running_loop()
    for name, (factory, tls) in kinds.items():
        server = await loop.create_server(factory, "127.0.0.1", 0, ssl=tls)
        print(name, server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
