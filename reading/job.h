/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What filingd asks of its reader, and the answers; with their messages.
 * Frame on the socket: magic u32, kind u32, job u64, length u32, payload.
 */
#ifndef READING_JOB_H
#define READING_JOB_H

#include "reading/reading.h"
#include "watchers/list_answer.h"

#define JOB_BODY_LIMIT	      (64 * MIB)
#define JOB_ANSWER_LIMIT      (32 * MIB)

#define DOCUMENT_HINT_STRINGS 10

/* What is known of a document before it is read. Borrowed strings. */
struct document_hint {
	const char *title;
	const char *content_type; /* of the answer; NULL: unknown */
	const char *url;
	const char *publisher; /* of the item; NULL: the issuer speaks */
	const char *listing; /* canonical; NULL */
	const char *issuer_name;
	const char *lang; /* NULL: detect */
	int rank; /* lower ones are read first; does not travel */
	const char *market; /* MIC, where the listing is not known; NULL */
	const char *members; /* globs of an archive's members, best first, a
				line each; NULL: what is text by its name */
	const char *roles; /* of an SGML submission's parts, likewise; NULL:
			      releases, then the form */
	int32_t published; /* day; DATE_NONE */
	bool explain; /* say what was not taken, and why what was */
};

void document_hint_put(struct buf *buf, const struct document_hint *hint);
/* Strings of hint point into store, which the caller frees with _done. */
struct document_hint_copy {
	struct document_hint hint;
	char *strings[DOCUMENT_HINT_STRINGS];
};
void document_hint_get(struct wire *wire, struct document_hint_copy *hint);
void document_hint_done(struct document_hint_copy *hint);

#endif
