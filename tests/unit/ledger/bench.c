/* SPDX-License-Identifier: BSD-2-Clause */
/* In: what a test writes down. Out: the verdicts. Only tests use it. */
#include "tests/unit/ledger/bench.h"

#include "lib/base/mem.h"
#include "tests/unit/ledger/figures.h"

#include <string.h>

void
bench_begin(struct bench *bench, enum form form)
{
	*bench = (struct bench){.filing = {.published = wall_at("2025-01-16")}};
	bench->filing.listing = mem_strdup("XSHG:603138");
	bench->filing.title = mem_strdup("公告");
	reading_init(&bench->reading);
	history_init(&bench->history);
	bench->reading.form = form;
	bench->reading.by_issuer = true;
	bench->reading.readable = true;
	bench->reading.text_len = 500;
	bench->reading.period = period_named("FY2024");
}

struct fact *
bench_say(
    struct bench *bench, enum role role, enum metric metric, const char *range)
{
	bool prior =
	    role == ROLE_PRIOR_YEAR || role == ROLE_PRIOR_YEAR_RESTATED;

	return say(
	    &bench->reading, role, metric, prior ? "FY2023" : "FY2024", range);
}

void
bench_know(struct bench *bench, enum role role, enum metric metric,
    const char *period, const char *range)
{
	struct ledger_fact *known = history_add(&bench->history);
	struct reading reading;

	reading_init(&reading);
	fact_copy(&known->fact, say(&reading, role, metric, period, range));
	reading_done(&reading);
	known->source_id = mem_strdup("earlier");
	known->form = role == ROLE_FORECAST ? FORM_FORECAST : FORM_RESULTS;
	known->published = wall_at("2024-10-30");
}

const struct verdict *
bench_decide(struct bench *bench)
{
	verdicts_done(&bench->verdicts);
	verdict_decide(
	    &bench->filing, &bench->reading, &bench->history, &bench->verdicts);
	return bench->verdicts.count > 0 ? &bench->verdicts.items[0] : NULL;
}

void
bench_end(struct bench *bench)
{
	verdicts_done(&bench->verdicts);
	history_done(&bench->history);
	reading_done(&bench->reading);
	filing_done(&bench->filing);
}

bool
bench_has_reason(const struct verdict *verdict, const char *id)
{
	for (size_t i = 0; i < verdict->reason_count; i++) {
		if (strcmp(verdict->reasons[i].id, id) == 0)
			return true;
	}
	return false;
}
