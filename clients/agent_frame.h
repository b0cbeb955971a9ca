/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames of an event stream (server-sent events, WHATWG HTML 9.2.6): read
 * piece by piece. Pure and bounded. Lines end in LF or CRLF; the API sends no
 * lone CR.
 */
#ifndef CLIENTS_AGENT_FRAME_H
#define CLIENTS_AGENT_FRAME_H

#include "lib/base/buf.h"

#define AGENT_LINE_MAX MIB

struct agent_frame {
	int64_t id; /* 0: it has none */
	const char *event; /* "message" when it is not said */
	const char *data;
};

/* The frame is borrowed during the call. */
typedef void agent_frame_fn(const struct agent_frame *frame, void *arg);

struct agent_frames {
	struct buf line;
	int64_t id;
	struct buf event;
	struct buf data;
	agent_frame_fn *fn;
	void *arg;
};

void agent_frames_init(
    struct agent_frames *frames, agent_frame_fn *fn, void *arg);
void agent_frames_done(struct agent_frames *frames);
/* ERR_TOOBIG: a line, or a frame's data, of more than AGENT_LINE_MAX. */
int agent_frames_feed(
    struct agent_frames *frames, struct span bytes) WARN_UNUSED;

#endif
