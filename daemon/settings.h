/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one table of settings: name, type, range, default, help. It feeds the
 * config parser, `filingctl check`, filingd.yaml(5) and the tests.
 */
#ifndef DAEMON_SETTINGS_H
#define DAEMON_SETTINGS_H

#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

enum section {
	SECTION_TOP,
	SECTION_READER,
	SECTION_ACCESS,
	SECTION_SOURCE,
	SECTION_POLL,
	SECTION_PROXY,
	SECTION_WATCH, /* an entry of a watch list */
	SECTION_CHANNEL,
	SECTION_SECRET,
	SECTION_RULE,
	SECTION_WEBSUB,
	SECTION_RETENTION,
	SECTION_DESKTOP,
	SECTION_QUIET,
	SECTION_CAP,
	SECTION_GROUP,
	SECTION_ESCALATE,
	SECTION_API,
	SECTION_HEARTBEAT,
	SECTION_TEST,
	SECTION_FILING, /* of a test */
	SECTION_EXPECT,
	SECTION_COUNT
};

enum setting_type {
	SETTING_TEXT,
	SETTING_PATH,
	SETTING_DURATION, /* int64_t milliseconds */
	SETTING_AGE, /* the same, or never: 0 */
	SETTING_NUMBER, /* int */
	SETTING_YES_NO, /* bool */
	SETTING_LISTING, /* canonical text */
	SETTING_WORD, /* one of `words` */
	SETTING_OTHER, /* a list, a map: read by the section's own code */
	SETTING_LATER /* known, not built yet: refused by name */
};

struct setting {
	enum section section;
	const char *name;
	enum setting_type type;
	size_t offset; /* of the member it fills; unused by OTHER */
	int64_t min, max; /* DURATION (ms) and NUMBER */
	const char *fallback; /* as it would be written; NULL: none */
	const char *words; /* WORD: "a|b|c" */
	const char *help;
};

/* All settings, by section. */
const struct setting *settings_all(size_t *ret_count);
/* One by name; NULL. */
const struct setting *settings_find(enum section section, const char *name);
/* The name in the section nearest to a misspelt one; NULL. */
const char *settings_nearest(enum section section, const char *name);
/* "a source", for messages. */
const char *settings_section_name(enum section section);
/* "source", for the man page and the JSON Schema. */
const char *settings_section_word(enum section section);
/* The section of such a word; SECTION_COUNT: none. */
enum section settings_section_find(const char *word);

/*
 * "250ms", "5s", "1m30s", "2h", "3d", "2y" (of 365 days) to milliseconds.
 * ERR_SYNTAX, ERR_RANGE.
 */
int settings_parse_duration(const char *s, int64_t *ret_ms) WARN_UNUSED;
#define SETTINGS_DURATION_MAX 48
/* The other way, "1m30s"; returns text. */
const char *settings_print_duration(
    int64_t ms, char text[SETTINGS_DURATION_MAX]);

/*
 * Reads value into the member of target that the setting fills. A message on
 * a wrong type or range; texts are given to target (freed by its owner).
 */
int settings_read(const struct setting *setting, const char *value,
    void *target, struct err *err) WARN_UNUSED;
/* Fills every member of target that has a default. */
void settings_defaults(enum section section, void *target);

#endif
