/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists in pages of HTML, by XPath 1.0. */
#ifndef READING_ITEMS_HTML_H
#define READING_ITEMS_HTML_H

#include "reading/job.h"

/*
 * The rows of body by spec into answer, which is empty with total and more
 * unknown. Rows, total, more and the names of templates are XPath, the names
 * relative to their row; white space in a value is one blank, several nodes are
 * several values. No rows are an empty list only when the total is 0.
 */
void items_html_read(
    const struct list_spec *spec, struct span body, struct list_answer *answer);

/* The tree of a page; NULL: it has none, or may not be parsed. xmlFreeDoc. */
struct _xmlDoc;
struct _xmlDoc *items_html_tree(struct span text);

#endif
