/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Phrases as a tree of their bytes, without regard to the case of Latin
 * letters. Built in a pass over the sorted phrases, at every start of a
 * process: there is nothing to compile or to cache.
 */
#ifndef READING_TRIE_H
#define READING_TRIE_H

#include "reading/book.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRIE_ROOT  0U
#define TRIE_BYTES 256

struct trie_node {
	uint32_t first; /* child; the children are neighbours, by byte */
	uint32_t row; /* of the table, where they are many */
	uint32_t phrase; /* the first of those that end here or at its tail */
	uint16_t children, ends;
	uint8_t byte; /* from its parent to here */
	uint8_t tail; /* more bytes of its only phrase; it has no child then */
};

struct trie {
	size_t count, cap;
	struct trie_node *nodes;
	size_t row_count, row_cap;
	uint32_t (*rows)[TRIE_BYTES]; /* child by byte */
	const struct book_phrase *phrases;
};

/*
 * Phrases are sorted as strcasecmp(3) does; their places name them. Keeps
 * them.
 */
void trie_init(struct trie *trie, const struct book_phrase *phrases, size_t n);
void trie_done(struct trie *trie);
/* The child of a node by a byte of text; TRIE_ROOT, nobody's child: none. */
uint32_t trie_child(const struct trie *trie, uint32_t node, char byte);
/* True when text goes on with the tail of a node. */
bool trie_has_tail(
    const struct trie *trie, const struct trie_node *node, struct span text);

#endif
