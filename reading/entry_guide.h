/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lexicon's words for what is said without figures: strength, and the
 * parts of sentences about guidance and coming results, which guide.c puts
 * together; see entry_words.h.
 */
#ifndef READING_ENTRY_GUIDE_H
#define READING_ENTRY_GUIDE_H

#define ENTRY_WORDS(X)                                                         \
	X(WORDS_SAY_UP, "up")                                                  \
	X(WORDS_SAY_DOWN, "down")                                              \
	X(WORDS_SAY_STRONG, "down_strong")
#define ENTRY_GUIDE(X)                                                         \
	X(GUIDE_CUT, "cut") /* lowers ... */                                   \
	X(GUIDE_RAISE, "raise")                                                \
	X(GUIDE_KEEP, "keep") /* reaffirms, unchanged */                       \
	X(GUIDE_WITHDRAW, "withdraw")                                          \
	X(GUIDE_NARROW, "narrow")                                              \
	X(GUIDE_MISS, "miss") /* no longer expects to meet ... */              \
	X(GUIDE_AIM, "aim") /* ... its guidance, what the market expects */    \
	X(GUIDE_OTHER, "other") /* of dividends, output: not of results */     \
	X(GUIDE_BELOW, "below") /* below, lower than ... */                    \
	X(GUIDE_ABOVE, "above")                                                \
	X(GUIDE_LEVEL, "level") /* in line with */                             \
	X(GUIDE_LOW_END, "low_end") /* at the lower end of */                  \
	X(GUIDE_HIGH_END, "high_end")                                          \
	X(GUIDE_STRONG, "strong") /* materially */                             \
	X(GUIDE_FUTURE, "future") /* expects, will */                          \
	X(GUIDE_MAYBE, "maybe") /* may, if */                                  \
	X(GUIDE_NOT, "not")                                                    \
	X(GUIDE_THEM, "them") /* analysts, rating agencies */                  \
	X(GUIDE_US, "us") /* the company, after a comma */                     \
	X(GUIDE_STOP, "stop") /* ends what a verb governs */                   \
	X(GUIDE_RESULT, "result") /* profit, earnings, revenue, trading */     \
	X(GUIDE_BASE, "base") /* last year */                                  \
	X(GUIDE_AGAINST, "against") /* as compared with */                     \
	X(GUIDE_LOSS, "loss") /* a net loss */                                 \
	X(GUIDE_PROFIT, "profit") /* a net profit */                           \
	X(GUIDE_WIDER, "wider") /* increase in, of a loss */                   \
	X(GUIDE_NARROWER, "narrower") /* or of a profit: a decrease in */

#endif
