/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A reader that misbehaves as its lexicon argument says; test_pool starts it
 * in the place of filingd-reader. "good" answers a list by one item whose key
 * is its process id, and a document by a reading with the length of the bytes.
 */
#include "lib/base/mem.h"
#include "reading/frame.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define FLOOD (100 * MIB)

typedef int job_fn(const struct frame_in *job);

static void
send_bytes(const void *p, size_t n)
{
	if (frame_write(FRAME_FD, (struct span){p, n}) != 0)
		_exit(9);
}

static void
send_frame(struct buf *frame)
{
	if (frame_end(frame) != 0)
		_exit(8);
	send_bytes(frame->data, frame->len);
	buf_done(frame);
}

static void
put_list(struct buf *frame, uint64_t job)
{
	struct item item = {.key = mem_printf("%d", (int)getpid()),
	    .title = mem_strdup("title")};
	struct list_answer answer = {.total = -1, .count = 1, .items = &item};
	frame_begin(frame, FRAME_LIST_ANSWER, job, FRAME_ANSWER_LIMIT);
	list_answer_put(frame, &answer);
	item_done(&item);
}

static void
put_reading(struct buf *frame, const struct frame_in *job)
{
	struct document_hint_copy hint;
	struct span payload = frame_in_payload(job);
	struct wire wire = wire_init(payload.p, payload.len);
	struct reading reading;
	reading_init(&reading);
	(void)wire_get_i64(&wire); /* the alarm */
	document_hint_get(&wire, &hint);
	reading.text_len = (int64_t)wire_get_bytes(&wire).len;
	reading.issuer_name = mem_strdup(hint.hint.title);
	frame_begin(frame, FRAME_READING, job->job, FRAME_ANSWER_LIMIT);
	reading_put(frame, &reading);
	reading_done(&reading);
	document_hint_done(&hint);
}

static int
job_good(const struct frame_in *job)
{
	struct buf frame;
	if (job->kind == FRAME_LIST)
		put_list(&frame, job->job);
	else
		put_reading(&frame, job);
	send_frame(&frame);
	return 0;
}

static int
job_hang(const struct frame_in *job)
{
	(void)job;
	for (;;)
		pause();
	return 0;
}

static int
job_crash(const struct frame_in *job)
{
	static const struct rlimit no_core = {0, 0};
	(void)job;
	setrlimit(RLIMIT_CORE, &no_core);
	signal(SIGSEGV, SIG_DFL);
	return raise(SIGSEGV);
}

static int
job_exit(const struct frame_in *job)
{
	(void)job;
	return 3;
}

static int
job_alarm(const struct frame_in *job)
{
	(void)job;
	return raise(SIGALRM);
}

static int
job_garbage(const struct frame_in *job)
{
	static const char text[] = "HTTP/1.1 400 Bad Request\r\n\r\nno frame";
	send_bytes(text, sizeof(text));
	return job_hang(job);
}

static int
job_torn(const struct frame_in *job)
{
	struct buf frame;
	put_list(&frame, job->job);
	if (frame_end(&frame) != 0)
		return 8;
	send_bytes(frame.data, frame.len - 1);
	buf_done(&frame);
	return 1; /* the end, inside a frame */
}

static int
job_flood(const struct frame_in *job)
{
	struct buf frame;
	frame_begin(&frame, FRAME_READING, job->job, FLOOD);
	for (size_t sent = 0; sent < FLOOD; sent += sizeof(uint32_t))
		wire_put_u32(&frame, 0);
	send_frame(&frame);
	return job_hang(job);
}

/* A frame as large as may be, of numbers that are no reading. */
static int
job_nonsense(const struct frame_in *job)
{
	struct buf frame;
	frame_begin(&frame, FRAME_READING, job->job, FRAME_ANSWER_LIMIT);
	for (size_t sent = 0; sent < FRAME_ANSWER_LIMIT;
	     sent += sizeof(uint32_t))
		wire_put_u32(&frame, UINT32_MAX);
	send_frame(&frame);
	return job_hang(job);
}

static int
job_stranger(const struct frame_in *job)
{
	struct buf frame;
	put_list(&frame, job->job + 1);
	send_frame(&frame);
	return job_hang(job);
}

/* The answer to a list is given to a document, and the other way round. */
static int
job_mixed_up(const struct frame_in *job)
{
	struct buf frame;
	if (job->kind == FRAME_DOCUMENT)
		put_list(&frame, job->job);
	else
		put_reading(&frame, job);
	send_frame(&frame);
	return job_hang(job);
}

static int
job_twice(const struct frame_in *job)
{
	(void)job_good(job);
	return job_good(job);
}

static int
job_refuse(const struct frame_in *job)
{
	const struct err err = {ERR_UNREADABLE, "a child said\nno"};
	struct buf frame;
	frame_failed(&frame, job->job, &err);
	send_frame(&frame);
	return 0;
}

/* A failure whose code is none. */
static int
job_odd_failure(const struct frame_in *job)
{
	const struct err err = {-77, "odd"};
	struct buf frame;
	frame_failed(&frame, job->job, &err);
	send_frame(&frame);
	return job_hang(job);
}

static const struct {
	const char *name;
	job_fn *fn;
} jobs[] = {
    {"good", job_good},
    {"no-pdf", job_good},
    {"own-fault", job_good},
    {"hang", job_hang},
    {"crash", job_crash},
    {"exit", job_exit},
    {"alarm", job_alarm},
    {"garbage", job_garbage},
    {"torn", job_torn},
    {"flood", job_flood},
    {"nonsense", job_nonsense},
    {"stranger", job_stranger},
    {"mixed-up", job_mixed_up},
    {"twice", job_twice},
    {"refuse", job_refuse},
    {"odd-failure", job_odd_failure},
};

static int
work(job_fn *fn)
{
	struct frame_in job;
	int status = 0;
	frame_in_init(&job, FRAME_JOB_LIMIT);
	while (status == 0 && frame_in_read_all(&job, FRAME_FD) == 0) {
		status = fn(&job);
		frame_in_clear(&job);
	}
	frame_in_done(&job);
	return status;
}

static int
refuse_start(void)
{
	const struct err err = {ERR_NOTFOUND, "no such lexicon"};
	struct buf frame;
	frame_failed(&frame, 0, &err);
	send_frame(&frame);
	return 1;
}

/* Behaviours: a name of jobs[], "silent", "dead", or "refuse-without:FILE". */
int
main(int argc, char **argv)
{
	const char *how = argc == 3 ? argv[2] : "dead";
	struct buf hello;
	if (strcmp(how, "silent") == 0)
		return job_hang(NULL);
	if (strncmp(how, "refuse-without:", 15) == 0) {
		if (access(how + 15, F_OK) != 0)
			return refuse_start();
		how = "good";
	}
	for (size_t i = 0; i < sizeof(jobs) / sizeof(jobs[0]); i++) {
		if (strcmp(jobs[i].name, how) != 0)
			continue;
		frame_begin(&hello, FRAME_HELLO, 0, KIB);
		wire_put_str(
		    &hello, strcmp(how, "no-pdf") == 0 ? "no Landlock" : NULL);
		wire_put_str(&hello,
		    strcmp(how, "own-fault") == 0 ? "zh.yaml:1:1: bad" : NULL);
		send_frame(&hello);
		return work(jobs[i].fn);
	}
	return 7;
}
