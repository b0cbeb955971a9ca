/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens at a number or at the words before one. Out: one term of an
 * amount. amount.c calls it.
 *
 *	term   = { sign [":"] | "about" | bound | currency | minus }
 *		 ( number | "(" number ")" ) { scale | currency | unit }
 */
#include "reading/amount_term.h"

#include "reading/glyph.h"

#include <string.h>

#define AMOUNT_PREFIXES 8
#define AMOUNT_SUFFIXES 5
#define AMOUNT_SMALL	3 /* 千 and below count within 万 and 亿 */

const struct token *
amount_token(const struct amount_reader *reader)
{
	return &reader->list[reader->at];
}

const struct token *
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

	if (token->kind != TOKEN_CHAR)
		return false;
	bool number = next->kind == TOKEN_NUMBER;
	if (token->c == GLYPH_TRIANGLE || token->c == GLYPH_TRIANGLE_FULL)
		return reader->style->triangles && number;
	return !next->space && token_is_dash(token) &&
	       (number || token_is_kind(next, KIND_CURRENCY));
}

/* "적자전환...214억원": dots part the words of a headline. */
static void
amount_skip_dots(struct amount_reader *reader)
{
	while (token_is_char(amount_next(reader), '.'))
		reader->at++;
}

/* One phrase before the number; false when it is none of an amount. */
static bool
amount_read_prefix_phrase(
    struct amount_reader *reader, struct amount_term *term)
{
	const struct entry *entry = amount_token(reader)->entry;

	switch ((int)entry->kind) {
	case KIND_SIGN:
		if (entry->value == SIGN_MINUS) {
			term->minuses++;
			term->spelled = true;
		} else {
			term->sign = (enum entry_sign)entry->value;
		}
		if (token_is_char(amount_next(reader), ':'))
			reader->at++;
		if ((entry->flags & ENTRY_STRONG) != 0)
			amount_skip_dots(reader);
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

/* "(-)1,234": the minus of Korean forms. */
static bool
amount_read_bracketed_minus(
    struct amount_reader *reader, struct amount_term *term)
{
	const struct token *token = amount_token(reader);

	if (!token_is_char(token, '(') || !token_is_dash(token + 1) ||
	    !token_is_char(token + 2, ')') || token[3].kind != TOKEN_NUMBER)
		return false;
	term->minuses++;
	reader->at += 3;
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
		} else if (!amount_read_bracketed_minus(reader, term)) {
			return;
		}
	}
}

/* A number with its scale: 2,512억, or 3천400억 with thousands of its own. */
struct amount_part {
	struct decimal value;
	int places, scale;
	size_t tokens;
};

/* high * 10^below + low, when low is that small; ERR_RANGE. */
static int
amount_add(
    struct decimal high, int below, struct decimal low, struct decimal *ret)
{
	struct decimal limit;

	if (below <= 0 || below > 8 ||
	    decimal_scale10(decimal_from_int(1), below, &limit) < 0 ||
	    decimal_cmp(low, limit) >= 0 ||
	    decimal_scale10(high, below, &high) < 0)
		return ERR_RANGE;
	return decimal_add(high, low, ret);
}

static bool
amount_find_part(const struct token *number, struct amount_part *ret)
{
	if (number->kind != TOKEN_NUMBER || number->number.bad ||
	    !token_is_kind(number + 1, KIND_SCALE))
		return false;
	*ret = (struct amount_part){number->number.value, number->number.places,
	    number[1].entry->value, 2};
	return true;
}

/*
 * "3천500만", "3천5백억": a small scale that counts within the large one of the
 * number after it. 백억 is a hundred of 억.
 */
static bool
amount_join_thousands(struct amount_part *part, const struct token *next)
{
	struct amount_part low;
	struct decimal units;

	if (part->scale > AMOUNT_SMALL || part->places > 0 ||
	    !amount_find_part(next, &low) || low.scale <= AMOUNT_SMALL)
		return false;
	int small = low.scale % (AMOUNT_SMALL + 1);
	if (decimal_scale10(low.value, small, &units) < 0 ||
	    amount_add(part->value, part->scale, units, &part->value) < 0)
		return false;
	part->places = low.places > small ? low.places - small : 0;
	part->scale = low.scale - small;
	part->tokens += low.tokens;
	return true;
}

/* The amount's own number with the scale at the reader's place. */
static void
amount_read_thousands(struct amount_reader *reader, struct amount_term *term)
{
	const struct token *token = amount_token(reader);

	if (!token_is_kind(token, KIND_SCALE))
		return;
	struct amount_part part = {
	    term->value, term->places, token->entry->value, 1};
	if (!amount_join_thousands(&part, amount_next(reader)))
		return;
	term->value = part.value;
	term->places = part.places;
	reader->at += part.tokens - 1;
	/* The scale itself is read as any other; 백억 leaves a hundred. */
	term->scale -= amount_token(reader)->entry->value - part.scale;
}

/*
 * "3亿6,700万", "1조2,512억8000만": each part below the scale of the one before;
 * the amount's scale is that of the last.
 */
static int
amount_read_parts(
    struct amount_reader *reader, struct amount_term *term, int scale)
{
	for (;;) {
		const struct token *next = amount_next(reader);
		struct amount_part part;
		if (term->places > 0 || !amount_find_part(next, &part))
			return scale;
		(void)amount_join_thousands(&part, next + 2); /* has none */
		if (part.scale >= scale ||
		    amount_add(term->value, scale - part.scale, part.value,
			&term->value) < 0)
			return scale;
		term->places = part.places;
		scale = part.scale;
		reader->at += part.tokens;
	}
}

/* "240円42銭": hundredths behind whole units of money, whose sign is read. */
static void
amount_read_hundredths(struct amount_reader *reader, struct amount_term *term)
{
	const struct token *number = amount_next(reader);
	struct decimal part, sum;

	if (number->kind != TOKEN_NUMBER || number->number.places > 0 ||
	    number->number.digits > 2 || term->scale != 0 || term->places > 0 ||
	    !token_is(number + 1, KIND_UNIT, UNIT_HUNDREDTH) ||
	    decimal_scale10(number->number.value, -2, &part) < 0 ||
	    decimal_add(term->value, part, &sum) < 0)
		return;
	term->value = sum;
	term->places = 2;
	reader->at += 2;
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
		term->scale += amount_read_parts(reader, term, entry->value);
	} else if (entry->kind == KIND_CURRENCY) {
		bool before = (entry->flags & ENTRY_AFTER) == 0 &&
			      amount_next(reader)->kind == TOKEN_NUMBER;
		if (before)
			return false;
		amount_set_currency(term, entry);
		term->unit = AMOUNT_MONEY;
		amount_read_hundredths(reader, term);
	} else if (entry->kind == KIND_APPROX) {
		/* "100억여원": inside the unit. */
		if ((entry->flags & ENTRY_AFTER) == 0 ||
		    !token_is_kind(amount_next(reader), KIND_CURRENCY))
			return false;
		reader->amount->approx = true;
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

	/* "1.5亿3000万": more of the number than could be read. */
	if (token->kind == TOKEN_NUMBER && !token->space &&
	    token_is_kind(token - 1, KIND_SCALE))
		term->bad = true;
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

/*
 * A line broken inside an amount: its unit, or the rest of its digits, begins
 * the next line. A unit that stands alone on its line may head a column
 * instead; then the amount is bad.
 */
static void
amount_skip_break(struct amount_reader *reader, struct amount_term *term)
{
	const struct token *token = amount_token(reader);

	if (!token_is_char(token, '\n'))
		return;
	const struct token *mark = token + 1;
	bool digits =
	    (mark->kind == TOKEN_NUMBER && mark->number.digits == 0) ||
	    ((token_is_char(mark, ',') || token_is_char(mark, '.')) &&
		mark[1].kind == TOKEN_NUMBER && !mark[1].space);
	term->bad |= digits;
	if (digits || !token_is_kind(token + 1, KIND_SCALE))
		return;
	const struct token *after = token + 2;
	after += token_is_kind(after, KIND_CURRENCY);
	bool alone = after->kind == TOKEN_END || token_is_char(after, '\n');
	if (!alone)
		reader->at++;
	else if (term->unit == AMOUNT_MONEY)
		term->bad = true;
}

/*
 * Where brackets around a number are a minus whatever the number: in a cell of
 * their own, behind a currency, and in a range that began so.
 */
static bool
amount_brackets_are_minus(
    const struct amount_reader *reader, const struct amount_term *term)
{
	const struct token *open = amount_token(reader);

	if (reader->at == 0)
		return false;
	if (token_is_char(open - 1, '|') || token_is_char(open - 1, '\t'))
		return true;
	if (term->prefixed && token_is_kind(open - 1, KIND_CURRENCY))
		return !open->space;
	return reader->at > 1 && reader->amount->first.minuses > 0 &&
	       token_is_char(open - 2, ')') &&
	       (token_is_dash(open - 1) || token_is_kind(open - 1, KIND_RANGE));
}

/* "(23.60)" is negative, "(603138)" and "(5)" are not. */
static bool
amount_read_brackets(struct amount_reader *reader, struct amount_term *term)
{
	const struct token *open = amount_token(reader);
	const struct token *number = amount_next(reader);

	if (!token_is_char(open, '(') || number->kind != TOKEN_NUMBER ||
	    number->number.bad)
		return false;
	if (!amount_brackets_are_minus(reader, term) &&
	    number->number.places == 0 && !number->number.grouped)
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

/* A number, or what stands before one: it has its own words. */
static bool
amount_begins(const struct token *token)
{
	return token->kind == TOKEN_NUMBER || token_is_dash(token) ||
	       token_is_kind(token, KIND_APPROX) ||
	       token_is_kind(token, KIND_CURRENCY);
}

/* "적자전환": of a bare number it is the next cell of the row. */
static bool
amount_is_turn(const struct token *token)
{
	return token_is_kind(token, KIND_SIGN) &&
	       (token->entry->flags & ENTRY_STRONG) != 0;
}

/* The place of a sign behind the amount: "程度の", "의" and dots aside. */
static const struct token *
amount_skip_to_sign(const struct token *token)
{
	if (token_is_kind(token, KIND_APPROX) &&
	    (token->entry->flags & ENTRY_AFTER) != 0)
		token++;
	token += token_is(token, KIND_GLUE, GLUE_OF);
	while (token_is_char(token, '.'))
		token++;
	return token;
}

/* A word of loss or profit that belongs to the amount before it. */
static bool
amount_is_sign_after(const struct token *token, const struct amount_term *term)
{
	bool turn = amount_is_turn(token);

	if (!token_is_kind(token, KIND_SIGN) || term->sign != SIGN_NONE ||
	    (term->unit == AMOUNT_BARE && turn) ||
	    (token_is_char(token - 1, '.') && !turn))
		return false;
	return (token->entry->flags & (ENTRY_AFTER | ENTRY_EITHER)) != 0 &&
	       token->entry->value != SIGN_MINUS && !amount_begins(token + 1);
}

/* "5억원의 손실", "5億円程度の損失": the sign behind the amount. */
static void
amount_read_sign_after(struct amount_reader *reader, struct amount_term *term)
{
	const struct token *first = amount_token(reader);
	const struct token *token = amount_skip_to_sign(first);

	if (!amount_is_sign_after(token, term))
		return;
	term->sign = (enum entry_sign)token->entry->value;
	term->sign_after = true;
	reader->amount->approx |= token_is_kind(first, KIND_APPROX);
	reader->at = (size_t)(token - reader->list) + 1;
}

bool
amount_read_term(struct amount_reader *reader, struct amount_term *term)
{
	bool turn = amount_is_turn(amount_token(reader));

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
	amount_skip_break(reader, term);
	amount_read_thousands(reader, term);
	for (int i = 0; i < AMOUNT_SUFFIXES; i++)
		if (!amount_read_suffix(reader, term))
			break;
	amount_check_rest(reader, term);
	if (turn && term->unit != AMOUNT_MONEY)
		return false;
	if (term->unit == AMOUNT_MONEY || term->unit == AMOUNT_BARE)
		amount_read_sign_after(reader, term);
	return true;
}
