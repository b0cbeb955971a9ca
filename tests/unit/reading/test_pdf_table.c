/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables as the exchanges' forms print them, and what disturbs them: each PDF
 * of tests/fixtures/tables/ (tools/make-tables writes them) gives exactly the
 * text beside it.
 */
#include "reading/text.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char *const tables[] = {
    "bilingual",
    "broker",
    "continued",
    "continued-again",
    "hidden",
    "japanese",
    "japanese-open",
    "korean",
    "landscape",
    "level-rules",
    "marked",
    "sideways",
    "spans",
    "ticks-drawn",
    "ticks-lost",
    "ticks-private",
    "ticks-wingdings",
    "ticks-wingdings2",
};

static struct buf
load(const char *name, const char *kind)
{
	const char *src = getenv("FILINGD_SRCDIR");
	char *path = mem_printf("%s/tests/fixtures/tables/%s.%s",
	    src != NULL ? src : ".", name, kind);
	char chunk[4096];
	struct buf buf;
	size_t n;

	buf_init(&buf, MIB);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s is missing", path);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		assert_int_equal(buf_add(&buf, chunk, n), 0);
	fclose(file);
	mem_free(path);
	return buf;
}

static void
each_table_gives_its_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct buf bytes = load(tables[i], "pdf"), out;
		struct buf text = load(tables[i], "txt");
		struct err err = ERR_NONE;
		int pages;
		buf_init(&out, TEXT_LIMIT);
		int r = text_from_pdf(
		    (struct span){bytes.data, bytes.len}, &out, &pages, &err);
		if (r != 0 || strcmp(out.data, text.data) != 0)
			fail_msg("%s: %s\n%s", tables[i], err.text, out.data);
		buf_done(&text);
		buf_done(&out);
		buf_done(&bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_table_gives_its_rows),
	};

	text_pdf_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
