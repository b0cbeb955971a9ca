/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables for people: columns aligned by display width, wide CJK included. */
#ifndef CLIENTS_TABLE_H
#define CLIENTS_TABLE_H

#include <stdbool.h>

struct table;

/* headings: one string per column, NULL ends. Gives. */
struct table *table_new(const char *const headings[]);
/* One cell after the other, row by row. Copied; control characters are '?'. */
void table_cell(struct table *table, const char *text);
void table_cellf(struct table *table, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints on standard output and frees. */
void table_print(struct table *table);

#endif
