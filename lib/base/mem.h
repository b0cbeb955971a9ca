/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small allocations. They abort the process when memory is out: a restart
 * loses nothing (the store is durable). What the network sizes goes into
 * struct buf instead, which has a cap.
 */
#ifndef LIB_BASE_MEM_H
#define LIB_BASE_MEM_H

#include "lib/base/err.h"

#include <stddef.h>

/* Zeroed memory of n bytes (n 0 gives one byte). Never NULL. Gives. */
void *mem_new(size_t n) __attribute__((returns_nonnull, malloc));

/* Zeroed memory for n elements of size each; aborts on overflow. Gives. */
void *mem_array(size_t n, size_t size) __attribute__((returns_nonnull, malloc));

/* Resizes p (NULL allowed) to n elements of size each. Takes p, gives. */
void *mem_resize(void *p, size_t n, size_t size)
    __attribute__((returns_nonnull));

/*
 * As mem_resize for n bytes, but NULL (p untouched) when memory is out. Only
 * for struct buf, whose callers can refuse what is too big.
 */
void *mem_try_resize(void *p, size_t n) WARN_UNUSED;

/*
 * Makes room for one more element in an array that holds n of *cap: doubles
 * *cap when n == *cap. Takes p, gives.
 */
void *mem_grow(void *p, size_t n, size_t *cap, size_t size)
    __attribute__((returns_nonnull));

/* Copies. mem_strdup(NULL) is NULL. Give. */
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n) __attribute__((returns_nonnull));
void *mem_dup(const void *p, size_t n) __attribute__((returns_nonnull));

/* Formatted string. Gives. */
char *mem_printf(const char *fmt, ...) PRINTF(1, 2)
    __attribute__((returns_nonnull));

/* Frees; NULL does nothing. */
void mem_free(void *p);

/* Frees *p and sets it to a copy of s (NULL allowed). */
void mem_set(char **p, const char *s);
/* Frees *p and sets it to s (NULL allowed). Takes s. */
void mem_replace(char **p, char *s);

#endif
