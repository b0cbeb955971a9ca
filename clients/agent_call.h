/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A request to the daemon's socket on GLib's main loop: nothing of it blocks.
 * One connection for each request.
 */
#ifndef CLIENTS_AGENT_CALL_H
#define CLIENTS_AGENT_CALL_H

#include "clients/agent_frame.h"

struct agent_call;

/*
 * The end, exactly once and never from inside the start: the status and body
 * (of a stream: what was no frame), or an error. The call is freed after it.
 */
typedef void agent_call_fn(
    int status, struct span body, const struct err *err, void *arg);

struct agent_request {
	const char *socket;
	const char *method; /* "GET" */
	const char *target; /* "/v1/desktop" */
	int idle_s; /* nothing came for so long: it is broken */
	agent_frame_fn *frame; /* a stream; NULL: one answer */
	agent_call_fn *end;
	void *arg;
};

/* Borrows the strings. Gives a handle that is stale once end was called. */
struct agent_call *agent_call_start(const struct agent_request *request);
/* Ends it without a call of end. */
void agent_call_stop(struct agent_call *call);

#endif
