/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the rows of an engine to the items of an answer: names that patterns
 * extract, conditions, fields. All engines use it.
 */
#ifndef READING_LIST_READER_H
#define READING_LIST_READER_H

#include "reading/list_rows.h"
#include "reading/list_value.h"

struct list_pattern;

struct list_reader {
	const struct list_spec *spec; /* borrowed */
	struct list_rows rows;
	struct list_pattern **extract; /* one for each of the spec's */
	struct list_pattern **where; /* NULL for those without a pattern */
};

/*
 * A reader that fills answer. ERR_INVALID: a pattern is none; the answer says
 * so. list_reader_done is right after either. Keeps both.
 */
int list_reader_init(struct list_reader *reader, const struct list_spec *spec,
    struct list_answer *answer) WARN_UNUSED;
void list_reader_done(struct list_reader *reader);

/*
 * A row as an item, and *ret_out false; or *ret_out true and no item: the
 * definition leaves it out. ERR_INVALID with the reason.
 */
int list_reader_item(struct list_reader *reader, const struct list_row *row,
    struct item *item, bool *ret_out, struct err *err) WARN_UNUSED;

/* The next row: adds its item, counts it as left out or as faulty. */
void list_reader_add(struct list_reader *reader, const struct list_row *row);

#endif
