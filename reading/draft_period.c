/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: statements whose roles are settled, and the outline. Out: the periods
 * of those that name none. draft.c calls it.
 */
#include "reading/draft_period.h"

/* What has happened, and how it moved against the year before. */
static bool
draft_is_result(const struct draft *draft)
{
	switch (draft->role) {
	case ROLE_ACTUAL:
	case ROLE_ACTUAL_FLASH:
	case ROLE_PRIOR_YEAR:
	case ROLE_PRIOR_YEAR_RESTATED:
		return true;
	case ROLE_DELTA:
	case ROLE_PCT_CHANGE:
		return !draft->expected;
	case ROLE_NONE:
	case ROLE_FORECAST:
	case ROLE_FORECAST_PREVIOUS:
	case ROLE_ESTIMATE:
	case ROLE_COUNT:
		break;
	}
	return false;
}

/* Last year's figure, beside a forecast: not that of the last results. */
static bool
draft_is_of_outlook(const struct draft *draft, const struct draft_times *times)
{
	return draft->role != ROLE_ACTUAL && times->foreseen &&
	       times->outlook == draft->group;
}

/* "Second quarter sales were 5m. Net income was 1m. For 2026 we expect": */
static bool
draft_goes_on(const struct outline *outline, const struct draft *draft,
    const struct draft_times *times)
{
	return draft->prose && draft_is_result(draft) &&
	       !draft_is_of_outlook(draft, times) && !outline->estimates &&
	       !outline->titled && period_is_known(times->results) &&
	       period_months(times->results) < period_months(outline->period);
}

/* "Third quarter", on a line of its own above sentences. */
static bool
draft_is_headed(const struct outline *outline, const struct draft *draft,
    const struct draft_times *times)
{
	return draft->prose && draft_is_result(draft) &&
	       !draft_is_of_outlook(draft, times) && !outline->estimates &&
	       period_is_known(draft->heading);
}

static void
draft_times_see(struct draft_times *times, const struct draft *draft)
{
	if (draft->role == ROLE_ACTUAL && period_is_known(draft->period))
		times->results = draft->period;
	if (draft->role == ROLE_FORECAST) {
		times->foreseen = true;
		times->outlook = draft->group;
	}
}

void
draft_times_init(struct draft_times *times, const struct outline *outline)
{
	*times = (struct draft_times){.results = outline_titled_part(outline)};
}

void
draft_settle_period(const struct outline *outline, struct draft *draft,
    struct draft_times *times)
{
	struct period own = outline->period;

	if (draft->prose)
		draft_times_see(times, draft);
	if (period_is_known(draft->period) || !period_is_known(own))
		return;
	if (draft_is_headed(outline, draft, times))
		own = draft->heading;
	else if (draft_goes_on(outline, draft, times))
		own = times->results;
	draft->period =
	    draft_role_is_prior(draft->role) ? period_prior_year(own) : own;
}
