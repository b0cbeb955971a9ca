/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The notification server (Desktop Notifications Specification 1.2), by
 * libnotify. Its calls wait for the server, so all of them are made in a thread
 * of their own with a main context of its own: a server that never answers
 * holds up nothing else. What happens is told on the default main context.
 */
#ifndef CLIENTS_AGENT_DESK_H
#define CLIENTS_AGENT_DESK_H

#include "clients/agent_show.h"

struct agent_desk;

enum desk_event {
	DESK_TAKEN, /* the card is on the screen */
	DESK_REFUSED, /* it is not, text says why */
	DESK_ACTION, /* text: "default", "open", "diff", "ack", "mute" */
	DESK_CLOSED, /* the card is no longer on the screen */
	DESK_HERE, /* a server has appeared */
	DESK_GONE, /* the session's bus has gone: the session is over */
	DESK_SERVER /* text: its name, version and capabilities, for --test */
};

/* key: of the card; "" when it is about none. Strings are borrowed. */
typedef void agent_desk_fn(
    enum desk_event event, const char *key, const char *text, void *arg);

/* Starts the thread. Gives. */
struct agent_desk *agent_desk_new(agent_desk_fn *fn, void *arg);
/* Tells nothing from now on. A thread that waits for a server is left to the
 * process's end. */
void agent_desk_free(struct agent_desk *desk);

/* Shows a card, in the place of one of the same key: DESK_TAKEN or
 * DESK_REFUSED follows. */
void agent_desk_show(struct agent_desk *desk, const struct agent_card *card);
/* Takes a card from the screen: DESK_CLOSED may follow. */
void agent_desk_close(struct agent_desk *desk, const char *key);
/* Asks the server who it is: DESK_SERVER or DESK_REFUSED follows. */
void agent_desk_ask(struct agent_desk *desk);

#endif
