/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the phrases of a title or of a text's first piece. Out: the signals. The
 * outline of a document is drawn from them.
 */
#include "reading/signal.h"

#include "reading/glyph.h"
#include "reading/guide.h"

#include <string.h>
#include <utf8proc.h>

#define SIGNAL_HEAD    4096 /* bytes of a text that name its form */
#define SIGNAL_PHRASES 64 /* noted per document */
#define SIGNAL_TICK    120 /* bytes around a tick where its boxes stand */
#define SIGNAL_LEAD    300 /* bytes of a text that say what it is about */

struct signal_reader {
	const struct signal_source *source;
	struct signals *signals;
	size_t at;
	bool alone; /* the form is settled */
	size_t masked; /* claims before this byte are taken back */
	int mask; /* by this enum entry_mask */
	bool other; /* the clause is about somebody else than the issuer */
	size_t class_end; /* of the last word for a class; 0: none yet */
};

bool
signals_has_form(const struct signals *signals, enum form form)
{
	return (signals->forms & (1U << (unsigned)form)) != 0;
}

bool
signals_has_mask(const struct signals *signals, enum entry_mask mask)
{
	return (signals->masks & (1U << (unsigned)mask)) != 0;
}

static void
signal_note(
    const struct signal_reader *reader, const struct entry *entry, size_t len)
{
	const struct signal_source *source = reader->source;
	size_t from = source->from + reader->at;

	if (source->title || source->reading->phrase_count >= SIGNAL_PHRASES)
		return;
	struct span quote = normal_quote(source->normal, from, from + len);
	size_t offset = (size_t)(quote.p - source->normal->source.p);
	reading_add_phrase(source->reading, entry->id, quote,
	    normal_points(source->normal, offset));
}

/* Of a title the phrases are not told. */
static void
signal_reject(const struct signal_reader *reader, const struct entry *entry,
    size_t len, enum reject_why why)
{
	const struct signal_source *source = reader->source;
	size_t from = source->from + reader->at;

	if (!source->title)
		reject_note_phrase(source->rejects, why, entry->id,
		    (uint32_t)from, (uint32_t)(from + len));
}

/* True when the phrase counts where it stands. */
static bool
signal_counts(const struct signal_reader *reader, const struct entry *entry)
{
	if (reader->source->title)
		return true;
	return (entry->flags & ENTRY_BODY) != 0;
}

/* A correction says so at once, other masks stand somewhere in the head. */
static bool
signal_masks(const struct signal_reader *reader, const struct entry *entry)
{
	if (entry->value == MASK_CORRECTION && !reader->source->title)
		return reader->at == 0;
	return reader->at < SIGNAL_HEAD;
}

/* "业绩预告说明会的公告": a strong form stands alone. */
static void
signal_take_form(struct signal_reader *reader, const struct entry *entry)
{
	unsigned bit = 1U << (unsigned)entry->value;

	if (reader->alone)
		return;
	reader->alone = (entry->flags & ENTRY_STRONG) != 0;
	reader->signals->forms =
	    reader->alone ? bit : reader->signals->forms | bit;
}

static void
signal_take(struct signal_reader *reader, const struct entry *entry, size_t len)
{
	struct signals *signals = reader->signals;

	if (entry->kind == KIND_FORM && signal_counts(reader, entry) &&
	    reader->at < SIGNAL_HEAD) {
		signal_take_form(reader, entry);
		signal_note(reader, entry, len);
	} else if (entry->kind == KIND_MASK) {
		if (entry->value == MASK_NEGATION ||
		    entry->value == MASK_BOILERPLATE) {
			reader->masked = reader->at + len;
			reader->mask = entry->value;
		}
		if (signal_masks(reader, entry))
			signals->masks |= 1U << (unsigned)entry->value;
	} else if (entry->kind == KIND_BROKER && signals->broker == NULL) {
		signals->broker = entry;
	}
}

/* The character before the reader's place, spaces apart; 0 at the start. */
static int32_t
signal_char_before(const struct signal_reader *reader)
{
	const uint8_t *p = (const uint8_t *)reader->source->normal->text.data;
	size_t at = reader->source->from + reader->at;
	int32_t c = 0;

	while (at > 0 && p[at - 1] == ' ')
		at--;
	size_t end = at;
	while (at > 0 && end - at < 4) {
		at--;
		if ((p[at] & 0xc0) != 0x80)
			break;
	}
	if (end > at &&
	    utf8proc_iterate(p + at, (utf8proc_ssize_t)(end - at), &c) <= 0)
		return 0;
	return c;
}

/*
 * "R亏损": where a font has no name for its tick, extraction leaves its code,
 * a capital R, among boxes that are empty.
 */
static bool
signal_is_letter_tick(const struct signal_reader *reader)
{
	static const char box[] = "\xe2\x96\xa1";
	const struct signal_source *source = reader->source;
	const char *p = source->normal->text.data;
	size_t at = source->from + reader->at;
	size_t end = at + SIGNAL_TICK;

	while (at > 0 && p[at - 1] == ' ')
		at--;
	if (at == 0 || p[at - 1] != 'R' ||
	    (at > 1 && glyph_is_letter((unsigned char)p[at - 2])))
		return false;
	if (end > source->normal->text.len)
		end = source->normal->text.len;
	size_t from = at > SIGNAL_TICK ? at - SIGNAL_TICK : 0;
	return memmem(p + from, end - from, box, sizeof box - 1) != NULL;
}

/* 未, 不 and 无 before a phrase take it back. */
static bool
signal_is_negated(int32_t before)
{
	return before == 0x672a || before == 0x4e0d || before == 0x65e0;
}

static bool
signal_is_between(char c)
{
	return c == ' ' || c == '/' || c == '\n' || c == '\t';
}

/*
 * "亏损 扭亏为盈 同向上升": the choices of a form whose boxes and tick were
 * lost; which of them holds is not said.
 */
static bool
signal_is_listed(const struct signal_reader *reader, size_t len)
{
	const struct signal_source *source = reader->source;
	const char *p = source->normal->text.data + source->from;
	size_t at = reader->class_end, end = reader->at + len, next = 0;

	while (at > 0 && at < reader->at && signal_is_between(p[at]))
		at++;
	if (at > 0 && at == reader->at)
		return true;
	while (end < source->hits->count && signal_is_between(p[end]))
		end++;
	const struct entry *entry =
	    lexicon_at(source->lexicon, source->hits, LAYER_CLAIMS, end, &next);
	return entry != NULL && entry->kind == KIND_CLASS;
}

/* "预计亏损5亿元,同比盈转亏": the same word, said more closely. */
static bool
signal_is_closer(const struct signal_reader *reader, const struct entry *entry)
{
	const struct signals *signals = reader->signals;
	size_t at = reader->source->from + reader->at;

	if (signals->class != CLASS_LOSS ||
	    at - signals->class_at > SIGNAL_LEAD)
		return false;
	return entry->value == CLASS_FIRST_LOSS ||
	       entry->value == CLASS_LOSS_WIDER ||
	       entry->value == CLASS_LOSS_CONT ||
	       entry->value == CLASS_LOSS_NARROWER;
}

/* Why a word for a class does not count where it stands. */
static enum reject_why
signal_class_fault(const struct signal_reader *reader,
    const struct entry *entry, size_t len, bool ticked)
{
	const struct signals *signals = reader->signals;
	int32_t before = signal_char_before(reader);
	bool weak = (entry->flags & ENTRY_WEAK) != 0;

	if (!ticked && signal_is_listed(reader, len))
		return REJECT_CHOICE;
	if (before == GLYPH_BOX)
		return REJECT_UNTICKED;
	if (reader->other && !ticked)
		return REJECT_SUBJECT;
	if (signal_is_negated(before))
		return REJECT_NEGATED;
	if (!ticked && (weak || !signal_counts(reader, entry)))
		return REJECT_WEAK;
	if (signals->class != CLASS_NONE &&
	    (signals->ticked || !(ticked || signal_is_closer(reader, entry))))
		return REJECT_LATER;
	return REJECT_NONE;
}

static void
signal_take_class(
    struct signal_reader *reader, const struct entry *entry, size_t len)
{
	struct signals *signals = reader->signals;
	int32_t before = signal_char_before(reader);
	bool ticked = before == GLYPH_TICK || before == 0x25a0 ||
		      signal_is_letter_tick(reader);
	enum reject_why why = signal_class_fault(reader, entry, len, ticked);

	reader->class_end = reader->at + len;
	if (why != REJECT_NONE) {
		signal_reject(reader, entry, len, why);
		return;
	}
	signals->class = (enum verdict_class)entry->value;
	signals->ticked = ticked;
	signals->class_at = reader->source->from + reader->at;
	signal_note(reader, entry, len);
}

static void
signal_take_words(struct signals *signals, int say)
{
	static const enum words words[WORDS_SAY_COUNT] = {
	    [WORDS_SAY_UP] = WORDS_UP,
	    [WORDS_SAY_DOWN] = WORDS_DOWN,
	    [WORDS_SAY_STRONG] = WORDS_DOWN_STRONG,
	};

	if (words[say] > signals->words)
		signals->words = words[say];
}

/* "Weak" signs of distress far down in a text are mentioned in passing. */
static bool
signal_is_passing(const struct signal_reader *reader, const struct entry *entry)
{
	return (entry->flags & ENTRY_WEAK) != 0 && !reader->source->title &&
	       reader->at >= SIGNAL_LEAD;
}

static void
signal_take_claim(
    struct signal_reader *reader, const struct entry *entry, size_t len)
{
	struct signals *signals = reader->signals;

	if (reader->at < reader->masked) {
		signal_reject(reader, entry, len,
		    reader->mask == MASK_NEGATION ? REJECT_NEGATED
						  : REJECT_BOILERPLATE);
		return;
	}
	if (entry->kind == KIND_CLASS) {
		signal_take_class(reader, entry, len);
		return;
	}
	if (signal_is_negated(signal_char_before(reader))) {
		signal_reject(reader, entry, len, REJECT_NEGATED);
		return;
	}
	if (entry->kind == KIND_DISTRESS && signal_is_passing(reader, entry)) {
		signal_reject(reader, entry, len, REJECT_WEAK);
		return;
	}
	if (entry->kind == KIND_GUIDANCE && signals->guidance == GUIDANCE_NONE)
		signals->guidance = (enum guidance)entry->value;
	else if (entry->kind == KIND_DISTRESS &&
		 signals->distress == DISTRESS_NONE)
		signals->distress = (enum distress)entry->value;
	else if (entry->kind == KIND_WORDS)
		signal_take_words(signals, entry->value);
	signal_note(reader, entry, len);
}

/*
 * The phrase of a layer at the reader's place. One that lies inside a longer
 * phrase is that phrase's affair; one that reaches beyond it counts.
 */
static const struct entry *
signal_next(const struct signal_reader *reader, enum entry_layer layer,
    size_t ends[LAYER_COUNT], size_t *ret_len)
{
	const struct signal_source *source = reader->source;
	const struct entry *entry = lexicon_at(
	    source->lexicon, source->hits, layer, reader->at, ret_len);

	if (entry == NULL || reader->at + *ret_len <= ends[layer])
		return NULL;
	ends[layer] = reader->at + *ret_len;
	return entry;
}

/* "有限公司", "股份公司": the end of some company's name. */
static bool
signal_ends_name(int32_t before)
{
	return before == 0x9650 || before == 0x4efd;
}

/* "公司参股企业连年亏损": whose the words that follow are, to the next stop. */
static void
signal_see_subject(struct signal_reader *reader, size_t ends[LAYER_COUNT])
{
	static const char stop[] = "。";
	const struct signal_source *source = reader->source;
	const char *p = source->normal->text.data + source->from + reader->at;
	size_t len = 0, left = source->hits->count - reader->at;
	const struct entry *entry =
	    signal_next(reader, LAYER_FIGURES, ends, &len);

	if (*p == '\n' || *p == ';' ||
	    (left >= sizeof stop - 1 && memcmp(p, stop, sizeof stop - 1) == 0))
		reader->other = false;
	else if (entry != NULL && entry->kind == KIND_SUBJECT &&
		 !signal_ends_name(signal_char_before(reader)))
		reader->other = entry->value == SUBJECT_OTHER;
}

void
signals_read(struct signals *ret, const struct signal_source *source)
{
	struct signal_reader reader = {.source = source, .signals = ret};
	size_t ends[LAYER_COUNT] = {0}, len = 0;

	memset(ret, 0, sizeof *ret);
	for (; reader.at < source->hits->count; reader.at++) {
		if (!source->title)
			signal_see_subject(&reader, ends);
		const struct entry *entry =
		    signal_next(&reader, LAYER_SIGNALS, ends, &len);
		if (entry != NULL)
			signal_take(&reader, entry, len);
		entry = signal_next(&reader, LAYER_CLAIMS, ends, &len);
		if (entry != NULL)
			signal_take_claim(&reader, entry, len);
	}
	guide_read(ret, source);
}
