/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fields of messages between filingd and its reader: little endian numbers
 * and length-prefixed bytes. The getter is sticky: after the first fault every
 * get returns 0, NULL or an empty span, and wire_get_end says ERR_PROTOCOL, so
 * decoders read straight through and check once.
 */
#ifndef LIB_BASE_WIRE_H
#define LIB_BASE_WIRE_H

#include "lib/base/buf.h"
#include "lib/base/decimal.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Puts; past the buffer's cap they do nothing and wire_put_failed is true. A
 * bool is a u8 of 0 or 1, a count a u32, a decimal 16 bytes and its scale.
 */
void wire_put_u8(struct buf *buf, uint8_t v);
void wire_put_u32(struct buf *buf, uint32_t v);
void wire_put_i64(struct buf *buf, int64_t v);
void wire_put_bytes(struct buf *buf, const void *p, size_t n);
/* NULL and "" stay distinct. */
void wire_put_str(struct buf *buf, const char *s);
void wire_put_decimal(struct buf *buf, struct decimal d);
/* True when the message outgrew the buffer (its limit was set to 0 then). */
bool wire_put_failed(const struct buf *buf);

struct wire {
	const uint8_t *p;
	size_t left;
	bool bad;
};

struct wire wire_init(const void *p, size_t n);
uint8_t wire_get_u8(struct wire *wire);
uint32_t wire_get_u32(struct wire *wire);
int64_t wire_get_i64(struct wire *wire);
struct span wire_get_bytes(struct wire *wire);
/* A copy; NULL for NULL or a fault, and a fault for text with a NUL. Gives. */
char *wire_get_str(struct wire *wire);
struct decimal wire_get_decimal(struct wire *wire);
/*
 * A count of following elements of one byte at least, refused when above max
 * or above the bytes that are left.
 */
uint32_t wire_get_count(struct wire *wire, uint32_t max);
bool wire_get_bool(struct wire *wire);
/* A value of a list that has size values, sent by wire_put_u8. */
uint8_t wire_get_choice(struct wire *wire, int size);
/* 0 when everything was read and well-formed, else ERR_PROTOCOL. */
int wire_get_end(const struct wire *wire) WARN_UNUSED;

#endif
