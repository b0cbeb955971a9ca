/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plans: when an alert goes to a channel, and with which others. Pure: what
 * the store knows of the last messages comes by two functions.
 *
 * Whatever is held is a delivery that is due later; nothing is dropped. What
 * stands higher decides first, and what stands lower may only put it off:
 *
 *   silence       a silence covers it                 never, says which
 *   late: skip    seen after an outage, no update     never, says so
 *   escalation    for whom it is if nobody acks       now + after
 *   digest        the rule has set times              the next of them
 *   late: digest  seen after an outage                in a minute, per rule
 *   group         the rule groups                     now + wait, per key
 *   at once       else                                now
 *   quiet hours   it would come in a quiet window     its end, per channel
 *   cap           the span has its messages by then   its end, per channel
 *
 * Quiet hours look at now where the rule only gathers (group, late), at the
 * set time of a digest and at the end of an escalation's patience. A channel
 * that merges gets what is held for the same reason as one message; the others
 * are only put off, and do not wait for company (group, late) at all. A
 * message that waits already may always be joined; the cap counts messages.
 * Escalations merge among themselves, those of a rule that are due within the
 * same minute: such a message is canceled when all it carries is acknowledged.
 */
#ifndef ALERTS_PLAN_H
#define ALERTS_PLAN_H

#include "alerts/quiet.h"
#include "ledger/event.h"

#define PLAN_DIGESTS 8
#define PLAN_QUIETS  16 /* windows of a channel */

enum plan_late { PLAN_LATE_DIGEST, PLAN_LATE_TELL, PLAN_LATE_SKIP };

/* What alerts are grouped by. */
enum plan_by {
	PLAN_BY_ISSUER = 1,
	PLAN_BY_CLASS = 2,
	PLAN_BY_SOURCE = 4,
	PLAN_BY_TYPE = 8
};

/* A time of day, by the clock of a zone. */
struct plan_time {
	int minute; /* after midnight */
	struct zone zone;
};

/* What a rule says of when. Its strings are borrowed from the config. */
struct plan_rule {
	size_t digest_count; /* 0: not at set times */
	struct plan_time digests[PLAN_DIGESTS];
	int64_t wait_ms; /* 0: not grouped */
	unsigned by; /* enum plan_by; 0: all that the rule wants together */
	enum plan_late late;
	size_t escalate_count;
	const char *const *escalate; /* channels; told unless acknowledged */
	int64_t escalate_ms;
	bool urgent; /* mails and screens show it as important */
};

/* What a channel says of when. Members are owned. */
struct plan_channel {
	size_t quiet_count;
	struct quiet *quiet;
	int cap; /* messages in cap_ms; 0: no matter */
	int64_t cap_ms;
};

void plan_channel_free(struct plan_channel *channel);

/* What the store knows of a channel's messages to one recipient. */
struct plan_store {
	/* A message of this batch waits, and has room. */
	bool (*is_open)(void *arg, const char *batch);
	/*
	 * Of the messages that were told or are due in from < t <= to, the
	 * moment of the count-th from the end; 0: there are fewer.
	 */
	int64_t (*oldest)(void *arg, int64_t from, int64_t to, int count);
	void *arg;
};

struct plan_ask {
	const struct event *event;
	const char *rule; /* name */
	const char *note; /* what is to be said of it anyway; "" */
	const struct plan_rule *policy; /* NULL: nothing is said */
	const struct plan_channel *channel; /* NULL: always */
	bool merges; /* the channel takes several alerts in one message */
	bool escalation;
	bool update; /* of what the channel was told: not to be skipped */
	unsigned except; /* bit i: quiet window i lets it through */
	int64_t now;
	const struct plan_store *store;
};

/* Members are owned. */
struct plan {
	int64_t due_at;
	char *batch; /* NULL: it goes alone */
	char *note; /* with why it is held */
	const char *silenced; /* why it is never told; NULL */
	bool late;
};

void plan_make(const struct plan_ask *ask, struct plan *ret);
void plan_done(struct plan *plan);

/*
 * How long the rule itself holds what it wants, for choosing among rules that
 * want the same for one channel: the lowest tells first.
 */
int plan_patience(const struct plan_rule *policy);

#endif
