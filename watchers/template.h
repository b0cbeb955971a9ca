/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The placeholders of requests: {page} {page0} {offset} {from:FORMAT}
 * {to:FORMAT} {now_ms}, FORMAT as datetime_format (lib/base/date.h). "{{" is a
 * brace. Pure.
 */
#ifndef WATCHERS_TEMPLATE_H
#define WATCHERS_TEMPLATE_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "watchers/definition.h"

#include <stdbool.h>
#include <stdint.h>

struct template_values {
	int page; /* from the definition's first on */
	int page_first;
	int page_size;
	int64_t from; /* of the nominal window, wall ms */
	int64_t to;
	int64_t now;
	struct zone zone; /* of from and to */
	size_t name_count; /* of the matrix */
	const struct list_pair *names; /* borrowed */
	size_t credential_count;
	const struct list_pair *credentials; /* secrets; borrowed */
};

/* How what a placeholder gives is written; the template itself never is. */
enum template_escape {
	TEMPLATE_PLAIN,
	TEMPLATE_URL /* percent-encoded (RFC 3986 2.1) */
};

/* What a template depends on. */
struct template_use {
	bool page;
	bool window;
};

/*
 * Checks a template. ERR_SYNTAX: a brace without end, a bad FORMAT;
 * ERR_UNSUPPORTED: a placeholder that is not built. ret_offset: where in it.
 * What it depends on is added to use (or NULL).
 */
int template_check(const char *template, size_t *ret_offset,
    struct template_use *use, struct err *err) WARN_UNUSED;

/* Appends the template with its placeholders filled in. ERR_TOOBIG. */
int template_expand(const char *template, const struct template_values *values,
    enum template_escape escape, struct buf *out, struct err *err) WARN_UNUSED;

/*
 * Appends fields as application/x-www-form-urlencoded (WHATWG URL 5.2): names
 * and expanded values, blanks as "+".
 */
int template_form(const struct name_value *fields, size_t count,
    const struct template_values *values, struct buf *out,
    struct err *err) WARN_UNUSED;

#endif
