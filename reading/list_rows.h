/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The items of an answer while its rows are read: rows with one key collapse,
 * rows that do not fit are counted and the first of them explained.
 */
#ifndef READING_LIST_ROWS_H
#define READING_LIST_ROWS_H

#include "reading/job.h"

struct list_rows {
	struct list_answer *answer; /* borrowed */
	size_t cap; /* of answer->items */
	uint32_t limit; /* of rows */
	uint32_t seen; /* rows, faulty ones included */
	uint32_t *slots; /* hash of keys: index + 1, 0 empty */
	size_t slot_count;
};

/* An answer is filled with at most limit rows. Keeps answer. */
void list_rows_init(
    struct list_rows *rows, struct list_answer *answer, uint32_t limit);
void list_rows_done(struct list_rows *rows);

/*
 * The next row. Takes item's members. An item with the key of one before it
 * gives that its issuers instead.
 */
void list_rows_add(struct list_rows *rows, struct item *item);
/* The next row is none, for this reason. */
void list_rows_add_fault(struct list_rows *rows, const char *reason);

/* The next row is not wanted. */
void list_rows_leave_out(struct list_rows *rows);

/*
 * After the last row: the outcome is ok when at least one row fits or all that
 * do are not wanted, drift when none does.
 */
void list_rows_end(struct list_rows *rows);

/* Sets outcome and reason; what items there are go. */
void list_answer_fail(struct list_answer *answer, enum list_outcome outcome,
    const char *fmt, ...) PRINTF(3, 4);

/* Too few rows are drift, where the spec says how many there are at least. */
void list_answer_check(
    const struct list_spec *spec, struct list_answer *answer);

#endif
