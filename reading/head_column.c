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

/* The column of the row above whose cell may span this one; or NULL. */
static const struct column *
head_find_parent(const struct head_reader *reader, int cell)
{
	const struct column *parent = NULL;

	if (reader->lines == 0 || reader->head->cells == 0)
		return NULL;
	for (size_t i = 0; i < reader->first.count; i++) {
		const struct column *above = &reader->first.columns[i];
		if (above->cell <= cell &&
		    (parent == NULL || above->cell > parent->cell))
			parent = above;
	}
	return parent;
}

const struct column *
head_over(const struct head_reader *reader)
{
	return head_find_parent(reader, reader->cell);
}

/* What a cell that spans columns says of those below it. */
static void
head_inherit(const struct head_reader *reader, struct column *column)
{
	const struct column *parent = head_find_parent(reader, column->cell);

	if (parent == NULL || parent->kind != COLUMN_VALUE)
		return;
	column->tells = parent->tells;
	column->period = parent->period;
	column->mark = parent->mark;
	column->expected = parent->expected;
	column->basis = parent->basis;
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

/* Nothing but the end of the cell, a unit or a note follows. */
static bool
head_is_alone(const struct mark *mark)
{
	switch ((int)mark[1].kind) {
	case MARK_CELL:
	case MARK_LINE:
	case MARK_END:
	case MARK_UNIT:
	case MARK_OPEN:
		return true;
	}
	return false;
}

static void
head_add_end(struct head_reader *reader, enum entry_head end)
{
	struct column *column = head_add(reader, COLUMN_VALUE);

	reader->nested |= reader->lines > 0;
	column->end = end;
	if (column->tells == TELLS_NONE && !period_is_known(column->period))
		column->tells = TELLS_CURRENT;
}

/* "合并 | 母公司" below a period, or as columns of this one. */
static void
head_add_basis(struct head_reader *reader, enum basis basis)
{
	struct column *column = head_add(reader, COLUMN_VALUE);

	reader->nested |= reader->lines > 0;
	column->basis = basis;
	if (column->tells == TELLS_NONE && !period_is_known(column->period))
		column->tells = TELLS_CURRENT;
}

bool
head_take_part(struct head_reader *reader, const struct mark *mark)
{
	const struct entry *entry = mark->entry;
	bool head = entry != NULL && entry->kind == KIND_HEAD;
	bool part = entry != NULL && entry->kind == KIND_PART;
	bool group = (head && entry->value == HEAD_GROUP) ||
		     (part && entry->value == PART_GROUP);
	bool parent = (head && entry->value == HEAD_PARENT) ||
		      (part && entry->value == PART_PARENT);

	if ((!group && !parent) || reader->cell == 0 || !reader->fresh ||
	    !head_is_alone(mark))
		return false;
	head_add_basis(reader, parent ? BASIS_PARENT : BASIS_UNKNOWN);
	return true;
}

void
head_take_own(struct head_reader *reader, const struct mark *mark)
{
	enum entry_head head = (enum entry_head)mark->value;
	const struct column *parent = head_find_parent(reader, reader->cell);

	if (reader->cell == 0)
		return;
	if (head == HEAD_PREVIOUS || head == HEAD_REVISED) {
		reader->says = head;
		/* "Prior | Updated" below "Guidance". */
		if (head_is_alone(mark) && parent != NULL && parent->expected) {
			reader->nested = true;
			head_add(reader, COLUMN_VALUE);
		}
	} else if ((head == HEAD_LOW || head == HEAD_HIGH) && reader->fresh &&
		   head_is_alone(mark)) {
		head_add_end(reader, head);
	}
}

void
head_settle_cell(struct head_reader *reader)
{
	struct column *column = head_last(reader);
	bool own =
	    column != NULL && !reader->fresh && column->cell == reader->cell;

	if (own && column->kind == COLUMN_VALUE) {
		column->expected |= reader->expected;
		if (column->expected && reader->says != HEAD_NONE)
			column->tells = reader->says == HEAD_PREVIOUS
					    ? TELLS_PREVIOUS
					    : TELLS_REVISED;
	} else if (own && column->kind == COLUMN_CHANGE) {
		column->percent |= reader->percent;
		if (reader->money && !column->percent)
			column->kind = COLUMN_SKIP;
	} else if (reader->cell == 0) {
		reader->head->expected |= reader->expected;
	}
	reader->expected = reader->percent = reader->money = false;
	reader->says = HEAD_NONE;
}
