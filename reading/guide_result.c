/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: parts of a sentence that name results, losses and the year before. Out:
 * the class and the words that they claim. guide.c calls it.
 */
#include "reading/guide_part.h"

#include <string.h>

/* A loss that is said to be lower or higher than another. */
static void
guide_compare_loss(struct guide *guide)
{
	bool below = guide->place.says == GUIDE_BELOW;

	if (guide->class == CLASS_NONE || guide->class == CLASS_LOSS)
		guide->class = below ? CLASS_LOSS_NARROWER : CLASS_LOSS_WIDER;
	guide_note(guide, &guide->place);
	guide->place.says = GUIDE_NONE;
}

/* "below" or "above" governs what is at hand. */
static bool
guide_is_compared(const struct guide *guide)
{
	return guide_reaches(guide, &guide->place, GUIDE_REACH) &&
	       guide_is_coming(guide) &&
	       !guide_is_denied(guide, &guide->place, GUIDE_DENY) &&
	       (guide->place.says == GUIDE_BELOW ||
		   guide->place.says == GUIDE_ABOVE);
}

/* Which profit it is that falls: turnover and the like are none. */
static bool
guide_is_of_profit(const struct guide *guide)
{
	const struct guide_part *result = &guide->seen[GUIDE_RESULT];
	const struct guide_part *profit = &guide->seen[GUIDE_PROFIT];

	if (result->says == GUIDE_NONE || profit->last > result->last)
		return profit->says != GUIDE_NONE;
	return (result->entry->flags & ENTRY_WEAK) == 0;
}

/* The result will go this way from the year before; how far, words say. */
static void
guide_move(struct guide *guide, bool down)
{
	bool strong = guide_has(guide, GUIDE_STRONG);

	guide_set_words(guide, down ? GUIDE_BELOW : GUIDE_ABOVE);
	if (guide->class != CLASS_NONE || !guide_is_of_profit(guide))
		return;
	if (down)
		guide->class = strong ? CLASS_DOWN_BIG : CLASS_DOWN_SMALL;
	else
		guide->class = strong ? CLASS_UP_BIG : CLASS_UP_SMALL;
}

/* "lower than last year": no guidance, but the way the result will go. */
void
guide_on_base(struct guide *guide)
{
	if (!guide_is_compared(guide))
		return;
	if (guide->loss.says != GUIDE_NONE) {
		guide_compare_loss(guide);
		return;
	}
	if (!guide_has(guide, GUIDE_RESULT) && !guide_has(guide, GUIDE_PROFIT))
		return;
	guide_move(guide, guide->place.says == GUIDE_BELOW);
	guide_note(guide, &guide->place);
	guide->place.says = GUIDE_NONE;
}

/* "an increase in the", "an increased" */
static bool
guide_is_more(const struct guide *guide)
{
	return guide_is_near(guide, GUIDE_WIDER, GUIDE_NEAR) ||
	       guide_is_near(guide, GUIDE_RAISE, GUIDE_NEXT);
}

/* "a decrease in the", "a lower" */
static bool
guide_is_less(const struct guide *guide)
{
	return guide_is_near(guide, GUIDE_NARROWER, GUIDE_NEAR) ||
	       guide_is_near(guide, GUIDE_CUT, GUIDE_NEXT);
}

static enum verdict_class
guide_loss_class(const struct guide *guide)
{
	if (guide_is_more(guide))
		return CLASS_LOSS_WIDER;
	return guide_is_less(guide) ? CLASS_LOSS_NARROWER : CLASS_LOSS;
}

/* "compared to its previous guidance for net income": no year before. */
static bool
guide_is_guided(const struct guide *guide)
{
	return guide_has(guide, GUIDE_AIM) &&
	       guide->seen[GUIDE_AIM].first >= guide->seen[GUIDE_AGAINST].last;
}

/* The year before is a loss: after a loss, or after a profit to come. */
static void
guide_on_loss_before(struct guide *guide, const struct guide_part *part)
{
	const struct guide_part *profit = &guide->seen[GUIDE_PROFIT];
	const struct guide_part *against = &guide->seen[GUIDE_AGAINST];

	if (guide->class == CLASS_LOSS) {
		guide->class = CLASS_LOSS_CONT;
	} else if (guide->class == CLASS_NONE && profit->says != GUIDE_NONE &&
		   profit->last <= against->first) {
		guide->class = CLASS_TURNAROUND;
		guide_note(guide, part);
	}
}

void
guide_on_loss(struct guide *guide, const struct guide_part *part)
{
	bool first = guide->loss.says == GUIDE_NONE;

	if (!first && guide_is_compared(guide)) {
		guide_compare_loss(guide);
		return;
	}
	if (first)
		guide->loss = *part;
	if (!guide_is_coming(guide) || guide_is_denied(guide, part, GUIDE_NEAR))
		return;
	if (guide_has(guide, GUIDE_AGAINST)) {
		if (!guide_is_guided(guide))
			guide_on_loss_before(guide, part);
	} else if (guide->class == CLASS_NONE) {
		guide->class = guide_loss_class(guide);
		guide_note(guide, part);
	}
}

/* A profit after a loss is the year before's. */
void
guide_on_profit(struct guide *guide, const struct guide_part *part)
{
	bool down = guide_is_less(guide);

	if (guide_has(guide, GUIDE_AGAINST)) {
		if (guide_has(guide, GUIDE_LOSS) &&
		    guide->class == CLASS_LOSS && !guide_is_guided(guide))
			guide->class = CLASS_FIRST_LOSS;
		return;
	}
	if (guide_is_coming(guide) && (down || guide_is_more(guide))) {
		guide_move(guide, down);
		guide_note(guide, part);
	}
}

/* Nothing has said that the result would be a loss, or fall. */
static bool
guide_is_hoped(const struct guide *guide)
{
	return !guide_has(guide, GUIDE_LOSS) && !guide_has(guide, GUIDE_CUT) &&
	       !guide_has(guide, GUIDE_NARROWER) &&
	       !guide_has(guide, GUIDE_WITHDRAW) &&
	       guide->place.says != GUIDE_BELOW;
}

/* "reach a profit", "a profit of": a figure, not "revenue to decline". */
static bool
guide_is_figure(const struct guide *guide)
{
	static const char of[] = " of ";
	const struct signal_source *source = guide->source;
	const char *p = source->normal->text.data + source->from + guide->end;
	size_t left = source->hits->count - guide->end;

	if (guide->place.says == GUIDE_LEVEL &&
	    guide_reaches(guide, &guide->place, GUIDE_BACK))
		return true;
	return left >= sizeof of && memcmp(p, of, sizeof of - 1) == 0;
}

/* "no longer expects a profit of": whatever was said of it is cut. */
void
guide_on_result(struct guide *guide)
{
	const struct guide_part *not = &guide->seen[GUIDE_NOT];
	const struct guide_part *future = &guide->seen[GUIDE_FUTURE];

	if (not ->says == GUIDE_NONE || !guide_is_figure(guide) ||
	    (not ->entry->flags & ENTRY_STRONG) == 0 ||
	    !guide_is_coming(guide) || !guide_is_hoped(guide) ||
	    future->first - not ->last > GUIDE_NEXT ||
	    future->first < not ->first ||
	    !guide_is_near(guide, GUIDE_FUTURE, GUIDE_BACK))
		return;
	guide->place = *future;
	guide->place.says = GUIDE_MISS;
	guide_claim_miss(guide);
}

/* "Owing to weak orders of customers, the Group ...": now of itself. */
void
guide_on_us(struct guide *guide, const struct guide_part *part)
{
	const struct signal_source *source = guide->source;
	const char *p = source->normal->text.data + source->from;
	size_t at = part->from;

	while (at > 0 && p[at - 1] == ' ')
		at--;
	if (at > 0 && p[at - 1] == ',')
		guide->seen[GUIDE_THEM].says = GUIDE_NONE;
}
