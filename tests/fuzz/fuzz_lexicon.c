/* SPDX-License-Identifier: BSD-2-Clause */
/* A lexicon's file: refused with a message, or it finds whole phrases. */
#include "tests/fuzz/driver.h"
#include "reading/lexicon.h"

#include <assert.h>
#include <string.h>

static void
check_find(const struct lexicon *lexicon)
{
	static const char text[] = "净利润 net profit 5% 亏损";
	struct lexicon_hits hits = {0};

	lexicon_find(lexicon, LANG_ZH, span_of(text), &hits);
	for (size_t at = 0; at < hits.count; at++) {
		size_t len = 0;
		const struct entry *entry =
		    lexicon_at(lexicon, &hits, LAYER_FIGURES, at, &len);
		assert(entry == NULL || at + len <= strlen(text));
	}
	lexicon_hits_done(&hits);
}

/* The same bytes as a user's own file. */
static void
check_own(struct span bytes)
{
	static const char shipped[] = "format: 1\nlanguage: zh\n"
				      "metric: { rev: [收入, 净利润] }\n";
	const struct book_text texts[] = {{"shipped", span_of(shipped), false},
	    {"own", {bytes.len > 0 ? bytes.p : "", bytes.len}, true}};
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;
	struct buf complaints;
	struct book_report report = {.complaints = &complaints};

	buf_init(&complaints, 4 * MIB);
	int r = lexicon_load_texts(texts, 2, &report, &lexicon, &err);
	/* A file may take all phrases away. */
	assert((r == 0) == (lexicon != NULL) && (r == 0 || err.text[0] != 0));
	assert(report.errors == 0 || report.first[0] != '\0');
	if (report.errors + report.notes > 0)
		assert(complaints.len > 0);
	if (r == 0)
		check_find(lexicon);
	lexicon_free(lexicon);
	buf_done(&complaints);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;
	int r = lexicon_load_bytes(
	    "input", (struct span){(const char *)p, n}, &lexicon, &err);

	assert((r == 0) == (lexicon != NULL) && (r == 0 || err.text[0] != 0));
	if (r == 0)
		check_find(lexicon);
	lexicon_free(lexicon);
	check_own((struct span){(const char *)p, n});
	return 0;
}
