/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a word that nobody knows and one that is known. Out: their distance
 * (optimal string alignment). Complaints about settings call it.
 */
#include "lib/base/spell.h"

#include <stdint.h>
#include <string.h>

static size_t
spell_min(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t
spell_distance(const char *a, const char *b)
{
	/* rows[i % 3][j]: distance of the first i bytes of a, j of b. */
	size_t rows[3][SPELL_MAX + 1];
	size_t m = strnlen(a, SPELL_MAX + 1);
	size_t n = strnlen(b, SPELL_MAX + 1);

	if (m > SPELL_MAX || n > SPELL_MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= n; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= m; i++) {
		size_t *row = rows[i % 3];
		const size_t *up = rows[(i - 1) % 3];
		const size_t *upper = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t cost = a[i - 1] != b[j - 1] ? 1 : 0;
			row[j] = spell_min(up[j], row[j - 1]) + 1;
			row[j] = spell_min(row[j], up[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = spell_min(row[j], upper[j - 2] + 1);
		}
	}
	return rows[m % 3][n];
}
