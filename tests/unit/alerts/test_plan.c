/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of plan.h, row by row: what decides when an alert is told. */
#include "alerts/plan.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define S	   1000
#define M	   (60 * INT64_C(1000))
#define H	   (60 * M)

/* 2026-01-21T21:00:00+08:00, a Wednesday. */
#define NINE	   INT64_C(1769000400000)
#define SEVEN_NEXT (NINE + 10 * H)
#define DIGEST	   (NINE + 11 * H + 30 * M) /* 08:30 of the next day */

/* A store that is told what it knows. */
struct known {
	int64_t moments[8]; /* rising; 0 ends */
	const char *open;
};

static bool
known_open(void *arg, const char *batch)
{
	const struct known *known = arg;

	return known->open != NULL && strcmp(known->open, batch) == 0;
}

static int64_t
known_oldest(void *arg, int64_t from, int64_t to, int count)
{
	const struct known *known = arg;
	size_t n = 0;

	while (n < 8 && known->moments[n] != 0)
		n++;
	while (n > 0 && count > 0 && known->moments[n - 1] > from) {
		if (known->moments[--n] <= to)
			count--;
	}
	return count == 0 ? known->moments[n] : 0;
}

enum rule_bits { DIGESTS = 1, GROUPS = 2, SKIPS = 4, TELLS = 8 };

struct plan_case {
	const char *what;
	unsigned rule; /* enum rule_bits */
	bool quiet, except, cap, single, late, escalation;
	int64_t now;
	struct known known;
	int64_t due;
	const char *batch, *note;
};

static const struct plan_case cases[] = {
    {.what = "at once", .now = NINE, .due = NINE},
    {.what = "a digest waits for its time",
	.rule = DIGESTS,
	.now = NINE,
	.due = DIGEST,
	.batch = "digest r 1769041800000",
	.note = "held until 08:30 Asia/Shanghai (digest)"},
    {.what = "the time of a digest itself is too late for it",
	.rule = DIGESTS,
	.now = DIGEST,
	.due = DIGEST + 24 * H,
	.batch = "digest r 1769128200000",
	.note = "held until Fri 2026-01-23 08:30 Asia/Shanghai (digest)"},
    {.what = "a digest on a channel that cannot merge waits alone",
	.rule = DIGESTS,
	.single = true,
	.now = NINE,
	.due = DIGEST,
	.note = "held until 08:30 Asia/Shanghai (digest)"},
    {.what = "a digest comes before late and group",
	.rule = DIGESTS | GROUPS,
	.late = true,
	.now = NINE,
	.due = DIGEST,
	.batch = "digest r 1769041800000",
	.note = "held until 08:30 Asia/Shanghai (digest)"},
    {.what = "a group waits for company",
	.rule = GROUPS,
	.now = NINE,
	.due = NINE + 20 * S,
	.batch = "group r|XSHG:603999|loss_narrower||"},
    {.what = "what cannot merge waits for nobody",
	.rule = GROUPS,
	.single = true,
	.now = NINE,
	.due = NINE},
    {.what = "late ones come together, before their groups",
	.rule = GROUPS,
	.late = true,
	.now = NINE,
	.due = NINE + M,
	.batch = "late r"},
    {.what = "late ones are told like others if the rule says so",
	.rule = GROUPS | TELLS,
	.late = true,
	.now = NINE,
	.due = NINE + 20 * S,
	.batch = "group r|XSHG:603999|loss_narrower||"},
    {.what = "quiet hours hold",
	.quiet = true,
	.now = NINE + 2 * H,
	.due = SEVEN_NEXT,
	.batch = "quiet 1769036400000",
	.note = "held until 07:00 Asia/Shanghai (quiet hours)"},
    {.what = "quiet hours hold a webhook without merging",
	.quiet = true,
	.single = true,
	.now = NINE + 2 * H,
	.due = SEVEN_NEXT,
	.note = "held until 07:00 Asia/Shanghai (quiet hours)"},
    {.what = "what is excepted goes through at once",
	.quiet = true,
	.except = true,
	.now = NINE + 2 * H,
	.due = NINE + 2 * H},
    {.what = "quiet hours hold a group, whatever its key",
	.rule = GROUPS,
	.quiet = true,
	.now = NINE + 2 * H,
	.due = SEVEN_NEXT,
	.batch = "quiet 1769036400000",
	.note = "held until 07:00 Asia/Shanghai (quiet hours)"},
    {.what = "gathering does not carry a group into quiet hours",
	.rule = GROUPS,
	.quiet = true,
	.now = NINE + H - 10 * S,
	.due = NINE + H + 10 * S,
	.batch = "group r|XSHG:603999|loss_narrower||"},
    {.what = "quiet hours end while a group gathers",
	.rule = GROUPS,
	.quiet = true,
	.now = SEVEN_NEXT - 10 * S,
	.due = SEVEN_NEXT + 10 * S,
	.batch = "group r|XSHG:603999|loss_narrower||"},
    {.what = "a digest after the quiet hours is not held again",
	.rule = DIGESTS,
	.quiet = true,
	.now = NINE + 2 * H,
	.due = DIGEST,
	.batch = "digest r 1769041800000",
	.note = "held until 08:30 Asia/Shanghai (digest)"},
    {.what = "below the cap nothing is held",
	.cap = true,
	.now = NINE,
	.known = {.moments = {NINE - 30 * M}},
	.due = NINE},
    {.what = "over the cap the span's end is waited for, as one message",
	.cap = true,
	.now = NINE,
	.known = {.moments = {NINE - 40 * M, NINE - 30 * M}},
	.due = NINE + 20 * M,
	.batch = "cap",
	.note = "held until 13:20 UTC (more than 2 in 1 h)"},
    {.what = "what was told before the span does not count",
	.cap = true,
	.now = NINE,
	.known = {.moments = {NINE - H, NINE - 30 * M}},
	.due = NINE},
    {.what = "a webhook over the cap finds the next place alone",
	.cap = true,
	.single = true,
	.now = NINE,
	.known = {.moments = {NINE - 40 * M, NINE - 30 * M, NINE + 20 * M}},
	.due = NINE + 30 * M,
	.note = "held until 13:30 UTC (more than 2 in 1 h)"},
    {.what = "a message that waits may be joined over the cap",
	.rule = GROUPS,
	.cap = true,
	.now = NINE,
	.known = {.moments = {NINE - 40 * M, NINE - 30 * M},
	    .open = "group r|XSHG:603999|loss_narrower||"},
	.due = NINE + 20 * S,
	.batch = "group r|XSHG:603999|loss_narrower||"},
    {.what = "the cap looks at the end of the quiet hours",
	.quiet = true,
	.cap = true,
	.now = NINE + 2 * H,
	.known = {.moments = {NINE + 2 * H - M, NINE + 2 * H}},
	.due = SEVEN_NEXT,
	.batch = "quiet 1769036400000",
	.note = "held until 07:00 Asia/Shanghai (quiet hours)"},
    {.what = "quiet hours and then the cap",
	.quiet = true,
	.cap = true,
	.now = NINE + 2 * H,
	.known = {.moments = {SEVEN_NEXT - M, SEVEN_NEXT}},
	.due = SEVEN_NEXT + H - M,
	.batch = "cap 1769039940000",
	.note = "held until 07:00 Asia/Shanghai (quiet hours); held until "
		"23:59 UTC (more than 2 in 1 h)"},
    {.what = "an escalation waits for an acknowledgement",
	.rule = DIGESTS,
	.escalation = true,
	.now = NINE,
	.due = NINE + 10 * M,
	.batch = "unacked r 29483350",
	.note = "nobody acknowledged it within 10 m"},
    {.what = "an escalation into quiet hours is held, among its like",
	.escalation = true,
	.rule = GROUPS,
	.quiet = true,
	.now = NINE + H - 5 * M,
	.due = SEVEN_NEXT,
	.batch = "unacked quiet 1769036400000",
	.note = "nobody acknowledged it within 10 m; held until 07:00 "
		"Asia/Shanghai (quiet hours)"},
};

static void
fill_rule(const struct plan_case *row, struct plan_rule *ret)
{
	struct plan_time at = {.minute = 8 * 60 + 30};

	assert_int_equal(zone_load("Asia/Shanghai", &at.zone, NULL), 0);
	*ret = (struct plan_rule){
	    .digest_count = (row->rule & DIGESTS) != 0,
	    .digests = {at},
	    .wait_ms = (row->rule & GROUPS) != 0 ? 20 * S : 0,
	    .by = PLAN_BY_ISSUER | PLAN_BY_CLASS,
	    .late = (row->rule & SKIPS) != 0   ? PLAN_LATE_SKIP
		    : (row->rule & TELLS) != 0 ? PLAN_LATE_TELL
					       : PLAN_LATE_DIGEST,
	    .escalate_ms = 10 * M,
	};
}

static void
expect_text(const char *what, const char *got, const char *want)
{
	if (strcmp(got != NULL ? got : "", want != NULL ? want : "") != 0)
		fail_msg("%s: '%s' instead of '%s'", what,
		    got != NULL ? got : "", want != NULL ? want : "");
}

static void
run_case(const struct plan_case *row, struct plan *ret)
{
	struct quiet quiet = {
	    .from_min = 22 * 60, .to_min = 7 * 60, .days = QUIET_EVERY_DAY};
	struct plan_channel channel = {
	    .quiet_count = row->quiet,
	    .quiet = &quiet,
	    .cap = row->cap ? 2 : 0,
	    .cap_ms = H,
	};
	struct known known = row->known;
	struct plan_store store = {known_open, known_oldest, &known};
	struct plan_rule rule;
	struct sample sample;

	fill_rule(row, &rule);
	sample_fill(&sample);
	sample.event.late = row->late;
	assert_int_equal(zone_load("Asia/Shanghai", &quiet.zone, NULL), 0);
	plan_make(
	    &(struct plan_ask){
		.event = &sample.event,
		.rule = "r",
		.note = "",
		.policy = row->rule != 0 ? &rule : NULL,
		.channel = &channel,
		.merges = !row->single,
		.escalation = row->escalation,
		.except = row->except ? 1 : 0,
		.now = row->now,
		.store = &store,
	    },
	    ret);
}

static void
what_stands_higher_in_the_table_decides_first(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct plan_case *row = &cases[i];
		struct plan plan;

		run_case(row, &plan);
		if (plan.due_at != row->due)
			fail_msg("%s: due %lld instead of %lld", row->what,
			    (long long)plan.due_at, (long long)row->due);
		expect_text(row->what, plan.batch, row->batch);
		expect_text(row->what, plan.note, row->note);
		assert_int_equal(plan.late, row->late);
		assert_null(plan.silenced);
		plan_done(&plan);
	}
}

static void
a_rule_may_skip_what_is_seen_late(void **state)
{
	const struct plan_case late = {
	    .rule = SKIPS | DIGESTS, .late = true, .now = NINE};
	const struct plan_case fresh = {.rule = SKIPS, .now = NINE};
	struct plan plan;

	(void)state;
	run_case(&late, &plan);
	assert_non_null(plan.silenced);
	plan_done(&plan);
	run_case(&fresh, &plan);
	assert_null(plan.silenced);
	plan_done(&plan);
}

static void
groups_have_what_they_are_grouped_by_in_common(void **state)
{
	static const struct {
		unsigned by;
		const char *want;
	} rows[] = {
	    {0, "group r||||"},
	    {PLAN_BY_SOURCE, "group r|||demo|"},
	    {PLAN_BY_TYPE, "group r||||warning.detected"},
	    {PLAN_BY_ISSUER | PLAN_BY_TYPE,
		"group r|XSHG:603999|||warning.detected"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct plan_rule rule = {.wait_ms = 20 * S, .by = rows[i].by};
		struct sample sample;
		struct plan plan;

		sample_fill(&sample);
		plan_make(
		    &(struct plan_ask){
			.event = &sample.event,
			.rule = "r",
			.note = "undecided: x",
			.policy = &rule,
			.merges = true,
			.now = NINE,
		    },
		    &plan);
		assert_string_equal(plan.batch, rows[i].want);
		assert_string_equal(plan.note, "undecided: x");
		plan_done(&plan);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_stands_higher_in_the_table_decides_first),
	    cmocka_unit_test(a_rule_may_skip_what_is_seen_late),
	    cmocka_unit_test(groups_have_what_they_are_grouped_by_in_common),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
