/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a statement of one period. Out: its verdict: deciding fact, class,
 * changes, direction, reasons, grade. ledger/verdict.c calls it.
 */
#include "ledger/judge.h"

#include "ledger/compare.h"
#include "ledger/grade.h"
#include "ledger/remainder.h"
#include "ledger/screen.h"
#include "ledger/severity.h"
#include "ledger/wording.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <string.h>

#define JUDGE_DETAIL 200

/* Everything that is compared for one period. */
struct judge {
	const struct statement *statement;
	struct verdict *verdict;
	size_t count;
	struct comparison items[STATEMENT_METRICS];
	struct comparison *deciding;
	bool by_words; /* the class is the issuer's word, not a figure's */
};

static void
judge_compare(struct judge *judge)
{
	const enum metric *metrics = statement_metrics();

	for (size_t i = 0; i < STATEMENT_METRICS; i++) {
		struct comparison *item = &judge->items[judge->count];
		compare_metric(judge->statement, metrics[i], item);
		if (compare_fact(item) != NULL)
			judge->count++;
	}
	judge->deciding = &judge->items[0];
}

static void
judge_add_fact(struct verdict *verdict, const struct fact *fact)
{
	if (verdict->fact_count >= JUDGE_FACTS)
		return;
	fact_copy(&verdict->facts[verdict->fact_count++], fact);
}

static void
judge_facts(const struct judge *judge)
{
	const struct statement *statement = judge->statement;
	struct verdict *verdict = judge->verdict;
	const struct fact *deciding = compare_fact(judge->deciding);

	verdict->facts = mem_array(JUDGE_FACTS, sizeof(struct fact));
	judge_add_fact(verdict, deciding);
	verdict->deciding = 0;
	for (size_t i = 0; i < statement->count; i++) {
		const struct fact *fact = &statement->facts[i];
		if (fact != deciding && statement_has(statement, fact))
			judge_add_fact(verdict, fact);
	}
	verdict->facts = mem_resize(
	    verdict->facts, verdict->fact_count, sizeof(struct fact));
}

static void
judge_changes(const struct judge *judge)
{
	struct verdict *verdict = judge->verdict;
	size_t n = 0;

	verdict->changes =
	    mem_array(judge->count * COMPARE_CHANGES, sizeof(struct change));
	for (size_t i = 0; i < judge->count; i++)
		n += compare_changes(&judge->items[i], judge->statement->period,
		    verdict->changes + n);
	verdict->change_count = n;
}

/* Metrics of which a claimed class speaks; of the others it knows nothing. */
static bool
judge_is_result(enum metric metric)
{
	switch (metric) {
	case METRIC_NI_ATTR:
	case METRIC_NI_EXNR:
	case METRIC_NI_TOTAL:
	case METRIC_PBT:
	case METRIC_ORD:
	case METRIC_EPS:
		return true;
	case METRIC_NONE:
	case METRIC_REV:
	case METRIC_OP:
	case METRIC_EQUITY:
	case METRIC_EBITDA:
	case METRIC_CASH_FLOW:
	case METRIC_COUNT:
		break;
	}
	return false;
}

/* Revenue or an operating figure: it makes no profit by itself. */
static enum verdict_class
judge_other_class(const struct comparison *deciding, enum verdict_class claimed)
{
	if (claimed != CLASS_NONE)
		return claimed;
	return deciding->class_.class_ == CLASS_PROFIT
		   ? CLASS_NONE
		   : deciding->class_.class_;
}

static void
judge_class(struct judge *judge)
{
	const struct comparison *deciding = judge->deciding;
	enum verdict_class claimed = judge->statement->claimed_class;
	struct verdict *verdict = judge->verdict;
	bool own_prior =
	    deciding->prior.known ? deciding->prior.own : deciding->pct != NULL;

	verdict->flags =
	    deciding->class_.flags | deciding->revision.flags | deciding->flags;
	if (deciding->surprise.below_all)
		verdict->flags |= FLAG_RANGE_BELOW_ALL;
	if (judge_is_result(deciding->metric))
		verdict->class_ = classify_settle(
		    &deciding->class_, claimed, own_prior, &verdict->flags);
	else
		verdict->class_ = judge_other_class(deciding, claimed);
	judge->by_words = verdict->class_ != deciding->class_.class_;
}

/* A change in money alone, of an unknown base: only its sign speaks. */
static int
judge_delta_sign(const struct judge *judge)
{
	const struct fact *delta = judge->deciding->delta;
	struct decimal mid;

	if (delta == NULL || judge->verdict->class_ != CLASS_NONE)
		return 0;
	struct range range = range_of_fact(delta);
	return range_mid(&range, &mid) == 0 ? decimal_sign(mid) : 0;
}

static enum direction
judge_of_sign(int sign)
{
	return sign < 0	  ? DIRECTION_DOWN
	       : sign > 0 ? DIRECTION_UP
			  : DIRECTION_NONE;
}

/* Where two disagree the direction is mixed. */
static enum direction
judge_join(enum direction a, enum direction b)
{
	if (a == DIRECTION_NONE || a == b)
		return b;
	return b == DIRECTION_NONE ? a : DIRECTION_MIXED;
}

/* Of the results, or of revenue alone. */
static enum direction
judge_guided(const struct judge *judge, bool revenue)
{
	enum direction way = DIRECTION_NONE;

	for (size_t i = 0; i < judge->count; i++) {
		const struct comparison *item = &judge->items[i];
		if ((item->metric == METRIC_REV) == revenue)
			way = judge_join(
			    way, revision_direction(item->revision.guidance));
	}
	return way;
}

/* Sales that rise beside a falling profit do not make it less of a fall. */
static enum direction
judge_guidance_direction(const struct judge *judge)
{
	enum direction way = judge_guided(judge, false);
	enum direction revenue = judge_guided(judge, true);

	if (way != DIRECTION_DOWN)
		way = judge_join(way, revenue);
	if (way == DIRECTION_NONE)
		way = revision_direction(judge->statement->claimed_guidance);
	return way;
}

static bool
judge_is_news(enum guidance guidance)
{
	return guidance != GUIDANCE_NONE && guidance != GUIDANCE_INITIATED &&
	       guidance != GUIDANCE_REITERATED;
}

/*
 * Guidance that moved, with nothing known of the year before: that a profit
 * is guided says nothing of which way it goes.
 */
static void
judge_forget_profit(struct judge *judge)
{
	struct verdict *verdict = judge->verdict;

	if (verdict->class_ == CLASS_PROFIT &&
	    judge->statement->claimed_class == CLASS_NONE &&
	    judge_is_news(verdict->guidance))
		verdict->class_ = CLASS_NONE;
}

static enum direction
judge_closing_direction(const struct comparison *deciding)
{
	if (deciding->closing.result == CLOSING_MISS)
		return DIRECTION_DOWN;
	return deciding->closing.result == CLOSING_BEAT ? DIRECTION_UP
							: DIRECTION_NONE;
}

static enum direction
judge_consensus_direction(const struct comparison *deciding)
{
	const struct surprise *surprise = &deciding->surprise;
	struct decimal five = decimal_from_int(5);

	if (deciding->consensus.n == 0)
		return DIRECTION_NONE;
	if (surprise->below_all || surprise->above_all)
		return judge_of_sign(surprise->below_all ? -1 : 1);
	if (!surprise->has_pct ||
	    decimal_cmp(decimal_abs(surprise->mid_pct), five) < 0)
		return DIRECTION_NONE;
	return judge_of_sign(surprise->sign);
}

/*
 * A result that is up beside one without one-off items that is down: mixed. A
 * fall is told as one, whatever stands beside it.
 */
static enum direction
judge_class_direction(const struct judge *judge)
{
	const struct verdict *verdict = judge->verdict;
	enum direction way =
	    classify_direction(verdict->class_, verdict->flags);

	for (size_t i = 0; i < judge->count && way == DIRECTION_UP; i++) {
		const struct comparison *item = &judge->items[i];
		if (item->metric == METRIC_NI_EXNR &&
		    classify_direction(item->class_.class_,
			item->class_.flags) == DIRECTION_DOWN)
			way = DIRECTION_MIXED;
	}
	return way;
}

/* Against the own forecast first, else the actual, else the year before. */
static void
judge_direction(struct judge *judge)
{
	struct verdict *verdict = judge->verdict;
	enum direction way = judge_guidance_direction(judge);

	if (way == DIRECTION_NONE)
		way = judge_closing_direction(judge->deciding);
	if (way == DIRECTION_NONE)
		way = judge_class_direction(judge);
	if (way == DIRECTION_NONE)
		way = judge_of_sign(judge_delta_sign(judge));
	verdict->direction =
	    judge_join(way, judge_consensus_direction(judge->deciding));
}

static bool
judge_has_news(const struct judge *judge)
{
	for (size_t i = 0; i < judge->count; i++) {
		if (judge_is_news(judge->items[i].revision.guidance))
			return true;
	}
	return false;
}

/* The deciding metric's change, else the first real one, else the claim. */
static enum guidance
judge_guidance(const struct judge *judge)
{
	enum guidance claimed = judge->statement->claimed_guidance;
	enum guidance own = judge->deciding->revision.guidance;

	if (claimed == GUIDANCE_WITHDRAWN)
		return claimed;
	for (size_t i = 0; i < judge->count; i++) {
		enum guidance guidance = judge->items[i].revision.guidance;
		if (judge_is_news(guidance))
			return guidance;
	}
	return own == GUIDANCE_NONE || judge_is_news(claimed) ? claimed : own;
}

static void
judge_remainder(const struct judge *judge)
{
	const struct statement *statement = judge->statement;
	const struct comparison *deciding = judge->deciding;
	const char *listing = statement->filing->listing;
	struct remainder rest;
	struct buf detail;
	char label[PERIOD_LABEL_MAX];

	if (deciding->level == NULL ||
	    !remainder_find(
		statement, deciding->level, &deciding->prior, &rest))
		return;
	int worse = remainder_threshold(listing != NULL ? listing : "");
	if (decimal_cmp(rest.mid_pct, decimal_from_int(-worse)) > 0)
		return;
	struct range pct = range_of_point(rest.mid_pct);
	buf_init(&detail, JUDGE_DETAIL);
	wording_add(&detail, period_label(rest.period, label));
	wording_add(&detail, " ");
	wording_add_figure(&detail, deciding->metric, &rest.range, false,
	    deciding->level->currency);
	wording_add(&detail, ", ");
	wording_add_pct(&detail, &pct);
	severity_add(judge->verdict, REASON_REMAINDER, detail.data);
	buf_done(&detail);
}

static void
judge_low_revenue(const struct judge *judge)
{
	struct buf detail;
	int64_t line;

	if (!screen_low_revenue(judge->statement, &line))
		return;
	struct range range = range_of_point(decimal_from_int(line));
	buf_init(&detail, JUDGE_DETAIL);
	wording_add_figure(&detail, METRIC_REV, &range, false, "CNY");
	severity_add(judge->verdict, REASON_REVENUE, detail.data);
	buf_done(&detail);
}

static void
judge_listing(const struct judge *judge)
{
	struct verdict *verdict = judge->verdict;
	enum distress distress = judge->statement->reading->distress;

	if (screen_negative_equity(judge->statement))
		severity_add(verdict, REASON_EQUITY, NULL);
	judge_low_revenue(judge);
	if (distress == DISTRESS_DELISTING ||
	    distress == DISTRESS_NON_RELIANCE ||
	    distress == DISTRESS_GOING_CONCERN)
		severity_distress(verdict, distress);
}

static void
judge_reasons(const struct judge *judge)
{
	const struct comparison *deciding = judge->deciding;
	struct verdict *verdict = judge->verdict;
	const struct decimal *mid = &deciding->class_.mid_pct;

	if (!closing_is_met(deciding->closing.result))
		severity_class(verdict, verdict->class_, verdict->flags,
		    deciding->class_.has_pct && !judge->by_words ? mid : NULL);
	for (size_t i = 0; i < judge->count; i++)
		severity_compare(verdict, &judge->items[i], i == 0);
	if (judge_delta_sign(judge) < 0)
		severity_add(verdict, REASON_WORDS, NULL);
	if (!judge_has_news(judge) || verdict->guidance == GUIDANCE_WITHDRAWN)
		severity_claim(verdict, verdict->guidance);
	judge_remainder(judge);
	judge_listing(judge);
}

void
judge_settle(
    const struct statement *statement, struct verdict *verdict, bool small_base)
{
	struct severity_modifiers modifiers = {
	    small_base, grade_is_title_only(statement->reading)};

	severity_settle(verdict, &modifiers);
	verdict->warning =
	    verdict->severity >= 2 && verdict->family == FAMILY_RESULT;
}

void
judge_begin(const struct statement *statement, struct verdict *verdict)
{
	*verdict = (struct verdict){.period = statement->period,
	    .family = FAMILY_RESULT,
	    .grade = grade_is_title_only(statement->reading) ? GRADE_POSSIBLE
							     : GRADE_PROBABLE,
	    .deciding = -1};
}

void
judge_figures(const struct statement *statement, struct verdict *verdict)
{
	struct judge *judge = mem_new(sizeof(*judge));

	*judge = (struct judge){.statement = statement, .verdict = verdict};
	judge_begin(statement, verdict);
	judge_compare(judge);
	assert(judge->count > 0);
	judge_facts(judge);
	judge_changes(judge);
	judge_class(judge);
	verdict->guidance = judge_guidance(judge);
	judge_forget_profit(judge);
	verdict->closes = judge->deciding->closing.result != CLOSING_NONE;
	verdict->grade = grade_of(statement, judge->deciding);
	if (judge->by_words && !judge_is_result(judge->deciding->metric) &&
	    verdict->grade > GRADE_PROBABLE)
		verdict->grade = GRADE_PROBABLE;
	judge_direction(judge);
	judge_reasons(judge);
	judge_settle(
	    statement, verdict, grade_is_small(statement, judge->deciding));
	verdict->good = severity_good(verdict->class_, judge->deciding);
	mem_free(judge);
}
