/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what a reader did not take, or the bytes of a message. Out: its words,
 * and the same on the other side. reading.c carries it with a reading.
 */
#include "reading/reject.h"

#include "lib/base/mem.h"

static const struct {
	const char *word, *text;
} reject_rows[REJECT_COUNT] = {[REJECT_NONE] = {"", ""},
#define REJECT_ROW(name, word_, text_) [name] = {word_, text_},
    REJECT_LIST(REJECT_ROW)
#undef REJECT_ROW
};

const char *
reject_word(enum reject_why why)
{
	return reject_rows[why].word;
}

const char *
reject_text(enum reject_why why)
{
	return reject_rows[why].text;
}

void
reject_done(struct reject *reject)
{
	mem_free(reject->what);
	mem_free(reject->quote);
	*reject = (struct reject){0};
}

void
reject_put(struct buf *buf, const struct reject *reject)
{
	wire_put_u8(buf, (uint8_t)reject->why);
	wire_put_str(buf, reject->what);
	wire_put_str(buf, reject->quote);
	wire_put_i64(buf, reject->offset);
	wire_put_i64(buf, reject->page);
}

void
reject_get(struct wire *wire, struct reject *reject)
{
	reject->why = wire_get_choice(wire, REJECT_COUNT);
	reject->what = wire_get_str(wire);
	reject->quote = wire_get_str(wire);
	reject->offset = wire_get_i64(wire);
	int64_t page = wire_get_i64(wire);
	if (reject->what == NULL || reject->quote == NULL ||
	    reject->why == REJECT_NONE || reject->offset < 0 || page < 0 ||
	    page > INT32_MAX)
		wire->bad = true;
	else
		reject->page = (int)page;
}
