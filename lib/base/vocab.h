/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The project's vocabulary: one table that JSON, rule columns, the store, the
 * documentation and the tests share. Words are lower snake case; where a list
 * has an order (grade, severity of class) the enum has it too.
 */
#ifndef LIB_BASE_VOCAB_H
#define LIB_BASE_VOCAB_H

#include <stddef.h>

#define VOCAB_METRIC(X)                                                        \
	X(METRIC_NONE, "none")                                                 \
	X(METRIC_NI_ATTR, "ni_attr")                                           \
	X(METRIC_NI_EXNR, "ni_exnr")                                           \
	X(METRIC_NI_TOTAL, "ni_total")                                         \
	X(METRIC_REV, "rev")                                                   \
	X(METRIC_OP, "op")                                                     \
	X(METRIC_ORD, "ord")                                                   \
	X(METRIC_PBT, "pbt")                                                   \
	X(METRIC_EPS, "eps")                                                   \
	X(METRIC_EQUITY, "equity")                                             \
	X(METRIC_EBITDA, "ebitda")                                             \
	X(METRIC_CASH_FLOW, "cash_flow")

#define VOCAB_ROLE(X)                                                          \
	X(ROLE_NONE, "none")                                                   \
	X(ROLE_FORECAST, "forecast")                                           \
	X(ROLE_FORECAST_PREVIOUS, "forecast_previous")                         \
	X(ROLE_PRIOR_YEAR, "prior_year")                                       \
	X(ROLE_PRIOR_YEAR_RESTATED, "prior_year_restated")                     \
	X(ROLE_ACTUAL, "actual")                                               \
	X(ROLE_ACTUAL_FLASH, "actual_flash")                                   \
	X(ROLE_ESTIMATE, "estimate")                                           \
	X(ROLE_DELTA, "delta")                                                 \
	X(ROLE_PCT_CHANGE, "pct_change")

#define VOCAB_BASIS(X)                                                         \
	X(BASIS_UNKNOWN, "unknown")                                            \
	X(BASIS_CONSOLIDATED, "consolidated")                                  \
	X(BASIS_PARENT, "parent")                                              \
	X(BASIS_GAAP, "gaap")                                                  \
	X(BASIS_ADJUSTED, "adjusted")

#define VOCAB_FORM(X)                                                          \
	X(FORM_OTHER, "other")                                                 \
	X(FORM_FORECAST, "forecast")                                           \
	X(FORM_FORECAST_REVISION, "forecast_revision")                         \
	X(FORM_FLASH, "flash")                                                 \
	X(FORM_RESULTS, "results")                                             \
	X(FORM_ESTIMATE, "estimate")                                           \
	X(FORM_BRIEFING, "briefing")                                           \
	X(FORM_NOTICE, "notice")

#define VOCAB_CLASS(X)                                                         \
	X(CLASS_NONE, "none")                                                  \
	X(CLASS_FIRST_LOSS, "first_loss")                                      \
	X(CLASS_LOSS_WIDER, "loss_wider")                                      \
	X(CLASS_LOSS_CONT, "loss_cont")                                        \
	X(CLASS_LOSS_NARROWER, "loss_narrower")                                \
	X(CLASS_LOSS, "loss")                                                  \
	X(CLASS_DOWN_BIG, "down_big")                                          \
	X(CLASS_DOWN_SMALL, "down_small")                                      \
	X(CLASS_MIXED_PROFIT, "mixed_profit")                                  \
	X(CLASS_UP_SMALL, "up_small")                                          \
	X(CLASS_UP_BIG, "up_big")                                              \
	X(CLASS_TURNAROUND, "turnaround")                                      \
	X(CLASS_PROFIT, "profit")                                              \
	X(CLASS_UNCERTAIN, "uncertain")

#define VOCAB_DIRECTION(X)                                                     \
	X(DIRECTION_NONE, "none")                                              \
	X(DIRECTION_UP, "up")                                                  \
	X(DIRECTION_MIXED, "mixed")                                            \
	X(DIRECTION_DOWN, "down")

#define VOCAB_GRADE(X)                                                         \
	X(GRADE_POSSIBLE, "possible")                                          \
	X(GRADE_PROBABLE, "probable")                                          \
	X(GRADE_CERTAIN, "certain")

#define VOCAB_GUIDANCE(X)                                                      \
	X(GUIDANCE_NONE, "none")                                               \
	X(GUIDANCE_INITIATED, "initiated")                                     \
	X(GUIDANCE_REITERATED, "reiterated")                                   \
	X(GUIDANCE_RAISED, "raised")                                           \
	X(GUIDANCE_CUT, "cut")                                                 \
	X(GUIDANCE_NARROWED_UP, "narrowed_up")                                 \
	X(GUIDANCE_NARROWED_DOWN, "narrowed_down")                             \
	X(GUIDANCE_NARROWED_NEUTRAL, "narrowed_neutral")                       \
	X(GUIDANCE_WIDENED_UP, "widened_up")                                   \
	X(GUIDANCE_WIDENED_DOWN, "widened_down")                               \
	X(GUIDANCE_WIDENED_NEUTRAL, "widened_neutral")                         \
	X(GUIDANCE_WITHDRAWN, "withdrawn")

#define VOCAB_AXIS(X)                                                          \
	X(AXIS_PRIOR, "prior")                                                 \
	X(AXIS_GUIDANCE, "guidance")                                           \
	X(AXIS_CONSENSUS, "consensus")                                         \
	X(AXIS_ACTUAL, "actual")

#define VOCAB_DISTRESS(X)                                                      \
	X(DISTRESS_NONE, "none")                                               \
	X(DISTRESS_IMPAIRMENT, "impairment")                                   \
	X(DISTRESS_AUDIT_OPINION, "audit_opinion")                             \
	X(DISTRESS_LATE_REPORT, "late_report")                                 \
	X(DISTRESS_DELISTING, "delisting")                                     \
	X(DISTRESS_NON_RELIANCE, "non_reliance")                               \
	X(DISTRESS_GOING_CONCERN, "going_concern")

#define VOCAB_PRECISION(X)                                                     \
	X(PRECISION_NONE, "none")                                              \
	X(PRECISION_DAY, "day")                                                \
	X(PRECISION_NOMINAL, "nominal")                                        \
	X(PRECISION_MINUTE, "minute")                                          \
	X(PRECISION_SECOND, "second")                                          \
	X(PRECISION_MS, "ms")

#define VOCAB_EVENT(X)                                                         \
	X(EVENT_WARNING_DETECTED, "warning.detected")                          \
	X(EVENT_WARNING_UPDATED, "warning.updated")                            \
	X(EVENT_WARNING_RETRACTED, "warning.retracted")                        \
	X(EVENT_FILING_PUBLISHED, "filing.published")                          \
	X(EVENT_FILING_REVISED, "filing.revised")                              \
	X(EVENT_FILING_WITHDRAWN, "filing.withdrawn")                          \
	X(EVENT_DISTRESS_DETECTED, "distress.detected")                        \
	X(EVENT_SOURCE_DEGRADED, "source.degraded")                            \
	X(EVENT_SOURCE_RECOVERED, "source.recovered")                          \
	X(EVENT_SOURCE_GAP, "source.gap")                                      \
	X(EVENT_CHANNEL_DISABLED, "channel.disabled")                          \
	X(EVENT_SYSTEM_TEST, "system.test")                                    \
	X(EVENT_SYSTEM_TROUBLE, "system.trouble")

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

/* Flags beside a guidance change (design 2) and a class (domain 2.3). */
enum verdict_flag {
	FLAG_FLIP_TO_LOSS = 1 << 0,
	FLAG_FLIP_TO_PROFIT = 1 << 1,
	FLAG_TO_UNCERTAIN = 1 << 2,
	FLAG_DISJOINT = 1 << 3,
	FLAG_ZERO_BASE = 1 << 4,
	FLAG_STRADDLES_PRIOR = 1 << 5,
	FLAG_TOUCHES_50 = 1 << 6,
	FLAG_TOUCHES_ZERO = 1 << 7,
	FLAG_PRIOR_PROFIT = 1 << 8,
	FLAG_PRIOR_LOSS = 1 << 9,
	FLAG_BREAKEVEN = 1 << 10,
	FLAG_CLASS_CONFLICT = 1 << 11,
	FLAG_PRIOR_MISMATCH = 1 << 12,
	FLAG_FORECAST_MISMATCH = 1 << 13,
	FLAG_RANGE_BELOW_ALL = 1 << 14,
	FLAG_IN_LINE = 1 << 15,
	FLAG_UNCHANGED = 1 << 16,	/* flat against the prior year */
	FLAG_DIRECTION_OPEN = 1 << 17,	/* range spans the prior year */
	FLAG_RESOLVED_TO_LOSS = 1 << 18,
	FLAG_RESOLVED_TO_PROFIT = 1 << 19,
};

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
