/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is filingd at work, and not only its loop? The service manager's watchdog is
 * fed while nothing stands still that should move: a poll that is due begins,
 * a delivery that is due is tried. A store that cannot write is no reason for a
 * restart, which would not mend it.
 */
#ifndef DAEMON_PULSE_H
#define DAEMON_PULSE_H

#include "alerts/outbox.h"
#include "alerts/tally_rows.h"
#include "daemon/service.h"

/* Whatever is due begins within seconds; this long, and it never will. */
#define PULSE_MS (INT64_C(5) * 60 * 1000)

/* Pure: the source's poll is due for too long. */
bool pulse_source_stands(const struct watcher_stats *stats, int64_t now);

/* How a channel stands that should be told. */
struct pulse_channel {
	struct channel_tally tally;
	struct outbox_lane lane;
	bool disabled;
	bool ordered; /* one in retry holds back the others */
	int64_t now;
};
/* Pure: deliveries are due for too long, and none is tried. */
bool pulse_channel_stands(const struct pulse_channel *channel);

/* Nothing stands still; else why says what (borrowed: static or the config's). */
bool pulse_beats(struct service *service, const char **ret_why);

#endif
