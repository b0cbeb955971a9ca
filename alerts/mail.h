/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mail of one event or of several (peers 5.2): RFC 5322 bytes with CRLF,
 * multipart/alternative, plain text first and complete. Deterministic
 * Message-ID, a thread per warning.
 */
#ifndef ALERTS_MAIL_H
#define ALERTS_MAIL_H

#include "alerts/channel.h"
#include "ledger/event.h"

struct mail_context {
	const char *instance;
	const char *host; /* right side of Message-ID: "<instance>.filingd" */
	const char *rule;
	const char *note; /* undecided conditions; "" */
	const char *from;
	const char *to;
	const char *unsubscribe; /* NULL: no List-Unsubscribe */
	bool urgent; /* the rule says so: Importance when it is certain */
	int64_t delivery; /* its number, for filingctl; 0: none */
	int64_t now; /* Date: of the first attempt; frozen with the message */
};

/* What is told. Borrowed. */
struct mail_entry {
	const struct event *event;
	const char *before; /* line of what it corrects or retracts; NULL */
	int64_t seen;
	/* What is its own in a digest; NULL or "": as the mail's. */
	const char *rule;
	const char *note;
};

/*
 * The host of Message-IDs: "<instance>.filingd", what is no letter, digit, '.'
 * or '-' made '-'. Gives.
 */
char *mail_host(const char *instance);

/* out has room for MIB. */
void mail_build(const struct mail_entry *entry,
    const struct mail_context *context, struct buf *out);

/*
 * Several as one: the surest first, then the largest change. What passes the
 * size that mail programs show is counted and named. out has room for MIB.
 */
void mail_build_digest(const struct mail_entry *entries, size_t count,
    const struct mail_context *context, struct buf *out);

#endif
