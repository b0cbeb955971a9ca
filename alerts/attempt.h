/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One attempt at one delivery. The lease is committed before anything is sent,
 * the answer is written until the store takes it.
 *
 *   leasing --committed--> sending --answer--> settling --committed--> ended
 *    |  |                                        ^  |  ^
 *    |  +--no message could be made--------------+  |  | 1 s
 *    +--not committed--> ended        not committed v  |
 *                                                  pausing
 *
 * Waiting: leasing and settling for the commit, sending for the answer,
 * pausing for a timer.
 */
#ifndef ALERTS_ATTEMPT_H
#define ALERTS_ATTEMPT_H

#include "alerts/carrier.h"
#include "alerts/outbox_rows.h"

struct attempt;

struct attempt_result {
	const struct delivery *delivery; /* attempts: this one included */
	bool made; /* false: not leased, nothing else is set */
	struct schedule_decision decision;
	int64_t began; /* sending; 0: nothing was sent */
	int64_t now;
	int status; /* of HTTP, SMTP or the program; 0 none */
	int error; /* ERR_*; 0: an answer came, or it was taken */
	const char *why; /* "http 503"; "" when sent */
};

struct attempt_watcher {
	/*
	 * The answer is being written, inside the turn: what belongs to it is
	 * written in the same transaction. Called again with the same result
	 * when the commit failed.
	 */
	void (*settle)(const struct attempt_result *result, void *arg);
	/* It is over; free the attempt. Never from inside attempt_new. */
	void (*end)(struct attempt *attempt,
	    const struct attempt_result *result, void *arg);
	void *arg;
};

/*
 * Starts. Keeps parts, copies channel, takes delivery's members. Gives.
 */
struct attempt *attempt_new(const struct carrier_parts *parts,
    const struct channel *channel, struct delivery *delivery,
    const struct attempt_watcher *watcher);
/* Drops what is in flight; the lease stays and is recovered at the start. */
void attempt_free(struct attempt *attempt);

/* Of its delivery. Borrowed. */
const char *attempt_channel(const struct attempt *attempt);

#endif
