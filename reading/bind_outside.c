/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an amount in brackets and the one before them. Out: its unit, and that
 * it is a comparison. bind.c calls it.
 */
#include "reading/bind_outside.h"

#include <string.h>

/* The money before the brackets that the amount stands in; NULL: neither. */
static const struct mark *
bind_outside(const struct binding *binding)
{
	size_t open = mark_find_open(binding->marks, binding->at);
	const struct mark *mark = &binding->marks->list[open];

	if (open == binding->at || open == 0 || mark[-1].kind != MARK_AMOUNT ||
	    mark[-1].amount.first.unit != AMOUNT_MONEY)
		return NULL;
	return mark - 1;
}

bool
bind_lend_outside(const struct binding *binding, struct amount *amount)
{
	const struct mark *outside = bind_outside(binding);

	if (outside == NULL || outside->amount.bad)
		return false;
	const struct amount_term *term = &outside->amount.last;
	amount_set_unit(amount, term->scale, term->currency);
	amount->first.dollar = amount->last.dollar = term->dollar;
	amount->first.per_share = amount->last.per_share = term->per_share;
	return true;
}

bool
bind_is_alone_inside(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];
	const struct mark *outside = bind_outside(binding);

	if (outside == NULL || mark[-1].kind != MARK_OPEN ||
	    mark[1].kind != MARK_CLOSE)
		return false;
	const struct amount_term *in = &mark->amount.first;
	const struct amount_term *out = &outside->amount.first;
	return in->unit == AMOUNT_BARE ||
	       (in->unit == AMOUNT_MONEY && in->per_share == out->per_share &&
		   (in->currency[0] == '\0' ||
		       strcmp(in->currency, out->currency) == 0));
}

bool
bind_is_dated_inside(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];

	if (mark_find_open(binding->marks, binding->at) == binding->at)
		return false;
	if (mark[-1].kind == MARK_COLON)
		mark--;
	return mark[-1].kind == MARK_TIME &&
	       (mark[-2].kind == MARK_OPEN || mark[-2].kind == MARK_STOP ||
		   mark[-2].kind == MARK_COMMA);
}
