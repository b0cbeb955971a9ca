/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the marks of a piece. Out: the same, whose captions are whole periods.
 * read_text.c calls it.
 */
#include "reading/mark_caption.h"

#include "reading/timespan_date.h"

#define CAPTION_CELLS 24 /* of a row */
#define CAPTION_ROWS  3 /* from a length to the years below it */

/* What the nearest cell above says, by the columns that it may span. */
struct caption_cell {
	int months; /* 0: none */
	struct mark *mark; /* a caption that no year has completed; or NULL */
	bool open; /* nothing tells the month it ends with */
};

struct caption_reader {
	struct caption_cell above[CAPTION_CELLS];
	struct caption_cell row[CAPTION_CELLS]; /* of the row at hand */
	int cell;
	int age; /* rows since the first that said something; -1: none */
	bool says; /* the row at hand does */
	bool figures; /* it has figures */
};

/* The cell above that reaches over the one at hand. */
static const struct caption_cell *
caption_above(const struct caption_reader *reader)
{
	static const struct caption_cell none = {0, NULL, false};
	const struct caption_cell *found = &none;

	for (int i = 0; i <= reader->cell; i++)
		if (reader->above[i].months != 0)
			found = &reader->above[i];
	return found;
}

static bool
caption_set_period(struct timespan *time, struct date end, int months)
{
	struct timespan whole = {.year_end = DATE_NONE};
	int days = date_month_days(end.year, end.month);

	/* "February 29," of the year that has one. */
	if (end.day > days)
		end.day = days;
	if (!timespan_set_ended(&whole, end, months))
		return false;
	whole.ends_year = months == 12;
	*time = whole;
	return true;
}

/* "September 30," or "Three Months Ended [September 30,]". */
static void
caption_take(struct caption_reader *reader, struct mark *mark)
{
	struct caption_cell *cell = &reader->row[reader->cell];
	struct timespan *time = &mark->time;

	if (time->months == 0)
		time->months = caption_above(reader)->months;
	if (time->months == 0)
		return;
	*cell = (struct caption_cell){
	    .months = time->months,
	    .mark = time->last_month != 0 ? mark : NULL,
	    .open = time->last_month == 0,
	};
	reader->says = true;
}

/* "September 30, 2025" below a length. */
static void
caption_take_date(struct caption_reader *reader, struct timespan *time)
{
	int months = caption_above(reader)->months;

	if (months == 0 || !period_is_known(time->period) ||
	    !caption_set_period(time, date_from_day(time->period.end), months))
		return;
	reader->row[reader->cell].months = months;
	reader->says = true;
}

static void
caption_take_year(struct caption_reader *reader, struct timespan *time)
{
	const struct caption_cell *above = caption_above(reader);

	if (above->open) {
		time->kind = TIMESPAN_CAPTION;
		time->weak = false;
	} else if (above->mark != NULL &&
		   above->mark->time.kind == TIMESPAN_CAPTION) {
		struct timespan *caption = &above->mark->time;
		struct date end = {
		    time->year, caption->last_month, caption->day};
		(void)caption_set_period(caption, end, caption->months);
	}
}

static void
caption_take_time(struct caption_reader *reader, struct mark *mark)
{
	struct timespan *time = &mark->time;
	bool part = time->kind == TIMESPAN_PART && !time->relative;

	if (time->kind == TIMESPAN_CAPTION)
		caption_take(reader, mark);
	else if (time->kind == TIMESPAN_DATE)
		caption_take_date(reader, time);
	else if (time->kind == TIMESPAN_PERIOD && time->weak && time->mark == 0)
		caption_take_year(reader, time);
	else if (part && timespan_months((int)time->part) > 0)
		reader->row[reader->cell].months =
		    timespan_months((int)time->part);
}

/* The row is over: what it says holds for those below it. */
static void
caption_end_row(struct caption_reader *reader)
{
	bool cells = reader->cell > 0 && !reader->figures;

	reader->age += reader->age >= 0;
	if (reader->says)
		reader->age = reader->age < 0 ? 0 : reader->age;
	for (int i = 0; i < CAPTION_CELLS; i++) {
		struct caption_cell *above = &reader->above[i];
		if (!cells || reader->age > CAPTION_ROWS)
			*above = (struct caption_cell){0, NULL, false};
		else if (reader->row[i].months != 0)
			*above = reader->row[i];
		reader->row[i] = (struct caption_cell){0, NULL, false};
	}
	if (!cells || reader->age > CAPTION_ROWS)
		reader->age = -1;
	reader->cell = 0;
	reader->says = reader->figures = false;
}

void
marks_read_captions(struct marks *marks)
{
	struct caption_reader reader = {.age = -1};

	for (size_t i = 0; i < marks->count; i++) {
		struct mark *mark = &marks->list[i];
		if (mark->kind == MARK_LINE)
			caption_end_row(&reader);
		else if (mark->kind == MARK_CELL)
			reader.cell += reader.cell < CAPTION_CELLS - 1;
		else if (mark->kind == MARK_AMOUNT)
			reader.figures = true;
		else if (mark->kind == MARK_TIME && reader.cell > 0)
			caption_take_time(&reader, mark);
	}
}
