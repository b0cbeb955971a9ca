/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of the vocabulary, X(name, word) lists that lib/base/vocab.h makes
 * into enums and vocab.c into tables. Include vocab.h, not this page.
 */
#ifndef LIB_BASE_VOCAB_WORDS_H
#define LIB_BASE_VOCAB_WORDS_H

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

#endif
