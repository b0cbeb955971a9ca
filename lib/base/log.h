/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Log lines: "<noun> '<id>': <what happened>[, <what happens next>]". To
 * stderr in the foreground; else to the journal with fields when it is there,
 * else to syslog(3). Only drivers and daemon/ log above debug.
 */
#ifndef LIB_BASE_LOG_H
#define LIB_BASE_LOG_H

#include "lib/base/err.h"
#include "lib/base/log_condition.h"

#include <stdbool.h>

enum log_level { LOG_AT_ERROR, LOG_AT_WARNING, LOG_AT_INFO, LOG_AT_DEBUG };

enum log_target { LOG_TO_STDERR, LOG_TO_SYSTEM };

/* Journal fields a line may carry: FILINGD_SOURCE=, FILINGD_FILING=, ... */
enum log_field {
	LOG_SOURCE,
	LOG_FILING,
	LOG_EVENT,
	LOG_CHANNEL,
	LOG_RULE,
	LOG_DELIVERY,
	LOG_FIELDS
};

/* Opens the log. ident is borrowed for the life of the process. */
void log_init(const char *ident, enum log_target target, enum log_level level);
void log_set_level(enum log_level level);
/*
 * Lines of one noun ("source", "delivery", ...) have a level of their own;
 * unset: the common one again. ERR_NOTFOUND: lines of no such noun are known.
 */
int log_set_level_of(const char *noun, enum log_level level) WARN_UNUSED;
void log_unset_level_of(const char *noun);
/* The nouns, NULL ends. */
extern const char *const log_nouns[];
const char *log_level_word(enum log_level level);
/* "error", "warning", "info", "debug" -> level; ERR_INVALID otherwise. */
int log_level_parse(const char *s, enum log_level *ret_level) WARN_UNUSED;

/*
 * Sends copies of lines to fn as well (tests, STATUS). fn NULL: no more.
 * The line is borrowed and has no newline.
 */
void log_set_hook(void (*fn)(enum log_level, const char *, void *), void *arg);

void log_error(const char *fmt, ...) PRINTF(1, 2);
void log_warning(const char *fmt, ...) PRINTF(1, 2);
void log_info(const char *fmt, ...) PRINTF(1, 2);
void log_debug(const char *fmt, ...) PRINTF(1, 2);

/*
 * The same with fields: fields is an array of LOG_FIELDS strings, NULL where a
 * field does not apply. Bytes below 0x20 and 0x7f in values print as '?'.
 */
void log_fields(enum log_level level, const char *const fields[LOG_FIELDS],
    const char *fmt, ...) PRINTF(3, 4);

/*
 * The same with the MESSAGE_ID of a condition, at its level. fields NULL: none.
 */
void log_told(enum log_condition condition,
    const char *const fields[LOG_FIELDS], const char *fmt, ...) PRINTF(3, 4);
/* For the test of the catalog. */
const char *log_condition_id(enum log_condition condition);

#endif
