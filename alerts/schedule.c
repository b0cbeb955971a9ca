/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an attempt and its answer. Out: sent, dead, or when the next attempt is
 * due. The outbox calls it after every attempt.
 */
#include "alerts/schedule.h"

#include "lib/base/err.h"

#include <sysexits.h>

#define SECOND			INT64_C(1000)
#define MINUTE			(60 * SECOND)
#define HOUR			(60 * MINUTE)

#define SCHEDULE_SLOW_MS	MINUTE
#define SCHEDULE_RETRY_AFTER_MS (24 * HOUR)
#define SCHEDULE_ATTENTION	2 /* attempts before a person is asked */
#define SCHEDULE_JITTER		200 /* per mille, both ways */

int64_t
schedule_wait_ms(int attempt)
{
	static const int64_t waits[SCHEDULE_ATTEMPTS] = {0, 5 * SECOND,
	    30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR,
	    5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR};

	if (attempt < 1 || attempt > SCHEDULE_ATTEMPTS)
		return -1;
	return waits[attempt - 1];
}

/* splitmix64: spreads neighbouring numbers over all bits. */
static uint64_t
schedule_mix(uint64_t x)
{
	x += UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
	return x ^ x >> 31;
}

/* wait, moved by at most a fifth either way. */
static int64_t
schedule_jitter(int64_t wait, int64_t delivery, int attempt)
{
	uint64_t seed = schedule_mix((uint64_t)delivery) + (uint64_t)attempt;
	int64_t mille =
	    (int64_t)(schedule_mix(seed) % (2 * SCHEDULE_JITTER + 1)) -
	    SCHEDULE_JITTER;

	return wait + wait / 1000 * mille;
}

static enum schedule_next
schedule_webhook(const struct schedule_answer *answer)
{
	if (answer->status >= 200 && answer->status < 300)
		return SCHEDULE_SENT;
	return SCHEDULE_RETRY;
}

static enum schedule_next
schedule_mail(const struct schedule_answer *answer)
{
	int class_ = answer->status / 10;

	if (answer->error == 0)
		return SCHEDULE_SENT;
	if (class_ < 50 || class_ == 52 || class_ == 53 ||
	    answer->error == ERR_DENIED)
		return SCHEDULE_RETRY;
	if (class_ == 55 && answer->attempt == 1)
		return SCHEDULE_RETRY;
	return SCHEDULE_DEAD;
}

static enum schedule_next
schedule_next(const struct schedule_answer *answer)
{
	switch (answer->kind) {
	case CHANNEL_WEBHOOK:
		return schedule_webhook(answer);
	case CHANNEL_MAIL:
		return schedule_mail(answer);
	case CHANNEL_EXEC:
		return answer->error == 0 && answer->status == 0
			   ? SCHEDULE_SENT
			   : SCHEDULE_RETRY;
	case CHANNEL_DESKTOP: /* the store takes it, or is tried again */
		return answer->error == 0 ? SCHEDULE_SENT : SCHEDULE_RETRY;
	}
	return SCHEDULE_DEAD;
}

static bool
schedule_is_slow(const struct schedule_answer *answer)
{
	if (answer->error == ERR_TIMEOUT)
		return true;
	if (answer->kind == CHANNEL_MAIL)
		return answer->status == 421; /* service not available */
	if (answer->kind == CHANNEL_EXEC)
		return false;
	return answer->status == 429 ||
	       (answer->status >= 502 && answer->status <= 504);
}

/* Answers that only somebody's work will change. */
static bool
schedule_is_lasting(const struct schedule_answer *answer)
{
	if (answer->error == ERR_DENIED || answer->error == ERR_TLS ||
	    answer->error == ERR_INVALID)
		return true;
	if (answer->kind == CHANNEL_MAIL)
		return answer->status >= 500;
	if (answer->kind == CHANNEL_EXEC)
		return answer->error != ERR_TIMEOUT &&
		       answer->status != EX_TEMPFAIL;
	return answer->status >= 300 && answer->status < 500 &&
	       answer->status != 408 && answer->status != 425 &&
	       answer->status != 429;
}

static int64_t
schedule_most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

struct schedule_decision
schedule_decide(const struct schedule_answer *answer)
{
	struct schedule_decision ret = {.next = schedule_next(answer)};

	if (ret.next == SCHEDULE_SENT)
		return ret;
	ret.stop = answer->kind == CHANNEL_WEBHOOK && answer->status == 410;
	ret.attention = answer->attempt >= SCHEDULE_ATTENTION &&
			schedule_is_lasting(answer);
	int64_t after = answer->retry_after_ms;
	if (after > SCHEDULE_RETRY_AFTER_MS)
		after = SCHEDULE_RETRY_AFTER_MS;
	if (schedule_is_slow(answer))
		ret.hold_ms = schedule_most(SCHEDULE_SLOW_MS, after);
	int64_t wait = schedule_wait_ms(answer->attempt + 1);
	if (ret.next == SCHEDULE_DEAD || wait < 0) {
		ret.next = SCHEDULE_DEAD;
		return ret;
	}
	wait = schedule_jitter(wait, answer->delivery, answer->attempt);
	ret.wait_ms = schedule_most(schedule_most(wait, after), ret.hold_ms);
	return ret;
}
