/* SPDX-License-Identifier: BSD-2-Clause */
/* The vocabulary: words and values are each other's inverse. */
#include "lib/base/vocab.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void
every_word_leads_back_to_its_value(void **state)
{
	(void)state;
	for (int list = 0; list < VOCAB_COUNT; list++) {
		int size = vocab_size((enum vocab)list);
		assert_true(size > 1);
		for (int i = 0; i < size; i++) {
			const char *word = vocab_word((enum vocab)list, i);
			assert_int_equal(
			    vocab_value((enum vocab)list, word), i);
		}
	}
}

static void
words_are_lower_snake_case(void **state)
{
	(void)state;
	for (int list = 0; list < VOCAB_COUNT; list++) {
		for (int i = 0; i < vocab_size((enum vocab)list); i++) {
			const char *word = vocab_word((enum vocab)list, i);
			assert_int_equal(strlen(word),
			    strspn(word, "abcdefghijklmnopqrstuvwxyz_."));
		}
	}
}

static void
what_is_in_no_list_is_said(void **state)
{
	(void)state;
	assert_string_equal(vocab_word(VOCAB_GRADES, -1), "?");
	assert_string_equal(vocab_word(VOCAB_GRADES, GRADE_COUNT), "?");
	assert_int_equal(vocab_value(VOCAB_GRADES, "Certain"), -1);
	assert_int_equal(vocab_value(VOCAB_GRADES, ""), -1);
	assert_int_equal(vocab_size(VOCAB_COUNT), 0);
}

static void
lists_with_an_order_have_it_in_the_enum(void **state)
{
	(void)state;
	assert_true(GRADE_POSSIBLE < GRADE_PROBABLE);
	assert_true(GRADE_PROBABLE < GRADE_CERTAIN);
	assert_true(PRECISION_DAY < PRECISION_SECOND);
	assert_string_equal(
	    vocab_word(VOCAB_CLASSES, CLASS_LOSS_NARROWER), "loss_narrower");
	assert_string_equal(
	    vocab_word(VOCAB_EVENTS, EVENT_SYSTEM_TEST), "system.test");
}

static void
flag_words_belong_to_single_bits(void **state)
{
	(void)state;
	assert_int_equal(FLAG_FLIP_TO_LOSS, 1);
	assert_int_equal(FLAG_RESOLVED_TO_PROFIT, 1 << 19);
	assert_string_equal(vocab_flag_word(FLAG_FLIP_TO_LOSS), "flip_to_loss");
	assert_string_equal(vocab_flag_word(FLAG_TOUCHES_ZERO), "touches_zero");
	assert_string_equal(
	    vocab_flag_word(FLAG_RESOLVED_TO_PROFIT), "resolved_to_profit");
	assert_null(vocab_flag_word(0));
	assert_null(vocab_flag_word(FLAG_DISJOINT | FLAG_TO_UNCERTAIN));
	assert_null(vocab_flag_word(1U << FLAG_COUNT));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_word_leads_back_to_its_value),
	    cmocka_unit_test(words_are_lower_snake_case),
	    cmocka_unit_test(what_is_in_no_list_is_said),
	    cmocka_unit_test(lists_with_an_order_have_it_in_the_enum),
	    cmocka_unit_test(flag_words_belong_to_single_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
