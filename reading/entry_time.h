/* SPDX-License-Identifier: BSD-2-Clause */
/* The lexicon's words for parts of dates and periods; see entry_words.h. */
#ifndef READING_ENTRY_TIME_H
#define READING_ENTRY_TIME_H

#define ENTRY_TIME(X)                                                          \
	X(TIME_YEAR, "year") /* after a number */                              \
	X(TIME_MONTH, "month")                                                 \
	X(TIME_MONTH_END, "month_end") /* its last day */                      \
	X(TIME_DAY, "day")                                                     \
	X(TIME_FY, "fy")                                                       \
	X(TIME_H1, "h1")                                                       \
	X(TIME_H2, "h2")                                                       \
	X(TIME_9M, "9m")                                                       \
	X(TIME_Q1, "q1")                                                       \
	X(TIME_Q2, "q2")                                                       \
	X(TIME_Q3, "q3")                                                       \
	X(TIME_Q4, "q4")                                                       \
	X(TIME_MONTHS, "months") /* so many of them */                         \
	X(TIME_WEEKS, "weeks")                                                 \
	X(TIME_QUARTER, "quarter") /* three months of any year */              \
	X(TIME_ENDED, "ended")                                                 \
	X(TIME_CLOSE, "close")                                                 \
	X(TIME_THIS, "this") /* the reported year */                           \
	X(TIME_NOW, "now") /* the calendar's year */                           \
	X(TIME_AGO, "ago") /* the one before */                                \
	X(TIME_LAST, "last")                                                   \
	X(TIME_NEXT, "next")                                                   \
	X(TIME_FISCAL, "fiscal") /* the month a fiscal year ends with */       \
	X(TIME_OPEN, "open") /* of dates that nobody prints */                 \
	X(TIME_REIWA, "reiwa") /* years from 2019 */                           \
	X(TIME_HEISEI, "heisei") /* from 1989 */                               \
	X(TIME_JANUARY, "january")                                             \
	X(TIME_FEBRUARY, "february")                                           \
	X(TIME_MARCH, "march")                                                 \
	X(TIME_APRIL, "april")                                                 \
	X(TIME_MAY, "may")                                                     \
	X(TIME_JUNE, "june")                                                   \
	X(TIME_JULY, "july")                                                   \
	X(TIME_AUGUST, "august")                                               \
	X(TIME_SEPTEMBER, "september")                                         \
	X(TIME_OCTOBER, "october")                                             \
	X(TIME_NOVEMBER, "november")                                           \
	X(TIME_DECEMBER, "december")

#endif
