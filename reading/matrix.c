/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: marks at what may be a heading of measures. Out: the columns and the
 * rows that fit them. matrix_fact.c makes statements of it.
 */
#include "reading/matrix.h"

#include "reading/glyph.h"
#include "reading/matrix_place.h"

#include <string.h>

#define MATRIX_LABEL 48 /* marks of one row's label */
#define MATRIX_ASIDE 16 /* marks between brackets */

struct matrix_reader {
	struct matrix *matrix;
	const struct marks *marks;
	size_t at;
	int cell;
	bool fresh; /* the next word begins a column */
	bool heading; /* no row has begun yet */
	bool bad;
};

const struct matrix_row *
matrix_find(const struct matrix *matrix, enum matrix_kind kind)
{
	for (size_t i = 0; i < matrix->row_count; i++)
		if (matrix->rows[i].kind == kind)
			return &matrix->rows[i];
	return NULL;
}

static const struct mark *
matrix_mark(const struct matrix_reader *reader)
{
	return &reader->marks->list[reader->at];
}

static bool
matrix_is_percent(const struct mark *mark)
{
	if (mark->kind == MARK_UNIT)
		return mark->unit.percent;
	return mark->entry != NULL && mark->entry->kind == KIND_UNIT &&
	       mark->entry->value == UNIT_PERCENT;
}

/* The place after the bracket that closes the one at the reader's place. */
static size_t
matrix_aside_end(const struct matrix_reader *reader)
{
	const struct mark *mark = matrix_mark(reader);

	for (size_t i = 1; i <= MATRIX_ASIDE; i++) {
		if (mark[i].kind == MARK_CLOSE)
			return reader->at + i + 1;
		if (mark[i].kind == MARK_END || mark[i].kind == MARK_OPEN)
			break;
	}
	return reader->at + 1;
}

static void
matrix_add_column(struct matrix_reader *reader, const struct mark *mark)
{
	struct matrix *matrix = reader->matrix;
	struct measure none = {.metric = METRIC_NONE};
	bool known = mark->kind == MARK_MEASURE && reader->fresh;

	if (!reader->fresh && matrix->column_count > 0) {
		/* "国内売上高": not the measure, and no column of its own. */
		matrix->columns[matrix->column_count - 1].measure = none;
		return;
	}
	if (matrix->column_count == MATRIX_COLUMNS) {
		reader->bad = true;
		return;
	}
	struct matrix_column *column = &matrix->columns[matrix->column_count++];
	column->measure = known ? mark->measure : none;
	column->cell = reader->cell;
	reader->fresh = false;
}

static void
matrix_add_unit(struct matrix_reader *reader, const struct mark *mark)
{
	struct matrix *matrix = reader->matrix;

	if (matrix_is_percent(mark)) {
		matrix->percents += reader->heading;
	} else if (mark->unit.scale > 0) {
		/* Columns in several units: no telling which is whose. */
		reader->bad |=
		    matrix->has_unit && matrix->unit.scale != mark->unit.scale;
		matrix->unit = mark->unit;
		matrix->has_unit = true;
	}
}

static void
matrix_end_cell(struct matrix_reader *reader, const struct mark *mark)
{
	if (mark->kind == MARK_LINE) {
		if (reader->heading && reader->cell > reader->matrix->cells)
			reader->matrix->cells = reader->cell;
		reader->cell = 0;
	} else if (mark->kind == MARK_CELL) {
		reader->cell++;
	}
	reader->fresh = true;
}

/* A word right behind another one belongs to the same column. */
static void
matrix_take_word(struct matrix_reader *reader, const struct mark *mark)
{
	reader->fresh |=
	    mark->space || (mark->kind == MARK_MEASURE && reader->at > 0 &&
			       mark[-1].kind == MARK_MEASURE);
	matrix_add_column(reader, mark);
}

/*
 * A particle inside the name of a line item that is not kept, or a unit's
 * currency; behind a measure it is one of a sentence.
 */
static bool
matrix_is_particle(const struct matrix_reader *reader)
{
	const struct mark *mark = matrix_mark(reader);
	const struct matrix *matrix = reader->matrix;

	if (mark->entry != NULL && mark->entry->kind != KIND_GLUE)
		return true;
	return mark->value == 0 ||
	       (mark->entry != NULL && !reader->fresh &&
		   matrix->column_count > 0 &&
		   matrix->columns[matrix->column_count - 1].measure.metric ==
		       METRIC_NONE);
}

/* Takes one mark of the heading; false at its end. */
static bool
matrix_take_head(struct matrix_reader *reader)
{
	const struct mark *mark = matrix_mark(reader);

	switch ((int)mark->kind) {
	case MARK_MEASURE:
	case MARK_NOUN:
	case MARK_TEXT:
		matrix_take_word(reader, mark);
		break;
	case MARK_LINE:
	case MARK_CELL:
		matrix_end_cell(reader, mark);
		break;
	case MARK_LIST:
		if (mark->value != '/')
			return false;
		reader->fresh = true;
		break;
	case MARK_UNIT:
		matrix_add_unit(reader, mark);
		break;
	case MARK_OPEN:
		reader->at = matrix_aside_end(reader);
		return true;
	case MARK_GLUE:
		if (matrix_is_percent(mark))
			matrix_add_unit(reader, mark);
		else if (!matrix_is_particle(reader))
			return false;
		break;
	case MARK_ROLE:
		if (mark->value != TELLS_CHANGE)
			return false;
		reader->matrix->percents++;
		break;
	default:
		return false;
	}
	reader->at++;
	return true;
}

static bool
matrix_read_head(struct matrix_reader *reader)
{
	struct matrix *matrix = reader->matrix;
	size_t known = 0;

	reader->heading = true;
	while (!reader->bad && matrix_take_head(reader))
		continue;
	for (size_t i = 0; i < matrix->column_count; i++)
		known += matrix->columns[i].measure.metric != METRIC_NONE;
	if (reader->cell > matrix->cells)
		matrix->cells = reader->cell;
	reader->cell = 0;
	reader->heading = false;
	return !reader->bad && known >= 2;
}

/* What the words of a row's label say. */
struct matrix_label {
	unsigned tells; /* bits of enum entry_role */
	bool words;
	bool timed;
	struct timespan time;
};

static bool
matrix_says(const struct matrix_label *label, enum entry_role tells)
{
	return (label->tells & (1U << (unsigned)tells)) != 0;
}

static enum matrix_kind
matrix_kind_of(const struct matrix_label *label)
{
	bool expected = matrix_says(label, TELLS_EXPECTED);

	if (matrix_says(label, TELLS_CHANGE))
		return MATRIX_CHANGE;
	if (matrix_says(label, TELLS_PREVIOUS))
		return MATRIX_PREVIOUS;
	if (matrix_says(label, TELLS_PRIOR))
		return MATRIX_PRIOR;
	if (matrix_says(label, TELLS_ACTUAL) && !expected)
		return MATRIX_ACTUAL;
	if (matrix_says(label, TELLS_REVISED))
		return MATRIX_REVISED;
	if (matrix_says(label, TELLS_CURRENT) && expected)
		return MATRIX_CURRENT;
	return label->timed ? MATRIX_PERIOD : MATRIX_OTHER;
}

/* Takes one mark of a label; false at the figures or at what is none. */
static bool
matrix_take_label(struct matrix_reader *reader, struct matrix_label *label)
{
	const struct mark *mark = matrix_mark(reader);
	struct timespan time;

	switch ((int)mark->kind) {
	case MARK_ROLE:
		label->tells |= 1U << (unsigned)mark->value;
		break;
	case MARK_CHANGE:
	case MARK_BASE:
		label->tells |= 1U << (unsigned)TELLS_CHANGE;
		break;
	case MARK_TIME:
		time = mark->time;
		if (time.kind == TIMESPAN_PERIOD ||
		    (time.kind == TIMESPAN_PART && !label->timed)) {
			label->time = time;
			label->timed = true;
		} else if (time.kind == TIMESPAN_PART &&
			   label->time.year_end != DATE_NONE) {
			label->time.part = time.part;
			label->time.period = timespan_fiscal_part(
			    label->time.year_end, time.part);
		}
		break;
	case MARK_CELL:
	case MARK_LINE:
		matrix_end_cell(reader, mark);
		break;
	case MARK_UNIT:
		matrix_add_unit(reader, mark);
		break;
	case MARK_AMOUNT:
	case MARK_NULL:
	case MARK_END:
	case MARK_MEASURE:
	case MARK_STOP:
	case MARK_ITEM:
	case MARK_SECTION:
	case MARK_NOUN:
	case MARK_HALT:
		return false;
	}
	reader->at++;
	return true;
}

/* A note in brackets inside a label: its numbers are no figures. */
static bool
matrix_skip_note(struct matrix_reader *reader)
{
	if (matrix_mark(reader)->kind != MARK_OPEN)
		return false;
	size_t end = matrix_aside_end(reader);
	for (size_t i = reader->at; i < end; i++)
		if (reader->marks->list[i].kind == MARK_AMOUNT) {
			reader->at = end;
			return true;
		}
	return false;
}

static void
matrix_read_label(struct matrix_reader *reader, struct matrix_label *label)
{
	size_t first = reader->at;

	memset(label, 0, sizeof *label);
	label->time.year_end = DATE_NONE;
	while (reader->at < first + MATRIX_LABEL &&
	       (matrix_skip_note(reader) || matrix_take_label(reader, label)))
		continue;
}

/* A cell without a figure: "－", or the long vowel written for it. */
static bool
matrix_is_blank(const struct matrix_reader *reader, bool figured)
{
	const struct mark *mark = matrix_mark(reader);

	if (mark->kind == MARK_NULL)
		return true;
	if (mark->to - mark->from > 3 || !figured)
		return false;
	if (mark->kind == MARK_GLUE || mark->kind == MARK_STOP ||
	    mark->kind == MARK_ITEM)
		return mark->value == '-' || mark->value == GLYPH_LONG_DASH;
	return false;
}

static void
matrix_add_figure(
    struct matrix_reader *reader, struct matrix_line *line, bool filled)
{
	const struct mark *mark = matrix_mark(reader);

	if (line->count == MATRIX_FIGURE) {
		line->full = true;
		return;
	}
	struct matrix_cell *cell = &line->list[line->count++];
	*cell = (struct matrix_cell){
	    .filled = filled,
	    .cell = reader->cell,
	    .from = mark->from,
	    .to = mark->to,
	};
	if (filled)
		cell->amount = mark->amount;
}

/* Takes a figure or what stands between two; false after the last. */
static bool
matrix_take_figure(struct matrix_reader *reader, struct matrix_line *line)
{
	const struct mark *mark = matrix_mark(reader);

	if (mark->kind == MARK_AMOUNT || matrix_is_blank(reader, true)) {
		matrix_add_figure(reader, line, mark->kind == MARK_AMOUNT);
	} else if (mark->kind == MARK_CELL || mark->kind == MARK_LINE) {
		bool row = mark->kind == MARK_LINE && reader->cell > 0;
		matrix_end_cell(reader, mark);
		if (row) {
			reader->at++;
			return false;
		}
	} else if (mark->kind == MARK_GLUE) {
		if (mark->entry == NULL || mark->entry->kind == KIND_GLUE)
			return false;
	} else if (mark->kind == MARK_UNIT) {
		matrix_add_unit(reader, mark);
	} else if (mark->kind != MARK_LIST || mark->value != '/') {
		return false;
	}
	reader->at++;
	return true;
}

static void
matrix_read_line(struct matrix_reader *reader, struct matrix_line *line)
{
	const struct mark *mark = matrix_mark(reader);
	int cells = 0;

	line->count = 0;
	line->full = false;
	if (mark->kind != MARK_AMOUNT && mark->kind != MARK_NULL)
		return;
	while (matrix_take_figure(reader, line))
		if (reader->cell > cells)
			cells = reader->cell;
	line->cells = cells;
}

/* Reads a row; false when the table is over. */
static bool
matrix_read_row(struct matrix_reader *reader)
{
	struct matrix *matrix = reader->matrix;
	struct matrix_label label;
	struct matrix_line line;
	const struct mark *first = matrix_mark(reader);

	if (matrix->row_count == MATRIX_ROWS)
		return false;
	matrix_read_label(reader, &label);
	struct matrix_row *row = &matrix->rows[matrix->row_count];
	*row = (struct matrix_row){
	    .kind = matrix_kind_of(&label),
	    .timed = label.timed,
	    .expected = matrix_says(&label, TELLS_EXPECTED),
	    .time = label.time,
	    .label = first,
	};
	bool again = row->kind != MATRIX_CHANGE && row->kind != MATRIX_OTHER &&
		     row->kind != MATRIX_PERIOD &&
		     matrix_find(matrix, row->kind) != NULL;
	if (row->kind == MATRIX_OTHER || again)
		return false;
	matrix_read_line(reader, &line);
	if (line.count == 0)
		return false;
	row->count = line.count;
	if (line.full || !matrix_place(matrix, &line, row))
		row->kind = MATRIX_OTHER;
	matrix->row_count++;
	return true;
}

size_t
matrix_read(struct matrix *matrix, const struct marks *marks, size_t i)
{
	struct matrix_reader reader = {
	    .matrix = matrix,
	    .marks = marks,
	    .at = i,
	    .fresh = true,
	};
	size_t end = i, fit = 0;

	/* "国内売上高": no measure of the issuer's. */
	if (i > 0 && !marks->list[i].space &&
	    (marks->list[i - 1].kind == MARK_TEXT ||
		marks->list[i - 1].kind == MARK_NOUN))
		reader.fresh = false;

	/* Rows are cleared when they begin: most measures head no table. */
	matrix->column_count = matrix->row_count = matrix->percents = 0;
	matrix->cells = 0;
	matrix->has_unit = false;
	for (size_t k = i; k > 0 && i - k < MATRIX_LABEL; k--) {
		if (marks->list[k - 1].kind == MARK_LINE)
			break;
		reader.cell += marks->list[k - 1].kind == MARK_CELL;
	}
	if (!matrix_read_head(&reader))
		return i;
	while (matrix_read_row(&reader))
		end = reader.at;
	for (size_t k = 0; k < matrix->row_count; k++)
		fit += matrix->rows[k].kind != MATRIX_OTHER;
	return fit > 0 && !reader.bad ? end : i;
}
