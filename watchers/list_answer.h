/* SPDX-License-Identifier: BSD-2-Clause */
/* What the reader made of one list body: an outcome, and its items. */
#ifndef WATCHERS_LIST_ANSWER_H
#define WATCHERS_LIST_ANSWER_H

#include "watchers/definition.h"
#include "watchers/item.h"

struct list_answer {
	enum list_outcome outcome;
	char *why; /* for people; NULL when ok */
	int64_t total; /* rows in all as the source says; -1: unknown */
	int more; /* 1, 0, or -1: unknown */
	uint32_t faulty; /* rows that did not fit and were left out */
	uint32_t left_out; /* by the definition's where */
	uint32_t collapsed; /* rows that gave an item before them an issuer */
	int64_t generated; /* wall ms by the list itself; -1: unknown */
	char *hub, *topic; /* of a feed (WebSub); NULL: none */
	size_t count;
	struct item *items;
};

void list_answer_done(struct list_answer *answer);
void list_answer_put(struct buf *buf, const struct list_answer *answer);
/* Fills answer; list_answer_done is always right after, also on a fault. */
void list_answer_get(struct wire *wire, struct list_answer *answer);

#endif
