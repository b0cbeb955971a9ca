/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a phrase of the lexicon means: a kind, a value of that kind, flags.
 * The words here are those of the YAML files.
 */
#ifndef READING_ENTRY_H
#define READING_ENTRY_H

#include "lib/base/err.h"
#include "reading/entry_words.h"

#define ENTRY_ENUM(value, ...) value,
/* One stretch of text is read on each layer by itself. */
enum entry_layer {
	LAYER_FIGURES, /* the sentences around numbers */
	LAYER_SIGNALS, /* what a document is */
	LAYER_CLAIMS, /* what it says without numbers */
	LAYER_GUIDE, /* the parts of which sentences say so */
	LAYER_COUNT
};
enum entry_kind { ENTRY_KIND(ENTRY_ENUM) KIND_COUNT };
enum entry_part { PART_NONE, ENTRY_PART(ENTRY_ENUM) PART_COUNT };
enum entry_unit { UNIT_NONE, ENTRY_UNIT(ENTRY_ENUM) UNIT_COUNT };
enum entry_sign { SIGN_NONE, ENTRY_SIGN(ENTRY_ENUM) SIGN_COUNT };
enum entry_bound { BOUND_NONE, ENTRY_BOUND(ENTRY_ENUM) BOUND_COUNT };
enum entry_range { RANGE_NONE, ENTRY_RANGE(ENTRY_ENUM) RANGE_COUNT };
enum entry_role { TELLS_NONE, ENTRY_ROLE(ENTRY_ENUM) TELLS_COUNT };
enum entry_change { CHANGE_NONE, ENTRY_CHANGE(ENTRY_ENUM) CHANGE_COUNT };
enum entry_base { BASE_NONE, ENTRY_BASE(ENTRY_ENUM) BASE_COUNT };
enum entry_time { TIME_NONE, ENTRY_TIME(ENTRY_ENUM) TIME_COUNT };
enum entry_subject { SUBJECT_NONE, ENTRY_SUBJECT(ENTRY_ENUM) SUBJECT_COUNT };
enum entry_noun { NOUN_NONE, ENTRY_NOUN(ENTRY_ENUM) NOUN_COUNT };
enum entry_glue { GLUE_NONE, ENTRY_GLUE(ENTRY_ENUM) GLUE_COUNT };
enum entry_section { SECTION_NONE, ENTRY_SECTION(ENTRY_ENUM) SECTION_COUNT };
enum entry_label { LABEL_NONE, ENTRY_LABEL(ENTRY_ENUM) LABEL_COUNT };
enum entry_head { HEAD_NONE, ENTRY_HEAD(ENTRY_ENUM) HEAD_COUNT };
enum entry_mask { MASK_NONE, ENTRY_MASK(ENTRY_ENUM) MASK_COUNT };
enum entry_words { WORDS_SAY_NONE, ENTRY_WORDS(ENTRY_ENUM) WORDS_SAY_COUNT };
enum entry_guide { GUIDE_NONE, ENTRY_GUIDE(ENTRY_ENUM) GUIDE_COUNT };
#undef ENTRY_ENUM
#define ENTRY_ENUM(flag, word, bit) flag = 1 << (bit),
enum entry_flag { ENTRY_FLAG(ENTRY_ENUM) };
#undef ENTRY_ENUM

enum entry_lang { LANG_ANY, LANG_ZH, LANG_EN, LANG_JA, LANG_KO, LANG_COUNT };

struct entry {
	enum entry_kind kind;
	enum entry_lang lang;
	int value; /* by kind: an enum above or of vocab.h, a power of ten */
	unsigned flags; /* enum entry_flag */
	char *id; /* "zh.metric.ni_total" */
	char *text; /* currency code or broker's name; else NULL */
};

/* The kind of a word, or -1. */
int entry_kind_of(const char *word);
/* The word of a kind. Borrowed. */
const char *entry_kind_word(enum entry_kind kind);
/* The kind's word that is spelt most like word; NULL: none is. Borrowed. */
const char *entry_kind_near(const char *word);
enum entry_layer entry_layer_of(enum entry_kind kind);
/* "zh" and so on; "" for any. The language of a word, or -1. Borrowed. */
const char *entry_lang_word(enum entry_lang lang);
int entry_lang_of(const char *word);
/*
 * Reads "value flag ..." of a kind into entry (value, flags, text, id), whose
 * kind and lang are set; ERR_INVALID with a message that names the word.
 * Entry is to be done with entry_done also on a fault.
 */
int entry_parse(
    struct entry *entry, const char *key, struct err *err) WARN_UNUSED;
void entry_done(struct entry *entry);

#endif
