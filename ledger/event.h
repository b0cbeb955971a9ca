/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An event: what is told. Its id is a hash over what it says, so that two
 * instances that read the same documents tell the same event.
 */
#ifndef LEDGER_EVENT_H
#define LEDGER_EVENT_H

#include "ledger/verdict.h"

#define EVENT_ID_MAX   48
#define WARNING_ID_MAX 48

struct event {
	int64_t seq; /* of this store; 0 before it is stored */
	char id[EVENT_ID_MAX];
	enum event_type type;
	bool has_verdict;
	/*
	 * Of warning.retracted: what the issuer says now, with the severity of
	 * the warning that it takes back, or that warning when its filing was
	 * withdrawn or replaced.
	 */
	struct verdict verdict;
	struct filing filing;
	char warning_id[WARNING_ID_MAX];
	int version;
	int64_t ledger_since; /* wall ms, 0: this filing is the first */
	/* source.*, channel.* and system.*: */
	char *subject; /* source or channel name */
	char *text; /* one line for people */
	char *instance;
	int64_t moment; /* when the state changed */
	/* watch lists that hold the issuer, with label and ref (config) */
	char *watch; /* comma separated, "" none */
	char *label;
	char *ref;
	bool late;
};

void event_init(struct event *event);
void event_done(struct event *event);
void event_put(struct buf *buf, const struct event *event);
void event_get(struct wire *wire, struct event *event);

/* Fill id and warning_id from the members (design 8). */
void event_identify(struct event *event);
/*
 * Another id of the event, over the one it has and its version: for a warning
 * that goes where it was before, whose id was told then.
 */
void event_identify_again(struct event *event);

/*
 * One line for people: "S4 海量数据 603138.SH FY2024 net loss 55-71m CNY;
 * consensus -129 %; prior +13..+32 %; certain; "quote"". Gives.
 */
char *event_line(const struct event *event);

#endif
