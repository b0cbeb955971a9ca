/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An answer of HTTP/1.1 (RFC 9112), as the API sends it: read piece by piece,
 * the body handed on as it comes. Pure; everything is bounded.
 */
#ifndef CLIENTS_AGENT_ANSWER_H
#define CLIENTS_AGENT_ANSWER_H

#include "lib/base/buf.h"

#define AGENT_HEAD_MAX (16 * KIB) /* status line and headers */

enum agent_answer_state {
	AGENT_ANSWER_HEAD,
	AGENT_ANSWER_COUNTED, /* left bytes of body */
	AGENT_ANSWER_CHUNK_SIZE,
	AGENT_ANSWER_CHUNK, /* left bytes of this chunk */
	AGENT_ANSWER_CHUNK_END,
	AGENT_ANSWER_TRAILER,
	AGENT_ANSWER_UNTIL_CLOSE,
	AGENT_ANSWER_DONE
};

/* Takes a piece of the body: 0, or an error that ends the reading. */
typedef int agent_body_fn(struct span piece, void *arg);

struct agent_answer {
	enum agent_answer_state state;
	int status; /* 0 before the head has come */
	bool chunked;
	int64_t left; /* -1: no length was given */
	struct buf line; /* the head, or a line between chunks */
	agent_body_fn *fn;
	void *arg;
};

void agent_answer_init(
    struct agent_answer *answer, agent_body_fn *fn, void *arg);
void agent_answer_done(struct agent_answer *answer);

/*
 * Reads the next bytes; what follows the end is left alone. ERR_PROTOCOL: no
 * such answer; ERR_TOOBIG: its head; or what fn returned.
 */
int agent_answer_feed(
    struct agent_answer *answer, struct span bytes) WARN_UNUSED;
/* The peer has closed: 0 when the answer was whole, else ERR_IO. */
int agent_answer_close(const struct agent_answer *answer) WARN_UNUSED;

#endif
