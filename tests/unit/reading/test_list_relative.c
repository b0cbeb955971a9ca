/* SPDX-License-Identifier: BSD-2-Clause */
/* Times from now on back, in the words of lists. */
#include "reading/list_relative.h"
#include "tests/lib/list_case.h"
#include "lib/base/mem.h"
#include "watchers/definition.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
/* 2026-01-02 09:30:20 in Shanghai. */
#define NOW	 INT64_C(1767317420000)

static const struct {
	const char *text;
	const char *utc; /* NULL: no time */
} times[] = {
    {"just now", "2026-01-02T01:30:20Z minute"},
    {"刚刚", "2026-01-02T01:30:20Z minute"},
    {"30秒前", "2026-01-02T01:29:50Z minute"},
    {"5 minutes ago", "2026-01-02T01:25:20Z minute"},
    {"1 MIN AGO", "2026-01-02T01:29:20Z minute"},
    {"5分钟前", "2026-01-02T01:25:20Z minute"},
    {"5分前", "2026-01-02T01:25:20Z minute"},
    {"5분 전", "2026-01-02T01:25:20Z minute"},
    {"3小时前", "2026-01-01T22:30:20Z day"},
    {"3 hours ago", "2026-01-01T22:30:20Z day"},
    {"2天前", "2025-12-31T01:30:20Z day"},
    {"2일 전", "2025-12-31T01:30:20Z day"},
    {"昨天 18:20", "2026-01-01T10:20:00Z minute"},
    {"昨天18:20", "2026-01-01T10:20:00Z minute"},
    {"前天 18:20:05", "2025-12-31T10:20:05Z second"},
    {"Yesterday, 18:20", "2026-01-01T10:20:00Z minute"},
    {"今天 09:00", "2026-01-02T01:00:00Z minute"},
    {"today", "2026-01-01T16:00:00Z day"},
    {"09:05", "2026-01-02T01:05:00Z minute"},
    {"09:35", "2026-01-02T01:35:00Z minute"},
    {"18:20", NULL},
    {"24:00", NULL},
    {"9:75", NULL},
    {"5 minutes", NULL},
    {"ago", NULL},
    {"5 weeks ago", NULL},
    {"99999 days ago", NULL},
    {"yesterday noon", NULL},
    {"5分钟前 x", NULL},
    {"", NULL},
};

static void
words_for_times_are_read(void **state)
{
	struct zone shanghai = zone_fixed(480);

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		char text[DATE_STR_MAX], shown[2 * DATE_STR_MAX] = "";
		enum precision precision;
		int64_t wall;
		if (list_relative_parse(
			times[i].text, NOW, &shanghai, &wall, &precision) == 0)
			(void)snprintf(shown, sizeof(shown), "%s %s",
			    datetime_print_utc(wall, text),
			    vocab_word(VOCAB_PRECISIONS, (int)precision));
		const char *want = times[i].utc != NULL ? times[i].utc : "";
		if (strcmp(shown, want) != 0)
			fail_msg("%s: %s", times[i].text, shown);
	}
}

static void
a_list_of_both_kinds_is_read(void **state)
{
	struct definition *list = list_case_new("json",
	    "items: { rows: '/*' }\n"
	    "fields: { key: '{/k}', title: T, time: '{/at}' }\n"
	    "time: { kind: relative, format: '%Y-%m-%d', zone: UTC }\n");
	struct list_answer answer;

	(void)state;
	list->spec.now = NOW;
	list_case_read(list,
	    "[{\"k\":1,\"at\":\"5分钟前\"},{\"k\":2,\"at\":\"2025-12-01\"}]",
	    &answer);
	char *shown = list_case_print(&answer);
	assert_string_equal(shown, "ok\n1|T|2026-01-02T01:25:20Z minute|-|\n"
				   "2|T|2025-12-01T00:00:00Z day|-|\n");
	mem_free(shown);
	list_answer_done(&answer);
	list->spec.now = 0; /* nobody said when it was asked */
	list_case_read(list, "[{\"k\":1,\"at\":\"5分钟前\"}]", &answer);
	assert_int_equal(answer.outcome, OUTCOME_DRIFT);
	list_answer_done(&answer);
	definition_free(list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_for_times_are_read),
	    cmocka_unit_test(a_list_of_both_kinds_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
