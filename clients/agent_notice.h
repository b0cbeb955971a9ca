/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A notice: what an offer of the stream says to a person. Pure: JSON in, plain
 * text out.
 */
#ifndef CLIENTS_AGENT_NOTICE_H
#define CLIENTS_AGENT_NOTICE_H

#include "lib/base/buf.h"

#include <stdint.h>

/* Members are owned; texts are clean, without markup. */
struct agent_notice {
	int64_t seq; /* of the offer */
	char *event; /* id */
	char *key; /* of its warning, else the event's id: one bubble each */
	int64_t version; /* of the warning */
	int severity;
	bool is_warning;
	bool is_critical; /* certain, and the rule calls it urgent */
	char *channel; /* that offers it */
	char *title; /* one line */
	char *body; /* figures and quote; "": nothing may be shown */
	char *issuer; /* canonical listing; "" none */
	char *url; /* of the filing, http or https; NULL */
	char *details; /* old and new in full, for a page; NULL: none */
	int64_t age_ms; /* when it was sent to us */
};

/*
 * Reads the data of a frame `offer`. ERR_SYNTAX: no such offer. Done with
 * agent_notice_done.
 */
int agent_notice_read(const char *data, int64_t seq, struct agent_notice *ret,
    struct err *err) WARN_UNUSED;
void agent_notice_done(struct agent_notice *notice);

/* Appends text with & < > escaped, for servers that take markup. */
int agent_notice_escape(struct buf *out, const char *text) WARN_UNUSED;
/* Whether it may be handed to a browser: http or https, no blank, no control. */
bool agent_notice_is_url(const char *url);

#endif
