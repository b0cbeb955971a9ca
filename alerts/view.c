/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: parts of an event. Out: what of it may be told. body.c, mail_text.c,
 * rule_column.c and alerts.c ask.
 */
#include "alerts/view.h"

const struct fact *
view_deciding(const struct verdict *verdict)
{
	if (verdict->deciding < 0 ||
	    (size_t)verdict->deciding >= verdict->fact_count)
		return NULL;
	return &verdict->facts[verdict->deciding];
}

bool
view_has_base(const struct change *change)
{
	if (change->has_pct || (change->flags & FLAG_ZERO_BASE) != 0)
		return true;
	return (!change->base_low_open && !decimal_is_zero(change->base_low)) ||
	       (!change->base_high_open && !decimal_is_zero(change->base_high));
}

bool
view_has_below(const struct change *change)
{
	return change->n > 0 && !change->high_open &&
	       !decimal_is_zero(change->min);
}

bool
view_is_about_filing(enum event_type type)
{
	switch (type) {
	case EVENT_WARNING_DETECTED:
	case EVENT_WARNING_UPDATED:
	case EVENT_WARNING_RETRACTED:
	case EVENT_FILING_PUBLISHED:
	case EVENT_FILING_REVISED:
	case EVENT_FILING_WITHDRAWN:
	case EVENT_DISTRESS_DETECTED:
		return true;
	case EVENT_SOURCE_DEGRADED:
	case EVENT_SOURCE_RECOVERED:
	case EVENT_SOURCE_GAP:
	case EVENT_CHANNEL_DISABLED:
	case EVENT_SYSTEM_TEST:
	case EVENT_SYSTEM_TROUBLE:
	case EVENT_COUNT:
		break;
	}
	return false;
}
