/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a definition can say of JSON lists beyond plain rows: wrappings,
 * conditions, patterns, maps, markets, figures, times.
 */
#include "lib/base/mem.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define FIELDS	 "fields: { key: '{/k}', title: '{/t}', time: '{/at}' }\n"
#define TIME	 "time: { kind: epoch-ms, zone: UTC }\n"
#define PLAIN	 FIELDS TIME
#define ROW(k)	 "{\"k\":\"" k "\",\"t\":\"T\",\"at\":1767283201000}"
#define ITEM(k)	 k "|T|2026-01-01T16:00:01Z second|-|\n"

static const struct shape {
	const char *says;
	const char *parts;
	const char *body;
	const char *shown; /* its beginning */
} shapes[] = {
    {"a call is taken off", "unwrap: [ jsonp ]\nitems: { rows: /r }\n" PLAIN,
	" jQuery11_2.cb( {\"r\":[" ROW("1") "]} );\n", "ok\n" ITEM("1")},
    {"a call may be missing", "unwrap: [ jsonp ]\nitems: { rows: /r }\n" PLAIN,
	"{\"r\":[" ROW("1") "]}", "ok\n" ITEM("1")},
    {"a torn call is torn", "unwrap: [ jsonp ]\nitems: { rows: /r }\n" PLAIN,
	"cb({\"r\":[" ROW("1"), "torn: JSON cut short"},
    {"a page is no call", "unwrap: [ jsonp ]\nitems: { rows: /r }\n" PLAIN,
	"<html>f(1)</html>", "page: a page where JSON was expected"},
    {"a list of one is its member",
	"unwrap: [ jsonp, first ]\nitems: { rows: /r }\n" PLAIN,
	"cb([{\"r\":[" ROW("1") "]}])", "ok\n" ITEM("1")},
    {"a list of two is not", "unwrap: [ first ]\nitems: { rows: /r }\n" PLAIN,
	"[{\"r\":[]},{\"r\":[]}]", "drift: no list of one"},
    {"JSON in a text stands in its place",
	"unwrap: [ { text: /x } ]\nitems: { rows: /x, total: /n }\n" PLAIN,
	"{\"n\":1,\"x\":\"[{\\\"k\\\":1,\\\"t\\\":\\\"T\\\","
	"\\\"at\\\":1767283201000}]\"}",
	"ok\n" ITEM("1")},
    {"null in a text is null",
	"unwrap: [ { text: /x } ]\n"
	"items: { rows: /x, total: /n, null-rows: empty }\n" PLAIN,
	"{\"n\":0,\"x\":\"null\"}", "empty\n"},
    {"words in a text drift",
	"unwrap: [ { text: /x } ]\nitems: { rows: /x }\n" PLAIN,
	"{\"x\":\"soon\"}", "drift: no JSON in the text at '/x'"},
    {"a text that is none drifts",
	"unwrap: [ { text: /x } ]\nitems: { rows: /x }\n" PLAIN, "{\"x\":[]}",
	"drift: no text at '/x'"},
    {"a missing text drifts",
	"unwrap: [ { text: /x/y } ]\nitems: { rows: /x }\n" PLAIN, "{}",
	"drift: no text at '/x/y'"},
    {"columns become rows",
	"unwrap: [ { columns: /f/recent } ]\nitems: { rows: /f/recent }\n" PLAIN,
	"{\"f\":{\"recent\":{\"k\":[\"1\",\"2\"],\"t\":[\"T\",\"T\"],"
	"\"at\":[1767283201000,1767283201000],\"n\":2}}}",
	"ok\n" ITEM("1") ITEM("2")},
    {"no columns are no rows",
	"unwrap: [ { columns: /f } ]\nitems: { rows: /f }\n" PLAIN,
	"{\"f\":{\"k\":[],\"t\":[]}}", "empty\n"},
    {"members without rows are none when the total says so",
	"items: { rows: '/r/*/x/*', total: /n }\n" PLAIN,
	"{\"n\":0,\"r\":[{\"x\":[]}]}", "empty\n"},
    {"members without rows drift when it does not",
	"items: { rows: '/r/*/x/*', total: /n }\n" PLAIN,
	"{\"r\":[{\"x\":[]}]}", "drift: no rows at '/r/*/x/*'"},
    {"a row says what the answer says for all",
	"items: { rows: /r }\n"
	"fields: { key: '{#/c/id}-{/k}', title: '{/t}', time: '{/at}' }\n" TIME,
	"{\"c\":{\"id\":7},\"r\":[" ROW("1") "]}", "ok\n" ITEM("7-1")},
    {"what the answer does not say is missed in each row",
	"items: { rows: /r }\n"
	"fields: { key: '{#/k}', title: '{/t}', time: '{/at}' }\n" TIME,
	"{\"r\":[" ROW("1") "]}", "drift: 1 of 1 rows left out; row 1: no key"},
    {"columns of two lengths drift",
	"unwrap: [ { columns: /f } ]\nitems: { rows: /f }\n" PLAIN,
	"{\"f\":{\"k\":[1],\"t\":[1,2]}}", "drift: no lists of one length"},
    {"rows that miss a condition are left out",
	"items: { rows: '/*', where: [ { value: '{/k}', in: [ '1', '3' ] } ] }\n" PLAIN,
	"[" ROW("1") "," ROW("2") "," ROW("3") "]", "ok\n" ITEM("1") ITEM("3")},
    {"all conditions hold",
	"items: { rows: '/*', where: [ { value: '{/k}', match: '^[12]$' },"
	" { value: '{/k}', equals: '2', not: yes } ] }\n" PLAIN,
	"[" ROW("1") "," ROW("2") "," ROW("3") "]", "ok\n" ITEM("1")},
    {"one of several values is enough",
	"items: { rows: '/*', where: [ { value: '{/c/*}', equals: b } ] }\n" PLAIN,
	"[{\"k\":\"1\",\"t\":\"T\",\"at\":1767283201000,"
	"\"c\":[\"a\",\"b\"]}," ROW("2") "]",
	"ok\n" ITEM("1")},
    {"a missing value equals nothing",
	"items: { rows: '/*', where: [ { value: '{/x}', equals: '' } ] }\n" PLAIN,
	"[" ROW("1") "]", "ok\n" ITEM("1")},
    {"a list of which all is left out is no drift",
	"items: { rows: '/*', where: [ { value: '{/k}', equals: x } ] }\n" PLAIN,
	"[" ROW("1") "]", "ok\n"},
    {"a pattern of endless work is a fault of its row",
	"items: { rows: '/*', where: [ { value: '{/k}',"
	" match: '^(a+)+$' } ] }\n" PLAIN,
	"[" ROW("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab") "," ROW(
	    "aa") "]",
	"ok: 1 of 2 rows left out; row 1: the pattern '^(a+)+$' takes too "
	"long\n" ITEM("aa")},
    {"fewer rows than there are at least drift",
	"items: { rows: '/*', least: 2 }\n" PLAIN, "[" ROW("1") "]",
	"drift: 1 rows where there are 2 at least"},
    {"enough rows are enough, wanted or not",
	"items: { rows: '/*', least: 2,"
	" where: [ { value: '{/k}', equals: '1' } ] }\n" PLAIN,
	"[" ROW("1") "," ROW("2") "]", "ok\n" ITEM("1")},
    {"an empty list that never is drifts",
	"items: { rows: '/*', least: 1 }\n" PLAIN, "[]",
	"drift: 0 rows where there are 1 at least"},
    {"a value tells the outcome",
	"outcome: [ { value: /status, in: [ '020', '800' ], is: retry },"
	" { value: /status, in: [ '013' ], is: empty } ]\n"
	"items: { rows: /r, least: 1 }\n" PLAIN,
	"{\"status\":\"020\",\"message\":\"limit\"}",
	"retry: '/status' is '020'"},
    {"a value tells that there is nothing",
	"outcome: [ { value: /status, in: [ '013' ], is: empty } ]\n"
	"items: { rows: /r, least: 1 }\n" PLAIN,
	"{\"status\":\"013\"}", "empty\n"},
    {"rules hold in their order",
	"outcome: [ { value: /code, in: [ '9201' ], is: ok },"
	" { contains: 9201, is: retry } ]\nitems: { rows: /r }\n" PLAIN,
	"{\"code\":9201,\"r\":[" ROW("1") "]}", "ok\n" ITEM("1")},
    {"words may be an empty list",
	"outcome: [ { contains: No Record Found, is: empty } ]\n"
	"items: { rows: /r }\n" PLAIN,
	"\"No Record Found!\"", "empty\n"},
    {"groups of a pattern are names",
	"items: { rows: '/*', extract: [ { from: '{/t}',"
	" regex: '^(?<form>\\S+) - (?<who>.*) \\((?<cik>\\d+)\\)$' } ] }\n"
	"fields: { key: '{/k}-{form}', title: '{who}', code: '{cik}',"
	" time: '{/at}' }\n" TIME,
	"[{\"k\":1,\"t\":\"8-K - A (B) - C (0001)\",\"at\":1767283201000},"
	"{\"k\":2,\"t\":\"none\",\"at\":1767283201000}]",
	"ok: 1 of 2 rows left out; row 2: no title\n"
	"1-8-K|A (B) - C|2026-01-01T16:00:01Z second|-|0001\n"},
    {"the first pattern that finds a name gives it",
	"items: { rows: '/*', extract: [ { from: '{/k}', regex: '^a(?<n>.)' },"
	" { from: '{/k}', regex: '^b(?<n>.)' },"
	" { from: '{n}{n}', regex: '(?<two>.*)' } ] }\n"
	"fields: { key: '{n}', title: '{two}', time: '{/at}' }\n" TIME,
	"[" ROW("a1") "," ROW("b2") "]",
	"ok\n1|11|2026-01-01T16:00:01Z second|-|\n"
	"2|22|2026-01-01T16:00:01Z second|-|\n"},
    {"values are mapped after cleaning",
	"items: { rows: '/*' }\nfields: { key: '{/k}', time: '{/at}',"
	" title: { from: '{/t}', clean: [ lower, trim ],"
	" map: { one: first, '': none }, else: other } }\n" TIME,
	"[{\"k\":1,\"t\":\" ONE\",\"at\":1767283201000},"
	"{\"k\":2,\"t\":\"two\",\"at\":1767283201000},"
	"{\"k\":3,\"at\":1767283201000}]",
	"ok\n1|first|2026-01-01T16:00:01Z second|-|\n"
	"2|other|2026-01-01T16:00:01Z second|-|\n"
	"3|none|2026-01-01T16:00:01Z second|-|\n"},
    {"without else a value stays",
	"items: { rows: '/*' }\nfields: { key: '{/k}', time: '{/at}',"
	" title: { from: '{/t}', map: { a: b } } }\n" TIME,
	"[" ROW("1") "]", "ok\n" ITEM("1")},
    {"zeros in front go, but the last",
	"items: { rows: '/*' }\nfields: { time: '{/at}', title: '{/t}',"
	" key: { from: '{/k}', clean: [ no-zeros ] } }\n" TIME,
	"[" ROW("00700") "," ROW("000") "," ROW("0x") "]",
	"ok\n" ITEM("700") ITEM("0") ITEM("0x")},
    {"small letters of all scripts",
	"items: { rows: '/*' }\nfields: { time: '{/at}', title: '{/t}',"
	" key: { from: '{/k}', clean: [ lower ] } }\n" TIME,
	"[" ROW("ÄÉΩ") "]", "ok\n" ITEM("äéω")},
    {"several formats are tried in order",
	"items: { rows: '/*' }\n" FIELDS
	"time: { kind: format, zone: Asia/Tokyo,"
	" format: [ '%Y-%m-%d %H:%M', '%Y/%m/%d' ] }\n",
	"[{\"k\":1,\"t\":\"T\",\"at\":\"2026-01-02 09:30\"},"
	"{\"k\":2,\"t\":\"T\",\"at\":\"2026/1/2\"},"
	"{\"k\":3,\"t\":\"T\",\"at\":\"2. 1. 2026\"}]",
	"ok: 1 of 3 rows left out; row 3: '2. 1. 2026' is no time as declared\n"
	"1|T|2026-01-02T00:30:00Z minute|-|\n"
	"2|T|2026-01-01T15:00:00Z day|-|\n"},
    {"labels are no clocks",
	"items: { rows: '/*' }\n" FIELDS
	"time: { kind: epoch-ms, zone: UTC, nominal: yes }\n",
	"[" ROW("1") "]", "ok\n1|T|2026-01-01T16:00:01Z nominal|-|\n"},
    {"real numbers are values in plain digits",
	"items: { rows: '/*' }\nfields: { key: '{/k}', title: '{/a} {/b} {/c}',"
	" time: '{/at}' }\n" TIME,
	"[{\"k\":1,\"a\":0.77,\"b\":-1.5e6,\"c\":123456789012.25,"
	"\"at\":1767283201.0e3}]",
	"ok\n1|0.77 -1500000 123456789012.25|2026-01-01T16:00:01Z second|-|\n"},
};

static void
every_shape_is_read_as_declared(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(shapes); i++) {
		char *shown =
		    list_case_show("json", shapes[i].parts, shapes[i].body);
		const char *want = shapes[i].shown;
		size_t n = strlen(want);
		/* A reason may go on, a list may not. */
		bool whole =
		    n == 0 || want[n - 1] != '\n' || strlen(shown) == n;
		if (strncmp(shown, want, n) != 0 || !whole)
			fail_msg("%s:\n%s", shapes[i].says, shown);
		mem_free(shown);
	}
}

static const struct market {
	const char *market, *code, *listing;
} markets[] = {
    {"cn", "600000", "XSHG:600000"},
    {"cn", "112233", "112233"},
    {"hk", "700", "XHKG:00700"},
    {"hk", "80700", "XHKG:80700"},
    {"jp", "63370", "XTKS:6337"},
    {"jp", "285A0", "XTKS:285A"},
    {"jp", "7203", "XTKS:7203"},
    {"jp", "25935", "25935"},
    {"kr", "005930", "XKRX:005930"},
    {"kr", "035720.KQ", "XKOS:035720"},
    {"us", "brk.a", "US:BRK.A"},
    {"us", "AAPL", "US:AAPL"},
    {"XHKG", "00005", "XHKG:00005"},
    {"XLON", "BP.", "XLON:BP"},
    {"XLON", "BT.A", "XLON:BT.A"},
    {"XNSE", "M&M", "XNSE:M&M"},
    {"XNAS", "TSLA", "XNAS:TSLA"},
    {"XASX", "", ""},
};

static void
codes_become_listings_of_their_market(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(markets); i++) {
		char *parts =
		    mem_printf("items: { rows: '/*', market: %s }\n"
			       "fields: { key: 'k', title: T, code: '{/c}',"
			       " time: '{/at}' }\n" TIME,
			markets[i].market);
		char *body = mem_printf(
		    "[{\"c\":\"%s\",\"at\":1767283201000}]", markets[i].code);
		char *shown = list_case_show("json", parts, body);
		char *want =
		    mem_printf("ok\nk|T|2026-01-01T16:00:01Z second|-|%s\n",
			markets[i].listing);
		if (strcmp(shown, want) != 0)
			fail_msg("%s %s: %s", markets[i].market,
			    markets[i].code, shown);
		mem_free(want);
		mem_free(shown);
		mem_free(body);
		mem_free(parts);
	}
}

static void
names_of_the_matrix_stand_in_templates(void **state)
{
	struct definition *definition = list_case_new("json",
	    "items: { rows: '/*' }\nfields: { key: '{/k}', title: '{/t}',"
	    " time: '{/at}' }\n" TIME);
	struct list_pair board = {(char[]){"board"}, (char[]){"gem"}};
	struct list_answer answer;

	(void)state;
	mem_set(&definition->spec.fields[LIST_TITLE].template, "{board}: {/t}");
	definition->spec.names = &board;
	definition->spec.name_count = 1;
	list_case_read(definition, "[" ROW("1") "]", &answer);
	assert_string_equal(answer.items[0].title, "gem: T");
	list_answer_done(&answer);
	definition->spec.names = NULL;
	definition->spec.name_count = 0;
	definition_free(definition);
}

static void
a_list_tells_when_it_was_made(void **state)
{
	static const struct {
		const char *text;
		int64_t wall;
	} cases[] = {{"\"2026-01-01 16:00\"", INT64_C(1767283200000)},
	    {"\"1767283200123\"", INT64_C(1767283200123)},
	    {"1767283200", INT64_C(1767283200000)}, {"\"soon\"", -1}, {"7", -1},
	    {"null", -1}};
	struct definition *definition = list_case_new("json",
	    "items: { rows: /r, generated: /made }\n" FIELDS
	    "time: { kind: format, format: '%Y-%m-%d %H:%M', zone: UTC }\n");

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct list_answer answer;
		char *body =
		    mem_printf("{\"made\":%s,\"r\":[]}", cases[i].text);
		list_case_read(definition, body, &answer);
		assert_int_equal(answer.outcome, OUTCOME_EMPTY);
		assert_int_equal(answer.generated, cases[i].wall);
		list_answer_done(&answer);
		mem_free(body);
	}
	definition_free(definition);
}

static void
a_list_may_carry_the_document(void **state)
{
	struct definition *definition = list_case_new("json",
	    "items: { rows: '/*' }\nfields: { key: '{/k}', title: '{/t}',"
	    " time: '{/at}', text: { from: '{/b}',"
	    " clean: [ strip-tags, unescape ] } }\n" TIME);
	struct list_answer answer;

	(void)state;
	list_case_read(definition,
	    "[{\"k\":1,\"t\":\"T\",\"at\":1767283201000,"
	    "\"b\":\"one &lt; <b>two</b>\\r\\nthree\"}," ROW("2") "]",
	    &answer);
	assert_string_equal(answer.items[0].text, "one < two\r\nthree");
	assert_null(answer.items[1].text);
	list_answer_done(&answer);
	definition_free(definition);
}

static const char figures[] =
    "kind: facts\n"
    "items: { rows: '/*', market: cn }\n"
    "fields: { key: '{/k}', title: '{/t}', code: '{/c}', time: '{/at}' }\n" TIME
    "facts:\n"
    "  each:\n"
    "    - metric: { from: '{/m}', map: { '004': ni_attr, '003': eps },\n"
    "        else: none }\n"
    "      role: forecast\n"
    "      low: '{/lo}'\n"
    "      high: '{/hi}'\n"
    "      period: { end: '{/end}', format: '%Y-%m-%d' }\n"
    "      scale: 4\n"
    "    - metric: { from: '{/m}', map: { '004': ni_attr }, else: '' }\n"
    "      role: prior_year\n"
    "      low: '{/prior}'\n"
    "      period: { end: '{/end}', format: '%Y-%m-%d', months: '{/mo}' }\n"
    "      currency: USD\n"
    "      broker: '{/by}'\n";

static void
rows_that_are_figures_become_facts(void **state)
{
	struct definition *definition = list_case_new("json", figures);
	char low[DECIMAL_STR_MAX], high[DECIMAL_STR_MAX];
	struct list_answer answer;

	(void)state;
	list_case_read(definition,
	    "[{\"k\":1,\"t\":\"loss\",\"c\":\"600000\",\"at\":1767283201000,"
	    "\"m\":\"004\",\"lo\":-1.25,\"hi\":\"-2,100.5\",\"end\":"
	    "\"2025-06-30\",\"prior\":7,\"mo\":\"3\",\"by\":\"X Sec\"}]",
	    &answer);
	assert_int_equal(answer.count, 1);
	assert_int_equal(answer.items[0].fact_count, 2);
	const struct item_fact *fact = answer.items[0].facts;
	assert_int_equal(fact->metric, METRIC_NI_ATTR);
	assert_int_equal(fact->role, ROLE_FORECAST);
	assert_string_equal(decimal_print(fact->low, low), "-21005000");
	assert_string_equal(decimal_print(fact->high, high), "-12500");
	assert_true(!fact->low_open && !fact->high_open);
	assert_true(period_equal(fact->period, period_cumulative(2025, 6)));
	assert_string_equal(fact->currency, "CNY");
	assert_null(fact->broker);
	assert_string_equal(fact->quote, "loss");
	fact++;
	assert_int_equal(fact->role, ROLE_PRIOR_YEAR);
	assert_string_equal(decimal_print(fact->low, low), "7");
	assert_string_equal(decimal_print(fact->high, high), "7");
	assert_true(period_equal(fact->period, period_quarter(2025, 2)));
	assert_string_equal(fact->currency, "USD");
	assert_string_equal(fact->broker, "X Sec");
	list_answer_done(&answer);
	definition_free(definition);
}

static const char years[] =
    "kind: estimates\n"
    "items: { rows: /rows, names: { year: /now/year } }\n"
    "fields: { key: '{/k}', title: '{/t}', time: '{/at}' }\n" TIME "facts:\n"
    "  each:\n"
    "    - metric: eps\n"
    "      role: estimate\n"
    "      low: '{/next}'\n"
    "      period: { end: '{year}-02-28', format: '%Y-%m-%d', years: 1,\n"
    "        months: 12 }\n"
    "    - metric: eps\n"
    "      role: actual\n"
    "      low: '{/last}'\n"
    "      period: { end: '{year}-12-31', format: '%Y-%m-%d', years: -1 }\n";

static void
a_period_may_lie_years_from_a_day_that_the_answer_names_once(void **state)
{
	struct definition *definition = list_case_new("json", years);
	struct list_answer answer;

	(void)state;
	list_case_read(definition,
	    "{\"now\":{\"year\":2027},\"rows\":[{\"k\":1,\"t\":\"a\","
	    "\"at\":1767283201000,\"next\":\"1.5\",\"last\":\"1.2\"}]}",
	    &answer);
	assert_int_equal(answer.count, 1);
	assert_int_equal(answer.items[0].fact_count, 2);
	const struct item_fact *fact = answer.items[0].facts;
	assert_int_equal(fact[0].period.end, /* of a leap year */
	    date_to_day((struct date){2028, 2, 29}));
	assert_int_equal(
	    fact[0].period.start, date_to_day((struct date){2027, 3, 1}));
	assert_true(period_equal(fact[1].period, period_cumulative(2026, 12)));
	list_answer_done(&answer);
	/* without it the row has no period */
	list_case_read(definition,
	    "{\"rows\":[{\"k\":1,\"t\":\"a\",\"at\":1767283201000,"
	    "\"next\":\"1.5\"}]}",
	    &answer);
	assert_int_equal(answer.faulty, 1);
	list_answer_done(&answer);
	definition_free(definition);
}

static void
figures_of_rows_with_one_key_are_of_one_item(void **state)
{
	struct definition *definition = list_case_new("json", figures);
	struct list_answer answer;

	(void)state;
	list_case_read(definition,
	    "[{\"k\":1,\"t\":\"T\",\"c\":\"600000\",\"at\":1767283201000,"
	    "\"m\":\"003\",\"lo\":1,\"end\":\"2025-12-31\"},"
	    "{\"k\":1,\"t\":\"T\",\"c\":\"600000\",\"at\":1767283201000,"
	    "\"m\":\"004\",\"lo\":2,\"end\":\"2025-12-31\"},"
	    "{\"k\":1,\"t\":\"T\",\"c\":\"600000\",\"at\":1767283201000,"
	    "\"m\":\"004\",\"lo\":2,\"end\":\"2025-12-31\"}]",
	    &answer);
	assert_int_equal(answer.count, 1);
	assert_int_equal(answer.items[0].fact_count, 2);
	assert_int_equal(answer.items[0].facts[0].metric, METRIC_EPS);
	assert_int_equal(answer.items[0].facts[1].metric, METRIC_NI_ATTR);
	list_answer_done(&answer);
	definition_free(definition);
}

static void
what_is_no_figure_is_none_or_a_fault(void **state)
{
	static const struct {
		const char *members;
		size_t facts;
		bool low_open, high_open;
		const char *why; /* NULL: the row is good */
	} cases[] = {
	    {"\"m\":\"004\",\"lo\":1,\"hi\":null,\"end\":\"2025-12-31\"", 1,
		false, true, NULL},
	    {"\"m\":\"004\",\"hi\":1,\"end\":\"2025-12-31\"", 1, true, false,
		NULL},
	    {"\"m\":\"004\",\"end\":\"2025-12-31\"", 0, false, false, NULL},
	    {"\"m\":\"006\",\"lo\":1,\"hi\":2,\"end\":\"2025-12-31\"", 0, false,
		false, NULL},
	    {"\"m\":\"004\",\"lo\":\"about 5\",\"end\":\"2025-12-31\"", 0,
		false, false, "'about 5' is no number"},
	    {"\"m\":\"004\",\"lo\":1,\"end\":\"FY25\"", 0, false, false,
		"'FY25' is no end of a period"},
	    {"\"m\":\"004\",\"lo\":1,\"end\":\"9999-12-31\"", 0, false, false,
		"a period that ends in the year 9999"},
	    {"\"m\":\"004\",\"lo\":1", 0, false, false,
		"'' is no end of a period"},
	    {"\"m\":\"004\",\"prior\":1,\"end\":\"2025-12-31\",\"mo\":\"90\"",
		0, false, false, "'90' is no number of months"},
	    {"\"m\":\"004\",\"lo\":1e300,\"end\":\"2025-12-31\"", 0, false,
		false, "'1.00000000000000e+300' is no number"},
	    {"\"m\":\"004\",\"lo\":\"1,5\",\"end\":\"2025-12-31\"", 0, false,
		false, "'1,5' is no number"},
	};
	struct definition *definition = list_case_new("json", figures);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct list_answer a;
		char *body = mem_printf("[{\"k\":1,\"t\":\"T\","
					"\"at\":1767283201000,%s}]",
		    cases[i].members);
		list_case_read(definition, body, &a);
		if (cases[i].why != NULL) {
			assert_int_equal(a.count, 0);
			assert_non_null(strstr(a.why, cases[i].why));
		} else {
			assert_int_equal(a.count, 1);
			assert_int_equal(a.items[0].fact_count, cases[i].facts);
		}
		if (cases[i].facts > 0) {
			assert_int_equal(
			    a.items[0].facts[0].low_open, cases[i].low_open);
			assert_int_equal(
			    a.items[0].facts[0].high_open, cases[i].high_open);
		}
		list_answer_done(&a);
		mem_free(body);
	}
	definition_free(definition);
}

static void
codes_of_the_configuration_come_before_those_of_the_market(void **state)
{
	static char code[] = "320193", listing[] = "US:AAPL";
	struct list_pair pair = {code, listing};
	struct definition *definition = list_case_new("json",
	    "items: { rows: /r, market: us, codes: own }\n"
	    "fields: { key: '{/k}', title: '{/t}', code: '{/k}',\n"
	    "  time: '{/at}' }\n" TIME);
	struct list_answer answer;

	(void)state;
	definition->spec.codes = &pair;
	definition->spec.code_count = 1;
	list_case_read(definition,
	    "{\"r\":[" ROW("320193") "," ROW("789019") "]}", &answer);
	assert_int_equal(answer.count, 2);
	assert_string_equal(answer.items[0].issuers[0].listing, "US:AAPL");
	assert_string_equal(answer.items[0].issuers[0].code, "320193");
	assert_string_equal(answer.items[1].issuers[0].listing, "US:789019");
	list_answer_done(&answer);
	definition->spec.codes = NULL;
	definition->spec.code_count = 0;
	definition_free(definition);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_shape_is_read_as_declared),
	    cmocka_unit_test(codes_become_listings_of_their_market),
	    cmocka_unit_test(names_of_the_matrix_stand_in_templates),
	    cmocka_unit_test(a_list_tells_when_it_was_made),
	    cmocka_unit_test(a_list_may_carry_the_document),
	    cmocka_unit_test(rows_that_are_figures_become_facts),
	    cmocka_unit_test(
		a_period_may_lie_years_from_a_day_that_the_answer_names_once),
	    cmocka_unit_test(figures_of_rows_with_one_key_are_of_one_item),
	    cmocka_unit_test(what_is_no_figure_is_none_or_a_fault),
	    cmocka_unit_test(
		codes_of_the_configuration_come_before_those_of_the_market),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
