/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the parts of an event, or the bytes of its stored record. Out: the
 * record that rules, bodies and late readers use.
 */
#include "ledger/event.h"

#include "lib/base/mem.h"

#include <string.h>

/* The strings of an event, for what is done to all of them alike. */
#define EVENT_STRINGS(X)                                                       \
	X(subject)                                                             \
	X(text)                                                                \
	X(instance)                                                            \
	X(watch)                                                               \
	X(label)                                                               \
	X(ref)

void
event_init(struct event *event)
{
	*event = (struct event){.verdict = {.deciding = -1}};
}

void
event_done(struct event *event)
{
	verdict_done(&event->verdict);
	filing_done(&event->filing);
#define EVENT_FREE(name) mem_free(event->name);
	EVENT_STRINGS(EVENT_FREE)
#undef EVENT_FREE
	event_init(event);
}

void
event_put(struct buf *buf, const struct event *event)
{
	wire_put_i64(buf, event->seq);
	wire_put_str(buf, event->id);
	wire_put_u8(buf, (uint8_t)event->type);
	wire_put_u8(buf, event->has_verdict);
	if (event->has_verdict)
		verdict_put(buf, &event->verdict);
	filing_put(buf, &event->filing);
	wire_put_str(buf, event->warning_id);
	wire_put_i64(buf, event->version);
	wire_put_i64(buf, event->ledger_since);
#define EVENT_PUT(name) wire_put_str(buf, event->name);
	EVENT_STRINGS(EVENT_PUT)
#undef EVENT_PUT
	wire_put_i64(buf, event->moment);
	wire_put_u8(buf, event->late);
}

/* Text of less than size bytes into buf, which holds "" on a fault. */
static void
event_get_id(struct wire *wire, char *buf, size_t size)
{
	char *text = wire_get_str(wire);

	if (text == NULL || strlen(text) >= size)
		wire->bad = true;
	else
		memcpy(buf, text, strlen(text) + 1);
	mem_free(text);
}

static int
event_get_version(struct wire *wire)
{
	int64_t version = wire_get_i64(wire);

	if (version >= 0 && version <= INT32_MAX)
		return (int)version;
	wire->bad = true;
	return 0;
}

void
event_get(struct wire *wire, struct event *event)
{
	event_init(event);
	event->seq = wire_get_i64(wire);
	event_get_id(wire, event->id, sizeof(event->id));
	event->type = wire_get_choice(wire, EVENT_COUNT);
	event->has_verdict = wire_get_bool(wire);
	if (event->has_verdict)
		verdict_get(wire, &event->verdict);
	filing_get(wire, &event->filing);
	event_get_id(wire, event->warning_id, sizeof(event->warning_id));
	event->version = event_get_version(wire);
	event->ledger_since = wire_get_i64(wire);
#define EVENT_GET(name) event->name = wire_get_str(wire);
	EVENT_STRINGS(EVENT_GET)
#undef EVENT_GET
	event->moment = wire_get_i64(wire);
	event->late = wire_get_bool(wire);
}
