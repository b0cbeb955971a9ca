/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an alert, what its rule and its channel say of when, the time. Out: when
 * it is due, with which others, and what is said of that. alerts.c calls it.
 */
#include "alerts/plan.h"

#include "lib/base/mem.h"

#include <stdio.h>

#define PLAN_MINUTE_MS 60000
#define PLAN_CAP_STEPS 200 /* spans that may be full one after another */
#define PLAN_SPAN_MAX  32

void
plan_channel_free(struct plan_channel *channel)
{
	if (channel == NULL)
		return;
	for (size_t i = 0; i < channel->quiet_count; i++)
		quiet_done(&channel->quiet[i]);
	mem_free(channel->quiet);
	mem_free(channel);
}

void
plan_done(struct plan *plan)
{
	mem_free(plan->batch);
	mem_free(plan->note);
}

int
plan_patience(const struct plan_rule *policy)
{
	if (policy == NULL)
		return 0;
	if (policy->digest_count > 0)
		return 2;
	return policy->wait_ms > 0;
}

/* "10 m", "1 h"; returns buf. */
static char *
plan_span(int64_t ms, char buf[PLAN_SPAN_MAX])
{
	static const struct {
		int64_t ms;
		char letter;
	} units[] = {{DAY_MS, 'd'}, {3600000, 'h'}, {60000, 'm'}, {1000, 's'}};
	size_t i = 0;

	while (i < 3 && ms % units[i].ms != 0)
		i++;
	(void)snprintf(buf, PLAN_SPAN_MAX, "%lld %c",
	    (long long)(ms / units[i].ms), units[i].letter); /* fits */
	return buf;
}

static void
plan_say(struct plan *plan, char *text)
{
	if (*plan->note != '\0')
		mem_replace(
		    &plan->note, mem_printf("%s; %s", plan->note, text));
	else
		mem_set(&plan->note, text);
	mem_free(text);
}

/*
 * Takes batch. What cannot merge has none; what an acknowledgement may cancel
 * stays among itself.
 */
static void
plan_join(const struct plan_ask *ask, struct plan *plan, char *batch)
{
	if (ask->merges)
		mem_replace(&plan->batch,
		    mem_printf(
			"%s%s", ask->escalation ? "unacked " : "", batch));
	mem_free(batch);
}

/* The next set time after now. */
static int64_t
plan_next_digest(const struct plan_ask *ask, const struct plan_time **ret_time)
{
	const struct plan_rule *policy = ask->policy;
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < policy->digest_count; i++) {
		const struct plan_time *time = &policy->digests[i];
		int32_t today =
		    date_to_day(zone_civil(&time->zone, ask->now).date);
		for (int32_t day = today; day <= today + 2; day++) {
			int64_t at = zone_wall(&time->zone,
			    (struct datetime){.date = date_from_day(day),
				.hour = time->minute / 60,
				.minute = time->minute % 60});
			if (at <= ask->now || at >= next)
				continue;
			next = at;
			*ret_time = time;
		}
	}
	return next;
}

static void
plan_digest(const struct plan_ask *ask, struct plan *plan)
{
	const struct plan_time *time = NULL;
	char when[QUIET_WHEN_MAX];

	plan->due_at = plan_next_digest(ask, &time);
	plan_join(ask, plan,
	    mem_printf("digest %s %lld", ask->rule, (long long)plan->due_at));
	plan_say(
	    plan, mem_printf("held until %s (digest)",
		      quiet_print(&time->zone, plan->due_at, ask->now, when)));
}

/* The values that alerts of a group have in common. */
static char *
plan_group_key(const struct plan_ask *ask)
{
	const struct event *event = ask->event;
	const struct filing *filing = &event->filing;
	unsigned by = ask->policy->by;
	const char *issuer = filing->listing != NULL ? filing->listing : "";
	const char *source =
	    filing->source != NULL ? filing->source : event->subject;
	const char *class = event->has_verdict ? vocab_word(VOCAB_CLASSES,
						     (int)event->verdict.class_)
					       : "";

	return mem_printf("group %s|%s|%s|%s|%s", ask->rule,
	    by & PLAN_BY_ISSUER ? issuer : "", by & PLAN_BY_CLASS ? class : "",
	    by & PLAN_BY_SOURCE && source != NULL ? source : "",
	    by & PLAN_BY_TYPE ? vocab_word(VOCAB_EVENTS, (int)event->type)
			      : "");
}

static void
plan_escalate(const struct plan_ask *ask, struct plan *plan)
{
	char span[PLAN_SPAN_MAX];

	plan->due_at = ask->now + ask->policy->escalate_ms;
	plan_join(ask, plan,
	    mem_printf("%s %lld", ask->rule,
		(long long)(plan->due_at / PLAN_MINUTE_MS)));
	plan_say(plan, mem_printf("nobody acknowledged it within %s",
			   plan_span(ask->policy->escalate_ms, span)));
}

/*
 * What the rule says. Returns the moment at which quiet hours are to be looked
 * at: gathering for a while does not carry an alert into them.
 */
static int64_t
plan_by_rule(const struct plan_ask *ask, struct plan *plan)
{
	static const struct plan_rule plain;
	const struct plan_rule *policy =
	    ask->policy != NULL ? ask->policy : &plain;

	if (ask->escalation) {
		plan_escalate(ask, plan);
		return plan->due_at;
	}
	if (policy->digest_count > 0) {
		plan_digest(ask, plan);
		return plan->due_at;
	}
	if (!ask->merges)
		return ask->now;
	if (plan->late && policy->late == PLAN_LATE_DIGEST) {
		plan->due_at = ask->now + PLAN_MINUTE_MS;
		plan_join(ask, plan, mem_printf("late %s", ask->rule));
	} else if (policy->wait_ms > 0) {
		plan->due_at = ask->now + policy->wait_ms;
		plan_join(ask, plan, plan_group_key(ask));
	}
	return ask->now;
}

/* Whether they hold it. */
static bool
plan_by_quiet(const struct plan_ask *ask, int64_t at, struct plan *plan)
{
	const struct plan_channel *channel = ask->channel;
	const struct quiet *last = NULL;
	char when[QUIET_WHEN_MAX];
	int64_t end;

	if (channel == NULL)
		return false;
	end = quiet_until(
	    channel->quiet, channel->quiet_count, ask->except, at, &last);
	if (last == NULL)
		return false;
	/* a quiet span that ends while the rule gathers is no hindrance */
	if (end <= plan->due_at)
		return false;
	plan->due_at = end;
	plan_join(ask, plan, mem_printf("quiet %lld", (long long)end));
	(void)quiet_print(quiet_zone(last), end, ask->now, when);
	if (last->exchange != NULL)
		plan_say(
		    plan, mem_printf("held until %s (outside the hours of %s)",
			      when, calendar_name(last->exchange)));
	else
		plan_say(plan, mem_printf("held until %s (quiet hours)", when));
	return true;
}

/*
 * Held until the span that is full has ended: where messages merge, as one;
 * else each finds a span with room. What must not come sooner than its time
 * merges only with what is due then.
 */
static void
plan_by_cap(const struct plan_ask *ask, bool timed, struct plan *plan)
{
	const struct plan_channel *channel = ask->channel;
	const struct plan_store *store = ask->store;
	char span[PLAN_SPAN_MAX], when[QUIET_WHEN_MAX];
	const struct zone utc = {.name = "UTC"};
	int64_t due = plan->due_at, oldest;
	int steps = 0;

	if (channel == NULL || channel->cap == 0 ||
	    (plan->batch != NULL && store->is_open(store->arg, plan->batch)))
		return;
	while (steps < PLAN_CAP_STEPS &&
	       (oldest = store->oldest(store->arg, due - channel->cap_ms, due,
		    channel->cap)) != 0) {
		due = oldest + channel->cap_ms;
		if (++steps == 1 && ask->merges)
			break;
	}
	if (steps == 0)
		return;
	plan->due_at = due;
	plan_join(ask, plan,
	    timed ? mem_printf("cap %lld", (long long)due) : mem_strdup("cap"));
	plan_say(plan, mem_printf("held until %s (more than %d in %s)",
			   quiet_print(&utc, due, ask->now, when), channel->cap,
			   plan_span(channel->cap_ms, span)));
}

void
plan_make(const struct plan_ask *ask, struct plan *ret)
{
	*ret = (struct plan){
	    .due_at = ask->now,
	    .note = mem_strdup(ask->note),
	    .late = ask->event->late,
	};
	if (ret->late && !ask->update && ask->policy != NULL &&
	    ask->policy->late == PLAN_LATE_SKIP) {
		ret->silenced = "late: its rule skips what is seen late";
		return;
	}
	int64_t at = plan_by_rule(ask, ret);
	bool timed = ask->escalation ||
		     (ask->policy != NULL && ask->policy->digest_count > 0);
	timed |= plan_by_quiet(ask, at, ret);
	plan_by_cap(ask, timed, ret);
}
