/* SPDX-License-Identifier: BSD-2-Clause */
/* Headings and rows at every mark: reading goes on and stays inside. */
#include "tests/fuzz/driver.h"
#include "reading/head.h"
#include "reading/row.h"
#include "tests/lib/fuzz_text.h"

#include <assert.h>

static void
check_mark(const struct marks *marks, size_t i)
{
	const struct outline outline = {
	    .period = period_cumulative(2024, 12), .published = DATE_NONE};
	struct head head;
	struct row row;
	size_t end = head_read(&head, marks, i, &outline);

	assert(end >= i && end <= marks->count);
	assert(end == i || head_count(&head, COLUMN_VALUE) > 0);
	if (marks->list[i].kind == MARK_MEASURE) {
		end = row_read(&row, marks, i, 0);
		assert(end >= i && end <= marks->count);
	}
	end = row_read_changes(&row, marks, i);
	assert(end >= i && end <= marks->count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct fuzz_text text;
	struct marks marks = {0};

	if (!fuzz_text_init(&text, p, n))
		return 0;
	const struct mark_style style = {text.lang, text.lang == LANG_ZH};
	marks_read(&marks, &text.tokens, &style);
	for (size_t i = 0; i < marks.count; i++)
		check_mark(&marks, i);
	marks_done(&marks);
	fuzz_text_done(&text);
	return 0;
}
