/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON lists to items: rows, fields, totals, and all that is no such list. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "reading/text.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define OK	OUTCOME_OK
#define EMPTY	OUTCOME_EMPTY
#define RETRY	OUTCOME_RETRY
#define BLOCKED OUTCOME_BLOCKED
#define DRIFT	OUTCOME_DRIFT

#define ROW(id, title)                                                         \
	"{\"id\":\"" id "\",\"t\":\"" title "\",\"at\":1767283200000}"

static char *challenge[] = {(char[]){"acw_sc__v2"}};
static char *busy[] = {(char[]){"system busy"}};

static struct list_rule rules[] = {
    {LOOK_BODY, NULL, 1, challenge, BLOCKED},
    {LOOK_BODY, NULL, 1, busy, RETRY},
};

/* A list in the manner of cninfo's. */
static struct list_spec
spec_of(void)
{
	static char rows[] = "/rows", total[] = "/total", more[] = "/more";
	static char key[] = "{/id}", title[] = "{/t}", time[] = "{/at}";
	static char url[] = "https://static.example.org/{/doc}";
	static char code[] = "{/code}", name[] = "{/name}", type[] = "{/type}";
	static char comma[] = ",", source[] = "list", market[] = "cn";
	struct list_spec spec = {
	    .engine = ENGINE_JSON,
	    .source = source,
	    .rule_count = 2,
	    .rules = rules,
	    .rows = rows,
	    .null_rows = true,
	    .total = total,
	    .more = more,
	    .time_kind = LIST_TIME_EPOCH_MS,
	    .zone = {.standard_min = 480},
	    .midnight_is_nominal = true,
	    .market = market,
	    .max_rows = 100,
	};
	spec.fields[LIST_KEY].template = key;
	spec.fields[LIST_TITLE] = (struct list_value){.template = title,
	    .ops = LIST_OP_NFKC | LIST_OP_STRIP_TAGS | LIST_OP_UNESCAPE};
	spec.fields[LIST_URL].template = url;
	spec.fields[LIST_CATEGORY].template = type;
	spec.fields[LIST_CODE] =
	    (struct list_value){.template = code, .split = comma};
	spec.fields[LIST_NAME] = (struct list_value){.template = name,
	    .ops = LIST_OP_NFKC | LIST_OP_NO_SPACES,
	    .split = comma};
	spec.fields[LIST_TIME].template = time;
	return spec;
}

static const struct {
	const char *says;
	const char *body;
	enum list_outcome outcome;
	size_t count;
	uint32_t faulty;
	int64_t total;
	const char *why; /* a part of it; NULL: no reason at all */
} cases[] = {
    {"rows are items",
	"{\"total\":761,\"more\":true,\"rows\":[" ROW("1", "a") "," ROW(
	    "2", "b") "]}",
	OK, 2, 0, 761, NULL},
    {"null rows and none in all are empty",
	"{\"total\":0,\"totalpages\":0,\"more\":false,\"rows\":null}", EMPTY, 0,
	0, 0, NULL},
    {"no rows and none in all are empty", "{\"total\":0,\"rows\":[]}", EMPTY, 0,
	0, 0, NULL},
    {"null rows of many are a fault", "{\"total\":12,\"rows\":null}", RETRY, 0,
	0, 12, "12 in all"},
    {"no rows of many are a fault", "{\"total\":12,\"rows\":[]}", RETRY, 0, 0,
	12, "12 in all"},
    {"null rows of nobody knows how many drift", "{\"rows\":null}", DRIFT, 0, 0,
	-1, "no number at '/total'"},
    {"a total in digits counts", "{\"total\":\"0\",\"rows\":null}", EMPTY, 0, 0,
	0, NULL},
    {"a total in words does not", "{\"total\":\"no\",\"rows\":null}", DRIFT, 0,
	0, -1, "no number"},
    {"a missing total harms no rows", "{\"rows\":[" ROW("1", "a") "]}", OK, 1,
	0, -1, NULL},
    {"missing rows drift", "{\"total\":0,\"list\":[]}", DRIFT, 0, 0, 0,
	"nothing at '/rows'"},
    {"rows that are no array drift", "{\"total\":1,\"rows\":{\"a\":1}}", DRIFT,
	0, 0, 1, "no array"},
    {"another shape drifts", "[1,2]", DRIFT, 0, 0, -1, "nothing at"},
    {"a scalar drifts", "null", DRIFT, 0, 0, -1, "1:4"},
    {"a page is no data", " <html><title>Sign in</title>", OUTCOME_PAGE, 0, 0,
	-1, "a page where JSON was expected: <html><title>Sign"},
    {"a challenge page is known by its rule",
	"<html><script>var c='acw_sc__v2'</script>", BLOCKED, 0, 0, -1,
	"acw_sc__v2"},
    {"a rule holds for JSON, too", "{\"error\":\"system busy\"}", RETRY, 0, 0,
	-1, "system busy"},
    {"words drift", "upstream timed out", DRIFT, 0, 0, -1, "no JSON at 1:"},
    {"an empty answer is a fault", " \r\n", RETRY, 0, 0, -1, "empty answer"},
    {"a cut answer is a fault", "{\"total\":1,\"rows\":[{\"id\":\"1\",",
	OUTCOME_TORN, 0, 0, -1, "cut short"},
    {"words behind it drift", "{\"total\":0,\"rows\":null} x", DRIFT, 0, 0, -1,
	"no JSON"},
    {"other charsets drift", "{\"t\":\"\xbf\xf7\"}", DRIFT, 0, 0, -1,
	"no JSON"},
    {"numbers beyond all bounds drift",
	"{\"total\":99999999999999999999,\"rows\":null}", DRIFT, 0, 0, -1,
	"no JSON"},
    {"rows without a key are left out",
	"{\"rows\":[{\"t\":\"a\",\"at\":1767283200000}," ROW("2", "b") "]}", OK,
	1, 1, -1, "1 of 2 rows left out; row 1: no key"},
    {"an empty key is none", "{\"rows\":[" ROW("", "b") "]}", DRIFT, 0, 1, -1,
	"no key"},
    {"a null title is none",
	"{\"rows\":[{\"id\":1,\"t\":null,\"at\":1767283200000}]}", DRIFT, 0, 1,
	-1, "no title"},
    {"a blank title is none", "{\"rows\":[" ROW("1", " \\u3000") "]}", DRIFT, 0,
	1, -1, "no title"},
    {"a time in words is none",
	"{\"rows\":[{\"id\":1,\"t\":\"a\",\"at\":\"now\"}]}", DRIFT, 0, 1, -1,
	"'now' is no time"},
    {"a time of 1970 is none", "{\"rows\":[{\"id\":1,\"t\":\"a\",\"at\":5}]}",
	DRIFT, 0, 1, -1, "'5' is no time"},
    {"rows that are no objects are left out",
	"{\"rows\":[7,null,\"x\"," ROW("1", "a") "]}", OK, 1, 3, -1,
	"3 of 4 rows left out; row 1: no object"},
    {"rows of one key collapse",
	"{\"rows\":[" ROW("1", "a") "," ROW("1", "b") "]}", OK, 1, 0, -1, NULL},
    {"a mark before it is no fault",
	"\xef\xbb\xbf{\"rows\":[" ROW("1", "a") "]}", OK, 1, 0, -1, NULL},
};

static void
every_body_has_its_outcome(void **state)
{
	struct list_spec spec = spec_of();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct list_answer a;
		read_list(&spec, span_of(cases[i].body), &a);
		bool why =
		    cases[i].why == NULL
			? a.why == NULL
			: a.why != NULL && strstr(a.why, cases[i].why) != NULL;
		if (a.outcome != cases[i].outcome || !why ||
		    a.count != cases[i].count || a.faulty != cases[i].faulty ||
		    a.total != cases[i].total)
			fail_msg("%s: outcome %d, %zu items, %u faulty, total "
				 "%lld, why %s",
			    cases[i].says, a.outcome, a.count, a.faulty,
			    (long long)a.total, a.why);
		list_answer_done(&a);
	}
}

static void
row_fills_an_item(void **state)
{
	struct list_spec spec = spec_of();
	struct list_answer a;

	(void)state;
	read_list(&spec,
	    span_of(
		"{\"total\":1,\"more\":false,\"rows\":[{\"id\":1225488322,"
		"\"t\":\"<em>2025</em>年年度业绩预告&amp;说明（＜章程＞）\","
		"\"at\":1767283200000,\"doc\":\"finalpage/a.PDF\","
		"\"code\":\"600000,112233\",\"name\":\"五 粮　液Ａ,债\","
		"\"type\":\"0123||45\"}]}"),
	    &a);
	assert_int_equal(a.outcome, OK);
	assert_int_equal(a.more, 0);
	const struct item *item = &a.items[0];
	assert_string_equal(item->key, "1225488322");
	assert_string_equal(item->title, "2025年年度业绩预告&说明(<章程>)");
	assert_string_equal(
	    item->url, "https://static.example.org/finalpage/a.PDF");
	assert_null(item->page_url);
	assert_null(item->publisher);
	assert_null(item->text);
	assert_string_equal(item->category, "0123||45");
	assert_string_equal(item->published_raw, "1767283200000");
	assert_int_equal(item->published, INT64_C(1767283200000));
	assert_int_equal(item->precision, PRECISION_NOMINAL);
	assert_int_equal(item->issuer_count, 2);
	assert_string_equal(item->issuers[0].listing, "XSHG:600000");
	assert_string_equal(item->issuers[0].code, "600000");
	assert_string_equal(item->issuers[0].name, "五粮液A");
	assert_null(item->issuers[1].listing);
	assert_string_equal(item->issuers[1].code, "112233");
	list_answer_done(&a);
}

static void
rows_of_one_key_collect_their_issuers(void **state)
{
	struct list_spec spec = spec_of();
	struct list_answer a;

	(void)state;
	read_list(&spec,
	    span_of("{\"rows\":["
		    "{\"id\":\"9\",\"t\":\"a\",\"at\":1767283200001,"
		    "\"code\":\"600000\"},"
		    "{\"id\":\"9\",\"t\":\"a\",\"at\":1767283200001,"
		    "\"code\":\"000001\"},"
		    "{\"id\":\"9\",\"t\":\"a\",\"at\":1767283200001,"
		    "\"code\":\"600000\"}]}"),
	    &a);
	assert_int_equal(a.count, 1);
	assert_int_equal(a.items[0].precision, PRECISION_MS);
	assert_int_equal(a.items[0].issuer_count, 2);
	assert_string_equal(a.items[0].issuers[1].listing, "XSHE:000001");
	list_answer_done(&a);
}

static void
missing_document_is_no_address(void **state)
{
	static char relative[] = "{/doc}";
	struct list_spec spec = spec_of();
	struct list_answer a;

	(void)state;
	read_list(&spec,
	    span_of("{\"rows\":[{\"id\":1,\"t\":\"a\",\"at\":1767283200000,"
		    "\"doc\":null},{\"id\":2,\"t\":\"b\",\"at\":1767283200000,"
		    "\"doc\":\"a b\"}]}"),
	    &a);
	assert_int_equal(a.count, 2);
	assert_null(a.items[0].url);
	assert_null(a.items[1].url);
	list_answer_done(&a);
	spec.fields[LIST_URL].template = relative;
	read_list(&spec,
	    span_of("{\"rows\":[{\"id\":1,\"t\":\"a\",\"at\":1767283200000,"
		    "\"doc\":\"file:///etc/passwd\"}]}"),
	    &a);
	assert_null(a.items[0].url);
	list_answer_done(&a);
}

static void
stars_name_every_member(void **state)
{
	static char rows[] = "/data/*/list/*", code[] = "{/codes/*/c}";
	static char escaped[] = "{/a~1b}";
	struct list_spec spec = spec_of();
	struct list_answer a;

	(void)state;
	spec.rows = rows;
	spec.total = NULL;
	spec.fields[LIST_CODE].template = code;
	spec.fields[LIST_CATEGORY].template = escaped;
	read_list(&spec,
	    span_of("{\"data\":[{\"list\":[{\"id\":1,\"t\":\"a\","
		    "\"at\":1767283200000,\"codes\":[{\"c\":\"600000\"},"
		    "{\"d\":1},{\"c\":\"600001\"}],\"a/b\":\"x\"}]},"
		    "{\"list\":[" ROW("2", "b") "," ROW("3", "c") "]}]}"),
	    &a);
	assert_int_equal(a.count, 3);
	assert_int_equal(a.items[0].issuer_count, 2);
	assert_string_equal(a.items[0].issuers[1].listing, "XSHG:600001");
	assert_string_equal(a.items[0].category, "x");
	list_answer_done(&a);
	read_list(&spec, span_of("{\"data\":[]}"), &a);
	assert_int_equal(a.outcome, EMPTY);
	list_answer_done(&a);
	read_list(&spec, span_of("{\"data\":[{\"rows\":[]}]}"), &a);
	assert_int_equal(a.outcome, DRIFT);
	list_answer_done(&a);
	read_list(&spec, span_of("{\"result\":[]}"), &a);
	assert_int_equal(a.outcome, DRIFT);
	list_answer_done(&a);
}

/* Reads head, count times piece (with a number for %d), tail. */
static struct list_answer
read_many(const struct list_spec *spec, const char *head, const char *piece,
    int count, const char *tail)
{
	struct list_answer a;
	struct buf body;

	buf_init(&body, 63 * MIB);
	assert_int_equal(buf_add_str(&body, head), 0);
	for (int i = 0; i < count; i++)
		assert_int_equal(buf_add_str(&body, piece), 0);
	assert_int_equal(buf_add_str(&body, tail), 0);
	read_list(spec, (struct span){body.data, body.len}, &a);
	buf_done(&body);
	return a;
}

static void
rows_beyond_the_cap_are_counted(void **state)
{
	struct list_spec spec = spec_of();
	struct list_answer a;
	struct buf body;

	(void)state;
	buf_init(&body, MIB);
	assert_int_equal(buf_add_str(&body, "{\"rows\":["), 0);
	for (int i = 0; i < 150; i++)
		assert_int_equal(buf_addf(&body,
				     "%s{\"id\":%d,\"t\":\"a\","
				     "\"at\":1767283200000}",
				     i > 0 ? "," : "", i),
		    0);
	assert_int_equal(buf_add_str(&body, "]}"), 0);
	read_list(&spec, (struct span){body.data, body.len}, &a);
	assert_int_equal(a.outcome, OK);
	assert_int_equal(a.count, 100);
	assert_int_equal(a.faulty, 50);
	assert_string_equal(a.items[99].key, "99");
	assert_string_equal(
	    a.why, "50 of 150 rows left out; more than 100 rows");
	list_answer_done(&a);
	buf_done(&body);
}

static void
hostile_bodies_have_an_outcome(void **state)
{
	struct list_spec spec = spec_of();

	(void)state;
	struct list_answer a = read_many(&spec, "{\"rows\":", "[", 1000000, "");
	assert_int_equal(a.outcome, DRIFT);
	assert_non_null(strstr(a.why, "nested deeper than 64"));
	list_answer_done(&a);
	a = read_many(&spec, "", "{\"a\":", 100, "");
	assert_non_null(strstr(a.why, "nested deeper"));
	list_answer_done(&a);
	a = read_many(&spec, "{\"rows\":[0", ",0", 2000000, "]}");
	assert_int_equal(a.outcome, DRIFT);
	assert_non_null(strstr(a.why, "more than 1000000 values"));
	list_answer_done(&a);
	a = read_many(&spec, "{\"rows\":[{\"id\":1,\"t\":\"", "亏", 1000000,
	    "\",\"at\":1767283200000}]}");
	assert_int_equal(a.outcome, DRIFT);
	assert_non_null(strstr(a.why, "no title"));
	list_answer_done(&a);
	a = read_many(&spec, "{\"rows\":[{\"id\":1,\"t\":\"", "亏", 10000,
	    "\",\"at\":1767283200000}]}");
	assert_int_equal(a.outcome, OK);
	assert_int_equal(strlen(a.items[0].title), 2046);
	list_answer_done(&a);
	a = read_many(&spec, "{\"rows\":[{\"t\":\"a\",\"id\":\"", "k", 600,
	    "\",\"at\":1767283200000}]}");
	assert_non_null(strstr(a.why, "a key of more than 512 bytes"));
	list_answer_done(&a);
	a = read_many(&spec, "{\"x\":[\"", "\\\"]", 100,
	    "\"],\"rows\":[" ROW("1", "a\\u0000b") "]}");
	assert_int_equal(a.outcome, OK);
	assert_string_equal(a.items[0].title, "ab");
	list_answer_done(&a);
}

static void
body_beyond_the_limit_is_refused(void **state)
{
	struct list_spec spec = spec_of();
	struct list_answer a;
	char byte = '{';

	(void)state;
	/* Only the length is looked at; the rules see the first 64 KiB. */
	spec.rule_count = 0;
	read_list(&spec, (struct span){&byte, JOB_BODY_LIMIT + 1}, &a);
	assert_int_equal(a.outcome, DRIFT);
	assert_non_null(strstr(a.why, "too long"));
	list_answer_done(&a);
}

static const struct {
	const char *format; /* NULL: a number */
	enum list_time_kind kind;
	const char *text;
	int64_t wall; /* 0: none */
	enum precision precision;
} times[] = {
    {NULL, LIST_TIME_EPOCH_S, "1767283200", INT64_C(1767283200000),
	PRECISION_NOMINAL},
    {NULL, LIST_TIME_EPOCH_S, "1767283201", INT64_C(1767283201000),
	PRECISION_SECOND},
    {NULL, LIST_TIME_EPOCH_S, "1767283201000", 0, PRECISION_NONE},
    {NULL, LIST_TIME_EPOCH_MS, "1767283201", 0, PRECISION_NONE},
    {NULL, LIST_TIME_EPOCH_MS, "-1767283201000", 0, PRECISION_NONE},
    {"%Y-%m-%d", LIST_TIME_FORMAT, "2026-01-02", INT64_C(1767283200000),
	PRECISION_DAY},
    {"%Y-%m-%d %H:%M", LIST_TIME_FORMAT, "2026-01-02 00:00",
	INT64_C(1767283200000), PRECISION_NOMINAL},
    {"%Y-%m-%d %H:%M", LIST_TIME_FORMAT, "2026-01-02 17:30",
	INT64_C(1767346200000), PRECISION_MINUTE},
    {"%Y-%m-%d %H:%M:%S", LIST_TIME_FORMAT, "2026-01-02 17:30:01",
	INT64_C(1767346201000), PRECISION_SECOND},
    {"%Y-%m-%d %H:%M:%S:%f", LIST_TIME_FORMAT, "2026-01-02 17:30:01:224",
	INT64_C(1767346201224), PRECISION_MS},
    {"%Y-%m-%d %H:%M", LIST_TIME_FORMAT, "2026-02-30 17:30", 0, PRECISION_NONE},
    {"%Y-%m-%d", LIST_TIME_FORMAT, "0001-01-02", 0, PRECISION_NONE},
};

static void
times_keep_their_precision(void **state)
{
	struct list_spec spec = spec_of();

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct list_answer a;
		char *body = mem_printf(
		    "{\"rows\":[{\"id\":1,\"t\":\"a\",\"at\":\"%s\"}]}",
		    times[i].text);
		spec.time_kind = times[i].kind;
		char *format = mem_strdup(times[i].format);
		spec.time_formats = &format;
		spec.time_format_count = format != NULL;
		read_list(&spec, span_of(body), &a);
		if (a.count != (times[i].wall != 0) ||
		    (a.count == 1 &&
			(a.items[0].published != times[i].wall ||
			    a.items[0].precision != times[i].precision)))
			fail_msg("%s: %zu %s %lld %d", times[i].text, a.count,
			    a.why,
			    a.count > 0 ? (long long)a.items[0].published : 0,
			    a.count > 0 ? (int)a.items[0].precision : -1);
		list_answer_done(&a);
		mem_free(format);
		mem_free(body);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_body_has_its_outcome),
	    cmocka_unit_test(row_fills_an_item),
	    cmocka_unit_test(rows_of_one_key_collect_their_issuers),
	    cmocka_unit_test(missing_document_is_no_address),
	    cmocka_unit_test(stars_name_every_member),
	    cmocka_unit_test(rows_beyond_the_cap_are_counted),
	    cmocka_unit_test(hostile_bodies_have_an_outcome),
	    cmocka_unit_test(body_beyond_the_limit_is_refused),
	    cmocka_unit_test(times_keep_their_precision),
	};

	text_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
