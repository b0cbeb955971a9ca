/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a request with a matrix. Goes out: its lists, by number. The last
 * name changes fastest. Called by the machine.
 */
#include "watchers/matrix.h"

int
matrix_count(const struct request_spec *request)
{
	size_t n = 1;

	for (size_t i = 0; i < request->axis_count && n <= MATRIX_MAX; i++)
		n *= request->axes[i].values.count;
	return n <= MATRIX_MAX ? (int)n : MATRIX_MAX + 1;
}

void
matrix_names(
    const struct request_spec *request, int list, struct list_pair *ret)
{
	size_t rest = (size_t)list;

	for (size_t i = request->axis_count; i-- > 0;) {
		const struct request_axis *axis = &request->axes[i];
		size_t n = axis->values.count;
		ret[i] = (struct list_pair){
		    axis->name, axis->values.words[rest % n]};
		rest /= n;
	}
}
