/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Subscriptions at the hubs that feeds name (WebSub). A push says only that
 * the list is worth a poll: nothing of it is read, and the polls go on as if
 * there were no hub. A hub that fails is asked again, and is no trouble of the
 * source.
 *
 *   idle -> asked -> active -> renewing -> active ...
 *
 * idle waits to ask again after a refusal; asked and renewing wait for the
 * hub's verification. All is in memory: a new start subscribes anew, and the
 * hub's lease ends what was before.
 */
#ifndef WATCHERS_WEBSUB_H
#define WATCHERS_WEBSUB_H

#include "lib/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct guard;
struct http;
struct loop;
struct websub;

enum websub_state {
	WEBSUB_IDLE,
	WEBSUB_ASKED,
	WEBSUB_ACTIVE,
	WEBSUB_RENEWING,
	WEBSUB_STATES
};

struct websub_parts {
	struct loop *loop;
	struct http *http;
	const char *callback; /* URL before the token; NULL: never subscribes */
	const char *why_not; /* of callback NULL, for people */
	/*
	 * Polls the source, on the loop. False: a poll runs that may have
	 * missed what was pushed, ask again soon.
	 */
	bool (*poll)(void *arg, const char *source);
	void *arg;
};

/* What a complete poll found; borrowed but for guard, which is kept. */
struct websub_offer {
	const char *source;
	const char *hub; /* NULL: none, a subscription is let go */
	const char *topic; /* the feed's own address; NULL: it has none */
	const struct guard *guard;
};

/* How a source stands with its hub; borrowed strings. */
struct websub_figures {
	enum websub_state state;
	const char *hub;
	const char *why; /* it is not subscribed, or not renewed; "" */
	int64_t until; /* wall ms, end of the lease; 0: not subscribed */
	int64_t pushes; /* with the right signature */
	int64_t forged; /* with a wrong one */
};

/* Keeps parts. Gives. */
struct websub *websub_new(const struct websub_parts *parts);
/* NULL does nothing. The hubs are not told. */
void websub_free(struct websub *websub);

/* Subscribes unless it did; the same again changes nothing. */
void websub_offer(struct websub *websub, const struct websub_offer *offer);

/*
 * A GET to the callback. 200: answer has what to say; 404: nobody asked for
 * that. token: the last part of its path.
 */
int websub_verify(struct websub *websub, const char *token, const char *query,
    struct buf *answer);
/*
 * A POST to the callback. 200, also for a wrong signature (7.1: such a push is
 * ignored, and the sender not told); 410: a token that is not, or no longer,
 * known; 404: no token at all.
 */
int websub_push(struct websub *websub, const char *token, const char *signature,
    struct span body);

/* False: the source never had a hub. */
bool websub_figures(const struct websub *websub, const char *source,
    struct websub_figures *ret);
/* "idle", "asked". */
const char *websub_word(enum websub_state state);

#endif
