/* SPDX-License-Identifier: BSD-2-Clause */
/* Buffers with a cap, spans, and the small allocations below them. */
#include "lib/base/buf.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static bool memory_is_out;

void *__real_mem_try_resize(void *p, size_t n);
void *__wrap_mem_try_resize(void *p, size_t n);

void *
__wrap_mem_try_resize(void *p, size_t n)
{
	return memory_is_out ? NULL : __real_mem_try_resize(p, n);
}

static void
new_buffer_is_an_empty_string(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 10);
	assert_string_equal(buf.data, "");
	assert_int_equal(buf_add(&buf, NULL, 0), 0);
	assert_string_equal(buf.data, "");
	buf_done(&buf);
	buf_done(&buf);
}

static void
buffer_fills_to_its_limit_and_no_further(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 5);
	assert_int_equal(buf_add_str(&buf, "abcd"), 0);
	assert_int_equal(buf_add_str(&buf, "ef"), ERR_TOOBIG);
	assert_string_equal(buf.data, "abcd");
	assert_int_equal(buf_add_char(&buf, 'e'), 0);
	assert_int_equal(buf_add_char(&buf, 'f'), ERR_TOOBIG);
	assert_int_equal(buf_addf(&buf, "%d", 1), ERR_TOOBIG);
	assert_string_equal(buf.data, "abcde");
	assert_int_equal(buf.len, 5);
	assert_true(buf.size <= 6);
	buf_done(&buf);
}

static void
buffer_of_limit_zero_takes_nothing(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 0);
	assert_int_equal(buf_add_char(&buf, 'x'), ERR_TOOBIG);
	assert_int_equal(buf_add_str(&buf, ""), 0);
	buf_done(&buf);
}

static void
lowered_limit_refuses_more(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	assert_int_equal(buf_add_str(&buf, "abc"), 0);
	buf.limit = 0;
	assert_int_equal(buf_add_char(&buf, 'x'), ERR_TOOBIG);
	assert_string_equal(buf.data, "abc");
	buf_done(&buf);
}

static void
many_small_pieces_arrive_in_order(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100 * KIB);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(buf_addf(&buf, "%04d", i), 0);
	assert_int_equal(buf.len, 40000);
	assert_memory_equal(buf.data, "00000001", 8);
	assert_string_equal(buf.data + 39992, "99989999");
	buf_done(&buf);
}

static void
drop_clear_and_take_leave_terminated_bytes(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 20);
	assert_int_equal(buf_add(&buf, "ab\0cd", 5), 0);
	buf_drop(&buf, 3);
	assert_string_equal(buf.data, "cd");
	buf_drop(&buf, 2);
	assert_string_equal(buf.data, "");
	assert_int_equal(buf_add_str(&buf, "xyz"), 0);
	char *taken = buf_take(&buf);
	assert_string_equal(taken, "xyz");
	mem_free(taken);
	assert_int_equal(buf.len, 0);
	taken = buf_take(&buf);
	assert_string_equal(taken, "");
	mem_free(taken);
	assert_int_equal(buf_add_str(&buf, "q"), 0);
	buf_clear(&buf);
	assert_string_equal(buf.data, "");
	buf_done(&buf);
}

static void
spans_compare_all_bytes(void **state)
{
	(void)state;
	assert_true(span_is(span_of("abc"), "abc"));
	assert_false(span_is(span_of("abc"), "ab"));
	assert_false(span_is(span_of("ab"), "abc"));
	assert_true(span_is((struct span){NULL, 0}, ""));
}

static void
find_returns_the_first_place(void **state)
{
	struct span hay = span_of("ababac");

	(void)state;
	assert_ptr_equal(span_find(hay, span_of("bac")), hay.p + 3);
	assert_ptr_equal(span_find(hay, span_of("")), hay.p);
	assert_null(span_find(hay, span_of("bb")));
	assert_null(span_find((struct span){NULL, 0}, span_of("a")));
}

static void
grown_arrays_keep_their_elements(void **state)
{
	size_t n = 0, cap = 0;
	int *v = NULL;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		v = mem_grow(v, n, &cap, sizeof(*v));
		v[n++] = i;
	}
	assert_true(cap >= 1000 && cap < 2100);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v[i], i);
	mem_free(v);
}

static void
new_memory_is_zero_and_copies_are_own(void **state)
{
	(void)state;
	char *zero = mem_array(3, 4);
	for (int i = 0; i < 12; i++)
		assert_int_equal(zero[i], 0);
	mem_free(zero);
	assert_null(mem_strdup(NULL));
	char *s = mem_strndup("abcdef", 3);
	assert_string_equal(s, "abc");
	mem_set(&s, s + 1);
	assert_string_equal(s, "bc");
	mem_set(&s, NULL);
	assert_null(s);
	s = mem_printf("%s-%d", "x", 5);
	assert_string_equal(s, "x-5");
	mem_free(s);
}

/* It may be there another time; what is too big stays so. */
static void
missing_memory_is_no_limit(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 200000);
	assert_int_equal(buf_add_str(&buf, "kept"), 0);
	memory_is_out = true;
	assert_int_equal(buf_addf(&buf, "%0199999d", 0), ERR_TOOBIG);
	assert_int_equal(buf_addf(&buf, "%0100000d", 0), ERR_SYSTEM);
	memory_is_out = false;
	assert_string_equal(buf.data, "kept");
	assert_int_equal(buf_addf(&buf, "%0100000d", 0), 0);
	buf_done(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(new_buffer_is_an_empty_string),
	    cmocka_unit_test(buffer_fills_to_its_limit_and_no_further),
	    cmocka_unit_test(buffer_of_limit_zero_takes_nothing),
	    cmocka_unit_test(missing_memory_is_no_limit),
	    cmocka_unit_test(lowered_limit_refuses_more),
	    cmocka_unit_test(many_small_pieces_arrive_in_order),
	    cmocka_unit_test(drop_clear_and_take_leave_terminated_bytes),
	    cmocka_unit_test(spans_compare_all_bytes),
	    cmocka_unit_test(find_returns_the_first_place),
	    cmocka_unit_test(grown_arrays_keep_their_elements),
	    cmocka_unit_test(new_memory_is_zero_and_copies_are_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
