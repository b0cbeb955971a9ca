/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: tapes as YAML, and streams as tab-separated values. Goes out: what
 * the exchange plays. Called by scenarios, ./demo (filingd-exchange) and the
 * bench.
 */
#include "tests/lib/exchange_tape.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/base/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TAPE_FILE_LIMIT (256 * MIB)
#define STREAM_COLUMNS	6

struct tape {
	struct exchange *exchange;
	const struct yaml *yaml;
	struct buf *complaints;
	int64_t base;
	const char *dir; /* of the tape, "" or with a slash */
	int dir_len;
	int faults;
};

static void
tape_complain(struct tape *tape, const struct yaml_node *node, const char *why)
{
	tape->faults++;
	if (yaml_complain(tape->complaints, tape->yaml, node->mark, "%s", why) <
	    0)
		tape->faults++;
}

/* RFC 3339, or "+SECONDS" after base; ERR_SYNTAX. */
static int
tape_parse_time(const char *s, int64_t base, int64_t *ret)
{
	bool has_time, has_zone;
	char *end;

	if (*s == '+') {
		*ret = base + strtoll(s + 1, &end, 10) * 1000;
		return *end || end == s + 1 ? ERR_SYNTAX : 0;
	}
	return datetime_parse(
	    s, "%Y-%m-%dT%H:%M:%S%z", 0, ret, &has_time, &has_zone);
}

static int64_t
tape_time(struct tape *tape, const struct yaml_node *map, const char *key)
{
	const struct yaml_node *node = yaml_get(map, key);
	int64_t wall = 0;

	if (!node)
		return 0;
	if (node->kind != YAML_SCALAR ||
	    tape_parse_time(node->text, tape->base, &wall) < 0)
		tape_complain(tape, node, "no time (RFC 3339 or +SECONDS)");
	return wall;
}

static int64_t
tape_number(struct tape *tape, const struct yaml_node *map, const char *key)
{
	const struct yaml_node *node = yaml_get(map, key);
	char *end;
	int64_t n;

	if (!node)
		return 0;
	if (node->kind != YAML_SCALAR || !*node->text) {
		tape_complain(tape, node, "no number");
		return 0;
	}
	n = strtoll(node->text, &end, 10);
	if (*end)
		tape_complain(tape, node, "no number");
	return n;
}

static int
tape_read_file(const char *path, struct buf *out)
{
	char bytes[16384];
	FILE *file = fopen(path, "rbe");
	size_t n;
	int rc = 0;

	if (!file)
		return ERR_NOTFOUND;
	while (rc == 0 && (n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		rc = buf_add(out, bytes, n);
	if (ferror(file))
		rc = ERR_IO;
	(void)fclose(file); /* it was only read */
	return rc;
}

/* Serves the file that the map names, at path. */
static void
tape_add_file(struct tape *tape, const struct yaml_node *map, const char *path,
    const char *type, int64_t visible)
{
	const char *name = yaml_get_text(map, "file");
	struct buf bytes;
	char *file;

	if (!name)
		return;
	file = mem_printf("%.*s%s", tape->dir_len, tape->dir, name);
	buf_init(&bytes, TAPE_FILE_LIMIT);
	if (tape_read_file(file, &bytes) < 0)
		tape_complain(
		    tape, yaml_get(map, "file"), "cannot read this file");
	else
		exchange_add_body(tape->exchange, path, type, visible,
		    (struct span){bytes.data, bytes.len});
	buf_done(&bytes);
	mem_free(file);
}

static void
tape_add_filing(struct tape *tape, const struct yaml_node *map)
{
	struct exchange_filing filing = {
	    .visible = tape_time(tape, map, "at"),
	    .hidden = tape_time(tape, map, "until"),
	    .time = tape_time(tape, map, "time"),
	    .id = yaml_get_text(map, "id"),
	    .code = yaml_get_text(map, "code"),
	    .name = yaml_get_text(map, "name"),
	    .org = yaml_get_text(map, "org"),
	    .title = yaml_get_text(map, "title"),
	    .type = yaml_get_text(map, "type"),
	    .path = yaml_get_text(map, "path"),
	};
	char *path;

	if (!filing.id || !filing.title || !filing.code || filing.time == 0) {
		tape_complain(
		    tape, map, "a filing has at, time, id, code and title");
		return;
	}
	exchange_add_filing(tape->exchange, &filing);
	if (!filing.path)
		return;
	path = mem_printf("/%s", filing.path);
	tape_add_file(tape, map, path, "application/pdf", filing.visible);
	mem_free(path);
}

static void
tape_add_body(struct tape *tape, const struct yaml_node *map)
{
	const char *path = yaml_get_text(map, "path");
	const char *type = yaml_get_text(map, "type");

	if (!path || !yaml_get_text(map, "file"))
		tape_complain(tape, map, "a body has a path and a file");
	else
		tape_add_file(tape, map, path, type ? type : "text/plain",
		    tape_time(tape, map, "at"));
}

#define TAPE_WORD(name, word) word,
static const char *const tape_fault_words[] = {EXCHANGE_FAULTS(TAPE_WORD)};
#undef TAPE_WORD

static void
tape_add_fault(struct tape *tape, const struct yaml_node *map)
{
	struct exchange_fault fault = {
	    .from = tape_time(tape, map, "from"),
	    .until = tape_time(tape, map, "until"),
	    .path = yaml_get_text(map, "path"),
	    .page = (int)tape_number(tape, map, "page"),
	    .count = (int)tape_number(tape, map, "count"),
	    .value = tape_number(tape, map, "value"),
	    .text = yaml_get_text(map, "text"),
	};
	const char *kind = yaml_get_text(map, "kind");
	int i;

	for (i = 0; kind && i < EXCHANGE_FAULT_KINDS; i++) {
		if (strcmp(tape_fault_words[i], kind) == 0) {
			fault.kind = (enum exchange_fault_kind)i;
			exchange_add_fault(tape->exchange, &fault);
			return;
		}
	}
	tape_complain(tape, map, "no such kind of fault");
}

static void
tape_add_all(struct tape *tape, const char *key,
    void (*add)(struct tape *tape, const struct yaml_node *map))
{
	const struct yaml_node *list = yaml_get(yaml_root(tape->yaml), key);
	size_t i;

	if (!list)
		return;
	if (list->kind != YAML_LIST) {
		tape_complain(tape, list, "a list is wanted here");
		return;
	}
	for (i = 0; i < list->count; i++)
		if (list->items[i]->kind == YAML_MAP)
			add(tape, list->items[i]);
		else
			tape_complain(
			    tape, list->items[i], "a map is wanted here");
}

int
exchange_load_tape(struct exchange *exchange, const char *file, int64_t base,
    struct buf *complaints)
{
	struct tape tape = {.exchange = exchange,
	    .complaints = complaints,
	    .base = base,
	    .dir = file};
	const char *slash = strrchr(file, '/');
	struct err err = ERR_NONE;
	struct yaml *yaml;

	if (yaml_load(file, &yaml, &err) < 0)
		return buf_addf(complaints, "%s\n", err.text) < 0 ? ERR_TOOBIG
								  : ERR_CONFIG;
	tape.yaml = yaml;
	tape.dir_len = slash ? (int)(slash - file) + 1 : 0;
	tape_add_all(&tape, "filings", tape_add_filing);
	tape_add_all(&tape, "bodies", tape_add_body);
	tape_add_all(&tape, "faults", tape_add_fault);
	yaml_free(yaml);
	return tape.faults ? ERR_CONFIG : 0;
}

/* Cuts the line at its tabs; ERR_SYNTAX when there are too few cells. */
static int
stream_split(char *line, char *cells[STREAM_COLUMNS])
{
	int i;

	line[strcspn(line, "\r\n")] = '\0';
	for (i = 0; i < STREAM_COLUMNS; i++) {
		if (!line)
			return ERR_SYNTAX;
		cells[i] = line;
		line = strchr(line, '\t');
		if (line)
			*line++ = '\0';
	}
	return 0;
}

/* "https://host/finalpage/2026-08-05/1225458478.PDF" */
static int
stream_add(struct exchange *exchange, char *cells[STREAM_COLUMNS])
{
	struct exchange_filing filing = {.code = cells[2],
	    .name = cells[3],
	    .title = cells[4],
	    .path = strstr(cells[5], "finalpage/")};
	const char *slash = strrchr(cells[5], '/');
	char id[32];

	if (!filing.path || !slash ||
	    tape_parse_time(cells[0], 0, &filing.visible) < 0 ||
	    tape_parse_time(cells[1], 0, &filing.time) < 0)
		return ERR_SYNTAX;
	(void)snprintf(
	    id, sizeof(id), "%.*s", (int)strcspn(slash + 1, "."), slash + 1);
	filing.id = id;
	exchange_add_filing(exchange, &filing);
	return 0;
}

int
exchange_load_stream(
    struct exchange *exchange, const char *file, struct err *err)
{
	char *cells[STREAM_COLUMNS];
	char line[8192];
	FILE *stream = fopen(file, "re");
	int number = 0, rc = 0;

	if (!stream)
		return err_set(err, ERR_NOTFOUND, "cannot read '%s'", file);
	while (rc == 0 && fgets(line, sizeof(line), stream)) {
		if (number++ == 0)
			continue; /* names of columns */
		rc = stream_split(line, cells);
		if (rc == 0)
			rc = stream_add(exchange, cells);
	}
	(void)fclose(stream); /* it was only read */
	if (rc < 0)
		return err_set(
		    err, rc, "%s:%d: no row of a stream", file, number);
	return 0;
}
