/* SPDX-License-Identifier: BSD-2-Clause */
/* Amounts at every token: reading goes on, and ranges are in order. */
#include "tests/fuzz/driver.h"
#include "reading/value.h"
#include "tests/lib/fuzz_text.h"

#include <assert.h>

static void
check_value(const struct value *value)
{
	assert(value->low_open || value->high_open ||
	       decimal_cmp(value->low, value->high) <= 0);
}

static void
check_amount(const struct amount *amount)
{
	struct value value;

	for (int change = 0; change < CHANGE_COUNT; change++)
		if (value_of_change(
			amount, (enum entry_change)change, &value) == 0)
			check_value(&value);
	if (value_of_level(amount, true, &value) == 0)
		check_value(&value);
	if (value_of_level(amount, false, &value) == 0)
		check_value(&value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct amount_style styles[] = {
	    {false, false}, {true, true}};
	struct fuzz_text text;

	if (!fuzz_text_init(&text, p, n))
		return 0;
	for (size_t i = 0; i < text.tokens.count; i++)
		for (size_t k = 0; k < 2; k++) {
			struct amount amount;
			size_t end =
			    amount_read(&text.tokens, i, &styles[k], &amount);
			assert(end >= i && end <= text.tokens.count);
			if (end != i)
				check_amount(&amount);
		}
	fuzz_text_done(&text);
	return 0;
}
