/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a phrase with choices as the lexicon's files write it. Out: the phrases
 * it stands for. book.c calls it.
 */
#include "reading/variant.h"

#include <stdbool.h>
#include <string.h>

#define VARIANT_LEN 200 /* bytes of one phrase */

/* "<a|b>": from and to are the bytes between the brackets. */
struct variant_group {
	const char *from, *to;
	size_t count;
};

struct variant {
	const char *text;
	struct variant_group groups[VARIANT_GROUPS];
	size_t group_count;
	char phrase[VARIANT_LEN];
	size_t len;
};

static size_t
variant_count(const char *from, const char *to)
{
	size_t n = 1;

	for (const char *p = from; p < to; p++)
		n += *p == '|';
	return n;
}

/* Finds the groups; the number of phrases, or ERR_INVALID. */
static int
variant_parse(struct variant *variant)
{
	const char *p = variant->text;
	size_t total = 1;

	while ((p = strchr(p, '<')) != NULL) {
		const char *end = strchr(p, '>');
		if (end == NULL || variant->group_count == VARIANT_GROUPS)
			return ERR_INVALID;
		struct variant_group group = {p + 1, end, 0};
		group.count = variant_count(group.from, group.to);
		total *= group.count;
		if (total > VARIANT_MAX)
			return ERR_INVALID;
		variant->groups[variant->group_count++] = group;
		p = end + 1;
	}
	return (int)total;
}

static bool
variant_add(struct variant *variant, const char *from, const char *to)
{
	size_t n = (size_t)(to - from);

	if (n > sizeof variant->phrase - variant->len)
		return false;
	memcpy(variant->phrase + variant->len, from, n);
	variant->len += n;
	return true;
}

/* The index-th choice of a group. */
static bool
variant_add_choice(
    struct variant *variant, const struct variant_group *group, size_t index)
{
	const char *from = group->from;
	const char *to = from;

	for (;; to++) {
		if (to < group->to && *to != '|')
			continue;
		if (index-- == 0)
			return variant_add(variant, from, to);
		from = to + 1;
	}
}

/* Builds the number-th phrase. */
static bool
variant_build(struct variant *variant, size_t number)
{
	const char *at = variant->text;

	variant->len = 0;
	for (size_t i = 0; i < variant->group_count; i++) {
		const struct variant_group *group = &variant->groups[i];
		if (!variant_add(variant, at, group->from - 1) ||
		    !variant_add_choice(variant, group, number % group->count))
			return false;
		number /= group->count;
		at = group->to + 1;
	}
	return variant_add(variant, at, at + strlen(at));
}

int
variant_each(const char *text, variant_fn *fn, void *arg)
{
	struct variant variant = {.text = text};
	int total = variant_parse(&variant);

	for (int i = 0; i < total; i++) {
		if (!variant_build(&variant, (size_t)i))
			return ERR_INVALID;
		int r = fn(variant.phrase, variant.len, arg);
		if (r < 0)
			return r;
	}
	return total < 0 ? total : 0;
}
