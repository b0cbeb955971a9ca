/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a job from filingd. Out: what the bytes say. Runs in the jailed worker,
 * and in the jailed child of a zygote.
 */
#include "reading/serve.h"

#include "reading/read.h"

int64_t
serve_alarm_ms(const struct frame_in *job)
{
	struct span payload = frame_in_payload(job);
	struct wire wire = wire_init(payload.p, payload.len);
	return wire_get_i64(&wire);
}

static int
serve_list(const struct frame_in *job, struct wire *wire, struct buf *answer)
{
	struct list_spec spec = {0};
	struct list_answer list = {0};
	list_spec_get(wire, &spec);
	struct span body = wire_get_bytes(wire);
	int code = wire_get_end(wire);
	if (code == 0) {
		read_list(&spec, body, &list);
		frame_begin(
		    answer, FRAME_LIST_ANSWER, job->job, FRAME_ANSWER_LIMIT);
		list_answer_put(answer, &list);
		code = frame_end(answer);
	}
	list_answer_done(&list);
	list_spec_done(&spec);
	return code;
}

static int
serve_document(const struct lexicon *lexicon, const struct frame_in *job,
    struct wire *wire, struct buf *answer)
{
	struct document_hint_copy hint = {0};
	struct reading reading;
	reading_init(&reading);
	document_hint_get(wire, &hint);
	struct span bytes = wire_get_bytes(wire);
	int code = wire_get_end(wire);
	if (code == 0) {
		read_document(lexicon, bytes, &hint.hint, &reading);
		frame_begin(
		    answer, FRAME_READING, job->job, FRAME_ANSWER_LIMIT);
		reading_put(answer, &reading);
		code = frame_end(answer);
	}
	reading_done(&reading);
	document_hint_done(&hint);
	return code;
}

void
serve_job(const struct lexicon *lexicon, const struct frame_in *job,
    struct buf *answer)
{
	struct err err = ERR_NONE;
	struct span payload = frame_in_payload(job);
	struct wire wire = wire_init(payload.p, payload.len);
	int code = ERR_PROTOCOL;
	(void)wire_get_i64(&wire); /* the alarm, which is set already */
	if (job->kind == FRAME_LIST)
		code = serve_list(job, &wire, answer);
	else if (job->kind == FRAME_DOCUMENT)
		code = serve_document(lexicon, job, &wire, answer);
	if (code == 0)
		return;
	err_set(&err, code, "%s",
	    code == ERR_TOOBIG ? "what it says is too much for an answer"
			       : "the job is damaged");
	buf_done(answer);
	frame_failed(answer, job->job, &err);
}
