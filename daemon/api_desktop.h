/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Desktop channels for the agents of their users:
 *
 *   GET  /v1/desktop			which channels the user may see, where
 *					the cursor stands, what else is allowed
 *   GET  /v1/desktop/CHANNEL/stream	the offers after the user's cursor, none
 *					older than the channel's max-age
 *   POST /v1/desktop/CHANNEL/cursor?seq=N	shown up to N
 *
 * Allowed for members of the channel's group, root and filingd's own user; for
 * others such a channel does not exist.
 */
#ifndef DAEMON_API_DESKTOP_H
#define DAEMON_API_DESKTOP_H

#include "alerts/offer_rows.h"
#include "daemon/api_ask.h"

struct api_feed;

char *api_desktop_list(const struct api_ask *ask, int *ret_status);
char *api_desktop_move(const struct api_ask *ask, int *ret_status);
/* The stream: NULL and a feed, or an answer. */
char *api_desktop_open(
    const struct api_ask *ask, struct api_feed *ret, int *ret_status);

/* Whether who asks is shown alerts on a desktop: such people may acknowledge. */
bool api_desktop_is_member(const struct api_ask *ask);

/* The desktop channel of that name and group; NULL: no longer. Borrowed. */
const struct channel *api_desktop_find(
    const struct config *config, const char *name, const char *group);
/* The data of the frame that opens a stream: newest is the seq it reaches
 * before it waits. Gives. */
char *api_desktop_begin(
    const struct channel *channel, int64_t after, int64_t newest);
/* The data of an offer's frame: the event's envelope and how it is shown. Gives.
 */
char *api_desktop_frame(
    const struct channel *channel, const struct offer_row *row, int64_t now);

#endif
