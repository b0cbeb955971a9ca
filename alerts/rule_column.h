/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The columns a rule condition may read, and their values for one event. Pure.
 */
#ifndef ALERTS_RULE_COLUMN_H
#define ALERTS_RULE_COLUMN_H

#include "alerts/rule.h"
#include "lib/base/vocab.h"

/* X(name, identifier, type, list, help): list -1 where it is no word. */
#define RULE_COLUMNS(X)                                                        \
	X(TYPE, "type", "text", -1, "what is told, 'warning.detected'")        \
	X(SEVERITY, "severity", "number", -1, "0 to 5, bad news")              \
	X(GOOD, "good", "number", -1, "0 to 4, good news")                     \
	X(CLASS, "class", "word", VOCAB_CLASSES, "result against prior year")  \
	X(DIRECTION, "direction", "word", VOCAB_DIRECTIONS,                    \
	    "none < up < mixed < down")                                        \
	X(GRADE, "grade", "word", VOCAB_GRADES,                                \
	    "possible < probable < certain")                                   \
	X(GUIDANCE, "guidance", "word", VOCAB_GUIDANCES,                       \
	    "change of the issuer's own forecast")                             \
	X(DISTRESS, "distress", "word", VOCAB_DISTRESSES, "kind of distress")  \
	X(FORM, "form", "word", VOCAB_FORMS, "kind of filing")                 \
	X(WARNING, "warning", "number", -1, "1 when it is a warning")          \
	X(CLOSES, "closes", "number", -1, "1 when it closes a forecast")       \
	X(DATA_GAP, "data_gap", "number", -1, "1: results without a figure")   \
	X(VERSION, "version", "number", -1, "of the warning, from 1")          \
	X(LATE, "late", "number", -1, "1 when seen after an outage")           \
	X(READABLE, "readable", "number", -1, "0 when judged by its title")    \
	X(LISTING, "listing", "text", -1, "canonical, 'XSHG:603138'")          \
	X(ISSUER, "issuer", "text", -1, "name of the company")                 \
	X(LABEL, "label", "text", -1, "label from the watch list")             \
	X(REF, "ref", "text", -1, "ref from the watch list")                   \
	X(SOURCE, "source", "text", -1, "name of the source")                  \
	X(PUBLISHER, "publisher", "text", -1, "when not the issuer")           \
	X(TITLE, "title", "text", -1, "of the filing")                         \
	X(TEXT, "text", "text", -1, "what happened, of system events")         \
	X(PERIOD, "period", "text", -1, "'FY2024', 'H1 2024'")                 \
	X(PERIOD_START, "period_start", "text", -1, "'2024-01-01'")            \
	X(PERIOD_END, "period_end", "text", -1, "'2024-12-31'")                \
	X(METRIC, "metric", "word", VOCAB_METRICS, "of the deciding fact")     \
	X(ROLE, "role", "word", VOCAB_ROLES, "of the deciding fact")           \
	X(CURRENCY, "currency", "text", -1, "of the deciding fact, 'CNY'")     \
	X(LOW, "low", "number", -1, "of the deciding fact")                    \
	X(HIGH, "high", "number", -1, "of the deciding fact")                  \
	X(PRIOR_LOW, "prior_low", "number", -1, "the prior year's figure")     \
	X(PRIOR_HIGH, "prior_high", "number", -1, "the prior year's figure")   \
	X(PRIOR_PCT_LOW, "prior_pct_low", "number", -1,                        \
	    "change against the prior year in percent")                        \
	X(PRIOR_PCT_HIGH, "prior_pct_high", "number", -1, "its upper end")     \
	X(GUIDANCE_PCT_LOW, "guidance_pct_low", "number", -1,                  \
	    "change against the issuer's own forecast in percent")             \
	X(GUIDANCE_PCT_HIGH, "guidance_pct_high", "number", -1,                \
	    "its upper end")                                                   \
	X(CONSENSUS_PCT_LOW, "consensus_pct_low", "number", -1,                \
	    "against the mean of the brokers in percent")                      \
	X(CONSENSUS_PCT_HIGH, "consensus_pct_high", "number", -1,              \
	    "its upper end")                                                   \
	X(CONSENSUS_N, "consensus_n", "number", -1, "how many brokers")        \
	X(CONSENSUS_BELOW_PCT, "consensus_below_pct", "number", -1,            \
	    "best case against the lowest estimate in percent")                \
	X(ACTUAL_PCT, "actual_pct", "number", -1,                              \
	    "the result against the forecast in percent")

#define RULE_COLUMN_ENUM(name, id, type, list, help) RULE_##name,
enum { RULE_COLUMNS(RULE_COLUMN_ENUM) RULE_FLAGS };
#undef RULE_COLUMN_ENUM
/* One column for each verdict flag follows: 1 when it is set. */
#define RULE_COLUMN_COUNT (RULE_FLAGS + FLAG_COUNT)

#define RULE_TEXT_MAX	  2000 /* bytes of a value; what is longer is cut */

enum rule_value_kind { RULE_IS_NULL, RULE_IS_INT, RULE_IS_REAL, RULE_IS_TEXT };

struct rule_value {
	enum rule_value_kind kind;
	int64_t integer;
	double real;
	const char *text;
	char own[32]; /* what text points to when it was made here */
};

/* Fills all columns for the event; texts borrow from it. */
void rule_column_fill(
    const struct event *event, struct rule_value values[RULE_COLUMN_COUNT]);

/* The list whose order a column compares by; -1 for plain comparison. */
int rule_column_list(int column);

/*
 * One bound of the fact with this metric and role ("low", "high"). NULL value
 * when there is none or the bound is open.
 */
struct rule_value rule_fact(
    const struct event *event, enum metric metric, enum role role, bool high);

#endif
