/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the tokens where a unit may begin. Out: the unit of a table or a row,
 * and how many tokens say it. mark.c calls it.
 */
#include "reading/mark_unit.h"

#include <string.h>

#define MARK_UNIT_MAX  8 /* tokens */
#define MARK_UNIT_NOTE 6 /* tokens of a note on rounding */

/* "$" and "in local currency" name none. */
static void
mark_unit_take_currency(const struct entry *entry, struct mark_unit *unit)
{
	size_t size = strlen(entry->text) + 1;

	if (strcmp(entry->text, "local") != 0 &&
	    strcmp(entry->text, "dollar") != 0 && size <= CURRENCY_MAX)
		memcpy(unit->currency, entry->text, size);
}

/* One scale, currency or unit of a table's heading. */
static bool
mark_unit_take(const struct token *token, struct mark_unit *unit)
{
	if (token->kind != TOKEN_PHRASE)
		return false;
	const struct entry *entry = token->entry;
	if (entry->kind == KIND_SCALE) {
		unit->scale += entry->value;
	} else if (entry->kind == KIND_CURRENCY) {
		mark_unit_take_currency(entry, unit);
	} else if (entry->kind == KIND_UNIT && entry->value == UNIT_PER_SHARE) {
		unit->per_share = true;
	} else if (entry->kind == KIND_UNIT && entry->value == UNIT_PERCENT) {
		unit->percent = true;
	} else if (entry->kind == KIND_UNIT && entry->value == UNIT_HUNDREDTH) {
		unit->scale -= 2;
	} else {
		return false;
	}
	return true;
}

/* "(B)" names a row; "(£b)" is a unit. */
static bool
mark_unit_is_letter(const struct token *first, size_t count)
{
	return count == 1 && first->to - first->from == 1 &&
	       token_is_kind(first, KIND_SCALE);
}

/* What a unit may open with: "(", "单位:", "(单位:". */
static const struct token *
mark_unit_skip_label(const struct token *token)
{
	bool open = token_is_char(token, '(');

	token += open || token_is(token, KIND_LABEL, LABEL_UNIT);
	if (open && token_is(token, KIND_LABEL, LABEL_UNIT))
		token++;
	return token + token_is_char(token, ':');
}

/* "百万円 % 百万円 %": one unit for each column, not one of them all. */
static bool
mark_unit_ends(const struct token *token, const struct mark_unit *unit)
{
	if (token_is(token, KIND_UNIT, UNIT_PERCENT))
		return unit->scale > 0;
	return unit->scale > 0 && token_is_kind(token, KIND_SCALE) &&
	       token_is_kind(token - 1, KIND_CURRENCY);
}

/* "(百万円未満切捨て)": how figures are rounded tells their unit. */
static const struct token *
mark_unit_skip_rounding(const struct token *token)
{
	const struct token *close = token + 1;

	if (!token_is(token, KIND_BOUND, BOUND_LESS))
		return token;
	for (int i = 0; i < MARK_UNIT_NOTE && close->kind != TOKEN_END; i++) {
		if (token_is_char(close, ')'))
			return close;
		close++;
	}
	return token;
}

/* "CNY" alone, "(B)" and the scale of a number name no unit. */
static bool
mark_unit_is_none(const struct token *first, const struct token *after,
    const struct mark_unit *unit, bool marked)
{
	size_t count = (size_t)(after - first);

	return count == 0 || (!marked && unit->scale <= 0) ||
	       mark_unit_is_letter(first, count);
}

/*
 * "百万円 12,000" in a cell: the unit stands above the first figure. A scale in
 * front of its currency belongs to no figure behind it.
 */
static bool
mark_unit_is_above(const struct token *first, const struct token *after)
{
	return after->space && token_is_kind(first, KIND_SCALE) &&
	       token_is_kind(after - 1, KIND_CURRENCY);
}

size_t
mark_unit_read(
    const struct token *token, bool begins_cell, struct mark_unit *ret_unit)
{
	bool open = token_is_char(token, '(');
	bool marked = open || token_is(token, KIND_LABEL, LABEL_UNIT);
	const struct token *first = mark_unit_skip_label(token);
	const struct token *after = first;
	struct mark_unit unit = {0};

	while (after < first + MARK_UNIT_MAX &&
	       (marked || !mark_unit_ends(after, &unit)) &&
	       mark_unit_take(after, &unit))
		after++;
	if (mark_unit_is_none(first, after, &unit, marked))
		return 0;
	if (open && unit.scale > 0)
		after = mark_unit_skip_rounding(after);
	if (open && !token_is_char(after, ')'))
		return 0;
	if ((after->kind == TOKEN_NUMBER || token_is_dash(after)) &&
	    !(begins_cell && mark_unit_is_above(first, after)))
		return 0;
	*ret_unit = unit;
	return (size_t)(after - token) + open;
}

/* "in", "of". */
static bool
mark_unit_is_word(const struct token *token)
{
	return token_is(token, KIND_GLUE, GLUE_WORD) ||
	       token_is(token, KIND_GLUE, GLUE_IN) ||
	       token_is(token, KIND_GLUE, GLUE_OF);
}

static bool
mark_unit_joins(const struct token *token)
{
	return token_is(token, KIND_RANGE, RANGE_AND) ||
	       token_is_char(token, '/') || token_is_char(token, ',');
}

bool
mark_unit_find_currency(
    const struct token *list, size_t at, size_t end, struct mark_unit *unit)
{
	const struct token *before = at > 1 ? &list[at - 2] : NULL;
	const struct token *after = &list[end];

	if (unit->scale <= 0 || unit->percent || unit->currency[0] != '\0')
		return true;
	if (before != NULL && mark_unit_is_word(before + 1) &&
	    token_is_kind(before, KIND_CURRENCY)) {
		mark_unit_take_currency(before->entry, unit);
		return at < 4 || !mark_unit_joins(before - 1) ||
		       !token_is_kind(before - 2, KIND_CURRENCY);
	}
	if (after->kind == TOKEN_END ||
	    !(mark_unit_is_word(after) || token_is_char(after, ',')) ||
	    !token_is_kind(after + 1, KIND_CURRENCY))
		return true;
	mark_unit_take_currency(after[1].entry, unit);
	return !mark_unit_joins(after + 2) ||
	       !token_is_kind(after + 3, KIND_CURRENCY);
}
