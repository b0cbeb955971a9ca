/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How much filingd logs: the configuration's level, and what a person asked
 * for meanwhile, of all lines or of one noun ("source"), for a time or until
 * the next start.
 */
#ifndef DAEMON_VERBOSITY_H
#define DAEMON_VERBOSITY_H

#include "lib/base/log.h"
#include "lib/net/loop.h"

#include <stddef.h>

#define VERBOSITY_ALL "all"

struct verbosity;

/* Keeps loop. Changes nothing by itself. Gives. */
struct verbosity *verbosity_new(struct loop *loop);
/* NULL does nothing. */
void verbosity_free(struct verbosity *verbosity);
/*
 * The configuration's level, by its word; what a person asked for goes before
 * it.
 */
void verbosity_configure(struct verbosity *verbosity, const char *level);
/*
 * noun: VERBOSITY_ALL or one of log_nouns. ms 0: until it is set again.
 * ERR_NOTFOUND, with the nouns that there are.
 */
int verbosity_set(struct verbosity *verbosity, const char *noun,
    enum log_level level, int64_t ms, struct err *err) WARN_UNUSED;
/* The configuration's level again, now. */
int verbosity_reset(
    struct verbosity *verbosity, const char *noun, struct err *err) WARN_UNUSED;

/* What differs from the configuration. */
struct verbosity_row {
	const char *noun;
	enum log_level level;
	int64_t until; /* wall ms; 0: no end */
};
/* Row i; false: there are no more. */
bool verbosity_row(
    const struct verbosity *verbosity, size_t i, struct verbosity_row *ret);
enum log_level verbosity_level(const struct verbosity *verbosity);

#endif
