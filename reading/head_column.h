/* SPDX-License-Identifier: BSD-2-Clause */
/* A heading while it is read: the columns so far. Used by head.c alone. */
#ifndef READING_HEAD_COLUMN_H
#define READING_HEAD_COLUMN_H

#include "reading/head.h"

struct head_reader {
	struct head *head;
	const struct marks *marks;
	const struct outline *outline;
	size_t at;
	int cell; /* of the row at hand */
	int lines;
	bool fresh; /* the next word begins a column */
	bool brackets;
	bool blank; /* the cell has no word of a heading yet */
	bool alien; /* it has words that the lexicon does not know */
	bool full;
	bool nested; /* a second row of headings was seen */
	size_t current; /* the column that was added or met last, from 1 */
	struct head first; /* without it */
	struct period caption; /* of which the years of columns are */
	bool expected; /* the cell speaks of a forecast */
	bool percent, money; /* it has signs of these */
	enum entry_head says; /* HEAD_PREVIOUS, HEAD_REVISED: of it */
};

/* The column that was added or met last; NULL: none yet. */
struct column *head_last(struct head_reader *reader);
/* The column of a row above that this cell stands below; NULL for none. */
struct column *head_find_above(struct head_reader *reader);
/* The column of the row above whose cell reaches over this one; or NULL. */
const struct column *head_over(const struct head_reader *reader);
/* A new column, or the one above this cell, which then is of that kind. */
struct column *head_add(struct head_reader *reader, enum column_kind kind);
/* The same cell goes on, or brackets after a column. */
bool head_continues(struct head_reader *reader);
/* A cell that is the group's or the parent's own; false for another. */
bool head_take_part(struct head_reader *reader, const struct mark *mark);
/* "Low", "Prior": what the head's own words say of a column. */
void head_take_own(struct head_reader *reader, const struct mark *mark);
/* The cell is over: what was said in it is of its column. */
void head_settle_cell(struct head_reader *reader);

#endif
