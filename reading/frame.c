/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: bytes of a socket or pipe as they come. Out: whole frames within limits,
 * and frames to send. The pool (reading/reader.c) and filingd-reader call it.
 */
#include "reading/frame.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define FRAME_MAGIC 0x31524446U /* "FDR1" */
#define FRAME_CHUNK (64 * KIB)

enum { FRAME_LENGTH_AT = 16 };

void
frame_begin(struct buf *buf, enum frame_kind kind, uint64_t job, size_t limit)
{
	buf_init(buf, limit + FRAME_HEADER);
	wire_put_u32(buf, FRAME_MAGIC);
	wire_put_u32(buf, (uint32_t)kind);
	wire_put_i64(buf, (int64_t)job);
	wire_put_u32(buf, 0);
}

int
frame_end(struct buf *buf)
{
	if (wire_put_failed(buf))
		return ERR_TOOBIG;
	assert(buf->len >= FRAME_HEADER);
	size_t length = buf->len - FRAME_HEADER;
	for (size_t i = 0; i < 4; i++)
		buf->data[FRAME_LENGTH_AT + i] = (char)(length >> (8 * i));
	return 0;
}

void
frame_failed(struct buf *buf, uint64_t job, const struct err *err)
{
	frame_begin(buf, FRAME_FAILED, job, ERR_TEXT_MAX + KIB);
	wire_put_i64(buf, err->code);
	wire_put_str(buf, err->text);
	int code = frame_end(buf);
	assert(code == 0); /* a text of ERR_TEXT_MAX fits */
}

int
frame_write(int fd, struct span bytes)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.p, bytes.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return ERR_IO;
		bytes.p += n;
		bytes.len -= (size_t)n;
	}
	return 0;
}

void
frame_in_init(struct frame_in *in, size_t limit)
{
	*in = (struct frame_in){.limit = limit};
	buf_init(&in->bytes, limit + FRAME_HEADER);
}

void
frame_in_done(struct frame_in *in)
{
	buf_done(&in->bytes);
}

void
frame_in_clear(struct frame_in *in)
{
	buf_done(&in->bytes); /* a large body must not stay in memory */
	in->length = 0;
}

static int
frame_in_header(struct frame_in *in)
{
	struct wire wire = wire_init(in->bytes.data, FRAME_HEADER);
	uint32_t magic = wire_get_u32(&wire);
	uint32_t kind = wire_get_u32(&wire);
	in->job = (uint64_t)wire_get_i64(&wire);
	in->length = wire_get_u32(&wire);
	if (magic != FRAME_MAGIC || kind < FRAME_HELLO || kind > FRAME_FAILED ||
	    in->length > in->limit)
		return ERR_PROTOCOL;
	in->kind = (enum frame_kind)kind;
	return 0;
}

static size_t
frame_in_missing(const struct frame_in *in)
{
	if (in->bytes.len < FRAME_HEADER)
		return FRAME_HEADER - in->bytes.len;
	return FRAME_HEADER + in->length - in->bytes.len;
}

int
frame_in_read(struct frame_in *in, int fd)
{
	char chunk[FRAME_CHUNK];
	size_t want = frame_in_missing(in);
	ssize_t n =
	    read(fd, chunk, want < sizeof(chunk) ? want : sizeof(chunk));
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? ERR_BUSY : ERR_IO;
	if (n == 0)
		return in->bytes.len == 0 ? ERR_NOTFOUND : ERR_PROTOCOL;
	bool had_header = in->bytes.len >= FRAME_HEADER;
	int code = buf_add(&in->bytes, chunk, (size_t)n);
	if (code == 0 && !had_header && in->bytes.len == FRAME_HEADER)
		code = frame_in_header(in);
	if (code != 0)
		return code;
	return frame_in_missing(in) == 0 ? 0 : ERR_BUSY;
}

int
frame_in_read_all(struct frame_in *in, int fd)
{
	int code;
	do
		code = frame_in_read(in, fd);
	while (code == ERR_BUSY);
	return code;
}

struct span
frame_in_payload(const struct frame_in *in)
{
	return (struct span){in->bytes.data + FRAME_HEADER, in->length};
}
