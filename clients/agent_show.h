/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is shown, and when: notices come in by channel, cards go out one at a
 * time, and the cursors follow what the notification server took.
 *
 * - Up to 3 that wait are shown singly, more become one card: "12 warnings
 *   since Friday". A channel's backlog is complete before any of it is shown.
 * - A warning has one card, which its later versions replace; of those that
 *   wait only the last is shown.
 * - What is older than its channel's max-age is shown to nobody.
 * - Five critical cards stand at most; more gather in one.
 * - An event that two channels offer is shown once.
 *
 * Pure: times are parameters, nothing is sent from here.
 */
#ifndef CLIENTS_AGENT_SHOW_H
#define CLIENTS_AGENT_SHOW_H

#include "clients/agent_notice.h"

#define SHOW_SINGLY   3
#define SHOW_CRITICAL 5
#define SHOW_MAX      200 /* notices that wait */
#define SHOW_LINES    6 /* of a card that stands for many */
#define SHOW_CHANNELS 16

struct agent_show;

/* When it was so long ago, for a person: "Friday", "09:14". Gives. */
typedef char *agent_since_fn(int64_t age_ms);

struct agent_show *agent_show_new(agent_since_fn *since);
void agent_show_free(struct agent_show *show);

/*
 * A stream of a channel has begun: offers after `after` follow, up to newest
 * without a pause. What of them came before is known.
 */
void agent_show_begin(
    struct agent_show *show, size_t channel, int64_t after, int64_t newest);
/* It broke off: its backlog is what has come. */
void agent_show_broken(struct agent_show *show, size_t channel);
/*
 * A notice of a channel, at mono ms. Takes its members. False: too many wait and
 * it was dropped; the stream must begin again when nothing waits any more.
 */
bool agent_show_add(struct agent_show *show, size_t channel,
    struct agent_notice *notice, int64_t mono, int64_t max_age);
/* An offer that cannot be read counts as seen. */
void agent_show_pass(struct agent_show *show, size_t channel, int64_t seq);

/* What a person may do with a card. */
enum {
	CARD_OPEN = 1, /* the filing, by its address */
	CARD_DIFF = 2, /* old and new */
	CARD_ACK = 4,
	CARD_MUTE = 8
};

/* Members are borrowed until the next call. */
struct agent_card {
	const char *key; /* of the bubble: a card of the same key replaces it */
	const char *title;
	const char *body;
	bool critical;
	unsigned actions;
	const struct agent_notice *notice; /* NULL: it stands for several */
};

/* The next card at mono ms; false: none, or one is still out. */
bool agent_show_next(
    struct agent_show *show, int64_t mono, struct agent_card *ret);
/* The server took the card that is out, or did not. */
void agent_show_taken(struct agent_show *show, bool taken);
/* A card is no longer on the screen. */
void agent_show_closed(struct agent_show *show, const char *key);

/* Up to where the user has seen a channel. */
int64_t agent_show_cursor(const struct agent_show *show, size_t channel);
size_t agent_show_waiting(const struct agent_show *show);

#endif
