/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: sizes the programmer chose. Out: memory, or the end of the process with
 * one line that says so. Everybody calls it.
 */
#include "lib/base/mem.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void
mem_out(size_t n)
{
	(void)fprintf(stderr, "out of memory (%zu bytes wanted)\n", n);
	abort();
}

/* n * size, never 0. */
static size_t
mem_size(size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total))
		mem_out(SIZE_MAX);
	return total > 0 ? total : 1;
}

void *
mem_new(size_t n)
{
	return mem_array(n, 1);
}

void *
mem_array(size_t n, size_t size)
{
	size_t total = mem_size(n, size);
	void *p = calloc(1, total);

	if (p == NULL)
		mem_out(total);
	return p;
}

void *
mem_resize(void *p, size_t n, size_t size)
{
	size_t total = mem_size(n, size);
	void *resized = realloc(p, total);

	if (resized == NULL)
		mem_out(total);
	return resized;
}

void *
mem_try_resize(void *p, size_t n)
{
	return realloc(p, n > 0 ? n : 1);
}

void *
mem_grow(void *p, size_t n, size_t *cap, size_t size)
{
	assert(n <= *cap);
	if (p != NULL && n < *cap)
		return p;
	size_t wanted = n < 4 ? 8 : mem_size(n, 2);
	p = mem_resize(p, wanted, size);
	*cap = wanted;
	return p;
}

char *
mem_strdup(const char *s)
{
	return s != NULL ? mem_dup(s, strlen(s) + 1) : NULL;
}

char *
mem_strndup(const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *copy = mem_new(len + 1);

	memcpy(copy, s, len);
	return copy;
}

void *
mem_dup(const void *p, size_t n)
{
	void *copy = mem_new(n);

	if (n > 0)
		memcpy(copy, p, n);
	return copy;
}

char *
mem_printf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);

	size_t size = (size_t)n + 1;
	char *s = mem_new(size);
	va_start(ap, fmt);
	(void)vsnprintf(s, size, fmt, ap);
	va_end(ap);
	return s;
}

void
mem_free(void *p)
{
	free(p);
}

void
mem_set(char **p, const char *s)
{
	char *copy = mem_strdup(s);

	mem_free(*p);
	*p = copy;
}

void
mem_replace(char **p, char *s)
{
	mem_free(*p);
	*p = s;
}
