/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a page. Out: the table in it whose rows link to documents, and which of
 * its columns are title and time. Called by reading/sketch.c.
 */
#include "lib/base/mem.h"
#include "reading/items_html.h"
#include "reading/sketch.h"

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>
#include <string.h>

#define SKETCH_CELLS	  16
#define SKETCH_CELL_BYTES 400

struct sketch_rows {
	xmlNodePtr table;
	int index; /* of the table in the page, from 1 */
	size_t count; /* rows with a link */
};

struct sketch_page {
	struct sketch_rows best;
	int tables;
};

static bool
sketch_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       xmlStrcasecmp(node->name, (const xmlChar *)name) == 0;
}

/* The next node of the tree under top, in its order. */
static xmlNodePtr
sketch_next(xmlNodePtr node, const xmlNode *top, bool into)
{
	if (into && node->children != NULL && node->type == XML_ELEMENT_NODE)
		return node->children;
	while (node != top && node->next == NULL)
		node = node->parent;
	return node == top ? NULL : node->next;
}

static xmlNodePtr
sketch_find_link(xmlNodePtr top)
{
	for (xmlNodePtr node = top; node != NULL;
	     node = sketch_next(node, top, true)) {
		if (sketch_is(node, "a") &&
		    xmlHasProp(node, (const xmlChar *)"href") != NULL)
			return node;
	}
	return NULL;
}

static bool
sketch_has_cell(const xmlNode *row)
{
	for (const xmlNode *node = row->children; node != NULL;
	     node = node->next)
		if (sketch_is(node, "td"))
			return true;
	return false;
}

/* Rows of the table itself, not of those within it. */
static size_t
sketch_count_rows(xmlNodePtr table)
{
	size_t count = 0;
	xmlNodePtr node = sketch_next(table, table, true);

	while (node != NULL) {
		bool inner = sketch_is(node, "table");

		if (sketch_is(node, "tr") && sketch_has_cell(node) &&
		    sketch_find_link(node) != NULL)
			count++;
		node = sketch_next(node, table, !inner);
	}
	return count;
}

static void
sketch_search(xmlNodePtr root, struct sketch_page *page)
{
	for (xmlNodePtr node = root; node != NULL;
	     node = sketch_next(node, root, true)) {
		size_t rows;

		if (!sketch_is(node, "table"))
			continue;
		page->tables++;
		rows = sketch_count_rows(node);
		if (rows > page->best.count)
			page->best =
			    (struct sketch_rows){node, page->tables, rows};
	}
}

/* What a cell says, its white space as blanks. Gives. */
static char *
sketch_cell_text(xmlNodePtr cell)
{
	xmlChar *content = xmlNodeGetContent(cell);
	const char *p = content != NULL ? (const char *)content : "";
	struct buf out;
	char *text;
	int rc = 0;

	buf_init(&out, SKETCH_CELL_BYTES);
	while (*p != '\0' && rc == 0) {
		size_t n = strspn(p, " \t\r\n");

		p += n;
		if (n > 0 && out.len > 0 && *p != '\0')
			rc = buf_add_char(&out, ' ');
		if (rc == 0 && *p != '\0')
			rc = buf_add_char(&out, *p++);
	}
	text = mem_strdup(out.len > 0 ? out.data : "");
	buf_done(&out);
	xmlFree(content);
	return text;
}

struct sketch_grid {
	struct sketch_column columns[SKETCH_CELLS];
	size_t links[SKETCH_CELLS];
	size_t rows;
};

static void
sketch_take_row(struct sketch_grid *grid, const xmlNode *row)
{
	size_t i = 0;

	for (xmlNodePtr cell = row->children; cell != NULL && i < SKETCH_CELLS;
	     cell = cell->next) {
		struct sketch_column *column = &grid->columns[i];

		if (!sketch_is(cell, "td"))
			continue;
		if (column->count < SKETCH_SAMPLES)
			column->texts[column->count++] = sketch_cell_text(cell);
		grid->links[i++] += sketch_find_link(cell) != NULL;
	}
	grid->rows++;
}

static void
sketch_take_table(struct sketch_grid *grid, xmlNodePtr table)
{
	xmlNodePtr node = sketch_next(table, table, true);

	while (node != NULL && grid->rows < SKETCH_SAMPLES) {
		bool inner = sketch_is(node, "table");

		if (sketch_is(node, "tr") && sketch_has_cell(node) &&
		    sketch_find_link(node) != NULL)
			sketch_take_row(grid, node);
		node = sketch_next(node, table, !inner);
	}
}

/* The column of links with the longest words; -1: none has them all. */
static int
sketch_title(const struct sketch_grid *grid)
{
	size_t longest = 0;
	int title = -1;

	for (int i = 0; i < SKETCH_CELLS; i++) {
		size_t length = sketch_length(&grid->columns[i]);

		if (grid->links[i] < grid->rows || length <= longest)
			continue;
		longest = length;
		title = i;
	}
	return title;
}

static int
sketch_time(const struct sketch_grid *grid, struct sketch *sketch)
{
	for (int i = 0; i < SKETCH_CELLS; i++)
		if (grid->columns[i].count == grid->rows &&
		    sketch_is_time(&grid->columns[i], sketch))
			return i;
	return -1;
}

/* An id or class that can stand in an XPath in YAML as it is. */
static bool
sketch_is_word(const xmlChar *s)
{
	const char *p = (const char *)s;

	return p != NULL && *p != '\0' && strlen(p) < 80 &&
	       strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "0123456789_-") == strlen(p);
}

static int
sketch_write_items(const struct sketch_rows *rows, struct sketch *sketch)
{
	xmlChar *id = xmlGetProp(rows->table, (const xmlChar *)"id");
	int rc;

	if (sketch_is_word(id))
		rc = buf_addf(&sketch->items,
		    "  rows: \"//table[@id='%s']//tr[td//a[@href]]\"\n",
		    (const char *)id);
	else
		rc = buf_addf(&sketch->items,
		    "  rows: \"(//table)[%d]//tr[td//a[@href]]\"\n",
		    rows->index);
	xmlFree(id);
	return rc;
}

static int
sketch_write_table(const struct sketch_rows *rows,
    const struct sketch_grid *grid, struct sketch *sketch, struct err *err)
{
	int title = sketch_title(grid), time = sketch_time(grid, sketch);
	int rc;

	if (title < 0 || time < 0)
		return err_set(err, ERR_NOTFOUND,
		    "the table with %zu links has no column of %s", rows->count,
		    title < 0 ? "titles" : "times");
	rc = sketch_write_items(rows, sketch);
	if (rc != 0)
		return rc;
	return buf_addf(&sketch->fields,
	    "  key: \"{(./td[%d]//a)[1]/@href}\"\n"
	    "  title: { from: \"{./td[%d]}\", clean: [ nfkc, trim ] }\n"
	    "  url: \"{(./td[%d]//a)[1]/@href}\"\n"
	    "  time: \"{./td[%d]}\"\n",
	    title + 1, title + 1, title + 1, time + 1);
}

int
sketch_html(struct span text, struct sketch *sketch, struct err *err)
{
	struct sketch_page page = {.tables = 0};
	struct sketch_grid *grid;
	xmlDocPtr doc = items_html_tree(text);
	int rc;

	if (doc == NULL)
		return err_set(err, ERR_SYNTAX, "this is no HTML");
	sketch->engine = "html";
	sketch_search(xmlDocGetRootElement(doc), &page);
	if (page.best.count == 0) {
		xmlFreeDoc(doc);
		return err_set(err, ERR_NOTFOUND,
		    "no table of the page has rows with links; a page that a "
		    "script fills asks for JSON elsewhere");
	}
	grid = mem_new(sizeof(*grid));
	sketch_take_table(grid, page.best.table);
	rc = sketch_write_table(&page.best, grid, sketch, err);
	for (int i = 0; i < SKETCH_CELLS; i++)
		sketch_column_done(&grid->columns[i]);
	mem_free(grid);
	xmlFreeDoc(doc);
	return rc;
}
