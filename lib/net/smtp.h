/* SPDX-License-Identifier: BSD-2-Clause */
/* One mail by SMTP (libcurl), on the same multi handle as HTTP. */
#ifndef LIB_NET_SMTP_H
#define LIB_NET_SMTP_H

#include "lib/net/http.h"
#include "lib/net/reply.h"

struct smtp_request {
	const char *url; /* "smtp://localhost:25", "smtps://relay:465" */
	const char *user; /* NULL: no AUTH */
	const char *password;
	const char *from; /* envelope, without brackets */
	const char *to; /* one recipient */
	const void *message; /* RFC 5322 bytes with CRLF; copied */
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

/* As http_send: completion exactly once, never from inside. */
struct http_transfer *smtp_send(struct http *http,
    const struct smtp_request *request, smtp_fn *fn, void *arg);

#endif
