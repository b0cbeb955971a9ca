/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a page of three-line entries, and its spec. Out: items, or the line that
 * does not fit. Called by list.c.
 */
#include "reading/items_page.h"

#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "reading/list_clean.h"
#include "reading/list_reader.h"
#include "reading/list_time.h"
#include "reading/text.h"

#include <string.h>

#define PAGE_KEY_BYTES	 16
#define PAGE_LINE_LIMIT	 (4 * KIB) /* of a title and a second line */
#define PAGE_EXCERPT_MAX (1 * MIB)
#define PAGE_DOT	 "\xc2\xb7" /* U+00B7 between source and time */

struct page_row {
	struct list_row row;
	char *title;
	char *source; /* NULL: the issuer speaks */
	char *time;
	char *excerpt;
};

struct page_lines {
	const char *p;
	const char *end;
	int number; /* of the last line taken, from 1 */
};

static bool
page_lines_next(struct page_lines *lines, struct span *ret)
{
	if (lines->p >= lines->end)
		return false;
	const char *newline =
	    memchr(lines->p, '\n', (size_t)(lines->end - lines->p));
	const char *end = newline != NULL ? newline : lines->end;
	*ret = (struct span){lines->p, (size_t)(end - lines->p)};
	if (ret->len > 0 && end[-1] == '\r')
		ret->len--;
	lines->p = newline != NULL ? newline + 1 : lines->end;
	lines->number++;
	return true;
}

/* True when only white space is left. */
static bool
page_lines_at_end(const struct page_lines *lines)
{
	for (const char *p = lines->p; p < lines->end; p++) {
		if (*p != ' ' && (*p < '\t' || *p > '\r'))
			return false;
	}
	return true;
}

static int
page_row_find(const struct list_row *row, struct span name, struct buf *out)
{
	const struct page_row *page = (const struct page_row *)row;
	const struct {
		const char *name;
		const char *text;
	} groups[] = {{"title", page->title}, {"source", page->source},
	    {"time", page->time}, {"excerpt", page->excerpt}};

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (span_is(name, groups[i].name) && groups[i].text != NULL)
			return buf_add_str(out, groups[i].text);
	}
	return ERR_NOTFOUND;
}

static void
page_row_done(struct page_row *row)
{
	mem_free(row->title);
	mem_free(row->source);
	mem_free(row->time);
	mem_free(row->excerpt);
	*row = (struct page_row){.row = row->row};
}

static bool
page_is_time(const struct list_spec *spec, const char *text)
{
	enum precision precision;
	int64_t wall;

	return list_time_parse(spec, text, &wall, &precision) == 0;
}

/* Reads "SOURCE<dot> TIME" or "TIME". */
static int
page_read_second(
    const struct list_spec *spec, struct span line, struct page_row *row)
{
	if (line.len > PAGE_LINE_LIMIT)
		return ERR_TOOBIG;
	char *text = mem_strndup(line.p, line.len);
	list_clean_trim(text);
	char *dot = NULL;
	for (char *p = strstr(text, PAGE_DOT); p != NULL;
	     p = strstr(p + 1, PAGE_DOT))
		dot = p;
	if (dot != NULL && !page_is_time(spec, text)) {
		row->time = mem_strdup(dot + strlen(PAGE_DOT));
		list_clean_trim(row->time);
		*dot = '\0';
		list_clean_trim(text);
		row->source = text;
	} else {
		row->time = text;
	}
	bool named = row->source == NULL || *row->source != '\0';
	return named && page_is_time(spec, row->time) ? 0 : ERR_SYNTAX;
}

/* Reads the next entry. ERR_SYNTAX, ERR_TOOBIG: err says which line and why. */
static int
page_read_entry(const struct list_spec *spec, struct page_lines *lines,
    struct page_row *row, struct err *err)
{
	struct span title = {0}, second = {0}, excerpt = {0};

	(void)page_lines_next(lines, &title); /* not at the end */
	row->title = mem_strndup(title.p, title.len);
	list_clean_trim(row->title);
	if (*row->title == '\0' || title.len > PAGE_LINE_LIMIT)
		return err_set(
		    err, ERR_SYNTAX, "line %d: no title", lines->number);
	if (page_is_time(spec, row->title))
		return err_set(err, ERR_SYNTAX, "line %d: a time for a title",
		    lines->number);
	if (!page_lines_next(lines, &second))
		return err_set(err, ERR_SYNTAX,
		    "line %d: a title at the end of the page", lines->number);
	int r = page_read_second(spec, second, row);
	if (r < 0)
		return err_set(err, r,
		    "line %d: no '[source\xc2\xb7] time' after a title",
		    lines->number);
	if (!page_lines_next(lines, &excerpt))
		return err_set(err, ERR_SYNTAX,
		    "line %d: no excerpt at the end of the page",
		    lines->number);
	if (excerpt.len > PAGE_EXCERPT_MAX)
		return err_set(err, ERR_TOOBIG,
		    "line %d: an excerpt of %zu bytes", lines->number,
		    excerpt.len);
	row->excerpt = mem_strndup(excerpt.p, excerpt.len);
	return 0;
}

/* A key of the entry that outlives changes of its excerpt and place. Gives. */
static char *
page_key(const struct list_spec *spec, const struct item *item)
{
	uint8_t hash[SHA256_LEN];
	char key[BASE32_SIZE(PAGE_KEY_BYTES)];

	struct digest *digest = digest_new();
	digest_field(digest, spec->listing != NULL ? spec->listing : "");
	digest_field(digest, item->published_raw);
	digest_field(digest, item->title);
	digest_finish(digest, hash);
	return mem_strdup(base32_encode(hash, PAGE_KEY_BYTES, key));
}

/* The spec with templates for what it leaves out. Borrows, frees nothing. */
static struct list_spec
page_spec(const struct list_spec *spec)
{
	static char title[] = "{title}", source[] = "{source}",
		    time[] = "{time}";
	struct list_spec full = *spec;

	if (full.fields[LIST_TITLE].template == NULL) {
		full.fields[LIST_TITLE].template = title;
		full.fields[LIST_TITLE].ops |= LIST_OP_NFKC;
	}
	if (full.fields[LIST_PUBLISHER].template == NULL)
		full.fields[LIST_PUBLISHER].template = source;
	if (full.fields[LIST_TIME].template == NULL)
		full.fields[LIST_TIME].template = time;
	return full;
}

static int
page_add_entry(
    struct list_reader *reader, struct page_row *row, int line, struct err *err)
{
	struct item item;
	bool out = false;

	int r = list_reader_item(reader, &row->row, &item, &out, err);
	if (r < 0) {
		(void)err_wrap(err, "line %d", line);
		return r;
	}
	if (out) {
		list_rows_leave_out(&reader->rows);
		return 0;
	}
	if (item.key == NULL)
		item.key = page_key(reader->spec, &item);
	if (item.text == NULL) {
		item.text = row->excerpt;
		row->excerpt = NULL;
	}
	list_rows_add(&reader->rows, &item);
	return 0;
}

static int
page_read_entries(
    struct list_reader *reader, struct page_lines *lines, struct err *err)
{
	struct page_row row = {.row = {page_row_find}};
	int r = 0;

	while (r == 0 && !page_lines_at_end(lines)) {
		int line = lines->number + 1;
		r = page_read_entry(reader->spec, lines, &row, err);
		if (r == 0)
			r = page_add_entry(reader, &row, line, err);
		page_row_done(&row);
	}
	return r;
}

static int
page_skip_header(
    const struct list_spec *spec, struct page_lines *lines, struct err *err)
{
	struct span line;

	for (int i = 0; i < spec->header_lines; i++) {
		if (page_lines_at_end(lines) || !page_lines_next(lines, &line))
			return err_set(err, ERR_SYNTAX,
			    "line %d: %d header lines expected", lines->number,
			    spec->header_lines);
	}
	return 0;
}

static void
page_read(const struct list_spec *spec, struct page_lines *lines,
    struct list_answer *answer)
{
	struct list_reader reader;
	struct err err = ERR_NONE;

	int r = list_reader_init(&reader, spec, answer);
	if (r == 0) {
		r = page_skip_header(spec, lines, &err);
		if (r == 0)
			r = page_read_entries(&reader, lines, &err);
		if (r < 0)
			list_answer_fail(answer, OUTCOME_DRIFT, "%s", err.text);
		else if (reader.rows.seen == 0)
			answer->outcome = OUTCOME_EMPTY;
		else
			list_rows_end(&reader.rows);
	}
	list_reader_done(&reader);
	list_answer_check(spec, answer);
}

void
items_page_read(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	const struct list_spec full = page_spec(spec);
	struct err err = ERR_NONE;
	struct buf text;

	if (text_kind_of(body, NULL, NULL) != TEXT_PLAIN) {
		list_answer_fail(answer, OUTCOME_DRIFT,
		    "line 1: HTML or PDF where a page of text was expected");
		return;
	}
	buf_init(&text, JOB_ANSWER_LIMIT);
	int r = text_decode(body, NULL, &text, &err);
	if (r < 0) {
		list_answer_fail(answer, OUTCOME_DRIFT, "%s", err.text);
	} else {
		struct page_lines lines = {text.data, text.data + text.len, 0};
		page_read(&full, &lines, answer);
	}
	buf_done(&text);
}
