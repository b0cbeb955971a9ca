/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the phrases of a title or of a text's first piece. Out: the names behind
 * those for a takeover. read_text.c asks for them before it reads figures.
 */
#include "reading/target.h"

#include <string.h>

#define TARGET_SHORT 3 /* bytes: a shorter word is an article or initials */

static bool
target_is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
target_is_letter(char c)
{
	return target_is_capital(c) || (c >= 'a' && c <= 'z') ||
	       ((unsigned char)c & 0x80) != 0;
}

/* The word at `at`, after spaces. */
static struct span
target_word(const struct normal *normal, size_t at)
{
	const char *p = normal->text.data;
	size_t n = normal->text.len;

	while (at < n && p[at] == ' ')
		at++;
	size_t end = at;
	while (end < n && target_is_letter(p[end]))
		end++;
	return (struct span){p + at, end - at};
}

static bool
target_same(struct span a, struct span b)
{
	return a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
}

bool
targets_have(const struct targets *targets, struct span word)
{
	for (size_t i = 0; i < targets->count; i++)
		if (target_same(targets->names[i], word))
			return true;
	return false;
}

/* A name is no word of the lexicon, and not what the document begins with. */
static bool
target_is_name(const struct lexicon *lexicon, const struct lexicon_hits *hits,
    const struct normal *normal, struct span word)
{
	size_t at = (size_t)(word.p - normal->text.data), len = 0;

	return word.len >= TARGET_SHORT && target_is_capital(word.p[0]) &&
	       at < hits->count &&
	       lexicon_at(lexicon, hits, LAYER_FIGURES, at, &len) == NULL &&
	       !target_same(word, target_word(normal, 0));
}

void
targets_find(struct targets *targets, const struct lexicon *lexicon,
    const struct lexicon_hits *hits, const struct normal *normal)
{
	for (size_t at = 0; at < hits->count; at++) {
		size_t len = 0;
		const struct entry *entry =
		    lexicon_at(lexicon, hits, LAYER_SIGNALS, at, &len);
		if (entry == NULL || entry->kind != KIND_MASK ||
		    entry->value != MASK_TARGET)
			continue;
		struct span word = target_word(normal, at + len);
		if (targets->count < TARGET_NAMES &&
		    target_is_name(lexicon, hits, normal, word) &&
		    !targets_have(targets, word))
			targets->names[targets->count++] = word;
	}
}
