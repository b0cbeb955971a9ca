/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what filingd asks of its reader and what it answers, or the bytes of a
 * message. Out: the same on the other side of the socket. The pool and the
 * reader's loop call it; frames are theirs.
 */
#include "reading/job.h"

#include "lib/base/mem.h"

void
document_hint_put(struct buf *buf, const struct document_hint *hint)
{
	wire_put_str(buf, hint->title);
	wire_put_str(buf, hint->content_type);
	wire_put_str(buf, hint->url);
	wire_put_str(buf, hint->publisher);
	wire_put_str(buf, hint->listing);
	wire_put_str(buf, hint->issuer_name);
	wire_put_str(buf, hint->lang);
	wire_put_str(buf, hint->market);
	wire_put_str(buf, hint->members);
	wire_put_str(buf, hint->roles);
	wire_put_i64(buf, hint->published);
	wire_put_u8(buf, hint->explain);
}

void
document_hint_get(struct wire *wire, struct document_hint_copy *hint)
{
	char **s = hint->strings;

	for (int i = 0; i < DOCUMENT_HINT_STRINGS; i++)
		s[i] = wire_get_str(wire);
	hint->hint = (struct document_hint){
	    .title = s[0],
	    .content_type = s[1],
	    .url = s[2],
	    .publisher = s[3],
	    .listing = s[4],
	    .issuer_name = s[5],
	    .lang = s[6],
	    .market = s[7],
	    .members = s[8],
	    .roles = s[9],
	};
	int64_t day = wire_get_i64(wire);
	if (day < INT32_MIN || day > INT32_MAX)
		wire->bad = true;
	else
		hint->hint.published = (int32_t)day;
	hint->hint.explain = wire_get_bool(wire);
}

void
document_hint_done(struct document_hint_copy *hint)
{
	for (int i = 0; i < DOCUMENT_HINT_STRINGS; i++)
		mem_free(hint->strings[i]);
	*hint = (struct document_hint_copy){0};
}
