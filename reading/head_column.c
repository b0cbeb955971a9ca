/* SPDX-License-Identifier: BSD-2-Clause */
/* In: the words of a heading. Out: the columns that they begin. head.c. */
#include "reading/head_column.h"

struct column *
head_last(struct head_reader *reader)
{
	return reader->current > 0 ? &reader->head->columns[reader->current - 1]
				   : NULL;
}

struct column *
head_find_above(struct head_reader *reader)
{
	struct head *head = reader->head;

	for (size_t i = 0; reader->lines > 0 && i < head->count; i++)
		if (head->columns[i].cell == reader->cell) {
			reader->current = i + 1;
			return &head->columns[i];
		}
	return NULL;
}

/* What a cell that spans columns says of those below it. */
static void
head_inherit(const struct head_reader *reader, struct column *column)
{
	const struct column *parent = NULL;

	for (size_t i = 0; i < reader->first.count; i++) {
		const struct column *above = &reader->first.columns[i];
		if (above->cell < column->cell &&
		    (parent == NULL || above->cell > parent->cell))
			parent = above;
	}
	if (parent == NULL || reader->lines == 0 || reader->head->cells == 0 ||
	    parent->kind != COLUMN_VALUE)
		return;
	column->tells = parent->tells;
	column->period = parent->period;
	column->mark = parent->mark;
}

struct column *
head_add(struct head_reader *reader, enum column_kind kind)
{
	struct head *head = reader->head;

	reader->fresh = false;
	reader->blank = false;
	if (head->count == HEAD_COLUMNS) {
		reader->full = true;
		return &head->columns[HEAD_COLUMNS - 1];
	}
	struct column *column = head_find_above(reader);
	if (column != NULL) {
		column->kind = kind;
		return column;
	}
	column = &head->columns[head->count++];
	reader->current = head->count;
	*column = (struct column){
	    .kind = kind,
	    .period = {DATE_NONE, DATE_NONE},
	    .cell = reader->cell,
	};
	if (kind == COLUMN_VALUE)
		head_inherit(reader, column);
	return column;
}

bool
head_continues(struct head_reader *reader)
{
	const struct column *last = head_last(reader);

	if (last == NULL || reader->fresh)
		return false;
	return reader->brackets || reader->cell > 0;
}
