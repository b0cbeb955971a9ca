/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: marks at a measure or at words of change. Out: the cells of the row.
 * table.c gives them to the columns of its heading.
 */
#include "reading/row.h"

struct row_reader {
	struct row *row;
	const struct marks *marks;
	size_t at;
	int cell;
	size_t years; /* columns of years; 0: other columns */
	bool labelled; /* the label is over */
	bool brackets; /* in the label */
	enum entry_change change;
	bool compared;
	enum entry_sign sign; /* that no figure followed at once */
};

/* "亏损:", whose figure a remark on the next line pushed away. */
static void
row_lend_sign(struct row_reader *reader, struct amount *amount)
{
	if (reader->sign == SIGN_NONE || amount->first.unit != AMOUNT_MONEY)
		return;
	if (amount->first.sign == SIGN_NONE && amount->first.minuses == 0)
		amount->first.sign = amount->last.sign = reader->sign;
	reader->sign = SIGN_NONE;
}

static void
row_add(struct row_reader *reader, const struct mark *mark)
{
	struct row *row = reader->row;

	if (row->count == ROW_CELLS) {
		row->full = true;
		return;
	}
	row->list[row->count++] = (struct row_cell){
	    .amount = mark->amount,
	    .blank = mark->kind == MARK_NULL,
	    .change = reader->change,
	    .compared = reader->compared,
	    .cell = reader->cell,
	    .from = mark->from,
	    .to = mark->to,
	};
	row_lend_sign(reader, &row->list[row->count - 1].amount);
	reader->labelled = true;
	reader->change = CHANGE_NONE;
	reader->compared = false;
}

/* "(120) 44": negative, when it fits the columns; a note would not. */
static void
row_add_amount(struct row_reader *reader, const struct mark *mark)
{
	struct mark copy = *mark;
	struct amount_term *term = &copy.amount.first;

	if (mark[-1].kind == MARK_OPEN && mark[1].kind == MARK_CLOSE &&
	    term->unit == AMOUNT_BARE && term->minuses == 0 &&
	    !copy.amount.range) {
		term->minuses++;
		copy.amount.last = *term;
	}
	row_add(reader, &copy);
}

/* "적자전환" stands where a percentage has no meaning. */
static void
row_add_turn(struct row_reader *reader, const struct mark *mark)
{
	struct mark blank = *mark;

	blank.kind = MARK_NULL;
	blank.amount = (struct amount){0};
	row_add(reader, &blank);
}

static void
row_take_sign(struct row_reader *reader, const struct mark *mark)
{
	if (!reader->labelled)
		return;
	if ((mark->flags & ENTRY_STRONG) != 0)
		row_add_turn(reader, mark);
	else if (mark[1].kind == MARK_COLON)
		reader->sign = (enum entry_sign)mark->value;
}

static void
row_take_unit(struct row_reader *reader, const struct mark *mark)
{
	if (reader->labelled)
		return;
	reader->row->unit = mark->unit;
	reader->row->has_unit = true;
}

/* "매출액 | 누계실적 |": the row is of this quarter, or of all the year. */
static bool
row_take_role(struct row_reader *reader, const struct mark *mark)
{
	bool label =
	    mark[-1].kind == MARK_CELL ||
	    (mark[-1].kind == MARK_MEASURE &&
		(mark[1].kind == MARK_CELL || mark[1].kind == MARK_AMOUNT));

	if (!label || reader->labelled ||
	    (mark->value != TELLS_CURRENT && mark->value != TELLS_TO_DATE))
		return false;
	reader->row->tells = (enum entry_role)mark->value;
	return true;
}

/* "매출액 | 2025.01.01~2025.12.31 |": the row's own period. */
static bool
row_take_time(struct row_reader *reader, const struct mark *mark)
{
	bool cell = mark[-1].kind == MARK_CELL && mark[1].kind == MARK_CELL;

	if (!cell || reader->labelled || mark->time.kind != TIMESPAN_PERIOD)
		return false;
	reader->row->period = mark->time.period;
	return true;
}

static bool
row_is_over(const struct row_reader *reader)
{
	return reader->years > 0 && reader->row->count >= reader->years;
}

static bool
row_take_change(struct row_reader *reader, const struct mark *mark)
{
	if (row_is_over(reader))
		return false;
	if (reader->labelled && (mark->flags & ENTRY_AFTER) != 0) {
		row_add_turn(reader, mark);
		return true;
	}
	reader->change = (enum entry_change)mark->value;
	return (mark->flags & ENTRY_TO) == 0;
}

static bool
row_take_base(struct row_reader *reader, const struct mark *mark)
{
	if (row_is_over(reader))
		return false;
	reader->compared = mark->value == BASE_YOY;
	return reader->compared;
}

static bool
row_take_cell(struct row_reader *reader, const struct mark *mark)
{
	if (reader->labelled && mark_ends_row(mark))
		return false;
	reader->cell++;
	return true;
}

/* Words that say nothing: more of them fit into brackets and later cells. */
static bool
row_takes_word(const struct row_reader *reader, enum mark_kind kind)
{
	switch ((int)kind) {
	case MARK_GLUE:
	case MARK_LIST:
		/* Between label and figure: a sentence, no row. */
		return reader->brackets || reader->labelled || reader->cell > 0;
	case MARK_TEXT:
		return reader->brackets ||
		       (reader->cell > 0 && reader->labelled);
	case MARK_NOUN:
	case MARK_HALT:
	case MARK_TO:
		return reader->brackets && !reader->labelled;
	}
	return false;
}

/* Takes one mark; false at the end of the row. */
static bool
row_take(struct row_reader *reader, const struct mark *mark)
{
	switch ((int)mark->kind) {
	case MARK_AMOUNT:
		row_add_amount(reader, mark);
		return true;
	case MARK_NULL:
		row_add(reader, mark);
		return true;
	case MARK_CELL:
		return row_take_cell(reader, mark);
	case MARK_CHANGE:
		return row_take_change(reader, mark);
	case MARK_BASE:
		return row_take_base(reader, mark);
	case MARK_ROLE:
		return row_take_role(reader, mark);
	case MARK_TIME:
		return row_take_time(reader, mark);
	case MARK_UNIT:
		row_take_unit(reader, mark);
		return true;
	case MARK_OPEN:
	case MARK_CLOSE:
		reader->brackets = mark->kind == MARK_OPEN;
		return true;
	case MARK_SIGN:
		row_take_sign(reader, mark);
		return true;
	case MARK_COLON:
		return true;
	}
	return row_takes_word(reader, mark->kind);
}

static size_t
row_read_cells(struct row_reader *reader)
{
	const struct marks *marks = reader->marks;
	size_t end = reader->at;

	while (reader->at < marks->count &&
	       row_take(reader, &marks->list[reader->at])) {
		if (marks->list[reader->at].kind != MARK_TEXT)
			end = reader->at + 1;
		reader->at++;
	}
	reader->row->cells = reader->cell + 1;
	return end;
}

size_t
row_read(struct row *row, const struct marks *marks, size_t i, size_t years)
{
	struct row_reader reader = {
	    .row = row,
	    .marks = marks,
	    .at = i + 1,
	    .cell = mark_cell(marks, i),
	    .years = years,
	};

	*row = (struct row){
	    .measure = marks->list[i].measure,
	    .period = {DATE_NONE, DATE_NONE},
	};
	size_t end = row_read_cells(&reader);
	return row->count > 0 && !row->full ? end : i;
}

size_t
row_read_more(struct row *row, const struct marks *marks, size_t i)
{
	struct row_reader reader = {
	    .row = row, .marks = marks, .at = i, .cell = mark_cell(marks, i)};

	*row = (struct row){.period = {DATE_NONE, DATE_NONE}};
	size_t end = row_read_cells(&reader);
	return row->count > 0 && !row->full ? end : i;
}

/* Words of a label of changes; false for a figure or the end of the cell. */
static bool
row_is_label(const struct mark *mark)
{
	switch ((int)mark->kind) {
	case MARK_CHANGE:
	case MARK_BASE:
	case MARK_ROLE:
	case MARK_GLUE:
	case MARK_OPEN:
	case MARK_CLOSE:
	case MARK_UNIT:
		return true;
	}
	return false;
}

size_t
row_read_changes(struct row *row, const struct marks *marks, size_t i)
{
	struct row_reader reader = {
	    .row = row,
	    .marks = marks,
	    .at = i,
	    .cell = mark_cell(marks, i),
	};

	*row = (struct row){
	    .changes = true,
	    .period = {DATE_NONE, DATE_NONE},
	};
	for (; row_is_label(&marks->list[reader.at]); reader.at++)
		if (marks->list[reader.at].kind == MARK_CHANGE)
			row->change =
			    (enum entry_change)marks->list[reader.at].value;
	if (reader.at == i)
		return i;
	size_t end = row_read_cells(&reader);
	return row->count > 0 && !row->full ? end : i;
}
