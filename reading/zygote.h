/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A process that has loaded what PDFs need and forks one child per document:
 * the child jails itself before it touches the bytes and answers by a pipe.
 */
#ifndef READING_ZYGOTE_H
#define READING_ZYGOTE_H

#include "reading/frame.h"

struct lexicon;

/*
 * Has a child read job and waits for it. Begins and completes answer: the
 * child's own frame, or FRAME_FAILED with ERR_CRASHED and the signal,
 * ERR_TIMEOUT, ERR_PROTOCOL when it sent anything else, ERR_SYSTEM when there
 * is no child to be had.
 */
void zygote_serve(const struct lexicon *lexicon, const struct frame_in *job,
    struct buf *answer);

#endif
