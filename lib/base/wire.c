/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: fields to send, or a message from the other side of the jail. Out: a
 * message, or its fields. Only reading/ and its pool call it. What the reader
 * sends is as hostile as what it reads.
 */
#include "lib/base/wire.h"

#include "lib/base/mem.h"

#include <string.h>

/* The length that says NULL. */
#define WIRE_NULL UINT32_MAX

static void
wire_put(struct buf *buf, const void *p, size_t n)
{
	if (buf_add(buf, p, n) < 0)
		buf->limit = 0;
}

static void
wire_put_number(struct buf *buf, uint64_t v, size_t n)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)(v >> (8 * i));
	wire_put(buf, bytes, n);
}

void
wire_put_u8(struct buf *buf, uint8_t v)
{
	wire_put_number(buf, v, 1);
}

void
wire_put_u32(struct buf *buf, uint32_t v)
{
	wire_put_number(buf, v, 4);
}

void
wire_put_i64(struct buf *buf, int64_t v)
{
	wire_put_number(buf, (uint64_t)v, 8);
}

void
wire_put_bytes(struct buf *buf, const void *p, size_t n)
{
	if (n >= WIRE_NULL) {
		buf->limit = 0;
		return;
	}
	wire_put_u32(buf, (uint32_t)n);
	wire_put(buf, p, n);
}

void
wire_put_str(struct buf *buf, const char *s)
{
	if (s == NULL)
		wire_put_u32(buf, WIRE_NULL);
	else
		wire_put_bytes(buf, s, strlen(s));
}

void
wire_put_decimal(struct buf *buf, struct decimal d)
{
	unsigned __int128 coef = (unsigned __int128)d.coef;

	wire_put_number(buf, (uint64_t)coef, 8);
	wire_put_number(buf, (uint64_t)(coef >> 64), 8);
	wire_put_u8(buf, (uint8_t)d.scale);
}

bool
wire_put_failed(const struct buf *buf)
{
	return buf->limit == 0;
}

struct wire
wire_init(const void *p, size_t n)
{
	return (struct wire){.p = p, .left = n, .bad = false};
}

/* The next n bytes, or NULL for a fault. */
static const uint8_t *
wire_take(struct wire *wire, size_t n)
{
	if (wire->bad || n > wire->left) {
		wire->bad = true;
		return NULL;
	}
	const uint8_t *p = wire->p;
	if (n > 0)
		wire->p += n;
	wire->left -= n;
	return p;
}

static uint64_t
wire_get_number(struct wire *wire, size_t n)
{
	const uint8_t *p = wire_take(wire, n);
	uint64_t v = 0;

	for (size_t i = 0; p != NULL && i < n; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

uint8_t
wire_get_u8(struct wire *wire)
{
	return (uint8_t)wire_get_number(wire, 1);
}

uint32_t
wire_get_u32(struct wire *wire)
{
	return (uint32_t)wire_get_number(wire, 4);
}

int64_t
wire_get_i64(struct wire *wire)
{
	return (int64_t)wire_get_number(wire, 8);
}

struct span
wire_get_bytes(struct wire *wire)
{
	uint32_t n = wire_get_u32(wire);
	const uint8_t *p = wire_take(wire, n);

	return (struct span){(const char *)p, p != NULL ? n : 0};
}

char *
wire_get_str(struct wire *wire)
{
	uint32_t n = wire_get_u32(wire);

	if (wire->bad || n == WIRE_NULL)
		return NULL;
	const uint8_t *p = wire_take(wire, n);
	if (p == NULL)
		return NULL;
	if (memchr(p, '\0', n) != NULL) {
		wire->bad = true;
		return NULL;
	}
	return mem_strndup((const char *)p, n);
}

struct decimal
wire_get_decimal(struct wire *wire)
{
	unsigned __int128 low = wire_get_number(wire, 8);
	unsigned __int128 high = wire_get_number(wire, 8);
	int scale = wire_get_u8(wire);
	struct decimal d = {(__int128)(high << 64 | low), scale};

	if (!decimal_is_valid(d))
		wire->bad = true;
	return wire->bad ? DECIMAL_ZERO : d;
}

uint32_t
wire_get_count(struct wire *wire, uint32_t max)
{
	uint32_t n = wire_get_u32(wire);

	if (n > max || n > wire->left)
		wire->bad = true;
	return wire->bad ? 0 : n;
}

bool
wire_get_bool(struct wire *wire)
{
	uint8_t v = wire_get_u8(wire);

	if (v > 1)
		wire->bad = true;
	return !wire->bad && v == 1;
}

uint8_t
wire_get_choice(struct wire *wire, int size)
{
	uint8_t v = wire_get_u8(wire);

	if (v >= size)
		wire->bad = true;
	return wire->bad ? 0 : v;
}

int
wire_get_end(const struct wire *wire)
{
	return wire->bad || wire->left > 0 ? ERR_PROTOCOL : 0;
}
