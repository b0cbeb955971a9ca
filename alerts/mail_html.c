/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the parts of a mail's story. Out: an HTML document. mail_story.c and
 * mail_digest.c call it.
 */
#include "alerts/mail_html.h"

#include "alerts/text.h"

#include <string.h>

#define HTML_TABLE                                                             \
	"<table style=\"border-collapse:collapse;width:100%;margin:0 0 16px;"  \
	"overflow-wrap:anywhere;word-break:break-word\">\n"
#define HTML_CAPTION                                                           \
	"<caption style=\"text-align:left;font-weight:600;padding:0 0 4px\">"
#define HTML_ROW "<tr style=\"border-top:1px solid #999;vertical-align:top\">"

static const char *
mail_html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	default:
		return "&quot;";
	}
}

/* Cleaned, cut, and no markup: also fit for an attribute in "". */
static void
mail_html_put(struct buf *out, const char *s, size_t max)
{
	struct buf clean;

	buf_init(&clean, MAIL_TEXT_MAX);
	text_put_clean(&clean, s, max);
	for (const char *p = clean.len > 0 ? clean.data : ""; *p != '\0';) {
		size_t n = strcspn(p, "&<>\"");
		text_put_bytes(out, p, n);
		p += n;
		if (*p != '\0')
			text_put(out, mail_html_entity(*p++));
	}
	buf_done(&clean);
}

static void
mail_html_begin(struct buf *out, const char *title)
{
	text_put(out,
	    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
	    "charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" "
	    "content=\"width=device-width,initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
	    "<style>:root{color-scheme:light dark}</style>\n<title>");
	mail_html_put(out, title, MAIL_CELL);
	text_put(out, "</title></head>\n"
		      "<body style=\"margin:0;padding:12px;"
		      "font-family:system-ui,sans-serif;"
		      "font-size:15px;line-height:1.45\">\n"
		      "<div style=\"max-width:640px\">\n");
}

static const char *
mail_html_color(enum direction direction)
{
	switch (direction) {
	case DIRECTION_DOWN:
		return "#d32f2f";
	case DIRECTION_UP:
		return "#388e3c";
	case DIRECTION_MIXED:
		return "#e08a00";
	case DIRECTION_NONE:
	case DIRECTION_COUNT:
		break;
	}
	return "#888888";
}

static void
mail_html_lead(struct buf *out, const char *text, enum direction direction)
{
	text_putf(out,
	    "<p style=\"margin:0 0 16px;padding:2px 0 2px 12px;"
	    "border-left:5px solid %s;font-size:17px;font-weight:600\">",
	    mail_html_color(direction));
	mail_html_put(out, text, MAIL_CELL);
	text_put(out, "</p>\n");
}

static void
mail_html_heading(struct buf *out, const char *text)
{
	text_put(out, "<h2 style=\"margin:24px 0 12px;padding:12px 0 0;"
		      "border-top:2px solid #888;font-size:16px\">");
	mail_html_put(out, text, MAIL_CELL);
	text_put(out, "</h2>\n");
}

static void
mail_html_paragraph(struct buf *out, const char *text)
{
	text_put(out, "<p style=\"margin:0 0 16px\">");
	mail_html_put(out, text, MAIL_PARAGRAPH);
	text_put(out, "</p>\n");
}

static void
mail_html_put_cell(struct buf *out, const char *text)
{
	text_put(out, "<td style=\"padding:0 0 6px 8px\">");
	mail_html_put(out, text, MAIL_CELL);
	text_put(out, "</td>");
}

static void
mail_html_put_row(struct buf *out, const struct mail_row *row)
{
	text_put(out,
	    "<tbody>" HTML_ROW "<th scope=\"rowgroup\" colspan=\"3\" style=\""
	    "text-align:left;font-weight:normal;padding:4px 0\">");
	mail_html_put(out, row->what, MAIL_CELL);
	text_put(out, "</th></tr>\n<tr style=\"text-align:right;"
		      "vertical-align:top\">");
	mail_html_put_cell(out, row->before);
	mail_html_put_cell(out, row->now);
	mail_html_put_cell(out, row->change);
	text_put(out, "</tr></tbody>\n");
}

/* What a figure is stands above it: three columns fit a narrow window. */
static void
mail_html_figures(struct buf *out, const char *heading,
    const struct mail_row *rows, size_t count)
{
	static const char *const names[] = {"Before", "Now", "Change"};

	text_put(out, HTML_TABLE HTML_CAPTION);
	mail_html_put(out, heading, MAIL_CELL);
	text_put(out, "</caption>\n<thead><tr>");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		text_putf(out,
		    "<th scope=\"col\" style=\"width:%s;text-align:right;"
		    "font-weight:normal;padding:0 0 4px 8px\">%s</th>",
		    i == 0 ? "30%" : "35%", names[i]);
	text_put(out, "</tr></thead>\n");
	for (size_t i = 0; i < count; i++)
		mail_html_put_row(out, &rows[i]);
	text_put(out, "</table>\n");
}

static void
mail_html_quotes(struct buf *out, const char *lang,
    const struct mail_quote *quotes, size_t count)
{
	text_put(out, "<p style=\"margin:0 0 4px;font-weight:600\">In its "
		      "words</p>\n");
	for (size_t i = 0; i < count; i++) {
		text_put(out, "<blockquote");
		if (*lang != '\0')
			text_putf(out, " lang=\"%s\"", lang);
		text_put(out, " style=\"margin:0 0 8px;padding:0 0 0 12px;"
			      "border-left:3px solid #888\">");
		mail_html_put(out, quotes[i].text, MAIL_CELL);
		if (quotes[i].page > 0)
			text_putf(out, " <span lang=\"en\">(page %d)</span>",
			    quotes[i].page);
		text_put(out, "</blockquote>\n");
	}
	text_put(out, "<div style=\"height:8px\"></div>\n");
}

static bool
mail_html_is_link(const struct mail_field *field)
{
	return field->kind == MAIL_LINK &&
	       (strncmp(field->text, "https://", 8) == 0 ||
		   strncmp(field->text, "http://", 7) == 0);
}

static void
mail_html_put_field(struct buf *out, const struct mail_field *field)
{
	text_put(out, HTML_ROW
	    "<th scope=\"row\" style=\"text-align:left;font-weight:normal;"
	    "width:1%;white-space:nowrap;padding:4px 16px 4px 0\">");
	mail_html_put(out, field->label, MAIL_CELL);
	text_put(out, "</th><td style=\"padding:4px 0\">");
	if (mail_html_is_link(field)) {
		text_put(out, "<a href=\"");
		mail_html_put(out, field->text, MAIL_URL);
		text_put(out, "\">");
	}
	if (field->kind == MAIL_COMMAND)
		text_put(out, "<code style=\"font-size:14px\">");
	mail_html_put(out, field->text, MAIL_URL);
	if (field->kind == MAIL_COMMAND)
		text_put(out, "</code>");
	if (mail_html_is_link(field))
		text_put(out, "</a>");
	text_put(out, "</td></tr>\n");
}

static void
mail_html_fields(struct buf *out, const char *heading,
    const struct mail_field *fields, size_t count)
{
	text_put(out, HTML_TABLE);
	if (*heading != '\0') {
		text_put(out, HTML_CAPTION);
		mail_html_put(out, heading, MAIL_CELL);
		text_put(out, "</caption>\n");
	}
	for (size_t i = 0; i < count; i++) {
		if (fields[i].text != NULL && *fields[i].text != '\0')
			mail_html_put_field(out, &fields[i]);
	}
	text_put(out, "</table>\n");
}

static void
mail_html_end(struct buf *out)
{
	text_put(out, "</div></body></html>\n");
}

const struct mail_format mail_html = {
    .begin = mail_html_begin,
    .lead = mail_html_lead,
    .heading = mail_html_heading,
    .paragraph = mail_html_paragraph,
    .figures = mail_html_figures,
    .quotes = mail_html_quotes,
    .fields = mail_html_fields,
    .end = mail_html_end,
};
