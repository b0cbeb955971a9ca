/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a source fares: a pure machine fed with the outcome of each poll. It
 * says when to tell (source.degraded once, source.recovered once) and how long
 * to wait before the next try. One bad answer is not news: a source counts as
 * degraded after HEALTH_FAILURES failures in a row that span HEALTH_SPAN_MS, as
 * blocked at the second challenge page, since that came after a long wait, and
 * as frozen, redated or stopped at once: those are found from many answers, or
 * said by the source itself.
 *
 *            failure                    failure, N in a row and T long
 *   ok ----------------> (state, untold) -----------------> (state, told)
 *    ^                       |                                   |
 *    +----- success ---------+<----------- success --------------+
 *                           (no news)              (news: recovered)
 */
#ifndef WATCHERS_HEALTH_H
#define WATCHERS_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

/* X(name, word, meaning): the words stand in the store, the API and events. */
#define HEALTH_LIST(X)                                                         \
	X(HEALTH_OK, "ok", "the last poll was complete")                       \
	X(HEALTH_RETRYING, "retrying", "the source or the way to it fails")    \
	X(HEALTH_BLOCKED, "blocked", "the source sends challenge pages")       \
	X(HEALTH_PAGE, "page", "a page for people comes where data should")    \
	X(HEALTH_TORN, "torn", "answers end in the middle")                    \
	X(HEALTH_DRIFT, "drift", "the list is not of the declared shape")      \
	X(HEALTH_EMPTIED, "emptied", "the list lost what it showed before")    \
	X(HEALTH_REDATED, "redated", "the list gives its filings other dates") \
	X(HEALTH_FROZEN, "frozen", "nothing new comes where filings are due")  \
	X(HEALTH_STOPPED, "stopped", "the source will not have us")

#define HEALTH_ENUM(name, word, meaning) name,
enum health_state { HEALTH_LIST(HEALTH_ENUM) HEALTH_STATES };
#undef HEALTH_ENUM

#define HEALTH_FAILURES	     3
#define HEALTH_SPAN_MS	     (INT64_C(5) * 60 * 1000)
#define HEALTH_BLOCKED_MS    (INT64_C(10) * 60 * 1000)
#define HEALTH_WAIT_LIMIT_MS (INT64_C(60) * 60 * 1000)
#define HEALTH_STOPPED_MS    (INT64_C(6) * 60 * 60 * 1000)

enum health_news { HEALTH_NO_NEWS, HEALTH_DEGRADED, HEALTH_RECOVERED };

struct health {
	enum health_state state;
	int64_t since; /* wall ms when state was entered; 0: start */
	int failures; /* in a row */
	int64_t first_failure; /* of this row; 0: none */
	bool told; /* degraded was told and not yet taken back */
};

/*
 * Feeds the outcome of a poll (HEALTH_OK or what is wrong) at now; changes
 * health and returns what is to be told.
 */
enum health_news health_feed(
    struct health *health, enum health_state outcome, int64_t now);

/*
 * Milliseconds until the next try after a failure: 5 s, 15 s, 1 min, 5 min,
 * 5 min ...; blocked 10 min. retry_after (from the source, -1: none) prolongs
 * it, up to an hour; stopped six hours. Never gives up.
 */
int64_t health_wait(const struct health *health, int64_t retry_after);
/* The source answers well, so it is asked at its usual pace. */
bool health_answers(enum health_state state);

/* The word of a state, "ok"; its state, or HEALTH_OK for unknown words. */
const char *health_word(enum health_state state);
enum health_state health_from_word(const char *word);

#endif
