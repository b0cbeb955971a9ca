/* SPDX-License-Identifier: BSD-2-Clause */
/* Items, list answers, document hints and list specs over the socket. */
#include "reading/job.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <cmocka.h>

static void
fill_item(struct item *item, int n)
{
	*item = (struct item){
	    .key = mem_printf("%d", 1225000000 + n),
	    .title = mem_strdup("2025年度业绩预告"),
	    .url = mem_strdup("https://static.example.org/a.pdf"),
	    .category = mem_strdup(""),
	    .published_raw = mem_strdup("1767283200000"),
	    .published = INT64_C(1767283200000),
	    .precision = PRECISION_NOMINAL,
	};
	item_add_issuer(item, "XSHG:600000", "600000", "某某股份");
	item_add_issuer(item, NULL, "112233", NULL);
	struct item_fact *fact = item_add_fact(item);
	fact->metric = METRIC_NI_ATTR;
	fact->role = ROLE_FORECAST;
	fact->low = decimal_from_int(-7);
	fact->currency = mem_strdup("CNY");
	fact->quote = mem_strdup("-7");
}

static void
fill_answer(struct list_answer *answer)
{
	*answer = (struct list_answer){
	    .outcome = OUTCOME_RETRY,
	    .why = mem_strdup("row 7: no time"),
	    .total = -1,
	    .more = -1,
	    .faulty = 3,
	    .count = 2,
	    .items = mem_array(2, sizeof(struct item)),
	};
	fill_item(&answer->items[0], 0);
	fill_item(&answer->items[1], 1);
}

static struct buf
bytes_of(const struct list_answer *answer)
{
	struct buf buf;

	buf_init(&buf, MIB);
	list_answer_put(&buf, answer);
	assert_false(wire_put_failed(&buf));
	return buf;
}

static void
answer_comes_back_as_it_was_sent(void **state)
{
	struct list_answer answer, back;

	(void)state;
	fill_answer(&answer);
	struct buf buf = bytes_of(&answer);
	struct wire wire = wire_init(buf.data, buf.len);
	list_answer_get(&wire, &back);
	assert_int_equal(wire_get_end(&wire), 0);
	assert_int_equal(back.outcome, OUTCOME_RETRY);
	assert_int_equal(back.more, -1);
	assert_int_equal(back.total, -1);
	assert_int_equal(back.faulty, 3);
	assert_int_equal(back.count, 2);
	assert_string_equal(back.items[1].key, "1225000001");
	assert_string_equal(back.items[1].category, "");
	assert_null(back.items[1].publisher);
	assert_int_equal(back.items[1].precision, PRECISION_NOMINAL);
	assert_int_equal(back.items[1].issuer_count, 2);
	assert_null(back.items[1].issuers[1].listing);
	assert_string_equal(back.items[1].issuers[1].code, "112233");
	struct buf again = bytes_of(&back);
	assert_int_equal(again.len, buf.len);
	assert_memory_equal(again.data, buf.data, buf.len);
	buf_done(&again);
	buf_done(&buf);
	list_answer_done(&back);
	list_answer_done(&answer);
	list_answer_done(&answer);
}

static void
every_cut_answer_is_refused(void **state)
{
	struct list_answer answer, back;

	(void)state;
	fill_answer(&answer);
	struct buf buf = bytes_of(&answer);
	for (size_t n = 0; n < buf.len; n++) {
		struct wire wire = wire_init(buf.data, n);
		list_answer_get(&wire, &back);
		assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
		list_answer_done(&back);
	}
	buf_done(&buf);
	list_answer_done(&answer);
}

/* Sends a spoilt answer and expects a refusal. */
static void
refuse(struct list_answer *answer)
{
	struct list_answer back;
	struct buf buf = bytes_of(answer);
	struct wire wire = wire_init(buf.data, buf.len);

	list_answer_get(&wire, &back);
	assert_int_equal(wire_get_end(&wire), ERR_PROTOCOL);
	list_answer_done(&back);
	buf_done(&buf);
	list_answer_done(answer);
}

static void
items_that_break_their_promise_are_refused(void **state)
{
	struct list_answer a;

	(void)state;
	fill_answer(&a);
	mem_set(&a.items[0].key, NULL);
	refuse(&a);
	fill_answer(&a);
	mem_set(&a.items[0].title, NULL);
	refuse(&a);
	fill_answer(&a);
	a.items[1].precision = PRECISION_COUNT;
	refuse(&a);
	fill_answer(&a);
	a.items[1].facts[0].metric = METRIC_COUNT;
	refuse(&a);
	fill_answer(&a);
	mem_set(&a.items[1].facts[0].quote, NULL);
	refuse(&a);
	fill_answer(&a);
	a.items[1].published = INT64_MAX;
	refuse(&a);
	fill_answer(&a);
	a.outcome = LIST_OUTCOMES;
	refuse(&a);
	fill_answer(&a);
	a.more = 2;
	refuse(&a);
}

static void
copied_item_owns_its_words(void **state)
{
	struct item from, to;

	(void)state;
	fill_item(&from, 5);
	item_copy(&to, &from);
	item_done(&from);
	assert_string_equal(to.key, "1225000005");
	assert_int_equal(to.issuer_count, 2);
	assert_string_equal(to.issuers[0].name, "某某股份");
	assert_int_equal(to.fact_count, 1);
	assert_string_equal(to.facts[0].currency, "CNY");
	item_done(&to);
	assert_null(to.key);
	item_done(&to);
}

static void
hint_comes_back_and_owns_its_words(void **state)
{
	const struct document_hint hint = {
	    .title = "业绩预告",
	    .content_type = "application/pdf",
	    .listing = "XSHE:000001",
	    .lang = "zh",
	    .published = DATE_NONE,
	    .market = "XSHE",
	};
	struct document_hint_copy back;
	struct buf buf;

	(void)state;
	buf_init(&buf, KIB);
	document_hint_put(&buf, &hint);
	for (size_t n = 0; n <= buf.len; n++) {
		struct wire wire = wire_init(buf.data, n);
		document_hint_get(&wire, &back);
		assert_int_equal(
		    wire_get_end(&wire), n < buf.len ? ERR_PROTOCOL : 0);
		if (n < buf.len)
			document_hint_done(&back);
	}
	buf_done(&buf);
	assert_string_equal(back.hint.title, "业绩预告");
	assert_string_equal(back.hint.content_type, "application/pdf");
	assert_null(back.hint.url);
	assert_null(back.hint.publisher);
	assert_string_equal(back.hint.listing, "XSHE:000001");
	assert_null(back.hint.issuer_name);
	assert_string_equal(back.hint.market, "XSHE");
	assert_string_equal(back.hint.lang, "zh");
	assert_int_equal(back.hint.published, DATE_NONE);
	document_hint_done(&back);
}

static char **
one_word(const char *word)
{
	char **words = mem_array(1, sizeof(*words));

	words[0] = mem_strdup(word);
	return words;
}

static struct list_pair *
one_pair(const char *name, const char *value)
{
	struct list_pair *pairs = mem_array(1, sizeof(*pairs));

	pairs[0] = (struct list_pair){mem_strdup(name), mem_strdup(value)};
	return pairs;
}

static void
fill_spec(struct list_spec *spec)
{
	*spec = (struct list_spec){
	    .engine = ENGINE_PAGE,
	    .source = mem_strdup("page"),
	    .rule_count = 2,
	    .rules = mem_array(2, sizeof(struct list_rule)),
	    .rows = mem_strdup("/data/list"),
	    .null_rows = true,
	    .total = mem_strdup("/data/total"),
	    .header_lines = 2,
	    .time_kind = LIST_TIME_FORMAT,
	    .time_format_count = 1,
	    .time_formats = mem_array(1, sizeof(char *)),
	    .zone = {.name = "America/New_York",
		.standard_min = -300,
		.daylight_min = -240,
		.daylight = true,
		.start = {.month = 3, .week = 2, .seconds = 7200},
		.end = {.month = 11, .week = 1, .seconds = 7200}},
	    .midnight_is_nominal = true,
	    .now = INT64_C(1767317420000),
	    .market = mem_strdup("cn"),
	    .max_rows = 5000,
	};
	spec->time_formats[0] = mem_strdup("%Y-%m-%d %H:%M");
	spec->rules[0] = (struct list_rule){
	    LOOK_BODY, NULL, 1, one_word("captcha"), OUTCOME_BLOCKED};
	spec->rules[1] = (struct list_rule){LOOK_VALUE, mem_strdup("/status"),
	    1, one_word("013"), OUTCOME_EMPTY};
	spec->fields[LIST_TITLE] = (struct list_value){
	    .template = mem_strdup("{/t}"), .ops = LIST_OP_NFKC | LIST_OP_TRIM};
	spec->fields[LIST_CODE] = (struct list_value){
	    .template = mem_strdup("{/c}"), .split = mem_strdup(",")};
	spec->fields[LIST_CATEGORY].map =
	    (struct list_map){1, one_pair("01", "forecast"), NULL};
	spec->name_count = 1;
	spec->names = one_pair("board", "sehk");
	spec->where_count = 1;
	spec->where = mem_new(sizeof(*spec->where));
	spec->where[0] = (struct list_where){.template = mem_strdup("{/m}"),
	    .test = TEST_EQUALS,
	    .word_count = 1,
	    .words = one_word("0")};
	spec->extract_count = 1;
	spec->extract = mem_new(sizeof(*spec->extract));
	spec->extract[0] = (struct list_extract){
	    mem_strdup("{/t}"), mem_strdup("(?<form>.*)")};
	spec->unwrap_count = 1;
	spec->unwrap = mem_new(sizeof(*spec->unwrap));
	spec->unwrap[0] =
	    (struct list_unwrap_step){UNWRAP_COLUMNS, mem_strdup("/recent")};
	spec->fact_count = 1;
	spec->facts = mem_new(sizeof(*spec->facts));
	spec->facts[0].low.template = mem_strdup("{/low}");
	spec->facts[0].scale = 4;
	spec->facts[0].period_years = -1;
	spec->beside_count = 1;
	spec->beside = mem_new(sizeof(*spec->beside));
	spec->beside[0].name = mem_strdup("year");
	spec->beside[0].pointer = mem_strdup("/now");
}

static void
spec_comes_back_as_it_was_sent(void **state)
{
	struct list_spec spec, back;
	struct buf buf, again;

	(void)state;
	fill_spec(&spec);
	buf_init(&buf, KIB);
	buf_init(&again, KIB);
	list_spec_put(&buf, &spec);
	for (size_t n = 0; n <= buf.len; n++) {
		struct wire wire = wire_init(buf.data, n);
		list_spec_get(&wire, &back);
		assert_int_equal(
		    wire_get_end(&wire), n < buf.len ? ERR_PROTOCOL : 0);
		if (n < buf.len)
			list_spec_done(&back);
	}
	assert_int_equal(back.engine, ENGINE_PAGE);
	assert_int_equal(back.rules[0].outcome, OUTCOME_BLOCKED);
	assert_int_equal(back.header_lines, 2);
	assert_memory_equal(&back.zone, &spec.zone, sizeof(spec.zone));
	assert_string_equal(back.rules[1].words[0], "013");
	assert_string_equal(back.time_formats[0], "%Y-%m-%d %H:%M");
	assert_string_equal(back.names[0].value, "sehk");
	assert_string_equal(back.extract[0].regex, "(?<form>.*)");
	assert_int_equal(back.unwrap[0].kind, UNWRAP_COLUMNS);
	assert_int_equal(back.facts[0].scale, 4);
	assert_int_equal(back.facts[0].period_years, -1);
	assert_string_equal(back.beside[0].name, "year");
	assert_string_equal(back.beside[0].pointer, "/now");
	assert_null(back.more);
	assert_null(back.fields[LIST_KEY].template);
	assert_string_equal(back.fields[LIST_CODE].split, ",");
	assert_int_equal(back.max_rows, 5000);
	list_spec_put(&again, &back);
	assert_int_equal(again.len, buf.len);
	assert_memory_equal(again.data, buf.data, buf.len);
	buf_done(&again);
	buf_done(&buf);
	list_spec_done(&back);
	list_spec_done(&spec);
	list_spec_done(&spec);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answer_comes_back_as_it_was_sent),
	    cmocka_unit_test(every_cut_answer_is_refused),
	    cmocka_unit_test(items_that_break_their_promise_are_refused),
	    cmocka_unit_test(copied_item_owns_its_words),
	    cmocka_unit_test(hint_comes_back_and_owns_its_words),
	    cmocka_unit_test(spec_comes_back_as_it_was_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
