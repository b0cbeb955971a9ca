/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/net/http.h"
#include "watchers/judge.h"
#include "watchers/list_answer.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

static const struct list_spec none = {0}; /* without rules */

static void
only_a_list_of_the_declared_type_goes_to_the_reader(void **state)
{
	static const struct {
		int status;
		const char *type;
		const char *header, *value;
		enum health_state health;
		int64_t retry_after;
		const char *says;
	} cases[] = {
	    {200, "application/json;charset=UTF-8", "X", "", HEALTH_OK, -1, ""},
	    {200, "Application/JSON", "X", "", HEALTH_OK, -1, ""},
	    {200, "text/html; charset=utf-8", "X", "", HEALTH_BLOCKED, -1,
		"text/html"},
	    {200, "text/plain", "X", "", HEALTH_DRIFT, -1,
		"not application/json"},
	    {200, NULL, "X", "", HEALTH_DRIFT, -1, "of no type"},
	    {204, "application/json", "X", "", HEALTH_RETRYING, -1, "http 204"},
	    {304, "application/json", "X", "", HEALTH_DRIFT, -1, "http 304"},
	    {302, "text/html", "Location", "https://x.test/login", HEALTH_DRIFT,
		-1, "http 302 to https://x.test/login"},
	    {403, "text/html", "X", "", HEALTH_BLOCKED, -1, "http 403"},
	    {404, "text/html", "X", "", HEALTH_RETRYING, -1, "http 404"},
	    {429, "text/html", "Retry-After", "120", HEALTH_RETRYING, 120000,
		"http 429"},
	    {503, "text/html", "Retry-After", "soon", HEALTH_RETRYING, -1,
		"http 503"},
	};
	static char json[] = "application/json";
	char *types[] = {json};
	struct request_spec request = {.content_types = {1, types}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct http_header headers[] = {
		    {cases[i].header, cases[i].value},
		    {"Content-Type", cases[i].type}};
		struct http_response response = {.status = cases[i].status,
		    .headers = headers,
		    .header_count = cases[i].type ? 2 : 1};
		struct judgement judgement =
		    judge_response(&request, &none, &response, 0);

		if (judgement.state != cases[i].health ||
		    judgement.retry_after != cases[i].retry_after ||
		    !strstr(judgement.why, cases[i].says))
			fail_msg("case %zu: %d, %lld, %s", i,
			    (int)judgement.state,
			    (long long)judgement.retry_after, judgement.why);
	}
}

static void
no_answer_at_all_is_tried_again(void **state)
{
	struct request_spec request = {0};
	struct http_response response = {0};
	struct judgement judgement;

	(void)state;
	(void)err_set(&response.error, ERR_TIMEOUT, "not finished");
	judgement = judge_response(&request, &none, &response, 0);
	assert_int_equal(judgement.state, HEALTH_RETRYING);
	assert_string_equal(judgement.why, "not finished");
}

static char w503[] = "503", w404[] = "404", w202[] = "202", waf[] = "waf",
	    maintenance[] = "maintenance", server[] = "Server";

static void
rules_of_status_header_and_page_come_first(void **state)
{
	static char *on_503[] = {w503}, *on_404[] = {w404}, *on_202[] = {w202},
		    *on_waf[] = {waf}, *on_maintenance[] = {maintenance};
	static struct list_rule rules[] = {
	    {LOOK_BODY, NULL, 1, on_maintenance, OUTCOME_NOT_YET},
	    {LOOK_STATUS, NULL, 1, on_503, OUTCOME_STOP},
	    {LOOK_STATUS, NULL, 1, on_404, OUTCOME_EMPTY},
	    {LOOK_STATUS, NULL, 1, on_202, OUTCOME_OK},
	    {LOOK_HEADER, server, 1, on_waf, OUTCOME_BLOCKED},
	};
	static const struct {
		int status;
		const char *header;
		const char *body;
		enum health_state health;
		bool none, later;
		const char *says;
	} cases[] = {
	    {503, "x", "", HEALTH_STOPPED, false, false, "http 503"},
	    {503, "x", "in maintenance until 8", HEALTH_RETRYING, false, true,
		"http 503, it holds 'maintenance'"},
	    {200, "x", "in maintenance until 8", HEALTH_OK, false, false, ""},
	    {404, "x", "", HEALTH_OK, true, false, ""},
	    {202, "x", "", HEALTH_OK, false, false, ""},
	    {200, "a waf 2", "", HEALTH_BLOCKED, false, false,
		"http 200, Server holds 'waf'"},
	    {500, "x", "", HEALTH_RETRYING, false, false, "http 500"},
	};
	const struct list_spec spec = {.rule_count = 5, .rules = rules};
	struct request_spec request = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct http_header header = {"Server", cases[i].header};
		struct http_response response = {.status = cases[i].status,
		    .headers = &header,
		    .header_count = 1};
		buf_init(&response.body, 64 * KIB);
		assert_int_equal(buf_add_str(&response.body, cases[i].body), 0);
		struct judgement judgement =
		    judge_response(&request, &spec, &response, 0);
		if (judgement.state != cases[i].health ||
		    judgement.none != cases[i].none ||
		    judgement.later != cases[i].later ||
		    strcmp(judgement.why, cases[i].says) != 0)
			fail_msg("case %zu: %d, %s", i, (int)judgement.state,
			    judgement.why);
		buf_done(&response.body);
	}
}

static void
what_the_reader_says_decides(void **state)
{
	static const struct {
		int code;
		enum list_outcome outcome;
		int64_t total;
		size_t count;
		int64_t before;
		enum health_state health;
	} cases[] = {
	    {0, OUTCOME_OK, 30, 30, 0, HEALTH_OK},
	    {0, OUTCOME_EMPTY, 0, 0, 0, HEALTH_OK},
	    {0, OUTCOME_EMPTY, -1, 0, 0, HEALTH_OK},
	    {0, OUTCOME_EMPTY, 60, 0, 60, HEALTH_OK},
	    {0, OUTCOME_EMPTY, 61, 0, 60, HEALTH_RETRYING},
	    {0, OUTCOME_OK, 61, 1, 60, HEALTH_OK},
	    {0, OUTCOME_RETRY, 0, 0, 0, HEALTH_RETRYING},
	    {0, OUTCOME_BLOCKED, 0, 0, 0, HEALTH_BLOCKED},
	    {0, OUTCOME_DRIFT, 0, 0, 0, HEALTH_DRIFT},
	    {ERR_CRASHED, OUTCOME_OK, 0, 0, 0, HEALTH_RETRYING},
	    {ERR_TIMEOUT, OUTCOME_OK, 0, 0, 0, HEALTH_RETRYING},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct list_answer answer = {.outcome = cases[i].outcome,
		    .total = cases[i].total,
		    .count = cases[i].count};
		struct judgement judgement = judge_answer(cases[i].code,
		    cases[i].code ? NULL : &answer, cases[i].before);

		if (judgement.state != cases[i].health)
			fail_msg("case %zu: %s", i, judgement.why);
		assert_int_equal(
		    judgement.why[0] == '\0', judgement.state == HEALTH_OK);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		only_a_list_of_the_declared_type_goes_to_the_reader),
	    cmocka_unit_test(no_answer_at_all_is_tried_again),
	    cmocka_unit_test(rules_of_status_header_and_page_come_first),
	    cmocka_unit_test(what_the_reader_says_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
