/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an HTTP request and a mail have in common, inside lib/net only: one
 * libcurl handle, the guard, the deadline, the busy count, and an end that
 * comes exactly once, from the loop.
 *
 *            transfer_start          transfer_end
 *   (made) -----------------> RUNNING -----------> ENDED -----> finish, freed
 *      \____________transfer_refuse________________/  (deferred call)
 */
#ifndef LIB_NET_TRANSFER_H
#define LIB_NET_TRANSFER_H

#include "lib/base/err.h"
#include "lib/net/guard.h"
#include "lib/net/loop.h"
#include "lib/net/multi.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <curl/curl.h>

#define TRANSFER_PLACE_MAX 300

struct http_transfer;

struct http {
	struct loop *loop;
	struct multi *multi;
	char *user_agent;
	char *ca_file; /* NULL: the system's */
	struct curl_slist *resolve; /* CURLOPT_RESOLVE, for tests */
	LIST_HEAD(, http_transfer) transfers;
	bool closing;
};

/* What differs between the kinds. None of these may be NULL. */
struct transfer_kind {
	/* libcurl is done; calls transfer_end now or later. */
	void (*done)(struct http_transfer *transfer, CURLcode code);
	/* Stops what the kind itself has running (descriptors). */
	void (*halt)(struct http_transfer *transfer);
	/* Tells the owner. */
	void (*finish)(struct http_transfer *transfer);
	/* Frees what the kind holds, and the transfer itself. */
	void (*free)(struct http_transfer *transfer);
};

enum transfer_state { TRANSFER_MADE, TRANSFER_RUNNING, TRANSFER_ENDED };

/* The first member of struct http_get (http.c) and struct mail (smtp.c). */
struct http_transfer {
	const struct transfer_kind *kind;
	struct http *http;
	CURL *easy;
	enum transfer_state state;
	const struct guard *guard; /* kept; NULL: public only */
	bool secret_in_clear; /* credentials without TLS: loopback only */
	struct err err; /* outcome; code 0: so far good */
	struct err denied; /* why a socket was refused last */
	struct loop_timer *deadline;
	int64_t deadline_ms;
	struct loop_timer *connecting;
	int64_t connect_ms; /* 0: as long as the whole */
	int64_t started; /* monotonic */
	char place[TRANSFER_PLACE_MAX]; /* "host:port", for messages */
	char why[CURL_ERROR_SIZE]; /* libcurl's words */
	LIST_ENTRY(http_transfer) entry;
};

/* Sets what every handle needs. kind, guard and deadline_ms are set before. */
void transfer_init(struct http_transfer *transfer, struct http *http);
/*
 * Takes url (schemes: "http,https"); 0 or ERR_INVALID with a message. Sets
 * place from it.
 */
int transfer_set_url(struct http_transfer *transfer, const char *url,
    const char *schemes) WARN_UNUSED;
/* Runs it: libcurl, deadline, busy count. */
void transfer_start(struct http_transfer *transfer);
/* Ends one that cannot start; err is set. */
void transfer_refuse(struct http_transfer *transfer);

/* Sets err from libcurl's result unless a callback has set it. */
void transfer_fail(struct http_transfer *transfer, CURLcode code);
/* RUNNING to ENDED: nothing more happens but the deferred finish. */
void transfer_end(struct http_transfer *transfer);

/* As http_cancel; _now: the finish comes before it returns. */
void transfer_cancel(struct http_transfer *transfer);
void transfer_cancel_now(struct http_transfer *transfer);
/* As http_forget. */
void transfer_forget(struct http_transfer *transfer);

/* Milliseconds of the loop's clock since transfer_init. */
int64_t transfer_elapsed(const struct http_transfer *transfer);

#endif
