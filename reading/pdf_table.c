/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a grid of cells and the glyphs within. Out: a line per row. Called by
 * pdf_page.c.
 */
#include "reading/pdf_table.h"

#include "lib/base/mem.h"
#include "reading/pdf_line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lines of one cell further apart (in heights) are of different rows. */
#define PDF_LOOSE      1.8
#define PDF_UNIT       4 /* glyphs */

#define PDF_CARRY_NEAR 3.0 /* points, by which edges of columns may differ */

struct pdf_cell {
	struct pdf_lines lines;
	size_t rows; /* that it covers */
	bool loose; /* its lines belong to different rows */
	bool united; /* its first line is the unit of its second */
	size_t from, to; /* lines to print */
	const char *carried; /* in its place; NULL: nothing */
};

struct pdf_table {
	const struct pdf_grid *grid;
	struct pdf_cell *cells; /* by number */
};

/* A glyph and its cell, for sorting. */
struct pdf_placed {
	struct pdf_glyph glyph;
	size_t cell;
};

static int
pdf_by_cell(const void *a, const void *b)
{
	const struct pdf_placed *pa = a, *pb = b;

	return (pa->cell > pb->cell) - (pa->cell < pb->cell);
}

/* Orders glyphs by their cells, whose lines are then made of them. */
static void
pdf_table_fill(struct pdf_table *table, struct pdf_glyph *glyphs, size_t n)
{
	struct pdf_placed *placed = mem_array(n, sizeof(*placed));

	for (size_t i = 0; i < n; i++) {
		const struct pdf_glyph *g = &glyphs[i];
		placed[i].glyph = *g;
		placed[i].cell = pdf_grid_cell(
		    table->grid, (g->x0 + g->x1) / 2, pdf_glyph_middle(g));
	}
	qsort(placed, n, sizeof(*placed), pdf_by_cell);
	for (size_t i = 0; i < n; i++)
		glyphs[i] = placed[i].glyph;
	for (size_t i = 0; i < n;) {
		size_t cell = placed[i].cell, from = i;
		while (i < n && placed[i].cell == cell)
			i++;
		pdf_lines_make(
		    glyphs + from, i - from, &table->cells[cell].lines);
	}
	mem_free(placed);
}

static const struct pdf_line *
pdf_cell_line(const struct pdf_cell *cell, size_t i)
{
	return &cell->lines.v[i];
}

/* Appends the lines of the cell between two heights, joined. */
static int
pdf_cell_print(
    const struct pdf_cell *cell, double top, double foot, struct buf *out)
{
	const struct pdf_line *last = NULL;
	int r = 0;

	if (cell->carried != NULL)
		return buf_add_str(out, cell->carried);
	for (size_t i = cell->from; i < cell->to && r == 0; i++) {
		const struct pdf_line *line = pdf_cell_line(cell, i);
		double middle = pdf_line_middle(line);
		if (middle < top || middle >= foot)
			continue;
		if (last != NULL && pdf_needs_blank(&last->v[last->n - 1],
					last->n, &line->v[0]))
			r = buf_add_char(out, ' ');
		if (r == 0)
			r = pdf_line_print(line, 0, line->n, out);
		last = line;
	}
	return r;
}

static bool
pdf_line_is_figure(const struct pdf_line *line)
{
	if (pdf_figure_is_cut(line->v + line->n, line->n))
		return false;
	for (size_t g = 0; g < line->n; g++) {
		if (!pdf_is_figure(line->v[g].c))
			return false;
	}
	return true;
}

/* Lines that are whole figures, one each. */
static bool
pdf_cell_is_figures(const struct pdf_cell *cell)
{
	for (size_t i = 0; i < cell->lines.n; i++) {
		if (!pdf_line_is_figure(pdf_cell_line(cell, i)))
			return false;
	}
	return cell->lines.n > 0;
}

/* True for a unit of money or share, and nothing else. */
static bool
pdf_line_is_unit(const struct pdf_line *line)
{
	static const uint32_t ends[] = {0x5143 /* yuan */, 0x5186 /* yen */,
	    0x92ad /* sen */, 0xc6d0 /* won */, '%', 0xff05};
	uint32_t last = line->v[line->n - 1].c;

	for (size_t g = 0; g < line->n; g++) {
		if (pdf_is_digit(line->v[g].c))
			return false;
	}
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (ends[i] == last)
			return line->n <= PDF_UNIT;
	}
	return false;
}

/* True for a figure below its unit, as Japanese forms have in one row. */
static bool
pdf_cell_is_united(const struct pdf_cell *cell)
{
	return cell->rows == 1 && cell->lines.n == 2 &&
	       pdf_line_is_unit(pdf_cell_line(cell, 0)) &&
	       pdf_line_is_figure(pdf_cell_line(cell, 1));
}

static bool
pdf_lines_are_loose(const struct pdf_lines *lines)
{
	for (size_t i = 1; i < lines->n; i++) {
		double gap = pdf_line_middle(&lines->v[i]) -
			     pdf_line_middle(&lines->v[i - 1]);
		if (gap > PDF_LOOSE * lines->v[i].height)
			return true;
	}
	return false;
}

static void
pdf_table_measure(struct pdf_table *table)
{
	const struct pdf_grid *grid = table->grid;

	for (size_t r = 0; r < grid->rows; r++) {
		for (size_t c = 0; c < grid->columns; c++) {
			size_t i = r * grid->columns + c;
			struct pdf_cell *cell = &table->cells[grid->cells[i]];
			if (c == 0 || grid->cells[i - 1] != grid->cells[i])
				cell->rows++;
		}
	}
	for (size_t i = 0; i < grid->rows * grid->columns; i++) {
		struct pdf_cell *cell = &table->cells[i];
		cell->loose =
		    cell->rows > 1 && pdf_lines_are_loose(&cell->lines);
		cell->united = pdf_cell_is_united(cell);
		cell->to = cell->lines.n;
	}
}

/*
 * The cell of a row whose lines are rows themselves, since nothing rules them
 * off: figures alone, beside another cell of as many lines. NULL: none.
 */
static const struct pdf_cell *
pdf_row_anchor(const struct pdf_table *table, size_t r)
{
	const struct pdf_grid *grid = table->grid;
	const struct pdf_cell *best = NULL;
	size_t beside = 0;

	for (size_t c = 0; c < grid->columns; c++) {
		const struct pdf_cell *cell =
		    &table->cells[grid->cells[r * grid->columns + c]];
		if (cell->rows == 1 && cell->lines.n > 1 &&
		    pdf_cell_is_figures(cell) &&
		    (best == NULL || cell->lines.n > best->lines.n))
			best = cell;
	}
	for (size_t c = 0; best != NULL && c < grid->columns; c++) {
		size_t i = r * grid->columns + c;
		const struct pdf_cell *cell = &table->cells[grid->cells[i]];
		beside += cell != best && cell->lines.n >= best->lines.n;
	}
	return beside > 0 ? best : NULL;
}

/* Appends one line of row r, made of what lies between two heights. */
static int
pdf_row_print(const struct pdf_table *table, size_t r, double top, double foot,
    struct buf *out)
{
	const struct pdf_grid *grid = table->grid;
	size_t start = out->len, last = start;
	int code = 0;

	for (size_t c = 0; c < grid->columns && code == 0; c++) {
		size_t i = r * grid->columns + c;
		const struct pdf_cell *cell = &table->cells[grid->cells[i]];
		bool first = c == 0 || grid->cells[i - 1] != grid->cells[i];
		if (c > 0)
			code = buf_add_char(out, '\t');
		if (!first || code < 0)
			continue;
		size_t before = out->len;
		if (cell->loose)
			code = pdf_cell_print(
			    cell, grid->ys[r], grid->ys[r + 1], out);
		else if (cell->rows > 1)
			code = pdf_cell_print(cell, -HUGE_VAL, HUGE_VAL, out);
		else
			code = pdf_cell_print(cell, top, foot, out);
		if (out->len > before)
			last = out->len;
	}
	if (out->len == start)
		return code;
	out->len = last;
	out->data[last] = '\0';
	return code == 0 && last > start ? buf_add_char(out, '\n') : code;
}

static struct pdf_cell *
pdf_row_cell(const struct pdf_table *table, size_t r, size_t c)
{
	return &table->cells[table->grid->cells[r * table->grid->columns + c]];
}

/* Appends the units of row r as a row of their own, and takes them off it. */
static int
pdf_row_print_units(const struct pdf_table *table, size_t r, struct buf *out)
{
	size_t columns = table->grid->columns;

	for (size_t c = 0; c < columns; c++) {
		struct pdf_cell *cell = pdf_row_cell(table, r, c);
		cell->to = cell->united ? 1 : 0;
	}
	int code = pdf_row_print(table, r, -HUGE_VAL, HUGE_VAL, out);
	for (size_t c = 0; c < columns; c++) {
		struct pdf_cell *cell = pdf_row_cell(table, r, c);
		cell->from = cell->united ? 1 : 0;
		cell->to = cell->lines.n;
	}
	return code;
}

static size_t
pdf_row_count_units(const struct pdf_table *table, size_t r)
{
	size_t n = 0;

	for (size_t c = 0; c < table->grid->columns; c++)
		n += pdf_row_cell(table, r, c)->united;
	return n;
}

/* Appends row r, as several when its lines are rows. */
static int
pdf_row_print_all(const struct pdf_table *table, size_t r, struct buf *out)
{
	const struct pdf_cell *anchor = pdf_row_anchor(table, r);
	double top = -HUGE_VAL;
	int code = 0;

	if (pdf_row_count_units(table, r) > 1)
		code = pdf_row_print_units(table, r, out);
	if (code < 0)
		return code;
	if (anchor == NULL)
		return pdf_row_print(table, r, top, HUGE_VAL, out);
	for (size_t i = 0; i < anchor->lines.n && code == 0; i++) {
		double foot = HUGE_VAL;
		if (i + 1 < anchor->lines.n)
			foot = (pdf_line_middle(&anchor->lines.v[i]) +
				   pdf_line_middle(&anchor->lines.v[i + 1])) /
			       2;
		code = pdf_row_print(table, r, top, foot, out);
		top = foot;
	}
	return code;
}

void
pdf_carry_drop(struct pdf_carry *carry)
{
	carry->columns = 0;
}

static bool
pdf_carry_fits(const struct pdf_carry *carry, const struct pdf_grid *grid)
{
	if (carry->columns != grid->columns || grid->columns == 0)
		return false;
	for (size_t c = 0; c <= grid->columns; c++) {
		if (fabs(carry->xs[c] - grid->xs[c]) > PDF_CARRY_NEAR)
			return false;
	}
	return true;
}

/* What the first cell of a row says, as far as it fits. */
static void
pdf_row_label(
    const struct pdf_table *table, size_t r, char label[PDF_CARRY_LABEL])
{
	struct buf text;

	buf_init(&text, PDF_CARRY_LABEL - 1);
	err_drop(pdf_cell_print(pdf_row_cell(table, r, 0), -HUGE_VAL, HUGE_VAL,
	    &text)); /* half a label is better than none */
	memcpy(label, text.len > 0 ? text.data : "", text.len + 1);
	buf_done(&text);
}

static bool
pdf_row_has_figure(const struct pdf_table *table, size_t r)
{
	for (size_t c = 1; c < table->grid->columns; c++) {
		const struct pdf_cell *cell = pdf_row_cell(table, r, c);
		for (size_t i = 0; i < cell->lines.n; i++) {
			if (pdf_line_has_digit(pdf_cell_line(cell, i)))
				return true;
		}
	}
	return false;
}

/* Gives the first row without a label, below the head, what carry has. */
static void
pdf_table_take(struct pdf_table *table, const struct pdf_carry *carry)
{
	char head[PDF_CARRY_LABEL];
	size_t r = 0;

	if (!pdf_carry_fits(carry, table->grid))
		return;
	pdf_row_label(table, 0, head);
	if (table->grid->rows > 1 && *head != '\0' &&
	    strcmp(head, carry->head) == 0)
		r = 1;
	struct pdf_cell *cell = pdf_row_cell(table, r, 0);
	if (cell->lines.n == 0 && *carry->label != '\0' &&
	    pdf_row_has_figure(table, r))
		cell->carried = carry->label;
}

static void
pdf_table_leave(const struct pdf_table *table, struct pdf_carry *carry)
{
	const struct pdf_grid *grid = table->grid;
	struct pdf_carry next = {.columns = grid->columns};

	if (grid->columns > PDF_CARRY_COLUMNS) {
		pdf_carry_drop(carry);
		return;
	}
	memcpy(next.xs, grid->xs, (grid->columns + 1) * sizeof(*grid->xs));
	pdf_row_label(table, 0, next.head);
	pdf_row_label(table, grid->rows - 1, next.label);
	*carry = next;
}

int
pdf_table_print(const struct pdf_grid *grid, struct pdf_glyph *glyphs, size_t n,
    struct pdf_carry *carry, struct buf *out)
{
	size_t places = grid->rows * grid->columns;
	struct pdf_table table = {
	    grid, mem_array(places, sizeof(struct pdf_cell))};
	int code = 0;

	pdf_table_fill(&table, glyphs, n);
	pdf_table_measure(&table);
	pdf_table_take(&table, carry);
	for (size_t r = 0; r < grid->rows && code == 0; r++)
		code = pdf_row_print_all(&table, r, out);
	pdf_table_leave(&table, carry);
	for (size_t i = 0; i < places; i++)
		pdf_lines_done(&table.cells[i].lines);
	mem_free(table.cells);
	return code;
}
