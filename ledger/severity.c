/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: comparisons and classes. Out: the reasons of a verdict and what they
 * amount to. ledger/judge.c calls it.
 */
#include "ledger/severity.h"

#include "ledger/wording.h"
#include "lib/base/mem.h"

#include <string.h>

#define SEVERITY_DETAIL 200

static const struct {
	enum axis axis;
	int severity;
	const char *id;
	const char *text;
} severity_rows[REASON_COUNT] = {
#define SEVERITY_ROW(name, axis_, severity_, id_, text_)                       \
	[name] = {axis_, severity_, id_, text_},
    SEVERITY_REASON(SEVERITY_ROW)
#undef SEVERITY_ROW
};

void
severity_add(
    struct verdict *verdict, enum severity_reason reason, const char *detail)
{
	const char *id = severity_rows[reason].id;

	for (size_t i = 0; i < verdict->reason_count; i++) {
		if (strcmp(verdict->reasons[i].id, id) == 0)
			return;
	}
	verdict->reasons = mem_resize(verdict->reasons,
	    verdict->reason_count + 1, sizeof(*verdict->reasons));
	verdict->reasons[verdict->reason_count++] = (struct reason){
	    .id = mem_strdup(id),
	    .axis = severity_rows[reason].axis,
	    .severity = severity_rows[reason].severity,
	    .text = detail == NULL ? mem_strdup(severity_rows[reason].text)
				   : mem_printf("%s: %s",
					 severity_rows[reason].text, detail),
	};
}

/* pct at least this far down. */
static bool
severity_is_down(const struct decimal *pct, int by)
{
	return pct != NULL && decimal_cmp(*pct, decimal_from_int(-by)) <= 0;
}

static enum severity_reason
severity_of_uncertain(unsigned flags)
{
	return (flags & FLAG_PRIOR_PROFIT) != 0 ? REASON_UNCERTAIN_AFTER_PROFIT
						: REASON_UNCERTAIN;
}

/* REASON_COUNT: the class is no reason. */
static enum severity_reason
severity_of_class(
    enum verdict_class class_, unsigned flags, const struct decimal *mid_pct)
{
	switch (class_) {
	case CLASS_FIRST_LOSS:
		return REASON_FIRST_LOSS;
	case CLASS_LOSS_WIDER:
		return severity_is_down(mid_pct, 50) ? REASON_LOSS_WIDER_50
						     : REASON_LOSS_WIDER;
	case CLASS_LOSS_CONT:
		return REASON_LOSS_CONT;
	case CLASS_LOSS_NARROWER:
		return REASON_LOSS_NARROWER;
	case CLASS_LOSS:
		return REASON_LOSS;
	case CLASS_DOWN_BIG:
		return severity_is_down(mid_pct, 80) ? REASON_DOWN_BIG_80
						     : REASON_DOWN_BIG;
	case CLASS_DOWN_SMALL:
		return REASON_DOWN_SMALL;
	case CLASS_MIXED_PROFIT:
		return REASON_MIXED_PROFIT;
	case CLASS_UNCERTAIN:
		return severity_of_uncertain(flags);
	case CLASS_NONE:
	case CLASS_UP_SMALL:
	case CLASS_UP_BIG:
	case CLASS_TURNAROUND:
	case CLASS_PROFIT:
	case CLASS_COUNT:
		break;
	}
	return REASON_COUNT;
}

void
severity_class(struct verdict *verdict, enum verdict_class class_,
    unsigned flags, const struct decimal *mid_pct)
{
	enum severity_reason reason = severity_of_class(class_, flags, mid_pct);
	struct buf detail;

	if (reason == REASON_COUNT)
		return;
	buf_init(&detail, SEVERITY_DETAIL);
	if (mid_pct != NULL) {
		struct range mid = range_of_point(*mid_pct);
		wording_add_pct(&detail, &mid);
	}
	severity_add(verdict, reason, mid_pct != NULL ? detail.data : NULL);
	buf_done(&detail);
}

/* Adds with "<metric> <percent>" as detail; pct NULL: the metric alone. */
static void
severity_add_metric(struct verdict *verdict, enum severity_reason reason,
    enum metric metric, const struct decimal *pct)
{
	struct buf detail;

	if (reason == REASON_COUNT)
		return;
	buf_init(&detail, SEVERITY_DETAIL);
	if (pct != NULL) {
		struct range point = range_of_point(*pct);
		wording_add_change(&detail, metric, &point);
	}
	severity_add(verdict, reason, pct != NULL ? detail.data : NULL);
	buf_done(&detail);
}

static enum severity_reason
severity_of_cut(const struct revision *revision, const struct decimal *mid_pct)
{
	bool disjoint = (revision->flags & FLAG_DISJOINT) != 0;

	if (severity_is_down(mid_pct, 30))
		return REASON_CUT_30;
	if (mid_pct == NULL || disjoint || severity_is_down(mid_pct, 10))
		return REASON_CUT;
	return REASON_CUT_SMALL;
}

static enum severity_reason
severity_of_guidance(
    const struct revision *revision, const struct decimal *mid_pct)
{
	switch (revision->guidance) {
	case GUIDANCE_CUT:
		return severity_of_cut(revision, mid_pct);
	case GUIDANCE_NARROWED_DOWN:
		return REASON_NARROWED_DOWN;
	case GUIDANCE_WIDENED_DOWN:
		return REASON_WIDENED_DOWN;
	case GUIDANCE_NARROWED_NEUTRAL:
		return REASON_NARROWED_NEUTRAL;
	case GUIDANCE_WITHDRAWN:
		return REASON_WITHDRAWN;
	case GUIDANCE_NONE:
	case GUIDANCE_INITIATED:
	case GUIDANCE_REITERATED:
	case GUIDANCE_RAISED:
	case GUIDANCE_NARROWED_UP:
	case GUIDANCE_WIDENED_UP:
	case GUIDANCE_WIDENED_NEUTRAL:
	case GUIDANCE_COUNT:
		break;
	}
	return REASON_COUNT;
}

static void
severity_guidance(struct verdict *verdict, const struct comparison *comparison)
{
	const struct revision *revision = &comparison->revision;
	const struct decimal *mid =
	    revision->has_pct ? &revision->mid_pct : NULL;
	enum metric metric = comparison->metric;

	severity_add_metric(
	    verdict, severity_of_guidance(revision, mid), metric, mid);
	if ((revision->flags & FLAG_FLIP_TO_LOSS) != 0)
		severity_add_metric(verdict, REASON_FLIP_TO_LOSS, metric, mid);
	if ((revision->flags & FLAG_TO_UNCERTAIN) != 0)
		severity_add_metric(verdict, REASON_TO_UNCERTAIN, metric, mid);
}

static enum severity_reason
severity_of_surprise(const struct decimal *mid_pct)
{
	if (severity_is_down(mid_pct, 25))
		return REASON_BELOW_25;
	if (severity_is_down(mid_pct, 10))
		return REASON_BELOW_10;
	return severity_is_down(mid_pct, 5) ? REASON_BELOW_5 : REASON_COUNT;
}

/* Of other metrics than the deciding one only revenue, and only its mean. */
static void
severity_consensus(
    struct verdict *verdict, const struct comparison *comparison, bool deciding)
{
	const struct surprise *surprise = &comparison->surprise;
	const struct decimal *mid =
	    surprise->has_pct ? &surprise->mid_pct : NULL;
	const struct decimal *below =
	    surprise->has_below ? &surprise->below_pct : NULL;
	enum metric metric = comparison->metric;
	int n = comparison->consensus.n;

	if (n == 0 || (!deciding && metric != METRIC_REV))
		return;
	severity_add_metric(verdict, severity_of_surprise(mid), metric, mid);
	if (!deciding || !surprise->below_all)
		return;
	if (n >= 3)
		severity_add_metric(verdict, REASON_BELOW_ALL, metric, below);
	else if (n == 2)
		severity_add_metric(verdict, REASON_BELOW_BOTH, metric, below);
	else if (mid == NULL)
		severity_add(verdict, REASON_BELOW_UNSTABLE, NULL);
}

static enum severity_reason
severity_of_miss(const struct decimal *pct)
{
	if (severity_is_down(pct, 50))
		return REASON_MISS_50;
	return severity_is_down(pct, 20) ? REASON_MISS_20 : REASON_MISS;
}

static void
severity_actual(struct verdict *verdict, const struct comparison *comparison)
{
	const struct closing *closing = &comparison->closing;
	const struct decimal *pct =
	    closing->has_pct ? &closing->diff_pct : NULL;
	enum severity_reason reason = REASON_COUNT;

	switch (closing->result) {
	case CLOSING_NONE:
		return;
	case CLOSING_IN_RANGE:
	case CLOSING_IN_LINE:
		reason = REASON_MET;
		break;
	case CLOSING_BEAT:
		reason = REASON_BEAT;
		break;
	case CLOSING_MISS:
		reason = severity_of_miss(pct);
		break;
	}
	severity_add_metric(verdict, reason, comparison->metric, pct);
	if (comparison->loss_after_profit)
		severity_add_metric(
		    verdict, REASON_LOSS_AFTER_PROFIT, comparison->metric, pct);
}

void
severity_compare(
    struct verdict *verdict, const struct comparison *comparison, bool deciding)
{
	severity_guidance(verdict, comparison);
	severity_consensus(verdict, comparison, deciding);
	severity_actual(verdict, comparison);
}

void
severity_claim(struct verdict *verdict, enum guidance claimed)
{
	struct revision revision = {.guidance = claimed};

	severity_add_metric(
	    verdict, severity_of_guidance(&revision, NULL), METRIC_NONE, NULL);
}

void
severity_distress(struct verdict *verdict, enum distress distress)
{
	static const enum severity_reason reasons[DISTRESS_COUNT] = {
	    [DISTRESS_NONE] = REASON_COUNT,
	    [DISTRESS_IMPAIRMENT] = REASON_IMPAIRMENT,
	    [DISTRESS_AUDIT_OPINION] = REASON_AUDIT,
	    [DISTRESS_LATE_REPORT] = REASON_LATE,
	    [DISTRESS_DELISTING] = REASON_DELISTING,
	    [DISTRESS_NON_RELIANCE] = REASON_NON_RELIANCE,
	    [DISTRESS_GOING_CONCERN] = REASON_GOING_CONCERN,
	};

	if (reasons[distress] != REASON_COUNT)
		severity_add(verdict, reasons[distress], NULL);
}

static int
severity_worst(const struct verdict *verdict)
{
	int worst = 0;

	for (size_t i = 0; i < verdict->reason_count; i++) {
		if (verdict->reasons[i].severity > worst)
			worst = verdict->reasons[i].severity;
	}
	return worst;
}

static int
severity_axes_at(const struct verdict *verdict, int severity)
{
	unsigned axes = 0;

	for (size_t i = 0; i < verdict->reason_count; i++) {
		if (verdict->reasons[i].severity >= severity)
			axes |= 1U << verdict->reasons[i].axis;
	}
	return __builtin_popcount(axes);
}

/* A forecast of it is a duty, however small the amounts. */
static bool
severity_is_trigger(enum verdict_class class_)
{
	return classify_is_loss(class_) || class_ == CLASS_DOWN_BIG;
}

void
severity_settle(
    struct verdict *verdict, const struct severity_modifiers *modifiers)
{
	int severity = severity_worst(verdict);

	if (severity == 3 && severity_axes_at(verdict, 3) >= 2)
		severity = 4;
	if (modifiers->small_base && severity >= 2 && severity <= 4 &&
	    (severity > 2 || !severity_is_trigger(verdict->class_)))
		severity--;
	if (modifiers->title_only && severity > 3)
		severity = 3;
	verdict->severity = severity;
}

/* Thresholds mirrored: 2, then 3 and 4 from these percentages on. */
static int
severity_good_pct(bool has_pct, struct decimal pct, int three, int four)
{
	if (has_pct && decimal_cmp(pct, decimal_from_int(four)) >= 0)
		return 4;
	return has_pct && decimal_cmp(pct, decimal_from_int(three)) >= 0 ? 3
									 : 2;
}

static int
severity_good_class(
    enum verdict_class class_, const struct classification *classification)
{
	if (class_ == CLASS_TURNAROUND)
		return 4;
	if (class_ == CLASS_UP_BIG)
		return severity_good_pct(classification->has_pct,
			   classification->mid_pct, 80, 80) == 4
			   ? 4
			   : 3;
	return class_ == CLASS_UP_SMALL || class_ == CLASS_PROFIT ? 2 : 0;
}

static int
severity_good_guidance(const struct revision *revision)
{
	if ((revision->flags & FLAG_FLIP_TO_PROFIT) != 0)
		return 4;
	if (revision->guidance == GUIDANCE_RAISED)
		return severity_good_pct(
		    revision->has_pct, revision->mid_pct, 10, 30);
	return revision_direction(revision->guidance) == DIRECTION_UP ? 2 : 0;
}

static int
severity_good_consensus(const struct comparison *comparison)
{
	const struct surprise *surprise = &comparison->surprise;

	if (comparison->consensus.n == 0 || !surprise->has_pct ||
	    decimal_cmp(surprise->mid_pct, decimal_from_int(5)) < 0)
		return 0;
	return severity_good_pct(true, surprise->mid_pct, 10, 25);
}

int
severity_good(enum verdict_class class_, const struct comparison *comparison)
{
	const struct closing *closing = &comparison->closing;
	int scales[] = {severity_good_class(class_, &comparison->class_),
	    severity_good_guidance(&comparison->revision),
	    severity_good_consensus(comparison), 0};
	int good = 0;

	if (closing->result == CLOSING_BEAT)
		scales[3] = severity_good_pct(
		    closing->has_pct, closing->diff_pct, 20, 50);
	for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++)
		good = scales[i] > good ? scales[i] : good;
	return good;
}
