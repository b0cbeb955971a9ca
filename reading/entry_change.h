/* SPDX-License-Identifier: BSD-2-Clause */
/* The lexicon's words for changes and their bases; see entry_words.h. */
#ifndef READING_ENTRY_CHANGE_H
#define READING_ENTRY_CHANGE_H

#define ENTRY_CHANGE(X)                                                        \
	X(CHANGE_UP, "up")                                                     \
	X(CHANGE_DOWN, "down")                                                 \
	X(CHANGE_ANY, "any")                                                   \
	X(CHANGE_INVERSE, "inverse") /* of a loss: more is worse */            \
	X(CHANGE_NARROWER, "narrower") /* of a loss */                         \
	X(CHANGE_WIDER, "wider")
#define ENTRY_BASE(X)                                                          \
	X(BASE_YOY, "yoy")                                                     \
	X(BASE_OTHER, "other")                                                 \
	X(BASE_FORECAST, "forecast") /* the issuer's own before this */        \
	X(BASE_SAME, "same") /* that of the figure before */

#endif
