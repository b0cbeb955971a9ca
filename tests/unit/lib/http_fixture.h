/* SPDX-License-Identifier: BSD-2-Clause */
/* A held loop, a client and a server for the tests of http.c and smtp.c. */
#ifndef TESTS_UNIT_LIB_HTTP_FIXTURE_H
#define TESTS_UNIT_LIB_HTTP_FIXTURE_H

#include "lib/net/http.h"
#include "lib/net/smtp.h"
#include "tests/lib/peer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define START INT64_C(1700000000000)

/* What came of a transfer. */
struct result {
	int calls;
	int status;
	struct err error;
	struct buf body;
	char url[256];
	int64_t elapsed_ms;
	char header[128]; /* of the answer: "X-Test" */
	int code; /* mail: the last reply */
	char reply[256];
	struct http_transfer *transfer; /* NULL once it has ended */
};

struct fixture {
	struct clock *clock;
	struct loop *loop;
	struct http *http;
	struct peer *peer;
	struct guard guard; /* loopback */
	struct guard_net net;
	char url[64]; /* of the peer, "http://127.0.0.1:PORT" */
	void (*answer)(
	    struct fixture *f, struct peer_conn *conn, const char *message);
	int requests;
	char last[8192]; /* request */
	struct result first;
	struct result second;
};

int setup_http(void **state);
int setup_lines(void **state);
/* Checks that nothing is in flight any more. */
int teardown(void **state);

/* A GET of path at the peer (a whole url when it has a colon). */
struct http_request request_of(struct fixture *f, const char *path);
void start(
    struct fixture *f, struct result *result, struct http_request request);
void on_mail(const struct smtp_response *response, void *arg);
void on_response(struct http_response *response, void *arg);
/* Runs until nothing happens any more. */
void run(struct fixture *f);
/* start and run; returns the error code, or 0. */
int get(struct fixture *f, const char *path);

/* "HTTP/1.1 200 OK" with a length. */
void say_body(struct peer_conn *conn, const char *body);

#endif
