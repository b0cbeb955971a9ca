/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the tokens where a unit may begin. Out: the unit of a table or a row,
 * and how many tokens say it. mark.c calls it.
 */
#include "reading/mark_unit.h"

#include <string.h>

#define MARK_UNIT_MAX 8 /* tokens */

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

size_t
mark_unit_read(const struct token *token, struct mark_unit *ret_unit)
{
	bool open = token_is_char(token, '(');
	bool label = token_is(token, KIND_LABEL, LABEL_UNIT);
	const struct token *first = mark_unit_skip_label(token);
	const struct token *after = first;
	struct mark_unit unit = {0};

	while (after < first + MARK_UNIT_MAX && mark_unit_take(after, &unit))
		after++;
	size_t count = (size_t)(after - first);
	bool bare = !open && !label && unit.scale == 0;
	if (count == 0 || bare || mark_unit_is_letter(first, count) ||
	    (open && !token_is_char(after, ')')) ||
	    after->kind == TOKEN_NUMBER || token_is_dash(after))
		return 0;
	*ret_unit = unit;
	return (size_t)(after - token) + open;
}
