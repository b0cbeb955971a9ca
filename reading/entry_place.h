/* SPDX-License-Identifier: BSD-2-Clause */
/* The lexicon's words that head or label what follows; see entry_words.h. */
#ifndef READING_ENTRY_PLACE_H
#define READING_ENTRY_PLACE_H

#define ENTRY_SECTION(X)                                                       \
	X(SECTION_CURRENT, "current")                                          \
	X(SECTION_PREVIOUS, "previous") /* the earlier forecast */             \
	X(SECTION_REVISED, "revised")                                          \
	X(SECTION_PRIOR, "prior") /* the same period last year */              \
	X(SECTION_PARENT, "parent") /* the parent company's statements */      \
	X(SECTION_OTHER, "other") /* reasons, risks: no figures */
#define ENTRY_LABEL(X)                                                         \
	X(LABEL_CODE, "code")                                                  \
	X(LABEL_CODE_TOKYO, "code_tokyo")                                      \
	X(LABEL_CODE_KOREA, "code_korea")                                      \
	X(LABEL_NAME, "name")                                                  \
	X(LABEL_NUMBER, "number")                                              \
	X(LABEL_UNIT, "unit")                                                  \
	X(LABEL_CURRENCY, "currency")                                          \
	X(LABEL_PERIOD, "period")
#define ENTRY_HEAD(X)                                                          \
	X(HEAD_LOW, "low") /* the lower end of a range */                      \
	X(HEAD_HIGH, "high")                                                   \
	X(HEAD_PREVIOUS, "previous") /* of two forecasts */                    \
	X(HEAD_REVISED, "revised")                                             \
	X(HEAD_GROUP, "group") /* of the parent and its subsidiaries */        \
	X(HEAD_PARENT, "parent") /* of the parent company alone */

#endif
