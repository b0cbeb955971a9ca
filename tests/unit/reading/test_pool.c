/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pool with readers that misbehave (tests/lib/fake_reader.c), in held
 * time: what becomes of the job, of the process, and when the next one starts.
 */
#include "reading/pool.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "lib/base/log.h"
#include "lib/base/mem.h"

#define START	 INT64_C(1700000000000)
#define MAX_JOBS 200
#define DEADLINE 30000

struct fixture;

/* A job and what came of it. */
struct errand {
	struct fixture *fixture;
	struct pool_job *job;
	int calls;
	int code;
	int64_t at; /* ms after START */
	int order;
	char *word; /* key of the first item, or the issuer's name */
	int64_t text_len;
	struct errand *cancels; /* another, from inside the callback */
};

struct fixture {
	struct clock *clock;
	struct loop *loop;
	struct pool *pool;
	struct errand errands[MAX_JOBS];
	int count;
	int done;
	char log[4096];
	char program[512];
};

static void
on_log(enum log_level level, const char *line, void *arg)
{
	struct fixture *f = arg;
	size_t len = strlen(f->log);
	if (level <= LOG_AT_WARNING)
		(void)snprintf(
		    f->log + len, sizeof(f->log) - len, "%s\n", line);
}

static int
setup(void **state)
{
	const char *builddir = getenv("FILINGD_BUILDDIR");
	struct fixture *f = mem_new(sizeof(*f));
	(void)snprintf(f->program, sizeof(f->program),
	    "%s/tests/lib/fake_reader", builddir != NULL ? builddir : ".");
	f->clock = clock_new_held(START);
	f->loop = loop_new(f->clock);
	log_set_hook(on_log, f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	pool_free(f->pool);
	for (int i = 0; i < f->count; i++)
		mem_free(f->errands[i].word);
	log_set_hook(NULL, NULL);
	loop_free(f->loop);
	clock_free(f->clock);
	mem_free(f);
	return 0;
}

static void
start_pool(struct fixture *f, const char *behaviour, int workers)
{
	struct pool_options options;
	pool_options_default(&options);
	options.program = f->program;
	options.lexicon_dir = behaviour;
	options.workers = workers;
	options.bodies_per_worker = 3;
	options.list_deadline_ms = DEADLINE;
	options.document_deadline_ms = DEADLINE;
	f->pool = pool_new(f->loop, &options);
}

static void
finish(struct errand *errand, int code, const char *word)
{
	struct fixture *f = errand->fixture;
	errand->calls++;
	errand->code = code;
	errand->at = loop_now(f->loop) - START;
	errand->order = f->done++;
	mem_set(&errand->word, word);
	if (errand->cancels != NULL)
		pool_cancel(errand->cancels->job);
	if (f->done == f->count)
		loop_stop(f->loop);
}

static void
on_list(int code, struct list_answer *answer, void *arg)
{
	assert_int_equal(code == 0, answer != NULL);
	finish(arg, code, code == 0 ? answer->items[0].key : NULL);
}

static void
on_document(int code, struct reading *reading, void *arg)
{
	struct errand *errand = arg;
	assert_int_equal(code == 0, reading != NULL);
	errand->text_len = code == 0 ? reading->text_len : -1;
	finish(arg, code, code == 0 ? reading->issuer_name : NULL);
}

static struct errand *
new_errand(struct fixture *f)
{
	assert_true(f->count < MAX_JOBS);
	struct errand *errand = &f->errands[f->count++];
	errand->fixture = f;
	return errand;
}

static struct errand *
ask_list(struct fixture *f)
{
	const struct list_spec spec = {.engine = ENGINE_PAGE};
	struct errand *errand = new_errand(f);
	errand->job =
	    pool_read_list(f->pool, &spec, span_of("body"), on_list, errand);
	assert_int_equal(errand->calls, 0);
	return errand;
}

static struct errand *
ask_document(struct fixture *f, struct span bytes)
{
	const struct document_hint hint = {.title = "name"};
	struct errand *errand = new_errand(f);
	errand->job =
	    pool_read_document(f->pool, bytes, &hint, on_document, errand);
	assert_int_equal(errand->calls, 0);
	return errand;
}

/* Runs until all errands are done; each was called once. */
static void
run(struct fixture *f)
{
	if (f->done < f->count)
		loop_run(f->loop);
	for (int i = 0; i < f->count; i++)
		assert_int_equal(f->errands[i].calls, 1);
}

static void
assert_logged(const struct fixture *f, const char *text)
{
	if (strstr(f->log, text) == NULL)
		fail_msg("'%s' is not in the log:\n%s", text, f->log);
}

static void
a_list_and_a_document_are_answered(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "good", 2);
	const struct errand *list = ask_list(f);
	const struct errand *text = ask_document(f, span_of("plain text"));
	const struct errand *pdf = ask_document(f, span_of("%PDF-1.4 bytes"));
	run(f);
	assert_int_equal(list->code, 0);
	assert_int_equal(text->code, 0);
	assert_string_equal(text->word, "name");
	assert_int_equal(text->text_len, 10);
	assert_int_equal(pdf->code, 0);
	assert_int_equal(pdf->text_len, 14);
	assert_int_equal(pool_restarts(f->pool), 0);
	assert_string_equal(f->log, "");
}

static void
two_hundred_jobs_are_answered_in_order(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "good", 1);
	for (int i = 0; i < MAX_JOBS; i++)
		ask_list(f);
	assert_int_equal(pool_queue_len(f->pool), MAX_JOBS);
	run(f);
	for (int i = 0; i < MAX_JOBS; i++) {
		assert_int_equal(f->errands[i].code, 0);
		assert_int_equal(f->errands[i].order, i);
	}
	assert_int_equal(pool_queue_len(f->pool), 0);
}

static void
a_worker_is_replaced_after_its_bodies(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "good", 1);
	for (int i = 0; i < 7; i++)
		ask_list(f);
	run(f);
	for (int i = 1; i < 7; i++) {
		bool same =
		    strcmp(f->errands[i].word, f->errands[i - 1].word) == 0;
		assert_int_equal(same, i != 3 && i != 6);
	}
	assert_int_equal(pool_restarts(f->pool), 0);
}

static void
a_large_body_goes_through_in_pieces(void **state)
{
	struct fixture *f = *state;
	size_t n = 60 * MIB;
	char *bytes = mem_new(n);
	memset(bytes, 'x', n);
	start_pool(f, "good", 1);
	const struct errand *errand = ask_document(f, (struct span){bytes, n});
	mem_free(bytes); /* the pool has its own copy */
	run(f);
	assert_int_equal(errand->code, 0);
	assert_int_equal(errand->text_len, n);
}

static void
a_body_past_the_limit_is_refused(void **state)
{
	struct fixture *f = *state;
	size_t n = JOB_BODY_LIMIT + 1;
	char *bytes = mem_new(n);
	start_pool(f, "good", 1);
	const struct errand *errand = ask_document(f, (struct span){bytes, n});
	mem_free(bytes);
	run(f);
	assert_int_equal(errand->code, ERR_TOOBIG);
}

/* What a reader does with its first job, and what becomes of it. */
static const struct misdeed {
	const char *behaviour;
	int code;
	const char *log; /* what an operator reads */
} misdeeds[] = {
    {"crash", ERR_CRASHED, "worker '1': killed by signal 11 (SIGSEGV)"},
    {"exit", ERR_CRASHED, "worker '1': ended with status 3"},
    {"alarm", ERR_TIMEOUT, "worker '1': took too long"},
    {"garbage", ERR_PROTOCOL, "worker '1': sent what is no frame"},
    {"torn", ERR_PROTOCOL, "worker '1': sent what is no frame"},
    {"flood", ERR_PROTOCOL, "worker '1': sent what is no frame"},
    {"nonsense", ERR_PROTOCOL, "worker '1': answered nonsense"},
    {"stranger", ERR_PROTOCOL, "worker '1': spoke unasked"},
    {"mixed-up", ERR_PROTOCOL, "worker '1': answered nonsense"},
    {"odd-failure", ERR_PROTOCOL, "worker '1': answered nonsense"},
};

static void
a_misdeed_costs_its_job_and_its_process(void **state)
{
	struct fixture *f = *state;
	for (size_t i = 0; i < sizeof(misdeeds) / sizeof(misdeeds[0]); i++) {
		const struct misdeed *misdeed = &misdeeds[i];
		start_pool(f, misdeed->behaviour, 1);
		const struct errand *list = ask_list(f);
		const struct errand *text = ask_document(f, span_of("text"));
		run(f);
		assert_int_equal(list->code, misdeed->code);
		assert_int_equal(text->code, misdeed->code);
		assert_int_equal(pool_restarts(f->pool), 2);
		assert_logged(f, misdeed->log);
		pool_free(f->pool);
		f->pool = NULL;
		f->log[0] = '\0';
	}
}

static void
stop_when_restarted(void *arg)
{
	struct fixture *f = arg;
	if (pool_restarts(f->pool) > 0)
		loop_stop(f->loop);
}

static void
a_second_answer_costs_the_process_but_no_job(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "twice", 1);
	const struct errand *errand = ask_list(f);
	run(f);
	assert_int_equal(errand->code, 0);
	loop_on_turn(f->loop, stop_when_restarted, f);
	loop_busy(f->loop, 1); /* it comes when it comes */
	loop_run(f->loop);
	loop_busy(f->loop, -1);
	assert_int_equal(pool_restarts(f->pool), 1);
	assert_logged(f, "spoke unasked");
}

static void
a_failure_that_the_reader_tells_keeps_the_process(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "refuse", 1);
	const struct errand *errand = ask_list(f);
	run(f);
	assert_int_equal(errand->code, ERR_UNREADABLE);
	assert_int_equal(pool_restarts(f->pool), 0);
	assert_logged(f, "reader 'worker': a child said?no\n");
}

static void
a_reader_without_landlock_is_reported_once(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "no-pdf", 2);
	for (int i = 0; i < 5; i++)
		ask_document(f, span_of("%PDF-1.4"));
	run(f);
	assert_string_equal(
	    f->log, "reader 'zygote': PDFs are refused: no Landlock\n");
}

/* Moves the held clock, which stands while a job is in flight. */
static void
pass_deadline_on_turn(void *arg)
{
	struct fixture *f = arg;
	if (pool_queue_len(f->pool) == 0 && f->done == 0 &&
	    loop_now(f->loop) < START + DEADLINE)
		clock_advance(f->clock, DEADLINE);
}

static void
a_hung_reader_is_killed_at_the_deadline(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "hang", 1);
	const struct errand *errand = ask_document(f, span_of("%PDF-1.4"));
	loop_on_turn(f->loop, pass_deadline_on_turn, f);
	run(f);
	assert_int_equal(errand->code, ERR_TIMEOUT);
	assert_int_equal(errand->at, DEADLINE);
	assert_logged(f, "zygote '1': not done by its deadline while reading");
}

static void
pass_start_on_turn(void *arg)
{
	struct fixture *f = arg;
	if (loop_busy_count(f->loop) > 0 && f->done == 0)
		clock_advance(f->clock, 60000);
}

static void
a_reader_that_never_says_hello_is_killed(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "silent", 1);
	const struct errand *errand = ask_list(f);
	loop_on_turn(f->loop, pass_start_on_turn, f);
	run(f);
	assert_int_equal(errand->code, ERR_TIMEOUT);
	assert_logged(f, "worker '1': not done by its deadline while starting");
}

static void
losses_in_a_row_are_answered_by_longer_rests(void **state)
{
	static const int64_t at[] = {0, 0, 1000, 6000, 36000, 96000, 156000};
	struct fixture *f = *state;
	start_pool(f, "crash", 1);
	for (int i = 0; i < 7; i++)
		ask_list(f);
	run(f);
	for (int i = 0; i < 7; i++)
		assert_int_equal(f->errands[i].at, at[i]);
}

static void
a_reader_that_does_not_start_fails_its_jobs_at_the_third_try(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "refuse-without:/nonexistent", 1);
	const struct errand *first = ask_list(f);
	const struct errand *second = ask_document(f, span_of("text"));
	run(f);
	assert_int_equal(first->code, ERR_CRASHED);
	assert_int_equal(first->at, 1000);
	assert_int_equal(second->code, ERR_CRASHED);
	assert_int_equal(second->at, 1000);
	assert_logged(f, "worker '1': no such lexicon while starting");
	assert_logged(f, "reader 'worker': does not start");
}

static void
a_program_that_is_not_there_fails_like_one_that_does_not_start(void **state)
{
	struct fixture *f = *state;
	(void)snprintf(f->program, sizeof(f->program), "/nonexistent");
	start_pool(f, "good", 2);
	const struct errand *errand = ask_list(f);
	run(f);
	assert_int_equal(errand->code, ERR_SYSTEM);
	assert_logged(f, "/nonexistent");
}

static void
jobs_are_done_again_once_the_reader_starts(void **state)
{
	struct fixture *f = *state;
	char path[] = "/tmp/filingd-test-XXXXXX";
	char behaviour[64];
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	(void)snprintf(behaviour, sizeof(behaviour), "refuse-without:%s", path);
	assert_int_equal(unlink(path), 0);
	start_pool(f, behaviour, 1);
	const struct errand *before = ask_list(f);
	run(f);
	fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
	assert_true(fd >= 0);
	const struct errand *after = ask_list(f);
	run(f);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(before->code, ERR_CRASHED);
	assert_int_equal(after->code, 0);
	assert_int_equal(after->at, 6000);
}

static void
a_queued_job_can_be_canceled(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "good", 1);
	const struct errand *first = ask_list(f);
	struct errand *second = ask_list(f);
	pool_cancel(second->job);
	assert_int_equal(second->calls, 0);
	run(f);
	assert_int_equal(first->code, 0);
	assert_int_equal(second->code, ERR_CANCELED);
}

static void
cancel_running_on_turn(void *arg)
{
	struct fixture *f = arg;
	if (pool_queue_len(f->pool) == 1 && f->errands[0].job != NULL) {
		pool_cancel(f->errands[0].job);
		f->errands[0].job = NULL;
	}
}

static void
a_running_job_can_be_canceled_and_its_reader_goes_on(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "good", 1);
	const struct errand *first = ask_list(f);
	const struct errand *second = ask_list(f);
	loop_on_turn(f->loop, cancel_running_on_turn, f);
	run(f);
	assert_int_equal(first->code, ERR_CANCELED);
	assert_int_equal(second->code, 0);
	assert_int_equal(pool_restarts(f->pool), 0);
}

static void
a_job_whose_callback_is_due_can_be_canceled(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "refuse-without:/nonexistent", 1);
	struct errand *first = ask_list(f);
	struct errand *second = ask_list(f);
	first->cancels = second;
	run(f);
	assert_int_equal(first->code, ERR_CRASHED);
	assert_int_equal(second->code, ERR_CANCELED);
}

static void
stop_when_one_runs(void *arg)
{
	struct fixture *f = arg;
	if (pool_queue_len(f->pool) == 2)
		loop_stop(f->loop);
}

static void
freeing_the_pool_cancels_what_is_open(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "hang", 1);
	ask_list(f);
	ask_list(f);
	ask_document(f, span_of("text"));
	loop_on_turn(f->loop, stop_when_one_runs, f);
	loop_run(f->loop);
	pool_cancel(f->errands[2].job); /* its callback is due */
	pool_free(f->pool);
	f->pool = NULL;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(f->errands[i].calls, 1);
		assert_int_equal(f->errands[i].code, ERR_CANCELED);
	}
	assert_int_equal(loop_busy_count(f->loop), 0);
}

static void
freeing_a_pool_that_did_nothing_is_quiet(void **state)
{
	struct fixture *f = *state;
	start_pool(f, "good", 2);
	pool_free(f->pool);
	f->pool = NULL;
	pool_free(NULL);
	assert_string_equal(f->log, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_list_and_a_document_are_answered),
	    TEST(two_hundred_jobs_are_answered_in_order),
	    TEST(a_worker_is_replaced_after_its_bodies),
	    TEST(a_large_body_goes_through_in_pieces),
	    TEST(a_body_past_the_limit_is_refused),
	    TEST(a_misdeed_costs_its_job_and_its_process),
	    TEST(a_second_answer_costs_the_process_but_no_job),
	    TEST(a_failure_that_the_reader_tells_keeps_the_process),
	    TEST(a_reader_without_landlock_is_reported_once),
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
