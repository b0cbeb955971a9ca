/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the first answer of a source that nobody has described yet. Out: a
 * definition in YAML. Called by filingctl in its jail.
 */
#include "reading/sketch.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/base/utf8.h"
#include "reading/feed_time.h"
#include "reading/text.h"

#include <string.h>

#define SKETCH_TEXT_LIMIT (16 * MIB)
#define SKETCH_PART_LIMIT (16 * KIB)
#define SKETCH_SNIFF	  4096

/* 2001 to 2096: numbers that may be seconds since 1970. */
#define EPOCH_MIN	  INT64_C(1000000000)
#define EPOCH_MAX	  INT64_C(4000000000)

void
sketch_column_done(struct sketch_column *column)
{
	for (size_t i = 0; i < SKETCH_SAMPLES; i++)
		mem_free(column->texts[i]);
	*column = (struct sketch_column){0};
}

static size_t
sketch_samples(const struct sketch_column *column)
{
	return column->count < SKETCH_SAMPLES ? column->count : SKETCH_SAMPLES;
}

bool
sketch_is_unique(const struct sketch_column *column)
{
	size_t n = sketch_samples(column);

	for (size_t i = 0; i < n; i++) {
		if (column->texts[i][0] == '\0')
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(column->texts[i], column->texts[k]) == 0)
				return false;
	}
	return n > 0;
}

size_t
sketch_length(const struct sketch_column *column)
{
	size_t n = sketch_samples(column), length = 0;

	for (size_t i = 0; i < n; i++)
		length +=
		    utf8_count(column->texts[i], strlen(column->texts[i]));
	return n > 0 ? length / n : 0;
}

static bool
sketch_is_epoch(const struct sketch_column *column, int64_t scale)
{
	size_t n = sketch_samples(column);
	int64_t number;

	for (size_t i = 0; i < n; i++)
		if (number_parse(column->texts[i], EPOCH_MIN * scale,
			EPOCH_MAX * scale, &number) != 0)
			return false;
	return n > 0;
}

static bool
sketch_is_format(const struct sketch_column *column, const char *format)
{
	size_t n = sketch_samples(column);
	bool has_time, has_zone;
	int64_t wall;

	for (size_t i = 0; i < n; i++)
		if (datetime_parse(column->texts[i], format, 0, &wall,
			&has_time, &has_zone) != 0)
			return false;
	return n > 0;
}

static bool
sketch_is_feed_time(const struct sketch_column *column)
{
	struct zone utc = zone_fixed(0);
	size_t n = sketch_samples(column);
	enum precision precision;
	int64_t wall;

	for (size_t i = 0; i < n; i++)
		if (strlen(column->texts[i]) < sizeof("2026-1-1") - 1 ||
		    feed_time_parse(
			column->texts[i], &utc, &wall, &precision) != 0)
			return false;
	return n > 0;
}

bool
sketch_is_time(const struct sketch_column *column, struct sketch *sketch)
{
	static const char *const formats[] = {"%Y-%m-%d %H:%M:%S",
	    "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z",
	    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y/%m/%d %H:%M:%S",
	    "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y.%m.%d %H:%M", "%Y.%m.%d",
	    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d.%m.%Y %H:%M",
	    "%d.%m.%Y", "%d-%m-%Y %H:%M", "%d-%m-%Y", "%m/%d/%Y %H:%M:%S",
	    "%m/%d/%Y %H:%M", "%m/%d/%Y", "%Y%m%d%H%M%S"};

	sketch->time_format = NULL;
	sketch->time_kind = "format";
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (!sketch_is_format(column, formats[i]))
			continue;
		sketch->time_format = formats[i];
		return true;
	}
	sketch->time_kind = "epoch-ms";
	if (sketch_is_epoch(column, 1000))
		return true;
	sketch->time_kind = "epoch-s";
	if (sketch_is_epoch(column, 1))
		return true;
	sketch->time_kind = "feed";
	return sketch_is_feed_time(column);
}

/* The url between double quotes, its braces no placeholders. */
static int
sketch_add_url(const char *url, struct buf *out)
{
	int rc = buf_add_char(out, '"');

	for (; rc == 0 && *url != '\0'; url++) {
		unsigned char c = (unsigned char)*url;

		if (c <= ' ' || c == 0x7f || strchr("{}\"\\", c) != NULL)
			rc = buf_addf(out, "%%%02X", c);
		else
			rc = buf_add_char(out, *url);
	}
	return rc == 0 ? buf_add_char(out, '"') : rc;
}

static int
sketch_write(
    const struct sketch_ask *ask, const struct sketch *sketch, struct buf *out)
{
	bool feed = strcmp(sketch->engine, "feed") == 0;
	int rc = buf_addf(out,
	    "# A draft, made from one answer of the source: look at every "
	    "line.\nformat: 1\nname: %s\nverified: %s\nengine: %s\n"
	    "to-verify:\n  - \"what the terms of the site say of programs\"\n"
	    "%s  - \"whose filings these are: without code, name or market "
	    "here the configuration gives an issuer\"\n"
	    "\nrequest:\n  list:\n    url: ",
	    ask->name, ask->today, sketch->engine,
	    feed ? "" : "  - \"the zone of its times; UTC is a guess\"\n");

	if (rc == 0)
		rc = sketch_add_url(ask->url, out);
	if (rc == 0)
		rc = buf_addf(out,
		    "\n    limit: 8MiB\n\nitems:\n%s  max: 10000\n"
		    "\nfields:\n%s\ntime: { kind: %s, ",
		    sketch->items.len > 0 ? sketch->items.data : "",
		    sketch->fields.len > 0 ? sketch->fields.data : "",
		    sketch->time_kind);
	if (rc == 0 && sketch->time_format != NULL)
		rc = buf_addf(out, "format: \"%s\", ", sketch->time_format);
	return rc == 0 ? buf_add_str(out, "zone: UTC }\n\nmanners:\n"
					  "  zone: UTC\n  peak: 5m\n"
					  "  quiet: 15m\n  deadline: 30s\n")
		       : rc;
}

static bool
sketch_holds(struct span text, const char *word)
{
	size_t n = text.len < SKETCH_SNIFF ? text.len : SKETCH_SNIFF;

	return memmem(text.p, n, word, strlen(word)) != NULL;
}

static bool
sketch_is_feed(struct span text)
{
	return sketch_holds(text, "<rss") || sketch_holds(text, "<feed") ||
	       sketch_holds(text, "<rdf:RDF") ||
	       sketch_holds(text, "jsonfeed.org/version");
}

static int
sketch_feed(struct sketch *sketch)
{
	sketch->engine = "feed";
	sketch->time_kind = "feed";
	/* what is left out stands for itself: key, url and time */
	return buf_add_str(&sketch->fields,
	    "  title: { from: \"{title}\", clean: [ strip-tags, unescape, "
	    "nfkc, trim ] }\n");
}

static int
sketch_find(const struct sketch_ask *ask, struct span text,
    struct sketch *sketch, struct err *err)
{
	size_t blank = 0;
	char first;

	while (blank < text.len &&
	       strchr(" \t\r\n", ((const char *)text.p)[blank]) != NULL)
		blank++;
	first = blank < text.len ? ((const char *)text.p)[blank] : '\0';
	if (sketch_is_feed(text))
		return sketch_feed(sketch);
	if (first == '<')
		return sketch_html(text, sketch, err);
	if (first == '{' || first == '[')
		return sketch_json(ask, text, sketch, err);
	return err_set(err, ERR_NOTFOUND,
	    "this is no feed, no JSON and no HTML, which is all that a draft "
	    "can be made from");
}

int
sketch_definition(const struct sketch_ask *ask, struct span body,
    struct buf *out, struct err *err)
{
	struct sketch sketch = {.engine = "json"};
	struct buf text;
	int rc;

	buf_init(&text, SKETCH_TEXT_LIMIT);
	buf_init(&sketch.items, SKETCH_PART_LIMIT);
	buf_init(&sketch.fields, SKETCH_PART_LIMIT);
	rc = text_decode(body, NULL, &text, err);
	if (rc == 0)
		rc = sketch_find(
		    ask, (struct span){text.data, text.len}, &sketch, err);
	if (rc == 0)
		rc = sketch_write(ask, &sketch, out);
	buf_done(&sketch.items);
	buf_done(&sketch.fields);
	buf_done(&text);
	return rc;
}
