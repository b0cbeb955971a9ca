/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the service as it stands. Out: a line. Called by daemon/api_status.c and
 * daemon/notify.c.
 */
#include "daemon/summary.h"

#include "alerts/channel_rows.h"
#include "alerts/tally_rows.h"
#include "daemon/fresh.h"

#include <inttypes.h>

#define MINUTE	     INT64_C(60000)
#define SUMMARY_WAIT (5 * MINUTE) /* a delivery may wait so long unmentioned */

struct summary {
	struct service *service;
	struct buf *out;
	int troubles;
	int64_t held;
	int64_t waiting;
};

static void summary_trouble(struct summary *summary, const char *fmt, ...)
    PRINTF(2, 3);

static void
summary_trouble(struct summary *summary, const char *fmt, ...)
{
	va_list ap;

	/* The first of many troubles are enough when they do not fit. */
	err_drop(buf_add_str(
	    summary->out, summary->troubles++ > 0 ? "; " : "not well: "));
	va_start(ap, fmt);
	err_drop(buf_addv(summary->out, fmt, ap));
	va_end(ap);
}

static void
summary_channel(struct summary *summary, const char *name)
{
	struct db *db = service_db(summary->service);
	int64_t now = loop_now(service_loop(summary->service));
	struct channel_state state = {0};
	struct channel_tally tally = {0};
	struct err err = ERR_NONE;

	if (channel_rows_load(db, name, &state, &err) < 0 ||
	    tally_rows_channel(db, name, now, &tally, &err) < 0)
		summary_trouble(summary, "channel '%s': %s", name, err.text);
	else if (state.disabled_since > 0)
		summary_trouble(summary, "channel '%s' is disabled", name);
	else if (state.attention[0] != '\0')
		summary_trouble(summary, "channel '%s' needs attention: %s",
		    name, state.attention);
	else if (tally.oldest > 0 && now - tally.oldest > SUMMARY_WAIT)
		summary_trouble(summary,
		    "channel '%s' could not be told for %" PRId64 " min", name,
		    (now - tally.oldest) / MINUTE);
	channel_state_done(&state);
	summary->held += tally.held;
	summary->waiting += tally.pending + tally.leased + tally.retry;
}

static void
summary_well(struct summary *summary, const struct fresh *fresh)
{
	struct buf *out = summary->out;

	/* One line of figures always fits. */
	err_drop(buf_addf(out, "all is well: %zu of %zu source%s fresh, ",
	    fresh->fresh, fresh->sources, fresh->sources == 1 ? "" : "s"));
	if (summary->waiting == 0)
		err_drop(buf_add_str(out, "nothing waits"));
	else
		err_drop(
		    buf_addf(out, "%" PRId64 " on the way", summary->waiting));
	if (summary->held > 0)
		err_drop(buf_addf(
		    out, ", %" PRId64 " held for later", summary->held));
}

bool
summary_write(struct service *service, struct buf *out)
{
	const struct config *config = service_config(service);
	struct summary summary = {.service = service, .out = out};
	struct service_stats stats;
	struct fresh fresh;

	fresh_look(service, &fresh);
	service_stats(service, &stats);
	if (!fresh_is_well(&fresh))
		summary_trouble(&summary, "%s", fresh.why);
	if (!stats.last_reload_ok)
		summary_trouble(&summary, "the last reload was refused");
	for (size_t i = 0; i < config->channel_count; i++)
		summary_channel(&summary, config->channels[i].name);
	if (summary.troubles == 0)
		summary_well(&summary, &fresh);
	return summary.troubles == 0;
}

void
summary_write_short(struct service *service, struct buf *out)
{
	int64_t now = loop_now(service_loop(service));
	struct service_stats stats;
	struct fresh fresh;

	fresh_look(service, &fresh);
	service_stats(service, &stats);
	/* One line of figures always fits. */
	err_drop(
	    buf_addf(out, "%zu/%zu fresh, %" PRId64 " pending", fresh.fresh,
		fresh.sources, stats.outbox.pending + stats.outbox.retry));
	if (stats.last_warning > 0)
		err_drop(buf_addf(out, ", last warning %" PRId64 " m ago",
		    (now - stats.last_warning) / MINUTE));
	if (!fresh_is_well(&fresh))
		err_drop(buf_addf(out, "; %s", fresh.why));
}
