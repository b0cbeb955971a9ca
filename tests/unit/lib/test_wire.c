/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages: round trips, every truncation, and lies about lengths. */
#include "lib/base/wire.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static struct decimal
dec(const char *s)
{
	struct decimal d = DECIMAL_ZERO;

	assert_int_equal(decimal_parse(s, strlen(s), &d), 0);
	return d;
}

/* One field of each kind. */
static void
put_all(struct buf *buf)
{
	wire_put_u8(buf, 1);
	wire_put_u8(buf, 255);
	wire_put_u32(buf, 4000000000U);
	wire_put_i64(buf, INT64_MIN);
	wire_put_str(buf, NULL);
	wire_put_str(buf, "");
	wire_put_str(buf, "亏损");
	wire_put_bytes(buf, "a\0b", 3);
	wire_put_decimal(buf, dec("-71000000.25"));
	wire_put_u32(buf, 2);
	wire_put_u8(buf, 7);
	wire_put_u8(buf, 8);
}

/* Reads the fields of put_all from any bytes; frees what it was given. */
static int
get_all(const void *p, size_t n, bool check)
{
	struct wire wire = wire_init(p, n);
	bool yes = wire_get_bool(&wire);
	uint8_t u8 = wire_get_u8(&wire);
	uint32_t u32 = wire_get_u32(&wire);
	int64_t i64 = wire_get_i64(&wire);
	char *null = wire_get_str(&wire);
	char *empty = wire_get_str(&wire);
	char *text = wire_get_str(&wire);
	struct span bytes = wire_get_bytes(&wire);
	struct decimal d = wire_get_decimal(&wire);
	uint32_t count = wire_get_count(&wire, 2);

	for (uint32_t i = 0; i < count; i++)
		(void)wire_get_u8(&wire); /* only the end matters here */
	if (check) {
		assert_true(yes);
		assert_int_equal(u8, 255);
		assert_true(u32 == 4000000000U);
		assert_true(i64 == INT64_MIN);
		assert_null(null);
		assert_string_equal(empty, "");
		assert_string_equal(text, "亏损");
		assert_int_equal(bytes.len, 3);
		assert_memory_equal(bytes.p, "a\0b", 3);
		assert_int_equal(decimal_cmp(d, dec("-71000000.25")), 0);
		assert_int_equal(count, 2);
	}
	mem_free(null);
	mem_free(empty);
	mem_free(text);
	return wire_get_end(&wire);
}

static void
what_was_put_is_got(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, KIB);
	put_all(&buf);
	assert_false(wire_put_failed(&buf));
	assert_int_equal(get_all(buf.data, buf.len, true), 0);
	buf_done(&buf);
}

static void
every_truncation_is_a_fault_without_overread(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, KIB);
	put_all(&buf);
	for (size_t n = 0; n < buf.len; n++) {
		/* An allocation of exactly n bytes, for the sanitizer. */
		void *cut = mem_dup(buf.data, n);
		assert_int_equal(get_all(cut, n, false), ERR_PROTOCOL);
		mem_free(cut);
	}
	buf_done(&buf);
}

static void
one_byte_too_many_is_a_fault(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, KIB);
	put_all(&buf);
	wire_put_u8(&buf, 0);
	assert_int_equal(get_all(buf.data, buf.len, true), ERR_PROTOCOL);
	buf_done(&buf);
}

static void
numbers_are_little_endian(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, KIB);
	wire_put_u32(&buf, 0x01020304);
	wire_put_i64(&buf, -2);
	assert_memory_equal(buf.data,
	    "\x04\x03\x02\x01\xfe\xff\xff\xff\xff\xff\xff\xff", buf.len);
	buf_done(&buf);
}

static void
a_message_that_outgrows_its_buffer_says_so(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 10);
	wire_put_i64(&buf, 1);
	assert_false(wire_put_failed(&buf));
	wire_put_u32(&buf, 1);
	assert_true(wire_put_failed(&buf));
	wire_put_u8(&buf, 1);
	assert_true(wire_put_failed(&buf));
	assert_int_equal(buf.len, 8);
	buf_done(&buf);
}

static void
faults_are_sticky(void **state)
{
	struct wire wire = wire_init("\x02\x05\x05", 3);

	(void)state;
	assert_false(wire_get_bool(&wire));
	assert_int_equal(wire_get_u8(&wire), 0);
	assert_null(wire_get_bytes(&wire).p);
	assert_null(wire_get_str(&wire));
	assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
}

static void
text_with_a_nul_is_a_fault(void **state)
{
	struct wire wire = wire_init("\x03\0\0\0a\0b", 7);

	(void)state;
	assert_null(wire_get_str(&wire));
	assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
}

static void
lengths_beyond_the_message_are_faults(void **state)
{
	static const char *const lengths[] = {
	    "\xff\xff\xff\xff", "\xfe\xff\xff\xff", "\x02\0\0\0"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char message[5] = "....a";
		memcpy(message, lengths[i], 4);
		struct wire wire = wire_init(message, sizeof(message));
		struct span got = wire_get_bytes(&wire);
		assert_null(got.p);
		assert_int_equal(got.len, 0);
		assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
	}
}

static void
counts_above_the_maximum_or_the_message_are_faults(void **state)
{
	(void)state;
	struct wire wire = wire_init("\x03\0\0\0abc", 7);
	assert_int_equal(wire_get_count(&wire, 2), 0);
	assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
	wire = wire_init("\x03\0\0\0ab", 6);
	assert_int_equal(wire_get_count(&wire, 100), 0);
	assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
	wire = wire_init("\0\0\0\0", 4);
	assert_int_equal(wire_get_count(&wire, 100), 0);
	assert_int_equal(wire_get_end(&wire), 0);
}

static void
decimals_that_are_none_are_faults(void **state)
{
	/* coef 10 and scale 1 is 1 in disguise; scale 19 and huge coef. */
	static const struct {
		uint8_t low;
		uint8_t high;
		uint8_t scale;
		int want;
	} cases[] = {
	    {1, 0, 1, 0},
	    {10, 0, 1, ERR_PROTOCOL},
	    {1, 0, 19, ERR_PROTOCOL},
	    {1, 0x7f, 0, ERR_PROTOCOL},
	    {0, 0x80, 0, ERR_PROTOCOL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t message[17] = {0};
		message[0] = cases[i].low;
		message[15] = cases[i].high;
		message[16] = cases[i].scale;
		struct wire wire = wire_init(message, sizeof(message));
		(void)wire_get_decimal(&wire); /* the verdict counts */
		assert_int_equal(wire_get_end(&wire), cases[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_put_is_got),
	    cmocka_unit_test(every_truncation_is_a_fault_without_overread),
	    cmocka_unit_test(one_byte_too_many_is_a_fault),
	    cmocka_unit_test(numbers_are_little_endian),
	    cmocka_unit_test(a_message_that_outgrows_its_buffer_says_so),
	    cmocka_unit_test(faults_are_sticky),
	    cmocka_unit_test(text_with_a_nul_is_a_fault),
	    cmocka_unit_test(lengths_beyond_the_message_are_faults),
	    cmocka_unit_test(
		counts_above_the_maximum_or_the_message_are_faults),
	    cmocka_unit_test(decimals_that_are_none_are_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
