/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cookies of one source (RFC 6265): what its host set in one answer, sent
 * with its next requests. Kept in memory alone. Pure.
 */
#ifndef WATCHERS_COOKIES_H
#define WATCHERS_COOKIES_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

/* No source needs more; the oldest go. */
#define COOKIES_MAX	   64
#define COOKIES_HEADER_MAX (8 * KIB)

struct cookie;

struct cookies {
	size_t count;
	struct cookie *list; /* the oldest first */
};

/* Empty again. */
void cookies_done(struct cookies *cookies);
/*
 * Takes the value of a Set-Cookie header that came from url at now (wall ms);
 * one that is over takes its cookie away. ERR_INVALID: it is none, or names
 * another host than its own.
 */
int cookies_take(struct cookies *cookies, const char *url, const char *value,
    int64_t now) WARN_UNUSED;
/*
 * Appends what a Cookie header to url says at now, "" without any; what does
 * not fit is left out.
 */
void cookies_print(const struct cookies *cookies, const char *url, int64_t now,
    struct buf *out);

#endif
