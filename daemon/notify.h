/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What systemd is told (sd_notify(3)): READY, RELOADING, STOPPING, STATUS, and
 * WATCHDOG only while the loop turns, polls and deliveries move (daemon/pulse.h). Without
 * $NOTIFY_SOCKET all of it does nothing.
 */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include "daemon/service.h"

struct notify;

/* Says READY=1 and begins the watchdog's beat. Keeps service. Gives. */
struct notify *notify_new(struct service *service);
void notify_free(struct notify *notify);

/* These take NULL (a service that has not started). */
void notify_reloading(struct notify *notify);
void notify_ready(struct notify *notify);
void notify_stopping(struct notify *notify);

#endif
