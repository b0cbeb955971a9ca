/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: bytes that come in pieces, often from outside. Out: one piece with a cap
 * on its size. Parsers, the http client and message builders call it.
 */
#include "lib/base/buf.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/*
 * A buffer of this size or less is a small allocation: without memory for it
 * nothing goes on, and what was to be said would lack a part.
 */
#define BUF_SMALL (64 * KIB)

/* What data points at while nothing is allocated; nobody writes it. */
static char buf_nothing[1];

void
buf_init(struct buf *buf, size_t limit)
{
	assert(limit < SIZE_MAX / 2);
	*buf = (struct buf){.data = buf_nothing, .limit = limit};
}

void
buf_done(struct buf *buf)
{
	if (buf->size > 0)
		mem_free(buf->data);
	buf_init(buf, buf->limit);
}

void
buf_clear(struct buf *buf)
{
	buf_cut(buf, 0);
}

/* Makes room for n more bytes and the NUL. */
static int
buf_reserve(struct buf *buf, size_t n)
{
	if (buf->len > buf->limit || n > buf->limit - buf->len)
		return ERR_TOOBIG;
	size_t need = buf->len + n + 1;
	if (need <= buf->size)
		return 0;
	size_t size = buf->size * 2 > 64 ? buf->size * 2 : 64;
	if (size > buf->limit + 1)
		size = buf->limit + 1;
	if (size < need)
		size = need;
	char *data = buf->size > 0 ? buf->data : NULL;
	data = size <= BUF_SMALL ? mem_resize(data, size, 1)
				 : mem_try_resize(data, size);
	if (data == NULL)
		return ERR_SYSTEM;
	buf->data = data;
	buf->size = size;
	return 0;
}

int
buf_add(struct buf *buf, const void *p, size_t n)
{
	if (n == 0)
		return 0;
	int r = buf_reserve(buf, n);
	if (r < 0)
		return r;
	memcpy(buf->data + buf->len, p, n);
	buf->len += n;
	buf->data[buf->len] = '\0';
	return 0;
}

int
buf_add_str(struct buf *buf, const char *s)
{
	return buf_add(buf, s, strlen(s));
}

int
buf_add_char(struct buf *buf, char c)
{
	return buf_add(buf, &c, 1);
}

int
buf_addf(struct buf *buf, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int r = buf_addv(buf, fmt, ap);
	va_end(ap);
	return r;
}

int
buf_addv(struct buf *buf, const char *fmt, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n <= 0)
		return n < 0 ? ERR_TOOBIG : 0;
	int r = buf_reserve(buf, (size_t)n);
	if (r < 0)
		return r;
	(void)vsnprintf(buf->data + buf->len, (size_t)n + 1, fmt, ap);
	buf->len += (size_t)n;
	return 0;
}

void
buf_drop(struct buf *buf, size_t n)
{
	assert(n <= buf->len);
	if (n == 0)
		return;
	buf->len -= n;
	memmove(buf->data, buf->data + n, buf->len + 1);
}

void
buf_cut(struct buf *buf, size_t len)
{
	assert(len <= buf->len);
	buf->len = len;
	if (buf->size > 0)
		buf->data[len] = '\0';
}

char *
buf_take(struct buf *buf)
{
	char *data = buf->size > 0 ? buf->data : mem_strndup("", 0);

	buf_init(buf, buf->limit);
	return data;
}

struct span
span_of(const char *s)
{
	return (struct span){s, strlen(s)};
}

bool
span_is(struct span a, const char *s)
{
	size_t len = strlen(s);

	return a.len == len && (len == 0 || memcmp(a.p, s, len) == 0);
}

const char *
span_find(struct span hay, struct span needle)
{
	if (hay.p == NULL)
		return NULL;
	if (needle.len == 0)
		return hay.p;
	return memmem(hay.p, hay.len, needle.p, needle.len);
}
