/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what the reader made of a list body, or the bytes of a message. Out: the
 * same on the other side of the socket. The reader's loop sends it, the pool
 * takes it for the watchers.
 */
#include "watchers/list_answer.h"

#include "lib/base/mem.h"

void
list_answer_done(struct list_answer *answer)
{
	mem_free(answer->why);
	mem_free(answer->hub);
	mem_free(answer->topic);
	for (size_t i = 0; i < answer->count; i++)
		item_done(&answer->items[i]);
	mem_free(answer->items);
	*answer = (struct list_answer){0};
}

void
list_answer_put(struct buf *buf, const struct list_answer *answer)
{
	wire_put_u8(buf, (uint8_t)answer->outcome);
	wire_put_str(buf, answer->why);
	wire_put_i64(buf, answer->total);
	wire_put_u8(buf, (uint8_t)(answer->more + 1));
	wire_put_u32(buf, answer->faulty);
	wire_put_u32(buf, answer->left_out);
	wire_put_u32(buf, answer->collapsed);
	wire_put_i64(buf, answer->generated);
	wire_put_str(buf, answer->hub);
	wire_put_str(buf, answer->topic);
	wire_put_u32(buf, (uint32_t)answer->count);
	for (size_t i = 0; i < answer->count; i++)
		item_put(buf, &answer->items[i]);
}

void
list_answer_get(struct wire *wire, struct list_answer *answer)
{
	size_t cap = 0;

	*answer = (struct list_answer){0};
	answer->outcome =
	    (enum list_outcome)wire_get_choice(wire, LIST_OUTCOMES);
	answer->why = wire_get_str(wire);
	answer->total = wire_get_i64(wire);
	answer->more = (int)wire_get_choice(wire, 3) - 1;
	answer->faulty = wire_get_u32(wire);
	answer->left_out = wire_get_u32(wire);
	answer->collapsed = wire_get_u32(wire);
	answer->generated = wire_get_i64(wire);
	answer->hub = wire_get_str(wire);
	answer->topic = wire_get_str(wire);
	uint32_t n = wire_get_count(wire, UINT32_MAX);
	for (uint32_t i = 0; i < n && !wire->bad; i++) {
		answer->items = mem_grow(
		    answer->items, answer->count, &cap, sizeof(struct item));
		item_get(wire, &answer->items[answer->count++]);
	}
}
