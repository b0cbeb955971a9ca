/* SPDX-License-Identifier: BSD-2-Clause */
/* The words of the lexicon's files; entry.h makes enums of them. */
#ifndef READING_ENTRY_WORDS_H
#define READING_ENTRY_WORDS_H

#include "reading/entry_change.h"
#include "reading/entry_guide.h"
#include "reading/entry_place.h"
#include "reading/entry_time.h"

/* X(kind, word): by layers (entry.h), those of figures down to labels. */
#define ENTRY_KIND(X)                                                          \
	X(KIND_METRIC, "metric") /* what is measured */                        \
	X(KIND_PART, "part") /* narrows a metric */                            \
	X(KIND_SCALE, "scale") /* power of ten */                              \
	X(KIND_CURRENCY, "currency") /* ISO code */                            \
	X(KIND_UNIT, "unit") /* percent, times, ... */                         \
	X(KIND_SIGN, "sign") /* loss, profit */                                \
	X(KIND_BOUND, "bound") /* at least, below */                           \
	X(KIND_APPROX, "approx") /* about */                                   \
	X(KIND_RANGE, "range") /* to, between, and */                          \
	X(KIND_ROLE, "role") /* which figure it is */                          \
	X(KIND_CHANGE, "change") /* up, down */                                \
	X(KIND_BASE, "base") /* against what */                                \
	X(KIND_TIME, "time") /* parts of a date */                             \
	X(KIND_NOUN, "noun") /* other line items */                            \
	X(KIND_SUBJECT, "subject") /* who it is about */                       \
	X(KIND_GLUE, "glue") /* means nothing here */                          \
	X(KIND_SECTION, "section") /* headings */                              \
	X(KIND_LABEL, "label") /* before codes, units */                       \
	X(KIND_HEAD, "head") /* means something in heads of tables alone */    \
	X(KIND_MASK, "mask") /* false friends */                               \
	X(KIND_FORM, "form") /* titles */                                      \
	X(KIND_BROKER, "broker") /* canonical name */                          \
	X(KIND_EXCHANGE, "exchange") /* MIC, before a ticker */                \
	X(KIND_CLASS, "class") /* the issuer's word */                         \
	X(KIND_DISTRESS, "distress") /* of the vocabulary */                   \
	X(KIND_GUIDANCE, "guidance") /* of the vocabulary */                   \
	X(KIND_WORDS, "words") /* strength, no figure */                       \
	X(KIND_GUIDE, "guide") /* parts of what is said of guidance */
/* X(value, word) per kind. */
#define ENTRY_PART(X)                                                          \
	X(PART_ATTR, "attr") /* of the owners of the parent */                 \
	X(PART_EXNR, "exnr") /* without non-recurring items */                 \
	X(PART_FULL, "full") /* with them */                                   \
	X(PART_GROUP, "group") /* of the parent and its subsidiaries */        \
	X(PART_PARENT, "parent") /* of the parent company alone */             \
	X(PART_TOTAL, "total") /* with minorities */                           \
	X(PART_ADJUSTED, "adjusted")                                           \
	X(PART_GAAP, "gaap")                                                   \
	X(PART_OTHER, "other") /* another measure with the metric's name */
#define ENTRY_UNIT(X)                                                          \
	X(UNIT_PERCENT, "percent")                                             \
	X(UNIT_TENTH, "tenth")                                                 \
	X(UNIT_TIMES, "times")                                                 \
	X(UNIT_HUNDREDTH, "hundredth") /* cents, pence */                      \
	X(UNIT_PER_SHARE, "per_share")                                         \
	X(UNIT_OTHER, "other") /* shares, tons: no money */
#define ENTRY_SIGN(X)                                                          \
	X(SIGN_LOSS, "loss") X(SIGN_PROFIT, "profit") X(SIGN_MINUS, "minus")
#define ENTRY_BOUND(X)                                                         \
	X(BOUND_AT_LEAST, "at_least")                                          \
	X(BOUND_MORE, "more")                                                  \
	X(BOUND_AT_MOST, "at_most")                                            \
	X(BOUND_LESS, "less")
#define ENTRY_RANGE(X)                                                         \
	X(RANGE_TO, "to")                                                      \
	X(RANGE_BETWEEN, "between")                                            \
	X(RANGE_AND, "and")                                                    \
	X(RANGE_PLUS_MINUS, "plus_minus")                                      \
	X(RANGE_FROM, "from") /* after its number: a level that was left */
#define ENTRY_ROLE(X)                                                          \
	X(TELLS_CURRENT, "current") /* this period's */                        \
	X(TELLS_TO_DATE, "to_date") /* since the year began */                 \
	X(TELLS_PRIOR, "prior") /* of the same period last year */             \
	X(TELLS_RESTATED, "restated") /* after adjustment */                   \
	X(TELLS_ORIGINAL, "original") /* before adjustment */                  \
	X(TELLS_PREVIOUS, "previous") /* as forecast before */                 \
	X(TELLS_REVISED, "revised") /* as forecast now */                      \
	X(TELLS_EXPECTED, "expected") /* a forecast */                         \
	X(TELLS_ACTUAL, "actual")                                              \
	X(TELLS_ESTIMATE, "estimate") /* by others than the issuer */          \
	X(TELLS_CHANGE, "change") /* a column of changes */                    \
	X(TELLS_MARKET, "market") /* "above what the market expects" */        \
	X(TELLS_SKIP, "skip") /* a column of no use */                         \
	X(TELLS_COMPARED, "compared") /* what is compared with follows */      \
	X(TELLS_OPENING, "opening") /* at the beginning of the period */
#define ENTRY_SUBJECT(X)                                                       \
	X(SUBJECT_ISSUER, "issuer")                                            \
	X(SUBJECT_OTHER, "other") /* subsidiaries, peers, segments */          \
	X(SUBJECT_MANY, "many") /* markets, sums over companies */
#define ENTRY_NOUN(X)                                                          \
	X(NOUN_ITEM, "item") /* a line of accounts that is no metric */        \
	X(NOUN_RESULT, "result") /* profit, without saying which */
#define ENTRY_GLUE(X)                                                          \
	X(GLUE_WORD, "word")                                                   \
	X(GLUE_STOP, "stop") /* what follows belongs to something else */      \
	X(GLUE_NULL, "null") /* an empty cell */                               \
	X(GLUE_RESULT, "result") /* results in general */                      \
	X(GLUE_MISSED, "missed") /* they fell short of what was expected */    \
	X(GLUE_BEATEN, "beaten") /* or went beyond it */                       \
	X(GLUE_DENY, "deny") /* what is said did not, or may not, happen */    \
	X(GLUE_EACH, "each") /* one figure for each of several measures */     \
	X(GLUE_OR, "or") /* the same figure in another unit follows */         \
	X(GLUE_OF, "of") /* what stands before it belongs to what follows */   \
	X(GLUE_IN, "in") /* a change stands before what it is a change of */   \
	X(GLUE_BY, "by") /* how far something moved follows */                 \
	X(GLUE_AS, "as") /* what stands before it is done with */
#define ENTRY_MASK(X)                                                          \
	X(MASK_BOILERPLATE, "boilerplate") /* says nothing */                  \
	X(MASK_NEGATION, "negation") /* takes back what follows */             \
	X(MASK_NOTICE, "notice") /* a document about something else */         \
	X(MASK_BROKER, "broker") /* a broker speaks */                         \
	X(MASK_CORRECTION, "correction")                                       \
	X(MASK_MANY, "many") /* about many companies */                        \
	X(MASK_TARGET, "target") /* a company taken over is named next */
/* X(flag, word): written after the value. */
#define ENTRY_FLAG(X)                                                          \
	X(ENTRY_LOSS, "loss", 0) /* says loss, too */                          \
	X(ENTRY_EXPECT, "expect", 1) /* says forecast, too */                  \
	X(ENTRY_AFTER, "after", 2) /* stands after its number */               \
	X(ENTRY_TO, "to", 3) /* a level follows, not a change */               \
	X(ENTRY_BODY, "body", 4) /* counts in running text, too */             \
	X(ENTRY_WEAK, "weak", 5) /* gives way to others of its kind */         \
	X(ENTRY_STRONG, "strong", 6) /* and much */                            \
	X(ENTRY_EITHER, "either", 7) /* before or after its number */          \
	X(ENTRY_STEM, "stem", 8) /* reaches to the end of its word */          \
	X(ENTRY_OF, "of", 9) /* what is before it belongs to what follows */   \
	X(ENTRY_DOUBLE, "double", 10) /* to twice or half of what it was */    \
	X(ENTRY_ABROAD, "abroad", 11) /* outside of the mainland only */       \
	X(ENTRY_FISCAL, "fiscal", 12) /* a year that may end in any month */   \
	X(ENTRY_PERCENT, "percent", 13) /* of a change: in percent */

#endif
