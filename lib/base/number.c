/* SPDX-License-Identifier: BSD-2-Clause */
/* In: text of a setting, an option or a query; out: a number or an error. */
#include "lib/base/number.h"

int
number_parse(const char *s, int64_t min, int64_t max, int64_t *ret)
{
	int64_t n = 0;

	if (*s == '\0')
		return ERR_SYNTAX;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return ERR_SYNTAX;
		if (n > (max - (*s - '0')) / 10)
			return ERR_RANGE;
		n = n * 10 + (*s - '0');
	}
	if (n < min)
		return ERR_RANGE;
	*ret = n;
	return 0;
}
