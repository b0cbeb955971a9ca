/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the parts of sentences that the lexicon knows (KIND_GUIDE). Out: what
 * the sentences claim. signal.c calls it.
 *
 *	claim = act {word} aim			"lowers its outlook"
 *		| aim {word} act		"guidance has been withdrawn"
 *		| future {word} place {word} aim
 *			"expects profit to be below market expectations"
 *		| future {word} place {word} base	"lower than last year"
 *		| future {word} [wider | narrower] loss [against loss | profit]
 *		| future {word} [wider | narrower] profit [against loss]
 *		| loss {word} future {word} place {word} (base | loss)
 *
 * A word of doubt, of denial, or of somebody else takes its claim back.
 */
#include "reading/guide.h"

#include "reading/glyph.h"
#include "reading/guide_part.h"

#include <string.h>

bool
guide_has(const struct guide *guide, enum entry_guide says)
{
	return guide->seen[says].says != GUIDE_NONE;
}

bool
guide_is_near(const struct guide *guide, enum entry_guide says, int reach)
{
	return guide_has(guide, says) &&
	       guide->word - guide->seen[says].last <= reach;
}

bool
guide_reaches(const struct guide *guide, const struct guide_part *part, int n)
{
	return part->says != GUIDE_NONE && guide->word - part->last <= n;
}

void
guide_note(const struct guide *guide, const struct guide_part *part)
{
	const struct signal_source *source = guide->source;
	size_t from = source->from + part->from;
	struct span quote =
	    normal_quote(source->normal, from, source->from + guide->end);

	if (source->title)
		return;
	size_t offset = (size_t)(quote.p - source->normal->source.p);
	reading_add_phrase(source->reading, part->entry->id, quote,
	    normal_points(source->normal, offset));
}

static enum guidance
guide_of(enum entry_guide says)
{
	static const enum guidance guidance[GUIDE_COUNT] = {
	    [GUIDE_CUT] = GUIDANCE_CUT,
	    [GUIDE_MISS] = GUIDANCE_CUT,
	    [GUIDE_BELOW] = GUIDANCE_CUT,
	    [GUIDE_RAISE] = GUIDANCE_RAISED,
	    [GUIDE_ABOVE] = GUIDANCE_RAISED,
	    [GUIDE_KEEP] = GUIDANCE_REITERATED,
	    [GUIDE_LEVEL] = GUIDANCE_REITERATED,
	    [GUIDE_WITHDRAW] = GUIDANCE_WITHDRAWN,
	    [GUIDE_NARROW] = GUIDANCE_NARROWED_NEUTRAL,
	    [GUIDE_LOW_END] = GUIDANCE_NARROWED_DOWN,
	    [GUIDE_HIGH_END] = GUIDANCE_NARROWED_UP,
	};

	return guidance[says];
}

void
guide_set_words(struct guide *guide, enum entry_guide says)
{
	enum words words = WORDS_NONE;

	if (says == GUIDE_BELOW || says == GUIDE_LOW_END)
		words = guide_has(guide, GUIDE_STRONG) ? WORDS_DOWN_STRONG
						       : WORDS_DOWN;
	else if (says == GUIDE_ABOVE || says == GUIDE_HIGH_END)
		words = WORDS_UP;
	if (words > guide->words)
		guide->words = words;
}

static void
guide_claim(struct guide *guide, struct guide_part *part, bool denied)
{
	enum guidance guidance = guide_of(part->says);

	if (denied)
		guidance = GUIDANCE_REITERATED;
	enum guidance *slot =
	    guidance == GUIDANCE_REITERATED ? &guide->kept : &guide->news;
	if (*slot == GUIDANCE_NONE) {
		*slot = guidance;
		guide_note(guide, part);
	}
	if (!denied)
		guide_set_words(guide, part->says);
	part->says = GUIDE_NONE;
}

bool
guide_is_denied(
    const struct guide *guide, const struct guide_part *part, int reach)
{
	const struct guide_part *not = &guide->seen[GUIDE_NOT];

	return not ->says != GUIDE_NONE && not ->last <= part->first &&
	       part->first - not ->last <= reach;
}

static bool
guide_is_doubted(const struct guide *guide)
{
	return guide_has(guide, GUIDE_MAYBE);
}

static int
guide_back(const struct guide_part *part)
{
	return part->says == GUIDE_KEEP || part->says == GUIDE_WITHDRAW
		   ? GUIDE_KEPT
		   : GUIDE_BACK;
}

static void
guide_on_act(struct guide *guide, const struct guide_part *part)
{
	const struct guide_part *aim = &guide->seen[GUIDE_AIM];

	if (guide_has(guide, GUIDE_THEM) || guide_is_doubted(guide))
		return;
	guide->act = *part;
	/*
	 * "guidance was cut"; "weak" acts are nouns and adjectives, too, and
	 * "body" ones say it all.
	 */
	if ((part->entry->flags & ENTRY_BODY) != 0 ||
	    (guide_reaches(guide, aim, guide_back(part)) &&
		(part->entry->flags & ENTRY_WEAK) == 0))
		guide_claim(guide, &guide->act,
		    guide_is_denied(guide, part, GUIDE_NEAR));
}

/* "below" and its like govern what follows. */
static void
guide_on_place(struct guide *guide, const struct guide_part *part)
{
	guide->place = *part;
	guide->act.says = GUIDE_NONE;
}

bool
guide_is_coming(const struct guide *guide)
{
	const struct guide_part *future = &guide->seen[GUIDE_FUTURE];
	const struct guide_part *them = &guide->seen[GUIDE_THEM];

	/* "its customer, which expects", but not "of analysts' forecasts". */
	if (them->says != GUIDE_NONE && them->first < future->first)
		return false;
	return future->says != GUIDE_NONE && !guide_is_doubted(guide) &&
	       !guide_has(guide, GUIDE_OTHER);
}

static void
guide_claim_place(struct guide *guide)
{
	struct guide_part *place = &guide->place;

	if (!guide_is_denied(guide, place, GUIDE_DENY))
		guide_claim(guide, place, false);
	else if (place->says != GUIDE_LEVEL)
		place->says = GUIDE_NONE;
	else {
		place->says = GUIDE_MISS;
		guide_claim(guide, place, false);
	}
}

void
guide_claim_miss(struct guide *guide)
{
	guide_claim(guide, &guide->place, false);
}

/* "an improved outlook" tells of no act; "improved its outlook" does. */
static bool
guide_is_adjective(const struct guide *guide, const struct guide_part *aim)
{
	const struct guide_part *act = &guide->act;

	return act->says != GUIDE_NONE &&
	       aim->first - act->last <= GUIDE_NEXT &&
	       (act->entry->flags & ENTRY_WEAK) != 0;
}

static void
guide_on_aim(struct guide *guide, const struct guide_part *part)
{
	bool clause = (part->entry->flags & ENTRY_AFTER) != 0;

	/* "the company expected" is something only after "higher than". */
	if (clause) {
		guide->seen[GUIDE_AIM].says = GUIDE_NONE;
	} else if (guide_is_near(guide, GUIDE_OTHER, GUIDE_NEAR)) {
		guide->act.says = GUIDE_NONE;
		guide->seen[GUIDE_AIM].says = GUIDE_NONE;
		return;
	} else if (guide_is_adjective(guide, part)) {
		guide->act.says = GUIDE_NONE;
	} else if (guide_reaches(guide, &guide->act, GUIDE_REACH)) {
		bool denied = guide_is_denied(guide, &guide->act, GUIDE_NEAR);
		guide_claim(guide, &guide->act, denied);
		return;
	}
	if (guide_reaches(guide, &guide->place, GUIDE_REACH) &&
	    guide_is_coming(guide)) {
		guide_claim_place(guide);
	}
}

static void
guide_take(struct guide *guide, const struct guide_part *part)
{
	switch (part->says) {
	case GUIDE_CUT:
	case GUIDE_RAISE:
	case GUIDE_KEEP:
	case GUIDE_WITHDRAW:
	case GUIDE_NARROW:
	case GUIDE_MISS:
		guide_on_act(guide, part);
		break;
	case GUIDE_BELOW:
	case GUIDE_ABOVE:
	case GUIDE_LEVEL:
	case GUIDE_LOW_END:
	case GUIDE_HIGH_END:
		guide_on_place(guide, part);
		break;
	case GUIDE_AIM:
		guide_on_aim(guide, part);
		break;
	case GUIDE_BASE:
		guide_on_base(guide);
		break;
	case GUIDE_LOSS:
		guide_on_loss(guide, part);
		break;
	case GUIDE_PROFIT:
		guide_on_profit(guide, part);
		guide_on_result(guide);
		break;
	case GUIDE_RESULT:
		guide_on_result(guide);
		break;
	case GUIDE_US:
		guide_on_us(guide, part);
		break;
	case GUIDE_STOP:
	case GUIDE_OTHER:
		guide->act.says = GUIDE_NONE;
		guide->seen[GUIDE_AIM].says = GUIDE_NONE;
		break;
	case GUIDE_NONE:
	case GUIDE_STRONG:
	case GUIDE_FUTURE:
	case GUIDE_MAYBE:
	case GUIDE_NOT:
	case GUIDE_THEM:
	case GUIDE_AGAINST:
	case GUIDE_WIDER:
	case GUIDE_NARROWER:
	case GUIDE_COUNT:
		break;
	}
}

static char
guide_char(const struct guide *guide, size_t at)
{
	return at < guide->source->hits->count
		   ? guide->source->normal->text.data[guide->source->from + at]
		   : '\0';
}

/* "Corp." and "U.S." end no sentence; what goes on in small letters neither. */
static bool
guide_is_dot_end(const struct guide *guide)
{
	size_t at = guide->at, letters = 0;

	if (guide_char(guide, at + 1) != ' ')
		return false;
	while (letters < at &&
	       glyph_is_letter(guide_char(guide, at - letters - 1)))
		letters++;
	char first = letters > 0 ? guide_char(guide, at - letters) : '\0';
	char next = guide_char(guide, at + 2);
	return !(letters < GUIDE_ABBREV && first >= 'A' && first <= 'Z') &&
	       !(next >= 'a' && next <= 'z');
}

static bool
guide_ends_sentence(const struct guide *guide)
{
	static const char full_stop[] = "\xe3\x80\x82";
	const char *p = guide->source->normal->text.data + guide->source->from;
	size_t left = guide->source->hits->count - guide->at;

	if (left >= 3 && memcmp(p + guide->at, full_stop, 3) == 0)
		return true;
	switch (p[guide->at]) {
	case '.':
		return guide_is_dot_end(guide);
	case '\n':
	case '\f':
	case ';':
	case '!':
	case '?':
		return true;
	}
	return false;
}

static void
guide_end_sentence(struct guide *guide)
{
	memset(guide->seen, 0, sizeof guide->seen);
	guide->act.says = guide->place.says = GUIDE_NONE;
	guide->loss.says = GUIDE_NONE;
	guide->word = 0;
}

/* Half words that the byte at ends or, of a Han character, begins. */
static int
guide_halves(const struct guide *guide, size_t at)
{
	unsigned char c = (unsigned char)guide_char(guide, at);

	return c == ' ' ? 2 : c >= 0xe4 && c <= 0xe9;
}

static int
guide_words(const struct guide *guide, size_t from, size_t to)
{
	int n = 0;

	for (size_t at = from; at < to; at++)
		n += guide_halves(guide, at);
	return n;
}

/* Safe-harbour language names every bad word: the rest of its line is out. */
static bool
guide_is_boilerplate(const struct guide *guide)
{
	const struct signal_source *source = guide->source;
	size_t len = 0;
	const struct entry *entry = lexicon_at(
	    source->lexicon, source->hits, LAYER_SIGNALS, guide->at, &len);

	return entry != NULL && entry->kind == KIND_MASK &&
	       (entry->value == MASK_BOILERPLATE ||
		   entry->value == MASK_NEGATION);
}

/* One part or one character; returns the byte after it. */
static size_t
guide_step(struct guide *guide)
{
	const struct signal_source *source = guide->source;
	size_t len = 0;
	const struct entry *entry = lexicon_at(
	    source->lexicon, source->hits, LAYER_GUIDE, guide->at, &len);

	if (entry == NULL) {
		guide->word += guide_halves(guide, guide->at);
		return guide->at + 1;
	}
	guide->end = guide->at + len;
	struct guide_part part = {
	    .says = (enum entry_guide)entry->value,
	    .entry = entry,
	    .first = guide->word,
	    .last = guide->word + guide_words(guide, guide->at, guide->end),
	    .from = guide->at,
	};
	guide->seen[part.says] = part;
	guide_take(guide, &part);
	guide->word = part.last;
	return guide->end;
}

static void
guide_finish(const struct guide *guide)
{
	struct signals *signals = guide->signals;
	enum guidance guidance =
	    guide->news != GUIDANCE_NONE ? guide->news : guide->kept;

	if (signals->guidance == GUIDANCE_NONE)
		signals->guidance = guidance;
	if (signals->class == CLASS_NONE)
		signals->class = guide->class;
	if (guide->words > signals->words)
		signals->words = guide->words;
	signals->guided = guidance != GUIDANCE_NONE ||
			  guide->class != CLASS_NONE ||
			  guide->words != WORDS_NONE;
}

void
guide_read(struct signals *signals, const struct signal_source *source)
{
	struct guide guide = {.source = source, .signals = signals};

	while (guide.at < source->hits->count && guide.at < GUIDE_HEAD) {
		if (guide_is_boilerplate(&guide)) {
			guide.boilerplate = true;
			guide_end_sentence(&guide);
		}
		if (guide_ends_sentence(&guide)) {
			if (guide_char(&guide, guide.at) == '\n')
				guide.boilerplate = false;
			guide_end_sentence(&guide);
			guide.at++;
		} else {
			guide.at = guide.boilerplate ? guide.at + 1
						     : guide_step(&guide);
		}
	}
	guide_finish(&guide);
}
