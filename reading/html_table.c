/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: cells of an HTML table with their spans (HTML Living Standard 4.9.12, in
 * simple form). Out: rows whose cells keep their column. Called by
 * text_html.c.
 */
#include "reading/html_table.h"

#include "lib/base/mem.h"
#include "reading/html_grid.h"

#include <ctype.h>
#include <string.h>

#define HTML_COLUMNS HTML_GRID_COLUMNS
#define HTML_ROWS    1000
/* A cell that spans rows is repeated up to this length. */
#define HTML_REPEAT  512

struct html_slot {
	char *text; /* NULL: nothing stands here in this row */
	int rows_left; /* rows that text still covers, this one included */
	int columns; /* that it spans */
};

struct html_table {
	struct html_table *parent;
	struct html_grid *grid; /* the rows so far */
	int column; /* where the next cell is looked for */
	int width; /* slots in use */
	struct html_slot slots[HTML_COLUMNS];
};

struct html_table *
html_table_new(struct html_table *parent, size_t limit)
{
	struct html_table *table = mem_new(sizeof(*table));

	table->parent = parent;
	table->grid = html_grid_new(limit);
	return table;
}

struct html_table *
html_table_free(struct html_table *table)
{
	struct html_table *parent = table->parent;

	for (int i = 0; i < HTML_COLUMNS; i++)
		mem_free(table->slots[i].text);
	html_grid_free(table->grid);
	mem_free(table);
	return parent;
}

static int
html_clamp(int v, int max)
{
	if (v < 1)
		return 1;
	return v > max ? max : v;
}

/* The text of a cell after more was said in it. */
static void
html_slot_join(struct html_slot *slot, const char *text)
{
	if (*text == '\0')
		return;
	char *joined = slot->text == NULL || *slot->text == '\0'
			   ? mem_strdup(text)
			   : mem_printf("%s %s", slot->text, text);
	mem_free(slot->text);
	slot->text = joined;
}

void
html_table_add_cell(
    struct html_table *table, const char *text, int columns, int rows)
{
	int at = table->column;

	while (at < HTML_COLUMNS && table->slots[at].rows_left > 0)
		at++;
	if (at >= HTML_COLUMNS) {
		html_slot_join(&table->slots[HTML_COLUMNS - 1], text);
		return;
	}
	rows = html_clamp(rows, HTML_ROWS);
	columns = html_clamp(columns, HTML_COLUMNS - at);
	for (int i = at; i < at + columns; i++) {
		mem_set(&table->slots[i].text, i == at ? text : "");
		table->slots[i].rows_left = rows;
		table->slots[i].columns = i == at ? columns : 1;
	}
	table->column = at + columns;
	if (table->column > table->width)
		table->width = table->column;
}

static const char *
html_text(const struct html_table *table, int i)
{
	return table->slots[i].text != NULL ? table->slots[i].text : "";
}

static bool
html_is_one_of(const char *s, const char *const words[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(s, words[i]) == 0)
			return true;
	}
	return false;
}

/* Marks that stand before a figure; a dash is an empty cell. */
static bool
html_is_opener(const char *s)
{
	static const char *const words[] = {
	    "$", "(", "$(", "($", "¥", "￥", "€", "£", "RMB", "US$", "HK$"};

	return html_is_one_of(s, words, sizeof(words) / sizeof(words[0]));
}

/* Marks that stand after it. */
static bool
html_is_closer(const char *s)
{
	static const char *const words[] = {")", "%", ")%", "%)"};

	return html_is_one_of(s, words, sizeof(words) / sizeof(words[0]));
}

/* The cell before or after i that holds text; -1: none. */
static int
html_neighbour(const struct html_table *table, int i, int step)
{
	for (i += step; i >= 0 && i < table->width; i += step) {
		if (*html_text(table, i) != '\0')
			return i;
	}
	return -1;
}

/* "—" for a figure that is not there: it needs no sign of money. */
static bool
html_is_dash(const char *s)
{
	static const char *const words[] = {"-", "--", "–", "—", "−"};

	return html_is_one_of(s, words, sizeof(words) / sizeof(words[0]));
}

/* "2024 | %": headings, not a figure and its sign. */
static bool
html_is_year(const char *s)
{
	return strlen(s) == 4 && strspn(s, "0123456789") == 4 &&
	       (strncmp(s, "19", 2) == 0 || strncmp(s, "20", 2) == 0);
}

static bool
html_is_figure(const char *text, bool opens)
{
	size_t len = strlen(text);

	if (len == 0 || (!opens && html_is_year(text)))
		return false;
	char edge = text[opens ? 0 : len - 1];
	if (edge == '$')
		return opens && len > 1;
	return isdigit((unsigned char)edge) ||
	       strchr(opens ? "(." : ").%", edge) != NULL;
}

/* Moves the mark in cell i to the figure beside it. */
static void
html_join_mark(struct html_table *table, int i)
{
	const char *mark = html_text(table, i);
	bool opens = html_is_opener(mark);

	if (!opens && !html_is_closer(mark))
		return;
	int to = html_neighbour(table, i, opens ? 1 : -1);
	if (to < 0)
		return;
	const char *figure = html_text(table, to);
	if (html_is_dash(figure)) {
		mem_set(&table->slots[i].text, "");
		return;
	}
	if (!html_is_figure(figure, opens))
		return;
	char *joined = opens ? mem_printf("%s%s", mark, figure)
			     : mem_printf("%s%s", figure, mark);
	mem_free(table->slots[to].text);
	table->slots[to].text = joined;
	mem_set(&table->slots[i].text, "");
}

/* Takes what has been said off the row; what spans more rows stays. */
static void
html_table_next_row(struct html_table *table)
{
	for (int i = 0; i < table->width; i++) {
		struct html_slot *slot = &table->slots[i];
		if (slot->rows_left > 0)
			slot->rows_left--;
		if (slot->rows_left == 0)
			mem_set(&slot->text, NULL);
		else if (slot->text != NULL && strlen(slot->text) > HTML_REPEAT)
			mem_set(&slot->text, "");
	}
	table->column = 0;
	while (
	    table->width > 0 && table->slots[table->width - 1].rows_left == 0)
		table->width--;
}

static int
html_table_keep_row(struct html_table *table)
{
	int r = 0;

	for (int i = 0; i < table->width && r == 0; i++) {
		const char *text = html_text(table, i);
		if (*text != '\0')
			r = html_grid_add_cell(
			    table->grid, text, i, table->slots[i].columns);
	}
	html_grid_end_row(table->grid);
	return r;
}

int
html_table_end_row(struct html_table *table)
{
	if (table->column == 0)
		return 0;
	for (int i = 0; i < table->width; i++)
		html_join_mark(table, i);
	int r = html_table_keep_row(table);
	html_table_next_row(table);
	return r;
}

int
html_table_print(struct html_table *table, struct buf *out)
{
	return html_grid_print(table->grid, out);
}

int
html_table_interrupt(struct html_table *table, struct buf *out)
{
	if (html_grid_is_empty(table->grid))
		return 0;
	html_grid_set_plain(table->grid);
	return html_grid_print(table->grid, out);
}
