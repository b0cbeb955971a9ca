/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The project's vocabulary: one table that JSON, rule columns, the store, the
 * documentation and the tests share. Words are lower snake case; where a list
 * has an order (grade, severity of class) the enum has it too.
 */
#ifndef LIB_BASE_VOCAB_H
#define LIB_BASE_VOCAB_H

#include "lib/base/vocab_words.h"

#include <stddef.h>

#define VOCAB_ENUM(name, word) name,
enum metric { VOCAB_METRIC(VOCAB_ENUM) METRIC_COUNT };
enum role { VOCAB_ROLE(VOCAB_ENUM) ROLE_COUNT };
enum basis { VOCAB_BASIS(VOCAB_ENUM) BASIS_COUNT };
enum form { VOCAB_FORM(VOCAB_ENUM) FORM_COUNT };
enum verdict_class { VOCAB_CLASS(VOCAB_ENUM) CLASS_COUNT };
enum direction { VOCAB_DIRECTION(VOCAB_ENUM) DIRECTION_COUNT };
enum grade { VOCAB_GRADE(VOCAB_ENUM) GRADE_COUNT };
enum guidance { VOCAB_GUIDANCE(VOCAB_ENUM) GUIDANCE_COUNT };
enum axis { VOCAB_AXIS(VOCAB_ENUM) AXIS_COUNT };
enum distress { VOCAB_DISTRESS(VOCAB_ENUM) DISTRESS_COUNT };
enum precision { VOCAB_PRECISION(VOCAB_ENUM) PRECISION_COUNT };
enum event_type { VOCAB_EVENT(VOCAB_ENUM) EVENT_COUNT };
#undef VOCAB_ENUM

/*
 * Flags beside a guidance change (design 2) and a class (domain 2.3), in the
 * order of their bits. unchanged: flat against the prior year;
 * direction_open: the range spans the prior year.
 */
#define VOCAB_FLAG(X)                                                          \
	X(FLAG_FLIP_TO_LOSS, "flip_to_loss")                                   \
	X(FLAG_FLIP_TO_PROFIT, "flip_to_profit")                               \
	X(FLAG_TO_UNCERTAIN, "to_uncertain")                                   \
	X(FLAG_DISJOINT, "disjoint")                                           \
	X(FLAG_ZERO_BASE, "zero_base")                                         \
	X(FLAG_STRADDLES_PRIOR, "straddles_prior")                             \
	X(FLAG_TOUCHES_50, "touches_50")                                       \
	X(FLAG_TOUCHES_ZERO, "touches_zero")                                   \
	X(FLAG_PRIOR_PROFIT, "prior_profit")                                   \
	X(FLAG_PRIOR_LOSS, "prior_loss")                                       \
	X(FLAG_BREAKEVEN, "breakeven")                                         \
	X(FLAG_CLASS_CONFLICT, "class_conflict")                               \
	X(FLAG_PRIOR_MISMATCH, "prior_mismatch")                               \
	X(FLAG_FORECAST_MISMATCH, "forecast_mismatch")                         \
	X(FLAG_RANGE_BELOW_ALL, "range_below_all")                             \
	X(FLAG_IN_LINE, "in_line")                                             \
	X(FLAG_UNCHANGED, "unchanged")                                         \
	X(FLAG_DIRECTION_OPEN, "direction_open")                               \
	X(FLAG_RESOLVED_TO_LOSS, "resolved_to_loss")                           \
	X(FLAG_RESOLVED_TO_PROFIT, "resolved_to_profit")
#define VOCAB_BIT(name, word) name##_BIT,
enum verdict_flag_bit { VOCAB_FLAG(VOCAB_BIT) FLAG_COUNT };
#undef VOCAB_BIT
#define VOCAB_ENUM(name, word) name = 1 << name##_BIT,
enum verdict_flag { VOCAB_FLAG(VOCAB_ENUM) };
#undef VOCAB_ENUM

/* A list by its name, for lookups that serve every list. */
enum vocab {
	VOCAB_METRICS,
	VOCAB_ROLES,
	VOCAB_BASES,
	VOCAB_FORMS,
	VOCAB_CLASSES,
	VOCAB_DIRECTIONS,
	VOCAB_GRADES,
	VOCAB_GUIDANCES,
	VOCAB_AXES,
	VOCAB_DISTRESSES,
	VOCAB_PRECISIONS,
	VOCAB_EVENTS,
	VOCAB_COUNT
};

/* The word for a value; "?" when it is not in the list. Borrowed. */
const char *vocab_word(enum vocab list, int value);
/* The value of a word, or -1. */
int vocab_value(enum vocab list, const char *word);
/* Number of values in a list. */
int vocab_size(enum vocab list);
/* The word of one verdict_flag bit, "flip_to_loss"; NULL for no bit. */
const char *vocab_flag_word(unsigned flag);

#endif
