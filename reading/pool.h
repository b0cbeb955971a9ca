/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filingd's side of the reader: a pool of jailed filingd-reader processes on
 * the loop. Workers take list bodies and text; zygotes fork one child per
 * PDF. A job has a deadline; a reader that dies, hangs or answers nonsense
 * costs its job (ERR_CRASHED, ERR_TIMEOUT, ERR_PROTOCOL) and is replaced, with
 * back-off when it happens again at once.
 */
#ifndef READING_POOL_H
#define READING_POOL_H

#include "lib/net/loop.h"
#include "reading/job.h"

struct pool;
struct pool_job;

struct pool_options {
	const char *program; /* path of filingd-reader */
	const char *lexicon_dir; /* NULL: the installed one */
	const char *own_dir; /* of the user's phrases; NULL: none */
	int workers;
	int zygotes; /* PDFs at a time */
	int bodies_per_worker; /* then it is replaced */
	int64_t list_deadline_ms;
	int64_t document_deadline_ms;
};

void pool_options_default(struct pool_options *options);

/* Starts no process yet. Keeps loop, copies options. Gives. */
struct pool *pool_new(struct loop *loop, const struct pool_options *options);
/*
 * Ends the processes; open jobs complete with ERR_CANCELED first, from inside
 * this call. Those callbacks must not give new jobs.
 */
void pool_free(struct pool *pool);

typedef void pool_list_fn(int code, struct list_answer *answer, void *arg);
typedef void pool_document_fn(int code, struct reading *reading, void *arg);

/*
 * Queues a job; the callback fires exactly once and never from inside. On
 * code 0 it may take the answer's members (leave it zeroed). Bytes and spec
 * are copied. On an error answer/reading is NULL and why is in the log. Beside
 * the above: ERR_TOOBIG (the bytes, or what they say), ERR_UNSUPPORTED (a PDF,
 * and this kernel has no Landlock), ERR_CANCELED. When no reader starts three
 * times in a row, the jobs that wait fail with what the start failed with.
 */
struct pool_job *pool_read_list(struct pool *pool, const struct list_spec *spec,
    struct span body, pool_list_fn *fn, void *arg);
struct pool_job *pool_read_document(struct pool *pool, struct span bytes,
    const struct document_hint *hint, pool_document_fn *fn, void *arg);
/* The callback fires with ERR_CANCELED (deferred). */
void pool_cancel(struct pool_job *job);

/*
 * Every process is replaced once it is idle, so that all that come after this
 * read the lexicon's files as they are now.
 */
void pool_renew(struct pool *pool);

/* Restarts since the start, for status. */
int pool_restarts(const struct pool *pool);
int pool_queue_len(const struct pool *pool);

#endif
