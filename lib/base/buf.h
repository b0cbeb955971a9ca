/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A byte buffer with a cap from birth: growing past the cap returns ERR_TOOBIG
 * and leaves the buffer as it was. data is always NUL terminated (the NUL is
 * not counted in len) once anything was added, and "" before.
 */
#ifndef LIB_BASE_BUF_H
#define LIB_BASE_BUF_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A view of bytes that somebody else owns; never outlives the call. */
struct span {
	const char *p;
	size_t len;
};

struct buf {
	char *data;
	size_t len;
	size_t size; /* allocated */
	size_t limit; /* len never exceeds this */
};

#define KIB (1024UL)
#define MIB (1024UL * 1024UL)

/* An empty buffer that may grow to limit bytes. */
void buf_init(struct buf *buf, size_t limit);
/* Frees the bytes; the buffer may be initialised again. */
void buf_done(struct buf *buf);
/* Forgets the bytes, keeps the memory. */
void buf_clear(struct buf *buf);

/*
 * Append. Return 0, ERR_TOOBIG past the limit, or ERR_SYSTEM when memory for
 * more than 64 KiB is out (another time it may be there); nothing is added then.
 * For less the process aborts, as mem_resize does. What is added must not lie in
 * the buffer itself.
 */
int buf_add(struct buf *buf, const void *p, size_t n) WARN_UNUSED;
int buf_add_str(struct buf *buf, const char *s) WARN_UNUSED;
int buf_add_char(struct buf *buf, char c) WARN_UNUSED;
int buf_addf(struct buf *buf, const char *fmt, ...) PRINTF(2, 3) WARN_UNUSED;
int buf_addv(struct buf *buf, const char *fmt, va_list ap)
    PRINTF(2, 0) WARN_UNUSED;

/* Removes the first n bytes (n <= len). */
void buf_drop(struct buf *buf, size_t n);
/* Keeps the first len bytes (at most what there is). */
void buf_cut(struct buf *buf, size_t len);

/* Gives the bytes (NUL terminated) and leaves the buffer empty. */
char *buf_take(struct buf *buf);

/* A view of all of s; span_is compares all bytes. */
struct span span_of(const char *s);
bool span_is(struct span a, const char *s);
/* Finds needle in hay; NULL when absent. Borrowed from hay. */
const char *span_find(struct span hay, struct span needle);

#endif
