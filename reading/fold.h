/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Variant Han characters, each to the one that the lexicon is written in
 * (traditional and Japanese forms to simplified: 虧 to 亏). Applied to texts
 * and to the lexicon's phrases alike, so that one phrase serves all scripts.
 * Every character keeps its three bytes of UTF-8.
 */
#ifndef READING_FOLD_H
#define READING_FOLD_H

#include "lib/base/err.h"

#include <stdint.h>

#define FOLD_FIRST 0x4e00
#define FOLD_LAST  0x9fff

struct fold {
	uint16_t to[FOLD_LAST - FOLD_FIRST + 1]; /* 0: stays as it is */
};

/* The character that stands for c; c itself when it has no variant. */
int32_t fold_char(const struct fold *fold, int32_t c);
/*
 * Folds the first character of from to the first of to. ERR_INVALID when one
 * of them is no single Han character or from is folded elsewhere already.
 */
int fold_add(struct fold *fold, const char *from, const char *to) WARN_UNUSED;

#endif
