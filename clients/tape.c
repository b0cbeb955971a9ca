/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the folders of sources. Out: their definitions, and what the jailed
 * reader makes of their tapes. Called by the verbs of sources.
 */
#include "clients/tape.h"

#include "lib/base/clock.h"
#include "lib/base/mem.h"
#include "lib/base/place.h"
#include "lib/net/loop.h"
#include "reading/job.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Folders of definitions, the user's first; NULL where there is none. */
struct tape_places {
	char *own, *installed;
};

static struct tape_places
tape_places(void)
{
	return (struct tape_places){
	    place_own("sources"), place_data("sources")};
}

static void
tape_places_done(struct tape_places *places)
{
	mem_free(places->own);
	mem_free(places->installed);
}

/* "DIR/NAME" with a definition in it, taken apart; NULL: it has none. */
static char *
tape_folder(const char *path)
{
	char *file = mem_printf("%s/definition.yaml", path);
	char real[PATH_MAX];
	bool found = access(file, F_OK) == 0 && realpath(path, real) != NULL;

	mem_free(file);
	return found ? mem_strdup(real) : NULL;
}

static char *
tape_search(const char *what)
{
	struct tape_places places = tape_places();
	const char *dirs[] = {places.own, places.installed};
	char *folder = tape_folder(what);

	for (size_t i = 0; i < 2 && folder == NULL; i++) {
		char *path;

		if (dirs[i] == NULL || strchr(what, '/') != NULL)
			continue;
		path = mem_printf("%s/%s", dirs[i], what);
		folder = tape_folder(path);
		mem_free(path);
	}
	tape_places_done(&places);
	return folder;
}

int
tape_find(const char *what, struct tape_source *ret)
{
	struct buf complaints;
	const char *dirs[1];
	char *folder = tape_search(what);
	char *dir, *slash;
	int rc;

	if (folder == NULL)
		return verb_fail(VERB_NOTHING,
		    "'%s' is neither the folder of a source nor the name of a "
		    "definition",
		    what);
	dir = mem_strdup(folder);
	slash = strrchr(dir, '/');
	*slash = '\0';
	dirs[0] = dir;
	buf_init(&complaints, MIB);
	*ret = (struct tape_source){
	    .name = mem_strdup(slash + 1), .folder = folder};
	rc = definition_load(ret->name, dirs, 1, &ret->definition, &complaints);
	if (complaints.len > 0)
		fputs(complaints.data, stderr);
	buf_done(&complaints);
	mem_free(dir);
	if (rc == 0)
		return VERB_OK;
	tape_source_done(ret);
	return VERB_USAGE;
}

void
tape_source_done(struct tape_source *source)
{
	definition_free(source->definition);
	mem_free(source->folder);
	mem_free(source->name);
	*source = (struct tape_source){0};
}

static bool
tape_has_word(const struct word_list *list, const char *word)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->words[i], word) == 0)
			return true;
	}
	return false;
}

void
tape_all(struct word_list *ret)
{
	struct tape_places places = tape_places();
	const char *dirs[] = {places.own, places.installed};

	*ret = (struct word_list){0};
	for (size_t i = 0; i < 2; i++) {
		char *pattern = mem_printf("%s/*/definition.yaml",
		    dirs[i] != NULL ? dirs[i] : "/nonexistent");
		glob_t found;
		int rc = glob(pattern, 0, NULL, &found);

		for (size_t k = 0; rc == 0 && k < found.gl_pathc; k++) {
			char *path = found.gl_pathv[k];
			const char *name;

			*strrchr(path, '/') = '\0';
			name = strrchr(path, '/') + 1;
			if (!tape_has_word(ret, name))
				word_list_add(ret, name);
		}
		if (rc == 0)
			globfree(&found);
		mem_free(pattern);
	}
	tape_places_done(&places);
}

json_t *
tape_items(const char *folder, struct err *err)
{
	char *path = mem_printf("%s/items.json", folder);
	json_error_t fault;
	json_t *all = json_load_file(path, 0, &fault);

	if (all == NULL)
		(void)err_set(err,
		    access(path, F_OK) == 0 ? ERR_SYNTAX : ERR_NOTFOUND,
		    "%s:%d: %s", path, fault.line, fault.text);
	else if (!json_is_array(all))
		(void)err_set(err, ERR_SYNTAX, "%s: not a list", path);
	if (all != NULL && !json_is_array(all)) {
		json_decref(all);
		all = NULL;
	}
	mem_free(path);
	return all;
}

static int
tape_load(const char *path, struct buf *body, struct err *err)
{
	char piece[64 * KIB];
	FILE *file = fopen(path, "rbe");
	int rc = 0;
	size_t n;

	if (file == NULL)
		return err_set_errno(err, ERR_IO, errno, "%s", path);
	while (rc == 0 && (n = fread(piece, 1, sizeof(piece), file)) > 0)
		rc = buf_add(body, piece, n);
	if (rc != 0)
		(void)err_set(err, rc, "%s: %s", path, err_text(rc));
	else if (ferror(file))
		rc = err_set_errno(err, ERR_IO, errno, "%s", path);
	(void)fclose(file); /* was only read */
	return rc;
}

/* The names of the matrix and their values; mem_free the array alone. */
static struct list_pair *
tape_names(json_t *names, size_t *ret_count)
{
	struct list_pair *pairs =
	    mem_array(json_object_size(names) + 1, sizeof(*pairs));
	const char *name;
	json_t *value;
	size_t n = 0;

	json_object_foreach(names, name, value)
	{
		union {
			const char *in;
			char *out; /* the spec borrows: it is only read */
		} key = {.in = name}, text = {.in = json_string_value(value)};

		if (text.in != NULL)
			pairs[n++] = (struct list_pair){key.out, text.out};
	}
	*ret_count = n;
	return pairs;
}

int
tape_read(struct jailed *jailed, const struct definition *definition,
    const char *path, const json_t *entry, struct list_answer *ret,
    struct err *err)
{
	struct list_spec asked = definition->spec;
	const char *base = json_string_value(json_object_get(entry, "base"));
	const json_t *now = json_object_get(entry, "now");
	struct list_pair *names;
	struct buf body;
	int rc;

	names = tape_names(json_object_get(entry, "for"), &asked.name_count);
	asked.names = names;
	asked.source = definition->name;
	asked.base = mem_strdup(base != NULL ? base : definition->list.url);
	asked.listing =
	    mem_strdup(json_string_value(json_object_get(entry, "issuer")));
	asked.now = json_is_integer(now) ? json_integer_value(now)
					 : loop_now(jailed_loop(jailed));
	buf_init(&body, JOB_BODY_LIMIT);
	rc = tape_load(path, &body, err);
	if (rc == 0)
		rc = jailed_read(jailed, &asked,
		    (struct span){body.data, body.len}, ret, err);
	buf_done(&body);
	mem_free(asked.listing);
	mem_free(asked.base);
	mem_free(names);
	return rc;
}
