/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs recorded lists and documents through the pipeline on a held clock. In:
 * files; out: events, in order. Called by `filingctl backtest` and by tests.
 */
#include "daemon/backtest.h"

#include "daemon/offline.h"
#include "lib/base/mem.h"
#include "watchers/list_answer.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct backtest_item {
	struct item item;
	const struct config_source *source;
};

struct backtest {
	const struct backtest_options *options;
	struct backtest_counts counts;
	struct offline *offline;
	size_t item_count, item_cap;
	struct backtest_item *items;
	const struct config_source *reading; /* the list being read */
	const char *file;
	struct err err; /* of the first fault */
};

static int
backtest_load(const char *path, struct buf *out, struct err *err)
{
	FILE *file = fopen(path, "re");
	char piece[65536];
	size_t n;
	int rc = 0;

	if (file == NULL)
		return err_set_errno(err, ERR_IO, errno, "'%s'", path);
	while (rc == 0 && (n = fread(piece, 1, sizeof(piece), file)) > 0)
		rc = buf_add(out, piece, n);
	if (rc != 0)
		rc = err_set(err, rc, "'%s' is too big", path);
	else if (ferror(file))
		rc = err_set(err, ERR_IO, "'%s' cannot be read", path);
	fclose(file);
	return rc;
}

static void
backtest_on_list(int code, struct list_answer *answer, void *arg)
{
	struct backtest *run = arg;

	if (code != 0 || (answer->outcome != OUTCOME_OK &&
			     answer->outcome != OUTCOME_EMPTY)) {
		run->counts.faulty++;
		err_drop(err_set(&run->err, code != 0 ? code : ERR_PROTOCOL,
		    "'%s' is no list of source '%s': %s", run->file,
		    run->reading->name,
		    code != 0 ? err_text(code)
			      : (answer->why != NULL ? answer->why : "?")));
		return;
	}
	for (size_t i = 0; i < answer->count; i++) {
		struct backtest_item *slot;

		run->items = mem_grow(run->items, run->item_count,
		    &run->item_cap, sizeof(*run->items));
		slot = &run->items[run->item_count++];
		item_copy(&slot->item, &answer->items[i]);
		slot->source = run->reading;
	}
}

static int
backtest_read_list(struct backtest *run, const struct config_source *source,
    const char *path, struct err *err)
{
	struct list_spec spec = source->definition->spec;
	struct buf body;
	int rc;

	buf_init(&body, JOB_BODY_LIMIT);
	rc = backtest_load(path, &body, err);
	if (rc == 0) {
		if (source->listing != NULL)
			spec.listing = source->listing;
		run->reading = source;
		run->file = path;
		offline_read_list(run->offline, &spec,
		    (struct span){body.data, body.len}, backtest_on_list, run);
		rc = run->err.code;
		if (rc != 0)
			*err = run->err;
	}
	buf_done(&body);
	return rc;
}

static int
backtest_is_list(const struct dirent *entry)
{
	return strncmp(entry->d_name, "list-", 5) == 0;
}

static int
backtest_read_folder(struct backtest *run, const struct config_source *source,
    const char *path, struct err *err)
{
	struct dirent **names;
	int n = scandir(path, &names, backtest_is_list, alphasort);
	int rc = 0;

	if (n < 0)
		return err_set_errno(err, ERR_IO, errno, "'%s'", path);
	if (n == 0)
		rc = err_set(err, ERR_NOTFOUND,
		    "'%s' holds no list: name list bodies list-*", path);
	for (int i = 0; i < n; i++) {
		char *file = mem_printf("%s/%s", path, names[i]->d_name);

		if (rc == 0)
			rc = backtest_read_list(run, source, file, err);
		mem_free(file);
		mem_free(names[i]);
	}
	mem_free(names);
	return rc;
}

static const struct config_source *
backtest_source(const struct backtest *run, const char *name)
{
	const struct config *config = run->options->config;

	for (size_t i = 0; i < config->source_count; i++) {
		if (strcmp(config->sources[i].name, name) == 0)
			return &config->sources[i];
	}
	return NULL;
}

static int
backtest_read_sources(struct backtest *run, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < run->options->source_count && rc == 0; i++) {
		const struct backtest_source *given = &run->options->sources[i];
		const struct config_source *source =
		    backtest_source(run, given->name);
		struct stat st;

		if (source == NULL)
			return err_set(err, ERR_NOTFOUND,
			    "the configuration has no source '%s'",
			    given->name);
		if (stat(given->path, &st) != 0)
			return err_set_errno(
			    err, ERR_IO, errno, "'%s'", given->path);
		rc = S_ISDIR(st.st_mode)
			 ? backtest_read_folder(run, source, given->path, err)
			 : backtest_read_list(run, source, given->path, err);
	}
	return rc;
}

static int
backtest_compare(const void *a, const void *b)
{
	const struct backtest_item *x = a, *y = b;
	int c;

	if (x->item.published != y->item.published)
		return x->item.published < y->item.published ? -1 : 1;
	c = strcmp(x->source->name, y->source->name);
	return c != 0 ? c : strcmp(x->item.key, y->item.key);
}

/* The recorded document whose name is the last part of url. */
static int
backtest_document(void *arg, const char *url, struct buf *body)
{
	const struct backtest *run = arg;
	const char *name = strrchr(url, '/');
	int rc = ERR_NOTFOUND;

	name = name != NULL ? name + 1 : url;
	if (name[0] == '\0' || name[0] == '.')
		return ERR_NOTFOUND;
	for (size_t i = 0; i < run->options->source_count && rc != 0; i++) {
		char *path =
		    mem_printf("%s/%s", run->options->sources[i].path, name);

		buf_clear(body);
		rc = backtest_load(path, body, NULL);
		mem_free(path);
	}
	return rc;
}

static void
backtest_on_match(const struct rule_match *match, void *arg)
{
	char **names = arg;
	char *longer = mem_printf("%s%s%s", *names != NULL ? *names : "",
	    *names != NULL ? "," : "", match->rule);

	mem_free(*names);
	*names = longer;
}

static void
backtest_on_event(
    const struct event *event, const char *line, struct span body, void *arg)
{
	struct backtest *run = arg;
	char *rules = NULL;

	run->counts.events++;
	run->counts.warnings += event->type == EVENT_WARNING_DETECTED ||
				event->type == EVENT_WARNING_UPDATED;
	rules_match(
	    run->options->config->compiled, event, backtest_on_match, &rules);
	run->options->event(
	    run->options->arg, line, body, rules != NULL ? rules : "");
	mem_free(rules);
}

/* One item at a time, to its end: the order of events is that of the items. */
static int
backtest_play(struct backtest *run, struct err *err)
{
	int rc = 0;

	qsort(
	    run->items, run->item_count, sizeof(*run->items), backtest_compare);
	for (size_t i = 0; i < run->item_count && rc == 0; i++) {
		const struct backtest_item *slot = &run->items[i];
		bool fresh = false;

		rc = offline_play(
		    run->offline, slot->source, &slot->item, &fresh, err);
		run->counts.items += fresh;
	}
	return rc;
}

static void
backtest_done(struct backtest *run)
{
	offline_free(run->offline);
	for (size_t i = 0; i < run->item_count; i++)
		item_done(&run->items[i].item);
	mem_free(run->items);
}

int
backtest_run(const struct backtest_options *options,
    struct backtest_counts *ret, struct err *err)
{
	struct backtest run = {.options = options};
	int rc = offline_new(
	    &(struct offline_options){
		.config = options->config,
		.document = backtest_document,
		.event = backtest_on_event,
		.arg = &run,
	    },
	    &run.offline, err);

	if (rc == 0)
		rc = backtest_read_sources(&run, err);
	if (rc == 0)
		rc = backtest_play(&run, err);
	*ret = run.counts;
	backtest_done(&run);
	return rc;
}
