/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How bad a statement is: the rows of one table, each a reason with its
 * severity. The severity of a verdict is that of its worst reason, but for a
 * few modifiers. 0 nothing, 1 for the record, 2 notice, 3 warning, 4 severe,
 * 5 the listing or the sign is at stake. A boundary belongs to the more severe
 * row.
 */
#ifndef LEDGER_SEVERITY_H
#define LEDGER_SEVERITY_H

#include "ledger/compare.h"
#include "ledger/verdict.h"

/* X(name, axis, severity, id, text): every reason there is. */
#define SEVERITY_REASON(X)                                                     \
	X(REASON_MIXED_PROFIT, AXIS_PRIOR, 1, "prior.mixed_profit",            \
	    "profit about as a year before")                                   \
	X(REASON_LOSS_NARROWER, AXIS_PRIOR, 2, "prior.loss_narrower",          \
	    "a loss again, narrower than a year before")                       \
	X(REASON_DOWN_SMALL, AXIS_PRIOR, 2, "prior.down_small",                \
	    "profit lower than a year before")                                 \
	X(REASON_UNCERTAIN, AXIS_PRIOR, 2, "prior.uncertain",                  \
	    "a profit or a loss, the sign is open")                            \
	X(REASON_UNCERTAIN_AFTER_PROFIT, AXIS_PRIOR, 3,                        \
	    "prior.uncertain_after_profit",                                    \
	    "the sign is open after a profit the year before")                 \
	X(REASON_LOSS, AXIS_PRIOR, 3, "prior.loss",                            \
	    "a loss; the year before is not known")                            \
	X(REASON_LOSS_CONT, AXIS_PRIOR, 3, "prior.loss_cont",                  \
	    "a loss again, about as a year before")                            \
	X(REASON_LOSS_WIDER, AXIS_PRIOR, 3, "prior.loss_wider",                \
	    "a loss again, wider than a year before")                          \
	X(REASON_DOWN_BIG, AXIS_PRIOR, 3, "prior.down_big",                    \
	    "profit down by half or more")                                     \
	X(REASON_FIRST_LOSS, AXIS_PRIOR, 4, "prior.first_loss",                \
	    "a loss after a profit the year before")                           \
	X(REASON_LOSS_WIDER_50, AXIS_PRIOR, 4, "prior.loss_wider_50",          \
	    "the loss widens by half or more")                                 \
	X(REASON_DOWN_BIG_80, AXIS_PRIOR, 4, "prior.down_big_80",              \
	    "profit down by four fifths or more")                              \
	X(REASON_REMAINDER, AXIS_PRIOR, 3, "prior.remainder",                  \
	    "implied for the months not reported")                             \
	X(REASON_NARROWED_NEUTRAL, AXIS_GUIDANCE, 1,                           \
	    "guidance.narrowed_neutral", "forecast narrowed, middle kept")     \
	X(REASON_CUT_SMALL, AXIS_GUIDANCE, 2, "guidance.cut_small",            \
	    "forecast cut by less than 10 %")                                  \
	X(REASON_NARROWED_DOWN, AXIS_GUIDANCE, 2, "guidance.narrowed_down",    \
	    "forecast narrowed to its lower part")                             \
	X(REASON_WIDENED_DOWN, AXIS_GUIDANCE, 2, "guidance.widened_down",      \
	    "forecast widened downwards")                                      \
	X(REASON_CUT, AXIS_GUIDANCE, 3, "guidance.cut", "forecast cut")        \
	X(REASON_CUT_30, AXIS_GUIDANCE, 4, "guidance.cut_30",                  \
	    "forecast cut by 30 % or more")                                    \
	X(REASON_TO_UNCERTAIN, AXIS_GUIDANCE, 4, "guidance.to_uncertain",      \
	    "a sure sign became open")                                         \
	X(REASON_WITHDRAWN, AXIS_GUIDANCE, 4, "guidance.withdrawn",            \
	    "forecast withdrawn")                                              \
	X(REASON_FLIP_TO_LOSS, AXIS_GUIDANCE, 5, "guidance.flip_to_loss",      \
	    "a forecast profit became a loss")                                 \
	X(REASON_BELOW_UNSTABLE, AXIS_CONSENSUS, 2,                            \
	    "consensus.below_unstable", "below brokers' estimates near zero")  \
	X(REASON_BELOW_5, AXIS_CONSENSUS, 2, "consensus.below_5",              \
	    "5 % or more below brokers' mean")                                 \
	X(REASON_BELOW_10, AXIS_CONSENSUS, 3, "consensus.below_10",            \
	    "10 % or more below brokers' mean")                                \
	X(REASON_BELOW_25, AXIS_CONSENSUS, 4, "consensus.below_25",            \
	    "25 % or more below brokers' mean")                                \
	X(REASON_BELOW_BOTH, AXIS_CONSENSUS, 3, "consensus.below_both",        \
	    "the best case is below both estimates")                           \
	X(REASON_BELOW_ALL, AXIS_CONSENSUS, 4, "consensus.range_below_all",    \
	    "the best case is below every estimate")                           \
	X(REASON_MET, AXIS_ACTUAL, 1, "actual.in_line",                        \
	    "in line with the forecast")                                       \
	X(REASON_BEAT, AXIS_ACTUAL, 1, "actual.beat", "better than forecast")  \
	X(REASON_MISS, AXIS_ACTUAL, 2, "actual.miss", "short of the forecast") \
	X(REASON_MISS_20, AXIS_ACTUAL, 3, "actual.miss_20",                    \
	    "short of the forecast by 20 % or more")                           \
	X(REASON_MISS_50, AXIS_ACTUAL, 4, "actual.miss_50",                    \
	    "short of the forecast by half or more")                           \
	X(REASON_LOSS_AFTER_PROFIT, AXIS_ACTUAL, 5,                            \
	    "actual.loss_after_profit", "a loss where a profit was forecast")  \
	X(REASON_WORDS, AXIS_PRIOR, 3, "words.down",                           \
	    "a warning in words, without a figure")                            \
	X(REASON_WORDS_STRONG, AXIS_PRIOR, 4, "words.down_strong",             \
	    "a warning in strong words, without a figure")                     \
	X(REASON_UNREAD, AXIS_PRIOR, 2, "title.unreadable",                    \
	    "a forecast whose figures could not be read")                      \
	X(REASON_GAP, AXIS_PRIOR, 1, "text.no_figures",                        \
	    "no figure was found in the text")                                 \
	X(REASON_EQUITY, AXIS_PRIOR, 5, "listing.negative_equity",             \
	    "net assets are negative")                                         \
	X(REASON_REVENUE, AXIS_PRIOR, 5, "listing.low_revenue",                \
	    "a loss with revenue below the delisting line")                    \
	X(REASON_DELISTING, AXIS_PRIOR, 5, "distress.delisting",               \
	    "delisting or risk of it")                                         \
	X(REASON_NON_RELIANCE, AXIS_PRIOR, 5, "distress.non_reliance",         \
	    "earlier accounts are not to be relied on")                        \
	X(REASON_GOING_CONCERN, AXIS_PRIOR, 5, "distress.going_concern",       \
	    "doubt about going on")                                            \
	X(REASON_AUDIT, AXIS_PRIOR, 4, "distress.audit_opinion",               \
	    "a modified audit opinion")                                        \
	X(REASON_LATE, AXIS_PRIOR, 4, "distress.late_report",                  \
	    "the report will be late")                                         \
	X(REASON_IMPAIRMENT, AXIS_PRIOR, 2, "distress.impairment",             \
	    "an impairment")

#define SEVERITY_ENUM(name, axis, severity, id, text) name,
enum severity_reason { SEVERITY_REASON(SEVERITY_ENUM) REASON_COUNT };
#undef SEVERITY_ENUM

/* Adds a reason once; detail (NULL for none) follows its text. */
void severity_add(
    struct verdict *verdict, enum severity_reason reason, const char *detail);

/* Reasons of one metric on every axis; deciding: its class counts as well. */
void severity_compare(struct verdict *verdict,
    const struct comparison *comparison, bool deciding);
/* The reason of a class, with a printed change (NULL: by words). */
void severity_class(struct verdict *verdict, enum verdict_class class_,
    unsigned flags, const struct decimal *mid_pct);
/* What the issuer's words alone say of its guidance. */
void severity_claim(struct verdict *verdict, enum guidance claimed);
void severity_distress(struct verdict *verdict, enum distress distress);

/*
 * Sets severity from the reasons: the worst, lifted when two axes warn,
 * lowered for a small base, capped for a title alone.
 */
struct severity_modifiers {
	bool small_base;
	bool title_only;
};
void severity_settle(
    struct verdict *verdict, const struct severity_modifiers *modifiers);

/* The scale of good news, 0..4, by the same thresholds mirrored. */
int severity_good(
    enum verdict_class class_, const struct comparison *comparison);

#endif
