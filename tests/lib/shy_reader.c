/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A reader that reads what filingd-reader reads, without a jail, but fails at
 * every title: a document without bytes. tests/scenario/test_reader_faults.c
 * starts it in the place of filingd-reader.
 */
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "reading/serve.h"

#include <unistd.h>

static bool
shy_is_title(const struct frame_in *job)
{
	struct document_hint_copy hint;
	struct span payload = frame_in_payload(job);
	struct wire wire = wire_init(payload.p, payload.len);

	if (job->kind != FRAME_DOCUMENT)
		return false;
	(void)wire_get_i64(&wire); /* the alarm */
	document_hint_get(&wire, &hint);
	document_hint_done(&hint);
	return wire_get_bytes(&wire).len == 0;
}

static int
shy_send(struct buf *frame)
{
	int r = frame_write(FRAME_FD, (struct span){frame->data, frame->len});

	buf_done(frame);
	return r;
}

static int
shy_hello(void)
{
	struct buf hello;

	frame_begin(&hello, FRAME_HELLO, 0, KIB);
	wire_put_str(&hello, NULL);
	wire_put_str(&hello, NULL);
	int r = frame_end(&hello);
	return r == 0 ? shy_send(&hello) : r;
}

static int
shy_answer(const struct lexicon *lexicon, const struct frame_in *job)
{
	static const struct err err = {ERR_UNREADABLE, "a title"};
	struct buf answer;

	if (shy_is_title(job))
		frame_failed(&answer, job->job, &err);
	else
		serve_job(lexicon, job, &answer);
	return shy_send(&answer);
}

int
main(int argc, char **argv)
{
	struct lexicon *lexicon;
	struct frame_in job;

	if (argc < 3 || lexicon_load(argv[2], &lexicon, NULL) < 0)
		return 1;
	int r = shy_hello();
	frame_in_init(&job, FRAME_JOB_LIMIT);
	while (r == 0 && frame_in_read_all(&job, FRAME_FD) == 0) {
		r = shy_answer(lexicon, &job);
		frame_in_clear(&job);
	}
	frame_in_done(&job);
	lexicon_free(lexicon);
	return r != 0;
}
