/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the marks behind an amount. Out: what they say of it. Called by bind.c
 * for every amount that a sentence may bind.
 *
 *	behind = { particle } [ role | time | change | "from" | "than"
 *		 | measure particle behind ]
 */
#include "reading/bind_after.h"

#define BIND_VERB 24 /* marks up to the verb of a clause */

struct bind_reader {
	struct binding *binding;
	const struct mark *mark;
	bool of; /* the amount belongs to what follows */
	bool as; /* it is done with */
	bool in; /* what changed by it follows: "a drop of 5% in sales" */
	bool moved; /* something stood between */
};

static const struct mark *
bind_next(const struct mark *mark)
{
	return mark->kind == MARK_END ? mark : mark + 1;
}

static bool
bind_is_glue(const struct mark *mark, enum entry_glue value)
{
	return mark->kind == MARK_GLUE && mark->entry != NULL &&
	       mark->value == (int)value;
}

static bool
bind_is_left(const struct mark *mark)
{
	return mark->kind == MARK_TO && mark->value == RANGE_FROM;
}

/* "216억원 순손실로": a measure that no amount of its own follows. */
static bool
bind_ends_measure(const struct bind_reader *reader)
{
	const struct mark *after = bind_next(reader->mark);
	bool told = reader->binding->tells != TELLS_NONE;

	if (reader->binding->named)
		return false;
	/* "a profit of A with revenue of B": B is its own. */
	if (bind_is_glue(after, GLUE_OF) && after[1].kind == MARK_AMOUNT)
		return false;
	return reader->of || reader->in || told ||
	       bind_is_glue(after, GLUE_AS) || bind_is_glue(after, GLUE_OF) ||
	       bind_is_left(after);
}

/* "7.5% of sales": a ratio, after which the measure is the old one. */
static bool
bind_is_ratio(const struct bind_reader *reader)
{
	return reader->of && reader->binding->change == CHANGE_NONE &&
	       reader->binding->clause->change == CHANGE_NONE &&
	       reader->binding->clause->measured &&
	       bind_amount(reader->binding)->first.unit == AMOUNT_PERCENT;
}

static bool
bind_take_measure(struct bind_reader *reader)
{
	struct binding *binding = reader->binding;

	if (bind_is_ratio(reader)) {
		binding->alien = true;
		binding->end =
		    (size_t)(reader->mark - binding->marks->list) + 1;
		return false;
	}
	if (!bind_ends_measure(reader))
		return false;
	binding->named = true;
	binding->measure = reader->mark->measure;
	binding->end = (size_t)(reader->mark - binding->marks->list) + 1;
	reader->of = reader->as = false;
	return true;
}

/* "..., 去年同期", "...였던 2024년": a time that follows its figure. */
static void
bind_take_time(struct bind_reader *reader)
{
	struct binding *binding = reader->binding;
	const struct timespan *time = &reader->mark->time;
	struct period period;

	if (reader->as || (!reader->moved && !reader->of))
		return;
	if (outline_resolve(bind_outline(binding), time, &period) == 0) {
		binding->after_timed = true;
		binding->after = period;
		binding->after_end =
		    (size_t)(reader->mark - binding->marks->list) + 1;
	} else if (reader->of && time->relative && time->shift < 0) {
		binding->after_prior = true;
	}
}

static bool
bind_is_led(const struct binding *binding)
{
	return binding->at > 0 &&
	       binding->marks->list[binding->at - 1].kind == MARK_ROLE;
}

/* "前期1,303", "前期実績 営業利益 214": the role of what follows it. */
static bool
bind_leads(const struct mark *mark)
{
	mark = bind_next(mark);
	if (mark->kind == MARK_ROLE && mark->value == TELLS_ACTUAL)
		mark = bind_next(mark);
	return mark->kind == MARK_AMOUNT || mark->kind == MARK_MEASURE;
}

/* "5m a year ago as restated", but not "5m, than a year ago". */
static bool
bind_goes_on(const struct mark *mark)
{
	return mark->kind == MARK_ROLE && mark->value != TELLS_COMPARED &&
	       (mark->flags & ENTRY_AFTER) != 0;
}

/* "revenue of 25m is expected for 2026", but not "is expected to double". */
static bool
bind_is_expected(const struct mark *mark)
{
	if (mark->value != TELLS_EXPECTED || (mark->flags & ENTRY_EITHER) == 0)
		return false;
	switch ((int)mark[1].kind) {
	case MARK_GLUE:
	case MARK_TIME:
	case MARK_COMMA:
	case MARK_STOP:
	case MARK_LINE:
	case MARK_END:
		return true;
	}
	return false;
}

/* False: nothing behind it speaks of the amount any more. */
static bool
bind_take_role(struct bind_reader *reader)
{
	struct binding *binding = reader->binding;
	const struct mark *mark = reader->mark;

	if (bind_is_expected(mark)) {
		binding->expected = true;
		return true;
	}
	if ((mark->flags & ENTRY_AFTER) == 0) {
		/* "the 14m analysts had in mind" */
		binding->alien |= mark->value == TELLS_ESTIMATE;
		/* "今回885 前期1,303": each role leads its own figure. */
		if (bind_leads(mark) && bind_is_led(binding))
			return false;
		binding->after_prior =
		    !reader->as && mark->value == TELLS_PRIOR;
		binding->after_opening =
		    !reader->as && mark->value == TELLS_OPENING;
		return bind_goes_on(mark + 1);
	}
	if (mark->value == TELLS_COMPARED) {
		binding->left = true;
		return false;
	}
	/* "5m before", but not "5m before exceptional items" */
	if ((mark->flags & ENTRY_WEAK) != 0 &&
	    (bind_next(mark)->kind == MARK_TEXT ||
		bind_next(mark)->kind == MARK_NOUN))
		return false;
	if (mark->value == TELLS_PREVIOUS || mark->value == TELLS_REVISED ||
	    mark->value == TELLS_RESTATED || mark->value == TELLS_ORIGINAL)
		binding->tells = (enum entry_role)mark->value;
	reader->as |= mark->value == TELLS_ACTUAL;
	return true;
}

static bool
bind_take_change(struct bind_reader *reader)
{
	const struct mark *mark = reader->mark;

	if ((mark->flags & (ENTRY_AFTER | ENTRY_EITHER)) != 0) {
		reader->binding->change = (enum entry_change)mark->value;
		reader->binding->change_to = reader->as;
	}
	return false;
}

/* "down 9% sequentially"; "9% 环比下降5%" goes on with another change. */
static void
bind_take_base(struct bind_reader *reader)
{
	const struct mark *mark = reader->mark;

	if (mark->value == BASE_OTHER && !reader->moved &&
	    mark[1].kind != MARK_CHANGE && mark[1].kind != MARK_AMOUNT &&
	    bind_amount(reader->binding)->first.unit == AMOUNT_PERCENT)
		reader->binding->alien = true;
}

/* "25% below last year's", "10% higher than": the bound tells the way. */
static void
bind_take_bound(struct bind_reader *reader)
{
	const struct entry *entry = reader->mark->entry;

	if (entry == NULL || entry->kind != KIND_BOUND || reader->moved ||
	    (entry->flags & ENTRY_AFTER) != 0 ||
	    bind_amount(reader->binding)->first.unit != AMOUNT_PERCENT)
		return;
	if (entry->value == BOUND_LESS)
		reader->binding->change = CHANGE_DOWN;
	else if (entry->value == BOUND_MORE)
		reader->binding->change = CHANGE_UP;
	reader->binding->bounded = true;
}

/* "a decrease of 5% in": a change whose measure is still to come. */
static bool
bind_leads_in(const struct bind_reader *reader)
{
	const struct clause *clause = reader->binding->clause;

	return !reader->moved && clause->change != CHANGE_NONE && !clause->to &&
	       bind_is_glue(reader->mark, GLUE_IN);
}

static void
bind_take_glue(struct bind_reader *reader)
{
	bind_take_bound(reader);
	reader->in |= bind_leads_in(reader);
	if (bind_is_glue(reader->mark, GLUE_OF)) {
		reader->of = true;
		reader->as = false;
	} else if (bind_is_glue(reader->mark, GLUE_AS)) {
		reader->as = true;
		reader->of = false;
	}
}

/* "A에서 B로": the verb at the end of the sentence tells why A was left. */
static void
bind_take_to(struct bind_reader *reader)
{
	struct binding *binding = reader->binding;
	const struct mark *mark = reader->mark;

	binding->left = bind_is_left(mark);
	binding->unsaid = binding->left && (mark->flags & ENTRY_EXPECT) != 0;
	/* An arrow has no verb. */
	if ((mark->flags & ENTRY_WEAK) != 0)
		return;
	for (int i = 0; binding->left && i < BIND_VERB; i++, mark++) {
		if (mark->kind == MARK_END || mark->kind == MARK_STOP ||
		    mark->kind == MARK_LINE || mark->kind == MARK_CELL)
			return;
		if ((mark->flags & ENTRY_AFTER) == 0)
			continue;
		binding->revised =
		    mark->kind == MARK_ROLE && mark->value == TELLS_REVISED;
		binding->unsaid |=
		    binding->revised && (mark->flags & ENTRY_EXPECT) != 0;
		binding->changed = mark->kind == MARK_CHANGE;
		if (binding->revised || binding->changed)
			return;
	}
}

/* Takes one mark; false at the last. */
static bool
bind_take_after(struct bind_reader *reader)
{
	switch ((int)reader->mark->kind) {
	case MARK_GLUE:
		bind_take_glue(reader);
		return true;
	case MARK_ROLE:
		return bind_take_role(reader);
	case MARK_TIME:
		bind_take_time(reader);
		return reader->binding->tells != TELLS_NONE;
	case MARK_CHANGE:
		return bind_take_change(reader);
	case MARK_TO:
		bind_take_to(reader);
		return false;
	case MARK_BASIS: /* "the 5m reported for 2024" */
		return true;
	case MARK_BASE:
		bind_take_base(reader);
		return false;
	case MARK_MEASURE:
		return bind_take_measure(reader);
	case MARK_TEXT:
	case MARK_NOUN:
		reader->binding->alien = reader->of;
		return false;
	case MARK_HALT:
		reader->binding->alien =
		    reader->of || (reader->mark->flags & ENTRY_AFTER) != 0;
		return false;
	}
	return false;
}

/* A mark between two members of the list that a verb ends. */
static bool
bind_is_member(const struct mark *mark, enum mark_kind last)
{
	switch ((int)mark->kind) {
	case MARK_COMMA:
		return last == MARK_AMOUNT;
	case MARK_MEASURE:
	case MARK_TIME:
		return last == MARK_COMMA || last == MARK_LIST;
	case MARK_STOP:
	case MARK_LINE:
	case MARK_CELL:
	case MARK_ITEM:
	case MARK_SECTION:
		return false;
	}
	return true;
}

/*
 * "매출 5억원, 영업이익 1억원을 예상했다": the verb at the end of the clause is of
 * all the members of its list; what brackets say of one is skipped.
 */
static enum entry_role
bind_find_verb(const struct mark *mark)
{
	enum mark_kind last = MARK_AMOUNT;
	bool open = false;

	for (int i = 0; i < BIND_VERB && mark->kind != MARK_END; i++, mark++) {
		bool verb =
		    mark->kind == MARK_ROLE && (mark->flags & ENTRY_AFTER) != 0;
		if (mark->kind == MARK_OPEN || mark->kind == MARK_CLOSE) {
			open = mark->kind == MARK_OPEN;
			continue;
		}
		if (verb && (mark->value == TELLS_EXPECTED ||
				mark->value == TELLS_ACTUAL))
			return (enum entry_role)mark->value;
		if (verb && mark->value == TELLS_REVISED &&
		    (mark->flags & ENTRY_EXPECT) != 0)
			return TELLS_EXPECTED;
		if (!bind_is_member(mark, last))
			return TELLS_NONE;
		if (!open)
			last = mark->kind;
	}
	return TELLS_NONE;
}

void
bind_look_after(struct binding *binding)
{
	struct bind_reader reader = {
	    .binding = binding,
	    .mark = &binding->marks->list[binding->at + 1],
	    .of = bind_amount(binding)->of,
	};

	binding->end = binding->at + 1;
	enum entry_role verb = bind_find_verb(reader.mark);
	binding->expected = verb == TELLS_EXPECTED;
	binding->past = verb == TELLS_ACTUAL;
	for (int i = 0; i < 2 * BIND_LOOK; i++) {
		if (!bind_take_after(&reader))
			return;
		reader.moved = true;
		reader.mark++;
	}
}
