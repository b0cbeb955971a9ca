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
	static struct book_phrase phrases[PHRASES];

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

/* The phrases that are text, from *ret_phrase on; 0: none. */
static unsigned
find(const struct trie *trie, const char *text, uint32_t *ret_phrase)
{
	uint32_t node = TRIE_ROOT;
	struct span rest = span_of(text);

	while (rest.len > 0) {
		node = trie_child(trie, node, *rest.p);
		const struct trie_node *here = &trie->nodes[node];
		rest = (struct span){rest.p + 1, rest.len - 1};
		if (node == TRIE_ROOT || !trie_has_tail(trie, here, rest))
			return 0;
		rest =
		    (struct span){rest.p + here->tail, rest.len - here->tail};
	}
	*ret_phrase = trie->nodes[node].phrase;
	return trie->nodes[node].ends;
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

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint32_t phrase = 0;
		assert_int_equal(
		    find(*state, rows[i].text, &phrase), rows[i].ends);
		assert_int_equal(phrase, rows[i].phrase);
	}
}

static void
other_words_are_no_phrases(void **state)
{
	static const char *const texts[] = {"n", "ne", "net ", "\xe4\xba",
	    "net los", "net lose", "b", "ab", "new", "nett", "netsy", "损",
	    "亏损亏"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		uint32_t phrase = 0;
		if (find(*state, texts[i], &phrase) != 0)
			fail_msg("'%s'", texts[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(phrases_end_where_their_bytes_do),
	    cmocka_unit_test(other_words_are_no_phrases),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
