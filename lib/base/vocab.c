/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a value and its list, or a word. Out: the other of the two. Writers of
 * JSON, rule columns, the store and the settings call it.
 */
#include "lib/base/vocab.h"

#include <string.h>

#define VOCAB_TEXT(name, word) word,
static const char *const vocab_metrics[] = {VOCAB_METRIC(VOCAB_TEXT)};
static const char *const vocab_roles[] = {VOCAB_ROLE(VOCAB_TEXT)};
static const char *const vocab_bases[] = {VOCAB_BASIS(VOCAB_TEXT)};
static const char *const vocab_forms[] = {VOCAB_FORM(VOCAB_TEXT)};
static const char *const vocab_classes[] = {VOCAB_CLASS(VOCAB_TEXT)};
static const char *const vocab_directions[] = {VOCAB_DIRECTION(VOCAB_TEXT)};
static const char *const vocab_grades[] = {VOCAB_GRADE(VOCAB_TEXT)};
static const char *const vocab_guidances[] = {VOCAB_GUIDANCE(VOCAB_TEXT)};
static const char *const vocab_axes[] = {VOCAB_AXIS(VOCAB_TEXT)};
static const char *const vocab_distresses[] = {VOCAB_DISTRESS(VOCAB_TEXT)};
static const char *const vocab_precisions[] = {VOCAB_PRECISION(VOCAB_TEXT)};
static const char *const vocab_events[] = {VOCAB_EVENT(VOCAB_TEXT)};
static const char *const vocab_flags[] = {VOCAB_FLAG(VOCAB_TEXT)};
#undef VOCAB_TEXT

static const struct {
	const char *const *words;
	int size;
} vocab_lists[VOCAB_COUNT] = {
    [VOCAB_METRICS] = {vocab_metrics, METRIC_COUNT},
    [VOCAB_ROLES] = {vocab_roles, ROLE_COUNT},
    [VOCAB_BASES] = {vocab_bases, BASIS_COUNT},
    [VOCAB_FORMS] = {vocab_forms, FORM_COUNT},
    [VOCAB_CLASSES] = {vocab_classes, CLASS_COUNT},
    [VOCAB_DIRECTIONS] = {vocab_directions, DIRECTION_COUNT},
    [VOCAB_GRADES] = {vocab_grades, GRADE_COUNT},
    [VOCAB_GUIDANCES] = {vocab_guidances, GUIDANCE_COUNT},
    [VOCAB_AXES] = {vocab_axes, AXIS_COUNT},
    [VOCAB_DISTRESSES] = {vocab_distresses, DISTRESS_COUNT},
    [VOCAB_PRECISIONS] = {vocab_precisions, PRECISION_COUNT},
    [VOCAB_EVENTS] = {vocab_events, EVENT_COUNT},
};

const char *
vocab_word(enum vocab list, int value)
{
	if (value < 0 || value >= vocab_size(list))
		return "?";
	return vocab_lists[list].words[value];
}

int
vocab_value(enum vocab list, const char *word)
{
	for (int i = 0; i < vocab_size(list); i++) {
		if (strcmp(vocab_lists[list].words[i], word) == 0)
			return i;
	}
	return -1;
}

int
vocab_size(enum vocab list)
{
	return list < VOCAB_COUNT ? vocab_lists[list].size : 0;
}

const char *
vocab_flag_word(unsigned flag)
{
	for (int i = 0; i < FLAG_COUNT; i++) {
		if (flag == 1U << i)
			return vocab_flags[i];
	}
	return NULL;
}
