/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What sentences say of an issuer's guidance and coming results without
 * figures: "now expects profit to be materially below market expectations",
 * "lowers its full-year outlook", "will report a net loss".
 */
#ifndef READING_GUIDE_H
#define READING_GUIDE_H

#include "reading/signal.h"

/*
 * Reads the sentences of a title or of a text's first piece and sets what the
 * signals leave open: guidance, class, words. Adds the phrases it went by to
 * the source's reading.
 */
void guide_read(struct signals *signals, const struct signal_source *source);

#endif
