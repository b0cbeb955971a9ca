/* SPDX-License-Identifier: BSD-2-Clause */
/* filingctl's verbs: each takes its own arguments and returns an exit code. */
#ifndef CLIENTS_VERB_H
#define CLIENTS_VERB_H

#include "lib/base/err.h"

#include <jansson.h>
#include <stdbool.h>

/* Exit codes, the same for every verb. */
enum verb_exit {
	VERB_OK = 0,
	VERB_FAILED = 1, /* done, with failures */
	VERB_USAGE = 2, /* usage or configuration */
	VERB_UNREACHABLE = 3, /* no daemon answers */
	VERB_BLOCKED = 4, /* a source sends a captcha */
	VERB_NOTHING = 5, /* nothing matched */
	VERB_DENIED = 6, /* not permitted */
};

struct verb_context {
	const char *socket;
	const char *program; /* of the reader; NULL: the installed one */
	const char *lexicon; /* folder; NULL: the installed one */
	bool json;
	bool quiet;
};

/* argv[0] is the verb's name. */
typedef int verb_fn(const struct verb_context *context, int argc, char **argv);

verb_fn verb_check;
verb_fn verb_read;
verb_fn verb_backtest;
verb_fn verb_status;
verb_fn verb_top;
verb_fn verb_log;
verb_fn verb_doctor;
verb_fn verb_events;
verb_fn verb_follow;
verb_fn verb_reload;
verb_fn verb_rules;
verb_fn verb_sources;
verb_fn verb_backfill;
verb_fn verb_silence;
verb_fn verb_ack;
verb_fn verb_config;
verb_fn verb_completion;
verb_fn verb_db;
verb_fn verb_schema;
verb_fn verb_version;
verb_fn verb_channels;
verb_fn verb_deliveries;

/* Calls fn for each verb of filingctl, in their order. */
typedef void verb_each_fn(const char *name, const char *help, void *arg);
void verb_each(verb_each_fn *fn, void *arg);

/* Prints "filingctl: text" and returns code. */
int verb_fail(int code, const char *fmt, ...) PRINTF(2, 3);

/*
 * GETs (or POSTs) from the daemon: the parsed answer, or an exit code with its
 * message printed. json_decref it.
 */
int verb_ask(const struct verb_context *context, const char *method,
    const char *path, json_t **ret);
/* The same by GET, NULL when there is no good answer, and nothing is said. */
json_t *verb_ask_quietly(const struct verb_context *context, const char *path);
/*
 * Ends a verb that has done something: prints the answer as JSON, or the line
 * unless nothing is to be said. Takes answer. VERB_OK.
 */
int verb_done(const struct verb_context *context, json_t *answer,
    const char *fmt, ...) PRINTF(3, 4);
/* The exit code that an answer's status amounts to, its error printed. */
int verb_exit_of(int status, const json_t *answer);

/* Text of a member, "" when absent. Borrowed. */
const char *verb_text(const json_t *json, const char *key);
/* A number of a member, 0 when absent. */
long long verb_int(const json_t *json, const char *key);
/* Prints the value on a line; takes json. */
void verb_print_json(json_t *json);
/* s percent-encoded for a path or a query. Gives. */
char *verb_escape(const char *s);
/* Control characters never reach the terminal: prints s with '?' for them. */
void verb_print_clean(const char *s);

#endif
