/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl sources doctor`: each definition, its tape and the items that are
 * expected from it, through the jailed reader. In: folders; out: a line for
 * what is good, and one for each thing that is not.
 */
#include "clients/items_table.h"
#include "clients/probe.h"
#include "clients/sources.h"
#include "clients/tape.h"
#include "clients/tape_json.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>

#define DOCTOR_FAULTS_SHOWN 10

struct doctor {
	const struct verb_context *context;
	struct jailed *jailed;
	/* of the source at hand */
	const struct tape_source *source;
	json_t *told; /* an array of faults */
	int answers; /* read */
};

static void PRINTF(2, 3)
    doctor_fault(struct doctor *doctor, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	json_t *fault;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fault = json_string(text);
	/* cut amid a character */
	json_array_append_new(doctor->told,
	    fault != NULL ? fault : json_string("(a text that is no UTF-8)"));
}

/* Compact, for a line; mem_free. */
static char *
doctor_value(const json_t *value)
{
	return value != NULL ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT)
			     : mem_strdup("nothing");
}

static void
doctor_compare(struct doctor *doctor, const char *where, const char *key,
    const json_t *expected, const json_t *got)
{
	char *want, *have;

	if (json_equal(expected, got))
		return;
	want = doctor_value(expected);
	have = doctor_value(got);
	doctor_fault(doctor, "%s: %s is %.300s, expected %.300s", where, key,
	    have, want);
	mem_free(want);
	mem_free(have);
}

/* Members that items.json leaves out are not looked at. */
static void
doctor_compare_item(struct doctor *doctor, const char *where, json_t *expected,
    const json_t *got)
{
	const char *key;
	json_t *value;

	json_object_foreach(expected, key, value)
	{
		doctor_compare(
		    doctor, where, key, value, json_object_get(got, key));
	}
}

static void
doctor_compare_answer(struct doctor *doctor, const char *file, json_t *expected,
    const json_t *got)
{
	const json_t *want = json_object_get(expected, "items");
	const json_t *have = json_object_get(got, "items");
	size_t n = json_array_size(want);
	const char *key;
	json_t *value;

	json_object_foreach(expected, key, value)
	{
		if (strcmp(key, "items") != 0 &&
		    json_object_get(got, key) != NULL)
			doctor_compare(doctor, file, key, value,
			    json_object_get(got, key));
	}
	if (json_array_size(have) != n)
		doctor_fault(doctor, "%s: %zu items were read, expected %zu",
		    file, json_array_size(have), n);
	for (size_t i = 0; i < n && i < json_array_size(have); i++) {
		char *where = mem_printf("%s: item %zu", file, i + 1);

		doctor_compare_item(doctor, where, json_array_get(want, i),
		    json_array_get(have, i));
		mem_free(where);
	}
}

static void
doctor_check_entry(struct doctor *doctor, json_t *entry)
{
	const char *file = json_string_value(json_object_get(entry, "file"));
	struct list_answer answer = {0};
	struct err err = ERR_NONE;
	json_t *got;
	char *path;
	int rc;

	if (file == NULL || strstr(file, "..") != NULL || file[0] == '/') {
		doctor_fault(
		    doctor, "items.json: an entry names no file of the folder");
		return;
	}
	path = mem_printf("%s/%s", doctor->source->folder, file);
	rc = tape_read(doctor->jailed, doctor->source->definition, path, entry,
	    &answer, &err);
	mem_free(path);
	if (rc != 0) {
		doctor_fault(doctor, "%s: %s", file, err.text);
		return;
	}
	doctor->answers++;
	got = tape_json_answer(&answer);
	doctor_compare_answer(doctor, file, entry, got);
	json_decref(got);
	list_answer_done(&answer);
}

static bool
doctor_is_named(const json_t *all, const char *file)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(all, i, entry)
	{
		const char *name =
		    json_string_value(json_object_get(entry, "file"));

		if (name != NULL && strcmp(name, file) == 0)
			return true;
	}
	return false;
}

/* An answer that nobody expects anything of proves nothing. */
static void
doctor_check_files(struct doctor *doctor, const json_t *all)
{
	const char *folder = doctor->source->folder;
	char *pattern = mem_printf("%s/tape/*", folder);
	glob_t found;

	if (glob(pattern, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			const char *file =
			    found.gl_pathv[i] + strlen(folder) + 1;

			if (!doctor_is_named(all, file))
				doctor_fault(doctor,
				    "%s is not in items.json, filingctl "
				    "sources tape play %s shows what it reads "
				    "as",
				    file, folder);
		}
		globfree(&found);
	}
	mem_free(pattern);
}

static void
doctor_check_tape(struct doctor *doctor)
{
	struct err err = ERR_NONE;
	json_t *all = tape_items(doctor->source->folder, &err);
	json_t *entry;
	size_t i;

	if (all == NULL) {
		doctor_fault(doctor,
		    err.code == ERR_NOTFOUND
			? "no items.json: nothing proves the definition%.0s"
			: "%s",
		    err.text);
		return;
	}
	json_array_foreach(all, i, entry) doctor_check_entry(doctor, entry);
	doctor_check_files(doctor, all);
	json_decref(all);
}

static void
doctor_print(const struct doctor *doctor)
{
	const struct definition *definition = doctor->source->definition;
	size_t n = json_array_size(doctor->told);

	printf("%s: %s (%s)\n", doctor->source->name, n == 0 ? "good" : "bad",
	    doctor->source->folder);
	printf("  definition  good, verified %s, %zu thing%s to verify live\n",
	    definition->verified, definition->to_verify.count,
	    definition->to_verify.count == 1 ? "" : "s");
	printf("  tape        %d answer%s read%s\n", doctor->answers,
	    doctor->answers == 1 ? "" : "s", n == 0 ? ", all as expected" : "");
	for (size_t i = 0; i < n && i < DOCTOR_FAULTS_SHOWN; i++) {
		fputs("  fault       ", stdout);
		verb_print_clean(
		    json_string_value(json_array_get(doctor->told, i)));
		putchar('\n');
	}
	if (n > DOCTOR_FAULTS_SHOWN)
		printf("  fault       and %zu more\n", n - DOCTOR_FAULTS_SHOWN);
}

static void
doctor_print_json(const struct doctor *doctor)
{
	char *text = json_text(json_pack("{s:s, s:s, s:s, s:i, s:O}", "source",
	    doctor->source->name, "folder", doctor->source->folder, "verified",
	    doctor->source->definition->verified, "answers", doctor->answers,
	    "faults", doctor->told));

	puts(text);
	mem_free(text);
}

static int
doctor_examine(struct doctor *doctor, const char *what)
{
	struct tape_source source;
	int rc = tape_find(what, &source);

	if (rc == VERB_USAGE)
		return verb_fail(rc, "%s: the definition is faulty", what);
	if (rc != VERB_OK)
		return rc;
	doctor->source = &source;
	doctor->told = json_array();
	doctor->answers = 0;
	doctor_check_tape(doctor);
	rc = json_array_size(doctor->told) == 0 ? VERB_OK : VERB_FAILED;
	if (doctor->context->json)
		doctor_print_json(doctor);
	else if (rc != VERB_OK || !doctor->context->quiet)
		doctor_print(doctor);
	json_decref(doctor->told);
	tape_source_done(&source);
	return rc;
}

/* By the name of a source of the configuration, else as tape_find knows it. */
static int
doctor_examine_source(
    struct doctor *doctor, const char *what, const char *config)
{
	char *folder =
	    strchr(what, '/') == NULL ? probe_folder(what, config) : NULL;
	int rc = doctor_examine(doctor, folder != NULL ? folder : what);

	mem_free(folder);
	return rc;
}

static int
doctor_examine_all(struct doctor *doctor)
{
	struct word_list names;
	int worst = VERB_OK;

	tape_all(&names);
	if (names.count == 0)
		worst = verb_fail(VERB_NOTHING,
		    "no definitions are installed: name the folder of one");
	for (size_t i = 0; i < names.count; i++) {
		int rc = doctor_examine(doctor, names.words[i]);

		worst = rc > worst ? rc : worst;
	}
	word_list_done(&names);
	return worst;
}

/* What the source answers now, and what a person can do about it. */

static void
doctor_on_body(void *arg, const struct probe_body *body)
{
	const struct doctor *doctor = arg;

	if (doctor->context->json || body->answer == NULL)
		return;
	printf("  live        %zu bytes from %s\n  read as     ",
	    body->bytes.len,
	    body->spec->base != NULL ? body->spec->base : "the directory");
	items_table_print(body->answer, &body->spec->zone);
}

static int
doctor_tell_live(const struct doctor *doctor, const struct probe_result *result)
{
	bool good = result->health == HEALTH_OK;
	const char *advice = probe_advice(result->health);
	char *text;

	if (doctor->context->json) {
		text = json_text(json_pack("{s:s, s:s, s:s}", "live",
		    health_word(result->health), "why", result->why, "advice",
		    advice));
		puts(text);
		mem_free(text);
	} else if (!good) {
		printf("  live        %s: ", health_word(result->health));
		verb_print_clean(result->why);
		printf("\n  advice      %s\n", advice);
	}
	if (good)
		return VERB_OK;
	return result->health == HEALTH_BLOCKED ? VERB_BLOCKED : VERB_FAILED;
}

static int
doctor_ask_live(struct doctor *doctor, const char *what, const char *config)
{
	const struct probe probe = {.fn = doctor_on_body, .arg = doctor};
	struct probe_result result;
	struct probe_target target;
	struct err err = ERR_NONE;
	int rc = probe_find(what, config, &target);

	if (rc != VERB_OK)
		return rc;
	if (!doctor->context->json)
		printf("%s: asked once\n", what);
	if (probe_run(doctor->jailed, &target, &probe, &result, &err) != 0)
		rc = verb_fail(VERB_FAILED, "%s: %s", what, err.text);
	else
		rc = doctor_tell_live(doctor, &result);
	probe_target_done(&target);
	return rc;
}

struct doctor_ask {
	const char *what; /* NULL: all */
	const char *config;
	bool live;
};

static int
doctor_parse(int argc, char **argv, struct doctor_ask *ask)
{
	static const struct option longs[] = {{"live", no_argument, NULL, 'l'},
	    {"config", required_argument, NULL, 'f'}, {NULL, 0, NULL, 0}};
	bool good = true;
	int c;

	while ((c = getopt_long(argc, argv, "f:", longs, NULL)) != -1) {
		good &= c != '?';
		if (c == 'l')
			ask->live = true;
		if (c == 'f')
			ask->config = optarg;
	}
	if (optind < argc)
		ask->what = argv[optind++];
	if (good && optind == argc &&
	    (ask->what != NULL || (!ask->live && ask->config == NULL)))
		return VERB_OK;
	return verb_fail(VERB_USAGE,
	    "usage: filingctl sources doctor\n"
	    "       filingctl sources doctor [--live] [-f CONFIG] NAME|FOLDER");
}

int
sources_doctor(const struct verb_context *context, int argc, char **argv)
{
	struct doctor doctor = {.context = context};
	struct doctor_ask ask = {.what = NULL};
	int rc = doctor_parse(argc, argv, &ask);

	if (rc != VERB_OK)
		return rc;
	doctor.jailed = jailed_new(context);
	if (ask.live)
		rc = doctor_ask_live(&doctor, ask.what, ask.config);
	else if (ask.what != NULL)
		rc = doctor_examine_source(&doctor, ask.what, ask.config);
	else
		rc = doctor_examine_all(&doctor);
	jailed_free(doctor.jailed);
	return rc;
}
