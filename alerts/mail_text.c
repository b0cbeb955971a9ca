/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the parts of a mail's story. Out: plain text. mail_story.c and
 * mail_digest.c call it.
 */
#include "alerts/mail_text.h"

#include "alerts/text.h"

#include <string.h>

#define MAIL_COLUMNS 3

static void
mail_text_begin(struct buf *out, const char *title)
{
	(void)out, (void)title;
}

static void
mail_text_paragraph(struct buf *out, const char *text)
{
	text_put(out, out->len > 0 ? "\n" : "");
	text_put_clean(out, text, MAIL_PARAGRAPH);
	text_put(out, "\n");
}

static void
mail_text_lead(struct buf *out, const char *text, enum direction direction)
{
	(void)direction; /* the words say it */
	mail_text_paragraph(out, text);
}

static void
mail_text_heading(struct buf *out, const char *text)
{
	text_put(out, "\n----");
	mail_text_paragraph(out, text);
}

static void
mail_text_put_spaces(struct buf *out, size_t count)
{
	text_putf(out, "%*s", (int)count, "");
}

/* A cell at the right edge of its column. */
static void
mail_text_put_right(struct buf *out, const char *cell, size_t width)
{
	size_t own = text_width(cell);

	mail_text_put_spaces(out, 2 + (own < width ? width - own : 0));
	text_put_clean(out, cell, MAIL_CELL);
}

static void
mail_text_put_cells(struct buf *out, const char *const cells[MAIL_COLUMNS],
    const size_t widths[MAIL_COLUMNS])
{
	text_put(out, "  ");
	for (size_t i = 0; i < MAIL_COLUMNS; i++)
		mail_text_put_right(out, cells[i], widths[i]);
	text_put(out, "\n");
}

static void
mail_text_figures(struct buf *out, const char *heading,
    const struct mail_row *rows, size_t count)
{
	const char *const names[MAIL_COLUMNS] = {"before", "now", "change"};
	size_t widths[MAIL_COLUMNS] = {6, 3, 6};

	for (size_t i = 0; i < count; i++) {
		const char *const cells[MAIL_COLUMNS] = {
		    rows[i].before, rows[i].now, rows[i].change};
		for (size_t j = 0; j < MAIL_COLUMNS; j++) {
			size_t width = text_width(cells[j]);
			if (width > widths[j])
				widths[j] = width;
		}
	}
	mail_text_paragraph(out, heading);
	mail_text_put_cells(out, names, widths);
	for (size_t i = 0; i < count; i++) {
		const char *const cells[MAIL_COLUMNS] = {
		    rows[i].before, rows[i].now, rows[i].change};
		text_put(out, "  ");
		text_put_clean(out, rows[i].what, MAIL_CELL);
		text_put(out, ":\n");
		mail_text_put_cells(out, cells, widths);
	}
}

static void
mail_text_quotes(struct buf *out, const char *lang,
    const struct mail_quote *quotes, size_t count)
{
	(void)lang;
	text_put(out, "\nIn its words:\n");
	for (size_t i = 0; i < count; i++) {
		text_put(out, "  \"");
		text_put_clean(out, quotes[i].text, MAIL_CELL);
		text_put(out, "\"");
		if (quotes[i].page > 0)
			text_putf(out, " (page %d)", quotes[i].page);
		text_put(out, "\n");
	}
}

static bool
mail_text_is_told(const struct mail_field *field)
{
	return field->text != NULL && *field->text != '\0';
}

static void
mail_text_fields(struct buf *out, const char *heading,
    const struct mail_field *fields, size_t count)
{
	size_t width = 0;

	text_put(out, "\n");
	if (*heading != '\0')
		text_putf(out, "%s:\n", heading);
	for (size_t i = 0; i < count; i++) {
		size_t own = text_width(fields[i].label);
		if (mail_text_is_told(&fields[i]) && own > width)
			width = own;
	}
	for (size_t i = 0; i < count; i++) {
		size_t own = text_width(fields[i].label);
		if (!mail_text_is_told(&fields[i]))
			continue;
		text_putf(out, "  %s", fields[i].label);
		mail_text_put_spaces(
		    out, own < width + 2 ? width + 2 - own : 0);
		text_put_clean(out, fields[i].text, MAIL_URL);
		text_put(out, "\n");
	}
}

static void
mail_text_end(struct buf *out)
{
	(void)out;
}

const struct mail_format mail_text = {
    .begin = mail_text_begin,
    .lead = mail_text_lead,
    .heading = mail_text_heading,
    .paragraph = mail_text_paragraph,
    .figures = mail_text_figures,
    .quotes = mail_text_quotes,
    .fields = mail_text_fields,
    .end = mail_text_end,
};
