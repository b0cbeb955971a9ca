/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: jobs of the pool, what the reader process answers, how it ends. Out: one
 * answer or one loss per job. reading/pool.c calls it.
 */
#include "reading/seat.h"

#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <assert.h>

#define SEAT_START_MS 60000 /* until hello */

/* The pause after the n-th loss in a row within a process's first job. */
static const int64_t seat_rests_ms[] = {0, 1000, 5000, 30000, 60000};
#define SEAT_RESTS (int)(sizeof(seat_rests_ms) / sizeof(seat_rests_ms[0]))

enum seat_state {
	SEAT_EMPTY,
	SEAT_STARTING,
	SEAT_IDLE,
	SEAT_BUSY,
	SEAT_ENDING,
	SEAT_LEAVING,
	SEAT_RESTING
};

static const struct {
	const char *name;
	bool holds_clock;
} seat_states[] = {
    [SEAT_EMPTY] = {"empty", false},
    [SEAT_STARTING] = {"starting", true},
    [SEAT_IDLE] = {"idle", false},
    [SEAT_BUSY] = {"reading", true},
    [SEAT_ENDING] = {"ending", true},
    [SEAT_LEAVING] = {"leaving", true},
    [SEAT_RESTING] = {"resting", false},
};

struct seat {
	struct loop *loop;
	struct seat_options options;
	struct seat_calls calls;
	void *arg;
	enum seat_state state;
	struct reader *reader;
	uint64_t job; /* when BUSY */
	struct loop_timer *timer; /* of the state */
	int bodies; /* that this process has read */
	bool stale; /* it is to be replaced */
	int losses; /* in a row within the first job */
};

static void
seat_move(struct seat *seat, enum seat_state state)
{
	int held = seat_states[seat->state].holds_clock;
	int holds = seat_states[state].holds_clock;
	loop_cancel(seat->timer);
	seat->timer = NULL;
	log_debug("reader '%s %d': %s -> %s", seat->options.mode,
	    seat->options.number, seat_states[seat->state].name,
	    seat_states[state].name);
	seat->state = state;
	if (held != holds)
		loop_busy(seat->loop, holds - held);
}

static void
seat_on_rested(void *arg)
{
	struct seat *seat = arg;
	seat->timer = NULL;
	seat_move(seat, SEAT_EMPTY);
	seat->calls.on_free(seat->arg);
}

/* The process is lost: rest, longer each time it does not get a job done. */
static void
seat_lose(struct seat *seat, int code, const char *why)
{
	bool starting = seat->state == SEAT_STARTING;
	int losses = seat->bodies > 0 ? 0 : seat->losses;
	int64_t rest =
	    seat_rests_ms[losses < SEAT_RESTS ? losses : SEAT_RESTS - 1];
	seat->losses = seat->bodies > 0 ? 0 : losses + 1;
	log_told(LOG_READER_LOST, NULL,
	    "reader '%s %d': %s while %s, restart in %d s", seat->options.mode,
	    seat->options.number, why, seat_states[seat->state].name,
	    (int)(rest / 1000));
	seat_move(seat, SEAT_RESTING);
	seat->timer = loop_after(seat->loop, rest, seat_on_rested, seat);
	seat->calls.on_loss(code, starting, seat->arg);
}

static void
seat_on_end(int code, const char *why, void *arg)
{
	struct seat *seat = arg;
	seat->reader = NULL;
	if (seat->state != SEAT_LEAVING) {
		seat_lose(seat, code, why);
		return;
	}
	seat_move(seat, SEAT_EMPTY);
	seat_start(seat); /* so that the next job finds it warm */
}

static void
seat_on_deadline(void *arg)
{
	struct seat *seat = arg;
	seat->timer = NULL;
	reader_kill(seat->reader, ERR_TIMEOUT, "not done by its deadline");
}

/* It has nothing to do: it waits, or is replaced when it is due. */
static void
seat_rest_or_leave(struct seat *seat)
{
	int bodies = seat->options.bodies;
	if (seat->stale || (bodies > 0 && seat->bodies == bodies)) {
		seat_move(seat, SEAT_LEAVING);
		reader_kill(seat->reader, ERR_CANCELED, "replaced");
		return;
	}
	seat_move(seat, SEAT_IDLE);
	seat->calls.on_free(seat->arg);
}

static void
seat_hear_hello(struct seat *seat, struct wire *wire)
{
	char *no_pdf = wire_get_str(wire), *own_fault = wire_get_str(wire);
	if (wire_get_end(wire) != 0) {
		reader_kill(seat->reader, ERR_PROTOCOL, "said no hello");
	} else {
		seat->calls.on_hello(no_pdf, own_fault, seat->arg);
		seat_rest_or_leave(seat);
	}
	mem_free(no_pdf);
	mem_free(own_fault);
}

/* It refuses to start; its reason becomes the reason of its end. */
static void
seat_hear_refusal(struct seat *seat, struct wire *wire)
{
	(void)wire_get_i64(wire); /* its code: all are a start that failed */
	char *why = wire_get_str(wire);
	reader_kill(seat->reader, ERR_CRASHED, why != NULL ? why : "refused");
	mem_free(why);
}

static void
seat_hear_answer(struct seat *seat, enum frame_kind kind, struct wire *wire)
{
	if (!seat->calls.on_answer(kind, wire, seat->arg)) {
		reader_kill(seat->reader, ERR_PROTOCOL, "answered nonsense");
		return;
	}
	seat->bodies++;
	seat->losses = 0;
	seat_rest_or_leave(seat);
}

static void
seat_hear_unasked(struct seat *seat)
{
	if (seat->state == SEAT_IDLE)
		seat_move(seat, SEAT_ENDING); /* no job for it any more */
	reader_kill(seat->reader, ERR_PROTOCOL, "spoke unasked");
}

static void
seat_on_frame(
    enum frame_kind kind, uint64_t job, struct span payload, void *arg)
{
	struct seat *seat = arg;
	struct wire wire = wire_init(payload.p, payload.len);
	if (seat->state == SEAT_STARTING && kind == FRAME_HELLO)
		seat_hear_hello(seat, &wire);
	else if (seat->state == SEAT_STARTING && kind == FRAME_FAILED)
		seat_hear_refusal(seat, &wire);
	else if (seat->state == SEAT_BUSY && job == seat->job)
		seat_hear_answer(seat, kind, &wire);
	else
		seat_hear_unasked(seat);
}

struct seat *
seat_new(struct loop *loop, const struct seat_options *options,
    const struct seat_calls *calls, void *arg)
{
	struct seat *seat = mem_new(sizeof(*seat));
	*seat = (struct seat){
	    .loop = loop, .options = *options, .calls = *calls, .arg = arg};
	return seat;
}

void
seat_free(struct seat *seat)
{
	if (seat == NULL)
		return;
	reader_free(seat->reader);
	seat_move(seat, SEAT_EMPTY);
	mem_free(seat);
}

bool
seat_is_empty(const struct seat *seat)
{
	return seat->state == SEAT_EMPTY;
}

bool
seat_is_starting(const struct seat *seat)
{
	return seat->state == SEAT_STARTING;
}

bool
seat_is_idle(const struct seat *seat)
{
	return seat->state == SEAT_IDLE;
}

/* The reader works in real time, however fast the clock is. */
static void
seat_limit(struct seat *seat, int64_t ms)
{
	int64_t wait = clock_work_ms(loop_clock(seat->loop), ms);
	seat->timer = loop_after(seat->loop, wait, seat_on_deadline, seat);
}

void
seat_start(struct seat *seat)
{
	static const struct reader_calls calls = {seat_on_frame, seat_on_end};
	const struct reader_command command = {seat->options.program,
	    seat->options.mode, seat->options.lexicon_dir,
	    seat->options.own_dir};
	struct err err = ERR_NONE;
	assert(seat->state == SEAT_EMPTY);
	seat->bodies = 0;
	seat->stale = false;
	seat_move(seat, SEAT_STARTING);
	int code =
	    reader_new(seat->loop, &command, &calls, seat, &seat->reader, &err);
	if (code != 0)
		seat_lose(seat, code, err.text);
	else
		seat_limit(seat, SEAT_START_MS);
}

void
seat_renew(struct seat *seat)
{
	seat->stale = true; /* an empty one starts anew in any case */
	if (seat->state == SEAT_IDLE)
		seat_rest_or_leave(seat);
}

void
seat_give(
    struct seat *seat, uint64_t job, struct buf *frame, int64_t deadline_ms)
{
	assert(seat->state == SEAT_IDLE);
	seat->job = job;
	seat_move(seat, SEAT_BUSY);
	seat_limit(seat, deadline_ms);
	reader_send(seat->reader, frame);
}
