/* SPDX-License-Identifier: BSD-2-Clause */
/* Documents from the scripted exchange, in held time. */
#include "lib/base/mem.h"
#include "lib/net/guard.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "lib/net/pace.h"
#include "tests/lib/exchange.h"
#include "watchers/definition.h"
#include "watchers/fetch.h"
#include "watchers/source_config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define START  INT64_C(1768896000000)
#define JOBS   8

static char magic[] = "%PDF";
static char *magics[] = {magic};
static char method[] = "GET";

struct stand {
	struct clock *clock;
	struct loop *loop;
	struct http *http;
	struct pace *pace;
	struct exchange *exchange;
	struct fetch *fetch;
	struct guard guard;
	struct definition definition;
	const struct source_config *source;
	char *url;
	int tries; /* of the next request; 0: all */
};

struct outcome {
	struct stand *stand;
	int calls;
	struct err error;
	int attempts;
	int64_t at; /* ms after START */
	char body[64];
	char url[200];
};

static void
stand_init(struct stand *stand)
{
	*stand = (struct stand){
	    .guard = {.allow_loopback = true},
	    .definition = {.document = {.method = method},
		.files = {.magic = {1, magics}},
		.document_limit = MIB,
		.deadline_ms = 30 * SECOND,
		.page_gap_ms = 500},
	};
	stand->clock = clock_new_held(START);
	stand->loop = loop_new(stand->clock);
	stand->http = http_new(stand->loop, "filingd-test");
	stand->pace = pace_new(stand->loop, 0);
	stand->fetch = fetch_new(stand->loop, stand->http, stand->pace);
	assert_int_equal(
	    exchange_new(stand->loop, 0, &stand->exchange, NULL), 0);
	stand->url = mem_printf("%s/a.pdf", exchange_url(stand->exchange));
}

static void
stand_done(struct stand *stand)
{
	fetch_free(stand->fetch);
	http_free(stand->http);
	pace_free(stand->pace);
	exchange_free(stand->exchange);
	loop_free(stand->loop);
	clock_free(stand->clock);
	mem_free(stand->url);
}

static void
on_document(struct fetch_result *result, void *arg)
{
	struct outcome *outcome = arg;

	outcome->calls++;
	outcome->error = result->error;
	outcome->attempts = result->attempts;
	outcome->at = loop_now(outcome->stand->loop) - START;
	(void)snprintf(outcome->url, sizeof(outcome->url), "%s",
	    result->url ? result->url : "");
	if (result->body.len > 0)
		(void)snprintf(outcome->body, sizeof(outcome->body), "%s",
		    result->body.data);
}

static struct fetch_job *
get(struct stand *stand, int rank, struct outcome *outcome)
{
	struct fetch_request request = {.definition = &stand->definition,
	    .guard = &stand->guard,
	    .source = stand->source,
	    .url = stand->url,
	    .rank = rank,
	    .tries = stand->tries};

	*outcome = (struct outcome){.stand = stand};
	return fetch_start(stand->fetch, &request, on_document, outcome);
}

static void
serve(struct stand *stand, int64_t visible, const char *text)
{
	exchange_add_body(stand->exchange, "/a.pdf", "application/pdf", visible,
	    span_of(text));
}

static void
a_document_comes_whole(void **state)
{
	struct outcome outcome;
	struct stand stand;

	(void)state;
	stand_init(&stand);
	serve(&stand, START, "%PDF-1.7 words");
	(void)get(&stand, 0, &outcome);
	assert_int_equal(outcome.calls, 0);
	loop_run_until(stand.loop, START + MINUTE);
	assert_int_equal(outcome.calls, 1);
	assert_int_equal(outcome.error.code, 0);
	assert_int_equal(outcome.attempts, 1);
	assert_string_equal(outcome.body, "%PDF-1.7 words");
	assert_int_equal(fetch_count(stand.fetch), 0);
	stand_done(&stand);
}

static void
a_credential_is_sent_but_never_told(void **state)
{
	static char key[] = "key", secret[] = "s c", crtfc[] = "crtfc",
		    place[] = "{credential:key}";
	const struct list_pair credentials[] = {{key, secret}};
	struct source_config source = {
	    .credential_count = 1, .credentials = credentials};
	struct name_value query = {crtfc, place};
	struct outcome outcome;
	struct stand stand;

	(void)state;
	stand_init(&stand);
	serve(&stand, START, "%PDF-1.7 words");
	stand.definition.document.query_count = 1;
	stand.definition.document.query = &query;
	stand.source = &source;
	(void)get(&stand, 0, &outcome);
	loop_run_until(stand.loop, START + MINUTE);
	assert_int_equal(outcome.error.code, 0);
	assert_non_null(strstr(outcome.url, "/a.pdf?crtfc=***"));
	stand_done(&stand);
}

static void
a_document_that_cannot_be_asked_for_is_given_up_at_once(void **state)
{
	static char key[] = "key", place[] = "{credential:key}";
	struct name_value query = {key, place};
	struct outcome outcome;
	struct stand stand;

	(void)state;
	stand_init(&stand);
	stand.definition.document.query_count = 1;
	stand.definition.document.query = &query;
	(void)get(&stand, 0, &outcome);
	loop_run_until(stand.loop, START + MINUTE);
	assert_int_equal(outcome.calls, 1);
	assert_int_equal(outcome.attempts, 1);
	assert_string_equal(
	    outcome.error.text, "cannot fill in credential 'key'");
	stand_done(&stand);
}

static void
a_document_that_comes_later_is_waited_for(void **state)
{
	struct outcome outcome;
	struct stand stand;

	(void)state;
	stand_init(&stand);
	serve(&stand, START + 20 * SECOND, "%PDF-1.7");
	(void)get(&stand, 0, &outcome);
	loop_run_until(stand.loop, START + MINUTE);
	assert_int_equal(outcome.error.code, 0);
	assert_int_equal(outcome.attempts, 3);
	assert_int_equal(outcome.at, 35 * SECOND);
	stand_done(&stand);
}

static void
a_challenge_page_is_never_a_document(void **state)
{
	struct outcome outcome;
	struct stand stand;

	(void)state;
	stand_init(&stand);
	serve(&stand, START, "<html>%PDF is what you would like</html>");
	(void)get(&stand, 0, &outcome);
	loop_run_until(stand.loop, START + 30 * MINUTE);
	assert_int_equal(outcome.calls, 1);
	assert_int_equal(outcome.error.code, ERR_PROTOCOL);
	assert_int_equal(outcome.attempts, 5);
	/* 5 s, 30 s, 2 min and 10 min */
	assert_int_equal(outcome.at, 12 * MINUTE + 35 * SECOND);
	stand_done(&stand);
}

static void
who_has_another_source_gives_up_early(void **state)
{
	struct outcome outcome;
	struct stand stand;

	(void)state;
	stand_init(&stand);
	stand.tries = 3;
	(void)get(&stand, 0, &outcome);
	loop_run_until(stand.loop, START + 30 * MINUTE);
	assert_int_equal(outcome.calls, 1);
	assert_int_equal(outcome.attempts, 3);
	assert_int_equal(outcome.at, 35 * SECOND);
	stand_done(&stand);
}

static void
each_kind_of_trouble_is_tried_again(void **state)
{
	static const struct {
		enum exchange_fault_kind kind;
		int64_t value;
	} trouble[] = {
	    {EXCHANGE_STATUS, 500},
	    {EXCHANGE_HANG, 0},
	    {EXCHANGE_DROP, 0},
	    {EXCHANGE_TRUNCATED, 0},
	    {EXCHANGE_HTML, 0},
	    {EXCHANGE_SLOW, 1},
	    {EXCHANGE_GARBAGE, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(trouble) / sizeof(trouble[0]); i++) {
		struct exchange_fault fault = {.kind = trouble[i].kind,
		    .until = START + 4 * SECOND,
		    .value = trouble[i].value};
		struct outcome outcome;
		struct stand stand;

		stand_init(&stand);
		serve(&stand, START,
		    "%PDF-1.7 a document of more than thirty bytes");
		exchange_add_fault(stand.exchange, &fault);
		(void)get(&stand, 0, &outcome);
		loop_run_until(stand.loop, START + 2 * MINUTE);
		assert_int_equal(outcome.calls, 1);
		assert_int_equal(outcome.error.code, 0);
		assert_int_equal(outcome.attempts, 2);
		stand_done(&stand);
	}
}

static void
what_cannot_be_mended_is_given_up_at_once(void **state)
{
	struct exchange_fault fault = {.kind = EXCHANGE_HUGE, .value = 20};
	struct fetch_request request = {0};
	struct outcome outcome;
	struct stand stand;

	(void)state;
	stand_init(&stand);
	serve(&stand, START, "%PDF-1.7");
	exchange_add_fault(stand.exchange, &fault);
	(void)get(&stand, 0, &outcome);
	loop_run_until(stand.loop, START + SECOND);
	assert_int_equal(outcome.error.code, ERR_TOOBIG);
	assert_int_equal(outcome.attempts, 1);
	/* without a guard only public addresses are allowed */
	outcome = (struct outcome){.stand = &stand};
	request.definition = &stand.definition;
	request.url = stand.url;
	(void)fetch_start(stand.fetch, &request, on_document, &outcome);
	loop_run_until(stand.loop, START + 2 * SECOND);
	assert_int_equal(outcome.error.code, ERR_DENIED);
	assert_int_equal(outcome.attempts, 1);
	stand_done(&stand);
}

static void
two_at_once_with_a_gap_and_lower_ranks_first(void **state)
{
	/* ranks, and when each is done: one start every half second */
	static const int ranks[JOBS] = {5, 5, 1, 0, 1, 0, 9, 0};
	static const int64_t at[JOBS] = {
	    0, 3000, 2000, 500, 2500, 1000, 3500, 1500};
	struct outcome outcomes[JOBS];
	struct stand stand;
	int i;

	(void)state;
	stand_init(&stand);
	serve(&stand, START, "%PDF-1.7");
	for (i = 0; i < JOBS; i++)
		(void)get(&stand, ranks[i], &outcomes[i]);
	assert_int_equal(fetch_count(stand.fetch), JOBS);
	loop_run_until(stand.loop, START + MINUTE);
	for (i = 0; i < JOBS; i++)
		assert_int_equal(outcomes[i].at, at[i]);
	stand_done(&stand);
}

static void
documents_keep_the_pace_of_their_host(void **state)
{
	struct outcome outcomes[4];
	struct stand stand;

	(void)state;
	stand_init(&stand);
	serve(&stand, START, "%PDF-1.7");
	pace_limit(stand.pace, stand.url, (struct pace_rate){2000, 1});
	pace_take(stand.pace, stand.url); /* a list was just asked for */
	for (int i = 0; i < 4; i++)
		(void)get(&stand, 0, &outcomes[i]);
	loop_run_until(stand.loop, START + MINUTE);
	for (int i = 0; i < 4; i++)
		assert_int_equal(outcomes[i].at, 2000 * (i + 1));
	stand_done(&stand);
}

static void
a_slow_host_never_has_more_than_two(void **state)
{
	struct exchange_fault fault = {
	    .kind = EXCHANGE_HANG, .until = START + MINUTE};
	struct outcome outcomes[JOBS];
	struct stand stand;
	int i;

	(void)state;
	stand_init(&stand);
	serve(&stand, START, "%PDF-1.7");
	exchange_add_fault(stand.exchange, &fault);
	for (i = 0; i < JOBS; i++)
		(void)get(&stand, 0, &outcomes[i]);
	loop_run_until(stand.loop, START + 29 * SECOND);
	assert_int_equal(exchange_requests(stand.exchange, "/a.pdf"), 2);
	loop_run_until(stand.loop, START + 30 * MINUTE);
	for (i = 0; i < JOBS; i++)
		assert_int_equal(outcomes[i].error.code, 0);
	assert_int_equal(exchange_connections_max(stand.exchange), 2);
	stand_done(&stand);
}

static void
a_canceled_job_says_so_once_and_later(void **state)
{
	struct outcome running, waiting, resting, queued[2];
	struct fetch_job *jobs[3];
	struct stand stand;

	(void)state;
	stand_init(&stand);
	jobs[2] = get(&stand, 0, &resting);
	loop_run_until(stand.loop, START + SECOND); /* 404: it rests */
	jobs[0] = get(&stand, 0, &running);
	(void)get(&stand, 0, &queued[0]);
	jobs[1] = get(&stand, 0, &waiting);
	(void)get(&stand, 0, &queued[1]);
	fetch_cancel(jobs[0]);
	fetch_cancel(jobs[1]);
	fetch_cancel(jobs[1]);
	fetch_cancel(jobs[2]);
	assert_int_equal(running.calls + waiting.calls + resting.calls, 0);
	loop_run_until(stand.loop, START + 2 * SECOND);
	assert_int_equal(running.calls, 1);
	assert_int_equal(waiting.calls, 1);
	assert_int_equal(resting.calls, 1);
	assert_int_equal(running.error.code, ERR_CANCELED);
	assert_int_equal(waiting.error.code, ERR_CANCELED);
	assert_int_equal(resting.error.code, ERR_CANCELED);
	assert_int_equal(fetch_count(stand.fetch), 2);
	stand_done(&stand);
	assert_int_equal(queued[0].error.code, ERR_CANCELED);
	assert_int_equal(queued[1].error.code, ERR_CANCELED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_document_comes_whole),
	    cmocka_unit_test(a_credential_is_sent_but_never_told),
	    cmocka_unit_test(
		a_document_that_cannot_be_asked_for_is_given_up_at_once),
	    cmocka_unit_test(a_document_that_comes_later_is_waited_for),
	    cmocka_unit_test(a_challenge_page_is_never_a_document),
	    cmocka_unit_test(who_has_another_source_gives_up_early),
	    cmocka_unit_test(each_kind_of_trouble_is_tried_again),
	    cmocka_unit_test(what_cannot_be_mended_is_given_up_at_once),
	    cmocka_unit_test(two_at_once_with_a_gap_and_lower_ranks_first),
	    cmocka_unit_test(documents_keep_the_pace_of_their_host),
	    cmocka_unit_test(a_slow_host_never_has_more_than_two),
	    cmocka_unit_test(a_canceled_job_says_so_once_and_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
