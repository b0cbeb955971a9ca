/* SPDX-License-Identifier: BSD-2-Clause */
/* Headers and bodies of mails: RFC 5322, 2045 and 2047. Lines end in CRLF. */
#ifndef ALERTS_MIME_H
#define ALERTS_MIME_H

#include "lib/base/buf.h"

/*
 * "Name: value", folded at spaces near 76 characters. A value that is not
 * plain ASCII becomes encoded words (B, UTF-8), each of whole characters and
 * on a line of at most 76. The value is cleaned and cut at 200 code points
 * first: nothing in it ends a line. The name has at most 40 characters.
 */
void mime_put_header(struct buf *out, const char *name, const char *value);

/* A mailbox or message id that channel_check has seen: as it is. */
void mime_put_token(struct buf *out, const char *name, const char *value);

/*
 * Text in quoted-printable (RFC 2045 6.7), its "\n" as CRLF, lines of at most
 * 76 characters.
 */
void mime_put_quoted(struct buf *out, struct span text);

#endif
