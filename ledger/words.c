/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a statement that gives no figure. Out: its verdict by the issuer's words,
 * or the gap. ledger/verdict.c calls it.
 */
#include "ledger/words.h"

#include "ledger/judge.h"
#include "ledger/severity.h"
#include "ledger/wording.h"

#define WORDS_DETAIL 200

/* The words themselves, as proof. */
static void
words_quote(const struct statement *statement, struct buf *detail)
{
	const struct reading *reading = statement->reading;
	const char *quote = reading->phrase_count > 0
				? reading->phrases[0].quote
				: statement->filing->title;

	buf_init(detail, WORDS_DETAIL);
	wording_add(detail, "\"");
	wording_add_text(detail, quote != NULL ? quote : "", 40);
	wording_add(detail, "\"");
}

static bool
words_is_forecast(const struct statement *statement)
{
	return statement->reading->form == FORM_FORECAST ||
	       statement->reading->form == FORM_FORECAST_REVISION;
}

/* A forecast that could not be read is told: it may be anything. */
static void
words_gap(const struct statement *statement, struct verdict *verdict,
    const char *quote)
{
	if (words_is_forecast(statement) && !statement->reading->readable)
		severity_add(verdict, REASON_UNREAD, quote);
	else
		severity_add(verdict, REASON_GAP, NULL);
}

static void
words_reasons(const struct statement *statement, struct verdict *verdict)
{
	enum words words = statement->reading->words;
	struct buf quote;

	words_quote(statement, &quote);
	if (verdict->class_ != CLASS_NONE)
		severity_class(verdict, verdict->class_, 0, NULL);
	severity_claim(verdict, verdict->guidance);
	if (words == WORDS_DOWN)
		severity_add(verdict, REASON_WORDS, quote.data);
	if (words == WORDS_DOWN_STRONG)
		severity_add(verdict, REASON_WORDS_STRONG, quote.data);
	if (verdict->data_gap)
		words_gap(statement, verdict, quote.data);
	buf_done(&quote);
}

static enum direction
words_direction(
    const struct statement *statement, const struct verdict *verdict)
{
	enum direction way = revision_direction(verdict->guidance);

	if (way == DIRECTION_NONE)
		way = classify_direction(verdict->class_, 0);
	if (way != DIRECTION_NONE)
		return way;
	switch (statement->reading->words) {
	case WORDS_NONE:
		break;
	case WORDS_UP:
		return DIRECTION_UP;
	case WORDS_DOWN:
	case WORDS_DOWN_STRONG:
		return DIRECTION_DOWN;
	}
	return DIRECTION_NONE;
}

/* "净利润为负值,上年同期盈利1,000万元": the sign, and last year's figure. */
static enum verdict_class
words_class(const struct statement *statement)
{
	enum verdict_class class_ = statement->claimed_class;
	const struct fact *prior =
	    statement_find(statement, METRIC_NI_ATTR, ROLE_PRIOR_YEAR, NULL);

	if (prior == NULL)
		prior = statement_find(
		    statement, METRIC_NI_TOTAL, ROLE_PRIOR_YEAR, NULL);
	if (prior == NULL || prior->low_open || prior->high_open)
		return class_;
	bool loss = decimal_sign(prior->high) < 0;
	bool profit = decimal_sign(prior->low) > 0;
	if (class_ == CLASS_LOSS && (loss || profit))
		return loss ? CLASS_LOSS_CONT : CLASS_FIRST_LOSS;
	return class_ == CLASS_PROFIT && loss ? CLASS_TURNAROUND : class_;
}

void
words_judge(const struct statement *statement, struct verdict *verdict)
{
	const struct reading *reading = statement->reading;
	static const struct comparison nothing;

	judge_begin(statement, verdict);
	verdict->class_ = words_class(statement);
	verdict->guidance = reading->claimed_guidance;
	verdict->data_gap = verdict->class_ == CLASS_NONE &&
			    verdict->guidance == GUIDANCE_NONE &&
			    reading->words == WORDS_NONE;
	verdict->direction = words_direction(statement, verdict);
	words_reasons(statement, verdict);
	judge_settle(statement, verdict, false);
	verdict->good = severity_good(verdict->class_, &nothing);
	if (reading->words == WORDS_UP && verdict->good < 2)
		verdict->good = 2;
}

void
words_distress(const struct statement *statement, struct verdict *verdict)
{
	judge_begin(statement, verdict);
	verdict->period = statement->reading->period;
	verdict->family = FAMILY_DISTRESS;
	verdict->distress = statement->reading->distress;
	verdict->direction = DIRECTION_DOWN;
	severity_distress(verdict, verdict->distress);
	judge_settle(statement, verdict, false);
}
