/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the config parser share; private to daemon/config*.c. */
#ifndef DAEMON_CONFIG_PARSE_H
#define DAEMON_CONFIG_PARSE_H

#include "daemon/config.h"

/* A file of a watch list. */
struct config_list {
	char *path;
	struct buf text;
};

struct config_parse {
	struct config *config;
	const struct config_options *options;
	struct buf *complaints;
	int errors;
	bool secret_missing;
};

/* Appends an error at a mark and counts it. */
void config_complain(struct config_parse *parse, struct yaml_mark mark,
    const char *fmt, ...) PRINTF(3, 4);
/* An error without a place inside a file. */
void config_complain_file(struct config_parse *parse, const char *fmt, ...)
    PRINTF(2, 3);
/* As above, but only a warning. */
void config_warn(struct config_parse *parse, struct yaml_mark mark,
    const char *fmt, ...) PRINTF(3, 4);

/*
 * Reads the plain settings of a map into target (NULL: none) and refuses
 * unknown keys. What is not given stays as it is; _new sets defaults first. Keys of type OTHER are left to the caller. False when node is
 * no map.
 */
bool config_read_map(struct config_parse *parse, enum section section,
    const struct yaml_node *node, void *target);
bool config_read_new(struct config_parse *parse, enum section section,
    const struct yaml_node *node, void *target);

/* A scalar or a list of scalars to words; complains about anything else. */
void config_read_words(struct config_parse *parse, const struct yaml_node *node,
    const char *what, struct config_words *words);
void config_words_done(struct config_words *words);

/* One networks list ("allow") into guard. */
void config_read_allow(struct config_parse *parse, const struct yaml_node *node,
    struct guard *guard);

/* The section of one file; node NULL: it has none. */
void config_read_api(struct config_parse *parse, const struct yaml_node *node);
void config_read_heartbeat(
    struct config_parse *parse, const struct yaml_node *node);
void config_read_websub(
    struct config_parse *parse, const struct yaml_node *node);

/* The sections, over all files in include order. */
void config_read_aliases(struct config_parse *parse);
void config_read_sources(struct config_parse *parse);
void config_read_watches(struct config_parse *parse);
void config_read_channels(struct config_parse *parse);
void config_read_rules(struct config_parse *parse);
/* config_point for a place in a file of a watch list; false: it is in none. */
bool config_point_list(const struct config *config, struct yaml_mark mark,
    const char *text, struct buf *out);
/* The path that node names, relative to the folder of its file. Gives. */
char *config_beside(const struct yaml_node *node);
void config_lists_done(struct config *config);
/* Of one channel: quiet, cap. Of one rule: digest, group, escalate, late. */
void config_read_channel_plan(struct config_parse *parse,
    const struct yaml_node *value, struct channel *channel);
void config_read_rule_plan(struct config_parse *parse,
    const struct yaml_node *node, struct config_rule *rule);
/* The calendar of a name, NULL with a complaint about whose it is. Gives. */
struct calendar *config_load_calendar(struct config_parse *parse,
    const char *name, const char *whose, struct yaml_mark mark);
/* False, with complaints, when a word is no watch list. */
bool config_check_watches(
    struct config_parse *parse, const struct config_words *words);
/* Where the fault of condition fault->when stands in the file. */
struct yaml_mark config_when_mark(
    const struct config_words *when, const struct rule_fault *fault);
/* Each word is one of n names, or it is complained of with the nearest. */
void config_check_names(struct config_parse *parse,
    const struct config_words *words, const char *what,
    const char *const names[], size_t n);
/* Does the source tell of this listing? */
bool config_source_covers(
    const struct config_source *source, const char *listing);
/* The section `tests`, when all else is known. */
void config_read_tests(struct config_parse *parse);
void config_tests_done(struct config *config);
/* After all: names that rules use, listings that no source covers. */
void config_cross_check(struct config_parse *parse);

/*
 * Calls fn for each pair of the map `key` at the top of every file; complains
 * when a name stands in two files or the value is no map.
 */
typedef void config_pair_fn(struct config_parse *parse,
    const struct yaml_node *key, const struct yaml_node *value);
void config_each_pair(
    struct config_parse *parse, const char *key, config_pair_fn *fn);
/* Text of a scalar, or NULL with a complaint that names what. Borrowed. */
const char *config_text(
    struct config_parse *parse, const struct yaml_node *node, const char *what);

/* The map `desktop` of a channel. */
void config_read_desktop(struct config_parse *parse,
    const struct yaml_node *value, struct channel *channel);

/*
 * The text of a small file that a setting names, NULL when it cannot be read:
 * a complaint, or a warning where the daemon is not. Gives.
 */
char *config_read_file(
    struct config_parse *parse, struct yaml_mark mark, const char *path);
/* Reads a secret { credential: NAME } or { file: PATH }; NULL on a fault. Gives. */
char *config_read_secret(
    struct config_parse *parse, const struct yaml_node *node, const char *what);

/*
 * The definition of a source with its calendar, and the secrets that it asks
 * for; complains of what the settings do not give it. source->definition stays
 * NULL when it cannot be read.
 */
void config_read_definition(struct config_parse *parse,
    struct config_source *source, const struct yaml_node *key,
    const struct yaml_node *value);
void config_credentials_done(struct config_source *source);

/* The settings of one kind of channel; complains of what is amiss. */
void config_read_webhook(struct config_parse *parse,
    const struct yaml_node *value, struct channel *channel);
void config_read_mail(struct config_parse *parse, const struct yaml_node *value,
    struct channel *channel);
void config_read_exec(struct config_parse *parse, const struct yaml_node *value,
    struct channel *channel);

void config_source_done(struct config_source *source);
void config_rule_done(struct config_rule *rule);
void config_api_done(struct config_api *api);
void config_heartbeat_done(struct config_heartbeat *heartbeat);

#endif
