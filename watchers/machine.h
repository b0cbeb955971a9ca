/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state machine of a watcher. Private to watchers/: watcher.c makes the
 * struct and starts the machine, machine.c moves it.
 *
 *   stopped -> idle ---> waiting -> polling -> reading -> storing --+
 *              ^  ^      ^   ^        |           |          |      |
 *              |  |      |   |        +-----------+----------+      |
 *              |  |      |   |        v  next page                  v
 *              |  |      |   +---- pausing                     finishing
 *              |  |      |                                       |  |
 *              |  |  backing off <-------------------------------+  |
 *              |  +-------------------------------------------------+
 *
 * A page that is bad, unchanged or the last of its list goes from polling,
 * reading or storing to the next page or to finishing. What each state waits
 * for: idle, pausing and backing off a timer, waiting its turn at the host,
 * polling a transfer, reading a reader job, storing and finishing a commit.
 */
#ifndef WATCHERS_MACHINE_H
#define WATCHERS_MACHINE_H

#include "watchers/cookies.h"
#include "watchers/expect.h"
#include "watchers/intake.h"
#include "watchers/list_answer.h"
#include "watchers/poll.h"
#include "watchers/sample_rows.h"
#include "watchers/source_rows.h"
#include "watchers/watcher.h"
#include "watchers/window.h"

#include <stddef.h>
#include <stdint.h>

struct backfill;
struct http_transfer;
struct inbox;
struct loop_timer;
struct pace;
struct pace_ticket;

enum machine_state {
	MACHINE_STOPPED,
	MACHINE_IDLE,
	MACHINE_WAITING,
	MACHINE_POLLING,
	MACHINE_READING,
	MACHINE_STORING,
	MACHINE_PAUSING,
	MACHINE_FINISHING,
	MACHINE_BACKING_OFF,
	MACHINE_STATES
};

/*
 * An operation in flight. It outlives a watcher that is freed meanwhile: its
 * callback then finds watcher NULL.
 */
struct machine_wait {
	struct watcher *watcher;
};

struct watcher {
	struct loop *loop;
	struct http *http;
	struct pace *pace; /* NULL: asks when it likes */
	const struct definition *definition;
	const struct guard *guard;
	char *name, *url, *path, *listing, *contact;
	struct inbox *inbox; /* of path, once started; NULL */
	bool dropped; /* files came while a poll ran */
	size_t credential_count;
	const struct list_pair *credentials;
	struct list_pair *names; /* of the matrix, for the list at hand */
	struct window_plan plan;
	struct intake intake;
	struct backfill *past; /* it reads the past; NULL: it watches */
	bool dated; /* the request depends on the nominal window */

	enum machine_state state;
	struct loop_timer *timer;
	struct pace_ticket *ticket;
	bool out; /* let go by pace, and not back */
	struct machine_wait *wait;
	struct http_transfer *transfer;
	void *job; /* of the reader */
	struct cookies cookies; /* of the prelude and the list */
	int64_t prelude_at; /* wall ms when it was made last; 0: make it */

	struct poll poll;
	struct expect expect;
	int64_t generated; /* by the list itself, newest; 0: unknown */
	int64_t redated; /* wall ms when the list last changed its dates; 0 */
	bool behind; /* a narrow poll did not get back to what is known */
	bool whole; /* the last poll was complete */
	int64_t later_since; /* first of the polls in a row that were told to
				come later; 0: none */
	bool changed; /* a page, since sweeps were compared last */
	bool shaped; /* its list was compared in the shape it has now */
	bool nothing_missing; /* the last sweep showed all that is known */
	int64_t unseen_since; /* no complete poll since then, though one was
				 due; 0: none is overdue */
	uint8_t asked[SHA256_LEN]; /* digest of the current request */
	struct buf body; /* of the current page */
	uint8_t sha256[SHA256_LEN]; /* of body */
	char *etag, *modified; /* that came with it; NULL */
	char *body_url; /* where it came from, after redirects */
	struct list_answer answer; /* to it */
	char *hub, *topic; /* that the feed named last; NULL: none */
	struct sample sample; /* of the first bad page, else of the last */

	struct source_row row; /* as it is */
	struct source_row saved; /* as the store has it */
	struct health before; /* the end of this poll */
	int64_t saved_at;
	int64_t last_rows; /* of the last complete poll; -1: none yet */
	bool gap_told;
	struct pause *pause; /* NULL: none was ever asked for */
	struct watcher_counts last; /* of the poll that ended last */
	char *next_why;
	int64_t next_poll, items_seen, polls, polls_failed;
};

/* Moves to a state that the table allows, and does what is done there. */
void machine_go(struct watcher *watcher, enum machine_state state);
/* What is done in the states of a page (machine_page.c) and after the last one
 * (machine_end.c). */
void machine_on_timer(void *arg);
void machine_do_waiting(struct watcher *watcher);
void machine_do_polling(struct watcher *watcher);
void machine_do_reading(struct watcher *watcher);
void machine_do_storing(struct watcher *watcher);
void machine_do_finishing(struct watcher *watcher);
/* Finds what a complete sweep no longer shows (machine_sweep.c). */
void machine_sweep(struct watcher *watcher, int64_t now);
/* The next page, or the end of the poll. */
void machine_turn(struct watcher *watcher, enum poll_next next);
/* A page is done: another watcher may have one. */
void machine_back(struct watcher *watcher);
/* Lets go of what is in flight; the state is stopped then. */
void machine_halt(struct watcher *watcher);
/* Fires the timer of idle or backing off on this turn, unless paused. */
void machine_hurry(struct watcher *watcher);
/* Looks at the pause anew. */
void machine_repause(struct watcher *watcher);
/* "idle", "backing off". */
const char *machine_word(enum machine_state state);

#endif
