/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Talks to the service manager. In: the state of the service; out: datagrams
 * on $NOTIFY_SOCKET. Called by daemon/service.c.
 */
#include "daemon/notify.h"

#include "daemon/pulse.h"
#include "daemon/summary.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <inttypes.h>
#include <systemd/sd-daemon.h>

#define NOTIFY_STATUS_MS 10000

struct notify {
	struct service *service;
	struct loop_timer *beat;
	int64_t every_ms;
	bool watchdog;
	bool standing; /* something does, and it was logged */
};

/* Once for each time that it stands still. */
static void
notify_check_pulse(struct notify *notify)
{
	const char *who = "";
	bool beats = pulse_beats(notify->service, &who);

	if (!beats && !notify->standing)
		log_error(
		    "filingd: '%s' stands still, the watchdog is not fed", who);
	notify->standing = !beats;
	if (beats && notify->watchdog)
		sd_notify(0, "WATCHDOG=1");
}

static void
notify_on_beat(void *arg)
{
	struct notify *notify = arg;
	struct buf status;

	buf_init(&status, SUMMARY_MAX);
	summary_write_short(notify->service, &status);
	sd_notifyf(0, "STATUS=%s", status.data);
	buf_done(&status);
	notify_check_pulse(notify);
	notify->beat = loop_after(service_loop(notify->service),
	    notify->every_ms, notify_on_beat, notify);
}

struct notify *
notify_new(struct service *service)
{
	struct notify *notify = mem_new(sizeof(*notify));
	uint64_t usec = 0;

	notify->service = service;
	notify->every_ms = NOTIFY_STATUS_MS;
	notify->watchdog = sd_watchdog_enabled(0, &usec) > 0;
	if (notify->watchdog && (int64_t)(usec / 3000) < notify->every_ms)
		notify->every_ms = (int64_t)(usec / 3000);
	notify_ready(notify);
	notify_on_beat(notify);
	return notify;
}

void
notify_free(struct notify *notify)
{
	if (notify == NULL)
		return;
	loop_cancel(notify->beat);
	mem_free(notify);
}

void
notify_ready(struct notify *notify)
{
	if (notify != NULL)
		sd_notify(0, "READY=1");
}

void
notify_reloading(struct notify *notify)
{
	if (notify != NULL)
		sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
		    clock_mono(loop_clock(service_loop(notify->service))) *
			1000);
}

void
notify_stopping(struct notify *notify)
{
	if (notify != NULL)
		sd_notify(0, "STOPPING=1");
}
