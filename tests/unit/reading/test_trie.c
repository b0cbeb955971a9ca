/* SPDX-License-Identifier: BSD-2-Clause */
/* The tree of phrases. */
#include "reading/trie.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* Sorted without regard to case, as the lexicon sorts them. */
static char phrase_texts[][12] = {
    "a", "Net", "net", "net loss", "NETS", "亏", "亏损", "五"};

#define PHRASES (sizeof phrase_texts / sizeof phrase_texts[0])

static int
setup(void **state)
{
	static struct trie trie;
	struct book_phrase phrases[PHRASES];

	for (size_t i = 0; i < PHRASES; i++)
		phrases[i] = (struct book_phrase){
		    .text = phrase_texts[i], .len = strlen(phrase_texts[i])};
	trie_init(&trie, phrases, PHRASES);
	*state = &trie;
	return 0;
}

static int
teardown(void **state)
{
	trie_done(*state);
	return 0;
}

/* The node at the end of text; TRIE_ROOT when the tree does not go there. */
static uint32_t
walk(const struct trie *trie, const char *text)
{
	uint32_t node = TRIE_ROOT;

	for (; *text != '\0'; text++) {
		node = trie_child(trie, node, *text);
		if (node == TRIE_ROOT)
			break;
	}
	return node;
}

static void
phrases_end_where_their_bytes_do(void **state)
{
	static const struct {
		const char *text;
		unsigned phrase, ends;
	} rows[] = {
	    {"a", 0, 1},
	    {"A", 0, 1},
	    {"net", 1, 2},
	    {"nEt", 1, 2},
	    {"net loss", 3, 1},
	    {"nets", 4, 1},
	    {"亏", 5, 1},
	    {"亏损", 6, 1},
	    {"五", 7, 1},
	};
	const struct trie *trie = *state;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint32_t node = walk(trie, rows[i].text);
		if (node == TRIE_ROOT)
			fail_msg("%s: not found", rows[i].text);
		assert_int_equal(trie->nodes[node].phrase, rows[i].phrase);
		assert_int_equal(trie->nodes[node].ends, rows[i].ends);
	}
}

static void
parts_of_phrases_end_nothing(void **state)
{
	static const char *const texts[] = {"n", "ne", "net ", "\xe4\xba"};
	const struct trie *trie = *state;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		uint32_t node = walk(trie, texts[i]);
		assert_int_not_equal(node, TRIE_ROOT);
		assert_int_equal(trie->nodes[node].ends, 0);
	}
}

static void
other_words_are_not_in_the_tree(void **state)
{
	static const char *const texts[] = {"b", "ab", "new", "nett", "损"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_int_equal(walk(*state, texts[i]), TRIE_ROOT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(phrases_end_where_their_bytes_do),
	    cmocka_unit_test(parts_of_phrases_end_nothing),
	    cmocka_unit_test(other_words_are_not_in_the_tree),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
