/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl sources tape play`: recorded answers, read by a definition in the
 * jail. In: files; out: their items.
 */
#include "clients/items_table.h"
#include "clients/sources.h"
#include "clients/tape.h"
#include "clients/tape_json.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct play {
	const struct verb_context *context;
	const char *folder; /* of the tape */
	const char *by; /* the definition: a name or a folder */
	struct tape_source source;
	struct jailed *jailed;
	json_t *all; /* items.json of the definition's folder; NULL */
};

static int
tape_usage(void)
{
	return verb_fail(VERB_USAGE,
	    "usage: filingctl sources tape play FOLDER [--by NAME|FOLDER]\n"
	    "       filingctl sources tape record [-f CONFIG] NAME FILE|FOLDER");
}

/* The entry of items.json for a file of the source's own tape; NULL. */
static const json_t *
play_entry(const struct play *play, const char *path)
{
	const char *slash = strrchr(path, '/');
	const json_t *entry;
	size_t i;

	json_array_foreach(play->all, i, entry)
	{
		const char *file =
		    json_string_value(json_object_get(entry, "file"));
		const char *last = file != NULL ? strrchr(file, '/') : NULL;

		if (last != NULL && slash != NULL && strcmp(last, slash) == 0)
			return entry;
	}
	return NULL;
}

static void
play_print(
    const struct play *play, const char *path, const struct list_answer *answer)
{
	json_t *json;
	char *text;

	if (!play->context->json) {
		printf("%s: ", path);
		items_table_print(answer, &play->source.definition->spec.zone);
		return;
	}
	json = tape_json_answer(answer);
	json_object_set_new(json, "file", json_string(path));
	text = json_text(json);
	puts(text);
	mem_free(text);
}

static int
play_file(const struct play *play, const char *path)
{
	struct list_answer answer = {0};
	struct err err = ERR_NONE;
	int rc = tape_read(play->jailed, play->source.definition, path,
	    play_entry(play, path), &answer, &err);

	if (rc != 0)
		return verb_fail(VERB_FAILED, "%s", err.text);
	play_print(play, path, &answer);
	list_answer_done(&answer);
	return VERB_OK;
}

static int
play_matching(const struct play *play, const char *pattern, size_t *ret_files)
{
	int worst = VERB_OK;
	struct stat st;
	glob_t found;

	if (glob(pattern, 0, NULL, &found) != 0)
		return VERB_OK;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		int rc;

		if (stat(found.gl_pathv[i], &st) != 0 || !S_ISREG(st.st_mode))
			continue;
		rc = play_file(play, found.gl_pathv[i]);
		worst = rc > worst ? rc : worst;
		(*ret_files)++;
	}
	globfree(&found);
	return worst;
}

/* The tape of a source's folder, or the answers of any other one. */
static int
play_folder(const struct play *play)
{
	char *tape = mem_printf("%s/tape/*", play->folder);
	char *plain = mem_printf("%s/*", play->folder);
	size_t files = 0;
	int rc = play_matching(play, tape, &files);

	if (files == 0)
		rc = play_matching(play, plain, &files);
	if (files == 0)
		rc = verb_fail(VERB_NOTHING,
		    "'%s' holds no answers: name the "
		    "folder that they lie in",
		    play->folder);
	mem_free(tape);
	mem_free(plain);
	return rc;
}

static int
tape_play(const struct verb_context *context, int argc, char **argv)
{
	static const struct option longs[] = {
	    {"by", required_argument, NULL, 'b'}, {NULL, 0, NULL, 0}};
	struct play play = {.context = context};
	struct err err = ERR_NONE;
	int c, rc;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c != 'b')
			return tape_usage();
		play.by = optarg;
	}
	if (optind + 1 != argc)
		return tape_usage();
	play.folder = argv[optind];
	rc = tape_find(play.by != NULL ? play.by : play.folder, &play.source);
	if (rc != VERB_OK)
		return rc;
	play.all = tape_items(play.source.folder, &err); /* may be missing */
	play.jailed = jailed_new(context);
	rc = play_folder(&play);
	jailed_free(play.jailed);
	json_decref(play.all);
	tape_source_done(&play.source);
	return rc;
}

int
sources_tape(const struct verb_context *context, int argc, char **argv)
{
	if (argc < 2)
		return tape_usage();
	optind = 0;
	if (strcmp(argv[1], "play") == 0)
		return tape_play(context, argc - 1, argv + 1);
	if (strcmp(argv[1], "record") == 0)
		return sources_record(context, argc - 1, argv + 1);
	return tape_usage();
}
