/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One mail to one recipient by SMTP (RFC 5321), on the same multi handle as
 * HTTP and with the same errors. What the server refused is ERR_PROTOCOL with
 * its code and words: 4xx may be tried again, 5xx not. 5xx before MAIL FROM
 * refuses the session and says nothing of the mail: ERR_DENIED. A connection that
 * is lost after the message went out is ERR_IO with code 354: the server may
 * have taken it. A canceled or late mail is cut off, it never arrives in part.
 */
#ifndef LIB_NET_SMTP_H
#define LIB_NET_SMTP_H

#include "lib/net/http.h"
#include "lib/net/reply.h"

struct smtp_request {
	const char *url; /* "smtp://localhost:25", "smtps://relay:465" */
	const char *user; /* NULL: no AUTH; without TLS to loopback only */
	const char *password;
	const char *from; /* envelope, without brackets */
	const char *to; /* one recipient */
	const void *message; /* RFC 5322; copied, with every line end CRLF */
	size_t message_len;
	int64_t deadline_ms;
	bool starttls; /* required when true */
	const struct guard *guard;
};

struct smtp_response {
	struct err error; /* code 0: accepted */
	int code; /* last reply code of the server, 0 when none */
	char reply[REPLY_TEXT_MAX]; /* its text, cut, ascii */
};

typedef void smtp_fn(const struct smtp_response *response, void *arg);

/*
 * As http_send: completion exactly once, never from inside; http_cancel and
 * http_forget end it. Addresses that are not plain ascii are ERR_INVALID.
 */
struct http_transfer *smtp_send(struct http *http,
    const struct smtp_request *request, smtp_fn *fn, void *arg);

#endif
