/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes Prometheus' text format, version 0.0.4: a family after the other, its
 * samples together. What does not fit into the buffer is missing, and code
 * says so.
 */
#ifndef DAEMON_METRICS_TEXT_H
#define DAEMON_METRICS_TEXT_H

#include "lib/base/buf.h"
#include "lib/base/histogram.h"

#define METRICS_TEXT_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct metrics_text {
	struct buf *out; /* kept */
	const char *family; /* that was begun last */
	int code; /* 0, or why the text is not whole */
};

/* type: "counter", "gauge", "histogram". */
void metrics_text_begin(struct metrics_text *text, const char *family,
    const char *type, const char *help);

/*
 * Samples of the family; labels as of metrics_text_labels, "" none. Times are
 * printed as seconds: us a duration, ms a moment.
 */
void metrics_text_int(
    struct metrics_text *text, const char *labels, int64_t value);
void metrics_text_us(struct metrics_text *text, const char *labels, int64_t us);
void metrics_text_ms(struct metrics_text *text, const char *labels, int64_t ms);
void metrics_text_histogram(struct metrics_text *text, const char *labels,
    const struct histogram *histogram);

/*
 * 'source="cninfo"', and after it more ('result="ok"'; "" none): the value is
 * escaped, more is taken as it is. name "": more alone. Gives.
 */
char *metrics_text_labels(
    const char *name, const char *value, const char *more);

#endif
