/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: families and samples. Out: the text that Prometheus reads. Called by
 * daemon/metrics.c and daemon/metrics_page.c.
 */
#include "daemon/metrics_text.h"

#include "lib/base/mem.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#define LABELS_MAX (4 * KIB)

static void metrics_text_add(struct metrics_text *text, const char *fmt, ...)
    PRINTF(2, 3);

static void
metrics_text_add(struct metrics_text *text, const char *fmt, ...)
{
	va_list ap;

	if (text->code != 0)
		return;
	va_start(ap, fmt);
	text->code = buf_addv(text->out, fmt, ap);
	va_end(ap);
}

void
metrics_text_begin(struct metrics_text *text, const char *family,
    const char *type, const char *help)
{
	text->family = family;
	metrics_text_add(
	    text, "# HELP %s %s\n# TYPE %s %s\n", family, help, family, type);
}

static void
metrics_text_name(
    struct metrics_text *text, const char *suffix, const char *labels)
{
	metrics_text_add(text, "%s%s%s%s%s ", text->family, suffix,
	    labels[0] != '\0' ? "{" : "", labels, labels[0] != '\0' ? "}" : "");
}

void
metrics_text_int(struct metrics_text *text, const char *labels, int64_t value)
{
	metrics_text_name(text, "", labels);
	metrics_text_add(text, "%" PRId64 "\n", value);
}

/* n of per in a second, as seconds. */
static void
metrics_text_seconds(struct metrics_text *text, int64_t n, int64_t per)
{
	int digits = per == 1000 ? 3 : 6;

	metrics_text_add(text, "%s%" PRId64 ".%0*" PRId64 "\n",
	    n < 0 ? "-" : "", (n < 0 ? -n : n) / per, digits,
	    (n < 0 ? -n : n) % per);
}

void
metrics_text_us(struct metrics_text *text, const char *labels, int64_t us)
{
	metrics_text_name(text, "", labels);
	metrics_text_seconds(text, us, 1000000);
}

void
metrics_text_ms(struct metrics_text *text, const char *labels, int64_t ms)
{
	metrics_text_name(text, "", labels);
	metrics_text_seconds(text, ms, 1000);
}

/* "0.0025", "604800": without zeros that say nothing. */
static char *
metrics_text_bound(int64_t us)
{
	char *s =
	    mem_printf("%" PRId64 ".%06" PRId64, us / 1000000, us % 1000000);
	size_t n = strlen(s);

	while (s[n - 1] == '0')
		n--;
	if (s[n - 1] == '.')
		n--;
	s[n] = '\0';
	return s;
}

void
metrics_text_histogram(struct metrics_text *text, const char *labels,
    const struct histogram *histogram)
{
	const char *comma = labels[0] != '\0' ? "," : "";
	int64_t count = 0;

	for (size_t i = 0; i < HISTOGRAM_BOUNDS; i++) {
		char *bound =
		    metrics_text_bound(histogram_bound(histogram->kind, i));

		count += histogram->counts[i];
		metrics_text_add(text, "%s_bucket{%s%sle=\"%s\"} %" PRId64 "\n",
		    text->family, labels, comma, bound, count);
		mem_free(bound);
	}
	metrics_text_add(text, "%s_bucket{%s%sle=\"+Inf\"} %" PRId64 "\n",
	    text->family, labels, comma, histogram->total);
	metrics_text_name(text, "_sum", labels);
	metrics_text_seconds(text, histogram->sum, 1000000);
	metrics_text_name(text, "_count", labels);
	metrics_text_add(text, "%" PRId64 "\n", histogram->total);
}

char *
metrics_text_labels(const char *name, const char *value, const char *more)
{
	struct buf escaped;
	char *labels;

	if (name[0] == '\0')
		return mem_strdup(more);
	buf_init(&escaped, LABELS_MAX);
	for (const char *p = value; *p != '\0'; p++) {
		const char *piece = *p == '\n'	 ? "\\n"
				    : *p == '"'	 ? "\\\""
				    : *p == '\\' ? "\\\\"
						 : NULL;

		/* A name longer than this is cut: it is still its own. */
		err_drop(piece != NULL ? buf_add_str(&escaped, piece)
				       : buf_add_char(&escaped, *p));
	}
	labels = mem_printf("%s=\"%s\"%s%s", name,
	    escaped.data != NULL ? escaped.data : "",
	    more[0] != '\0' ? "," : "", more);
	buf_done(&escaped);
	return labels;
}
