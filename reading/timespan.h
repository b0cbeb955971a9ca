/* SPDX-License-Identifier: BSD-2-Clause */
/* Words and numbers that name a time: periods, parts of a year, dates. */
#ifndef READING_TIMESPAN_H
#define READING_TIMESPAN_H

#include "lib/base/period.h"
#include "reading/token.h"

#include <stdbool.h>
#include <stddef.h>

enum timespan_kind {
	TIMESPAN_PERIOD, /* from a day to a day */
	TIMESPAN_PART, /* of a year that is not named: "first half" */
	TIMESPAN_YEARS, /* several, one figure each: "2024-2026" */
	TIMESPAN_DATE,
	TIMESPAN_OPEN, /* a fiscal quarter, "the next 18 months": of which days? */
	TIMESPAN_MONTH, /* a month, or several that make no period */
	TIMESPAN_CAPTION /* of a column: rows below it tell the rest */
};

struct timespan {
	enum timespan_kind kind;
	struct period period; /* PERIOD, DATE */
	int year, last_year; /* YEARS; PERIOD when it is a bare year */
	enum entry_time part; /* PART: TIME_FY .. TIME_Q4 */
	bool relative; /* PART: of last, this or next year */
	bool
	    calendar; /* counted from the day of the document, not its period */
	int shift; /* then: years from this one */
	char mark; /* 'A' or 'E' after a year in a header, else 0 */
	int32_t year_end; /* of a fiscal year that is named; else DATE_NONE */
	int first_month, last_month; /* "4-9月" without a year; else 0 */
	int months, day; /* CAPTION: its length and end; 0: not told here */
	bool ends_year; /* "the year ended 31 May 2026" */
	/* "Q3 of fiscal 2026, ended 31 March 2026": which part, of which? */
	enum entry_time named_part;
	int named_year;
	bool fiscal; /* "FY26": of the issuer's years, by the one it ends in */
	bool split; /* "2025/26": no calendar year; period is unknown */
	bool weak; /* a year alone: gives way to what else is said */
};

/* Longest time that starts at token `at`; returns the token after it. */
size_t timespan_read(
    const struct tokens *tokens, size_t at, struct timespan *ret);
/* A part of a calendar year; quarters alone, the others from January. */
struct period timespan_part(int year, enum entry_time part);
/* The part of a year that so many months up to a month's end are; TIME_NONE. */
enum entry_time timespan_part_of(int month, int months);

/* A part of the fiscal year that ends with that day; "4-9月" of it. */
struct period timespan_fiscal_part(int32_t year_end, enum entry_time part);
struct period timespan_fiscal_months(int32_t year_end, int first, int last);

#endif
