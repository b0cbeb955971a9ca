/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: signals and marks of a title and of the first piece of a text. Out: the
 * outline. read_text.c draws it before it reads figures.
 */
#include "reading/outline.h"

#include "reading/glyph.h"
#include "reading/outline_period.h"

#include <string.h>
#include <utf8proc.h>

#define OUTLINE_SAMPLE 8192 /* bytes that show a text's language */

enum entry_lang
outline_lang(const struct normal *text, const char *hint)
{
	int han = 0, kana = 0, hangul = 0, latin = 0, lang;
	const uint8_t *p = (const uint8_t *)text->text.data;
	size_t n = text->text.len;

	if (hint != NULL && (lang = entry_lang_of(hint)) > LANG_ANY)
		return (enum entry_lang)lang;
	n = n > OUTLINE_SAMPLE ? OUTLINE_SAMPLE : n;
	for (size_t at = 0; at < n;) {
		int32_t c;
		utf8proc_ssize_t len =
		    utf8proc_iterate(p + at, (utf8proc_ssize_t)(n - at), &c);
		if (len <= 0)
			break;
		at += (size_t)len;
		kana += glyph_is_kana(c);
		hangul += glyph_is_hangul(c);
		han += glyph_is_cjk(c);
		latin += glyph_is_letter(c);
	}
	if (kana > 4 && kana * 10 > han)
		return LANG_JA;
	if (hangul > 4 && hangul > han)
		return LANG_KO;
	return han > 4 || (han > 0 && latin == 0) ? LANG_ZH : LANG_EN;
}

/* The form by the names of forms; the first in this order. */
static enum form
outline_form_named(const struct signals *signals)
{
	static const enum form order[] = {FORM_FORECAST_REVISION, FORM_FORECAST,
	    FORM_FLASH, FORM_BRIEFING, FORM_NOTICE, FORM_RESULTS};

	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (signals_has_form(signals, order[i]))
			return order[i];
	return FORM_OTHER;
}

/* The form by what a title or text says; the first that is said. */
static enum form
outline_form_of(const struct signals *signals)
{
	if (signals_has_form(signals, FORM_ESTIMATE))
		return FORM_ESTIMATE;
	if (signals_has_mask(signals, MASK_NEGATION) ||
	    signals_has_mask(signals, MASK_NOTICE))
		return FORM_NOTICE;
	return outline_form_named(signals);
}

/*
 * A paper, which has no title of a filing, tells of an exchange's letter about
 * a forecast: not the issuer's word, but what was forecast is told.
 */
static bool
outline_is_letter(const struct signals *text, const struct document_hint *hint)
{
	return (hint->title == NULL || hint->title[0] == '\0') &&
	       signals_has_mask(text, MASK_NOTICE) &&
	       !signals_has_mask(text, MASK_NEGATION) &&
	       outline_form_named(text) == FORM_FORECAST;
}

/*
 * The text's; but what a text on guidance mentions, annual reports or analysts,
 * does not make it theirs.
 */
static enum form
outline_text_form(const struct signals *title, const struct signals *text)
{
	enum form form = outline_form_of(text);
	bool mentioned = form == FORM_RESULTS || form == FORM_ESTIMATE;

	return title->guided && mentioned ? FORM_OTHER : form;
}

/* Papers, brokers, notices and articles about many companies are not. */
static bool
outline_is_by_issuer(const struct outline *outline, const struct signals *title,
    const struct signals *text, bool published)
{
	bool many = signals_has_mask(title, MASK_MANY) ||
		    signals_has_mask(text, MASK_MANY);

	return !published && !outline->estimates && !many &&
	       outline->form != FORM_NOTICE && outline->form != FORM_BRIEFING;
}

void
outline_set_form(struct outline *outline, const struct signals *title,
    const struct signals *text, const struct document_hint *hint)
{
	bool published = hint->publisher != NULL && hint->publisher[0] != '\0';
	const struct entry *broker =
	    title->broker != NULL ? title->broker : text->broker;

	outline->form = outline_form_of(title);
	if (outline->form == FORM_OTHER)
		outline->form = outline_text_form(title, text);
	bool letter =
	    outline->form == FORM_NOTICE && outline_is_letter(text, hint);
	if (letter)
		outline->form = FORM_FORECAST;
	if (outline->broker != NULL && published)
		outline->form = FORM_ESTIMATE;
	outline->correction = outline->form == FORM_FORECAST_REVISION ||
			      signals_has_mask(title, MASK_CORRECTION) ||
			      signals_has_mask(text, MASK_CORRECTION);
	outline->estimates = outline->form == FORM_ESTIMATE;
	outline->by_issuer =
	    !letter && outline_is_by_issuer(outline, title, text, published);
	if (outline->broker == NULL && broker != NULL && outline->estimates)
		outline->broker = broker->text;
}

bool
outline_corrects_results(const struct outline *outline)
{
	return outline->correction && outline->form != FORM_FORECAST_REVISION &&
	       outline->form != FORM_FORECAST;
}

/* The year that "last year" and months without a year are counted from. */
static int
outline_year(const struct outline *outline, bool calendar)
{
	if (calendar && outline->published != DATE_NONE)
		return date_from_day(outline->published).year;
	if (period_is_known(outline->period))
		return date_from_day(outline->period.end).year;
	if (outline->published != DATE_NONE)
		return date_from_day(outline->published).year;
	return 0;
}

/* The last part of its kind that had ended, or soon will, when published. */
static int
outline_part_year(const struct outline *outline, enum entry_time part)
{
	static const int ends[TIME_COUNT] = {
	    [TIME_FY] = 12,
	    [TIME_H1] = 6,
	    [TIME_H2] = 12,
	    [TIME_9M] = 9,
	    [TIME_Q1] = 3,
	    [TIME_Q2] = 6,
	    [TIME_Q3] = 9,
	    [TIME_Q4] = 12,
	};
	struct date day;

	if (period_is_known(outline->period) || outline->published == DATE_NONE)
		return outline_year(outline, false);
	day = date_from_day(outline->published);
	return day.month + 2 >= ends[part] ? day.year : day.year - 1;
}

/* The same end in another year; that of February follows leap years. */
static int32_t
outline_end_in(struct date end, int year)
{
	int days = date_month_days(year, end.month);

	if (end.day > days || (end.month == 2 && end.day >= 28))
		end.day = days;
	end.year = year;
	return date_to_day(end);
}

/* The end of the fiscal year so many years from the document's. */
static int32_t
outline_year_end(const struct outline *outline, int shift)
{
	struct date end = date_from_day(outline->year_end);

	return outline_end_in(end, end.year + shift);
}

/* Where the halves of "2025/26" meet: month 0 when nothing tells. */
static struct date
outline_split_end(const struct outline *outline)
{
	struct date end = outline->years.end;

	if (outline->year_end != DATE_NONE)
		end = date_from_day(outline->year_end);
	else if (period_months(outline->period) == 12)
		end = date_from_day(outline->period.end);
	return end.month == 12 ? (struct date){0, 0, 0} : end;
}

/* "FY26", "Q1 FY26" of an issuer whose years are known to end elsewhere. */
static bool
outline_resolve_named(const struct outline *outline,
    const struct timespan *time, struct period *ret)
{
	struct date end =
	    time->split ? outline_split_end(outline) : outline->years.end;
	int year = time->year + (time->split ? 0 : outline->years.shift);

	if (!time->fiscal || end.month == 0)
		return false;
	*ret = timespan_fiscal_part(outline_end_in(end, year), time->part);
	return true;
}

/* Times that a fiscal year gives a meaning: its parts and its months. */
static bool
outline_resolve_fiscal(const struct outline *outline,
    const struct timespan *time, struct period *ret)
{
	bool year = time->kind == TIMESPAN_PERIOD && time->part == TIME_FY &&
		    time->year_end == DATE_NONE && time->year != 0 &&
		    !time->weak;

	if (outline_resolve_named(outline, time, ret))
		return true;
	if (outline->year_end == DATE_NONE || time->calendar)
		return false;
	struct date end = date_from_day(outline->year_end);
	if (time->first_month != 0)
		*ret = timespan_fiscal_months(
		    outline->year_end, time->first_month, time->last_month);
	else if (time->kind == TIMESPAN_PART && time->part != TIME_NONE)
		*ret = timespan_fiscal_part(
		    outline_year_end(outline, time->shift), time->part);
	else if (year && end.month < 12)
		/* "2025年度" begins in 2025. */
		*ret = timespan_fiscal_part(
		    outline_year_end(outline, time->year + 1 - end.year),
		    TIME_FY);
	else
		return false;
	return period_is_known(*ret);
}

/* "지난해", in a text that nothing dates. */
static int
outline_resolve_own(const struct outline *outline, struct period *ret)
{
	if (!period_is_known(outline->period))
		return ERR_NOTFOUND;
	*ret = outline->period;
	return 0;
}

/* "this year", "last year": the document's period, or that of a year before. */
static int
outline_resolve_like_own(
    const struct outline *outline, int year, struct period *ret)
{
	struct period own = outline->period;
	int last = date_from_day(own.end).year;

	if (year != last && year != last - 1)
		return ERR_NOTFOUND;
	*ret = year == last ? own : period_prior_year(own);
	return 0;
}

int
outline_resolve(const struct outline *outline, const struct timespan *time,
    struct period *ret)
{
	int year;

	if (outline->looks_back && time->calendar && time->shift < 0 &&
	    time->part == TIME_NONE)
		return outline_resolve_own(outline, ret);
	if (outline_resolve_fiscal(outline, time, ret))
		return 0;
	if (time->kind == TIMESPAN_PERIOD) {
		*ret = time->period;
		return period_is_known(*ret) ? 0 : ERR_NOTFOUND;
	}
	if (time->kind != TIMESPAN_PART)
		return ERR_NOTFOUND;
	if (time->relative)
		year = outline_year(outline, time->calendar) + time->shift;
	else
		year = outline_part_year(outline, time->part);
	if (year < 1990)
		return ERR_NOTFOUND;
	if (time->part == TIME_NONE && period_is_known(outline->period))
		return outline_resolve_like_own(outline, year, ret);
	*ret = timespan_part(year, time->part);
	return 0;
}

struct period
outline_full_year(const struct outline *outline)
{
	struct date end = {0, 12, 31};

	if (!period_is_known(outline->period))
		return outline->period;
	if (outline->year_end != DATE_NONE)
		return timespan_fiscal_part(outline->year_end, TIME_FY);
	if (outline->years.end.month != 0)
		end = outline->years.end;
	int year = date_from_day(outline->period.end).year;
	int32_t last = outline_end_in(end, year);
	if (last < outline->period.end)
		last = outline_end_in(end, year + 1);
	return timespan_fiscal_part(last, TIME_FY);
}

struct period
outline_titled_part(const struct outline *outline)
{
	static const struct period none = {DATE_NONE, DATE_NONE};
	struct period year = outline_full_year(outline);

	return outline->part == TIME_NONE || !period_is_known(year)
		   ? none
		   : timespan_fiscal_part(year.end, outline->part);
}

/* Single quarters that a source's label writes for cumulative reports. */
static bool
outline_is_label(const struct timespan *time)
{
	return time->part == TIME_Q2 || time->part == TIME_Q3 ||
	       time->part == TIME_Q4;
}

/* "Strong second quarter, guidance raised", but not "second half outlook". */
static bool
outline_is_titled_part(const struct marks *title, size_t i)
{
	const struct timespan *time = &title->list[i].time;

	return title->list[i].kind == MARK_TIME &&
	       time->kind == TIMESPAN_PART && !time->relative &&
	       !outline_is_foreseen(title, i);
}

static enum entry_time
outline_title_part(const struct marks *title)
{
	for (size_t i = 0; i < title->count; i++)
		if (outline_is_titled_part(title, i) &&
		    title->list[i].time.part != TIME_FY)
			return title->list[i].time.part;
	return TIME_NONE;
}

void
outline_see_title(struct outline *outline, const struct marks *title)
{
	const struct timespan *best = NULL;

	outline->part = outline_title_part(title);
	for (size_t i = 0; i < title->count; i++) {
		const struct timespan *time = &title->list[i].time;
		if (title->list[i].kind != MARK_TIME)
			continue;
		if (time->kind == TIMESPAN_PERIOD &&
		    (best == NULL || best->weak))
			best = time;
		/* "2024 Q4 - 年度业绩预告": the part is the better word. */
		if (outline_is_titled_part(title, i) && best != NULL &&
		    (best->weak || outline_is_label(best)) && best->year != 0) {
			outline->period = timespan_part(best->year, time->part);
			outline->period_sure = outline->titled = true;
			return;
		}
	}
	if (best == NULL)
		return;
	for (size_t i = 0; i < title->count; i++)
		outline->foreseen |= outline_is_expected(&title->list[i]);
	outline->title = *best;
	outline->titled = !best->weak;
	outline->period = best->period;
	(void)outline_resolve_named(outline, best, &outline->period);
	outline->year_end = best->year_end;
	outline->period_sure = !best->weak && !outline_is_label(best);
}

/* "작년", "今年上半年": counted from the day when no period is printed. */
static void
outline_see_calendar(struct outline *outline, const struct marks *text)
{
	for (size_t i = 0; i < text->count; i++) {
		const struct mark *mark = &text->list[i];
		struct period period;
		if (mark->kind != MARK_TIME || !mark->time.calendar ||
		    mark[1].kind == MARK_BASE ||
		    outline_resolve(outline, &mark->time, &period) < 0)
			continue;
		outline->period = period;
		return;
	}
}

/*
 * An undated text that says "last year" and, of what came before, "the year
 * before", but never "this year": it was written in the next.
 */
static bool
outline_is_looking_back(const struct outline *outline, const struct marks *text)
{
	bool ago = false, before = false;

	for (size_t i = 0; i < text->count; i++) {
		const struct mark *mark = &text->list[i];
		before |= mark->kind == MARK_ROLE && mark->value == TELLS_PRIOR;
		if (mark->kind != MARK_TIME || !mark->time.relative)
			continue;
		if (mark->time.calendar && mark->time.shift == 0)
			return false;
		ago |= mark->time.calendar;
		before |= !mark->time.calendar && mark->time.shift < 0;
	}
	return outline->published == DATE_NONE && ago && before;
}

/* The first fiscal year that a text names; DATE_NONE. */
static int32_t
outline_find_year_end(const struct marks *text)
{
	for (size_t i = 0; i < text->count; i++)
		if (text->list[i].kind == MARK_TIME &&
		    text->list[i].time.year_end != DATE_NONE)
			return text->list[i].time.year_end;
	return DATE_NONE;
}

/* "通期の...。27年3月期の第3四半期は...": it is the year that is spoken of. */
static bool
outline_is_after_year(const struct marks *text, const struct mark *period)
{
	if (period->time.year_end == DATE_NONE || period->time.part == TIME_FY)
		return false;
	for (const struct mark *mark = text->list; mark < period; mark++)
		if (mark->kind == MARK_TIME &&
		    mark->time.kind == TIMESPAN_PART &&
		    mark->time.part == TIME_FY)
			return true;
	return false;
}

#define OUTLINE_NAME 8 /* marks from a year's name to the words for its end */

/* "Fiscal 2025: for the year ending 31 January 2026": named by its beginning. */
static int
outline_find_shift(const struct marks *text, size_t i)
{
	int year = date_from_day(text->list[i].time.period.end).year;
	int name = text->list[i].time.year;

	if (name != 0)
		return name == year - 1 ? 1 : 0;

	for (size_t k = 1; k <= OUTLINE_NAME && k <= i; k++) {
		const struct mark *mark = &text->list[i - k];
		if (mark->kind == MARK_TIME && mark->time.fiscal)
			return mark->time.year == year - 1 ? 1 : 0;
	}
	return 0;
}

#define OUTLINE_WHOLE 22 /* a last day from which a month counts as over */

/* "Q3 of fiscal 2026, ended 31 March 2026": the year ends in June. */
static bool
outline_see_named_part(struct outline *outline, const struct timespan *time)
{
	static const int left[TIME_COUNT] = {
	    [TIME_H1] = 6,
	    [TIME_9M] = 3,
	    [TIME_Q1] = 9,
	    [TIME_Q2] = 6,
	    [TIME_Q3] = 3,
	};
	struct date end = date_from_day(time->period.end);

	if (time->named_part == TIME_NONE || end.day < OUTLINE_WHOLE)
		return false;
	end.month += left[time->named_part];
	end.year += end.month > 12;
	end.month -= end.month > 12 ? 12 : 0;
	end.day = date_month_days(end.year, end.month);
	int shift = end.year - time->named_year;
	if (shift < 0 || shift > 1)
		return false;
	outline->years.end = end;
	outline->years.shift = shift;
	return true;
}

/* The end of years that the text itself tells goes before the market's. */
static void
outline_see_years(struct outline *outline, const struct marks *text)
{
	for (size_t i = 0; i < text->count; i++) {
		const struct timespan *time = &text->list[i].time;
		if (text->list[i].kind != MARK_TIME)
			continue;
		if (!time->ends_year) {
			if (outline_see_named_part(outline, time))
				break;
			continue;
		}
		outline->years.end = date_from_day(time->period.end);
		outline->years.shift = outline_find_shift(text, i);
		break;
	}
	if (outline->title.fiscal)
		(void)outline_resolve_named(
		    outline, &outline->title, &outline->period);
}

void
outline_see_text(struct outline *outline, const struct marks *text)
{
	const struct mark *mark = outline_find_period(text);

	if (outline->estimates)
		return;
	outline->looks_back = outline_is_looking_back(outline, text);
	outline_see_years(outline, text);
	if (outline->year_end == DATE_NONE)
		outline->year_end = outline_find_year_end(text);
	if (outline->period_sure)
		return;
	if (mark == NULL && !period_is_known(outline->period))
		outline->period = outline_find_after(text);
	if (mark == NULL && !period_is_known(outline->period))
		outline_see_calendar(outline, text);
	if (mark == NULL)
		return;
	const struct timespan *time = &mark->time;
	if (outline_is_after_year(text, mark)) {
		outline->period = timespan_fiscal_part(time->year_end, TIME_FY);
		outline->period_sure = true;
		return;
	}
	bool known = period_is_known(outline->period);
	/* A label's quarter gives way to a period that ends with it. */
	struct period period = time->period;
	(void)outline_resolve_named(outline, time, &period);
	if (known && (time->weak || period.end != outline->period.end))
		return;
	outline->period = period;
	outline->period_sure = !time->weak;
	outline->foreseen =
	    outline_is_foreseen(text, (size_t)(mark - text->list));
}
