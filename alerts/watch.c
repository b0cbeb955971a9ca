/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the listings of a watch list, from the config. Out: the entry of an
 * issuer. The config fills it; rules and the alerts driver ask it.
 */
#include "alerts/watch.h"

#include "lib/base/mem.h"

#include <string.h>

void
watch_init(struct watch *watch, const char *name)
{
	*watch = (struct watch){.name = mem_strdup(name)};
}

void
watch_done(struct watch *watch)
{
	for (size_t i = 0; i < watch->count; i++) {
		mem_free(watch->entries[i].listing);
		mem_free(watch->entries[i].label);
		mem_free(watch->entries[i].ref);
	}
	mem_free(watch->entries);
	mem_free(watch->name);
	*watch = (struct watch){.name = NULL};
}

/* Where listing stands, or would stand; found says which. */
static size_t
watch_position(const struct watch *watch, const char *listing, bool *ret_found)
{
	size_t low = 0;
	size_t high = watch->count;

	*ret_found = false;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int cmp = strcmp(watch->entries[mid].listing, listing);
		if (cmp == 0) {
			*ret_found = true;
			return mid;
		}
		if (cmp < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int
watch_add(struct watch *watch, const char *listing, const char *label,
    const char *ref, struct yaml_mark mark)
{
	bool found;
	size_t at = watch_position(watch, listing, &found);

	if (found)
		return ERR_EXISTS;
	watch->entries = mem_resize(
	    watch->entries, watch->count + 1, sizeof(watch->entries[0]));
	memmove(watch->entries + at + 1, watch->entries + at,
	    (watch->count - at) * sizeof(watch->entries[0]));
	watch->entries[at] = (struct watch_entry){
	    .listing = mem_strdup(listing),
	    .label = mem_strdup(label),
	    .ref = mem_strdup(ref),
	    .mark = mark,
	};
	watch->count++;
	return 0;
}

const struct watch_entry *
watch_find(const struct watch *watch, const char *listing)
{
	bool found;
	size_t at = watch_position(watch, listing, &found);

	return found ? &watch->entries[at] : NULL;
}
