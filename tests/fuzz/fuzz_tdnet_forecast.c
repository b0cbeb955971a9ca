/* SPDX-License-Identifier: BSD-2-Clause */
/* Inline XBRL: facts in order, with quotes of the text, or none at all. */
#include "reading/tdnet_forecast.h"
#include "tests/fuzz/driver.h"

#include <assert.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span bytes = {(const char *)p, n};
	struct reading reading;

	reading_init(&reading);
	(void)tdnet_forecast_is(bytes);
	int r = tdnet_forecast_read(bytes, bytes, &reading, NULL);
	assert(r == 0 || r == ERR_UNREADABLE);
	assert((r == 0) == (reading.fact_count > 0));
	for (size_t i = 0; i < reading.fact_count; i++) {
		const struct fact *fact = &reading.facts[i];
		assert(fact->quote != NULL && strlen(fact->quote) <= n);
		assert(fact->low_open || fact->high_open ||
		       decimal_cmp(fact->low, fact->high) <= 0);
	}
	reading_done(&reading);
	return 0;
}
