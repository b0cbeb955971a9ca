/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens at a number or at the words before one. Out: the amount they say.
 * mark.c calls it; value.c makes signed figures of what it found.
 *
 *	amount = term [range term] { "about" | bound }
 */
#include "reading/amount.h"

#include "reading/amount_term.h"
#include "reading/glyph.h"

#include <string.h>

#define AMOUNT_SCALE_MAX 18 /* of decimal_scale10 */
#define AMOUNT_YEAR_MIN	 1990
#define AMOUNT_YEAR_MAX	 2100

/* The dash between two numbers, once or printed twice. */
static bool
amount_read_dash(struct amount_reader *reader)
{
	const struct token *dash = amount_token(reader);
	const struct token *next = amount_next(reader);

	if (!token_is_dash(dash))
		return false;
	if (token_is_char(next, dash->c) &&
	    reader->amount->first.minuses == 0) {
		reader->twice = true;
		reader->at++;
		next = amount_next(reader);
	}
	reader->wide = dash->space && !next->space && dash->c == '-' &&
		       next->kind == TOKEN_NUMBER && !reader->twice;
	reader->apart = dash->space && next->space && !reader->twice;
	reader->at++;
	return true;
}

static bool
amount_read_range_mark(struct amount_reader *reader)
{
	const struct token *token = amount_token(reader);

	if (token_is(token, KIND_RANGE, RANGE_TO) ||
	    token_is(token, KIND_RANGE, RANGE_FROM) ||
	    (token_is(token, KIND_RANGE, RANGE_AND) && reader->between) ||
	    token_is_char(token, '~')) {
		reader->at++;
		if (token_is_char(amount_token(reader), '~'))
			reader->at++;
		return true;
	}
	return amount_read_dash(reader);
}

/* "A -B", "A - B": cells of a table, or a range with stray spaces? */
static bool
amount_is_list(const struct amount_reader *reader)
{
	const struct amount_term *first = &reader->amount->first;

	/* Ranges have a wave where triangles are minus signs. */
	if (reader->apart && reader->style->triangles &&
	    first->unit == AMOUNT_BARE &&
	    reader->amount->last.unit == AMOUNT_BARE)
		return true;
	return reader->wide && (reader->style->list || first->minuses > 0 ||
				   first->unit == AMOUNT_BARE);
}

int
amount_scale(struct decimal d, int scale, struct decimal *ret)
{
	if (scale < -AMOUNT_SCALE_MAX || scale > AMOUNT_SCALE_MAX)
		return ERR_RANGE;
	return decimal_scale10(d, scale, ret);
}

static int
amount_compare(const struct amount_term *a, const struct amount_term *b)
{
	struct decimal x, y;

	if (amount_scale(a->value, a->scale, &x) < 0 ||
	    amount_scale(b->value, b->scale, &y) < 0)
		return 0;
	return decimal_cmp(x, y);
}

/* Gives a number of a range the unit that only the other one has printed. */
static void
amount_share_unit(struct amount *amount)
{
	struct amount_term *first = &amount->first, *last = &amount->last;

	if (first->unit == AMOUNT_BARE) {
		first->unit = last->unit;
		first->scale = last->scale;
	} else if (first->prefixed && first->scale == 0 && last->scale > 0) {
		first->scale = last->scale;
	} else if (last->prefixed && last->scale == 0 && first->scale > 0) {
		amount->bad = true;
	}
	if (first->currency[0] == '\0')
		memcpy(first->currency, last->currency, CURRENCY_MAX);
	if (last->currency[0] == '\0')
		memcpy(last->currency, first->currency, CURRENCY_MAX);
	first->per_share |= last->per_share;
	/* "100억~200억원 적자": the loss is of both. */
	if (last->sign_after && first->sign == SIGN_NONE && first->minuses == 0)
		first->sign = last->sign;
}

/* "2025", the last number that was read: rather a year than a sum. */
static bool
amount_ends_in_year(const struct amount_reader *reader)
{
	const struct token *token = amount_token(reader) - 1;
	struct decimal value = reader->amount->last.value;

	return token->kind == TOKEN_NUMBER && !token->number.grouped &&
	       token->number.places == 0 &&
	       decimal_cmp(value, decimal_from_int(AMOUNT_YEAR_MIN)) >= 0 &&
	       decimal_cmp(value, decimal_from_int(AMOUNT_YEAR_MAX)) <= 0;
}

/* "$1,200 - 1,250": the currency is said once for both, no unit follows. */
static void
amount_share_prefix(const struct amount_reader *reader)
{
	const struct amount_term *first = &reader->amount->first;
	struct amount_term *last = &reader->amount->last;
	bool rises = first->minuses > 0 || amount_compare(first, last) < 0;

	if (last->unit != AMOUNT_BARE || !first->prefixed ||
	    first->scale != 0 || first->per_share || !rises ||
	    amount_ends_in_year(reader))
		return;
	last->unit = first->unit;
	last->prefixed = true;
	last->dollar = first->dollar;
}

/* Two numbers of one kind make a range; else the second is left alone. */
static bool
amount_join(struct amount_reader *reader)
{
	struct amount *amount = reader->amount;
	const struct amount_term *first = &amount->first;
	const struct amount_term *last = &amount->last;

	if (amount_is_list(reader))
		return false;
	amount_share_prefix(reader);
	if (first->unit != last->unit && first->unit != AMOUNT_BARE) {
		if (last->unit == AMOUNT_BARE)
			amount->bad = true;
		else
			return false;
	}
	amount_share_unit(amount);
	if (strcmp(first->currency, last->currency) != 0)
		amount->bad = true;
	/* "900--1200": a range; "900--300" may mean -300. */
	if (reader->twice && last->sign == SIGN_NONE &&
	    first->sign == SIGN_NONE && amount_compare(first, last) >= 0)
		amount->bad = true;
	amount->range = true;
	return true;
}

/* "A에서 B 사이": without its last word it is a change from A to B. */
static bool
amount_ends_between(const struct token *token)
{
	return token_is(token, KIND_RANGE, RANGE_BETWEEN) &&
	       (token->entry->flags & ENTRY_AFTER) != 0;
}

static void
amount_read_range(struct amount_reader *reader)
{
	size_t at = reader->at;
	struct amount *amount = reader->amount;
	bool approx = amount->approx;
	enum entry_bound bound = amount->bound;

	bool from = token_is(amount_token(reader), KIND_RANGE, RANGE_FROM);
	if (amount->first.unit != AMOUNT_OTHER &&
	    amount_read_range_mark(reader) &&
	    amount_read_term(reader, &amount->last) &&
	    (!from || amount_ends_between(amount_token(reader))) &&
	    amount_join(reader))
		return;
	reader->at = at;
	amount->approx = approx;
	amount->bound = bound;
	amount->last = amount->first;
}

/* The width of a tolerance, in the amount's own scale; ERR_INVALID. */
static int
amount_tolerance(const struct amount_term *of, const struct amount_term *width,
    struct decimal *ret)
{
	struct decimal part;

	if (width->unit == AMOUNT_PERCENT) {
		int r = amount_scale(width->value, width->scale - 2, &part);
		return r == 0 ? decimal_mul(of->value, part, ret) : r;
	}
	if (width->unit != of->unit || of->unit != AMOUNT_MONEY ||
	    strcmp(width->currency, of->currency) != 0)
		return ERR_INVALID;
	return amount_scale(width->value, width->scale - of->scale, ret);
}

/* "$1.2bn +/- 2%", "1.2亿元(±10%)", "4亿元,上下浮动5%". */
static void
amount_read_tolerance(struct amount_reader *reader)
{
	struct amount *amount = reader->amount;
	struct amount_reader copy = *reader;
	struct amount scratch = {0};
	struct amount_term term;
	struct decimal width;

	bool open = token_is_char(amount_token(&copy), '(');
	copy.at += open || token_is_char(amount_token(&copy), ',');
	copy.amount = &scratch;
	if (amount->range ||
	    !token_is(amount_token(&copy), KIND_RANGE, RANGE_PLUS_MINUS))
		return;
	copy.at++;
	if (!amount_read_term(&copy, &term) ||
	    (open && !token_is_char(amount_token(&copy), ')')))
		return;
	reader->at = copy.at + open;
	if (term.bad || amount_tolerance(&amount->first, &term, &width) < 0 ||
	    decimal_add(amount->first.value, width, &amount->last.value) < 0 ||
	    decimal_sub(amount->first.value, width, &amount->first.value) < 0)
		amount->bad = true;
	amount->range = true;
}

static void
amount_read_after(struct amount_reader *reader)
{
	struct amount *amount = reader->amount;

	amount_read_tolerance(reader);
	for (int i = 0; i < 2; i++) {
		const struct token *token = amount_token(reader);
		if (token->kind != TOKEN_PHRASE ||
		    (token->entry->flags & (ENTRY_AFTER | ENTRY_EITHER)) == 0)
			return;
		if (token->entry->kind == KIND_APPROX)
			amount->approx = true;
		else if (token->entry->kind == KIND_BOUND)
			amount->bound = (enum entry_bound)token->entry->value;
		else if (!amount->range || !amount_ends_between(token))
			return;
		amount->of |= (token->entry->flags & ENTRY_OF) != 0;
		reader->at++;
	}
}

/* The text ends here, or in dots that say it was cut. */
static bool
amount_ends_text(const struct token *token)
{
	return token->kind == TOKEN_END ||
	       (token_is_char(token, '.') && token_is_char(token + 1, '.'));
}

/* "▲12%" where triangles are no minus signs: up, down or a bullet? */
static bool
amount_has_triangle(const struct amount_reader *reader)
{
	const struct token *token = amount_token(reader);

	return reader->at > 0 && !reader->style->triangles && !token->space &&
	       (token_is_char(token - 1, GLYPH_TRIANGLE) ||
		   token_is_char(token - 1, GLYPH_TRIANGLE_FULL));
}

/* "[-1.5亿元,-1.2亿元]": both ends in brackets. */
static bool
amount_read_interval(struct amount_reader *reader)
{
	struct amount_reader copy = *reader;
	struct amount *amount = reader->amount;

	if (!token_is_char(amount_token(&copy), '['))
		return false;
	copy.at++;
	if (!amount_read_term(&copy, &amount->first) ||
	    !token_is_char(amount_token(&copy), ','))
		return false;
	copy.at++;
	if (!amount_read_term(&copy, &amount->last) ||
	    !token_is_char(amount_token(&copy), ']') || !amount_join(&copy))
		return false;
	reader->at = copy.at + 1;
	return true;
}

size_t
amount_read(const struct tokens *tokens, size_t at,
    const struct amount_style *style, struct amount *ret)
{
	struct amount_reader reader = {
	    .list = tokens->list,
	    .at = at,
	    .style = style,
	    .amount = ret,
	};

	*ret = (struct amount){.bad = amount_has_triangle(&reader)};
	if (!amount_read_interval(&reader)) {
		bool bad = ret->bad;
		*ret = (struct amount){.bad = bad};
		if (!amount_read_term(&reader, &ret->first))
			return at;
		ret->last = ret->first;
		amount_read_range(&reader);
	}
	amount_read_after(&reader);
	ret->bad |= ret->first.bad || ret->last.bad;
	ret->cut = amount_ends_text(amount_token(&reader));
	return reader.at;
}

const char *
amount_currency(const struct amount_term *term, const char *home)
{
	bool dollars = strlen(home) == 3 && home[2] == 'D';

	if (term->currency[0] != '\0' || !term->dollar || dollars)
		return term->currency;
	return "USD";
}

void
amount_add_scale(struct amount *amount, int scale)
{
	struct amount_term *terms[] = {&amount->first, &amount->last};

	for (size_t i = 0; i < 2; i++)
		if (terms[i]->prefixed && terms[i]->scale == 0 &&
		    !terms[i]->per_share)
			terms[i]->scale += scale;
}

void
amount_set_unit(struct amount *amount, int scale, const char *currency)
{
	struct amount_term *terms[] = {&amount->first, &amount->last};

	for (size_t i = 0; i < 2; i++) {
		if (terms[i]->unit != AMOUNT_BARE)
			continue;
		terms[i]->unit = AMOUNT_MONEY;
		terms[i]->scale += scale;
		if (currency != NULL && terms[i]->currency[0] == '\0' &&
		    strlen(currency) < CURRENCY_MAX)
			memcpy(
			    terms[i]->currency, currency, strlen(currency) + 1);
	}
}
