/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stored event. What was read without a fault, put again, is the same
 * message; it has an id and a line without control characters.
 */
#include "tests/fuzz/driver.h"
#include "ledger/event.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <string.h>

static void
check_event(struct event *event, const uint8_t *data, size_t size)
{
	struct buf again;

	buf_init(&again, size + 1);
	event_put(&again, event);
	assert(again.len == size && memcmp(again.data, data, size) == 0);
	buf_done(&again);
	event_identify(event);
	char *line = event_line(event);
	for (const char *c = line; *c != '\0'; c++)
		assert((unsigned char)*c >= 0x20 && *c != 0x7f);
	mem_free(line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire wire = wire_init(data, size);
	struct event event;

	event_get(&wire, &event);
	if (wire_get_end(&wire) == 0)
		check_event(&event, data, size);
	event_done(&event);
	return 0;
}
