/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a filing, its reading, the history before it. Out: verdicts, period by
 * period. ledger/ledger.c and `filingctl read` call it; the codec serves
 * stored events.
 */
#include "ledger/verdict.h"

#include "ledger/judge.h"
#include "ledger/words.h"
#include "lib/base/mem.h"

/* Elements of one message, far above what a verdict ever holds. */
#define VERDICT_ELEMENTS 1024

void
verdict_done(struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->fact_count; i++)
		fact_done(&verdict->facts[i]);
	for (size_t i = 0; i < verdict->change_count; i++)
		change_done(&verdict->changes[i]);
	for (size_t i = 0; i < verdict->reason_count; i++) {
		mem_free(verdict->reasons[i].id);
		mem_free(verdict->reasons[i].text);
	}
	mem_free(verdict->facts);
	mem_free(verdict->changes);
	mem_free(verdict->reasons);
	*verdict = (struct verdict){.deciding = -1};
}

void
verdicts_done(struct verdicts *verdicts)
{
	for (size_t i = 0; i < verdicts->count; i++)
		verdict_done(&verdicts->items[i]);
	mem_free(verdicts->items);
	*verdicts = (struct verdicts){0};
}

static void
verdict_put_lists(struct buf *buf, const struct verdict *verdict)
{
	wire_put_u32(buf, (uint32_t)verdict->fact_count);
	for (size_t i = 0; i < verdict->fact_count; i++)
		fact_put(buf, &verdict->facts[i]);
	wire_put_u32(buf, (uint32_t)verdict->change_count);
	for (size_t i = 0; i < verdict->change_count; i++)
		change_put(buf, &verdict->changes[i]);
	wire_put_u32(buf, (uint32_t)verdict->reason_count);
	for (size_t i = 0; i < verdict->reason_count; i++) {
		const struct reason *reason = &verdict->reasons[i];
		wire_put_str(buf, reason->id);
		wire_put_u8(buf, (uint8_t)reason->axis);
		wire_put_u8(buf, (uint8_t)reason->severity);
		wire_put_str(buf, reason->text);
	}
}

void
verdict_put(struct buf *buf, const struct verdict *verdict)
{
	reading_put_period(buf, verdict->period);
	wire_put_u8(buf, (uint8_t)verdict->family);
	wire_put_u8(buf, (uint8_t)verdict->class_);
	wire_put_u8(buf, (uint8_t)verdict->direction);
	wire_put_u8(buf, (uint8_t)verdict->severity);
	wire_put_u8(buf, (uint8_t)verdict->good);
	wire_put_u8(buf, (uint8_t)verdict->grade);
	wire_put_u8(buf, (uint8_t)verdict->guidance);
	wire_put_u8(buf, (uint8_t)verdict->distress);
	wire_put_u32(buf, verdict->flags);
	wire_put_u8(buf, verdict->warning);
	wire_put_u8(buf, verdict->data_gap);
	wire_put_u8(buf, verdict->closes);
	wire_put_u8(buf, verdict->deciding >= 0);
	verdict_put_lists(buf, verdict);
}

/* Text that is never missing. */
static char *
verdict_get_text(struct wire *wire)
{
	char *text = wire_get_str(wire);

	if (text == NULL)
		wire->bad = true;
	return text;
}

static void
verdict_get_facts(struct wire *wire, struct verdict *verdict)
{
	uint32_t n = wire_get_count(wire, VERDICT_ELEMENTS);

	verdict->facts = mem_array(n, sizeof(struct fact));
	for (uint32_t i = 0; i < n && !wire->bad; i++)
		fact_get(wire, &verdict->facts[verdict->fact_count++]);
}

static void
verdict_get_changes(struct wire *wire, struct verdict *verdict)
{
	uint32_t n = wire_get_count(wire, VERDICT_ELEMENTS);

	verdict->changes = mem_array(n, sizeof(struct change));
	for (uint32_t i = 0; i < n && !wire->bad; i++)
		change_get(wire, &verdict->changes[verdict->change_count++]);
}

static void
verdict_get_reasons(struct wire *wire, struct verdict *verdict)
{
	uint32_t n = wire_get_count(wire, VERDICT_ELEMENTS);

	verdict->reasons = mem_array(n, sizeof(struct reason));
	for (uint32_t i = 0; i < n && !wire->bad; i++) {
		struct reason *reason =
		    &verdict->reasons[verdict->reason_count++];
		reason->id = verdict_get_text(wire);
		reason->axis = wire_get_choice(wire, AXIS_COUNT);
		reason->severity = wire_get_choice(wire, 6);
		reason->text = verdict_get_text(wire);
	}
}

void
verdict_get(struct wire *wire, struct verdict *verdict)
{
	*verdict = (struct verdict){.deciding = -1};
	verdict->period = reading_get_period(wire);
	verdict->family = wire_get_choice(wire, FAMILY_DISTRESS + 1);
	verdict->class_ = wire_get_choice(wire, CLASS_COUNT);
	verdict->direction = wire_get_choice(wire, DIRECTION_COUNT);
	verdict->severity = wire_get_choice(wire, 6);
	verdict->good = wire_get_choice(wire, 5);
	verdict->grade = wire_get_choice(wire, GRADE_COUNT);
	verdict->guidance = wire_get_choice(wire, GUIDANCE_COUNT);
	verdict->distress = wire_get_choice(wire, DISTRESS_COUNT);
	verdict->flags = wire_get_u32(wire);
	verdict->warning = wire_get_bool(wire);
	verdict->data_gap = wire_get_bool(wire);
	verdict->closes = wire_get_bool(wire);
	bool deciding = wire_get_bool(wire);
	verdict_get_facts(wire, verdict);
	verdict_get_changes(wire, verdict);
	verdict_get_reasons(wire, verdict);
	if (verdict->flags >= 1U << FLAG_COUNT ||
	    (deciding && verdict->fact_count == 0))
		wire->bad = true;
	else
		verdict->deciding = deciding ? 0 : -1;
}

static struct verdict *
verdict_add(struct verdicts *verdicts)
{
	verdicts->items = mem_resize(
	    verdicts->items, verdicts->count + 1, sizeof(*verdicts->items));
	return &verdicts->items[verdicts->count++];
}

/* The filing speaks of the issuer's results. */
static bool
verdict_is_due(const struct statement *statement)
{
	switch (statement->reading->form) {
	case FORM_FORECAST:
	case FORM_FORECAST_REVISION:
	case FORM_FLASH:
	case FORM_RESULTS:
		return true;
	case FORM_OTHER:
		/* "This does not change our forecast" is a word on it, too. */
		return statement_has_forecast(statement) ||
		       (statement->reading->by_issuer &&
			   statement->reading->claimed_guidance ==
			       GUIDANCE_REITERATED);
	case FORM_ESTIMATE:
	case FORM_BRIEFING:
	case FORM_NOTICE:
	case FORM_COUNT:
		break;
	}
	return false;
}

/*
 * A paper's words are worth a class, never a warning. Signs of distress stand
 * in notices, which say nothing of results but are the issuer's all the same.
 */
static void
verdict_mute(const struct filing *filing, const struct reading *reading,
    struct verdict *verdict)
{
	bool own = filing->publisher == NULL && reading->form != FORM_ESTIMATE;

	if (reading->by_issuer || (own && verdict->family == FAMILY_DISTRESS))
		return;
	verdict->severity = 0;
	verdict->good = 0;
	verdict->warning = false;
}

static void
verdict_of_periods(struct statement *statement, struct verdicts *ret)
{
	struct period periods[STATEMENT_PERIODS];
	size_t count = statement_periods(statement, periods);

	for (size_t i = 0; i < count; i++) {
		statement_select(statement, periods, count, i);
		judge_figures(statement, verdict_add(ret));
	}
	if (count == 0)
		words_judge(statement, verdict_add(ret));
}

void
verdict_decide(const struct filing *filing, const struct reading *reading,
    const struct history *history, struct verdicts *ret)
{
	struct statement statement;

	*ret = (struct verdicts){0};
	statement_init(&statement, filing, reading, history);
	if (verdict_is_due(&statement))
		verdict_of_periods(&statement, ret);
	if (reading->distress != DISTRESS_NONE)
		words_distress(&statement, verdict_add(ret));
	for (size_t i = 0; i < ret->count; i++)
		verdict_mute(filing, reading, &ret->items[i]);
	statement_done(&statement);
}
