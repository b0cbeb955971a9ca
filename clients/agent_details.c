/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event's data. Out: a plain text that tells what changed, from what to
 * what, and where it stands. clients/agent_notice.c asks for it.
 */
#include "clients/agent_details.h"

#include "alerts/text.h"
#include "lib/base/mem.h"

#include <string.h>

#define DETAILS_MAX	(256 * KIB) /* more than all of them can fill */
#define DETAILS_POINTS	300
#define DETAILS_CHANGES 16
#define DETAILS_QUOTES	5

static const char *
details_text(const json_t *json, const char *key)
{
	const char *s = json_string_value(json_object_get(json, key));

	return s != NULL ? s : "";
}

static void
details_put(struct buf *out, const json_t *json, const char *key)
{
	text_put_clean(out, details_text(json, key), DETAILS_POINTS);
}

/* An amount with thousands separators; what is none stands as it is. */
static void
details_put_amount(struct buf *out, const char *text)
{
	struct decimal amount;

	if (decimal_parse(text, strlen(text), &amount) == 0)
		text_put_amount(out, amount);
	else
		text_put_clean(out, text, DETAILS_POINTS);
}

/* "low to high CUR", "at least low", "at most high". */
static void
details_put_range(struct buf *out, const json_t *range)
{
	const char *low = details_text(range, "low");
	const char *high = details_text(range, "high");

	if (*low == '\0')
		text_put(out, *high != '\0' ? "at most " : "unknown");
	else if (*high == '\0')
		text_put(out, "at least ");
	details_put_amount(out, low);
	if (*high != '\0' && strcmp(low, high) != 0) {
		text_put(out, *low != '\0' ? " to " : "");
		details_put_amount(out, high);
	}
	text_put(out, " ");
	details_put(out, range, "currency");
}

/* The words of the vocabulary as people say them. */
static const char *
details_axis(const char *axis)
{
	static const struct {
		const char *word, *says;
	} axes[] = {
	    {"prior", "The year before"},
	    {"guidance", "The issuer's earlier forecast"},
	    {"consensus", "The brokers' estimates"},
	    {"actual", "The issuer's forecast of this result"},
	};

	for (size_t i = 0; i < sizeof(axes) / sizeof(axes[0]); i++) {
		if (strcmp(axes[i].word, axis) == 0)
			return axes[i].says;
	}
	return "Compared with";
}

static void
details_put_change(struct buf *out, const json_t *change, const json_t *fact)
{
	const json_t *base = json_object_get(change, "base");
	const char *low = details_text(change, "low_pct");
	const char *high = details_text(change, "high_pct");

	text_putf(out, "\n%s", details_axis(details_text(change, "axis")));
	text_put(out, " (");
	details_put(out, change, "metric");
	text_put(out, ")\n  was      ");
	details_put_range(out, base);
	if (strcmp(details_text(change, "metric"),
		details_text(fact, "metric")) == 0) {
		text_put(out, "\n  is now   ");
		details_put_range(out, fact);
	}
	if (*low != '\0' || *high != '\0') {
		text_put(out, "\n  change   ");
		text_put_clean(out, *low != '\0' ? low : "?", DETAILS_POINTS);
		text_put(out, " to ");
		text_put_clean(out, *high != '\0' ? high : "?", DETAILS_POINTS);
		text_put(out, " %");
	}
	if (details_text(base, "quote")[0] != '\0') {
		text_put(out, "\n  quote    ");
		details_put(out, base, "quote");
	}
	text_put(out, "\n");
}

static void
details_put_quotes(struct buf *out, const json_t *evidence)
{
	for (size_t i = 0; i < json_array_size(evidence) && i < DETAILS_QUOTES;
	     i++) {
		const json_t *quote = json_array_get(evidence, i);
		json_int_t page =
		    json_integer_value(json_object_get(quote, "page"));

		text_put(out, i == 0 ? "\nThe document says\n  " : "  ");
		details_put(out, quote, "quote");
		if (page > 0)
			text_putf(out, " (page %lld)", (long long)page);
		text_put(out, "\n");
	}
}

char *
agent_details(const char *line, const json_t *data)
{
	const json_t *changes = json_object_get(data, "changes");
	const json_t *filing = json_object_get(data, "filing");
	const json_t *fact = json_object_get(data, "fact");
	struct buf out;

	if (json_array_size(changes) == 0)
		return NULL;
	buf_init(&out, DETAILS_MAX);
	text_put_clean(&out, line, DETAILS_POINTS);
	text_put(&out, "\n");
	for (size_t i = 0; i < json_array_size(changes) && i < DETAILS_CHANGES;
	     i++)
		details_put_change(&out, json_array_get(changes, i), fact);
	details_put_quotes(&out, json_object_get(data, "evidence"));
	text_put(&out, "\nFiling   ");
	details_put(&out, filing, "title");
	text_put(&out, "\n         ");
	details_put(&out, filing, "url");
	text_put(&out, "\n");
	return buf_take(&out);
}
