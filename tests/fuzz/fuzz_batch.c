/* SPDX-License-Identifier: BSD-2-Clause */
/* A line of a batch: refused with a message, or read and written as JSON. */
#include "tests/fuzz/driver.h"
#include "clients/reading_json.h"
#include "lib/base/mem.h"
#include "reading/batch.h"
#include "reading/read.h"
#include "tests/lib/fuzz_facts.h"
#include "tests/lib/fuzz_text.h"
#include "tests/lib/grammar.h"

#include <assert.h>
#include <jansson.h>

static void
check_row(const struct batch_row *row)
{
	struct filing filing = {.readable = true};
	struct verdicts verdicts = {0};
	struct reading reading;
	struct history history;

	read_text(grammar_lexicon(), row->text, &row->hint, &reading);
	fuzz_check_reading(&reading, reading.text_len);
	filing.form = reading.form;
	history_init(&history);
	verdict_decide(&filing, &reading, &history, &verdicts);
	char *line =
	    reading_json(row->id, &reading, &verdicts, row->hint.explain);
	json_t *json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
	assert(json_is_object(json));
	json_decref(json);
	mem_free(line);
	verdicts_done(&verdicts);
	history_done(&history);
	reading_done(&reading);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct err err = ERR_NONE;
	struct batch_row row;
	int r = batch_row_parse((struct span){(const char *)p, n}, &row, &err);

	assert((r == 0) == (err.text[0] == '\0'));
	if (r != 0)
		return 0;
	row.hint.explain = n % 2 == 1;
	check_row(&row);
	batch_row_done(&row);
	return 0;
}
