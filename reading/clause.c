/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: marks in order. Out: statements in the drafts. read_text.c feeds it what
 * is no table. Words move the registers of struct clause; amounts read them
 * (bind.c).
 */
#include "reading/clause.h"

#include "reading/bare.h"
#include "reading/bind.h"
#include "reading/clause_role.h"

#include <string.h>

void
clause_init(struct clause *clause, struct figures *figures)
{
	*clause = (struct clause){
	    .figures = figures,
	    .run_broken = true,
	    .stated = {DATE_NONE, DATE_NONE},
	};
}

struct clause_when
clause_now(const struct clause *clause)
{
	return (struct clause_when){
	    .period = clause->period,
	    .timed = clause->timed,
	    .time_local = clause->time_local,
	    .tells = clause->tells,
	    .tells_local = clause->tells_local,
	};
}

void
clause_go_back(struct clause *clause, const struct clause_when *when)
{
	clause->period = when->period;
	clause->timed = when->timed;
	clause->time_local = when->time_local;
	clause->tells = when->tells;
	clause->tells_local = when->tells_local;
}

/* Forgets what holds for one amount. */
static void
clause_clear_change(struct clause *clause)
{
	clause->change = CHANGE_NONE;
	clause->to = false;
	clause->base = BASE_NONE;
	clause->compared = false;
}

/* "更正前:" on a line of its own heads what follows, a table above all. */
static void
clause_head_section(struct clause *clause)
{
	static const enum entry_section sections[TELLS_COUNT] = {
	    [TELLS_PREVIOUS] = SECTION_PREVIOUS,
	    [TELLS_REVISED] = SECTION_REVISED,
	    [TELLS_PRIOR] = SECTION_PRIOR,
	};
	enum entry_section section = sections[clause->heading];

	if (section != SECTION_NONE && !clause->measured &&
	    !clause->heading_used && !clause->figured)
		clause->figures->section = section;
}

/* The sentence was about last year: "上年同期净利润为A。扣非净利润为B。" */
static bool
clause_was_prior(const struct clause *clause)
{
	const struct outline *outline = clause->figures->outline;

	/* "净利润:A;上年同期:B;变动:C": one figure beside another. */
	if (!clause->figured || clause->recalled || outline->estimates)
		return false;
	if (clause->tells == TELLS_PRIOR && !clause->tells_local)
		return true;
	return clause->timed && !clause->time_local &&
	       period_is_known(outline->period) &&
	       period_equal(clause->period, period_prior_year(outline->period));
}

void
clause_end(struct clause *clause, bool line)
{
	struct clause next = {
	    .figures = clause->figures,
	    .can_carry =
		clause->measured && !clause->blocked && clause->figured,
	    .carry = clause->measure,
	    .run_broken = true,
	    .stated = {DATE_NONE, DATE_NONE},
	};

	if (line)
		clause_head_section(clause);
	if (!line && clause_was_prior(clause)) {
		next.tells = TELLS_PRIOR;
		next.headed = true;
	}
	if (!line && clause->heading != TELLS_NONE) {
		next.tells = next.heading = clause->heading;
		next.headed = true;
		next.heading_used = clause->heading_used || clause->figured;
	}
	*clause = next;
	clause->figures->drafts.group++;
}

/* "(2024: 5m; previously 8m)": each part is of the measure outside. */
static void
clause_pause_aside(struct clause *clause)
{
	clause->measure = clause->outer.measure;
	clause->measured = clause->outer.measured;
	clause->broken = clause->outer.broken;
	clause->figured = clause->outer.figured;
	clause_go_back(clause, &clause->outer.when);
	clause_clear_change(clause);
}

void
clause_pause(struct clause *clause)
{
	bool expected = clause->expected, blocked = clause->blocked;
	bool timed = clause->timed && !clause->time_local && expected;
	struct period period = clause->period;
	uint32_t sentence = clause->sentence;

	if (clause->outer.open) {
		clause_pause_aside(clause);
		return;
	}
	clause_end(clause, false);
	clause->sentence = sentence;
	clause->expected = expected;
	clause->blocked = blocked;
	clause->timed = timed;
	clause->period = period;
}

void
clause_recall(struct clause *clause, bool changes_only)
{
	if (clause->measured || !clause->can_carry || clause->broken)
		return;
	clause->measure = clause->carry;
	clause->measured = true;
	clause->figured = true;
	clause->levelled = true;
	clause->recalled = true;
	clause->carried = changes_only;
	clause->can_carry = false;
}

/* "software revenue": the words right before belong to the measure. */
static bool
clause_is_attached(const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	if (i == 0)
		return false;
	switch ((int)mark[-1].kind) {
	case MARK_TEXT:
	case MARK_NOUN:
	case MARK_HALT:
		return true;
	}
	return false;
}

/*
 * "will reduce net profit by 5", "影响净利润5万元": no level follows. What is
 * "narrowed" is a loss, or a range that was guided.
 */
static bool
clause_is_impact(const struct clause *clause, const struct measure *measure)
{
	bool range = !measure->loss && (clause->change == CHANGE_NARROWER ||
					   clause->change == CHANGE_WIDER);

	return clause->halted || (clause->change != CHANGE_NONE &&
				     clause->base == BASE_NONE && !range);
}

static bool
clause_is_income(enum metric metric)
{
	return metric == METRIC_NI_ATTR || metric == METRIC_NI_EXNR;
}

/* "매출과 영업이익", "매출, 영업이익": one list of measures. */
static void
clause_pair(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	bool listed =
	    i > 1 && mark[-2].kind == MARK_MEASURE &&
	    (mark[-1].kind == MARK_LIST || mark[-1].kind == MARK_COMMA);

	if (!listed || clause->pair_count == CLAUSE_PAIRS)
		clause->pair_count = 0;
	clause->pairs[clause->pair_count++] = mark->measure;
}

/* A new measure begins: what was said of the one before is over. */
static void
clause_leave_measure(struct clause *clause, const struct mark *last)
{
	bool next = last != NULL && last->kind == MARK_AMOUNT;
	bool row =
	    clause->tells_row && next && last->amount.first.unit == AMOUNT_BARE;
	/* "上年同期:A 扣非净利润": the next line, joined to the one before. */
	bool joined = clause->recalled && next && !row;

	if (joined || (clause->tells_local && !clause->tells_fresh && !row)) {
		clause->tells = TELLS_NONE;
		clause->tells_local = false;
	}
	if (clause->time_local && !clause->time_fresh) {
		clause->timed = period_is_known(clause->stated);
		clause->period = clause->stated;
		clause->time_local = false;
	}
	clause_clear_change(clause);
	if (clause->next_run != 0)
		clause->run = clause->next_run;
	clause->next_run = 0;
	clause->figured = false;
	clause->levelled = false;
	clause->recalled = false;
	clause->moved = false;
	clause->carried = false;
	clause->can_carry = false;
	clause->broken = false;
}

/* What a short name leaves to the measure before it. */
static struct measure
clause_inherit(const struct clause *clause, struct measure measure)
{
	const struct measure *before = &clause->measure;

	/* "of the parent company: revenue A, profit B". */
	if (clause->measured && before->basis == BASIS_PARENT &&
	    measure.basis == BASIS_UNKNOWN)
		measure.basis = BASIS_PARENT;
	/* "net loss attributable A, last year a net profit of B": the same. */
	if (clause->tells == TELLS_PRIOR && clause->figured &&
	    clause_is_income(before->metric) &&
	    measure.metric == METRIC_NI_TOTAL)
		measure.metric = before->metric;
	return measure;
}

/* "a decrease in net profit of 5%": what follows is that change. */
static bool
clause_is_of_change(const struct marks *marks, size_t i)
{
	return i > 0 && marks->list[i - 1].kind == MARK_CHANGE &&
	       (marks->list[i - 1].flags & ENTRY_OF) != 0;
}

/* "a net loss of A, as compared to a net profit of B": last year's. */
static bool
clause_is_turned(const struct clause *clause, const struct measure *measure)
{
	bool told = clause->tells == TELLS_PREVIOUS && clause->tells_fresh;

	return clause->compared && clause->figured && !told &&
	       measure->loss != clause->measure.loss;
}

static void
clause_take_measure(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	struct measure measure = clause_inherit(clause, mark->measure);
	bool noun = clause_is_of_change(marks, i);
	enum entry_change change = clause->change;
	bool impact = !noun && clause_is_impact(clause, &measure);
	bool compared = clause_is_turned(clause, &measure);

	clause_leave_measure(clause, i > 0 ? mark - 1 : NULL);
	clause->tells_row |=
	    clause->tells_fresh && i > 0 && mark[-1].kind == MARK_ROLE;
	if (noun)
		clause->change = change;
	clause->paired = i > 1 && mark[-1].kind == MARK_LIST &&
			 mark[-2].kind == MARK_MEASURE;
	clause_pair(clause, marks, i);
	clause->measure = measure;
	clause->measured = mark->measure.metric != METRIC_NONE && !impact &&
			   !clause_is_attached(marks, i);
	clause->expected |= measure.expected;
	if (compared && clause->measured) {
		clause->tells = TELLS_PRIOR;
		clause->tells_local = clause->tells_fresh = true;
	}
}

/* Words that are no part of a statement. */
static void
clause_take_unknown(struct clause *clause, const struct mark *mark)
{
	if (mark->kind == MARK_NOUN)
		clause->measured = false;
	clause->halted |= mark->kind == MARK_HALT;
	clause->broken = true;
	clause->wordy = true;
	clause->run_broken = true;
	clause->tells_fresh = false;
	clause->time_fresh = false;
	clause_clear_change(clause);
}

static void
clause_take_basis(struct clause *clause, const struct mark *mark)
{
	if (!clause->measured || !clause->figured) {
		clause_take_unknown(clause, mark);
		return;
	}
	clause->measure.basis = mark->measure.basis;
	clause->broken = false;
}

/* "5%減", "5%の減少": of the amount before, whatever follows. */
static bool
clause_is_changed(const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	if ((mark->flags & ENTRY_AFTER) != 0)
		return true;
	if ((mark->flags & ENTRY_EITHER) == 0)
		return false;
	while (i > 0 && marks->list[i - 1].kind == MARK_GLUE)
		i--;
	return i > 0 && marks->list[i - 1].kind == MARK_AMOUNT &&
	       marks->list[i - 1].amount.first.unit != AMOUNT_OTHER;
}

static void
clause_take_change(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	if (clause_is_changed(marks, i)) {
		/*
		 * The amount before has seen it. "下回る50" is a new level;
		 * "従来は5%減の71" is one of the role that was just said.
		 */
		bool own =
		    (mark->flags & ENTRY_WEAK) != 0 && !clause->tells_used;
		if ((mark->flags & ENTRY_TO) != 0 && !clause->headed && !own)
			clause->tells = TELLS_NONE;
		return;
	}
	if (!bare_take_word(clause, marks, i))
		clause_recall(clause, true);
	bare_take_change(clause, mark);
	clause->change = (enum entry_change)mark->value;
	clause->to = (mark->flags & ENTRY_TO) != 0;
	if ((mark->flags & ENTRY_DOUBLE) != 0 && mark[1].kind != MARK_AMOUNT)
		bind_doubled(clause, marks, i);
}

static void
clause_take_section(struct clause *clause, const struct mark *mark)
{
	clause_end(clause, true);
	clause->can_carry = false;
	clause->figures->section = (enum entry_section)mark->value;
}

/* ", or $0.08 per share": the same figure said again. */
bool
clause_is_alternative(const struct mark *mark)
{
	if (mark->kind == MARK_COMMA)
		mark++;
	return mark->kind == MARK_GLUE && mark->entry != NULL &&
	       mark->value == GLUE_OR && mark[1].kind == MARK_AMOUNT;
}

static void
clause_take_comma(struct clause *clause, const struct mark *mark)
{
	if (clause_is_alternative(mark))
		return;
	/* "below market expectations, at 5m": the figure is the issuer's. */
	if (clause->compares)
		clause->estimate = clause->compares = clause->consensus = false;
	clause->change = CHANGE_NONE;
	clause->compared = false;
	clause->against = BASE_NONE;
	clause->tells_fresh = false;
	clause->time_fresh = false;
	clause->halted = false;
	clause->wordy = false;
	if (clause->figured && clause->next_run == 0)
		clause->next_run = mark->to;
}

/* "更正后:" heads the rest of its line, "预增:" is no change of what follows. */
static void
clause_take_colon(struct clause *clause)
{
	clause->wordy = false;
	if (clause->measured)
		return;
	clause->change = CHANGE_NONE;
	if (clause->broken || clause->expected)
		return;
	clause->heading = clause->tells;
	clause->headed |= clause->tells == TELLS_PREVIOUS;
}

/* What brackets say is an aside. */
static void
clause_open(struct clause *clause)
{
	if (clause->outer.open)
		return;
	clause->outer = (struct clause_outer){
	    .open = true,
	    .measure = clause->measure,
	    .measured = clause->measured,
	    .broken = clause->broken,
	    .figured = clause->figured,
	    .when = clause_now(clause),
	};
}

static void
clause_close(struct clause *clause)
{
	/* "海量数据(603138)": a name, whatever its words say. */
	clause->wordy = false;
	clause->halted = false;
	if (!clause->outer.open)
		return;
	clause->measure = clause->outer.measure;
	clause->measured = clause->outer.measured;
	clause->broken = clause->outer.broken;
	clause->figured = clause->outer.figured;
	clause_go_back(clause, &clause->outer.when);
	clause->outer.open = false;
}

/* Signs between words. */
static void
clause_take_sign(struct clause *clause, const struct mark *mark)
{
	switch ((int)mark->kind) {
	case MARK_COMMA:
		clause_take_comma(clause, mark);
		break;
	case MARK_LIST:
		/* "に伴い、": the reason is over. */
		clause->halted &= !clause->halt_last;
		break;
	case MARK_COLON:
		clause_take_colon(clause);
		break;
	case MARK_OPEN:
		clause_open(clause);
		break;
	case MARK_CLOSE:
		clause_close(clause);
		break;
	case MARK_STOP:
		if (mark->value == ';')
			clause_pause(clause);
		else
			clause_end(clause, false);
		break;
	case MARK_LINE:
	case MARK_CELL:
		clause_end(clause, mark->kind == MARK_LINE);
		break;
	case MARK_ITEM:
		clause_end(clause, true);
		clause->can_carry = false;
		clause->item = true;
		break;
	}
}

/* "The first half was weak, and the board expects": of another time. */
static void
clause_take_subject(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	bool issuer = mark->value == SUBJECT_ISSUER;

	if (issuer && i > 0 && mark[-1].kind == MARK_LIST && clause->wordy &&
	    !clause->measured)
		clause->timed = clause->time_local = false;
	clause->blocked |= !issuer;
	clause->wordy = false;
}

/* Words; marks that are none of them go on to the signs. */
static void
clause_take_mark(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	switch ((int)mark->kind) {
	case MARK_MEASURE:
		clause_take_measure(clause, marks, i);
		return;
	case MARK_TIME:
		clause_take_time(clause, marks, i);
		return;
	case MARK_BASIS:
		clause_take_basis(clause, mark);
		return;
	case MARK_ROLE:
		clause_take_role(clause, marks, i);
		return;
	case MARK_CHANGE:
		clause_take_change(clause, marks, i);
		return;
	case MARK_SIGN:
		(void)bare_take_word(clause, marks, i); /* most are glue */
		return;
	case MARK_BASE:
		clause_take_base(clause, mark);
		return;
	case MARK_SUBJECT:
		clause_take_subject(clause, marks, i);
		return;
	case MARK_SECTION:
		clause_take_section(clause, mark);
		return;
	case MARK_TEXT:
	case MARK_NOUN:
	case MARK_HALT:
		clause->blocked |= clause_is_target(clause, marks, i);
		clause_take_unknown(clause, mark);
		return;
	case MARK_UNIT:
		clause_take_unit(clause, &mark->unit);
		return;
	case MARK_TO:
		clause_take_to(clause, marks, i);
		return;
	case MARK_GLUE:
		clause_take_glue(clause, mark);
		return;
	}
	clause_take_sign(clause, mark);
}

/* A quote begins with a word, not with what ends the words before. */
static bool
clause_begins_run(const struct mark *mark)
{
	return mark->kind != MARK_TEXT && mark->kind != MARK_COMMA &&
	       mark->kind != MARK_COLON && mark->kind != MARK_CLOSE &&
	       mark->kind != MARK_STOP && mark->kind != MARK_LINE &&
	       mark->kind != MARK_CELL && mark->kind != MARK_LIST;
}

size_t
clause_take(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	if (clause->sentence == 0)
		clause->sentence = mark->from;
	if (clause->run_broken && clause_begins_run(mark)) {
		clause->run = mark->from;
		clause->run_broken = false;
	}
	if (mark->kind == MARK_AMOUNT)
		return bind_amounts(clause, marks, i);
	clause_take_mark(clause, marks, i);
	clause->halt_last = mark->kind == MARK_HALT;
	return i + 1;
}
