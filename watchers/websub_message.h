/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The messages of WebSub (W3C Recommendation of 2018-01-23): what a subscriber
 * asks of a hub (5.1), what the hub verifies (5.3) and how it signs what it
 * pushes (7.1). Pure.
 */
#ifndef WATCHERS_WEBSUB_MESSAGE_H
#define WATCHERS_WEBSUB_MESSAGE_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Seconds that a lease may last, whatever the hub says. */
#define WEBSUB_LEASE_MIN     300
#define WEBSUB_LEASE_MAX     864000
#define WEBSUB_CHALLENGE_MAX 1024

/* What a subscriber asks; borrowed. */
struct websub_ask {
	const char *callback;
	const char *topic;
	const char *secret;
	int64_t lease; /* seconds */
};

/* Appends the form. ERR_TOOBIG: past the buffer's limit. */
int websub_message_ask(
    struct buf *buf, const struct websub_ask *ask) WARN_UNUSED;

enum websub_mode {
	WEBSUB_SUBSCRIBE,
	WEBSUB_DENIED,
	WEBSUB_OTHER /* unsubscribe, and what nobody knows */
};

struct websub_query {
	enum websub_mode mode;
	char *topic, *challenge, *reason; /* NULL: not given */
	int64_t lease; /* seconds, within the bounds above */
};

/*
 * Reads the query of a verification. ERR_SYNTAX: bad escapes, a name that is
 * there twice, a value with control characters, a lease that is no number, a
 * subscription without topic or challenge. websub_query_done always.
 */
int websub_message_query(
    const char *text, struct websub_query *query) WARN_UNUSED;
void websub_query_done(struct websub_query *query);

/*
 * X-Hub-Signature of a push: method=hex by HMAC with sha256, sha384 or sha512.
 * No header, another method (sha1 is broken) and another length are wrong.
 */
bool websub_message_is_signed(
    const char *header, const char *secret, struct span body);

#endif
