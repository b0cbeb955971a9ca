/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mail of an event (peers 5.2): RFC 5322 bytes with CRLF. Deterministic
 * Message-ID, thread per warning, text in the fixed order verdict, table,
 * quotes, times, links, rule.
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
	int64_t now; /* Date: of the first attempt; frozen with the message */
	int64_t seen;
};

/*
 * The host of Message-IDs: "<instance>.filingd", what is no letter, digit, '.'
 * or '-' made '-'. Gives.
 */
char *mail_host(const char *instance);

/* out has room for MIB. */
void mail_build(const struct event *event, const struct mail_context *context,
    struct buf *out);

#endif
