/* SPDX-License-Identifier: BSD-2-Clause */
/* Watch lists: which issuers a rule cares for, with what the user calls them. */
#ifndef ALERTS_WATCH_H
#define ALERTS_WATCH_H

#include "lib/base/yaml.h"

#include <stdbool.h>
#include <stddef.h>

struct watch_entry {
	char *listing; /* canonical */
	char *label; /* NULL: none */
	char *ref; /* NULL: none */
	struct yaml_mark mark;
};

struct watch {
	char *name;
	size_t count;
	struct watch_entry *entries; /* sorted by listing once sealed */
};

void watch_init(struct watch *watch, const char *name);
void watch_done(struct watch *watch);
/* Adds a copy. ERR_EXISTS when the listing is in the list already. */
int watch_add(struct watch *watch, const char *listing, const char *label,
    const char *ref, struct yaml_mark mark) WARN_UNUSED;
/* The entry of a canonical listing; NULL. Borrowed. */
const struct watch_entry *watch_find(
    const struct watch *watch, const char *listing);

#endif
