/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One connection to the scripted exchange: takes HTTP/1.1 requests and writes
 * answers, also such that stop, drip or never come.
 */
#ifndef TESTS_LIB_EXCHANGE_CONN_H
#define TESTS_LIB_EXCHANGE_CONN_H

#include "lib/base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loop;
struct exchange_conn;

enum exchange_manner {
	EXCHANGE_AS_IS,
	EXCHANGE_SILENT, /* nothing, and the connection stays */
	EXCHANGE_CLOSING, /* nothing, and it closes */
	EXCHANGE_HALF, /* promises all, sends half, closes */
	EXCHANGE_DRIPPING /* so many bytes a second */
};

struct exchange_answer {
	int status;
	const char *content_type; /* borrowed */
	char headers[512]; /* more of them, each with CRLF */
	struct buf body;
	size_t blanks; /* bytes of blanks after body, never held in memory */
	enum exchange_manner manner;
	int64_t rate; /* EXCHANGE_DRIPPING */
};

struct exchange_request {
	char path[512];
	struct span query; /* behind "?" */
	char validator[80]; /* If-None-Match; "" */
	char cookies[256]; /* Cookie; "" */
	struct span body;
};

/* Fills answer (zeroed, body ready to add to). */
typedef void exchange_conn_fn(void *arg, const struct exchange_request *request,
    struct exchange_answer *answer);

struct exchange_conn_calls {
	exchange_conn_fn *answer;
	/* The connection is gone; conn is freed right after. */
	void (*closed)(void *arg, struct exchange_conn *conn);
	void *arg;
};

/* Takes fd. Keeps loop, copies calls. Gives. */
struct exchange_conn *exchange_conn_new(
    struct loop *loop, int fd, const struct exchange_conn_calls *calls);
/* Closes without calling closed. */
void exchange_conn_free(struct exchange_conn *conn);

#endif
