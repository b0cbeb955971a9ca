/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The keys that one poll has met, as hashes under a secret seed, so that a
 * hostile list cannot choose keys that collide. A chance collision only makes
 * a row look repeated to the paging, never to the seen-set.
 */
#ifndef WATCHERS_KEY_SET_H
#define WATCHERS_KEY_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct key_set {
	uint64_t seed[2];
	uint64_t *slots; /* open addressing; 0: free */
	size_t size; /* power of two, or 0 */
	size_t count;
};

/* An empty set with a new random seed. */
void key_set_init(struct key_set *set);
/* Forgets and frees the keys; the seed stays. */
void key_set_clear(struct key_set *set);

/* The hash of a key, never 0; good as long as the set lives. */
uint64_t key_set_hash(const struct key_set *set, const char *key);
bool key_set_has(const struct key_set *set, uint64_t hash);
/* Adds a hash; true when it was not there. */
bool key_set_add(struct key_set *set, uint64_t hash);

#endif
