/* SPDX-License-Identifier: BSD-2-Clause */
/* Feeds as people write them, made into what an XML parser takes. */
#ifndef READING_FEED_MEND_H
#define READING_FEED_MEND_H

#include "lib/base/buf.h"

/*
 * Appends UTF-8 text as XML: without what stands before the first "<", without
 * declaration, document type and comments; entities of HTML become numbers, a
 * lone "&" and a lone "<" are escaped, characters that XML forbids go, an open
 * CDATA section is closed. Linear. ERR_TOOBIG.
 */
int feed_mend(struct span text, struct buf *out) WARN_UNUSED;

#endif
