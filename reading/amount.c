/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens at a number or at the words before one. Out: the amount they say.
 * mark.c calls it; value.c makes signed figures of what it found.
 *
 *	amount = term [range term] { "about" | bound }
 *	term   = { sign [":"] | "about" | bound | currency | minus }
 *		 ( number | "(" number ")" ) { scale | currency | unit }
 */
#include "reading/amount.h"

#include "reading/glyph.h"

#include <string.h>

#define AMOUNT_PREFIXES	 8
#define AMOUNT_SUFFIXES	 5
#define AMOUNT_SCALE_MAX 18 /* of decimal_scale10 */

struct amount_reader {
	const struct token *list;
	size_t at;
	const struct amount_style *style;
	struct amount *amount;
	bool between;
	bool wide; /* the dash of the range has a space before, none after */
	bool twice; /* it is printed twice */
};

static const struct token *
amount_token(const struct amount_reader *reader)
{
	return &reader->list[reader->at];
}

/* The token after; the end token follows itself. */
static const struct token *
amount_next(const struct amount_reader *reader)
{
	const struct token *token = amount_token(reader);

	return token->kind == TOKEN_END ? token : token + 1;
}

static void
amount_set_currency(struct amount_term *term, const struct entry *entry)
{
	term->dollar |= strcmp(entry->text, "dollar") == 0;
	if (strcmp(entry->text, "local") == 0 || term->dollar ||
	    term->currency[0] != '\0')
		return;
	size_t n = strnlen(entry->text, CURRENCY_MAX - 1);
	memcpy(term->currency, entry->text, n);
	term->currency[n] = '\0';
}

/* A minus sign before a number or its currency. */
static bool
amount_is_minus(const struct amount_reader *reader)
{
	const struct token *token = amount_token(reader);
	const struct token *next = amount_next(reader);

	if (token->kind != TOKEN_CHAR || next->space)
		return false;
	bool number = next->kind == TOKEN_NUMBER;
	if (token->c == 0x25b3 || token->c == 0x25b2)
		return reader->style->triangles && number;
	return token_is_dash(token) &&
	       (number || token_is_kind(next, KIND_CURRENCY));
}

/* One phrase before the number; false when it is none of an amount. */
static bool
amount_read_prefix_phrase(
    struct amount_reader *reader, struct amount_term *term)
{
	const struct entry *entry = amount_token(reader)->entry;

	switch ((int)entry->kind) {
	case KIND_SIGN:
		if (entry->value == SIGN_MINUS)
			term->minuses++;
		else
			term->sign = (enum entry_sign)entry->value;
		if (token_is_char(amount_next(reader), ':'))
			reader->at++;
		break;
	case KIND_APPROX:
		reader->amount->approx = true;
		break;
	case KIND_BOUND:
		reader->amount->bound = (enum entry_bound)entry->value;
		break;
	case KIND_CURRENCY:
		amount_set_currency(term, entry);
		term->unit = AMOUNT_MONEY;
		term->prefixed = true;
		break;
	case KIND_RANGE:
		if (entry->value != RANGE_BETWEEN)
			return false;
		reader->between = true;
		break;
	default:
		return false;
	}
	reader->at++;
	return true;
}

static void
amount_read_prefix(struct amount_reader *reader, struct amount_term *term)
{
	for (int i = 0; i < AMOUNT_PREFIXES; i++) {
		const struct token *token = amount_token(reader);
		if (token->kind == TOKEN_PHRASE) {
			if ((token->entry->flags & ENTRY_AFTER) != 0 ||
			    !amount_read_prefix_phrase(reader, term))
				return;
		} else if (amount_is_minus(reader)) {
			term->minuses++;
			reader->at++;
		} else if (token_is_char(token, '+') &&
			   amount_next(reader)->kind == TOKEN_NUMBER) {
			reader->at++;
		} else {
			return;
		}
	}
}

/* Adds 6,700万 to 3亿: each part below the unit of the one before. */
static bool
amount_read_compound(
    struct amount_reader *reader, struct amount_term *term, int scale)
{
	const struct token *number = amount_next(reader);
	const struct token *unit = number + (number->kind != TOKEN_END);
	struct decimal high, low, limit;

	if (number->kind != TOKEN_NUMBER || number->number.bad ||
	    !token_is_kind(unit, KIND_SCALE))
		return false;
	int below = scale - unit->entry->value;
	if (below <= 0 || below > 8 ||
	    decimal_scale10(decimal_from_int(1), below, &limit) < 0 ||
	    decimal_cmp(number->number.value, limit) >= 0 ||
	    decimal_scale10(term->value, below, &high) < 0 ||
	    decimal_add(high, number->number.value, &low) < 0)
		return false;
	term->value = low;
	term->places = number->number.places;
	term->scale += unit->entry->value;
	reader->at += 2;
	return true;
}

/* Scale, currency or unit after the number; false when it is none. */
static bool
amount_read_suffix(struct amount_reader *reader, struct amount_term *term)
{
	static const enum amount_unit units[UNIT_COUNT] = {
	    [UNIT_PERCENT] = AMOUNT_PERCENT,
	    [UNIT_TENTH] = AMOUNT_PERCENT,
	    [UNIT_TIMES] = AMOUNT_TIMES,
	    [UNIT_HUNDREDTH] = AMOUNT_MONEY,
	    [UNIT_PER_SHARE] = AMOUNT_MONEY,
	    [UNIT_OTHER] = AMOUNT_OTHER,
	};
	const struct token *token = amount_token(reader);

	if (token->kind != TOKEN_PHRASE)
		return false;
	const struct entry *entry = token->entry;
	if (entry->kind == KIND_SCALE) {
		if (term->unit == AMOUNT_BARE)
			term->unit = AMOUNT_MONEY;
		if (!amount_read_compound(reader, term, entry->value))
			term->scale += entry->value;
	} else if (entry->kind == KIND_CURRENCY) {
		bool before = (entry->flags & ENTRY_AFTER) == 0 &&
			      amount_next(reader)->kind == TOKEN_NUMBER;
		if (before)
			return false;
		amount_set_currency(term, entry);
		term->unit = AMOUNT_MONEY;
	} else if (entry->kind == KIND_UNIT) {
		term->unit = units[entry->value];
		term->per_share |= entry->value == UNIT_PER_SHARE;
		term->scale += entry->value == UNIT_TENTH ? 1 : 0;
		term->scale -= entry->value == UNIT_HUNDREDTH ? 2 : 0;
	} else {
		return false;
	}
	reader->at++;
	return true;
}

/* What follows tells that the number counts or dates something. */
static void
amount_check_rest(const struct amount_reader *reader, struct amount_term *term)
{
	const struct token *token = amount_token(reader);
	bool money = term->unit == AMOUNT_MONEY && term->currency[0] == '\0' &&
		     !term->prefixed;

	if (term->unit != AMOUNT_BARE && !money)
		return;
	if (token_is_kind(token, KIND_TIME) && term->unit == AMOUNT_BARE)
		term->unit = AMOUNT_OTHER;
	if (token->kind == TOKEN_TEXT && !token->space && term->scale >= 0) {
		const struct token *last = token - 1;
		if (!token_is_kind(last, KIND_CURRENCY))
			term->unit = AMOUNT_OTHER;
	}
}

/* "(23.60)" is negative, "(603138)" and "(5)" are not. */
static bool
amount_read_brackets(struct amount_reader *reader, struct amount_term *term)
{
	const struct token *open = amount_token(reader);
	const struct token *number = amount_next(reader);
	size_t at = reader->at;

	if (!token_is_char(open, '(') || number->kind != TOKEN_NUMBER ||
	    number->number.bad)
		return false;
	bool cell = at > 0 && (token_is_char(open - 1, '|') ||
				  token_is_char(open - 1, '\t'));
	if (!cell && number->number.places == 0 && !number->number.grouped)
		return false;
	const struct token *close = number + 1;
	if (token_is(close, KIND_UNIT, UNIT_PERCENT)) {
		term->unit = AMOUNT_PERCENT;
		close++;
	}
	if (!token_is_char(close, ')'))
		return false;
	term->value = number->number.value;
	term->places = number->number.places;
	term->minuses++;
	reader->at = (size_t)(close - reader->list) + 1;
	return true;
}

static bool
amount_read_term(struct amount_reader *reader, struct amount_term *term)
{
	*term = (struct amount_term){0};
	amount_read_prefix(reader, term);
	const struct token *token = amount_token(reader);
	if (token->kind == TOKEN_NUMBER) {
		term->value = token->number.value;
		term->places = token->number.places;
		term->bad = token->number.bad;
		if (token->number.padded)
			term->unit = AMOUNT_OTHER;
		reader->at++;
	} else if (!amount_read_brackets(reader, term)) {
		return false;
	}
	for (int i = 0; i < AMOUNT_SUFFIXES; i++)
		if (!amount_read_suffix(reader, term))
			break;
	amount_check_rest(reader, term);
	return true;
}

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
	reader->at++;
	return true;
}

static bool
amount_read_range_mark(struct amount_reader *reader)
{
	const struct token *token = amount_token(reader);

	if (token_is(token, KIND_RANGE, RANGE_TO) ||
	    (token_is(token, KIND_RANGE, RANGE_AND) && reader->between) ||
	    token_is_char(token, '~')) {
		reader->at++;
		if (token_is_char(amount_token(reader), '~'))
			reader->at++;
		return true;
	}
	return amount_read_dash(reader);
}

/* "A -B": two cells of a table, or a range with a stray space? */
static bool
amount_is_list(const struct amount_reader *reader)
{
	const struct amount_term *first = &reader->amount->first;

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

static void
amount_read_range(struct amount_reader *reader)
{
	size_t at = reader->at;
	struct amount *amount = reader->amount;
	bool approx = amount->approx;
	enum entry_bound bound = amount->bound;

	if (amount->first.unit != AMOUNT_OTHER &&
	    amount_read_range_mark(reader) &&
	    amount_read_term(reader, &amount->last) && amount_join(reader))
		return;
	reader->at = at;
	amount->approx = approx;
	amount->bound = bound;
	amount->last = amount->first;
}

/* "$1.2bn +/- 2%". */
static bool
amount_read_tolerance(struct amount_reader *reader)
{
	const struct token *sign = amount_token(reader);
	const struct token *number = amount_next(reader);
	struct amount *amount = reader->amount;
	struct decimal part, width;

	if (!token_is(sign, KIND_RANGE, RANGE_PLUS_MINUS) ||
	    number->kind != TOKEN_NUMBER || number->number.bad ||
	    !token_is(number + 1, KIND_UNIT, UNIT_PERCENT) || amount->range)
		return false;
	reader->at += 3;
	if (decimal_scale10(number->number.value, -2, &part) < 0 ||
	    decimal_mul(amount->first.value, part, &width) < 0 ||
	    decimal_add(amount->first.value, width, &amount->last.value) < 0 ||
	    decimal_sub(amount->first.value, width, &amount->first.value) < 0)
		amount->bad = true;
	amount->range = true;
	return true;
}

static void
amount_read_after(struct amount_reader *reader)
{
	struct amount *amount = reader->amount;

	(void)amount_read_tolerance(reader); /* most amounts have none */
	for (int i = 0; i < 2; i++) {
		const struct token *token = amount_token(reader);
		if (token->kind != TOKEN_PHRASE ||
		    (token->entry->flags & ENTRY_AFTER) == 0)
			return;
		if (token->entry->kind == KIND_APPROX)
			amount->approx = true;
		else if (token->entry->kind == KIND_BOUND)
			amount->bound = (enum entry_bound)token->entry->value;
		else
			return;
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

	*ret = (struct amount){0};
	if (!amount_read_term(&reader, &ret->first))
		return at;
	ret->last = ret->first;
	amount_read_range(&reader);
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
