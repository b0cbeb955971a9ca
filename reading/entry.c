/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the words of the lexicon's files. Out: kinds, values and flags. Called
 * by the loader of the lexicon.
 */
#include "reading/entry.h"

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/base/vocab.h"
#include "lib/base/yaml.h"

#include <string.h>

#define ENTRY_WORD(value, word, ...) word,
#define ENTRY_LIST(name, LIST)                                                 \
	static const char *const name[] = {LIST(ENTRY_WORD) NULL}

ENTRY_LIST(entry_parts, ENTRY_PART);
ENTRY_LIST(entry_units, ENTRY_UNIT);
ENTRY_LIST(entry_signs, ENTRY_SIGN);
ENTRY_LIST(entry_bounds, ENTRY_BOUND);
ENTRY_LIST(entry_ranges, ENTRY_RANGE);
ENTRY_LIST(entry_roles, ENTRY_ROLE);
ENTRY_LIST(entry_changes, ENTRY_CHANGE);
ENTRY_LIST(entry_bases, ENTRY_BASE);
ENTRY_LIST(entry_times, ENTRY_TIME);
ENTRY_LIST(entry_subjects, ENTRY_SUBJECT);
ENTRY_LIST(entry_nouns, ENTRY_NOUN);
ENTRY_LIST(entry_glues, ENTRY_GLUE);
ENTRY_LIST(entry_sections, ENTRY_SECTION);
ENTRY_LIST(entry_labels, ENTRY_LABEL);
ENTRY_LIST(entry_heads, ENTRY_HEAD);
ENTRY_LIST(entry_masks, ENTRY_MASK);
ENTRY_LIST(entry_strengths, ENTRY_WORDS);
ENTRY_LIST(entry_guides, ENTRY_GUIDE);
ENTRY_LIST(entry_flags, ENTRY_FLAG);
ENTRY_LIST(entry_kind_words, ENTRY_KIND);

static const char *const entry_langs[] = {
    [LANG_ANY] = "any",
    [LANG_ZH] = "zh",
    [LANG_EN] = "en",
    [LANG_JA] = "ja",
    [LANG_KO] = "ko",
    [LANG_COUNT] = NULL,
};

/* How the values of a kind are written: own words, vocab.h's, or text. */
struct entry_values {
	enum { ENTRY_OWN, ENTRY_VOCAB, ENTRY_POWER, ENTRY_TEXT } how;
	const char *const *list;
	enum vocab vocab;
};

static const struct entry_values entry_values[KIND_COUNT] = {
    [KIND_METRIC] = {.how = ENTRY_VOCAB, .vocab = VOCAB_METRICS},
    [KIND_PART] = {.list = entry_parts},
    [KIND_SCALE] = {.how = ENTRY_POWER},
    [KIND_CURRENCY] = {.how = ENTRY_TEXT},
    [KIND_UNIT] = {.list = entry_units},
    [KIND_SIGN] = {.list = entry_signs},
    [KIND_BOUND] = {.list = entry_bounds},
    [KIND_APPROX] = {.how = ENTRY_TEXT},
    [KIND_RANGE] = {.list = entry_ranges},
    [KIND_ROLE] = {.list = entry_roles},
    [KIND_CHANGE] = {.list = entry_changes},
    [KIND_BASE] = {.list = entry_bases},
    [KIND_TIME] = {.list = entry_times},
    [KIND_NOUN] = {.list = entry_nouns},
    [KIND_SUBJECT] = {.list = entry_subjects},
    [KIND_GLUE] = {.list = entry_glues},
    [KIND_SECTION] = {.list = entry_sections},
    [KIND_LABEL] = {.list = entry_labels},
    [KIND_HEAD] = {.list = entry_heads},
    [KIND_MASK] = {.list = entry_masks},
    [KIND_FORM] = {.how = ENTRY_VOCAB, .vocab = VOCAB_FORMS},
    [KIND_CLASS] = {.how = ENTRY_VOCAB, .vocab = VOCAB_CLASSES},
    [KIND_DISTRESS] = {.how = ENTRY_VOCAB, .vocab = VOCAB_DISTRESSES},
    [KIND_GUIDANCE] = {.how = ENTRY_VOCAB, .vocab = VOCAB_GUIDANCES},
    [KIND_WORDS] = {.list = entry_strengths},
    [KIND_GUIDE] = {.list = entry_guides},
    [KIND_BROKER] = {.how = ENTRY_TEXT},
    [KIND_EXCHANGE] = {.how = ENTRY_TEXT},
};

/* The place of word (n bytes) in a list that NULL ends, or -1. */
static int
entry_index(const char *const *list, const char *word, size_t n)
{
	for (int i = 0; list[i] != NULL; i++)
		if (strlen(list[i]) == n && memcmp(list[i], word, n) == 0)
			return i;
	return -1;
}

int
entry_kind_of(const char *word)
{
	return entry_index(entry_kind_words, word, strlen(word));
}

const char *
entry_kind_word(enum entry_kind kind)
{
	return entry_kind_words[kind];
}

const char *
entry_kind_near(const char *word)
{
	return yaml_nearest(word, entry_kind_words, KIND_COUNT);
}

enum entry_layer
entry_layer_of(enum entry_kind kind)
{
	if (kind < KIND_MASK)
		return LAYER_FIGURES;
	if (kind < KIND_CLASS)
		return LAYER_SIGNALS;
	return kind < KIND_GUIDE ? LAYER_CLAIMS : LAYER_GUIDE;
}

const char *
entry_lang_word(enum entry_lang lang)
{
	return lang == LANG_ANY ? "" : entry_langs[lang];
}

int
entry_lang_of(const char *word)
{
	return entry_index(entry_langs, word, strlen(word));
}

/* A power of ten 0..16, written as one. */
static int
entry_parse_power(const char *word, size_t n)
{
	int power = 0;

	for (size_t i = 0; i < n; i++) {
		if (word[i] < '0' || word[i] > '9' || i > 1)
			return -1;
		power = power * 10 + (word[i] - '0');
	}
	return n > 0 && power <= 16 ? power : -1;
}

/* The value of a word by the kind, or -1. */
static int
entry_parse_value(struct entry *entry, const char *word, size_t n)
{
	const struct entry_values *values = &entry_values[entry->kind];
	char *copy = mem_strndup(word, n);
	int value = -1;

	switch (values->how) {
	case ENTRY_OWN:
		value = entry_index(values->list, word, n) + 1;
		value = value == 0 ? -1 : value;
		break;
	case ENTRY_VOCAB:
		value = vocab_value(values->vocab, copy);
		break;
	case ENTRY_POWER:
		value = entry_parse_power(word, n);
		break;
	case ENTRY_TEXT:
		mem_set(&entry->text, copy);
		value = 0;
		break;
	}
	mem_free(copy);
	return value;
}

int
entry_parse(struct entry *entry, const char *key, struct err *err)
{
	size_t n = strcspn(key, " ");
	const char *kind = entry_kind_words[entry->kind];

	entry->value = entry_parse_value(entry, key, n);
	if (entry->value < 0)
		return err_set(err, ERR_INVALID, "'%.*s' is no value of %s",
		    (int)n, key, kind);
	mem_free(entry->id);
	entry->id = mem_printf(
	    "%s.%s.%.*s", entry_langs[entry->lang], kind, (int)n, key);
	for (key += n; *key != '\0'; key += n) {
		key += strspn(key, " ");
		n = strcspn(key, " ");
		int flag = entry_index(entry_flags, key, n);
		if (flag < 0)
			return err_set(
			    err, ERR_INVALID, "'%.*s' is no flag", (int)n, key);
		entry->flags |= 1U << flag;
	}
	return 0;
}

void
entry_done(struct entry *entry)
{
	mem_free(entry->id);
	mem_free(entry->text);
	*entry = (struct entry){0};
}
