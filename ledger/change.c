/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: comparisons of ledger/compare.c, or the bytes of a message. Out: the
 * record that verdicts and events carry.
 */
#include "ledger/change.h"

#include "lib/base/mem.h"

#include <string.h>

void
change_done(struct change *change)
{
	mem_free(change->base_quote);
	mem_free(change->base_source);
	*change = (struct change){0};
}

void
change_copy(struct change *to, const struct change *from)
{
	*to = *from;
	to->base_quote = mem_strdup(from->base_quote);
	to->base_source = mem_strdup(from->base_source);
}

void
change_put(struct buf *buf, const struct change *change)
{
	const struct decimal figures[] = {change->low_pct, change->high_pct,
	    change->mid_pct, change->base_low, change->base_high, change->mean,
	    change->median, change->min, change->max, change->below_pct,
	    change->position_pct};
	const bool marks[] = {change->has_pct, change->low_open,
	    change->high_open, change->base_low_open, change->base_high_open,
	    change->base_restated, change->derived, change->stale};

	wire_put_u8(buf, (uint8_t)change->axis);
	wire_put_u8(buf, (uint8_t)change->metric);
	wire_put_u8(buf, (uint8_t)change->class_);
	wire_put_u8(buf, (uint8_t)change->guidance);
	reading_put_period(buf, change->period);
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		wire_put_decimal(buf, figures[i]);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		wire_put_u8(buf, marks[i]);
	wire_put_bytes(buf, change->currency, CURRENCY_MAX);
	wire_put_str(buf, change->base_quote);
	wire_put_str(buf, change->base_source);
	wire_put_u32(buf, (uint32_t)change->n);
	wire_put_u32(buf, change->flags);
}

static void
change_get_currency(struct wire *wire, char currency[CURRENCY_MAX])
{
	struct span span = wire_get_bytes(wire);

	if (wire->bad)
		return;
	if (span.len != CURRENCY_MAX || span.p[CURRENCY_MAX - 1] != '\0')
		wire->bad = true;
	else
		memcpy(currency, span.p, CURRENCY_MAX);
}

static void
change_get_counts(struct wire *wire, struct change *change)
{
	uint32_t n = wire_get_u32(wire);

	change->flags = wire_get_u32(wire);
	if (n > INT32_MAX || change->flags >= 1U << FLAG_COUNT)
		wire->bad = true;
	else
		change->n = (int)n;
}

void
change_get(struct wire *wire, struct change *change)
{
	struct decimal *const figures[] = {&change->low_pct, &change->high_pct,
	    &change->mid_pct, &change->base_low, &change->base_high,
	    &change->mean, &change->median, &change->min, &change->max,
	    &change->below_pct, &change->position_pct};
	bool *const marks[] = {&change->has_pct, &change->low_open,
	    &change->high_open, &change->base_low_open, &change->base_high_open,
	    &change->base_restated, &change->derived, &change->stale};

	*change = (struct change){0};
	change->axis = wire_get_choice(wire, AXIS_COUNT);
	change->metric = wire_get_choice(wire, METRIC_COUNT);
	change->class_ = wire_get_choice(wire, CLASS_COUNT);
	change->guidance = wire_get_choice(wire, GUIDANCE_COUNT);
	change->period = reading_get_period(wire);
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		*figures[i] = wire_get_decimal(wire);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		*marks[i] = wire_get_bool(wire);
	change_get_currency(wire, change->currency);
	change->base_quote = wire_get_str(wire);
	change->base_source = wire_get_str(wire);
	change_get_counts(wire, change);
}
