/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pool with readers that misbehave (tests/lib/fake_reader.c), in held
 * time: what becomes of the job, of the process, and when the next one starts.
 */
#include "reading/pool.h"
#include "lib/base/mem.h"
#include "tests/lib/errands.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

/* A pool of this program with this for a lexicon. */
static void
start_program(
    struct errands *e, const char *program, const char *lexicon, int workers)
{
	e->options.program = program;
	e->options.lexicon_dir = lexicon;
	e->options.workers = workers;
	e->options.bodies_per_worker = 3;
	errands_start(e);
}

/* A pool whose readers all behave like this. */
static void
start_pool(struct errands *e, const char *behaviour, int workers)
{
	const char *builddir = getenv("FILINGD_BUILDDIR");
	char *program = mem_printf(
	    "%s/tests/lib/fake_reader", builddir != NULL ? builddir : ".");
	start_program(e, program, behaviour, workers);
	mem_free(program);
}

static struct errand *
ask_list(struct errands *e)
{
	const struct list_spec spec = {.engine = ENGINE_PAGE};
	return errands_list(e, &spec, "body");
}

static struct errand *
ask_document(struct errands *e, const char *bytes)
{
	return errands_document(e, span_of(bytes));
}

static void
a_list_and_a_document_are_answered(void **state)
{
	struct errands *e = *state;
	start_pool(e, "good", 2);
	const struct errand *list = ask_list(e);
	const struct errand *text = ask_document(e, "plain text");
	const struct errand *pdf = ask_document(e, "%PDF-1.4 bytes");
	errands_run(e);
	assert_int_equal(list->code, 0);
	assert_int_equal(text->code, 0);
	assert_string_equal(text->reading.issuer_name, "name");
	assert_int_equal(text->reading.text_len, 10);
	assert_int_equal(pdf->code, 0);
	assert_int_equal(pdf->reading.text_len, 14);
	assert_int_equal(pool_restarts(e->pool), 0);
	assert_string_equal(e->log, "");
}

static void
two_hundred_jobs_are_answered_in_order(void **state)
{
	struct errands *e = *state;
	start_pool(e, "good", 1);
	for (int i = 0; i < ERRANDS_MAX; i++)
		ask_list(e);
	assert_int_equal(pool_queue_len(e->pool), ERRANDS_MAX);
	errands_run(e);
	for (int i = 0; i < ERRANDS_MAX; i++) {
		assert_int_equal(e->errand[i].code, 0);
		assert_int_equal(e->errand[i].order, i);
	}
	assert_int_equal(pool_queue_len(e->pool), 0);
}

static void
forecasts_are_read_before_reports(void **state)
{
	static const int ranks[] = {4, 1, 4, 0, 1, 3};
	static const int order[] = {4, 1, 5, 0, 2, 3};
	struct errands *e = *state;

	start_pool(e, "good", 1);
	for (int i = 0; i < 6; i++) {
		e->rank = ranks[i];
		ask_document(e, "plain text");
	}
	errands_run(e);
	for (int i = 0; i < 6; i++)
		assert_int_equal(e->errand[i].order, order[i]);
}

static void
a_worker_is_replaced_after_its_bodies(void **state)
{
	struct errands *e = *state;
	start_pool(e, "good", 1);
	for (int i = 0; i < 7; i++)
		ask_list(e);
	errands_run(e);
	for (int i = 1; i < 7; i++) {
		bool same = strcmp(e->errand[i].list.items[0].key,
				e->errand[i - 1].list.items[0].key) == 0;
		assert_int_equal(same, i != 3 && i != 6);
	}
	assert_int_equal(pool_restarts(e->pool), 0);
}

static void
a_large_body_goes_through_in_pieces(void **state)
{
	struct errands *e = *state;
	size_t n = 60 * MIB;
	char *bytes = mem_new(n);
	memset(bytes, 'x', n);
	start_pool(e, "good", 1);
	const struct errand *errand =
	    errands_document(e, (struct span){bytes, n});
	mem_free(bytes); /* the pool has its own copy */
	errands_run(e);
	assert_int_equal(errand->code, 0);
	assert_int_equal(errand->reading.text_len, n);
}

static void
a_body_past_the_limit_is_refused(void **state)
{
	struct errands *e = *state;
	size_t n = JOB_BODY_LIMIT + 1;
	char *bytes = mem_new(n);
	start_pool(e, "good", 1);
	const struct errand *errand =
	    errands_document(e, (struct span){bytes, n});
	mem_free(bytes);
	errands_run(e);
	assert_int_equal(errand->code, ERR_TOOBIG);
}

/* What a reader does with its first job, and what becomes of it. */
static const struct misdeed {
	const char *behaviour;
	int code;
	const char *log; /* what an operator reads */
} misdeeds[] = {
    {"crash", ERR_CRASHED, "worker 1': killed by signal 11 (SIGSEGV)"},
    {"exit", ERR_CRASHED, "worker 1': ended with status 3"},
    {"alarm", ERR_TIMEOUT, "worker 1': took too long"},
    {"garbage", ERR_PROTOCOL, "worker 1': sent what is no frame"},
    {"torn", ERR_PROTOCOL, "worker 1': sent what is no frame"},
    {"flood", ERR_PROTOCOL, "worker 1': sent what is no frame"},
    {"nonsense", ERR_PROTOCOL, "worker 1': answered nonsense"},
    {"stranger", ERR_PROTOCOL, "worker 1': spoke unasked"},
    {"mixed-up", ERR_PROTOCOL, "worker 1': answered nonsense"},
    {"odd-failure", ERR_PROTOCOL, "worker 1': answered nonsense"},
};

static void
a_misdeed_costs_its_job_and_its_process(void **state)
{
	struct errands *e = *state;
	for (size_t i = 0; i < sizeof(misdeeds) / sizeof(misdeeds[0]); i++) {
		const struct misdeed *misdeed = &misdeeds[i];
		start_pool(e, misdeed->behaviour, 1);
		const struct errand *list = ask_list(e);
		const struct errand *text = ask_document(e, "text");
		errands_run(e);
		assert_int_equal(list->code, misdeed->code);
		assert_int_equal(text->code, misdeed->code);
		assert_int_equal(pool_restarts(e->pool), 2);
		errands_assert_logged(e, misdeed->log);
		errands_stop(e);
	}
}

static void
stop_when_restarted(void *arg)
{
	struct errands *e = arg;
	if (pool_restarts(e->pool) > 0)
		loop_stop(e->loop);
}

static void
a_second_answer_costs_the_process_but_no_job(void **state)
{
	struct errands *e = *state;
	start_pool(e, "twice", 1);
	const struct errand *errand = ask_list(e);
	errands_run(e);
	assert_int_equal(errand->code, 0);
	loop_on_turn(e->loop, stop_when_restarted, e);
	loop_busy(e->loop, 1); /* it comes when it comes */
	loop_run(e->loop);
	loop_busy(e->loop, -1);
	assert_int_equal(pool_restarts(e->pool), 1);
	errands_assert_logged(e, "spoke unasked");
}

static void
a_failure_that_the_reader_tells_keeps_the_process(void **state)
{
	struct errands *e = *state;
	start_pool(e, "refuse", 1);
	const struct errand *errand = ask_list(e);
	errands_run(e);
	assert_int_equal(errand->code, ERR_UNREADABLE);
	assert_int_equal(pool_restarts(e->pool), 0);
	errands_assert_logged(e, "reader 'worker': a child said?no\n");
}

static void
a_reader_without_landlock_is_reported_once(void **state)
{
	struct errands *e = *state;
	start_pool(e, "no-pdf", 2);
	for (int i = 0; i < 5; i++)
		ask_document(e, "%PDF-1.4");
	errands_run(e);
	assert_string_equal(
	    e->log, "reader 'zygote': PDFs are refused: no Landlock\n");
}

static void
bad_phrases_of_the_user_are_reported_once(void **state)
{
	struct errands *e = *state;
	start_pool(e, "own-fault", 2);
	for (int i = 0; i < 5; i++)
		ask_list(e);
	errands_run(e);
	assert_string_equal(e->log,
	    "lexicon: zh.yaml:1:1: bad; none of your own phrases is read "
	    "until this is mended and filingd reloaded\n");
}

static void
a_renewed_pool_answers_by_new_processes(void **state)
{
	struct errands *e = *state;
	start_pool(e, "good", 1);
	const struct errand *before = ask_list(e);
	errands_run(e);
	pool_renew(e->pool);
	const struct errand *after = ask_list(e);
	errands_run(e);
	assert_int_equal(after->code, 0);
	assert_string_not_equal(
	    before->list.items[0].key, after->list.items[0].key);
	assert_int_equal(pool_restarts(e->pool), 0);
}

/* Moves the held clock, which stands while a job is in flight. */
static void
pass_deadline_on_turn(void *arg)
{
	struct errands *e = arg;
	if (pool_queue_len(e->pool) == 0 && e->done == 0 &&
	    loop_now(e->loop) < ERRANDS_START + ERRANDS_DEADLINE)
		clock_advance(e->clock, ERRANDS_DEADLINE);
}

static void
a_hung_reader_is_killed_at_the_deadline(void **state)
{
	struct errands *e = *state;
	start_pool(e, "hang", 1);
	const struct errand *errand = ask_document(e, "%PDF-1.4");
	loop_on_turn(e->loop, pass_deadline_on_turn, e);
	errands_run(e);
	assert_int_equal(errand->code, ERR_TIMEOUT);
	assert_int_equal(errand->at, ERRANDS_DEADLINE);
	errands_assert_logged(
	    e, "zygote 1': not done by its deadline while reading");
}

static void
pass_start_on_turn(void *arg)
{
	struct errands *e = arg;
	if (loop_busy_count(e->loop) > 0 && e->done == 0)
		clock_advance(e->clock, 60000);
}

static void
a_reader_that_never_says_hello_is_killed(void **state)
{
	struct errands *e = *state;
	start_pool(e, "silent", 1);
	const struct errand *errand = ask_list(e);
	loop_on_turn(e->loop, pass_start_on_turn, e);
	errands_run(e);
	assert_int_equal(errand->code, ERR_TIMEOUT);
	errands_assert_logged(
	    e, "worker 1': not done by its deadline while starting");
}

static void
losses_in_a_row_are_answered_by_longer_rests(void **state)
{
	static const int64_t at[] = {0, 0, 1000, 6000, 36000, 96000, 156000};
	struct errands *e = *state;
	start_pool(e, "crash", 1);
	for (int i = 0; i < 7; i++)
		ask_list(e);
	errands_run(e);
	for (int i = 0; i < 7; i++)
		assert_int_equal(e->errand[i].at, at[i]);
}

static void
a_reader_that_does_not_start_fails_its_jobs_at_the_third_try(void **state)
{
	struct errands *e = *state;
	start_pool(e, "refuse-without:/nonexistent", 1);
	const struct errand *first = ask_list(e);
	const struct errand *second = ask_document(e, "text");
	errands_run(e);
	assert_int_equal(first->code, ERR_CRASHED);
	assert_int_equal(first->at, 1000);
	assert_int_equal(second->code, ERR_CRASHED);
	assert_int_equal(second->at, 1000);
	errands_assert_logged(e, "worker 1': no such lexicon while starting");
	errands_assert_logged(e, "reader 'worker': does not start");
}

static void
a_program_that_is_not_there_fails_like_one_that_does_not_start(void **state)
{
	struct errands *e = *state;
	start_program(e, "/nonexistent", NULL, 2);
	const struct errand *errand = ask_list(e);
	errands_run(e);
	assert_int_equal(errand->code, ERR_SYSTEM);
	errands_assert_logged(e, "/nonexistent");
}

static void
jobs_are_done_again_once_the_reader_starts(void **state)
{
	struct errands *e = *state;
	char path[] = "/tmp/filingd-test-XXXXXX";
	char behaviour[64];
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	(void)snprintf(behaviour, sizeof(behaviour), "refuse-without:%s", path);
	assert_int_equal(unlink(path), 0);
	start_pool(e, behaviour, 1);
	const struct errand *before = ask_list(e);
	errands_run(e);
	fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
	assert_true(fd >= 0);
	const struct errand *after = ask_list(e);
	errands_run(e);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(before->code, ERR_CRASHED);
	assert_int_equal(after->code, 0);
	assert_int_equal(after->at, 6000);
}

static void
a_queued_job_can_be_canceled(void **state)
{
	struct errands *e = *state;
	start_pool(e, "good", 1);
	const struct errand *first = ask_list(e);
	struct errand *second = ask_list(e);
	pool_cancel(second->job);
	assert_int_equal(second->calls, 0);
	errands_run(e);
	assert_int_equal(first->code, 0);
	assert_int_equal(second->code, ERR_CANCELED);
}

static void
cancel_running_on_turn(void *arg)
{
	struct errands *e = arg;
	if (pool_queue_len(e->pool) == 1 && e->errand[0].job != NULL) {
		pool_cancel(e->errand[0].job);
		e->errand[0].job = NULL;
	}
}

static void
a_running_job_can_be_canceled_and_its_reader_goes_on(void **state)
{
	struct errands *e = *state;
	start_pool(e, "good", 1);
	const struct errand *first = ask_list(e);
	const struct errand *second = ask_list(e);
	loop_on_turn(e->loop, cancel_running_on_turn, e);
	errands_run(e);
	assert_int_equal(first->code, ERR_CANCELED);
	assert_int_equal(second->code, 0);
	assert_int_equal(pool_restarts(e->pool), 0);
}

static void
a_job_whose_callback_is_due_can_be_canceled(void **state)
{
	struct errands *e = *state;
	start_pool(e, "refuse-without:/nonexistent", 1);
	struct errand *first = ask_list(e);
	struct errand *second = ask_list(e);
	first->cancels = second;
	errands_run(e);
	assert_int_equal(first->code, ERR_CRASHED);
	assert_int_equal(second->code, ERR_CANCELED);
}

static void
stop_when_one_runs(void *arg)
{
	struct errands *e = arg;
	if (pool_queue_len(e->pool) == 2)
		loop_stop(e->loop);
}

static void
freeing_the_pool_cancels_what_is_open(void **state)
{
	struct errands *e = *state;
	start_pool(e, "hang", 1);
	ask_list(e);
	ask_list(e);
	ask_document(e, "text");
	loop_on_turn(e->loop, stop_when_one_runs, e);
	loop_run(e->loop);
	pool_cancel(e->errand[2].job); /* its callback is due */
	errands_stop(e);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(e->errand[i].calls, 1);
		assert_int_equal(e->errand[i].code, ERR_CANCELED);
	}
	assert_int_equal(loop_busy_count(e->loop), 0);
}

static void
freeing_a_pool_that_did_nothing_is_quiet(void **state)
{
	struct errands *e = *state;
	start_pool(e, "good", 2);
	errands_stop(e);
	pool_free(NULL);
	assert_string_equal(e->log, "");
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, errands_setup, errands_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_list_and_a_document_are_answered),
	    TEST(two_hundred_jobs_are_answered_in_order),
	    TEST(forecasts_are_read_before_reports),
	    TEST(a_worker_is_replaced_after_its_bodies),
	    TEST(a_large_body_goes_through_in_pieces),
	    TEST(a_body_past_the_limit_is_refused),
	    TEST(a_misdeed_costs_its_job_and_its_process),
	    TEST(a_second_answer_costs_the_process_but_no_job),
	    TEST(a_failure_that_the_reader_tells_keeps_the_process),
	    TEST(a_reader_without_landlock_is_reported_once),
	    TEST(bad_phrases_of_the_user_are_reported_once),
	    TEST(a_renewed_pool_answers_by_new_processes),
	    TEST(a_hung_reader_is_killed_at_the_deadline),
	    TEST(a_reader_that_never_says_hello_is_killed),
	    TEST(losses_in_a_row_are_answered_by_longer_rests),
	    TEST(a_reader_that_does_not_start_fails_its_jobs_at_the_third_try),
	    TEST(
		a_program_that_is_not_there_fails_like_one_that_does_not_start),
	    TEST(jobs_are_done_again_once_the_reader_starts),
	    TEST(a_queued_job_can_be_canceled),
	    TEST(a_running_job_can_be_canceled_and_its_reader_goes_on),
	    TEST(a_job_whose_callback_is_due_can_be_canceled),
	    TEST(freeing_the_pool_cancels_what_is_open),
	    TEST(freeing_a_pool_that_did_nothing_is_quiet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
