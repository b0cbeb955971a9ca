/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The values of one row of a list: templates filled in from the row, cleaned,
 * and made into an item. All engines use it; a row is what finds names.
 */
#ifndef READING_LIST_VALUE_H
#define READING_LIST_VALUE_H

#include "watchers/definition.h"
#include "watchers/item.h"

/* Separates the values of a name that has several. */
#define LIST_VALUE_SEPARATOR '\x1f'

/* A row. The engine's own record begins with it. */
struct list_row {
	/* Appends what name stands for. ERR_NOTFOUND: nothing does. */
	int (*find)(
	    const struct list_row *row, struct span name, struct buf *out);
};

/*
 * Appends a template with its {names} filled in. ERR_NOTFOUND: one of them is
 * missing; ERR_TOOBIG; ERR_SYNTAX: a brace does not pair up.
 */
int list_value_fill(const char *template, const struct list_row *row,
    struct buf *out) WARN_UNUSED;

/* Cleans text by LIST_OP_* in the order of their bits. Takes and gives. */
char *list_value_clean(char *text, unsigned ops);

/*
 * The value of a row: its template filled in, cleaned, mapped, on one line,
 * cut to limit bytes. NULL: none, or empty. Gives.
 */
char *list_value_text(
    const struct list_value *value, const struct list_row *row, size_t limit);

/*
 * A row as an item. ERR_INVALID with the reason ("no title") when it lacks a
 * key, a title or a time that can be read, or a figure is none; *item is then
 * empty. Of a feed the time may be unknown: PRECISION_NONE. Long titles
 * are cut at 2 KiB; what is no absolute http(s) address is no address.
 */
int list_value_item(const struct list_spec *spec, const struct list_row *row,
    struct item *item, struct err *err) WARN_UNUSED;

#endif
