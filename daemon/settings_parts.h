/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the table of settings does not say of lists and maps: which section's
 * settings they hold. For the JSON Schema and `filingctl config show`.
 */
#ifndef DAEMON_SETTINGS_PARTS_H
#define DAEMON_SETTINGS_PARTS_H

#include "daemon/settings.h"

/* How a setting of type OTHER holds settings of a section. */
enum settings_shape {
	SHAPE_WORDS, /* a text or a list of texts */
	SHAPE_ONE, /* a map of the section's settings */
	SHAPE_ONE_OR_LIST, /* one of those, or a list of them */
	SHAPE_TEXT_OR_ONE,
	SHAPE_NAMED, /* a map of names, each a map of them */
	SHAPE_LIST, /* a list of maps of them */
	SHAPE_NAMED_LISTS /* a map of names, each a list of texts or of them, or one */
};

struct settings_part {
	enum section section;
	const char *name;
	enum settings_shape shape;
	enum section holds;
};

/* NULL: it holds texts alone. */
const struct settings_part *settings_part_find(
    enum section section, const char *name);

#endif
