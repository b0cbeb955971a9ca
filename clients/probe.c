/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a source. Out: what it answers now. A watcher with a store in memory does
 * the asking, and ends with its first poll. Called by the verbs of sources.
 */
#include "clients/probe.h"

#include "clients/tape.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "lib/net/pace.h"
#include "lib/store/db.h"
#include "reading/pool.h"
#include "watchers/watcher.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROBE_DEADLINE_MS INT64_C(120000)

struct probe_run {
	const struct probe *probe;
	struct jailed *jailed;
	struct loop *loop;
	struct db *db;
	struct http *http;
	struct pace *pace;
	struct watcher *watcher;
	struct probe_result result;
	bool ended;
};

/* A body on its way through the reader. */
struct probe_job {
	struct probe_run *run;
	struct list_spec spec; /* borrows from the watcher */
	struct buf body;
	watcher_answer_fn *fn;
	void *arg;
};

static int
probe_find_in_config(
    const char *what, const char *path, struct probe_target *ret)
{
	struct config_options options;
	struct buf complaints;
	int errors, rc;

	config_options_default(&options);
	options.offline = true;
	buf_init(&complaints, MIB);
	rc = config_load(path, &options, &ret->config, &complaints, &errors);
	if (rc != 0 && complaints.len > 0)
		fputs(complaints.data, stderr);
	buf_done(&complaints);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < ret->config->source_count; i++) {
		if (strcmp(ret->config->sources[i].name, what) != 0)
			continue;
		ret->source = ret->config->sources[i].config;
		ret->definition = ret->config->sources[i].definition;
		return 0;
	}
	config_free(ret->config);
	ret->config = NULL;
	return ERR_NOTFOUND;
}

static int
probe_find_alone(const char *what, struct probe_target *ret)
{
	struct tape_source source;
	int rc = tape_find(what, &source);

	if (rc != VERB_OK)
		return rc;
	if (source.definition->terms_must_accept) {
		rc = verb_fail(VERB_DENIED,
		    "'%s' restricts automation (%s): a configuration must say "
		    "accepted: yes",
		    what, source.definition->terms);
		tape_source_done(&source);
		return rc;
	}
	ret->definition = source.definition;
	source.definition = NULL;
	tape_source_done(&source);
	ret->source = (struct source_config){
	    .name = ret->definition->name, .definition = ret->definition};
	return VERB_OK;
}

/* In the configuration that is named, or the usual one if it is there. */
static int
probe_look(const char *what, const char *config, struct probe_target *ret)
{
	const char *path =
	    config != NULL ? config : SYSCONFDIR "/filingd/filingd.yaml";

	*ret = (struct probe_target){.config = NULL};
	if (config == NULL && access(path, R_OK) != 0)
		return ERR_NOTFOUND;
	return probe_find_in_config(what, path, ret);
}

char *
probe_folder(const char *name, const char *config)
{
	struct probe_target target;
	char *folder = NULL;

	if (probe_look(name, config, &target) != 0)
		return NULL;
	if (target.definition->path != NULL) {
		folder = mem_strdup(target.definition->path);
		*strrchr(folder, '/') = '\0';
	}
	probe_target_done(&target);
	return folder;
}

int
probe_find(const char *what, const char *config, struct probe_target *ret)
{
	int rc = probe_look(what, config, ret);

	if (rc == 0)
		return VERB_OK;
	if (config != NULL)
		return rc == ERR_NOTFOUND
			   ? verb_fail(VERB_NOTHING, "%s: no source '%s' in it",
				 config, what)
			   : VERB_USAGE;
	return probe_find_alone(what, ret);
}

void
probe_target_done(struct probe_target *target)
{
	if (target->config != NULL)
		config_free(target->config);
	else
		definition_free(target->definition);
	*target = (struct probe_target){.config = NULL};
}

static void
probe_on_read(int code, struct list_answer *answer, void *arg)
{
	struct probe_job *job = arg;
	struct probe_run *run = job->run;
	const struct probe_body body = {
	    .index = run->result.bodies,
	    .spec = &job->spec,
	    .bytes = {job->body.data, job->body.len},
	    .answer = code == 0 ? answer : NULL,
	};

	if (code != ERR_CANCELED) {
		run->probe->fn(run->probe->arg, &body);
		run->result.bodies++;
	}
	job->fn(code, answer, job->arg);
	buf_done(&job->body);
	mem_free(job);
}

static void *
probe_read_list(void *arg, const struct list_spec *spec, struct span body,
    watcher_answer_fn *fn, void *fn_arg)
{
	struct probe_run *run = arg;
	struct probe_job *job = mem_new(sizeof(*job));

	job->run = run;
	job->spec = *spec;
	job->fn = fn;
	job->arg = fn_arg;
	buf_init(&job->body, body.len + 1);
	/* it has room for it */
	err_drop(buf_add(&job->body, body.p, body.len));
	return pool_read_list(
	    jailed_pool(run->jailed), spec, body, probe_on_read, job);
}

static void
probe_cancel_list(void *arg, void *handle)
{
	(void)arg;
	pool_cancel(handle);
}

static void
probe_on_item(
    void *arg, const char *source, int64_t id, const struct item *item)
{
	(void)arg;
	(void)source;
	(void)id;
	(void)item;
}

static void
probe_on_health(void *arg, const struct watcher_health *health)
{
	struct probe_run *run = arg;

	run->result.health = health->new_state;
	(void)snprintf(
	    run->result.why, sizeof(run->result.why), "%s", health->why);
}

static void
probe_on_poll_done(
    void *arg, const char *source, const struct watcher_counts *counts)
{
	struct probe_run *run = arg;

	(void)source;
	(void)counts;
	run->ended = true;
	loop_stop(run->loop);
}

static const struct watcher_calls probe_calls = {
    .read_list = probe_read_list,
    .cancel_list = probe_cancel_list,
    .item = probe_on_item,
    .health = probe_on_health,
    .poll_done = probe_on_poll_done,
};

static void
probe_on_turn(void *arg)
{
	struct probe_run *run = arg;

	/* a store in memory; the callbacks get what goes wrong */
	err_drop(db_commit(run->db, NULL));
}

static void
probe_on_deadline(void *arg)
{
	struct probe_run *run = arg;

	run->result.health = HEALTH_RETRYING;
	(void)snprintf(run->result.why, sizeof(run->result.why),
	    "no end of it in two minutes");
	loop_stop(run->loop);
}

static void
probe_poll(struct probe_run *run)
{
	struct loop_timer *deadline =
	    loop_after(run->loop, PROBE_DEADLINE_MS, probe_on_deadline, run);

	loop_on_turn(run->loop, probe_on_turn, run);
	watcher_start(run->watcher);
	loop_run(run->loop);
	if (run->ended)
		loop_cancel(deadline);
	watcher_free(run->watcher);
	loop_on_turn(run->loop, NULL, NULL);
}

static int
probe_open(
    struct probe_run *run, const struct source_config *source, struct err *err)
{
	char *agent = mem_printf("filingd/" PACKAGE_VERSION "%s%s%s",
	    source->contact != NULL ? " (" : "",
	    source->contact != NULL ? source->contact : "",
	    source->contact != NULL ? ")" : "");
	struct watcher_parts parts;
	int rc = db_open(":memory:", &run->db, err);

	run->http = http_new(run->loop, agent);
	run->pace = pace_new(run->loop, 1);
	mem_free(agent);
	if (rc != 0)
		return rc;
	parts = (struct watcher_parts){
	    .loop = run->loop,
	    .http = run->http,
	    .pace = run->pace,
	    .db = run->db,
	    .calls = &probe_calls,
	    .arg = run,
	};
	return watcher_new(&parts, source, &run->watcher, err);
}

int
probe_run(struct jailed *jailed, const struct probe_target *target,
    const struct probe *probe, struct probe_result *ret, struct err *err)
{
	struct probe_run run = {
	    .probe = probe, .jailed = jailed, .loop = jailed_loop(jailed)};
	struct request_axis *axes = target->definition->list.axes;
	size_t axis_count = target->definition->list.axis_count;
	size_t *counts = mem_array(axis_count + 1, sizeof(*counts));
	int rc;

	target->definition->page_cap = 1;
	for (size_t i = 0; i < axis_count; i++) {
		counts[i] = axes[i].values.count;
		if (!probe->all_lists)
			axes[i].values.count = 1;
	}
	rc = probe_open(&run, &target->source, err);
	if (rc == 0)
		probe_poll(&run);
	http_free(run.http);
	pace_free(run.pace);
	db_close(run.db);
	for (size_t i = 0; i < axis_count; i++)
		axes[i].values.count = counts[i];
	mem_free(counts);
	*ret = run.result;
	return rc;
}

const char *
probe_advice(enum health_state health)
{
	switch (health) {
	case HEALTH_OK:
		break;
	case HEALTH_RETRYING:
		return "try again in a while; if it lasts, look whether the "
		       "address opens in a browser from this machine";
	case HEALTH_BLOCKED:
		return "the source turns programs away: ask more rarely, name "
		       "a contact, and read its terms; asking again now makes "
		       "it worse";
	case HEALTH_PAGE:
		return "the address gives a page for people: it may have "
		       "moved, or want headers that a browser sends";
	case HEALTH_TORN:
		return "the answer ends in the middle: try again";
	case HEALTH_DRIFT:
		return "the list has changed its form: record it with "
		       "filingctl sources tape record, copy the source's "
		       "folder to " SYSCONFDIR "/filingd/sources and mend "
		       "rows and fields there";
	case HEALTH_EMPTIED:
	case HEALTH_REDATED:
	case HEALTH_FROZEN:
		return "compare with what the site shows in a browser";
	case HEALTH_STOPPED:
		return "the source will not have us: look at the key and the "
		       "contact in the configuration";
	case HEALTH_STATES:
		break;
	}
	return "";
}
