/* SPDX-License-Identifier: BSD-2-Clause */
/* Readings and facts: growth, copies, and the way over the socket. */
#include "reading/reading.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static struct decimal
decimal_of(const char *s)
{
	struct decimal d;

	assert_int_equal(decimal_parse(s, strlen(s), &d), 0);
	return d;
}

static void
fill_fact(struct fact *fact, const char *low, const char *high)
{
	fact->metric = METRIC_NI_EXNR;
	fact->basis = BASIS_CONSOLIDATED;
	fact->role = ROLE_PRIOR_YEAR;
	fact->period = period_cumulative(2023, 12);
	fact->low = decimal_of(low);
	fact->high = decimal_of(high);
	fact->high_excl = true;
	fact->approx = true;
	memcpy(fact->currency, "CNY", CURRENCY_MAX);
	fact->quote = mem_strdup("上年同期亏损 3,120 万元");
	fact->offset = 1234;
	fact->page = 2;
	fact->why = mem_strdup("");
}

static void
fill(struct reading *reading)
{
	reading_init(reading);
	reading->form = FORM_FORECAST_REVISION;
	reading->claimed_class = CLASS_LOSS_WIDER;
	reading->claimed_guidance = GUIDANCE_WITHDRAWN;
	reading->distress = DISTRESS_LATE_REPORT;
	reading->words = WORDS_DOWN_STRONG;
	reading->by_issuer = true;
	reading->readable = true;
	reading->correction = true;
	reading->publisher = mem_strdup("华南证券");
	reading->lang = mem_strdup("zh");
	reading->number = mem_strdup("2025-002");
	reading->period = period_quarter(2024, 3);
	reading->pages = 3;
	reading->text_len = 4100;
	reading_add_listing(reading, "XSHG:600000");
	reading_add_listing(reading, "XHKG:00700");
	fill_fact(reading_add_fact(reading), "-31200000", "-31200000");
	fill_fact(reading_add_fact(reading), "-0.05", "1.5");
	reading_add_phrase(reading, "zh.loss", span_of("预亏"), 17);
}

static struct buf
bytes_of(const struct reading *reading)
{
	struct buf buf;

	buf_init(&buf, MIB);
	reading_put(&buf, reading);
	assert_false(wire_put_failed(&buf));
	return buf;
}

static void
reading_comes_back_as_it_was_sent(void **state)
{
	struct reading reading, back;

	(void)state;
	fill(&reading);
	struct buf buf = bytes_of(&reading);
	struct wire wire = wire_init(buf.data, buf.len);
	reading_get(&wire, &back);
	assert_int_equal(wire_get_end(&wire), 0);
	assert_int_equal(back.form, FORM_FORECAST_REVISION);
	assert_int_equal(back.words, WORDS_DOWN_STRONG);
	assert_true(back.by_issuer && back.readable && back.correction);
	assert_false(back.truncated);
	assert_null(back.unreadable_why);
	assert_string_equal(back.number, "2025-002");
	assert_true(period_equal(back.period, period_quarter(2024, 3)));
	assert_int_equal(back.listing_count, 2);
	assert_string_equal(back.listings[1], "XHKG:00700");
	assert_int_equal(back.fact_count, 2);
	assert_int_equal(back.facts[1].metric, METRIC_NI_EXNR);
	assert_int_equal(
	    decimal_cmp(back.facts[1].low, decimal_of("-0.05")), 0);
	assert_string_equal(back.facts[1].currency, "CNY");
	assert_true(back.facts[1].high_excl && !back.facts[1].low_excl);
	assert_null(back.facts[1].broker);
	assert_string_equal(back.facts[1].why, "");
	assert_string_equal(back.phrases[0].quote, "预亏");
	struct buf again = bytes_of(&back);
	assert_int_equal(again.len, buf.len);
	assert_memory_equal(again.data, buf.data, buf.len);
	buf_done(&again);
	buf_done(&buf);
	reading_done(&back);
	reading_done(&reading);
}

static void
every_cut_message_is_refused(void **state)
{
	struct reading reading, back;

	(void)state;
	fill(&reading);
	struct buf buf = bytes_of(&reading);
	for (size_t n = 0; n < buf.len; n++) {
		struct wire wire = wire_init(buf.data, n);
		reading_get(&wire, &back);
		assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
		reading_done(&back);
	}
	buf_done(&buf);
	reading_done(&reading);
}

static void
trailing_bytes_are_refused(void **state)
{
	struct reading reading, back;

	(void)state;
	fill(&reading);
	struct buf buf = bytes_of(&reading);
	assert_int_equal(buf_add_char(&buf, 0), 0);
	struct wire wire = wire_init(buf.data, buf.len);
	reading_get(&wire, &back);
	assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
	reading_done(&back);
	buf_done(&buf);
	reading_done(&reading);
}

/* Sends what fill made and one spoilt member; expects a refusal. */
static void
refuse(struct reading *reading)
{
	struct reading back;
	struct buf buf = bytes_of(reading);
	struct wire wire = wire_init(buf.data, buf.len);

	reading_get(&wire, &back);
	assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
	reading_done(&back);
	buf_done(&buf);
	reading_done(reading);
}

static void
values_outside_their_lists_are_refused(void **state)
{
	struct reading r;

	(void)state;
	fill(&r);
	r.form = FORM_COUNT;
	refuse(&r);
	fill(&r);
	r.words = WORDS_DOWN_STRONG + 1;
	refuse(&r);
	fill(&r);
	r.facts[1].metric = METRIC_COUNT;
	refuse(&r);
	fill(&r);
	r.facts[0].low = decimal_of("5");
	refuse(&r);
	fill(&r);
	r.facts[0].page = -1;
	refuse(&r);
	fill(&r);
	r.period.end = 2932897;
	refuse(&r);
	fill(&r);
	r.text_len = -1;
	refuse(&r);
	fill(&r);
	memset(r.facts[0].currency, 'X', CURRENCY_MAX);
	refuse(&r);
	fill(&r);
	mem_set(&r.listings[0], NULL);
	refuse(&r);
}

static void
open_bounds_need_no_order(void **state)
{
	struct reading reading, back;

	(void)state;
	fill(&reading);
	reading.facts[0].low = decimal_of("5");
	reading.facts[0].high_open = true;
	struct buf buf = bytes_of(&reading);
	struct wire wire = wire_init(buf.data, buf.len);
	reading_get(&wire, &back);
	assert_int_equal(wire_get_end(&wire), 0);
	reading_done(&back);
	buf_done(&buf);
	reading_done(&reading);
}

static void
new_facts_are_empty_and_keep_their_place(void **state)
{
	struct reading reading;

	(void)state;
	reading_init(&reading);
	for (int i = 0; i < 100; i++) {
		struct fact *fact = reading_add_fact(&reading);
		assert_false(period_is_known(fact->period));
		assert_null(fact->quote);
		fact->page = i;
	}
	reading.fact_count = 33;
	reading_add_fact(&reading)->page = -1;
	for (int i = 0; i < 33; i++)
		assert_int_equal(reading.facts[i].page, i);
	assert_int_equal(reading.fact_count, 34);
	reading_done(&reading);
	assert_int_equal(reading.fact_count, 0);
}

static void
copied_fact_owns_its_words(void **state)
{
	struct fact from = {0}, to;

	(void)state;
	fill_fact(&from, "1", "2");
	from.broker = mem_strdup("东方研究");
	fact_copy(&to, &from);
	assert_ptr_not_equal(to.quote, from.quote);
	assert_ptr_not_equal(to.broker, from.broker);
	fact_done(&from);
	assert_string_equal(to.broker, "东方研究");
	assert_int_equal(decimal_cmp(to.high, decimal_of("2")), 0);
	fact_done(&to);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reading_comes_back_as_it_was_sent),
	    cmocka_unit_test(every_cut_message_is_refused),
	    cmocka_unit_test(trailing_bytes_are_refused),
	    cmocka_unit_test(values_outside_their_lists_are_refused),
	    cmocka_unit_test(open_bounds_need_no_order),
	    cmocka_unit_test(new_facts_are_empty_and_keep_their_place),
	    cmocka_unit_test(copied_fact_owns_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
