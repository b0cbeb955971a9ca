/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what is known of a filing, or the bytes of a message. Out: the record.
 * The pipeline fills it, the ledger and the events carry it.
 */
#include "ledger/filing.h"

#include "lib/base/mem.h"

/* The strings of a filing, for what is done to all of them alike. */
#define FILING_STRINGS(X)                                                      \
	X(source)                                                              \
	X(source_id)                                                           \
	X(title)                                                               \
	X(url)                                                                 \
	X(sha256)                                                              \
	X(publisher)                                                           \
	X(unreadable_why)                                                      \
	X(supersedes)                                                          \
	X(listing)                                                             \
	X(issuer_name)                                                         \
	X(published_raw)

void
filing_done(struct filing *filing)
{
#define FILING_FREE(name) mem_free(filing->name);
	FILING_STRINGS(FILING_FREE)
#undef FILING_FREE
	*filing = (struct filing){0};
}

void
filing_copy(struct filing *to, const struct filing *from)
{
	*to = *from;
#define FILING_COPY(name) to->name = mem_strdup(from->name);
	FILING_STRINGS(FILING_COPY)
#undef FILING_COPY
}

void
filing_put(struct buf *buf, const struct filing *filing)
{
	wire_put_i64(buf, filing->id);
	wire_put_i64(buf, filing->item);
#define FILING_PUT(name) wire_put_str(buf, filing->name);
	FILING_STRINGS(FILING_PUT)
#undef FILING_PUT
	wire_put_u8(buf, (uint8_t)filing->form);
	wire_put_u8(buf, filing->readable);
	wire_put_i64(buf, filing->published);
	wire_put_u8(buf, (uint8_t)filing->precision);
	wire_put_i64(buf, filing->first_seen);
	wire_put_u8(buf, filing->late);
}

void
filing_get(struct wire *wire, struct filing *filing)
{
	*filing = (struct filing){0};
	filing->id = wire_get_i64(wire);
	filing->item = wire_get_i64(wire);
#define FILING_GET(name) filing->name = wire_get_str(wire);
	FILING_STRINGS(FILING_GET)
#undef FILING_GET
	filing->form = wire_get_choice(wire, FORM_COUNT);
	filing->readable = wire_get_bool(wire);
	filing->published = wire_get_i64(wire);
	filing->precision = wire_get_choice(wire, PRECISION_COUNT);
	filing->first_seen = wire_get_i64(wire);
	filing->late = wire_get_bool(wire);
}
