/* SPDX-License-Identifier: BSD-2-Clause */
/* Times at every token: reading goes on, and periods are in order. */
#include "tests/fuzz/driver.h"
#include "reading/timespan.h"
#include "tests/lib/fuzz_text.h"

#include <assert.h>

static void
check_time(const struct timespan *time)
{
	switch (time->kind) {
	case TIMESPAN_PERIOD:
		assert(period_is_known(time->period));
		assert(time->period.start <= time->period.end);
		assert(time->period.end - time->period.start < 600);
		break;
	case TIMESPAN_YEARS:
		assert(time->year > 1900 && time->last_year > time->year);
		break;
	case TIMESPAN_PART:
		assert(time->part < TIME_COUNT);
		break;
	case TIMESPAN_DATE:
	case TIMESPAN_MONTH:
	case TIMESPAN_CAPTION:
	case TIMESPAN_OPEN:
		break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct fuzz_text text;

	if (!fuzz_text_init(&text, p, n))
		return 0;
	for (size_t i = 0; i < text.tokens.count; i++) {
		struct timespan time;
		size_t end = timespan_read(&text.tokens, i, &time);
		assert(end >= i && end <= text.tokens.count);
		if (end != i)
			check_time(&time);
	}
	fuzz_text_done(&text);
	return 0;
}
