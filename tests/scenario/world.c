/* SPDX-License-Identifier: BSD-2-Clause */
/* Builds and drives a scenario's world. Used by every test in this folder. */
#include "tests/scenario/world.h"

#include "alerts/event_rows.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORLD_SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

static const char world_config[] =
    "instance: test\n"
    "state: %DIR%/state\n"
    "socket: %DIR%/sock\n"
    "definitions: %DIR%/sources\n"
    "reader: { program: %READER%, lexicon: %SRC%/reading/lexicon }\n"
    "sources:\n"
    "  cninfo: { catch-up: all, allow: 127.0.0.0/8 }\n"
    "channels:\n"
    "  hook: { webhook: \"%HOOK%\", allow-insecure: yes,\n"
    "    allow: 127.0.0.0/8, secret: { file: %DIR%/secret } }\n"
    "  desk: { mail: desk@localhost, smtp: \"%SMTP%\" }\n"
    "operator: desk\n"
    "rules:\n"
    "  - { name: all, when: severity >= 2, to: [ hook, desk ] }\n";

static void
world_write(const struct world *world, const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", world->folder, name);
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	mem_free(path);
}

/* text with every occurrence of what replaced; takes text, gives. */
static char *
world_replace(char *text, const char *what, const char *with)
{
	char *at;

	while ((at = strstr(text, what)) != NULL) {
		char *next = mem_printf("%.*s%s%s", (int)(at - text), text,
		    with, at + strlen(what));

		mem_free(text);
		text = next;
	}
	return text;
}

static char *
world_read(const char *path)
{
	FILE *file = fopen(path, "re");
	struct buf out;
	char piece[4096];
	size_t n;

	assert_non_null(file);
	buf_init(&out, MIB);
	while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
		assert_int_equal(buf_add(&out, piece, n), 0);
	fclose(file);
	return buf_take(&out);
}

/* cninfo's own definition, with the exchange's address. */
static void
world_write_definition(const struct world *world)
{
	char *path = mem_printf("%s/watchers/sources/cninfo/definition.yaml",
	    getenv("FILINGD_SRCDIR"));
	char *text = world_read(path);
	const char *url = exchange_url(world->exchange);

	text = world_replace(text, "https://www.cninfo.com.cn", url);
	text = world_replace(text, "https://static.cninfo.com.cn", url);
	text = world_replace(text, "    magic: \"%PDF\"\n", "");
	/* an evening of a few filings is not usual */
	text = world_replace(text, "  expect:", "  # expect:");
	world_write(world, "sources/cninfo/definition.yaml", text);
	mem_free(text);
	mem_free(path);
}

void
world_define(struct world *world, const char *what, const char *with)
{
	char *path =
	    mem_printf("%s/sources/cninfo/definition.yaml", world->folder);
	char *text = world_read(path);

	assert_non_null(strstr(text, what));
	text = world_replace(text, what, with);
	world_write(world, "sources/cninfo/definition.yaml", text);
	mem_free(text);
	mem_free(path);
}

static void
world_make_folder(struct world *world)
{
	static const char *const names[] = {
	    "state", "sources", "sources/cninfo"};
	char template[] = "/tmp/filingd-world-XXXXXX";

	assert_non_null(mkdtemp(template));
	world->folder = mem_strdup(template);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = mem_printf("%s/%s", world->folder, names[i]);

		assert_int_equal(mkdir(path, 0700), 0);
		mem_free(path);
	}
	world_write(world, "secret", WORLD_SECRET "\n");
}

struct world *
world_new(void)
{
	struct world *world = mem_new(sizeof(*world));
	struct receiver_options options = {.secret = WORLD_SECRET};
	struct err err = ERR_NONE;

	log_init("filingd", LOG_TO_STDERR,
	    getenv("FILINGD_DEBUG") != NULL ? LOG_AT_DEBUG : LOG_AT_ERROR);
	world_make_folder(world);
	world->clock = clock_new_held(EVENING);
	world->loop = loop_new(world->clock);
	if (exchange_new(world->loop, 0, &world->exchange, &err) != 0 ||
	    receiver_new(world->loop, &options, &world->receiver, &err) != 0)
		fail_msg("%s", err.text);
	world_write_definition(world);
	return world;
}

static void
world_remove(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char *inner = mem_printf("%s/%s", path, entry->d_name);

		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0 && unlink(inner) != 0)
			world_remove(inner);
		mem_free(inner);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(path);
}

void
world_free(struct world *world)
{
	service_free(world->service);
	receiver_free(world->receiver);
	exchange_free(world->exchange);
	loop_free(world->loop);
	clock_free(world->clock);
	world_remove(world->folder);
	mem_free(world->folder);
	mem_free(world->path);
	mem_free(world->calendars);
	mem_free(world);
}

static void
world_write_config(const struct world *world, const char *config)
{
	char *text = mem_strdup(config != NULL ? config : world_config);

	text = world_replace(text, "%DIR%", world->folder);
	text = world_replace(text, "%SRC%", getenv("FILINGD_SRCDIR"));
	text = world_replace(text, "%READER%", getenv("FILINGD_READER"));
	text = world_replace(text, "%URL%", exchange_url(world->exchange));
	text = world_replace(text, "%HOOK%", receiver_url(world->receiver));
	text = world_replace(text, "%SMTP%", receiver_smtp(world->receiver));
	world_write(world, "filingd.yaml", text);
	mem_free(text);
}

void
world_add_source(struct world *world, const char *name, const char *site)
{
	char *folder = mem_printf("%s/sources/%s", world->folder, name);
	char *path = mem_printf("%s/watchers/sources/%s/definition.yaml",
	    getenv("FILINGD_SRCDIR"), name);
	char *file = mem_printf("sources/%s/definition.yaml", name);
	char *text = world_replace(
	    world_read(path), site, exchange_url(world->exchange));

	assert_int_equal(mkdir(folder, 0700), 0);
	world_write(world, file, text);
	mem_free(text);
	mem_free(file);
	mem_free(path);
	mem_free(folder);
}

void
world_start(struct world *world, const char *config)
{
	struct service_options options = {
	    .clock = world->clock,
	    .loop = world->loop,
	    .no_api = true,
	};
	struct err err = ERR_NONE;
	struct buf complaints;

	mem_replace(&world->path, mem_printf("%s/filingd.yaml", world->folder));
	mem_replace(&world->calendars,
	    mem_printf("%s/watchers/calendars", getenv("FILINGD_SRCDIR")));
	world_write_config(world, config);
	options.config_path = world->path;
	config_options_default(&options.config);
	options.config.calendars = world->calendars;
	buf_init(&complaints, MIB);
	if (service_new(&options, &world->service, &complaints, &err) != 0 ||
	    service_start(world->service, &err) != 0)
		fail_msg("%s\n%s", err.text,
		    complaints.len > 0 ? complaints.data : "");
	buf_done(&complaints);
}

void
world_reload(struct world *world, const char *config)
{
	struct err err = ERR_NONE;
	struct buf complaints;

	world_write_config(world, config);
	buf_init(&complaints, MIB);
	if (service_reload(world->service, &complaints, &err) != 0)
		fail_msg("%s\n%s", err.text,
		    complaints.len > 0 ? complaints.data : "");
	buf_done(&complaints);
}

void
world_crash(struct world *world)
{
	/* db_close commits nothing: what was not durable is gone. */
	service_free(world->service);
	world->service = NULL;
}

void
world_publish(struct world *world, const char *id, const char *code,
    const char *title, const char *html)
{
	char *path = mem_printf("finalpage/2026-01-22/%s.html", id);
	char *url = mem_printf("/%s", path);
	int64_t now = clock_wall(world->clock);
	struct exchange_filing filing = {
	    .visible = now,
	    .time = INT64_C(1769011200000), /* tomorrow, 00:00 in Shanghai */
	    .id = id,
	    .code = code,
	    .name = "测试股份",
	    .org = "9900000001",
	    .title = title,
	    .type = "01010503",
	    .path = path,
	};

	exchange_add_body(world->exchange, url, "text/html; charset=utf-8", now,
	    span_of(html));
	exchange_add_filing(world->exchange, &filing);
	mem_free(url);
	mem_free(path);
}

void
world_fault(struct world *world, enum exchange_fault_kind kind, int64_t value,
    int64_t ms)
{
	int64_t now = clock_wall(world->clock);

	exchange_add_fault(world->exchange,
	    &(struct exchange_fault){
		.kind = kind, .from = now, .until = now + ms, .value = value});
}

void
world_after(struct world *world, int64_t ms)
{
	loop_run_until(world->loop, clock_wall(world->clock) + ms);
}

struct world_search {
	const char *type;
	int count;
	char *line;
};

static bool
world_on_row(const struct event_row *row, void *arg)
{
	struct world_search *search = arg;

	if (search->type[0] == '\0' || strcmp(row->type, search->type) == 0) {
		search->count++;
		mem_set(&search->line, row->line);
	}
	return true;
}

static struct world_search
world_search(struct world *world, const char *type)
{
	struct world_search search = {.type = type};
	struct err err = ERR_NONE;

	if (event_rows_after(service_db(world->service), 0, 100000,
		world_on_row, &search, &err) != 0)
		fail_msg("%s", err.text);
	return search;
}

int
world_events(struct world *world, const char *type)
{
	struct world_search search = world_search(world, type);

	mem_free(search.line);
	return search.count;
}

char *
world_line(struct world *world, const char *type)
{
	struct world_search search = world_search(world, type);

	if (search.line == NULL)
		fail_msg("no event of type '%s'", type);
	return search.line;
}

void
world_expect_hook(struct world *world, size_t i, const char *text)
{
	const struct receiver_hook *hook;

	if (i >= receiver_hooks(world->receiver))
		fail_msg("%zu webhooks came, not %zu",
		    receiver_hooks(world->receiver), i + 1);
	hook = receiver_hook(world->receiver, i);
	assert_true(hook->verified);
	if (strstr(hook->body, text) == NULL)
		fail_msg("'%s' is not in %s", text, hook->body);
}
