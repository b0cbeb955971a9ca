/* SPDX-License-Identifier: BSD-2-Clause */
/* In: jobs of a test. Out: their ends, counted and timed. */
#include "tests/lib/errands.h"

#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void
errands_on_log(enum log_level level, const char *line, void *arg)
{
	struct errands *errands = arg;
	size_t len = strlen(errands->log);
	if (level <= LOG_AT_WARNING)
		(void)snprintf(errands->log + len, sizeof(errands->log) - len,
		    "%s\n", line);
}

int
errands_setup(void **state)
{
	struct errands *errands = mem_new(sizeof(*errands));
	errands->clock = clock_new_held(ERRANDS_START);
	errands->loop = loop_new(errands->clock);
	pool_options_default(&errands->options);
	errands->options.list_deadline_ms = ERRANDS_DEADLINE;
	errands->options.document_deadline_ms = ERRANDS_DEADLINE;
	log_set_hook(errands_on_log, errands);
	*state = errands;
	return 0;
}

int
errands_teardown(void **state)
{
	struct errands *errands = *state;
	pool_free(errands->pool);
	for (int i = 0; i < errands->count; i++) {
		list_answer_done(&errands->errand[i].list);
		reading_done(&errands->errand[i].reading);
	}
	log_set_hook(NULL, NULL);
	loop_free(errands->loop);
	clock_free(errands->clock);
	mem_free(errands);
	return 0;
}

void
errands_start(struct errands *errands)
{
	errands->pool = pool_new(errands->loop, &errands->options);
}

void
errands_stop(struct errands *errands)
{
	pool_free(errands->pool);
	errands->pool = NULL;
	errands->log[0] = '\0';
}

static void
errands_finish(struct errand *errand, int code)
{
	struct errands *errands = errand->errands;
	errand->calls++;
	errand->code = code;
	errand->at = loop_now(errands->loop) - ERRANDS_START;
	errand->order = errands->done++;
	if (errand->cancels != NULL)
		pool_cancel(errand->cancels->job);
	if (errands->done == errands->count)
		loop_stop(errands->loop);
}

static void
errands_on_list(int code, struct list_answer *answer, void *arg)
{
	struct errand *errand = arg;
	assert_int_equal(code == 0, answer != NULL);
	if (answer != NULL) {
		errand->list = *answer;
		*answer = (struct list_answer){0};
	}
	errands_finish(errand, code);
}

static void
errands_on_document(int code, struct reading *reading, void *arg)
{
	struct errand *errand = arg;
	assert_int_equal(code == 0, reading != NULL);
	if (reading != NULL) {
		errand->reading = *reading;
		reading_init(reading);
	}
	errands_finish(errand, code);
}

static struct errand *
errands_new(struct errands *errands)
{
	assert_true(errands->count < ERRANDS_MAX);
	struct errand *errand = &errands->errand[errands->count++];
	errand->errands = errands;
	reading_init(&errand->reading);
	return errand;
}

struct errand *
errands_list(
    struct errands *errands, const struct list_spec *spec, const char *body)
{
	struct errand *errand = errands_new(errands);
	errand->job = pool_read_list(
	    errands->pool, spec, span_of(body), errands_on_list, errand);
	assert_int_equal(errand->calls, 0);
	return errand;
}

struct errand *
errands_document(struct errands *errands, struct span bytes)
{
	const struct document_hint hint = {
	    .title = "name", .rank = errands->rank};
	struct errand *errand = errands_new(errands);
	errand->job = pool_read_document(
	    errands->pool, bytes, &hint, errands_on_document, errand);
	assert_int_equal(errand->calls, 0);
	return errand;
}

void
errands_run(struct errands *errands)
{
	if (errands->done < errands->count)
		loop_run(errands->loop);
	for (int i = 0; i < errands->count; i++)
		assert_int_equal(errands->errand[i].calls, 1);
}

void
errands_assert_logged(const struct errands *errands, const char *text)
{
	if (strstr(errands->log, text) == NULL)
		fail_msg("'%s' is not in the log:\n%s", text, errands->log);
}
