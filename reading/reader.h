/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One filingd-reader process as filingd sees it: started, sent frames, heard,
 * ended and reaped, all on the loop. The pool decides what it works on.
 */
#ifndef READING_READER_H
#define READING_READER_H

#include "lib/net/loop.h"
#include "reading/frame.h"

struct reader;

struct reader_calls {
	/* A whole frame came. The payload is borrowed. */
	void (*on_frame)(
	    enum frame_kind kind, uint64_t job, struct span payload, void *arg);
	/*
	 * The process is gone: the last call, after which the reader frees
	 * itself. ERR_CRASHED, ERR_TIMEOUT (by its own alarm or CPU limit),
	 * or what reader_kill said.
	 */
	void (*on_end)(int code, const char *why, void *arg);
};

struct reader_command {
	const char *program;
	const char *mode; /* "worker" or "zygote" */
	const char *lexicon_dir; /* NULL: the installed one */
	const char *own_dir; /* NULL: none; only with a lexicon_dir */
};

/*
 * Starts the process with a socket as descriptor FRAME_FD and no other but
 * standard error; almost nothing of the environment reaches it. Keeps loop,
 * copies calls. ERR_SYSTEM when it cannot be started. Gives.
 */
int reader_new(struct loop *loop, const struct reader_command *command,
    const struct reader_calls *calls, void *arg, struct reader **ret,
    struct err *err) WARN_UNUSED;
/* Kills and reaps it at once (shutdown only: waits for its end). No call. */
void reader_free(struct reader *reader);

/* Queues a whole frame behind those not yet sent. Takes the bytes. */
void reader_send(struct reader *reader, struct buf *frame);
/* Ends it by force; on_end follows with code and why, never from inside. */
void reader_kill(struct reader *reader, int code, const char *why);

#endif
