/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: keys of items. Goes out: whether this poll met them before. Called
 * by watchers/poll.c.
 */
#include "watchers/key_set.h"

#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <string.h>

#define KEY_SET_FIRST_SIZE 256

void
key_set_init(struct key_set *set)
{
	*set = (struct key_set){0};
	random_bytes(set->seed, sizeof(set->seed));
}

void
key_set_clear(struct key_set *set)
{
	mem_free(set->slots);
	set->slots = NULL;
	set->size = set->count = 0;
}

/* The finalizer of MurmurHash3 (public domain): every bit changes half. */
static uint64_t
key_set_mix(uint64_t h)
{
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ (h >> 33);
}

uint64_t
key_set_hash(const struct key_set *set, const char *key)
{
	uint64_t h = set->seed[0];

	for (; *key; key++)
		h = key_set_mix(h ^ (unsigned char)*key ^ set->seed[1]);
	return h ? h : 1;
}

static bool
key_set_put(uint64_t *slots, size_t size, uint64_t hash)
{
	size_t i = (size_t)hash & (size - 1);

	while (slots[i] != 0) {
		if (slots[i] == hash)
			return false;
		i = (i + 1) & (size - 1);
	}
	slots[i] = hash;
	return true;
}

bool
key_set_has(const struct key_set *set, uint64_t hash)
{
	size_t i = (size_t)hash & (set->size - 1);

	if (set->size == 0)
		return false;
	while (set->slots[i] != 0 && set->slots[i] != hash)
		i = (i + 1) & (set->size - 1);
	return set->slots[i] == hash;
}

static void
key_set_grow(struct key_set *set)
{
	size_t size = set->size ? set->size * 2 : KEY_SET_FIRST_SIZE;
	uint64_t *slots = mem_array(size, sizeof(*slots));
	size_t i;

	for (i = 0; i < set->size; i++)
		if (set->slots[i] != 0)
			(void)key_set_put(slots, size, set->slots[i]);
	mem_free(set->slots);
	set->slots = slots;
	set->size = size;
}

bool
key_set_add(struct key_set *set, uint64_t hash)
{
	if (set->count * 2 >= set->size)
		key_set_grow(set);
	if (!key_set_put(set->slots, set->size, hash))
		return false;
	set->count++;
	return true;
}
