/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each shipped source against its tape: items.json names the answers of the
 * tape and what the reader must make of them. FILINGD_WRITE=1 prints what it
 * makes of them, for a tape that was changed.
 */
#include "lib/base/mem.h"
#include "lib/base/vocab.h"
#include "reading/read.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>
#include <jansson.h>

static char *
source_path(const char *source, const char *file)
{
	return mem_printf("%s/watchers/sources/%s/%s", getenv("FILINGD_SRCDIR"),
	    source, file);
}

static struct definition *
source_definition(const char *source)
{
	char *dir = mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	const char *dirs[] = {dir};
	struct definition *definition = NULL;
	struct buf complaints;

	buf_init(&complaints, 64 * KIB);
	assert_int_equal(
	    definition_load(source, dirs, 1, &definition, &complaints), 0);
	buf_done(&complaints);
	mem_free(dir);
	return definition;
}

static void
source_read_file(const char *path, struct buf *out)
{
	char bytes[4096];
	FILE *file = fopen(path, "rbe");
	size_t n;

	if (!file)
		fail_msg("cannot read %s", path);
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		assert_int_equal(buf_add(out, bytes, n), 0);
	assert_int_equal(fclose(file), 0);
}

static json_t *
text_json(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *
item_json(const struct item *item)
{
	json_t *issuers = json_array();
	size_t i;

	for (i = 0; i < item->issuer_count; i++)
		json_array_append_new(
		    issuers, json_pack("{s:o, s:o, s:o}", "listing",
				 text_json(item->issuers[i].listing), "code",
				 text_json(item->issuers[i].code), "name",
				 text_json(item->issuers[i].name)));
	return json_pack(
	    "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:s, s:o}", "key",
	    text_json(item->key), "title", text_json(item->title), "url",
	    text_json(item->url), "page_url", text_json(item->page_url),
	    "publisher", text_json(item->publisher), "category",
	    text_json(item->category), "text", text_json(item->text),
	    "published_raw", text_json(item->published_raw), "published",
	    (json_int_t)item->published, "precision",
	    vocab_word(VOCAB_PRECISIONS, (int)item->precision), "issuers",
	    issuers);
}

static json_t *
answer_json(const char *file, const struct list_answer *answer)
{
	static const char *const outcomes[LIST_OUTCOMES] = {"ok", "empty",
	    "retry", "blocked", "drift", "stop", "not-yet", "torn", "page"};
	json_t *items = json_array();
	size_t i;

	for (i = 0; i < answer->count; i++)
		json_array_append_new(items, item_json(&answer->items[i]));
	return json_pack("{s:s, s:s, s:I, s:i, s:i, s:o}", "file", file,
	    "outcome", outcomes[answer->outcome], "total",
	    (json_int_t)answer->total, "more", answer->more, "faulty",
	    (int)answer->faulty, "items", items);
}

/* What the reader makes of one answer of the tape. */
static json_t *
answer_of(const struct list_spec *spec, const char *source, const char *file)
{
	struct list_answer answer = {0};
	char *path = source_path(source, file);
	struct buf body;
	json_t *json;

	buf_init(&body, MIB);
	source_read_file(path, &body);
	read_list(spec, (struct span){body.data, body.len}, &answer);
	json = answer_json(file, &answer);
	list_answer_done(&answer);
	buf_done(&body);
	mem_free(path);
	return json;
}

static void
check_source(const char *source, const char *listing)
{
	struct definition *definition = source_definition(source);
	struct list_spec spec = definition->spec;
	char *path = source_path(source, "items.json");
	char *own = mem_strdup(listing);
	json_error_t error;
	json_t *all = json_load_file(path, 0, &error);
	json_t *expected;
	size_t i;

	if (!all)
		fail_msg("%s:%d: %s", path, error.line, error.text);
	spec.listing = own;
	assert_true(json_array_size(all) > 2);
	json_array_foreach(all, i, expected)
	{
		const char *file =
		    json_string_value(json_object_get(expected, "file"));
		json_t *got = answer_of(&spec, source, file);

		if (getenv("FILINGD_WRITE"))
			json_dumpf(got, stdout, JSON_INDENT(1));
		else if (!json_equal(expected, got))
			fail_msg("%s reads as %s", file,
			    json_dumps(got, JSON_INDENT(1)));
		json_decref(got);
	}
	json_decref(all);
	mem_free(own);
	mem_free(path);
	definition_free(definition);
}

static void
the_tape_of_cninfo_reads_as_expected(void **state)
{
	(void)state;
	check_source("cninfo", NULL);
}

static void
the_tape_of_page_reads_as_expected(void **state)
{
	(void)state;
	check_source("page", "XSHG:603138");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_tape_of_cninfo_reads_as_expected),
	    cmocka_unit_test(the_tape_of_page_reads_as_expected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
