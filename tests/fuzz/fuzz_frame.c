/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a reader that was taken over may write to its socket: frames one after
 * the other, and in them the messages that filingd decodes.
 */
#define _GNU_SOURCE 1
#include "tests/fuzz/driver.h"
#include "reading/frame.h"

#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>

static void
decode(const struct frame_in *in)
{
	struct span payload = frame_in_payload(in);
	struct wire wire = wire_init(payload.p, payload.len);
	struct list_answer list;
	struct reading reading;

	assert(payload.len <= FRAME_ANSWER_LIMIT);
	if (in->kind == FRAME_LIST_ANSWER) {
		list_answer_get(&wire, &list);
		list_answer_done(&list);
	} else if (in->kind == FRAME_READING) {
		reading_get(&wire, &reading);
		reading_done(&reading);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct frame_in in;
	int fd = memfd_create("frames", MFD_CLOEXEC);

	assert(
	    fd >= 0 && frame_write(fd, (struct span){(const char *)p, n}) == 0);
	assert(lseek(fd, 0, SEEK_SET) == 0);
	frame_in_init(&in, FRAME_ANSWER_LIMIT);
	while (frame_in_read_all(&in, fd) == 0) {
		decode(&in);
		frame_in_clear(&in);
	}
	frame_in_done(&in);
	close(fd);
	return 0;
}
