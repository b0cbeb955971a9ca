/* SPDX-License-Identifier: BSD-2-Clause */
/* Aggregator pages: three lines an entry, and pages that are torn. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "reading/text.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define HEAD "EXAMPLE(600000)\nSearch documents\n"
#define OWN                                                                    \
	"甲公司(600000) - 2025 Q4 - 年度业绩预告\n2026-01-16 07:46\n预计亏损。\n"
#define NEWS "甲公司业绩说明会\n财经早报· 2026-01-10 06:53\n说明会摘要 ...\n"

static struct list_spec
spec_of(void)
{
	static char format[] = "%Y-%m-%d %H:%M", listing[] = "XSHG:600000";
	static char source[] = "page";
	static char *formats[] = {format};

	return (struct list_spec){
	    .engine = ENGINE_PAGE,
	    .source = source,
	    .header_lines = 2,
	    .time_kind = LIST_TIME_FORMAT,
	    .time_format_count = 1,
	    .time_formats = formats,
	    .listing = listing,
	    .max_rows = 1000,
	};
}

static struct list_answer
read_page(const char *body)
{
	struct list_spec spec = spec_of();
	struct list_answer answer;

	read_list(&spec, span_of(body), &answer);
	return answer;
}

static void
three_lines_are_an_entry(void **state)
{
	(void)state;
	struct list_answer a = read_page(HEAD OWN NEWS);
	assert_int_equal(a.outcome, OUTCOME_OK);
	assert_int_equal(a.count, 2);
	const struct item *own = &a.items[0], *news = &a.items[1];
	assert_string_equal(
	    own->title, "甲公司(600000) - 2025 Q4 - 年度业绩预告");
	assert_null(own->publisher);
	assert_string_equal(own->text, "预计亏损。");
	assert_string_equal(own->published_raw, "2026-01-16 07:46");
	assert_int_equal(own->published, INT64_C(1768549560000));
	assert_int_equal(own->precision, PRECISION_MINUTE);
	assert_int_equal(own->issuer_count, 1);
	assert_string_equal(own->issuers[0].listing, "XSHG:600000");
	assert_null(own->url);
	assert_string_equal(news->publisher, "财经早报");
	assert_string_equal(news->published_raw, "2026-01-10 06:53");
	list_answer_done(&a);
}

static void
clock_is_that_of_the_spec(void **state)
{
	struct list_spec spec = spec_of();
	struct list_answer a;

	(void)state;
	spec.zone = zone_fixed(480);
	read_list(&spec, span_of(HEAD OWN), &a);
	assert_int_equal(
	    a.items[0].published, INT64_C(1768549560000) - 480 * 60000);
	list_answer_done(&a);
}

static void
key_outlives_place_and_excerpt(void **state)
{
	(void)state;
	struct list_answer a = read_page(HEAD OWN NEWS);
	struct list_answer b = read_page(HEAD
	    "甲公司业绩说明会\n财经早报· 2026-01-10 06:53\n其他内容\n" OWN);
	struct list_answer c = read_page(HEAD
	    "甲公司业绩说明会\n财经早报· 2026-01-10 06:54\n说明会摘要 ...");
	assert_string_equal(a.items[1].key, b.items[0].key);
	assert_string_equal(a.items[0].key, b.items[1].key);
	assert_string_not_equal(a.items[0].key, a.items[1].key);
	assert_string_not_equal(a.items[1].key, c.items[0].key);
	/* A key is for good: stores hold it. */
	assert_string_equal(a.items[0].key, "l2s7yn4oip33n2bfh7za3wg7zq");
	list_answer_done(&a);
	list_answer_done(&b);
	list_answer_done(&c);
}

static void
source_may_hold_a_dot(void **state)
{
	(void)state;
	struct list_answer a =
	    read_page(HEAD "t\n风口·公司· 2026-01-10 06:53\nx\n");
	assert_int_equal(a.count, 1);
	assert_string_equal(a.items[0].publisher, "风口·公司");
	list_answer_done(&a);
}

static void
templates_name_the_groups(void **state)
{
	static char title[] = "{source}: {title}", key[] = "{time}/{title}";
	struct list_spec spec = spec_of();
	struct list_answer a;

	(void)state;
	spec.fields[LIST_TITLE].template = title;
	spec.fields[LIST_KEY].template = key;
	read_list(&spec, span_of(HEAD NEWS), &a);
	assert_int_equal(a.count, 1);
	assert_string_equal(a.items[0].title, "财经早报: 甲公司业绩说明会");
	assert_string_equal(
	    a.items[0].key, "2026-01-10 06:53/甲公司业绩说明会");
	list_answer_done(&a);
}

static const struct {
	const char *says;
	const char *page;
	enum list_outcome outcome;
	size_t count;
	const char *why; /* a part; NULL: none */
} cases[] = {
    {"line ends of Windows", "a\r\nb\r\nt\r\n2026-01-16 07:46\r\nx\r\n",
	OUTCOME_OK, 1, NULL},
    {"no newline at the end", HEAD "t\n2026-01-16 07:46\nx", OUTCOME_OK, 1,
	NULL},
    {"blank lines at the end", HEAD OWN "\n \n\n", OUTCOME_OK, 1, NULL},
    {"an excerpt may be empty", HEAD "t\n2026-01-16 07:46\n\n" NEWS, OUTCOME_OK,
	2, NULL},
    {"an entry twice is one", HEAD OWN NEWS OWN, OUTCOME_OK, 2, NULL},
    {"a header alone is empty", HEAD, OUTCOME_EMPTY, 0, NULL},
    {"a missing header is torn", "EXAMPLE(600000)\n", OUTCOME_DRIFT, 0,
	"line 1: 2 header lines"},
    {"a missing excerpt line", HEAD "t\n2026-01-16 07:46\n" NEWS, OUTCOME_DRIFT,
	0, "line 7: no '[source"},
    {"an extra line", HEAD OWN "more\n" NEWS, OUTCOME_DRIFT, 0,
	"line 7: no '[source"},
    {"a blank line between entries", HEAD OWN "\n" NEWS, OUTCOME_DRIFT, 0,
	"line 6: no title"},
    {"a title at the end", HEAD OWN "t\n", OUTCOME_DRIFT, 0,
	"line 6: a title at the end"},
    {"a second line at the end", HEAD OWN "t\n2026-01-16 07:46\n",
	OUTCOME_DRIFT, 0, "line 7: no excerpt"},
    {"a second line for a title",
	HEAD "2026-01-16 07:46\n2026-01-16 07:46\nx\n", OUTCOME_DRIFT, 0,
	"line 3: a time for a title"},
    {"a date that is none", HEAD "t\n2026-02-30 07:46\nx\n", OUTCOME_DRIFT, 0,
	"line 4: "},
    {"a source without a name", HEAD "t\n· 2026-01-16 07:46\nx\n",
	OUTCOME_DRIFT, 0, "line 4: "},
    {"a page in HTML", "<html><body>blocked</body>", OUTCOME_DRIFT, 0,
	"line 1: HTML"},
    {"no text at all", "\x01\x02\x03\x04\x05\x06", OUTCOME_DRIFT, 0,
	"not text"},
    {"an empty answer", "", OUTCOME_RETRY, 0, "empty answer"},
};

static void
torn_pages_drift_and_make_no_phantoms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct list_answer a = read_page(cases[i].page);
		bool why =
		    cases[i].why == NULL
			? a.why == NULL
			: a.why != NULL && strstr(a.why, cases[i].why) != NULL;
		if (a.outcome != cases[i].outcome ||
		    a.count != cases[i].count || !why)
			fail_msg("%s: outcome %d, %zu items, %s", cases[i].says,
			    a.outcome, a.count, a.why);
		list_answer_done(&a);
	}
}

/* A page cut anywhere gives true entries or drifts. */
static void
cut_pages_make_no_phantoms(void **state)
{
	const char *whole = HEAD OWN NEWS;

	(void)state;
	struct list_answer full = read_page(whole);
	for (size_t n = 0; n < strlen(whole); n++) {
		char *cut = mem_strndup(whole, n);
		struct list_answer a = read_page(cut);
		for (size_t i = 0; i < a.count; i++) {
			assert_string_equal(a.items[i].key, full.items[i].key);
			assert_string_equal(
			    a.items[i].title, full.items[i].title);
		}
		list_answer_done(&a);
		mem_free(cut);
	}
	list_answer_done(&full);
}

static void
seed_page_has_ten_entries(void **state)
{
	const char *shared = getenv("FILINGD_SHARED");
	const char *src = getenv("FILINGD_SRCDIR");
	char *path = shared != NULL
			 ? mem_printf("%s/seed/vastdata-603138.txt", shared)
			 : mem_printf("%s/../shared/seed/vastdata-603138.txt",
			       src != NULL ? src : ".");
	static char bytes[64 * KIB];

	(void)state;
	FILE *file = fopen(path, "rb");
	mem_free(path);
	if (file == NULL) {
		print_message("no ../shared: the seed's page is not tried\n");
		skip();
	}
	size_t n = fread(bytes, 1, sizeof(bytes) - 1, file);
	fclose(file);
	bytes[n] = '\0';
	struct list_answer a = read_page(bytes);
	assert_int_equal(a.outcome, OUTCOME_OK);
	assert_int_equal(a.count, 10);
	assert_int_equal(a.faulty, 0);
	assert_string_equal(a.items[3].publisher, "财联社");
	assert_string_equal(a.items[9].published_raw, "2024-07-09 10:17");
	assert_int_equal(a.items[0].published, INT64_C(1737013560000));
	list_answer_done(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(three_lines_are_an_entry),
	    cmocka_unit_test(clock_is_that_of_the_spec),
	    cmocka_unit_test(key_outlives_place_and_excerpt),
	    cmocka_unit_test(source_may_hold_a_dot),
	    cmocka_unit_test(templates_name_the_groups),
	    cmocka_unit_test(torn_pages_drift_and_make_no_phantoms),
	    cmocka_unit_test(cut_pages_make_no_phantoms),
	    cmocka_unit_test(seed_page_has_ten_entries),
	};

	text_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
