/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: sorted phrases. Out: the tree of their bytes, level by level. The
 * lexicon walks it along a text.
 */
#include "reading/trie.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <string.h>

#define TRIE_FEW 6 /* children that are tried one by one */

/* The phrases below a node: [from, to), which share depth bytes. */
struct trie_range {
	size_t from, to, depth;
};

struct trie_builder {
	struct trie *trie;
	const struct book_phrase *phrases;
	struct trie_range *ranges; /* of the nodes, by their places */
	size_t range_cap;
};

static uint8_t
trie_fold(char byte)
{
	uint8_t c = (uint8_t)byte;

	return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

static uint8_t
trie_byte(const struct trie_builder *builder, size_t phrase, size_t depth)
{
	return trie_fold(builder->phrases[phrase].text[depth]);
}

static void
trie_add(struct trie_builder *builder, struct trie_range range, uint8_t byte)
{
	struct trie *trie = builder->trie;

	assert(trie->count < UINT32_MAX);
	trie->nodes = mem_grow(
	    trie->nodes, trie->count, &trie->cap, sizeof trie->nodes[0]);
	builder->ranges = mem_grow(builder->ranges, trie->count,
	    &builder->range_cap, sizeof builder->ranges[0]);
	trie->nodes[trie->count] = (struct trie_node){.byte = byte};
	builder->ranges[trie->count++] = range;
}

/* A single phrase is left, whose rest needs no nodes. */
static bool
trie_is_tail(const struct trie_builder *builder, struct trie_range range)
{
	return range.to - range.from == 1 && range.depth > 0 &&
	       builder->phrases[range.from].len - range.depth <= UINT8_MAX;
}

/* Splits the phrases of a node among its children. */
static void
trie_split(struct trie_builder *builder, size_t node)
{
	struct trie *trie = builder->trie;
	struct trie_range range = builder->ranges[node];
	size_t at = range.from, first = trie->count, depth = range.depth;

	trie->nodes[node].phrase = (uint32_t)at;
	if (trie_is_tail(builder, range)) {
		trie->nodes[node].tail =
		    (uint8_t)(builder->phrases[at].len - depth);
		trie->nodes[node].ends = 1;
		return;
	}
	while (at < range.to && builder->phrases[at].len == depth)
		at++;
	trie->nodes[node].ends = (uint16_t)(at - range.from);
	while (at < range.to) {
		uint8_t byte = trie_byte(builder, at, depth);
		size_t from = at;
		while (at < range.to && trie_byte(builder, at, depth) == byte)
			at++;
		trie_add(
		    builder, (struct trie_range){from, at, depth + 1}, byte);
	}
	trie->nodes[node].first = (uint32_t)first;
	trie->nodes[node].children = (uint16_t)(trie->count - first);
}

/* Gives a node with many children its row of the table. */
static void
trie_add_row(struct trie *trie, struct trie_node *node)
{
	trie->rows = mem_grow(
	    trie->rows, trie->row_count, &trie->row_cap, sizeof trie->rows[0]);
	uint32_t *row = trie->rows[trie->row_count];
	memset(row, 0, sizeof trie->rows[0]);
	for (uint32_t i = 0; i < node->children; i++)
		row[trie->nodes[node->first + i].byte] = node->first + i;
	node->row = (uint32_t)trie->row_count++;
}

void
trie_init(struct trie *trie, const struct book_phrase *phrases, size_t n)
{
	struct trie_builder builder = {.trie = trie, .phrases = phrases};

	*trie = (struct trie){.phrases = phrases};
	trie_add(&builder, (struct trie_range){0, n, 0}, 0);
	for (size_t i = 0; i < trie->count; i++)
		trie_split(&builder, i);
	mem_free(builder.ranges);
	for (size_t i = 0; i < trie->count; i++)
		if (trie->nodes[i].children > TRIE_FEW)
			trie_add_row(trie, &trie->nodes[i]);
}

void
trie_done(struct trie *trie)
{
	mem_free(trie->nodes);
	mem_free(trie->rows);
	*trie = (struct trie){0};
}

uint32_t
trie_child(const struct trie *trie, uint32_t node, char byte)
{
	const struct trie_node *parent = &trie->nodes[node];
	uint8_t c = trie_fold(byte);

	if (parent->children > TRIE_FEW)
		return trie->rows[parent->row][c];
	for (uint32_t i = 0; i < parent->children; i++)
		if (trie->nodes[parent->first + i].byte == c)
			return parent->first + i;
	return TRIE_ROOT;
}

bool
trie_has_tail(
    const struct trie *trie, const struct trie_node *node, struct span text)
{
	const struct book_phrase *phrase = &trie->phrases[node->phrase];
	const char *tail = phrase->text + phrase->len - node->tail;

	if (text.len < node->tail)
		return false;
	for (size_t i = 0; i < node->tail; i++)
		if (trie_fold(text.p[i]) != trie_fold(tail[i]))
			return false;
	return true;
}
