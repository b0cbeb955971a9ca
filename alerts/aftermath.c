/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an attempt whose answer is being written. Out: what it means for its
 * channel, and what a person must hear. The outbox calls it inside the turn.
 */
#include "alerts/aftermath.h"

#include "alerts/channel_rows.h"
#include "alerts/view.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#define AFTERMATH_FAILING_MS (INT64_C(120) * 3600 * 1000)

static void
aftermath_tell(const struct aftermath *aftermath,
    const struct attempt_result *result, enum event_type type, const char *text)
{
	if (aftermath->fn == NULL)
		return;
	aftermath->fn(
	    &(struct outbox_trouble){
		.channel = result->delivery->channel,
		.text = text,
		.type = type,
		.about = result->delivery->events[0].type,
		.moment = result->now,
	    },
	    aftermath->arg);
}

/* Told once, however many attempts were in flight. */
static void
aftermath_disable(const struct aftermath *aftermath, struct lane *lane,
    const struct attempt_result *result, const char *why)
{
	const char *name = result->delivery->channel;
	struct err err = ERR_NONE;

	if (lane != NULL)
		lane->disabled = true;
	int r = channel_rows_disable(aftermath->db, name,
	    &(struct channel_disabling){why, "", result->now}, &err);
	if (r < 0 && r != ERR_EXISTS)
		log_error("channel '%s': %s", name, err.text);
	if (r < 0)
		return;
	char *text = mem_printf("disabled: %s; what comes waits until "
				"'filingctl channels enable %s' or a new "
				"configuration",
	    why, name);
	aftermath_tell(aftermath, result, EVENT_CHANNEL_DISABLED, text);
	mem_free(text);
}

/*
 * A channel that gives up one delivery after the other is told once until it
 * works again: the others are in the log and in the store.
 */
static void
aftermath_gave_up(const struct aftermath *aftermath, const struct lane *lane,
    const struct attempt_result *result)
{
	const struct delivery *delivery = result->delivery;

	if (lane != NULL && lane->gave_up)
		return;
	char *text = mem_printf("delivery of %s given up at attempt %d: %s; "
				"others may follow",
	    delivery->events[0].id, delivery->attempts, result->why);
	aftermath_tell(aftermath, result, EVENT_SYSTEM_TROUBLE, text);
	mem_free(text);
}

/*
 * Told once, until the channel works again; once more because of an alert when
 * it was asked because of what is not told of, such as a test.
 */
static void
aftermath_attend(const struct aftermath *aftermath, struct lane *lane,
    const struct attempt_result *result)
{
	const struct delivery *delivery = result->delivery;
	bool alert = view_is_about_filing(delivery->events[0].type);
	struct err err = ERR_NONE;
	int r = channel_rows_attend(
	    aftermath->db, delivery->channel, result->why, &err);

	if (r < 0 && r != ERR_EXISTS)
		log_error("channel '%s': %s", delivery->channel, err.text);
	if (r < 0 &&
	    (r != ERR_EXISTS || !alert || lane == NULL || lane->attended))
		return;
	if (lane != NULL && alert)
		lane->attended = true;
	char *text = mem_printf("needs attention: %s at attempt %d of %s; it "
				"is tried again for three days, but will "
				"hardly mend by itself",
	    result->why, delivery->attempts, delivery->events[0].id);
	log_warning("channel '%s': %s", delivery->channel, text);
	aftermath_tell(aftermath, result, EVENT_SYSTEM_TROUBLE, text);
	mem_free(text);
}

static void
aftermath_failed(const struct aftermath *aftermath, struct lane *lane,
    const struct attempt_result *result)
{
	const struct delivery *delivery = result->delivery;
	struct err err = ERR_NONE;
	int64_t first = result->now;

	if (channel_rows_failed(aftermath->db, delivery->channel, result->now,
		&first, &err) < 0)
		log_error("channel '%s': %s", delivery->channel, err.text);
	if (result->decision.attention && !result->decision.stop &&
	    result->decision.next == SCHEDULE_RETRY)
		aftermath_attend(aftermath, lane, result);
	if (result->decision.stop)
		aftermath_disable(aftermath, lane, result, result->why);
	else if (result->now - first >= AFTERMATH_FAILING_MS)
		aftermath_disable(
		    aftermath, lane, result, "only failures for 120 h");
	if (result->decision.next == SCHEDULE_DEAD)
		aftermath_gave_up(aftermath, lane, result);
}

void
aftermath_settle(const struct aftermath *aftermath, struct lane *lane,
    const struct attempt_result *result)
{
	const char *name = result->delivery->channel;
	struct err err = ERR_NONE;

	if (lane != NULL)
		lane_pace(lane, &result->decision, result->now);
	if (result->decision.next != SCHEDULE_SENT) {
		aftermath_failed(aftermath, lane, result);
		return;
	}
	if (lane != NULL)
		lane->attended = false;
	if (channel_rows_worked(aftermath->db, name, &err) < 0)
		log_error("channel '%s': %s", name, err.text);
}
