/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an XHTML document with XBRL in it. Out: its contexts and its numbers.
 * Nothing is resolved from outside: no DTD, no schema. tdnet_forecast.c calls
 * it, in the jail.
 */
#include "reading/inline_xbrl.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <string.h>

#define XBRL_CONTEXTS 1024
#define XBRL_VALUES   8192
#define XBRL_TEXT     128 /* bytes of a number, or a day */
#define XBRL_SCALE    18

/* The document as it is walked through. */
struct xbrl_walk {
	xmlTextReaderPtr reader;
	struct inline_xbrl *xbrl;
	struct inline_context *context; /* open; NULL: none */
	struct inline_value *value; /* open; NULL: none */
	int32_t *day; /* of the context, open; NULL: none */
	int value_depth;
	int row;
	struct buf text; /* of the open day or value */
};

void
inline_xbrl_done(struct inline_xbrl *xbrl)
{
	for (size_t i = 0; i < xbrl->context_count; i++)
		mem_free(xbrl->contexts[i].id);
	for (size_t i = 0; i < xbrl->value_count; i++) {
		struct inline_value *value = &xbrl->values[i];
		mem_free(value->name);
		mem_free(value->context);
		mem_free(value->unit);
		mem_free(value->text);
	}
	mem_free(xbrl->contexts);
	mem_free(xbrl->values);
	*xbrl = (struct inline_xbrl){0};
}

const struct inline_context *
inline_xbrl_context(const struct inline_xbrl *xbrl, const char *id)
{
	for (size_t i = 0; i < xbrl->context_count; i++)
		if (strcmp(xbrl->contexts[i].id, id) == 0)
			return &xbrl->contexts[i];
	return NULL;
}

/* An attribute, "" when it is missing. Gives. */
static char *
xbrl_attribute(struct xbrl_walk *walk, const char *name)
{
	xmlChar *found =
	    xmlTextReaderGetAttribute(walk->reader, (const xmlChar *)name);
	char *copy = mem_strdup(found != NULL ? (const char *)found : "");

	xmlFree(found);
	return copy;
}

static bool
xbrl_flag(struct xbrl_walk *walk, const char *name)
{
	char *text = xbrl_attribute(walk, name);
	bool on = strcmp(text, "true") == 0 || strcmp(text, "1") == 0;

	mem_free(text);
	return on;
}

/* A power of ten in digits with a sign, 0 when it is missing or none. */
static int
xbrl_scale(struct xbrl_walk *walk)
{
	char *text = xbrl_attribute(walk, "scale");
	bool negative = text[0] == '-';
	int64_t scale = 0;

	if (*text != '\0' &&
	    number_parse(text + negative, 0, XBRL_SCALE, &scale) < 0)
		scale = 0;
	mem_free(text);
	return negative ? -(int)scale : (int)scale;
}

/* It has no end tag. */
static bool
xbrl_is_empty(struct xbrl_walk *walk)
{
	return xmlTextReaderIsEmptyElement(walk->reader) == 1;
}

static void
xbrl_open_day(struct xbrl_walk *walk, int32_t *day)
{
	if (walk->day != NULL || xbrl_is_empty(walk))
		return;
	walk->day = day;
	buf_clear(&walk->text);
}

static int
xbrl_open_context(struct xbrl_walk *walk, struct err *err)
{
	struct inline_xbrl *xbrl = walk->xbrl;
	size_t n = xbrl->context_count;

	if (walk->context != NULL)
		return err_set(
		    err, ERR_UNREADABLE, "a context within a context");
	if (n == XBRL_CONTEXTS)
		return err_set(err, ERR_UNREADABLE, "more than %d contexts",
		    XBRL_CONTEXTS);
	xbrl->contexts =
	    mem_resize(xbrl->contexts, n + 1, sizeof(*xbrl->contexts));
	xbrl->contexts[n] = (struct inline_context){
	    .id = xbrl_attribute(walk, "id"), .period = {DATE_NONE, DATE_NONE}};
	xbrl->context_count = n + 1;
	if (!xbrl_is_empty(walk))
		walk->context = &xbrl->contexts[n];
	return 0;
}

static int
xbrl_open_value(struct xbrl_walk *walk, struct err *err)
{
	struct inline_xbrl *xbrl = walk->xbrl;
	size_t n = xbrl->value_count;
	char *sign = xbrl_attribute(walk, "sign");

	if (n == XBRL_VALUES) {
		mem_free(sign);
		return err_set(
		    err, ERR_UNREADABLE, "more than %d values", XBRL_VALUES);
	}
	xbrl->values = mem_resize(xbrl->values, n + 1, sizeof(*xbrl->values));
	xbrl->values[n] =
	    (struct inline_value){.name = xbrl_attribute(walk, "name"),
		.context = xbrl_attribute(walk, "contextRef"),
		.unit = xbrl_attribute(walk, "unitRef"),
		.text = mem_strdup(""),
		.scale = xbrl_scale(walk),
		.negative = strcmp(sign, "-") == 0,
		.nil = xbrl_flag(walk, "xsi:nil"),
		.row = walk->row};
	xbrl->value_count = n + 1;
	mem_free(sign);
	if (!xbrl_is_empty(walk)) {
		walk->value = &xbrl->values[n];
		walk->value_depth = xmlTextReaderDepth(walk->reader);
		buf_clear(&walk->text);
	}
	return 0;
}

static int
xbrl_on_start(struct xbrl_walk *walk, const char *name, struct err *err)
{
	struct inline_context *context = walk->context;

	if (strcmp(name, "tr") == 0)
		walk->row++;
	else if (strcmp(name, "context") == 0)
		return xbrl_open_context(walk, err);
	else if (strcmp(name, "nonFraction") == 0 && walk->value == NULL)
		return xbrl_open_value(walk, err);
	else if (context != NULL && strcmp(name, "startDate") == 0)
		xbrl_open_day(walk, &context->period.start);
	else if (context != NULL && strcmp(name, "endDate") == 0)
		xbrl_open_day(walk, &context->period.end);
	return 0;
}

/* Without white space at its ends. Gives. */
static char *
xbrl_take_text(struct xbrl_walk *walk)
{
	static const char blanks[] = " \t\r\n";
	const char *text = walk->text.len > 0 ? walk->text.data : "";
	size_t n;

	text += strspn(text, blanks);
	n = strlen(text);
	while (n > 0 && strchr(blanks, text[n - 1]) != NULL)
		n--;
	return mem_strndup(text, n);
}

static int
xbrl_close_day(struct xbrl_walk *walk, struct err *err)
{
	char *text = xbrl_take_text(walk);
	int r = date_parse(text, walk->day);

	if (r < 0)
		r = err_set(err, ERR_UNREADABLE, "'%.20s' is no day", text);
	walk->day = NULL;
	mem_free(text);
	return r;
}

static int
xbrl_on_end(struct xbrl_walk *walk, const char *name, struct err *err)
{
	if (strcmp(name, "context") == 0) {
		walk->context = NULL;
		return 0;
	}
	if (walk->day != NULL)
		return xbrl_close_day(walk, err);
	if (walk->value == NULL ||
	    xmlTextReaderDepth(walk->reader) != walk->value_depth)
		return 0;
	mem_free(walk->value->text);
	walk->value->text = xbrl_take_text(walk);
	walk->value = NULL;
	return 0;
}

static int
xbrl_on_text(struct xbrl_walk *walk, struct err *err)
{
	const xmlChar *text = xmlTextReaderConstValue(walk->reader);

	if (text == NULL || (walk->day == NULL && walk->value == NULL))
		return 0;
	if (buf_add_str(&walk->text, (const char *)text) < 0)
		return err_set(err, ERR_UNREADABLE,
		    "a number of more than %d bytes", XBRL_TEXT);
	return 0;
}

static int
xbrl_on_node(struct xbrl_walk *walk, struct err *err)
{
	const xmlChar *name = xmlTextReaderConstLocalName(walk->reader);

	switch (xmlTextReaderNodeType(walk->reader)) {
	case XML_READER_TYPE_ELEMENT:
		return xbrl_on_start(walk, (const char *)name, err);
	case XML_READER_TYPE_END_ELEMENT:
		return xbrl_on_end(walk, (const char *)name, err);
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		return xbrl_on_text(walk, err);
	case XML_READER_TYPE_ENTITY_REFERENCE:
		if (walk->value == NULL)
			return 0;
		return err_set(
		    err, ERR_UNREADABLE, "an entity within a number");
	default: /* comments and the like; the list is libxml2's */
		return 0;
	}
}

int
inline_xbrl_read(struct span bytes, struct inline_xbrl *ret, struct err *err)
{
	struct xbrl_walk walk = {.xbrl = ret};
	int more = 1, r = 0;

	*ret = (struct inline_xbrl){0};
	if (bytes.len > INT_MAX)
		return err_set(err, ERR_UNREADABLE, "too big");
	walk.reader = xmlReaderForMemory(bytes.p, (int)bytes.len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (walk.reader == NULL)
		return err_set(err, ERR_UNREADABLE, "no XML");
	buf_init(&walk.text, XBRL_TEXT);
	while (r == 0 && (more = xmlTextReaderRead(walk.reader)) == 1)
		r = xbrl_on_node(&walk, err);
	if (r == 0 && more != 0)
		r = err_set(err, ERR_UNREADABLE, "no well-formed XML");
	buf_done(&walk.text);
	xmlFreeTextReader(walk.reader);
	return r;
}
