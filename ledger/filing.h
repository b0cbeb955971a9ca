/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A filing: what an item announces, of one issuer. A plain record that the
 * pipeline fills from the item and that travels with its reading.
 */
#ifndef LEDGER_FILING_H
#define LEDGER_FILING_H

#include "lib/base/vocab.h"
#include "lib/base/wire.h"

#include <stdbool.h>
#include <stdint.h>

struct filing {
	int64_t id; /* row; 0 before it is stored */
	int64_t item; /* row of its item; 0: none (read --batch) */
	char *source;
	char *source_id; /* the item's key */
	char *title;
	char *url;
	char *sha256; /* hex, of the document; NULL: none was had */
	char *publisher; /* NULL: the issuer */
	enum form form;
	bool readable;
	char *unreadable_why;
	char *supersedes; /* source_id of the filing it replaces; NULL */
	char *listing; /* canonical; "" when unknown */
	char *issuer_name;
	char *published_raw;
	int64_t published;
	enum precision precision;
	int64_t first_seen;
	bool late; /* seen by catch-up or after an outage */
	/* Decided before, with other words or bytes: set by ledger_decide, or
	   before it for the further issuers of one. Does not travel. */
	bool revised;
};

void filing_done(struct filing *filing);
void filing_copy(struct filing *to, const struct filing *from);
void filing_put(struct buf *buf, const struct filing *filing);
void filing_get(struct wire *wire, struct filing *filing);

#endif
