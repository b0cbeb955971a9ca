/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: roles, times and bases of a sentence, in order. Out: the registers of
 * the clause that say whose figures follow. clause.c calls it.
 */
#include "reading/clause_role.h"

/* A time or role is about to change: what holds when it is over. */
static void
clause_save(struct clause *clause, const struct marks *marks, size_t i)
{
	enum mark_kind last = i > 0 ? marks->list[i - 1].kind : MARK_END;

	if (last == MARK_TIME || last == MARK_ROLE)
		return;
	clause->before = clause_now(clause);
}

/* "전년", of whatever this year is. */
static bool
clause_is_last_year(const struct mark *mark)
{
	return mark->kind == MARK_TIME && mark->time.relative &&
	       mark->time.shift < 0 && mark->time.part == TIME_NONE;
}

/* The words have named the year before the text's. */
static bool
clause_names_year_before(const struct clause *clause)
{
	struct period own = clause->figures->outline->period;

	return clause->timed && period_is_known(own) &&
	       period_equal(clause->period, period_prior_year(own));
}

/* A figure that no words date is of the year before, unless expected. */
static bool
clause_is_of_year_before(const struct clause *clause, const struct mark *mark)
{
	if (mark->kind == MARK_AMOUNT && !(clause->timed && clause->time_local))
		return !clause->expected;
	return (mark->kind == MARK_AMOUNT || mark->kind == MARK_TIME) &&
	       clause_names_year_before(clause);
}

/* What a comparison is made with, by the words before it. */
static enum entry_base
clause_base_of(const struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	if (mark->kind == MARK_AMOUNT && i > 0 && mark[-1].kind == MARK_BASE)
		mark--;
	if (mark->kind == MARK_BASE)
		return (enum entry_base)mark->value;
	if (clause->estimate || clause->tells == TELLS_PREVIOUS)
		return BASE_OTHER;
	if (clause->tells == TELLS_PRIOR || clause_is_last_year(mark))
		return BASE_YOY;
	return clause_is_of_year_before(clause, mark) ? BASE_YOY : BASE_OTHER;
}

/* "전년보다", "33억원보다", "예상보다": than what stands before. */
static void
clause_take_than(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	enum entry_base base;

	do {
		mark--;
	} while (mark > marks->list && mark->kind == MARK_GLUE);
	base = clause_base_of(clause, marks, (size_t)(mark - marks->list));
	if (mark->kind == MARK_TIME || mark->kind == MARK_ROLE ||
	    mark->kind == MARK_AMOUNT)
		clause_go_back(clause, &clause->before);
	clause_recall(clause, true);
	clause->base = base;
}

void
clause_take_to(struct clause *clause, const struct marks *marks, size_t i)
{
	enum mark_kind last = i > 0 ? marks->list[i - 1].kind : MARK_END;

	/* "improved significantly to A": a level after all. */
	if (marks->list[i].value == RANGE_TO && clause->change != CHANGE_NONE)
		clause->to = true;
	if (marks->list[i].value == RANGE_FROM &&
	    (last == MARK_AMOUNT || last == MARK_TIME || last == MARK_ROLE ||
		last == MARK_MEASURE))
		clause_go_back(clause, &clause->before);
}

/* "시장 전망을 웃돌았다": a forecast that was only compared with. */
static bool
clause_is_compared(const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i + 1];

	if (mark->kind == MARK_GLUE && mark->entry != NULL &&
	    mark->entry->kind == KIND_BOUND)
		return true;
	if (mark->kind == MARK_GLUE)
		mark++;
	return mark->kind == MARK_ROLE && mark->value == TELLS_COMPARED &&
	       (mark->flags & ENTRY_AFTER) != 0;
}

static bool
clause_is_prior(const struct mark *mark)
{
	return mark->kind == MARK_ROLE && mark->value == TELLS_PRIOR;
}

/* "前期実績", "前年同期の実績": last year's, not this one's. */
static bool
clause_is_told(const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	if (mark->value == TELLS_ACTUAL) {
		while (i > 0 && marks->list[i - 1].kind == MARK_GLUE)
			i--;
		return i > 0 && clause_is_prior(&marks->list[i - 1]);
	}
	return mark->value == TELLS_EXPECTED && clause_is_compared(marks, i);
}

/* "We expect" is a broker's word in a broker's report only. */
static int
clause_tells_of(const struct clause *clause, const struct mark *mark)
{
	bool own = mark->value == TELLS_ESTIMATE &&
		   (mark->flags & ENTRY_EXPECT) != 0 &&
		   !clause->figures->outline->estimates;

	return own ? TELLS_EXPECTED : mark->value;
}

/* "market expectations of 5m" */
static bool
clause_is_of(const struct mark *mark)
{
	return mark->kind == MARK_GLUE && mark->entry != NULL &&
	       mark->entry->kind == KIND_GLUE && mark->value == GLUE_OF;
}

/*
 * "had guided to A and now expects B": B is no longer what was said before.
 * Under "Previous guidance:" only "now" says so.
 */
static void
clause_expect(struct clause *clause, const struct mark *mark)
{
	bool now = (mark->flags & ENTRY_STRONG) != 0;

	clause->expected = true;
	clause->halted = false;
	if (clause->tells != TELLS_PREVIOUS || !(clause->tells_used || now) ||
	    (clause->headed && !now))
		return;
	clause->tells = TELLS_NONE;
	clause->tells_local = false;
	clause->headed = false;
	clause->heading = TELLS_NONE;
}

/* Roles that change no register of whose figure follows; false: others. */
static bool
clause_take_plain_role(
    struct clause *clause, const struct mark *mark, int tells)
{
	switch (tells) {
	case TELLS_EXPECTED:
		clause_expect(clause, mark);
		return true;
	case TELLS_MARKET:
		clause->compares |= !clause->estimate;
		clause->consensus = clause_is_of(mark + 1);
		clause->estimate = true;
		clause->expected = true;
		return true;
	case TELLS_ESTIMATE:
		clause->consensus = (mark->flags & ENTRY_STRONG) != 0;
		clause->estimate = true;
		clause->expected = true;
		return true;
	case TELLS_COMPARED:
		clause->compared = true;
		clause->from = clause_now(clause);
		return true;
	case TELLS_CHANGE:
		clause->change = CHANGE_ANY;
		return true;
	case TELLS_SKIP:
		return true;
	}
	return false;
}

/* Whose the figures that follow are; old ones may be of the same measure. */
static void
clause_set_tells(struct clause *clause, enum entry_role tells)
{
	clause->tells = tells;
	clause->tells_local = clause->measured;
	clause->tells_fresh = true;
	clause->tells_row = false;
	clause->tells_used = false;
	clause->headed = false;
	if (tells == TELLS_PRIOR || tells == TELLS_PREVIOUS ||
	    tells == TELLS_ORIGINAL || tells == TELLS_RESTATED)
		clause_recall(clause, false);
}

/* What is spoken of before the year that the mark before names. */
static struct period
clause_period_before(const struct clause *clause)
{
	const struct drafts *drafts = &clause->figures->drafts;

	if (clause->before.timed)
		return clause->before.period;
	if (drafts->count == 0)
		return (struct period){DATE_NONE, DATE_NONE};
	return drafts->list[drafts->count - 1].period;
}

/* "2024年同期": that part of the year of which this year's was told. */
static void
clause_take_same_part(
    struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	struct period own = clause_period_before(clause);

	if (mark->value != TELLS_PRIOR || i == 0 ||
	    mark[-1].kind != MARK_TIME || !mark[-1].time.weak ||
	    !period_is_known(own) ||
	    date_from_day(period_prior_year(own).end).year !=
		mark[-1].time.year)
		return;
	clause->period = own;
	clause->timed = true;
}

/* Of a figure before or after its adjustment. */
static bool
clause_is_restated(const struct mark *mark)
{
	return mark->kind == MARK_ROLE &&
	       (mark->value == TELLS_RESTATED || mark->value == TELLS_ORIGINAL);
}

void
clause_take_role(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	if ((mark->flags & ENTRY_AFTER) != 0) {
		if (mark->value == TELLS_COMPARED && i > 0)
			clause_take_than(clause, marks, i);
		return;
	}
	if (clause_is_told(marks, i) ||
	    clause_take_plain_role(clause, mark, clause_tells_of(clause, mark)))
		return;
	switch (mark->value) {
	case TELLS_RESTATED:
	case TELLS_ORIGINAL:
		/* Only last year's figures are restated. */
		if (clause->base == BASE_YOY)
			return;
		if (clause->tells != TELLS_PRIOR &&
		    clause->tells != TELLS_ORIGINAL &&
		    !clause_is_prior(&mark[1]))
			clause->broken = true;
		break;
	case TELLS_PRIOR:
		/* "追溯调整后上年同期": the first word tells which. */
		if (i > 0 && clause_is_restated(&mark[-1]))
			return;
		break;
	}
	clause_save(clause, marks, i);
	clause_take_same_part(clause, marks, i);
	clause_set_tells(clause, (enum entry_role)mark->value);
}

#define CLAUSE_AHEAD 4 /* marks from a year to "guidance" */

/* "its 2025 earnings guidance", "expects 2025 sales": a whole year's. */
static bool
clause_is_forecast(const struct clause *clause, const struct mark *mark)
{
	if (clause->expected || clause->tells == TELLS_PREVIOUS)
		return true;
	for (int i = 0; i < CLAUSE_AHEAD && mark->kind != MARK_END; i++, mark++)
		if (mark->kind == MARK_ROLE && mark->value == TELLS_EXPECTED)
			return true;
	return false;
}

/* A year alone, where the document is about a part of it. */
static struct period
clause_period_of(
    const struct clause *clause, const struct mark *mark, struct period period)
{
	const struct outline *outline = clause->figures->outline;
	const struct timespan *time = &mark->time;

	if (!time->weak || !outline->period_sure)
		return period;
	struct period prior = period_prior_year(outline->period);
	if (date_from_day(outline->period.end).year == time->year)
		return clause_is_forecast(clause, mark) ? period
							: outline->period;
	if (date_from_day(prior.end).year == time->year)
		return prior;
	return period;
}

/* "现预期亏损5亿元(2023年:亏损3亿元)": the year before is not expected. */
static bool
clause_is_beside(const struct clause *clause, struct period period)
{
	bool forecast =
	    clause->tells == TELLS_REVISED || clause->tells == TELLS_PREVIOUS;

	return forecast && clause->figured && clause->timed &&
	       period_equal(period, period_prior_year(clause->period));
}

/* "Previous guidance: A. In 2025, B": what was before it is not headed. */
static bool
clause_is_unheaded(const struct clause *clause, struct period period)
{
	struct period own = clause->figures->outline->period;

	if (!clause->headed || clause->heading != TELLS_PREVIOUS)
		return clause->headed && clause->heading == TELLS_NONE;
	return period_is_known(own) && !clause->expected &&
	       period_equal(period, period_prior_year(own));
}

/* A period, and the end of roles that held without one. */
static void
clause_set_time(
    struct clause *clause, const struct mark *mark, struct period period)
{
	if (clause_is_unheaded(clause, period) || clause->tells_local ||
	    clause_is_beside(clause, period)) {
		clause->tells = TELLS_NONE;
		clause->tells_local = false;
		clause->headed = false;
		clause->heading = TELLS_NONE;
	}
	clause->period = clause_period_of(clause, mark, period);
	clause->timed = true;
	clause->time_local = clause->measured;
	clause->time_fresh = true;
	if (!clause->time_local)
		clause->stated = clause->period;
}

/* "上年" of a period that is not known is still last year. */
static void
clause_take_unresolved(struct clause *clause, const struct timespan *time)
{
	const struct outline *outline = clause->figures->outline;

	if (!time->relative || time->shift >= 0 ||
	    (time->calendar &&
		(outline->looks_back || time->part != TIME_NONE)))
		return;
	clause->tells = TELLS_PRIOR;
	clause->tells_local = clause->measured;
	clause->tells_fresh = true;
}

/* "较2024年度", "较2024年度之净利润3亿元": last year, or another time. */
static void
clause_take_against(struct clause *clause, const struct mark *mark)
{
	const struct outline *outline = clause->figures->outline;
	struct period own = clause->timed ? clause->period : outline->period;
	struct period period;

	clause->base = BASE_OTHER;
	clause->from = clause_now(clause);
	if (outline_resolve(outline, &mark->time, &period) == 0 &&
	    period_is_known(own) &&
	    period_equal(
		clause_period_of(clause, mark, period), period_prior_year(own)))
		clause->base = BASE_YOY;
	clause->against = clause->base;
}

/* "its full-year guidance", in a report of a quarter. */
static void
clause_take_full_year(struct clause *clause, const struct mark *mark)
{
	const struct outline *outline = clause->figures->outline;
	struct period year = outline_full_year(outline);

	if (period_is_known(year) && !outline->estimates &&
	    period_months(outline->period) < 12)
		clause_set_time(clause, mark, year);
}

/* A month, or a time without dates where others are told: no result's. */
static bool
clause_is_odd(const struct clause *clause, const struct timespan *time)
{
	const struct outline *outline = clause->figures->outline;
	struct period period;

	if (time->kind == TIMESPAN_OPEN ||
	    (time->split && outline_resolve(outline, time, &period) < 0))
		return clause->timed || period_is_known(outline->period);
	return time->kind == TIMESPAN_MONTH &&
	       outline_resolve(outline, time, &period) < 0;
}

/* "Third quarter", alone on its line: of the sentences below it. */
static void
clause_take_heading(
    const struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	struct drafts *drafts = &clause->figures->drafts;
	bool begins = i == 0 || mark[-1].kind == MARK_LINE;
	struct period period;

	if (!begins)
		return;
	drafts->headed = false;
	if (mark[1].kind != MARK_LINE || mark->time.relative ||
	    mark->time.part == TIME_NONE || mark->time.part == TIME_FY ||
	    outline_resolve(clause->figures->outline, &mark->time, &period) < 0)
		return;
	drafts->heading = period;
	drafts->headed = true;
}

void
clause_take_time(struct clause *clause, const struct marks *marks, size_t i)
{
	const struct timespan *time = &marks->list[i].time;
	const struct outline *outline = clause->figures->outline;
	bool year = time->kind == TIMESPAN_PART && time->part == TIME_FY &&
		    !time->relative;
	struct period period;

	clause_take_heading(clause, marks, i);
	clause->odd = clause_is_odd(clause, time);
	if (time->kind == TIMESPAN_DATE || time->kind == TIMESPAN_OPEN ||
	    clause->odd)
		return;
	clause_save(clause, marks, i);
	if (time->kind == TIMESPAN_YEARS) {
		clause->year = time->year;
		clause->last_year = time->last_year;
	} else if (i > 0 && marks->list[i - 1].kind == MARK_BASE) {
		clause_take_against(clause, &marks->list[i]);
	} else if (outline_resolve(outline, time, &period) < 0) {
		clause_take_unresolved(clause, time);
	} else if (!year) {
		clause_set_time(clause, &marks->list[i], period);
	} else if (clause->timed && clause->figured) {
		/* "2024年四季度亏损3亿元,全年亏损6亿元" */
		struct date end = date_from_day(clause->period.end);
		clause_set_time(
		    clause, &marks->list[i], timespan_part(end.year, TIME_FY));
	} else if (!clause->timed &&
		   clause_is_forecast(clause, &marks->list[i])) {
		clause_take_full_year(clause, &marks->list[i]);
	}
}

void
clause_take_base(struct clause *clause, const struct mark *mark)
{
	clause_recall(clause, true);
	if (mark->value != BASE_SAME)
		clause->last_base = (enum entry_base)mark->value;
	clause->base = clause->last_base;
	if (clause->tells_local) {
		clause->tells = TELLS_NONE;
		clause->tells_local = false;
	}
}

/* "below the level of 2024", "above that of": a comparison, no bound. */
static bool
clause_compares(const struct mark *mark)
{
	const struct entry *entry = mark->entry;

	return entry->kind == KIND_BOUND &&
	       (entry->flags & (ENTRY_AFTER | ENTRY_WEAK)) == 0 &&
	       (entry->value == BOUND_LESS || entry->value == BOUND_MORE);
}

void
clause_take_glue(struct clause *clause, const struct mark *mark)
{
	if (mark->entry == NULL)
		return;
	/* "净利润将为3亿元", but not "将加大投入,净利润为3亿元". */
	clause->expected |= mark->entry->kind == KIND_GLUE &&
			    (mark->flags & ENTRY_EXPECT) != 0 &&
			    clause->measured && !clause->figured;
	clause->each |=
	    mark->entry->kind == KIND_GLUE && mark->value == GLUE_EACH;
	if (clause_compares(mark) && clause->measured && !clause->compared) {
		clause->compared = true;
		clause->from = clause_now(clause);
	}
}

/* The unit of tables to come; cents are of one row alone. */
void
clause_take_unit(struct clause *clause, const struct mark_unit *unit)
{
	if (unit->scale < 0)
		return;
	clause->figures->unit = *unit;
	clause->figures->has_unit = true;
}

bool
clause_is_target(
    const struct clause *clause, const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];
	const struct figures *figures = clause->figures;
	struct span word = {
	    figures->normal->text.data + mark->from, mark->to - mark->from};

	if (i > 0 && clause_is_of(&mark[-1]))
		return false;
	return mark->kind == MARK_TEXT && !clause->measured &&
	       targets_have(&figures->outline->targets, word);
}
