/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: listings and codes as sources give them. Out: the one listing that the
 * ledger and watch lists know. Filled by daemon/config_aliases.c, asked by
 * daemon/pipeline_case.c and daemon/config_sources.c.
 */
#include "daemon/aliases.h"

#include "lib/base/mem.h"

#include <string.h>

void
aliases_done(struct aliases *aliases)
{
	for (size_t i = 0; i < aliases->count; i++) {
		mem_free(aliases->items[i].name);
		mem_free(aliases->items[i].listing);
	}
	mem_free(aliases->items);
	*aliases = (struct aliases){0};
}

/* Where name is, or belongs. */
static size_t
aliases_place(const struct aliases *aliases, const char *name)
{
	size_t from = 0, to = aliases->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(aliases->items[middle].name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static const struct alias *
aliases_get(const struct aliases *aliases, const char *name)
{
	size_t i = aliases_place(aliases, name);

	return i < aliases->count && strcmp(aliases->items[i].name, name) == 0
		   ? &aliases->items[i]
		   : NULL;
}

static bool
aliases_is_listing(const struct aliases *aliases, const char *name)
{
	for (size_t i = 0; i < aliases->count; i++)
		if (strcmp(aliases->items[i].listing, name) == 0)
			return true;
	return false;
}

int
aliases_add(struct aliases *aliases, const char *name, const char *listing)
{
	size_t at = aliases_place(aliases, name);

	if (aliases_get(aliases, name) != NULL)
		return ERR_EXISTS;
	if (strcmp(name, listing) == 0 ||
	    aliases_get(aliases, listing) != NULL ||
	    aliases_is_listing(aliases, name))
		return ERR_INVALID;
	aliases->items = mem_resize(
	    aliases->items, aliases->count + 1, sizeof(*aliases->items));
	memmove(&aliases->items[at + 1], &aliases->items[at],
	    (aliases->count - at) * sizeof(*aliases->items));
	aliases->items[at] =
	    (struct alias){mem_strdup(name), mem_strdup(listing)};
	aliases->count++;
	return 0;
}

const char *
aliases_find(
    const struct aliases *aliases, const char *listing, const char *code)
{
	const struct alias *alias = NULL;

	if (listing != NULL)
		alias = aliases_get(aliases, listing);
	else if (code != NULL)
		alias = aliases_get(aliases, code);
	return alias != NULL ? alias->listing : listing;
}
