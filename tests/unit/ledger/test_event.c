/* SPDX-License-Identifier: BSD-2-Clause */
/* Events: their ids, their line, and their record on the wire. */
#include "ledger/event_id.h"
#include "ledger/event_line.h"
#include "lib/base/mem.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/* One reason, change and fact each. */
static void
event_fill(struct event *event)
{
	struct verdict *verdict = &event->verdict;
	struct reading reading;

	event_init(event);
	event->type = EVENT_WARNING_DETECTED;
	event->has_verdict = true;
	event->version = 1;
	event->filing.source = mem_strdup("page");
	event->filing.source_id = mem_strdup("1");
	event->filing.title = mem_strdup("公告");
	event->filing.listing = mem_strdup("XSHG:603138");
	event->filing.issuer_name = mem_strdup("海量数据");
	event->filing.published = wall_at("2025-01-16");
	*verdict = (struct verdict){.period = period_named("FY2024"),
	    .class_ = CLASS_LOSS_NARROWER,
	    .direction = DIRECTION_MIXED,
	    .severity = 4,
	    .grade = GRADE_CERTAIN,
	    .guidance = GUIDANCE_CUT,
	    .flags = FLAG_DISJOINT | FLAG_RANGE_BELOW_ALL,
	    .warning = true};
	reading_init(&reading);
	verdict->facts = mem_array(1, sizeof(struct fact));
	verdict->fact_count = 1;
	fact_copy(
	    &verdict->facts[0], say(&reading, ROLE_FORECAST, METRIC_NI_ATTR,
				    "FY2024", "-71000000..-55000000"));
	reading_done(&reading);
	verdict->changes = mem_array(1, sizeof(struct change));
	verdict->change_count = 1;
	verdict->changes[0] = (struct change){.axis = AXIS_GUIDANCE,
	    .metric = METRIC_NI_ATTR,
	    .guidance = GUIDANCE_CUT,
	    .period = verdict->period,
	    .has_pct = true,
	    .low_pct = figure("-40"),
	    .high_pct = figure("-10"),
	    .mid_pct = figure("-25.5"),
	    .base_low = figure("-60000000"),
	    .base_high = figure("-40000000"),
	    .currency = "CNY",
	    .base_quote = mem_strdup("quote"),
	    .base_source = mem_strdup("0"),
	    .n = 3};
	verdict->reasons = mem_array(1, sizeof(struct reason));
	verdict->reason_count = 1;
	verdict->reasons[0] = (struct reason){.id = mem_strdup("guidance.cut"),
	    .axis = AXIS_GUIDANCE,
	    .severity = 3,
	    .text = mem_strdup("forecast cut")};
	event_identify(event);
}

/* Fails unless changing a member by the statement gives another id. */
#define ASSERT_OTHER_ID(statement)                                             \
	do {                                                                   \
		struct event other;                                            \
		event_fill(&other);                                            \
		statement;                                                     \
		event_identify(&other);                                        \
		assert_string_not_equal(other.id, event.id);                   \
		event_done(&other);                                            \
	} while (0)

#define ASSERT_SAME_ID(statement)                                              \
	do {                                                                   \
		struct event other;                                            \
		event_fill(&other);                                            \
		statement;                                                     \
		event_identify(&other);                                        \
		assert_string_equal(other.id, event.id);                       \
		assert_string_equal(other.warning_id, event.warning_id);       \
		event_done(&other);                                            \
	} while (0)

static void
an_id_is_a_hash_over_what_is_said(void **state)
{
	struct event event;

	(void)state;
	event_fill(&event);
	assert_int_equal(strncmp(event.id, "evt_", 4), 0);
	assert_int_equal(strlen(event.id), 36);
	assert_int_equal(
	    strspn(event.id + 4, "abcdefghijklmnopqrstuvwxyz234567"), 32);
	assert_int_equal(strncmp(event.warning_id, "wrn_", 4), 0);
	ASSERT_OTHER_ID(other.type = EVENT_WARNING_UPDATED);
	ASSERT_OTHER_ID(mem_set(&other.filing.source, "cninfo"));
	ASSERT_OTHER_ID(mem_set(&other.filing.source_id, "2"));
	ASSERT_OTHER_ID(mem_set(&other.filing.listing, "XSHE:000001"));
	ASSERT_OTHER_ID(mem_set(&other.filing.sha256, "ab"));
	ASSERT_OTHER_ID(other.verdict.period = period_named("FY2025"));
	ASSERT_OTHER_ID(other.verdict.severity = 3);
	ASSERT_OTHER_ID(other.verdict.class_ = CLASS_LOSS);
	ASSERT_OTHER_ID(other.verdict.facts[0].low = figure("-72000000"));
	ASSERT_OTHER_ID(other.verdict.facts[0].high_open = true);
	event_done(&event);
}

static void
an_id_knows_nothing_of_this_instance(void **state)
{
	struct event event;

	(void)state;
	event_fill(&event);
	ASSERT_SAME_ID(other.seq = 17);
	ASSERT_SAME_ID(other.late = true);
	ASSERT_SAME_ID(other.version = 9);
	ASSERT_SAME_ID(other.ledger_since = 1);
	ASSERT_SAME_ID(other.filing.id = 12);
	ASSERT_SAME_ID(other.filing.item = 12);
	ASSERT_SAME_ID(other.filing.first_seen = 99);
	ASSERT_SAME_ID(mem_set(&other.instance, "desk1"));
	ASSERT_SAME_ID(mem_set(&other.watch, "core"));
	/* Another print of the same figure. */
	ASSERT_SAME_ID(other.verdict.facts[0].low = figure("-71000400"));
	event_done(&event);
}

static void
a_warning_is_of_issuer_period_and_family(void **state)
{
	struct event event, other;

	(void)state;
	event_fill(&event);
	event_fill(&other);
	mem_set(&other.filing.source, "cninfo");
	other.verdict.severity = 1;
	other.verdict.facts[0].low = figure("-90000000");
	event_identify(&other);
	assert_string_equal(other.warning_id, event.warning_id);
	other.verdict.family = FAMILY_DISTRESS;
	event_identify(&other);
	assert_string_not_equal(other.warning_id, event.warning_id);
	event_done(&other);
	event_done(&event);
}

static void
source_events_are_of_an_instance_and_a_moment(void **state)
{
	struct event a = {.type = EVENT_SOURCE_DEGRADED, .moment = 5};
	struct event b;

	(void)state;
	a.subject = mem_strdup("cninfo");
	a.instance = mem_strdup("desk1");
	a.text = mem_strdup("no answer\nsince 10:00");
	event_identify(&a);
	assert_string_equal(a.warning_id, "");
	b = a;
	b.moment = 6;
	event_identify(&b);
	assert_string_not_equal(a.id, b.id);
	char *line = event_line(&a);
	assert_string_equal(
	    line, "source.degraded cninfo: no answer since 10:00");
	mem_free(line);
	event_done(&a);
}

static void
a_line_names_the_axes_in_words(void **state)
{
	struct event event;

	(void)state;
	event_fill(&event);
	char *line = event_line(&event);
	assert_string_equal(line,
	    "S4 海量数据 603138.SH FY2024 net loss 55-71m CNY; forecast loss"
	    " widened -26 %; certain; \"forecast FY2024 -71000000..-55000000\"");
	mem_free(line);
	event.type = EVENT_WARNING_RETRACTED;
	event.verdict.deciding = -1;
	event.verdict.guidance = GUIDANCE_WITHDRAWN;
	mem_set(&event.filing.issuer_name, "Bad\x1b[31m Ltd\xff\u202e");
	line = event_line(&event);
	assert_string_equal(line,
	    "S4 Bad [31m Ltd? 603138.SH FY2024 warning retracted: forecast"
	    " cut; guidance withdrawn; certain");
	mem_free(line);
	event_done(&event);
}

static void
a_long_quote_is_cut_between_characters(void **state)
{
	struct event event;
	char quote[3 * 200 + 1] = "";

	(void)state;
	for (int i = 0; i < 200; i++)
		memcpy(quote + 3 * i, "净", 4);
	event_fill(&event);
	mem_set(&event.verdict.facts[0].quote, quote);
	char *line = event_line(&event);
	const char *cut = strstr(line, "净…\"");
	assert_non_null(cut);
	assert_int_equal(cut - strstr(line, "净"), 3 * (60 - 1));
	assert_int_equal(strlen(cut), strlen("净…\""));
	mem_free(line);
	event_done(&event);
}

/* Puts the event and gets it again; NULL when that is refused. */
static bool
carry(const struct event *event, size_t cut, struct event *ret)
{
	struct buf buf;

	buf_init(&buf, MIB);
	event_put(&buf, event);
	assert_false(wire_put_failed(&buf));
	struct wire wire = wire_init(buf.data, buf.len - cut);
	event_get(&wire, ret);
	bool whole = wire_get_end(&wire) == 0;
	buf_done(&buf);
	return whole;
}

static void
a_record_comes_back_as_it_went(void **state)
{
	struct event event, back;
	struct buf a, b;

	(void)state;
	event_fill(&event);
	event.seq = 42;
	mem_set(&event.watch, "core,more");
	assert_true(carry(&event, 0, &back));
	buf_init(&a, MIB);
	buf_init(&b, MIB);
	event_put(&a, &event);
	event_put(&b, &back);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	assert_string_equal(back.watch, "core,more");
	assert_string_equal(back.verdict.changes[0].base_source, "0");
	assert_int_equal(back.verdict.flags, event.verdict.flags);
	assert_int_equal(back.verdict.deciding, 0);
	assert_null(back.filing.url);
	buf_done(&a);
	buf_done(&b);
	event_done(&back);
	event_done(&event);
}

static void
a_record_cut_anywhere_is_refused(void **state)
{
	struct event event, back;
	struct buf buf;

	(void)state;
	event_fill(&event);
	buf_init(&buf, MIB);
	event_put(&buf, &event);
	for (size_t cut = 1; cut <= buf.len; cut++) {
		assert_false(carry(&event, cut, &back));
		event_done(&back);
	}
	buf_done(&buf);
	event_done(&event);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_id_is_a_hash_over_what_is_said),
	    cmocka_unit_test(an_id_knows_nothing_of_this_instance),
	    cmocka_unit_test(a_warning_is_of_issuer_period_and_family),
	    cmocka_unit_test(source_events_are_of_an_instance_and_a_moment),
	    cmocka_unit_test(a_line_names_the_axes_in_words),
	    cmocka_unit_test(a_long_quote_is_cut_between_characters),
	    cmocka_unit_test(a_record_comes_back_as_it_went),
	    cmocka_unit_test(a_record_cut_anywhere_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
