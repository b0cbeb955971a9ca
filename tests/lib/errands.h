/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A pool in held time, the jobs given to it and what came of each. For tests
 * of the pool (with tests/lib/fake_reader.c) and of filingd-reader itself.
 */
#ifndef TESTS_LIB_ERRANDS_H
#define TESTS_LIB_ERRANDS_H

#include "reading/pool.h"

#define ERRANDS_START	 INT64_C(1700000000000)
#define ERRANDS_MAX	 200
#define ERRANDS_DEADLINE 30000

struct errands;

/* A job and what came of it. */
struct errand {
	struct errands *errands;
	struct pool_job *job;
	int calls; /* of its callback */
	int code;
	int64_t at; /* ms after ERRANDS_START */
	int order; /* of the callbacks, from 0 */
	struct list_answer list;
	struct reading reading;
	struct errand *cancels; /* canceled from inside its callback */
};

struct errands {
	struct clock *clock;
	struct loop *loop;
	struct pool *pool; /* NULL until started */
	struct pool_options options;
	struct errand errand[ERRANDS_MAX];
	int count;
	int done;
	int rank; /* of the documents that are asked for next */
	char log[8192]; /* warnings and errors */
};

/* As setup and teardown of a cmocka test; *state is a struct errands. */
int errands_setup(void **state);
int errands_teardown(void **state);

/* Starts a pool by errands->options, whose defaults setup has set. */
void errands_start(struct errands *errands);
/* Frees the pool and forgets the log; another may be started. */
void errands_stop(struct errands *errands);

struct errand *errands_list(
    struct errands *errands, const struct list_spec *spec, const char *body);
struct errand *errands_document(struct errands *errands, struct span bytes);

/* Runs until all errands are done; each callback was called once. */
void errands_run(struct errands *errands);
/* Fails the test when text is not in the log. */
void errands_assert_logged(const struct errands *errands, const char *text);

#endif
