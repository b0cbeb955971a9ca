/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event. Out: the values of the columns that conditions read. rule_sql.c
 * calls it; filingd.yaml(5) prints the table. Amounts are doubles here and
 * only here: conditions compare, they do not report.
 */
#include "alerts/rule_column.h"

#include "alerts/view.h"
#include "lib/base/date.h"

#include <stdio.h>
#include <string.h>

#define RULE_COLUMN_ROW(name, id, type, list, help) {id, type, help},
#define RULE_FLAG_ROW(name, word)                                              \
	{word, "number", "1 when set: flag of the verdict"},
static const struct rule_column rule_column_table[RULE_COLUMN_COUNT] = {
    RULE_COLUMNS(RULE_COLUMN_ROW) VOCAB_FLAG(RULE_FLAG_ROW)};
#undef RULE_COLUMN_ROW
#undef RULE_FLAG_ROW

#define RULE_COLUMN_LIST(name, id, type, list, help) list,
static const int rule_column_lists[] = {RULE_COLUMNS(RULE_COLUMN_LIST)};
#undef RULE_COLUMN_LIST

const struct rule_column *
rule_columns(size_t *ret_count)
{
	*ret_count = RULE_COLUMN_COUNT;
	return rule_column_table;
}

int
rule_column_list(int column)
{
	return column < RULE_FLAGS ? rule_column_lists[column] : -1;
}

static struct rule_value
rule_int(int64_t value)
{
	return (struct rule_value){.kind = RULE_IS_INT, .integer = value};
}

static struct rule_value
rule_real(struct decimal value)
{
	return (struct rule_value){
	    .kind = RULE_IS_REAL, .real = decimal_to_double(value)};
}

static struct rule_value
rule_text(const char *s)
{
	if (s == NULL)
		return (struct rule_value){.kind = RULE_IS_NULL};
	return (struct rule_value){.kind = RULE_IS_TEXT, .text = s};
}

static struct rule_value
rule_word(enum vocab list, int value)
{
	return rule_text(vocab_word(list, value));
}

static struct rule_value
rule_bound(struct decimal value, bool open)
{
	if (open)
		return (struct rule_value){.kind = RULE_IS_NULL};
	return rule_real(value);
}

static void
rule_fill_filing(const struct event *event, struct rule_value *values)
{
	const struct filing *filing = &event->filing;

	values[RULE_LISTING] = rule_text(filing->listing);
	values[RULE_ISSUER] = rule_text(filing->issuer_name);
	values[RULE_LABEL] = rule_text(event->label);
	values[RULE_REF] = rule_text(event->ref);
	values[RULE_PUBLISHER] = rule_text(filing->publisher);
	values[RULE_FORM] = rule_word(VOCAB_FORMS, (int)filing->form);
	values[RULE_READABLE] = rule_int(filing->readable);
	values[RULE_TITLE] = rule_text(filing->title);
	values[RULE_SOURCE] = rule_text(filing->source);
}

static void
rule_fill_period(struct period period, struct rule_value *values)
{
	if (!period_is_known(period))
		return;
	period_label(period, values[RULE_PERIOD].own);
	date_print(period.start, values[RULE_PERIOD_START].own);
	date_print(period.end, values[RULE_PERIOD_END].own);
	for (int i = RULE_PERIOD; i <= RULE_PERIOD_END; i++) {
		values[i].kind = RULE_IS_TEXT;
		values[i].text = values[i].own;
	}
}

static void
rule_fill_verdict(const struct event *event, struct rule_value *values)
{
	const struct verdict *verdict = &event->verdict;

	values[RULE_SEVERITY] = rule_int(verdict->severity);
	values[RULE_GOOD] = rule_int(verdict->good);
	values[RULE_CLASS] = rule_word(VOCAB_CLASSES, (int)verdict->class_);
	values[RULE_DIRECTION] =
	    rule_word(VOCAB_DIRECTIONS, (int)verdict->direction);
	values[RULE_GRADE] = rule_word(VOCAB_GRADES, (int)verdict->grade);
	values[RULE_GUIDANCE] =
	    rule_word(VOCAB_GUIDANCES, (int)verdict->guidance);
	values[RULE_DISTRESS] =
	    rule_word(VOCAB_DISTRESSES, (int)verdict->distress);
	values[RULE_WARNING] = rule_int(verdict->warning);
	values[RULE_CLOSES] = rule_int(verdict->closes);
	values[RULE_DATA_GAP] = rule_int(verdict->data_gap);
	values[RULE_VERSION] = rule_int(event->version);
	values[RULE_CONSENSUS_N] = rule_int(0);
	rule_fill_period(verdict->period, values);
	for (int bit = 0; bit < FLAG_COUNT; bit++)
		values[RULE_FLAGS + bit] =
		    rule_int((verdict->flags >> bit & 1U) != 0);
}

static void
rule_fill_fact(const struct fact *fact, struct rule_value *values)
{
	values[RULE_METRIC] = rule_word(VOCAB_METRICS, (int)fact->metric);
	values[RULE_ROLE] = rule_word(VOCAB_ROLES, (int)fact->role);
	if (*fact->currency != '\0')
		values[RULE_CURRENCY] = rule_text(fact->currency);
	values[RULE_LOW] = rule_bound(fact->low, fact->low_open);
	values[RULE_HIGH] = rule_bound(fact->high, fact->high_open);
}

static void
rule_fill_pct(
    const struct change *change, int low, int high, struct rule_value *values)
{
	if (!change->has_pct)
		return;
	values[low] = rule_bound(change->low_pct, change->low_open);
	values[high] = rule_bound(change->high_pct, change->high_open);
}

static void
rule_fill_prior(const struct change *change, struct rule_value *values)
{
	if (!view_has_base(change))
		return;
	values[RULE_PRIOR_LOW] =
	    rule_bound(change->base_low, change->base_low_open);
	values[RULE_PRIOR_HIGH] =
	    rule_bound(change->base_high, change->base_high_open);
}

static void
rule_fill_change(const struct change *change, struct rule_value *values)
{
	switch (change->axis) {
	case AXIS_PRIOR:
		rule_fill_prior(change, values);
		rule_fill_pct(
		    change, RULE_PRIOR_PCT_LOW, RULE_PRIOR_PCT_HIGH, values);
		return;
	case AXIS_GUIDANCE:
		rule_fill_pct(change, RULE_GUIDANCE_PCT_LOW,
		    RULE_GUIDANCE_PCT_HIGH, values);
		return;
	case AXIS_CONSENSUS:
		values[RULE_CONSENSUS_N] = rule_int(change->n);
		values[RULE_CONSENSUS_BELOW_PCT] =
		    rule_bound(change->below_pct, !view_has_below(change));
		rule_fill_pct(change, RULE_CONSENSUS_PCT_LOW,
		    RULE_CONSENSUS_PCT_HIGH, values);
		return;
	case AXIS_ACTUAL:
		if (change->has_pct)
			values[RULE_ACTUAL_PCT] = rule_real(change->mid_pct);
		return;
	case AXIS_COUNT:
		return;
	}
}

/*
 * Each axis holds the change of the deciding metric: a broker's revenue is no
 * answer to a question about the loss. Without a deciding fact the first
 * change of an axis counts. Backwards, so that the first is what stays.
 */
static void
rule_fill_changes(const struct verdict *verdict, const struct fact *deciding,
    struct rule_value *values)
{
	for (size_t i = verdict->change_count; i > 0; i--) {
		const struct change *change = &verdict->changes[i - 1];
		if (deciding == NULL || change->metric == deciding->metric)
			rule_fill_change(change, values);
	}
}

void
rule_column_fill(
    const struct event *event, struct rule_value values[RULE_COLUMN_COUNT])
{
	for (int i = 0; i < RULE_COLUMN_COUNT; i++)
		values[i] = (struct rule_value){.kind = RULE_IS_NULL};
	values[RULE_TYPE] = rule_word(VOCAB_EVENTS, (int)event->type);
	values[RULE_LATE] = rule_int(event->late);
	values[RULE_TEXT] = rule_text(event->text);
	if (event->subject != NULL)
		values[RULE_SOURCE] = rule_text(event->subject);
	else
		rule_fill_filing(event, values);
	if (!event->has_verdict)
		return;
	const struct fact *deciding = view_deciding(&event->verdict);
	rule_fill_verdict(event, values);
	if (deciding != NULL)
		rule_fill_fact(deciding, values);
	rule_fill_changes(&event->verdict, deciding, values);
}

struct rule_value
rule_fact(
    const struct event *event, enum metric metric, enum role role, bool high)
{
	const struct verdict *verdict = &event->verdict;

	for (size_t i = 0; event->has_verdict && i < verdict->fact_count; i++) {
		const struct fact *fact = &verdict->facts[i];
		if (fact->metric != metric || fact->role != role)
			continue;
		return high ? rule_bound(fact->high, fact->high_open)
			    : rule_bound(fact->low, fact->low_open);
	}
	return (struct rule_value){.kind = RULE_IS_NULL};
}
