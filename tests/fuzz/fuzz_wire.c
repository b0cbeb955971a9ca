/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first byte counts the fields, the next ones name their kinds, the rest is
 * the message. What was read without a fault, put again, is the same message.
 */
#include "tests/fuzz/driver.h"
#include "lib/base/mem.h"
#include "lib/base/wire.h"

#include <assert.h>
#include <string.h>

static void
copy_field(struct wire *wire, struct buf *out, uint8_t kind)
{
	struct span bytes;
	char *text;

	switch (kind % 8) {
	case 0:
		wire_put_u8(out, wire_get_u8(wire));
		break;
	case 1:
		wire_put_u32(out, wire_get_u32(wire));
		break;
	case 2:
		wire_put_i64(out, wire_get_i64(wire));
		break;
	case 3:
		bytes = wire_get_bytes(wire);
		wire_put_bytes(out, bytes.p, bytes.len);
		break;
	case 4:
		text = wire_get_str(wire);
		wire_put_str(out, text);
		mem_free(text);
		break;
	case 5:
		wire_put_decimal(out, wire_get_decimal(wire));
		break;
	case 6:
		wire_put_u32(out, wire_get_count(wire, 1000));
		break;
	case 7:
		wire_put_u8(out, wire_get_bool(wire));
		break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	size_t fields = n > 0 && p[0] < n ? p[0] : 0;
	size_t len = n > 0 ? n - fields - 1 : 0;
	const uint8_t *message = p + (n - len);
	struct wire wire = wire_init(message, len);
	struct buf out;

	buf_init(&out, n + KIB);
	for (size_t i = 1; i <= fields; i++)
		copy_field(&wire, &out, p[i]);
	if (wire_get_end(&wire) == 0)
		assert(out.len == len && memcmp(out.data, message, len) == 0);
	buf_done(&out);
	return 0;
}
