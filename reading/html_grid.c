/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: cells with their columns and spans. Out: lines whose cells stand in the
 * columns of the figures. Called by html_table.c.
 */
#include "reading/html_grid.h"

#include "lib/base/mem.h"

#include <stdint.h>
#include <string.h>

#define HTML_GRID_ROWS	1000
#define HTML_GRID_BITS	64
#define HTML_GRID_WORDS (HTML_GRID_COLUMNS / HTML_GRID_BITS)

/* A set of columns. */
struct html_set {
	uint64_t words[HTML_GRID_WORDS];
};

struct html_grid_cell {
	size_t text; /* where it begins among the texts */
	int column, columns;
};

struct html_grid_row {
	size_t first, count; /* cells */
	struct html_set used; /* columns where one begins */
};

struct html_grid {
	struct buf text;
	struct html_grid_cell *cells;
	size_t cell_count, cell_cap;
	struct html_grid_row *rows;
	size_t row_count, row_cap;
	size_t first; /* cell of the row at hand */
	bool plain;
};

static void
html_set_add(struct html_set *set, int column)
{
	set->words[column / HTML_GRID_BITS] |= UINT64_C(1)
					       << (column % HTML_GRID_BITS);
}

static bool
html_set_has(const struct html_set *set, int column)
{
	uint64_t word = set->words[column / HTML_GRID_BITS];

	return ((word >> (column % HTML_GRID_BITS)) & 1) != 0;
}

static bool
html_set_meets(const struct html_set *a, const struct html_set *b)
{
	for (size_t i = 0; i < HTML_GRID_WORDS; i++)
		if ((a->words[i] & b->words[i]) != 0)
			return true;
	return false;
}

struct html_grid *
html_grid_new(size_t limit)
{
	struct html_grid *grid = mem_new(sizeof(*grid));

	buf_init(&grid->text, limit);
	return grid;
}

void
html_grid_free(struct html_grid *grid)
{
	if (grid == NULL)
		return;
	buf_done(&grid->text);
	mem_free(grid->cells);
	mem_free(grid->rows);
	mem_free(grid);
}

int
html_grid_add_cell(
    struct html_grid *grid, const char *text, int column, int columns)
{
	size_t at = grid->text.len;
	int r = buf_add(&grid->text, text, strlen(text) + 1);

	if (r < 0)
		return r;
	grid->cells = mem_grow(grid->cells, grid->cell_count, &grid->cell_cap,
	    sizeof(grid->cells[0]));
	grid->cells[grid->cell_count++] =
	    (struct html_grid_cell){at, column, columns};
	return 0;
}

void
html_grid_end_row(struct html_grid *grid)
{
	struct html_grid_row row = {
	    .first = grid->first, .count = grid->cell_count - grid->first};

	if (row.count == 0)
		return;
	for (size_t i = row.first; i < grid->cell_count; i++)
		html_set_add(&row.used, grid->cells[i].column);
	grid->rows = mem_grow(
	    grid->rows, grid->row_count, &grid->row_cap, sizeof(grid->rows[0]));
	grid->rows[grid->row_count++] = row;
	grid->first = grid->cell_count;
	grid->plain |= grid->row_count == HTML_GRID_ROWS;
}

bool
html_grid_is_empty(const struct html_grid *grid)
{
	return grid->row_count == 0;
}

void
html_grid_set_plain(struct html_grid *grid)
{
	grid->plain = true;
}

/* No row has a cell both in the columns of the set and in this one. */
static bool
html_grid_is_apart(
    const struct html_grid *grid, const struct html_set *set, int column)
{
	for (size_t i = 0; i < grid->row_count; i++) {
		const struct html_set *used = &grid->rows[i].used;
		if (html_set_has(used, column) && html_set_meets(used, set))
			return false;
	}
	return true;
}

/* What the cells of a table say of its columns. */
struct html_columns {
	struct html_set used; /* by some cell */
	struct html_set bound; /* a cell spans it and the one before */
	int count;
};

static void
html_grid_see(const struct html_grid *grid, struct html_columns *columns)
{
	for (size_t i = 0; i < grid->cell_count; i++) {
		const struct html_grid_cell *cell = &grid->cells[i];
		int end = cell->column + cell->columns;
		html_set_add(&columns->used, cell->column);
		for (int k = cell->column + 1; k < end; k++)
			html_set_add(&columns->bound, k);
		if (end > columns->count)
			columns->count = end;
	}
}

/* The column that each one becomes. */
static void
html_grid_merge(const struct html_grid *grid, int to[HTML_GRID_COLUMNS])
{
	struct html_columns columns = {.count = 0};
	struct html_set group = {{0}};
	bool merge = !grid->plain && grid->row_count > 1;
	int last = 0;

	html_grid_see(grid, &columns);
	for (int i = 0; i < columns.count; i++) {
		bool joins = i == 0 || !html_set_has(&columns.used, i) ||
			     !html_set_meets(&group, &columns.used) ||
			     (html_set_has(&columns.bound, i) &&
				 html_grid_is_apart(grid, &group, i));
		if (!joins || (!merge && i > 0)) {
			group = (struct html_set){{0}};
			last++;
		}
		html_set_add(&group, i);
		to[i] = last;
	}
}

static int
html_grid_print_row(const struct html_grid *grid,
    const struct html_grid_row *row, const int to[HTML_GRID_COLUMNS],
    struct buf *out)
{
	int at = 0, r = 0;

	for (size_t i = row->first; i < row->first + row->count; i++) {
		const struct html_grid_cell *cell = &grid->cells[i];
		for (; at < to[cell->column] && r == 0; at++)
			r = buf_add_char(out, '\t');
		if (r == 0)
			r = buf_add_str(out, grid->text.data + cell->text);
	}
	return r < 0 ? r : buf_add_char(out, '\n');
}

int
html_grid_print(struct html_grid *grid, struct buf *out)
{
	int to[HTML_GRID_COLUMNS] = {0};
	int r = 0;

	html_grid_merge(grid, to);
	for (size_t i = 0; i < grid->row_count && r == 0; i++)
		r = html_grid_print_row(grid, &grid->rows[i], to, out);
	buf_clear(&grid->text);
	grid->cell_count = grid->row_count = grid->first = 0;
	return r;
}
