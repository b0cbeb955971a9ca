/* SPDX-License-Identifier: BSD-2-Clause */
/* The words of a heading. Used by head.c alone. */
#ifndef READING_HEAD_WORD_H
#define READING_HEAD_WORD_H

#include "reading/head_column.h"

/* Takes what is neither the end of a cell nor of a line; false: no heading. */
bool head_take_word(struct head_reader *reader, const struct mark *mark);

#endif
