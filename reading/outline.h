/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of a document before its figures are read: form, language,
 * period, currency, and who speaks (domain 3.5, steps 1 and 2).
 */
#ifndef READING_OUTLINE_H
#define READING_OUTLINE_H

#include "reading/job.h"
#include "reading/mark.h"
#include "reading/signal.h"
#include "reading/target.h"

#include <stdbool.h>

/* How the issuer names years of its own: "FY26", "fiscal 2025". */
struct outline_years {
	struct date end; /* month and day, of any year; month 0: unknown */
	int shift; /* years from the one in the name to the one of the end */
};

struct outline {
	enum entry_lang lang; /* whose phrases are read */
	enum form form;
	bool china; /* a mainland issuer, or translated from Chinese */
	bool estimates; /* a broker or a paper about brokers speaks */
	bool by_issuer;
	bool correction;
	struct period period; /* of the results; unknown: none named */
	int32_t year_end; /* of the fiscal year of period; DATE_NONE */
	struct outline_years years;
	struct timespan title; /* the title's period; kind 0 and weak: none */
	bool titled; /* the title names the period */
	enum entry_time part; /* the title's, of a year it does not name */
	bool foreseen; /* words of a forecast stand beside the period */
	bool period_sure; /* named in the title or under its label */
	int32_t published; /* day; DATE_NONE */
	bool looks_back; /* undated: "last year" is the year it reports */
	char currency[CURRENCY_MAX];
	struct targets targets; /* others that it names */
	const char *broker; /* canonical name; NULL; lexicon's */
};

/* The language whose phrases fit a text best; English for none. */
enum entry_lang outline_lang(const struct normal *text, const char *hint);

/* Form, speaker and correction by the signals of title and text. */
void outline_set_form(struct outline *outline, const struct signals *title,
    const struct signals *text, const struct document_hint *hint);
/*
 * The period by the marks of the title, then of the text. Call it for both in
 * this order; a title's word is kept unless the text is more exact.
 */
void outline_see_title(struct outline *outline, const struct marks *title);
void outline_see_text(struct outline *outline, const struct marks *text);
/* The whole year that the document's period is a part of; or unknown. */
struct period outline_full_year(const struct outline *outline);
/* The part of that year whose results the title announces; or unknown. */
struct period outline_titled_part(const struct outline *outline);
/* It corrects results, not a forecast. */
bool outline_corrects_results(const struct outline *outline);
/* A part of a year that the text does not name; ERR_NOTFOUND: which year? */
int outline_resolve(const struct outline *outline, const struct timespan *time,
    struct period *ret) WARN_UNUSED;

#endif
