/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the body of a stream in pieces. Out: its frames. clients/agent_call.c
 * feeds it.
 */
#include "clients/agent_frame.h"

#include "lib/base/number.h"

#include <string.h>

#define FRAME_EVENT_MAX 128

void
agent_frames_init(struct agent_frames *frames, agent_frame_fn *fn, void *arg)
{
	*frames = (struct agent_frames){.fn = fn, .arg = arg};
	buf_init(&frames->line, AGENT_LINE_MAX);
	buf_init(&frames->event, FRAME_EVENT_MAX);
	buf_init(&frames->data, AGENT_LINE_MAX);
}

void
agent_frames_done(struct agent_frames *frames)
{
	buf_done(&frames->line);
	buf_done(&frames->event);
	buf_done(&frames->data);
}

static void
agent_frames_dispatch(struct agent_frames *frames)
{
	struct agent_frame frame = {
	    .id = frames->id,
	    .event = frames->event.len > 0 ? frames->event.data : "message",
	    .data = frames->data.len > 0 ? frames->data.data : "",
	};

	if (frames->data.len > 0)
		frames->fn(&frame, frames->arg);
	frames->id = 0;
	buf_clear(&frames->event);
	buf_clear(&frames->data);
}

/* The value of "name: value"; NULL: another field. Borrowed. */
static const char *
agent_frames_value(const char *line, const char *name)
{
	size_t n = strlen(name);

	if (strncmp(line, name, n) != 0 || line[n] != ':')
		return NULL;
	return line[n + 1] == ' ' ? line + n + 2 : line + n + 1;
}

static int
agent_frames_on_line(struct agent_frames *frames)
{
	const char *line = frames->line.data;
	const char *value;
	int rc = 0;

	if (*line == '\0') {
		agent_frames_dispatch(frames);
	} else if ((value = agent_frames_value(line, "data")) != NULL) {
		if (frames->data.len > 0)
			rc = buf_add_char(&frames->data, '\n');
		if (rc == 0)
			rc = buf_add_str(&frames->data, value);
	} else if ((value = agent_frames_value(line, "event")) != NULL) {
		buf_clear(&frames->event);
		rc = buf_add_str(&frames->event, value);
	} else if ((value = agent_frames_value(line, "id")) != NULL) {
		if (number_parse(value, 1, INT64_MAX, &frames->id) != 0)
			frames->id = 0;
	}
	return rc;
}

int
agent_frames_feed(struct agent_frames *frames, struct span bytes)
{
	int rc = 0;

	while (rc == 0 && bytes.len > 0) {
		const char *end = memchr(bytes.p, '\n', bytes.len);
		size_t n = end != NULL ? (size_t)(end - bytes.p) : bytes.len;

		rc = buf_add(&frames->line, bytes.p, n);
		if (rc == 0 && end != NULL) {
			struct buf *line = &frames->line;

			if (line->len > 0 && line->data[line->len - 1] == '\r')
				buf_cut(line, line->len - 1);
			rc = agent_frames_on_line(frames);
			buf_clear(line);
			n++;
		}
		bytes = (struct span){bytes.p + n, bytes.len - n};
	}
	return rc;
}
