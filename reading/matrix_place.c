/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the figures of a row in the order of the text, and the columns of the
 * heading. Out: a figure for each column. matrix.c calls it.
 */
#include "reading/matrix_place.h"

static bool
matrix_is_whole(const struct matrix_cell *cell)
{
	const struct amount_term *term = &cell->amount.first;

	return cell->filled && !cell->amount.range && term->places == 0 &&
	       (term->unit == AMOUNT_BARE || term->unit == AMOUNT_OTHER);
}

/* "7 / 55" under "円 / 銭": one figure in two cells, the last one. */
static bool
matrix_join_sen(struct matrix_line *line)
{
	struct matrix_cell *yen = &line->list[line->count - 2];
	const struct matrix_cell *sen = &line->list[line->count - 1];
	struct decimal part, whole;
	struct decimal hundred = decimal_from_int(100);

	if (!matrix_is_whole(yen) || !matrix_is_whole(sen) ||
	    sen->amount.first.minuses > 0 ||
	    decimal_cmp(sen->amount.first.value, hundred) >= 0 ||
	    decimal_scale10(sen->amount.first.value, -2, &part) < 0 ||
	    decimal_add(yen->amount.first.value, part, &whole) < 0)
		return false;
	yen->amount.first.value = whole;
	yen->amount.first.places = 2;
	yen->amount.first.unit = AMOUNT_BARE;
	yen->amount.last = yen->amount.first;
	yen->to = sen->to;
	line->count--;
	return true;
}

/* By the places of their cells; a heading without a corner has others. */
static bool
matrix_place_cells(const struct matrix *matrix, const struct matrix_line *line,
    struct matrix_row *row)
{
	if (matrix->cells == 0 || line->cells != matrix->cells ||
	    matrix->percents > 0 || matrix->columns[0].cell == 0)
		return false;
	for (size_t i = 0; i < line->count; i++)
		for (size_t k = 0; k < matrix->column_count; k++)
			if (matrix->columns[k].cell == line->list[i].cell)
				row->cells[k] = line->list[i];
	return true;
}

/*
 * Columns with a percentage beside them: as the heading says, or one and all
 * where it leaves the signs out and figures with one place follow whole ones.
 */
static size_t
matrix_pairs(const struct matrix *matrix, const struct matrix_line *line)
{
	if (matrix->percents > 0 || line->count != 2 * matrix->column_count)
		return matrix->percents;
	for (size_t i = 0; i < line->count; i++) {
		const struct matrix_cell *cell = &line->list[i];
		if (cell->filled && cell->amount.first.places != (int)(i % 2))
			return 0;
	}
	return matrix->column_count;
}

/* Figures with a percentage behind each, but for the last ones. */
static bool
matrix_place_pairs(const struct matrix *matrix, const struct matrix_line *line,
    struct matrix_row *row)
{
	size_t at = 0, pairs = matrix_pairs(matrix, line);

	if (pairs == 0 || pairs > matrix->column_count ||
	    line->count != matrix->column_count + pairs)
		return false;
	row->paired = true;
	for (size_t k = 0; k < matrix->column_count; k++) {
		row->cells[k] = line->list[at++];
		if (k < pairs)
			row->changes[k] = line->list[at++];
	}
	return true;
}

/*
 * Columns up to the last that is known: words of others behind it may be cut
 * into several.
 */
static size_t
matrix_known(const struct matrix *matrix)
{
	size_t n = matrix->column_count;

	while (n > 0 && matrix->columns[n - 1].measure.metric == METRIC_NONE)
		n--;
	return n;
}

/* By order, when there is one figure for every column. */
static bool
matrix_place_order(const struct matrix *matrix, struct matrix_line *line,
    struct matrix_row *row)
{
	size_t n = matrix->column_count, known = matrix_known(matrix);

	if (line->count > known && line->count < n)
		n = line->count;
	bool last = matrix->columns[n - 1].measure.metric == METRIC_EPS;
	bool short_ =
	    row->kind == MATRIX_CHANGE && last && line->count == n - 1;

	if (last && line->count == n + 1 && matrix->percents == 0 &&
	    !matrix_join_sen(line))
		return false;
	if (line->count != n && !short_)
		return false;
	for (size_t i = 0; i < line->count; i++)
		row->cells[i] = line->list[i];
	return true;
}

bool
matrix_place(const struct matrix *matrix, struct matrix_line *line,
    struct matrix_row *row)
{
	return matrix_place_cells(matrix, line, row) ||
	       matrix_place_pairs(matrix, line, row) ||
	       matrix_place_order(matrix, line, row);
}
