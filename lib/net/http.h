/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HTTP by libcurl's multi_socket on the loop. Completion fires exactly once,
 * never from inside http_send; http_cancel makes it ERR_CANCELED. All limits
 * are the request's; deadlines are loop timers.
 */
#ifndef LIB_NET_HTTP_H
#define LIB_NET_HTTP_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/net/guard.h"
#include "lib/net/loop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http;
struct http_transfer;

struct http_header {
	const char *name;
	const char *value;
};

struct http_request {
	const char *method; /* "GET", "POST" */
	const char *url; /* http or https; no user:password@ */
	/* Redirected elsewhere, all but Authorization and Cookie go along. */
	const struct http_header *headers;
	size_t header_count;
	const void *body; /* NULL: none; copied */
	size_t body_len;
	size_t limit; /* bytes of answer body, after decompression */
	bool cut_at_limit; /* keep the first bytes instead of ERR_TOOBIG */
	int64_t deadline_ms; /* whole transfer; above 0; real time when rated */
	int64_t connect_ms; /* to connect, with TLS; 0: as long as the whole */
	int redirects; /* followed at most; 0: a 3xx is the answer */
	bool https_only; /* refuse http: and redirects to it */
	bool secret; /* in the body: never without TLS but to this host */
	/* Kept until the end, says the proxy too; NULL: public only. */
	const struct guard *guard;
	/*
	 * Shown to servers that ask who we are, PEM, kept until the end, as is
	 * its key; NULL: nothing. Redirects get it too: allow none.
	 */
	const char *certificate;
	const char *certificate_key;
	/* Offer gzip/deflate; more than a hundredfold is ERR_TOOBIG. */
	bool compressed;
};

/*
 * Errors: ERR_CONNECT (refused, no address), ERR_TLS, ERR_TIMEOUT, ERR_TOOBIG
 * (body, headers), ERR_DENIED (guard, scheme of a redirect, password in the
 * url), ERR_IO (broke off), ERR_PROTOCOL (no HTTP, too many redirects),
 * ERR_INVALID (url, header), ERR_CANCELED. The text begins with host:port.
 */
struct http_response {
	int status; /* 0 when error is set */
	struct err error; /* code 0: an answer arrived */
	struct buf body; /* whole body; the callback may buf_take it */
	const char *url; /* after redirects */
	int64_t elapsed_ms;
	size_t header_count;
	const struct http_header *headers; /* of the last answer */
};

typedef void http_fn(struct http_response *response, void *arg);

/*
 * Keeps loop. user_agent is copied. The process ignores SIGPIPE from now on.
 * Proxies and .netrc of the environment are ignored. Gives.
 */
struct http *http_new(struct loop *loop, const char *user_agent);
/* Transfers in flight complete with ERR_CANCELED before this returns. */
void http_free(struct http *http);
/* Version of the library below. */
const char *http_library(void);
/* CA file for tests; NULL: the system's. Copied. */
void http_set_ca_file(struct http *http, const char *file);
/* host:port:address triples ("x.test:80:127.0.0.1") for tests. Copied. */
void http_set_resolve(struct http *http, const char *const entries[], size_t n);

/*
 * Starts a transfer. The request is copied, its guard kept. The handle is good
 * until the callback. A request that cannot start (bad url) completes with an
 * error through the callback too.
 */
struct http_transfer *http_send(struct http *http,
    const struct http_request *request, http_fn *fn, void *arg);
/* Ends it: fn comes later in this turn, with ERR_CANCELED. */
void http_cancel(struct http_transfer *transfer);
/*
 * Ends it without fn, for an owner's _free: nothing will reach its arg.
 * NULL does nothing.
 */
void http_forget(struct http_transfer *transfer);

/* Header value by case-insensitive name; NULL when absent. Borrowed. */
const char *http_header_get(
    const struct http_response *response, const char *name);

/*
 * Retry-After (RFC 9110 10.2.3), seconds or a date, as milliseconds from now;
 * ERR_INVALID when it is neither. Negative waits are 0; the longest is about
 * 68 years.
 */
int http_retry_after(
    const char *value, int64_t now, int64_t *ret_ms) WARN_UNUSED;

#endif
