/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration: one generation, as loaded. A bad file yields no
 * generation but complaints, all of them in one run, each with
 * file:line:col, the source line and a caret.
 */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H

#include "alerts/alerts.h"
#include "alerts/plan.h"
#include "daemon/aliases.h"
#include "daemon/config_api.h"
#include "daemon/settings.h"
#include "lib/base/log.h"
#include "lib/base/yaml.h"
#include "lib/net/guard.h"
#include "reading/pool.h"
#include "lib/base/calendar.h"
#include "watchers/definition.h"
#include "watchers/watcher.h"

struct config_list;
struct config_test;

/* Members that the settings table fills at the top of the file. */
struct config_top {
	char *instance;
	char *contact;
	char *state;
	char *socket;
	char *log_level;
	char *definitions;
};

struct config_reader {
	char *program;
	char *lexicon;
	char *own_lexicon; /* NULL: none is looked for */
	int workers;
	int zygotes;
	int64_t list_deadline;
	int64_t document_deadline;
};

/* Who may do what through the API: group names. */
struct config_access {
	char *read;
	char *operate;
};

/* Where hubs reach filingd; both or none. */
struct config_websub {
	char *callback;
	char *listen;
};

/* How long the store keeps what is over, in ms; 0: for ever. */
struct config_retention {
	int64_t events;
	int64_t deliveries;
	int64_t samples;
};

/* A rule as written, with its marks. */
struct config_rule {
	char *name;
	char *unknown; /* "tell" or "skip" */
	struct yaml_mark mark;
	struct config_words {
		size_t count;
		char **texts;
		struct yaml_mark *marks;
		bool *quoted;
	} on, watch, when, to, escalate;
	char *late; /* "digest", "tell" or "skip" */
	struct plan_rule plan;
};

/* A watched source: the definition and what the config says of it. */
struct config_source {
	char *name;
	char *url;
	char *path; /* of a directory */
	char *listing; /* canonical */
	int64_t peak;
	int64_t quiet;
	bool accepted;
	enum catch_up catch_up;
	int catch_up_hours;
	struct definition *definition;
	struct calendar *calendar; /* NULL: every day alike */
	size_t credential_count;
	struct list_pair *credentials; /* secrets by the definition's names */
	struct guard guard;
	const struct aliases *aliases; /* the config\'s */
	/* Watched, too, and has the same filings; NULL. */
	const struct config_source *fallback;
	struct source_config config; /* of the watcher; borrows from the rest */
};

struct config {
	char *path;
	struct config_top top;
	struct config_reader reader;
	struct config_access access;
	struct config_websub websub;
	struct config_api api;
	struct config_heartbeat heartbeat;
	struct config_retention retention;
	size_t source_count;
	struct config_source *sources;
	struct aliases aliases;
	size_t watch_count;
	struct watch *watches;
	size_t channel_count;
	struct channel *channels;
	struct config_words operators;
	size_t rule_count;
	struct config_rule *rules;
	struct rules *compiled;
	size_t test_count;
	struct config_test *tests; /* daemon/config_tests.h */
	struct alerts_config alerts; /* points into the rest */
	size_t doc_count;
	struct yaml **docs; /* marks point into them */
	size_t list_count;
	struct config_list *lists; /* files of watch lists; marks, too */
};

struct config_options {
	const char *definitions; /* folder of definitions; NULL: installed */
	const char *calendars; /* NULL: beside definitions, or installed */
	const char *credentials; /* $CREDENTIALS_DIRECTORY; NULL */
	bool offline; /* a secret that cannot be read here is only a warning */
};

/* Those of an installed filingd. */
void config_options_default(struct config_options *options);

/*
 * Loads path and what it includes. Complaints and warnings are appended to
 * complaints in either case; ret_errors counts the errors. Gives.
 */
int config_load(const char *path, const struct config_options *options,
    struct config **ret, struct buf *complaints, int *ret_errors) WARN_UNUSED;
void config_free(struct config *config);
int64_t config_hash(const struct config *config); /* of its files' bytes */

#endif
