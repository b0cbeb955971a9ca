/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl sources tape record`: what a source answers now, as a file or in
 * the folder of a source, with its secrets blotted out.
 */
#include "clients/probe.h"
#include "clients/sources.h"
#include "clients/tape.h"
#include "clients/tape_json.h"
#include "lib/base/mem.h"
#include "lib/net/loop.h"
#include "watchers/secret.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define RECORD_NAMES 1000

struct record {
	const struct verb_context *context;
	const struct source_config *source;
	const char *place; /* a file, or a folder */
	bool folder;
	json_t *items; /* items.json of the folder */
	int64_t now;
	int written;
	int rc; /* an exit code */
};

static int
record_usage(void)
{
	return verb_fail(VERB_USAGE, "usage: filingctl sources tape record "
				     "[-f CONFIG] NAME FILE|FOLDER");
}

/* The bytes without secrets, also where they hold NULs. */
static int
record_hide(
    const struct source_config *source, struct span bytes, struct buf *out)
{
	const char *p = bytes.p, *end = p + bytes.len;
	int rc = 0;

	while (rc == 0 && p < end) {
		const char *nul = memchr(p, '\0', (size_t)(end - p));
		size_t n = (size_t)((nul != NULL ? nul : end) - p);
		char *text = mem_strndup(p, n);

		secret_hide(
		    text, source->credentials, source->credential_count);
		rc = buf_add_str(out, text);
		if (rc == 0 && nul != NULL)
			rc = buf_add(out, "", 1);
		mem_free(text);
		p += n + (nul != NULL ? 1 : 0);
	}
	return rc;
}

static int
record_write(FILE *file, const char *path, const struct buf *bytes)
{
	bool good;

	if (file == NULL)
		return verb_fail(VERB_FAILED, "%s: %s", path, strerror(errno));
	good = fwrite(bytes->data, 1, bytes->len, file) == bytes->len;
	if (fclose(file) != 0 || !good)
		return verb_fail(VERB_FAILED, "%s: %s", path, strerror(errno));
	return VERB_OK;
}

static const char *
record_ending(enum list_engine engine)
{
	static const char *const endings[LIST_ENGINES] = {
	    "json", "txt", "html", "xml"};

	return engine < LIST_ENGINES ? endings[engine] : "bin";
}

/* The first free name of a list in the folder's tape, opened. */
static FILE *
record_open(const struct record *record, enum list_engine engine, char **ret)
{
	FILE *file = NULL;

	errno = EEXIST;
	for (int i = 1; i < RECORD_NAMES && file == NULL && errno == EEXIST;
	     i++) {
		mem_free(*ret);
		*ret = mem_printf("%s/tape/list-%d.%s", record->place, i,
		    record_ending(engine));
		file = fopen(*ret, "wxe");
	}
	return file;
}

/* What the list was asked with, and what the reader made of it. */
static void
record_note(
    struct record *record, const struct probe_body *body, const char *file)
{
	json_t *names = json_object();
	char *base = mem_strdup(body->spec->base);
	json_t *entry = json_pack("{s:s}", "file", file);

	if (base != NULL) { /* a directory has none */
		secret_hide(base, record->source->credentials,
		    record->source->credential_count);
		json_object_set_new(entry, "base", json_string(base));
	}
	for (size_t i = 0; i < body->spec->name_count; i++)
		json_object_set_new(names, body->spec->names[i].name,
		    json_string(body->spec->names[i].value));
	json_object_set_new(entry, "now", json_integer(record->now));
	if (body->spec->name_count > 0)
		json_object_set(entry, "for", names);
	if (body->spec->listing != NULL)
		json_object_set_new(
		    entry, "issuer", json_string(body->spec->listing));
	if (body->answer != NULL) {
		json_t *answer = tape_json_answer(body->answer);

		json_object_update(entry, answer);
		json_decref(answer);
	}
	json_array_append_new(record->items, entry);
	json_decref(names);
	mem_free(base);
}

static void
record_on_body(void *arg, const struct probe_body *body)
{
	struct record *record = arg;
	char *path = NULL;
	struct buf bytes;
	FILE *file;

	if (record->rc != VERB_OK)
		return;
	buf_init(&bytes, body->bytes.len + 1);
	if (record_hide(record->source, body->bytes, &bytes) != 0)
		record->rc = verb_fail(VERB_FAILED, "the answer is too big");
	if (record->folder)
		file = record_open(record, body->spec->engine, &path);
	else
		file = fopen(path = mem_strdup(record->place), "we");
	if (record->rc == VERB_OK)
		record->rc = record_write(file, path, &bytes);
	if (record->rc == VERB_OK) {
		record->written++;
		if (record->folder)
			record_note(
			    record, body, path + strlen(record->place) + 1);
		if (!record->context->quiet)
			printf("%s: %zu bytes, %s\n", path, bytes.len,
			    body->answer == NULL
				? "the reader failed"
				: tape_json_outcome(body->answer->outcome));
	}
	buf_done(&bytes);
	mem_free(path);
}

static int
record_save_items(const struct record *record)
{
	char *path = mem_printf("%s/items.json", record->place);
	int rc = VERB_OK;

	if (json_dump_file(record->items, path, JSON_INDENT(1)) != 0)
		rc = verb_fail(VERB_FAILED, "%s: %s", path, strerror(errno));
	mem_free(path);
	return rc;
}

static int
record_tell(const struct record *record, const struct probe_result *result)
{
	if (result->health == HEALTH_OK)
		return VERB_OK;
	return verb_fail(
	    result->health == HEALTH_BLOCKED ? VERB_BLOCKED : VERB_FAILED,
	    "%s: %s%s; %s", health_word(result->health), result->why,
	    record->written == 0 ? ", nothing was recorded" : "",
	    probe_advice(result->health));
}

static int
record_run(struct record *record, const struct probe_target *target)
{
	struct jailed *jailed = jailed_new(record->context);
	const struct probe probe = {
	    .all_lists = record->folder, .fn = record_on_body, .arg = record};
	struct probe_result result;
	struct err err = ERR_NONE;
	int rc;

	record->now = loop_now(jailed_loop(jailed));
	if (probe_run(jailed, target, &probe, &result, &err) != 0)
		rc = verb_fail(VERB_FAILED, "%s", err.text);
	else if (record->rc != VERB_OK)
		rc = record->rc;
	else
		rc = record_tell(record, &result);
	jailed_free(jailed);
	return rc;
}

/* The folder's tape and items.json, made when they are missing. */
static int
record_prepare(struct record *record)
{
	struct err err = ERR_NONE;
	char *tape = mem_printf("%s/tape", record->place);
	int rc = mkdir(tape, 0777);

	if (rc != 0 && errno != EEXIST)
		rc = verb_fail(VERB_FAILED, "%s: %s", tape, strerror(errno));
	else
		rc = VERB_OK;
	mem_free(tape);
	if (rc != VERB_OK)
		return rc;
	record->items = tape_items(record->place, &err);
	if (record->items == NULL && err.code != ERR_NOTFOUND)
		return verb_fail(VERB_FAILED, "%s", err.text);
	if (record->items == NULL)
		record->items = json_array();
	return VERB_OK;
}

int
sources_record(const struct verb_context *context, int argc, char **argv)
{
	struct record record = {.context = context};
	const char *config = NULL;
	struct probe_target target;
	struct stat st;
	int c, rc;

	while ((c = getopt(argc, argv, "f:")) != -1) {
		if (c != 'f')
			return record_usage();
		config = optarg;
	}
	if (optind + 2 != argc)
		return record_usage();
	record.place = argv[optind + 1];
	record.folder = stat(record.place, &st) == 0 && S_ISDIR(st.st_mode);
	rc = record.folder ? record_prepare(&record) : VERB_OK;
	if (rc == VERB_OK)
		rc = probe_find(argv[optind], config, &target);
	if (rc == VERB_OK) {
		record.source = &target.source;
		rc = record_run(&record, &target);
		if (record.folder && record.written > 0 &&
		    record_save_items(&record) != VERB_OK)
			rc = VERB_FAILED;
		probe_target_done(&target);
	}
	json_decref(record.items);
	return rc;
}
