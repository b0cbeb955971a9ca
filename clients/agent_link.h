/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The agent's link to the daemon: finds the user's desktop channels, keeps a
 * stream to each, fills what is to be shown and moves the cursors. It never
 * gives up: 1 s after what went wrong it tries again, then 2 s, up to 60 s.
 */
#ifndef CLIENTS_AGENT_LINK_H
#define CLIENTS_AGENT_LINK_H

#include "clients/agent_call.h"
#include "clients/agent_show.h"

struct agent_link;

/* Keeps socket and show; fn(arg) is called when there is something to show. */
struct agent_link *agent_link_new(const char *socket, struct agent_show *show,
    void (*fn)(void *arg), void *arg);
void agent_link_free(struct agent_link *link);

/* Something was shown: moves the cursors, and goes on with a stream that had
 * more than could wait. */
void agent_link_settle(struct agent_link *link);

/* Whether the user may silence an issuer. */
bool agent_link_may_operate(const struct agent_link *link);

/* POSTs what a person did with a card; the outcome goes to fn, NULL when it was
 * done, else why not. */
typedef void agent_done_fn(const char *why, void *arg);
void agent_link_post(
    struct agent_link *link, const char *target, agent_done_fn *fn, void *arg);

#endif
