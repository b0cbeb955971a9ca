/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which way results go by words alone: "业绩大幅下滑", "net profit fell". Of
 * news only the headline counts (a title, or the first sentence of a text
 * that has none); of a forecast every sentence that expects something.
 */
#ifndef READING_TREND_H
#define READING_TREND_H

#include "reading/mark.h"
#include "reading/reading.h"

#include <stdbool.h>

enum trend_scope {
	TREND_HEADLINE, /* the first sentence */
	TREND_EXPECTED /* sentences with words of forecast */
};

struct trend {
	bool told; /* the words are about results of the issuer */
	bool expected; /* of a time to come */
	enum words words; /* the strongest */
	enum verdict_class class; /* of a change printed beside them; or none */
	const struct entry
	    *entry; /* of the word that decided; NULL; lexicon's */
	uint32_t from, to; /* of the deciding words in the normal text */
	uint32_t end; /* of the headline in the normal text */
};

void trend_read(
    struct trend *ret, const struct marks *marks, enum trend_scope scope);

#endif
