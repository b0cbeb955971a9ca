/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an amount and what it is an amount of. Out: the signed range. The binder
 * of facts calls it when it knows the metric.
 */
#include "reading/value.h"

static int
value_of_term(
    const struct amount_term *term, bool negative, struct decimal *ret)
{
	int r = amount_scale(term->value, term->scale, ret);

	if (r == 0 && negative)
		*ret = decimal_neg(*ret);
	return r;
}

/*
 * A bound on a size: "a loss of at most 5" is [-5, 0), "a fall of more than
 * 5" (-inf, -5).
 */
static void
value_bound_size(struct value *value, enum entry_bound bound, bool negative)
{
	bool outward = bound == BOUND_AT_LEAST || bound == BOUND_MORE;
	bool excl = bound == BOUND_MORE || bound == BOUND_LESS;

	if (outward && negative) {
		value->low_open = true;
		value->low = DECIMAL_ZERO;
		value->high_excl = excl;
	} else if (outward) {
		value->high_open = true;
		value->high = DECIMAL_ZERO;
		value->low_excl = excl;
	} else if (negative) {
		value->high = DECIMAL_ZERO;
		value->high_excl = true;
		value->low_excl = excl;
	} else {
		value->low = DECIMAL_ZERO;
		value->low_excl = true;
		value->high_excl = excl;
	}
}

/* A bound on a level with its sign: "not above 5" is (-inf, 5]. */
static void
value_bound_level(struct value *value, enum entry_bound bound)
{
	bool above = bound == BOUND_AT_LEAST || bound == BOUND_MORE;
	bool excl = bound == BOUND_MORE || bound == BOUND_LESS;

	if (above) {
		value->high_open = true;
		value->high = DECIMAL_ZERO;
		value->low_excl = excl;
	} else {
		value->low_open = true;
		value->low = DECIMAL_ZERO;
		value->high_excl = excl;
	}
}

/* The coarser end tells how exactly a range is printed. */
static int
value_last_digit(const struct amount *amount)
{
	int first = amount->first.scale - amount->first.places;
	int last = amount->last.scale - amount->last.places;

	return first > last ? first : last;
}

static void
value_sort(struct value *value)
{
	if (decimal_cmp(value->low, value->high) > 0) {
		struct decimal low = value->low;
		value->low = value->high;
		value->high = low;
	}
}

/* Sign of a term: its own word, else the one of the term before it. */
static enum entry_sign
value_sign(
    const struct amount *amount, const struct amount_term *term, bool loss)
{
	if (term->sign != SIGN_NONE)
		return term->sign;
	if (term == &amount->last && amount->first.sign != SIGN_NONE)
		return amount->first.sign;
	return loss ? SIGN_LOSS : SIGN_NONE;
}

/* A range of whose minus nobody can tell how far it goes. */
static bool
value_is_unclear(
    const struct amount *amount, enum entry_sign a, enum entry_sign b)
{
	const struct amount_term *first = &amount->first, *last = &amount->last;

	if (!amount->range)
		return false;
	if (a == b && a == SIGN_LOSS &&
	    (first->minuses > 0) != (last->minuses > 0))
		return true;
	/* "负2,000-1,500万元": of one end or of both? */
	return first->spelled && b == SIGN_NONE && last->minuses == 0;
}

int
value_of_level(const struct amount *amount, bool loss, struct value *ret)
{
	const struct amount_term *first = &amount->first, *last = &amount->last;
	enum entry_sign a = value_sign(amount, first, loss);
	enum entry_sign b = value_sign(amount, last, loss);
	struct value value = {.approx = amount->approx};

	if (amount->bad || value_is_unclear(amount, a, b))
		return ERR_INVALID;
	value.double_negative = (a == SIGN_LOSS) + first->minuses > 1;
	bool minus = a == SIGN_LOSS || first->minuses > 0;
	int r = value_of_term(first, minus, &value.low);
	if (r == 0)
		r = value_of_term(
		    last, b == SIGN_LOSS || last->minuses > 0, &value.high);
	if (r < 0)
		return r;
	value_sort(&value);
	value.last_digit = value_last_digit(amount);
	if (amount->bound != BOUND_NONE && !amount->range) {
		if (a == SIGN_NONE)
			value_bound_level(&value, amount->bound);
		else
			value_bound_size(&value, amount->bound, minus);
	}
	*ret = value;
	return 0;
}

/* A fall printed with a minus is still one fall. */
static bool
value_falls(enum entry_change change, const struct amount_term *term)
{
	switch (change) {
	case CHANGE_DOWN:
	case CHANGE_WIDER:
		return true;
	case CHANGE_INVERSE:
		return term->minuses == 0;
	case CHANGE_NONE:
	case CHANGE_UP:
	case CHANGE_ANY:
	case CHANGE_NARROWER:
	case CHANGE_COUNT:
		break;
	}
	return term->minuses > 0;
}

/* The proportion as percent: 1.5 times is 150. */
static int
value_of_proportion(
    const struct amount_term *term, bool negative, struct decimal *ret)
{
	struct amount_term percent = *term;

	if (term->unit == AMOUNT_TIMES)
		percent.scale += 2;
	else if (term->unit != AMOUNT_PERCENT)
		return ERR_INVALID;
	return value_of_term(&percent, negative, ret);
}

int
value_of_change(
    const struct amount *amount, enum entry_change change, struct value *ret)
{
	const struct amount_term *first = &amount->first, *last = &amount->last;
	struct value value = {.approx = amount->approx};
	bool down = change == CHANGE_DOWN || change == CHANGE_WIDER;

	if (amount->bad ||
	    (down && amount->range && first->minuses != last->minuses))
		return ERR_INVALID;
	int r =
	    value_of_proportion(first, value_falls(change, first), &value.low);
	if (r == 0)
		r = value_of_proportion(
		    last, value_falls(change, last), &value.high);
	if (r < 0)
		return r;
	value_sort(&value);
	value.last_digit = value_last_digit(amount);
	if (amount->bound != BOUND_NONE && !amount->range) {
		if (change == CHANGE_INVERSE)
			return ERR_INVALID;
		if (change == CHANGE_ANY || change == CHANGE_NONE)
			value_bound_level(&value, amount->bound);
		else
			value_bound_size(
			    &value, amount->bound, value_falls(change, first));
	}
	*ret = value;
	return 0;
}

int
value_of_multiple(const struct amount *amount, struct value *ret)
{
	struct decimal hundred = decimal_from_int(100);
	struct value value;
	int r = value_of_change(amount, CHANGE_ANY, &value);

	if (r == 0 && !value.low_open)
		r = decimal_sub(value.low, hundred, &value.low);
	if (r == 0 && !value.high_open)
		r = decimal_sub(value.high, hundred, &value.high);
	if (r == 0)
		*ret = value;
	return r;
}

bool
value_equal(const struct value *a, const struct value *b)
{
	return a->low_open == b->low_open && a->high_open == b->high_open &&
	       decimal_cmp(a->low, b->low) == 0 &&
	       decimal_cmp(a->high, b->high) == 0;
}
