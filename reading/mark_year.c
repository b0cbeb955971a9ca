/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a number, and the marks before it. Out: whether it names a year where
 * no word says so. mark.c calls it.
 */
#include "reading/mark_year.h"

static bool
mark_year_looks(const struct token *token)
{
	const struct numeral *number = &token->number;

	return token->kind == TOKEN_NUMBER && number->digits == 4 &&
	       number->places == 0 && !number->grouped &&
	       number->value.coef >= 1990 && number->value.coef <= 2099;
}

static const struct mark *
mark_year_last(const struct marks *marks)
{
	return marks->count > 0 ? &marks->list[marks->count - 1] : NULL;
}

static bool
mark_year_begins_cell(const struct marks *marks)
{
	const struct mark *last = mark_year_last(marks);

	return last != NULL && last->kind == MARK_CELL;
}

/* The mark at i is a year of this kind, too. */
static bool
mark_year_stands(const struct marks *marks, size_t i)
{
	const struct mark *mark = &marks->list[i];

	return mark->kind == MARK_TIME && mark->time.weak;
}

/* "| 2024 RMB'000 |": a year over its unit heads a column. */
static bool
mark_year_heads_column(const struct marks *marks, const struct token *token)
{
	token++;
	if (!mark_year_begins_cell(marks) ||
	    !token_is_kind(token, KIND_CURRENCY) ||
	    (token->entry->flags & ENTRY_AFTER) != 0)
		return false;
	while (token_is_kind(token, KIND_CURRENCY) ||
	       token_is_kind(token, KIND_SCALE))
		token++;
	return token->kind == TOKEN_END || token_is_char(token, '\t') ||
	       token_is_char(token, '|') || token_is_char(token, '\n');
}

/* "| 2024 | 2023 |": years of neighbouring columns, one apart. */
static bool
mark_year_has_neighbour(const struct marks *marks, const struct token *token)
{
	int64_t year = (int64_t)token->number.value.coef, other = 0;
	size_t n = marks->count;

	if (!mark_year_begins_cell(marks) ||
	    !(token_is_char(token + 1, '\t') || token_is_char(token + 1, '\n')))
		return false;
	if (n > 1 && mark_year_stands(marks, n - 2))
		other = marks->list[n - 2].time.year;
	else if (mark_year_looks(token + 2))
		other = (int64_t)token[2].number.value.coef;
	return other == year - 1 || other == year + 1;
}

/* The number has a unit, or is the first of a range. */
static bool
mark_year_is_amount(const struct token *token)
{
	const struct token *next = token + 1;

	return token_is_dash(next) || token_is_kind(next, KIND_SCALE) ||
	       token_is_kind(next, KIND_CURRENCY) ||
	       token_is_kind(next, KIND_UNIT);
}

bool
mark_year_is_bare(const struct marks *marks, const struct token *token)
{
	const struct mark *last = mark_year_last(marks);

	if (!mark_year_looks(token))
		return false;
	if (mark_year_heads_column(marks, token) ||
	    mark_year_has_neighbour(marks, token))
		return true;
	if (mark_year_is_amount(token))
		return false;
	if (last == NULL || token_is_kind(token + 1, KIND_METRIC) ||
	    token_is_kind(token + 1, KIND_PART) ||
	    token_is(token + 1, KIND_ROLE, TELLS_EXPECTED))
		return true;
	switch ((int)last->kind) {
	case MARK_ROLE:
		/* "outlook for 2026", but not "本期 2026" */
		return last->value == TELLS_EXPECTED && token->space;
	case MARK_GLUE:
	case MARK_TIME:
	case MARK_STOP:
	case MARK_LINE:
	case MARK_OPEN:
		return true;
	case MARK_LIST:
		/* "(2020 / 2019)" */
		return last->value == '/' && marks->count > 1 &&
		       mark_year_stands(marks, marks->count - 2);
	}
	return false;
}
