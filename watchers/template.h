/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The placeholders of requests: {page} {page0} {offset}, also {page:03} with
 * zeros in front; {from:FORMAT} {to:FORMAT}, FORMAT as datetime_format
 * (lib/base/date.h); {now_ms}; {contact}; {credential:NAME}; and the names of
 * the definition's matrix. "{{" is a brace. Pure.
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
	const char *contact; /* of the configuration; NULL; borrowed */
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

/* The names that a template may use beside those of the language. */
struct template_scope {
	size_t axis_count;
	const struct request_axis *axes;
	const struct word_list *credentials;
};

/* What a template depends on. */
struct template_use {
	bool page;
	bool window;
	bool contact;
	unsigned axes; /* a bit for each of the scope's */
	unsigned credentials; /* likewise */
};

/* The names that definition knows. Borrows. */
struct template_scope template_scope_of(const struct definition *definition);

/*
 * Checks a template. ERR_SYNTAX: a brace without end, a bad FORMAT;
 * ERR_UNSUPPORTED: a name that is neither of the language nor of scope (NULL:
 * empty). ret_offset: where in it. What it depends on is added to use (or
 * NULL).
 */
int template_check(const char *template, const struct template_scope *scope,
    size_t *ret_offset, struct template_use *use, struct err *err) WARN_UNUSED;

/*
 * Appends the template with its placeholders filled in. ERR_TOOBIG;
 * ERR_NOTFOUND: a name that values does not give. Messages hold no values.
 */
int template_expand(const char *template, const struct template_values *values,
    enum template_escape escape, struct buf *out, struct err *err) WARN_UNUSED;

/*
 * Appends n bytes percent-encoded (RFC 3986 2.1), a blank as "+" when plus.
 * ERR_TOOBIG.
 */
int template_add_escaped(
    struct buf *out, const char *s, size_t n, bool plus) WARN_UNUSED;

/* A name of the matrix: small letters, digits and "_", none of the language. */
bool template_is_free_name(const char *name);

#endif
