/* SPDX-License-Identifier: BSD-2-Clause */
/* Codes, names and numbers by which a document names its issuer and itself. */
#ifndef READING_ISSUER_H
#define READING_ISSUER_H

#include "reading/lexicon.h"
#include "reading/normal.h"
#include "reading/reading.h"
#include "reading/token.h"

/* A title, or a text's first piece. All borrowed. */
struct issuer_source {
	const struct lexicon *lexicon;
	const struct lexicon_hits *hits; /* of the tokens' piece */
	const struct tokens *tokens;
	size_t from; /* of the piece in the normal text */
	enum entry_lang lang;
};

/*
 * Adds the listings that the source prints: after a label ("证券代码:603138",
 * "コード番号 7203"), after an exchange ("NYSE: IBM"), in brackets
 * ("(01725)") or with a suffix ("002674.SZ"). Codes under a label are the
 * issuer's own; where there are such, codes in brackets are others'. Sets
 * issuer_name and number where labels give them.
 */
void issuer_read(const struct issuer_source *source, struct reading *reading);

#endif
