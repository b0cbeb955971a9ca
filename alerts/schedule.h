/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What follows an attempt. Pure: the same delivery, attempt and answer always
 * give the same time, so that runs can be repeated.
 *
 * Webhooks (Standard Webhooks 1.0.0, peers 5.1): 2xx is sent;
 * everything else keeps the schedule, also 4xx and 3xx (an expired token at a
 * proxy must not eat an alert). 410 stops the channel, and what it refused
 * waits with the rest. 429, 502, 503, 504
 * and time-outs wait 60 s at least and hold the whole channel.
 *
 * Mail (RFC 5321 4.2.1), by the server's last reply code: 4yz keeps the
 * schedule; so does every 5yz before MAIL FROM (ERR_DENIED), and 52z and 53z
 * after it: they refuse the session (this host, this login) and not the
 * message; 55z is often a policy that passes (greylists
 * that answer 550, block lists), so it is tried a second time; every other
 * 5yz, and the second 55z, is dead. No code or one below 400 means that the
 * connection broke, which keeps the schedule.
 *
 * Programs: exit 0 is sent, everything else keeps the schedule; a person must
 * look unless it said EX_TEMPFAIL (75, sysexits.h).
 */
#ifndef ALERTS_SCHEDULE_H
#define ALERTS_SCHEDULE_H

#include "alerts/channel.h"

#define SCHEDULE_ATTEMPTS 12
#define SCHEDULE_NONE	  (-1) /* no Retry-After */

enum schedule_next { SCHEDULE_SENT, SCHEDULE_RETRY, SCHEDULE_DEAD };

struct schedule_answer {
	int64_t delivery; /* row: with attempt the seed of the jitter */
	int attempt; /* that was made, from 1 */
	enum channel_kind kind;
	int status; /* of HTTP, SMTP or the program; 0 none */
	int error; /* ERR_*, 0 when an answer came or the mail was taken */
	int64_t retry_after_ms;
};

struct schedule_decision {
	enum schedule_next next;
	int64_t wait_ms; /* SCHEDULE_RETRY: from now */
	int64_t hold_ms; /* > 0: nothing to this channel so long, then one */
	bool stop; /* 410: the channel is disabled */
	bool attention; /* a person must look: it does not mend itself */
};

/* When the n-th attempt (from 1) follows the one before, without jitter; -1
 * past the last. */
int64_t schedule_wait_ms(int attempt);

struct schedule_decision schedule_decide(const struct schedule_answer *answer);

#endif
