/* SPDX-License-Identifier: BSD-2-Clause */
/* In: names and bytes. Out: a ZIP archive of them (PKWARE APPNOTE 6.3). */
#include "tests/lib/pack.h"

#include "lib/base/mem.h"

#include <string.h>
#include <zlib.h>
#include <setjmp.h>
#include <cmocka.h>

#define PACK_LIMIT (64 * MIB)

static void
pack_put(struct buf *buf, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		assert_int_equal(
		    buf_add_char(buf, (char)(value >> (8 * i) & 0xff)), 0);
}

void
pack_init(struct pack *pack)
{
	*pack = (struct pack){0};
	buf_init(&pack->bytes, PACK_LIMIT);
	buf_init(&pack->directory, PACK_LIMIT);
}

void
pack_done(struct pack *pack)
{
	buf_done(&pack->bytes);
	buf_done(&pack->directory);
}

/* Raw deflate. Gives. */
static char *
pack_deflate(struct span bytes, size_t *ret_len)
{
	uLong bound = compressBound((uLong)bytes.len);
	char *packed = mem_array(1, bound + 64);
	z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes.p,
	    .avail_in = (uInt)bytes.len,
	    .next_out = (Bytef *)packed,
	    .avail_out = (uInt)bound + 64};

	assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8,
			     Z_DEFAULT_STRATEGY),
	    Z_OK);
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	*ret_len = stream.total_out;
	(void)deflateEnd(&stream);
	return packed;
}

/* What the local header and the directory have in common. */
static void
pack_put_head(struct buf *buf, uint16_t method, struct span bytes,
    size_t packed, size_t name)
{
	pack_put(buf, 20, 2);
	pack_put(buf, 0, 2);
	pack_put(buf, method, 2);
	pack_put(buf, 0, 4); /* time, day */
	pack_put(buf,
	    (uint32_t)crc32(0, (const Bytef *)bytes.p, (uInt)bytes.len), 4);
	pack_put(buf, (uint32_t)packed, 4);
	pack_put(buf, (uint32_t)bytes.len, 4);
	pack_put(buf, (uint32_t)name, 2);
	pack_put(buf, 0, 2); /* extra */
}

void
pack_add(struct pack *pack, const char *name, struct span bytes, bool deflated)
{
	uint32_t offset = (uint32_t)pack->bytes.len;
	size_t n = bytes.len;
	char *packed = deflated ? pack_deflate(bytes, &n) : NULL;

	assert_int_equal(buf_add(&pack->bytes, "PK\003\004", 4), 0);
	pack_put_head(&pack->bytes, deflated ? 8 : 0, bytes, n, strlen(name));
	assert_int_equal(buf_add_str(&pack->bytes, name), 0);
	assert_int_equal(
	    buf_add(&pack->bytes, packed != NULL ? packed : bytes.p, n), 0);
	assert_int_equal(buf_add(&pack->directory, "PK\001\002", 4), 0);
	pack_put(&pack->directory, 20, 2);
	pack_put_head(
	    &pack->directory, deflated ? 8 : 0, bytes, n, strlen(name));
	pack_put(&pack->directory, 0, 2); /* comment */
	pack_put(&pack->directory, 0, 4); /* disk, attributes */
	pack_put(&pack->directory, 0, 4);
	pack_put(&pack->directory, offset, 4);
	assert_int_equal(buf_add_str(&pack->directory, name), 0);
	pack->count++;
	mem_free(packed);
}

void
pack_end(struct pack *pack)
{
	uint32_t offset = (uint32_t)pack->bytes.len;

	assert_int_equal(
	    buf_add(&pack->bytes, pack->directory.data, pack->directory.len),
	    0);
	assert_int_equal(buf_add(&pack->bytes, "PK\005\006", 4), 0);
	pack_put(&pack->bytes, 0, 4);
	pack_put(&pack->bytes, pack->count, 2);
	pack_put(&pack->bytes, pack->count, 2);
	pack_put(&pack->bytes, (uint32_t)pack->directory.len, 4);
	pack_put(&pack->bytes, offset, 4);
	pack_put(&pack->bytes, 0, 2);
}

void
pack_texts(struct pack *pack, const struct pack_text *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		pack_add(pack, texts[i].name, span_of(texts[i].text), true);
	pack_end(pack);
}
