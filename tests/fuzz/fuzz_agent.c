/* SPDX-License-Identifier: BSD-2-Clause */
/* The daemon's answers to filingd-agent: HTTP, frames, and offers in them. */
#include "clients/agent_answer.h"
#include "clients/agent_frame.h"
#include "clients/agent_notice.h"
#include "tests/fuzz/driver.h"

#include <assert.h>
#include <string.h>

static void
on_frame(const struct agent_frame *frame, void *arg)
{
	struct agent_notice notice;

	(void)arg;
	assert(frame->id >= 0);
	if (agent_notice_read(frame->data, frame->id, &notice, NULL) != 0)
		return;
	assert(strpbrk(notice.title, "\n\t") == NULL);
	assert(notice.url == NULL || agent_notice_is_url(notice.url));
	agent_notice_done(&notice);
}

static int
on_body(struct span piece, void *arg)
{
	return agent_frames_feed(arg, piece);
}

/* The first byte says in which pieces the others come. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t step = size > 0 ? (size_t)data[0] + 1 : 1;
	struct agent_answer answer;
	struct agent_frames frames;
	int rc = 0;

	agent_frames_init(&frames, on_frame, NULL);
	agent_answer_init(&answer, on_body, &frames);
	for (size_t i = 1; rc == 0 && i < size; i += step) {
		size_t n = size - i < step ? size - i : step;

		rc = agent_answer_feed(
		    &answer, (struct span){(const char *)data + i, n});
	}
	agent_answer_done(&answer);
	agent_frames_done(&frames);
	return 0;
}
