/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the outcome of each poll of a source and when it ended. Goes out:
 * the source's state, what there is to tell of it, and how long to wait. Pure;
 * called by watchers/watcher.c.
 */
#include "watchers/health.h"

#include <stddef.h>
#include <string.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)

static enum health_news
health_recover(struct health *health, int64_t now)
{
	bool told = health->told;

	if (health->state != HEALTH_OK || health->since == 0)
		health->since = now;
	health->state = HEALTH_OK;
	health->failures = 0;
	health->first_failure = 0;
	health->told = false;
	return told ? HEALTH_RECOVERED : HEALTH_NO_NEWS;
}

/* Failures in a row, and over how long, before a state is told. */
struct health_patience {
	int failures;
	int64_t span_ms;
};

static const struct health_patience health_patience[HEALTH_STATES] = {
    [HEALTH_RETRYING] = {HEALTH_FAILURES, HEALTH_SPAN_MS},
    /* a pause of ten minutes lies before the second one */
    [HEALTH_BLOCKED] = {2, 0},
    [HEALTH_PAGE] = {HEALTH_FAILURES, HEALTH_SPAN_MS},
    [HEALTH_TORN] = {HEALTH_FAILURES, HEALTH_SPAN_MS},
    [HEALTH_DRIFT] = {HEALTH_FAILURES, HEALTH_SPAN_MS},
    [HEALTH_EMPTIED] = {HEALTH_FAILURES, HEALTH_SPAN_MS},
    [HEALTH_REDATED] = {1, 0},
    [HEALTH_FROZEN] = {1, 0},
    [HEALTH_STOPPED] = {1, 0},
};

static bool
health_is_news(const struct health *health, int64_t now)
{
	const struct health_patience *patience =
	    &health_patience[health->state];

	return health->failures >= patience->failures &&
	       now - health->first_failure >= patience->span_ms;
}

enum health_news
health_feed(struct health *health, enum health_state outcome, int64_t now)
{
	if (outcome == HEALTH_OK)
		return health_recover(health, now);
	if (health->failures == 0)
		health->first_failure = now;
	if (health->state != outcome)
		health->since = now;
	health->state = outcome;
	health->failures++;
	if (health->told || !health_is_news(health, now))
		return HEALTH_NO_NEWS;
	health->told = true;
	return HEALTH_DEGRADED;
}

int64_t
health_wait(const struct health *health, int64_t retry_after)
{
	static const int64_t steps[] = {
	    5 * SECOND_MS, 15 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS};
	const int last = (int)(sizeof(steps) / sizeof(steps[0])) - 1;
	int step = health->failures > 0 ? health->failures - 1 : 0;
	int64_t wait = steps[step < last ? step : last];

	if (health->state == HEALTH_BLOCKED)
		wait = HEALTH_BLOCKED_MS;
	if (health->state == HEALTH_STOPPED)
		wait = HEALTH_STOPPED_MS;
	if (retry_after > HEALTH_WAIT_LIMIT_MS)
		retry_after = HEALTH_WAIT_LIMIT_MS;
	return retry_after > wait ? retry_after : wait;
}

bool
health_answers(enum health_state state)
{
	return state == HEALTH_OK || state == HEALTH_EMPTIED ||
	       state == HEALTH_REDATED || state == HEALTH_FROZEN;
}

#define HEALTH_WORD(name, word, meaning) word,
static const char *const health_words[] = {HEALTH_LIST(HEALTH_WORD)};
#undef HEALTH_WORD

const char *
health_word(enum health_state state)
{
	return health_words[state];
}

enum health_state
health_from_word(const char *word)
{
	int i;

	for (i = 0; i < HEALTH_STATES; i++)
		if (strcmp(health_words[i], word) == 0)
			return (enum health_state)i;
	return HEALTH_OK;
}
