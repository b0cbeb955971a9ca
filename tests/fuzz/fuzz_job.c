/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first byte picks a record, the rest is its message. What was read without
 * a fault, put again, is the same message.
 */
#include "tests/fuzz/driver.h"
#include "reading/job.h"

#include <assert.h>
#include <string.h>

#define COPY(name, type)                                                       \
	static void copy_##name(struct wire *wire, struct buf *out)            \
	{                                                                      \
		type record;                                                   \
		name##_get(wire, &record);                                     \
		if (wire_get_end(wire) == 0)                                   \
			name##_put(out, &record);                              \
		name##_done(&record);                                          \
	}
COPY(reading, struct reading)
COPY(list_answer, struct list_answer)
COPY(list_spec, struct list_spec)
#undef COPY

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static void (*const copies[])(struct wire *, struct buf *) = {
	    copy_reading, copy_list_answer, copy_list_spec};
	struct buf out;

	if (n == 0)
		return 0;
	struct wire wire = wire_init(p + 1, n - 1);
	buf_init(&out, n);
	copies[p[0] % 3](&wire, &out);
	if (wire_get_end(&wire) == 0)
		assert(out.len == n - 1 && memcmp(out.data, p + 1, n - 1) == 0);
	buf_done(&out);
	return 0;
}
