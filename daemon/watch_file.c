/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the bytes of a file of issuers. Out: its lines, each with listing, label
 * and ref, or what is wrong and where. daemon/config_watch.c calls it.
 */
#include "daemon/watch_file.h"

#include "lib/base/mem.h"

#include <string.h>
#include <strings.h>

struct watch_file_scan {
	struct span line;
	size_t at;
	char separator;
	const char *fault;
};

struct watch_file
watch_file_init(struct span text)
{
	bool mark = text.len >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0;

	return (struct watch_file){.text = text, .at = mark ? 3 : 0};
}

static void
watch_file_clear(struct watch_file *file)
{
	for (size_t i = 0; i < WATCH_FILE_FIELDS; i++) {
		mem_free(file->fields[i]);
		file->fields[i] = NULL;
	}
}

void
watch_file_done(struct watch_file *file)
{
	watch_file_clear(file);
}

static bool
watch_file_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void
watch_file_skip_blanks(struct watch_file_scan *scan)
{
	while (scan->at < scan->line.len &&
	       scan->line.p[scan->at] != scan->separator &&
	       watch_file_is_blank(scan->line.p[scan->at]))
		scan->at++;
}

/* Does a comment, or the end of the line, begin here? */
static bool
watch_file_ends(const struct watch_file_scan *scan)
{
	if (scan->at >= scan->line.len)
		return true;
	return scan->line.p[scan->at] == '#' &&
	       (scan->at == 0 ||
		   watch_file_is_blank(scan->line.p[scan->at - 1]));
}

/* Behind its first quote. */
static void
watch_file_quoted(struct watch_file_scan *scan, struct buf *field)
{
	const char *p = scan->line.p;

	while (scan->at < scan->line.len) {
		char c = p[scan->at++];

		if (c == '"' &&
		    (scan->at == scan->line.len || p[scan->at] != '"'))
			return;
		scan->at += c == '"';
		err_drop(buf_add_char(field, c)); /* as long as the file */
	}
	scan->fault = "this quote does not end on its line";
}

static void
watch_file_plain(struct watch_file_scan *scan, struct buf *field)
{
	while (
	    !watch_file_ends(scan) && scan->line.p[scan->at] != scan->separator)
		err_drop(buf_add_char(
		    field, scan->line.p[scan->at++])); /* as long as the file */
	while (
	    field->len > 0 && watch_file_is_blank(field->data[field->len - 1]))
		buf_cut(field, field->len - 1);
}

/* One field and the separator behind it; NULL when it is empty. Gives. */
static char *
watch_file_field(struct watch_file_scan *scan)
{
	struct buf field;
	size_t start;

	watch_file_skip_blanks(scan);
	start = scan->at;
	buf_init(&field, WATCH_FILE_MAX);
	if (scan->at < scan->line.len && scan->line.p[scan->at] == '"') {
		scan->at++;
		watch_file_quoted(scan, &field);
	} else {
		watch_file_plain(scan, &field);
	}
	watch_file_skip_blanks(scan);
	if (scan->fault != NULL) {
		scan->at = start;
	} else if (!watch_file_ends(scan)) {
		if (scan->line.p[scan->at] == scan->separator)
			scan->at++;
		else
			scan->fault = "a quote ends its field";
	}
	if (field.len > 0 && memchr(field.data, '\0', field.len) != NULL)
		scan->fault = "a NUL byte";
	char *value = field.len > 0 ? buf_take(&field) : NULL;
	buf_done(&field);
	return value;
}

static int
watch_file_column(struct span line, size_t at)
{
	int column = 1;

	for (size_t i = 0; i < at && i < line.len; i++)
		column += ((unsigned char)line.p[i] & 0xc0) != 0x80;
	return column;
}

/* A tab outside of quotes makes it a line of tabs. */
static char
watch_file_separator(struct span line)
{
	bool quoted = false;

	for (size_t i = 0; i < line.len; i++) {
		quoted ^= line.p[i] == '"';
		if (line.p[i] == '\t' && !quoted && i > 0)
			return '\t';
	}
	return ',';
}

static void
watch_file_parse(
    struct watch_file *file, struct span line, struct watch_file_line *ret)
{
	struct watch_file_scan scan = {
	    .line = line, .separator = watch_file_separator(line)};
	size_t i = 0;

	watch_file_skip_blanks(&scan);
	*ret = (struct watch_file_line){
	    .line = file->line, .column = watch_file_column(line, scan.at)};
	while (i < WATCH_FILE_FIELDS && !watch_file_ends(&scan) &&
	       scan.fault == NULL)
		file->fields[i++] = watch_file_field(&scan);
	if (scan.fault == NULL && !watch_file_ends(&scan))
		scan.fault = "more than listing, label and ref";
	if (scan.fault == NULL && file->fields[0] == NULL && i > 0)
		scan.fault = "the listing is missing";
	if (scan.fault != NULL)
		ret->column = watch_file_column(line, scan.at);
	ret->fault = scan.fault;
	for (size_t k = 0; k < WATCH_FILE_FIELDS; k++)
		ret->fields[k] = file->fields[k];
}

static bool
watch_file_is_heading(const struct watch_file_line *line)
{
	return line->line == 1 && line->fields[0] != NULL &&
	       (strcasecmp(line->fields[0], "issuer") == 0 ||
		   strcasecmp(line->fields[0], "listing") == 0);
}

bool
watch_file_next(struct watch_file *file, struct watch_file_line *ret)
{
	while (file->at < file->text.len) {
		const char *p = file->text.p + file->at;
		size_t left = file->text.len - file->at;
		const char *end = memchr(p, '\n', left);
		size_t len = end != NULL ? (size_t)(end - p) : left;

		file->at += len + (end != NULL);
		file->line++;
		watch_file_clear(file);
		watch_file_parse(file, (struct span){p, len}, ret);
		if (watch_file_is_heading(ret))
			continue;
		if (ret->fault != NULL || ret->fields[0] != NULL)
			return true;
	}
	return false;
}
