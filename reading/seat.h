/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A place in the pool for one reader process: started on demand, one job at a
 * time, each with a deadline, replaced after a number of bodies or any fault,
 * with back-off when it dies within its first job again and again.
 *
 *          start            hello             give
 *   EMPTY --------> STARTING -----> IDLE <-----------> BUSY
 *    ^ ^               |             |      answer       |  last body, stale
 *    | | rested        |     end     |       end         |     v
 *    | +-- RESTING <---+-------------+-------------------+  LEAVING
 *    |        ^                      | spoke unasked           |
 *    |        +------- end ------- ENDING                      | end
 *    +---------------------------------------------------------+
 *
 * Waiting states: STARTING (hello, or its deadline), BUSY (answer or deadline),
 * ENDING and LEAVING (the end), RESTING (a timer). A held clock stands still in
 * all of them but RESTING.
 */
#ifndef READING_SEAT_H
#define READING_SEAT_H

#include "reading/reader.h"

struct seat;

/* Never called from inside a function of the seat, but for seat_start. */
struct seat_calls {
	/* It is idle or empty: it can be given a job, or be started. */
	void (*on_free)(void *arg);
	/* The answer to its job. False: nonsense; then on_loss follows. */
	bool (*on_answer)(enum frame_kind kind, struct wire *wire, void *arg);
	/* The process was lost, and the job with it; starting: before hello. */
	void (*on_loss)(int code, bool starting, void *arg);
	/*
	 * The process says hello: why it reads no PDFs and why none of the
	 * user's own phrases, or NULL.
	 */
	void (*on_hello)(const char *no_pdf, const char *own_fault, void *arg);
};

struct seat_options {
	const char *program;
	const char *mode; /* of the program, and its name in the log */
	const char *lexicon_dir; /* NULL: the installed one */
	const char *own_dir; /* NULL: none */
	int number; /* in the log */
	int bodies; /* then the process is replaced; 0: never */
};

/* Empty. Keeps loop and the strings of options, copies calls. Gives. */
struct seat *seat_new(struct loop *loop, const struct seat_options *options,
    const struct seat_calls *calls, void *arg);
/* Kills the process. No call; the job is forgotten. */
void seat_free(struct seat *seat);

bool seat_is_empty(const struct seat *seat);
bool seat_is_starting(const struct seat *seat);
bool seat_is_idle(const struct seat *seat);

/* Starts a process; the seat is empty. A failure comes as on_loss. */
void seat_start(struct seat *seat);
/* Replaces its process: at once when idle, else after its job. */
void seat_renew(struct seat *seat);
/* Gives a whole frame with this job number; the seat is idle. Takes frame. */
void seat_give(
    struct seat *seat, uint64_t job, struct buf *frame, int64_t deadline_ms);

#endif
