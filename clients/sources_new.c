/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl sources new`: from the address of a list to the draft of its
 * definition and what this reads. Writes nothing unless it is told where.
 */
#include "clients/items_table.h"
#include "clients/jailed.h"
#include "clients/sketched.h"
#include "clients/sources.h"
#include "clients/tape.h"
#include "clients/tape_json.h"
#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define NEW_BODY_LIMIT	(8 * MIB)
#define NEW_DEADLINE_MS 30000
#define NEW_REDIRECTS	5
#define NEW_NAME_MAX	40
#define NEW_NETS	8

struct new_source {
	const struct verb_context *context;
	const char *url;
	const char *folder; /* to write it to; NULL */
	char name[NEW_NAME_MAX];
	struct guard guard;
	struct guard_net nets[NEW_NETS];
	struct jailed *jailed;
	/* what came */
	int status;
	struct err error;
	struct buf body;
	char *address; /* after redirects */
	/* what was made of it */
	struct buf draft;
	struct definition *definition;
};

static int
new_usage(void)
{
	return verb_fail(VERB_USAGE, "usage: filingctl sources new [--name "
				     "NAME] [--allow NET] [-o FOLDER] URL");
}

static void
new_on_response(struct http_response *response, void *arg)
{
	struct new_source *source = arg;

	source->status = response->status;
	source->error = response->error;
	if (response->error.code == 0) {
		source->body = response->body;
		buf_init(&response->body, 0);
		mem_set(&source->address, response->url);
	}
	loop_stop(jailed_loop(source->jailed));
}

static int
new_fetch(struct new_source *source)
{
	const struct http_header headers[] = {{"Accept",
	    "application/atom+xml, application/rss+xml, application/json, "
	    "text/html;q=0.9, */*;q=0.1"}};
	const struct http_request request = {.method = "GET",
	    .url = source->url,
	    .headers = headers,
	    .header_count = 1,
	    .limit = NEW_BODY_LIMIT,
	    .deadline_ms = NEW_DEADLINE_MS,
	    .redirects = NEW_REDIRECTS,
	    .guard = &source->guard,
	    .compressed = true};
	struct loop *loop = jailed_loop(source->jailed);
	struct http *http = http_new(loop, "filingd/" PACKAGE_VERSION);

	http_send(http, &request, new_on_response, source);
	loop_run(loop);
	http_free(http);
	if (source->error.code != 0)
		return verb_fail(VERB_FAILED, "%s", source->error.text);
	if (source->status == 403 || source->status == 429)
		return verb_fail(VERB_BLOCKED,
		    "%s: http %d: the site turns programs away", source->url,
		    source->status);
	if (source->status != 200)
		return verb_fail(
		    VERB_FAILED, "%s: http %d", source->url, source->status);
	return VERB_OK;
}

/* "www.example.com" to "example-com"; "" when nothing of it will do. */
static void
new_name_of_url(const char *url, char name[NEW_NAME_MAX])
{
	const char *host = strstr(url, "://");
	size_t n = 0;

	host = host != NULL ? host + 3 : url;
	if (strncmp(host, "www.", 4) == 0)
		host += 4;
	for (; n + 1 < NEW_NAME_MAX && *host != '\0' &&
	       strchr("/?#:", *host) == NULL;
	     host++) {
		int c = tolower((unsigned char)*host);

		if (isalnum(c) && c < 0x80)
			name[n++] = (char)c;
		else if (n > 0 && name[n - 1] != '-')
			name[n++] = '-';
	}
	name[n] = '\0';
}

static int
new_take_name(struct new_source *source, const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n >= NEW_NAME_MAX || name[0] == '-' ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != n)
		return verb_fail(VERB_USAGE,
		    "'%s' must be a name: small letters, digits and '-'", name);
	memcpy(source->name, name, n + 1);
	return VERB_OK;
}

static int
new_compile(struct new_source *source)
{
	struct buf complaints;
	struct yaml *yaml = NULL;
	struct err err = ERR_NONE;
	int rc = yaml_parse(
	    "draft", source->draft.data, source->draft.len, &yaml, &err);

	if (rc != 0)
		return verb_fail(VERB_FAILED, "%s", err.text);
	buf_init(&complaints, MIB);
	rc = definition_parse(yaml, &source->definition, &complaints);
	if (complaints.len > 0)
		fputs(complaints.data, stderr);
	buf_done(&complaints);
	yaml_free(yaml);
	return rc == 0 ? VERB_OK
		       : verb_fail(VERB_FAILED, "the draft is faulty");
}

static int
new_draft(struct new_source *source)
{
	int64_t now = loop_now(jailed_loop(source->jailed));
	char today[DATE_STR_MAX];
	struct sketch_ask ask = {.name = source->name,
	    .url = source->url,
	    .today = date_print((int32_t)(now / DAY_MS), today)};
	struct span body = {source->body.data, source->body.len};
	struct err err = ERR_NONE;

	if (sketched_definition(&ask, body, &source->draft, &err) != 0)
		return verb_fail(VERB_NOTHING, "%s: %s", source->url, err.text);
	return new_compile(source);
}

static int
new_read(struct new_source *source, struct list_answer *answer)
{
	struct list_spec spec = source->definition->spec;
	struct span body = {source->body.data, source->body.len};
	struct err err = ERR_NONE;

	spec.source = source->name;
	spec.base = source->address;
	spec.now = loop_now(jailed_loop(source->jailed));
	if (jailed_read(source->jailed, &spec, body, answer, &err) != 0)
		return verb_fail(VERB_FAILED, "%s", err.text);
	return VERB_OK;
}

static int
new_write_file(
    const struct new_source *source, const char *name, const struct buf *bytes)
{
	char *path = mem_printf("%s/%s", source->folder, name);
	FILE *file = fopen(path, "wxe");
	int rc = VERB_OK;

	if (file == NULL ||
	    fwrite(bytes->data, 1, bytes->len, file) != bytes->len)
		rc = verb_fail(VERB_FAILED, "%s: %s", path, strerror(errno));
	if (file != NULL && fclose(file) != 0 && rc == VERB_OK)
		rc = verb_fail(VERB_FAILED, "%s: %s", path, strerror(errno));
	mem_free(path);
	return rc;
}

static int
new_write_items(
    const struct new_source *source, const struct list_answer *answer)
{
	char *path = mem_printf("%s/items.json", source->folder);
	json_t *entry = tape_json_answer(answer);
	json_t *all = json_pack("[o]", entry);
	int rc = VERB_OK;

	json_object_set_new(entry, "file", json_string("tape/list-1"));
	json_object_set_new(entry, "base", json_string(source->address));
	if (json_dump_file(all, path, JSON_INDENT(1)) != 0)
		rc = verb_fail(VERB_FAILED, "%s: %s", path, strerror(errno));
	json_decref(all);
	mem_free(path);
	return rc;
}

static int
new_write(const struct new_source *source, const struct list_answer *answer)
{
	char *tape = mem_printf("%s/tape", source->folder);
	int rc = VERB_OK;

	if ((mkdir(source->folder, 0777) != 0 && errno != EEXIST) ||
	    (mkdir(tape, 0777) != 0 && errno != EEXIST))
		rc = verb_fail(
		    VERB_FAILED, "%s: %s", source->folder, strerror(errno));
	mem_free(tape);
	if (rc == VERB_OK)
		rc = new_write_file(source, "definition.yaml", &source->draft);
	if (rc == VERB_OK)
		rc = new_write_file(source, "tape/list-1", &source->body);
	if (rc == VERB_OK)
		rc = new_write_items(source, answer);
	if (rc == VERB_OK && !source->context->quiet)
		printf("\nwritten to %s; next: filingctl sources doctor %s\n",
		    source->folder, source->folder);
	return rc;
}

static int
new_show(struct new_source *source)
{
	struct list_answer answer = {0};
	int rc = new_read(source, &answer);

	if (rc != VERB_OK)
		return rc;
	fputs(source->draft.data, stdout);
	fputs("\nIt reads: ", stdout);
	items_table_print(&answer, &source->definition->spec.zone);
	if (source->folder != NULL)
		rc = new_write(source, &answer);
	else if (answer.outcome != OUTCOME_OK)
		rc = VERB_FAILED;
	list_answer_done(&answer);
	return rc;
}

static int
new_run(struct new_source *source)
{
	int rc;

	source->jailed = jailed_new(source->context);
	buf_init(&source->draft, MIB);
	rc = new_fetch(source);
	if (rc == VERB_OK)
		rc = new_draft(source);
	if (rc == VERB_OK)
		rc = new_show(source);
	definition_free(source->definition);
	buf_done(&source->draft);
	buf_done(&source->body);
	mem_free(source->address);
	jailed_free(source->jailed);
	return rc;
}

static int
new_option(struct new_source *source, int option, const char *value)
{
	struct err err = ERR_NONE;

	switch (option) {
	case 'n':
		return new_take_name(source, value);
	case 'o':
		source->folder = value;
		return VERB_OK;
	case 'a':
		if (source->guard.count == NEW_NETS ||
		    guard_net_parse(
			value, &source->nets[source->guard.count], &err) != 0)
			return verb_fail(VERB_USAGE, "--allow %s: %s", value,
			    err.code != 0 ? err.text : "too many");
		source->guard.count++;
		return VERB_OK;
	default:
		return new_usage();
	}
}

/* The folder names the source, when nothing else does. */
static int
new_settle_name(struct new_source *source)
{
	const char *slash =
	    source->folder != NULL ? strrchr(source->folder, '/') : NULL;

	if (source->name[0] != '\0')
		return VERB_OK;
	if (source->folder != NULL)
		return new_take_name(
		    source, slash != NULL ? slash + 1 : source->folder);
	new_name_of_url(source->url, source->name);
	return source->name[0] != '\0' ? VERB_OK : new_usage();
}

int
sources_new(const struct verb_context *context, int argc, char **argv)
{
	static const struct option longs[] = {
	    {"name", required_argument, NULL, 'n'},
	    {"allow", required_argument, NULL, 'a'}, {NULL, 0, NULL, 0}};
	struct new_source source = {.context = context};
	int c, rc = VERB_OK;

	source.guard.nets = source.nets;
	while (rc == VERB_OK &&
	       (c = getopt_long(argc, argv, "o:", longs, NULL)) != -1)
		rc = new_option(&source, c, optarg);
	if (rc != VERB_OK)
		return rc;
	if (optind + 1 != argc)
		return new_usage();
	source.url = argv[optind];
	rc = new_settle_name(&source);
	return rc == VERB_OK ? new_run(&source) : rc;
}
