/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: rows, one by one. Out: the items of an answer, each key once. Called by
 * the list engines.
 */
#include "reading/list_rows.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* No definition may ask for more. */
#define LIST_ROWS_MAX	  100000
/* Issuers of one item, however many rows name it. */
#define LIST_ROWS_ISSUERS 1000

void
list_answer_fail(
    struct list_answer *answer, enum list_outcome outcome, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < answer->count; i++)
		item_done(&answer->items[i]);
	answer->count = 0;
	answer->outcome = outcome;
	mem_set(&answer->why, text);
}

void
list_answer_check(const struct list_spec *spec, struct list_answer *answer)
{
	size_t rows = (size_t)answer->count + answer->faulty +
		      answer->left_out + answer->collapsed;

	if ((answer->outcome == OUTCOME_OK ||
		answer->outcome == OUTCOME_EMPTY) &&
	    rows < spec->least)
		list_answer_fail(answer, OUTCOME_DRIFT,
		    "%zu rows where there are %u at least", rows, spec->least);
}

void
list_rows_init(
    struct list_rows *rows, struct list_answer *answer, uint32_t limit)
{
	assert(answer->count == 0 && answer->items == NULL);
	if (limit == 0 || limit > LIST_ROWS_MAX)
		limit = LIST_ROWS_MAX;
	*rows = (struct list_rows){.answer = answer, .limit = limit};
}

void
list_rows_done(struct list_rows *rows)
{
	mem_free(rows->slots);
}

/* FNV-1a (draft-eastlake-fnv); at most LIST_ROWS_MAX keys can collide. */
static uint64_t
list_rows_hash(const char *key)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *key != '\0'; key++)
		h = (h ^ (unsigned char)*key) * UINT64_C(1099511628211);
	return h ^ h >> 32;
}

/* The slot of key: its own, or the empty one where it belongs. */
static uint32_t *
list_rows_slot(const struct list_rows *rows, const char *key)
{
	size_t i = list_rows_hash(key) & (rows->slot_count - 1);

	while (rows->slots[i] != 0 &&
	       strcmp(rows->answer->items[rows->slots[i] - 1].key, key) != 0)
		i = (i + 1) & (rows->slot_count - 1);
	return &rows->slots[i];
}

/* Keeps at least half of the slots empty. */
static void
list_rows_grow(struct list_rows *rows)
{
	const struct list_answer *answer = rows->answer;

	if (rows->slot_count > 2 * answer->count)
		return;
	mem_free(rows->slots);
	rows->slot_count = rows->slot_count > 0 ? 4 * rows->slot_count : 64;
	rows->slots = mem_array(rows->slot_count, sizeof(*rows->slots));
	for (size_t i = 0; i < answer->count; i++)
		*list_rows_slot(rows, answer->items[i].key) = (uint32_t)i + 1;
}

static bool
list_rows_has_issuer(const struct item *item, const struct item_issuer *issuer)
{
	const char *code = issuer->code != NULL ? issuer->code : "";

	for (size_t i = 0; i < item->issuer_count; i++) {
		const char *known = item->issuers[i].code;
		if (strcmp(known != NULL ? known : "", code) == 0)
			return true;
	}
	return item->issuer_count >= LIST_ROWS_ISSUERS;
}

/* Moves the issuers and the figures of from that to has not. */
static void
list_rows_merge(struct item *to, struct item *from)
{
	for (size_t i = 0; i < from->issuer_count; i++) {
		const struct item_issuer *issuer = &from->issuers[i];
		if (!list_rows_has_issuer(to, issuer))
			item_add_issuer(
			    to, issuer->listing, issuer->code, issuer->name);
	}
	item_merge_facts(to, from);
	item_done(from);
}

/* Counts the next row; false when it is one too many. */
static bool
list_rows_count(struct list_rows *rows)
{
	rows->seen++;
	if (rows->seen <= rows->limit)
		return true;
	rows->answer->faulty++;
	if (rows->answer->why == NULL)
		rows->answer->why =
		    mem_printf("more than %u rows", rows->limit);
	return false;
}

void
list_rows_add(struct list_rows *rows, struct item *item)
{
	struct list_answer *answer = rows->answer;

	if (!list_rows_count(rows)) {
		item_done(item);
		return;
	}
	list_rows_grow(rows);
	uint32_t *slot = list_rows_slot(rows, item->key);
	if (*slot != 0) {
		list_rows_merge(&answer->items[*slot - 1], item);
		answer->collapsed++;
		return;
	}
	answer->items = mem_grow(
	    answer->items, answer->count, &rows->cap, sizeof(*answer->items));
	answer->items[answer->count++] = *item;
	*slot = (uint32_t)answer->count;
}

void
list_rows_add_fault(struct list_rows *rows, const char *reason)
{
	if (!list_rows_count(rows))
		return;
	rows->answer->faulty++;
	if (rows->answer->why == NULL)
		rows->answer->why =
		    mem_printf("row %u: %s", rows->seen, reason);
}

void
list_rows_leave_out(struct list_rows *rows)
{
	if (list_rows_count(rows))
		rows->answer->left_out++;
}

void
list_rows_end(struct list_rows *rows)
{
	struct list_answer *answer = rows->answer;

	answer->outcome = answer->count > 0 || answer->left_out > 0
			      ? OUTCOME_OK
			      : OUTCOME_DRIFT;
	if (answer->faulty == 0)
		return;
	char *first = answer->why;
	answer->why = mem_printf(
	    "%u of %u rows left out; %s", answer->faulty, rows->seen, first);
	mem_free(first);
}
