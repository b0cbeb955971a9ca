/* SPDX-License-Identifier: BSD-2-Clause */
/* In: cells; out: aligned lines on standard output. Called by the verbs. */
#include "clients/table.h"

#include "lib/base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#define TABLE_COLUMNS 16

struct table {
	size_t columns;
	int width[TABLE_COLUMNS];
	size_t count, cap;
	char **cells;
};

/* Columns that text takes on a terminal (setlocale has run). */
static int
table_width(const char *s)
{
	mbstate_t state = {0};
	int width = 0;

	while (*s != '\0') {
		wchar_t wc;
		size_t n = mbrtowc(&wc, s, 8, &state);
		int w;

		if (n == 0 || n > 8) {
			memset(&state, 0, sizeof(state));
			width++;
			s++;
			continue;
		}
		w = wcwidth(wc);
		width += w < 0 ? 1 : w;
		s += n;
	}
	return width;
}

void
table_cell(struct table *table, const char *text)
{
	size_t column = table->count % table->columns;
	char *cell = mem_strdup(text);
	int width;

	for (char *p = cell; *p != '\0'; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	}
	width = table_width(cell);
	if (width > table->width[column])
		table->width[column] = width;
	table->cells =
	    mem_grow(table->cells, table->count, &table->cap, sizeof(char *));
	table->cells[table->count++] = cell;
}

void
table_cellf(struct table *table, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	table_cell(table, text);
}

struct table *
table_new(const char *const headings[])
{
	struct table *table = mem_new(sizeof(*table));

	while (
	    headings[table->columns] != NULL && table->columns < TABLE_COLUMNS)
		table->columns++;
	for (size_t i = 0; i < table->columns; i++)
		table_cell(table, headings[i]);
	return table;
}

void
table_print(struct table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		size_t column = i % table->columns;
		bool last = column == table->columns - 1;

		fputs(table->cells[i], stdout);
		if (last)
			putchar('\n');
		else
			printf("%*s",
			    table->width[column] + 2 -
				table_width(table->cells[i]),
			    "");
		mem_free(table->cells[i]);
	}
	mem_free(table->cells);
	mem_free(table);
}
