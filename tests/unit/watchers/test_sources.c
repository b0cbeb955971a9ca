/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each shipped source against its tape: items.json names the answers of the
 * tape and what the reader must make of them. An entry may also say what the
 * list was asked with: "base" (its address), "for" (names of the matrix),
 * "issuer", "now". FILINGD_WRITE=NAME prints what the reader makes of the tape
 * of that source, for one that was changed.
 */
#include "clients/tape_json.h"
#include "lib/base/mem.h"
#include "reading/read.h"
#include "tests/lib/list_case.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>
#include <glob.h>
#include <jansson.h>

static char *
source_path(const char *source, const char *file)
{
	return mem_printf("%s/watchers/sources/%s/%s", getenv("FILINGD_SRCDIR"),
	    source, file);
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

/* What the list was asked with, as an entry of items.json says. Gives. */
static struct list_spec
asked_spec(const struct list_spec *spec, json_t *entry)
{
	struct list_spec asked = *spec;
	json_t *names = json_object_get(entry, "for");
	const char *name;
	json_t *value;

	asked.base =
	    mem_strdup(json_string_value(json_object_get(entry, "base")));
	asked.listing =
	    mem_strdup(json_string_value(json_object_get(entry, "issuer")));
	asked.now = json_integer_value(json_object_get(entry, "now"));
	asked.names =
	    mem_array(json_object_size(names) + 1, sizeof(*asked.names));
	asked.name_count = 0;
	json_object_foreach(names, name, value)
	    asked.names[asked.name_count++] = (struct list_pair){
	    mem_strdup(name), mem_strdup(json_string_value(value))};
	return asked;
}

static void
asked_spec_done(struct list_spec *asked)
{
	size_t i;

	for (i = 0; i < asked->name_count; i++) {
		mem_free(asked->names[i].name);
		mem_free(asked->names[i].value);
	}
	mem_free(asked->names);
	mem_free(asked->listing);
	mem_free(asked->base);
}

/* What the reader makes of one answer of the tape. */
static json_t *
answer_of(const struct list_spec *spec, const char *source, json_t *entry)
{
	const char *file = json_string_value(json_object_get(entry, "file"));
	struct list_spec asked = asked_spec(spec, entry);
	struct list_answer answer = {0};
	char *path = source_path(source, file);
	struct buf body;
	json_t *json;

	buf_init(&body, MIB);
	source_read_file(path, &body);
	read_list(&asked, (struct span){body.data, body.len}, &answer);
	json = tape_json_answer(&answer);
	json_object_set_new(json, "file", json_string(file));
	list_answer_done(&answer);
	asked_spec_done(&asked);
	buf_done(&body);
	mem_free(path);
	return json;
}

/* The entry with what it was asked with, and the answer put in. */
static json_t *
entry_with(json_t *entry, json_t *answer)
{
	json_t *with = json_object();

	json_object_update(with, entry);
	json_object_update(with, answer);
	return with;
}

static bool
source_is_written(const char *source)
{
	const char *write = getenv("FILINGD_WRITE");

	return write != NULL && strcmp(write, source) == 0;
}

static void
check_answer(const char *source, json_t *entry, json_t *got)
{
	json_t *with = entry_with(entry, got);

	if (!json_equal(entry, with)) {
		char *text = json_dumps(got, JSON_INDENT(1));

		print_error("%s: an answer reads as %s\n", source, text);
		mem_free(text);
		fail();
	}
	json_decref(with);
}

static void
write_answer(json_t *entry, json_t *got, bool last)
{
	json_t *with = entry_with(entry, got);

	json_dumpf(with, stdout, JSON_INDENT(1));
	(void)puts(last ? "\n]" : ",");
	json_decref(with);
}

/* Every file of the tape is named, and every named one is read. */
static void
check_tape(const char *source, json_t *all)
{
	char *pattern = source_path(source, "tape/*");
	json_t *entry;
	glob_t found;
	size_t i, k;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++) {
		bool named = false;

		json_array_foreach(all, k, entry)
		{
			char *path = source_path(source,
			    json_string_value(json_object_get(entry, "file")));

			named |= strcmp(path, found.gl_pathv[i]) == 0;
			mem_free(path);
		}
		if (!named)
			fail_msg("%s is not in items.json", found.gl_pathv[i]);
	}
	globfree(&found);
	mem_free(pattern);
}

static void
check_source(const char *source)
{
	struct definition *definition = list_case_source(source);
	char *path = source_path(source, "items.json");
	json_error_t error;
	json_t *all = json_load_file(path, 0, &error);
	json_t *entry;
	size_t i;

	if (!all)
		fail_msg("%s:%d: %s", path, error.line, error.text);
	json_array_foreach(all, i, entry)
	{
		json_t *got = answer_of(&definition->spec, source, entry);

		if (source_is_written(source))
			write_answer(entry, got, i + 1 == json_array_size(all));
		else
			check_answer(source, entry, got);
		json_decref(got);
	}
	check_tape(source, all);
	json_decref(all);
	mem_free(path);
	definition_free(definition);
}

/* Calls check with the name of every shipped source. */
static void
each_source(void (*check)(const char *source))
{
	char *pattern = source_path("*", "definition.yaml");
	glob_t found;
	size_t i;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++) {
		char *slash = strrchr(found.gl_pathv[i], '/');
		char *name;

		*slash = '\0';
		name = strrchr(found.gl_pathv[i], '/') + 1;
		check(name);
	}
	assert_true(found.gl_pathc > 1);
	globfree(&found);
	mem_free(pattern);
}

static void
every_tape_reads_as_expected(void **state)
{
	(void)state;
	each_source(check_source);
}

static void
check_terms(const char *source)
{
	struct definition *definition = list_case_source(source);

	if (definition->terms_must_accept && definition->terms == NULL)
		fail_msg("%s has to say why it must be accepted", source);
	definition_free(definition);
}

static void
what_must_be_accepted_says_why(void **state)
{
	(void)state;
	each_source(check_terms);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_tape_reads_as_expected),
	    cmocka_unit_test(what_must_be_accepted_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
