/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes of a fuzzer as tokens by the lexicon of the source tree. */
#ifndef TESTS_LIB_FUZZ_TEXT_H
#define TESTS_LIB_FUZZ_TEXT_H

#include "reading/token.h"

#include <stdbool.h>
#include <stdint.h>

struct fuzz_text {
	struct normal normal;
	enum entry_lang lang; /* as its characters show it */
	struct lexicon_hits hits;
	struct tokens tokens;
};

/* False when the text is longer than one piece. Borrows p till _done. */
bool fuzz_text_init(struct fuzz_text *text, const uint8_t *p, size_t n);
void fuzz_text_done(struct fuzz_text *text);

#endif
