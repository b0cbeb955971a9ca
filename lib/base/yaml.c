/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: bytes of a settings file, a source definition or a lexicon. Out: a tree
 * of nodes that know their place, or the first error with its place. The
 * settings, definitions and lexicon readers call it.
 */
#include "lib/base/yaml.h"

#include "lib/base/mem.h"
#include "lib/base/spell.h"
#include "lib/base/yaml_source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

#define YAML_SIZE_MAX  MIB
#define YAML_DEPTH_MAX 32
#define YAML_NODES_MAX 200000

struct yaml {
	char *file;
	struct buf source;
	struct yaml_node *root;
};

/* A list or map that is still open. */
struct yaml_frame {
	struct yaml_node *node;
	struct yaml_node *key; /* read, its value not yet */
	size_t key_cap;
	size_t item_cap;
};

struct yaml_build {
	yaml_parser_t parser;
	struct yaml *yaml;
	struct yaml_frame frames[YAML_DEPTH_MAX];
	size_t depth;
	size_t nodes;
	bool ended; /* the first document is over */
	struct err *err;
};

static void
yaml_node_free(struct yaml_node *node)
{
	if (node == NULL)
		return;
	for (size_t i = 0; i < node->count; i++) {
		if (node->kind == YAML_MAP)
			yaml_node_free(node->keys[i]);
		yaml_node_free(node->items[i]);
	}
	mem_free(node->keys);
	mem_free(node->items);
	mem_free(node->text);
	mem_free(node);
}

void
yaml_free(struct yaml *yaml)
{
	if (yaml == NULL)
		return;
	yaml_node_free(yaml->root);
	buf_done(&yaml->source);
	mem_free(yaml->file);
	mem_free(yaml);
}

static struct yaml_mark
yaml_mark_of(const struct yaml_build *build, yaml_mark_t mark)
{
	return (struct yaml_mark){
	    build->yaml->file, (int)mark.line + 1, (int)mark.column + 1};
}

/* Sets "file:line:col: message" and returns ERR_SYNTAX. */
static int
yaml_refuse(struct yaml_build *build, struct yaml_mark mark, const char *text)
{
	err_set(build->err, ERR_SYNTAX, "%s:%d:%d: %s", mark.file, mark.line,
	    mark.column, text);
	return ERR_SYNTAX;
}

/* What to write instead of the character at mark, or "". */
static const char *
yaml_hint(const struct yaml_build *build, struct yaml_mark mark)
{
	struct span line = yaml_line(build->yaml, mark.line);
	const char *at = yaml_source_column(line, mark.column);

	if (at == line.p + line.len)
		return "";
	if (*at == '\t')
		return "; indent with spaces, not tabs";
	return strchr("@`%", *at) != NULL ? "; put this value in quotes" : "";
}

/* The error of libyaml as one of ours. */
static int
yaml_refuse_parser(struct yaml_build *build)
{
	const yaml_parser_t *parser = &build->parser;
	struct yaml_mark mark = yaml_mark_of(build, parser->problem_mark);

	if (parser->error == YAML_MEMORY_ERROR)
		return err_set(build->err, ERR_SYSTEM, "%s: out of memory",
		    build->yaml->file);
	if (parser->error == YAML_READER_ERROR) {
		struct span source = {
		    build->yaml->source.data, parser->problem_offset};
		yaml_source_place(source, &mark.line, &mark.column);
	}
	const char *context = parser->context != NULL ? parser->context : "";
	char text[256];
	(void)snprintf(text, sizeof(text), "%s%s%s%s", parser->problem,
	    context[0] != '\0' ? " " : "", context, yaml_hint(build, mark));
	return yaml_refuse(build, mark, text);
}

/* Adds a node to the open list or map, or makes it the root. Takes node. */
static int
yaml_attach(struct yaml_build *build, struct yaml_node *node)
{
	if (build->depth == 0) {
		build->yaml->root = node;
		return 0;
	}
	struct yaml_frame *frame = &build->frames[build->depth - 1];
	struct yaml_node *parent = frame->node;
	if (parent->kind == YAML_MAP && frame->key == NULL) {
		frame->key = node;
		if (node->kind == YAML_SCALAR)
			return 0;
		return yaml_refuse(build, node->mark, "a key must be text");
	}
	if (parent->kind == YAML_MAP) {
		parent->keys = mem_grow(parent->keys, parent->count,
		    &frame->key_cap, sizeof(struct yaml_node *));
		parent->keys[parent->count] = frame->key;
		frame->key = NULL;
	}
	parent->items = mem_grow(parent->items, parent->count, &frame->item_cap,
	    sizeof(struct yaml_node *));
	parent->items[parent->count++] = node;
	return 0;
}

/* A node of the event's place in the tree. */
static int
yaml_add(struct yaml_build *build, const yaml_event_t *event,
    enum yaml_kind kind, struct yaml_node **ret)
{
	struct yaml_mark mark = yaml_mark_of(build, event->start_mark);

	if (++build->nodes > YAML_NODES_MAX)
		return yaml_refuse(build, mark, "too many values");
	struct yaml_node *node = mem_new(sizeof(*node));
	node->kind = kind;
	node->mark = mark;
	*ret = node;
	return yaml_attach(build, node);
}

static int
yaml_open(
    struct yaml_build *build, const yaml_event_t *event, enum yaml_kind kind)
{
	struct yaml_node *node;

	if (build->depth == YAML_DEPTH_MAX)
		return yaml_refuse(build,
		    yaml_mark_of(build, event->start_mark), "nested too deep");
	int r = yaml_add(build, event, kind, &node);
	if (r == 0)
		build->frames[build->depth++] =
		    (struct yaml_frame){.node = node};
	return r;
}

/* Order of text, then of place. */
static int
yaml_key_compare(const void *a, const void *b)
{
	const struct yaml_node *x = *(struct yaml_node *const *)a;
	const struct yaml_node *y = *(struct yaml_node *const *)b;
	int r = strcmp(x->text, y->text);

	if (r != 0)
		return r;
	if (x->mark.line != y->mark.line)
		return x->mark.line < y->mark.line ? -1 : 1;
	return x->mark.column < y->mark.column ? -1 : 1;
}

/* Closes the innermost list or map; refuses keys that a map has twice. */
static int
yaml_close(struct yaml_build *build)
{
	const struct yaml_node *node = build->frames[--build->depth].node;

	if (node->kind != YAML_MAP || node->count < 2)
		return 0;
	struct yaml_node **keys =
	    mem_dup(node->keys, node->count * sizeof(struct yaml_node *));
	qsort(keys, node->count, sizeof(struct yaml_node *), yaml_key_compare);
	int r = 0;
	for (size_t i = 1; i < node->count && r == 0; i++) {
		if (strcmp(keys[i - 1]->text, keys[i]->text) != 0)
			continue;
		char text[160];
		(void)snprintf(text, sizeof(text),
		    "key '%.80s' is defined twice, first in line %d",
		    keys[i]->text, keys[i - 1]->mark.line);
		r = yaml_refuse(build, keys[i]->mark, text);
	}
	mem_free(keys);
	return r;
}

static int
yaml_add_scalar(struct yaml_build *build, const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	size_t len = event->data.scalar.length;
	struct yaml_node *node;

	if (memchr(value, '\0', len) != NULL)
		return yaml_refuse(build,
		    yaml_mark_of(build, event->start_mark),
		    "text must not hold a NUL character");
	int r = yaml_add(build, event, YAML_SCALAR, &node);
	if (r < 0)
		return r;
	node->text = mem_strndup(value, len);
	node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	return 0;
}

/* Why an event with these properties is not allowed; NULL when it is. */
static const char *
yaml_property(const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor != NULL)
		return "anchors (&name) are not supported";
	return tag != NULL ? "tags (!name) are not supported" : NULL;
}

static const char *
yaml_refusal(const struct yaml_build *build, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_ALIAS_EVENT:
		return "aliases (*name) are not supported";
	case YAML_SCALAR_EVENT:
		return yaml_property(
		    event->data.scalar.anchor, event->data.scalar.tag);
	case YAML_SEQUENCE_START_EVENT:
		return yaml_property(event->data.sequence_start.anchor,
		    event->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return yaml_property(event->data.mapping_start.anchor,
		    event->data.mapping_start.tag);
	case YAML_DOCUMENT_START_EVENT:
		return build->ended ? "a second document in one file" : NULL;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return NULL;
	}
	return NULL;
}

static int
yaml_on_event(struct yaml_build *build, const yaml_event_t *event)
{
	const char *refusal = yaml_refusal(build, event);

	if (refusal != NULL)
		return yaml_refuse(
		    build, yaml_mark_of(build, event->start_mark), refusal);
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return yaml_add_scalar(build, event);
	case YAML_SEQUENCE_START_EVENT:
		return yaml_open(build, event, YAML_LIST);
	case YAML_MAPPING_START_EVENT:
		return yaml_open(build, event, YAML_MAP);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return yaml_close(build);
	case YAML_DOCUMENT_END_EVENT:
		build->ended = true;
		return 0;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_START_EVENT:
	case YAML_ALIAS_EVENT:
		return 0;
	}
	return 0;
}

/* Turns the events of the whole source into the tree. */
static int
yaml_read_events(struct yaml_build *build)
{
	yaml_event_type_t type;
	int r = 0;

	do {
		yaml_event_t event;
		if (yaml_parser_parse(&build->parser, &event) != 1)
			return yaml_refuse_parser(build);
		type = event.type;
		r = yaml_on_event(build, &event);
		yaml_event_delete(&event);
	} while (r == 0 && type != YAML_STREAM_END_EVENT);
	return r;
}

static int
yaml_build(struct yaml *yaml, struct err *err)
{
	struct yaml_build build = {.yaml = yaml, .err = err};
	const void *source = yaml->source.data;

	if (yaml_parser_initialize(&build.parser) != 1)
		return err_set(err, ERR_SYSTEM, "out of memory");
	yaml_parser_set_encoding(&build.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&build.parser, source, yaml->source.len);
	int r = yaml_read_events(&build);
	for (size_t i = 0; i < build.depth; i++)
		yaml_node_free(build.frames[i].key);
	yaml_parser_delete(&build.parser);
	return r;
}

int
yaml_parse(const char *file, const char *p, size_t n, struct yaml **ret,
    struct err *err)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (n >= 3 && memcmp(p, mark, 3) == 0) {
		p += 3;
		n -= 3;
	}
	struct yaml *yaml = mem_new(sizeof(*yaml));
	yaml->file = mem_strdup(file);
	buf_init(&yaml->source, YAML_SIZE_MAX);
	int r = buf_add(&yaml->source, p, n);
	if (r == ERR_SYSTEM)
		err_set(err, r, "%s: no memory to read it", file);
	else if (r < 0)
		err_set(err, r, "%s: longer than %lu bytes", file,
		    (unsigned long)YAML_SIZE_MAX);
	else
		r = yaml_build(yaml, err);
	if (r < 0) {
		yaml_free(yaml);
		return r;
	}
	*ret = yaml;
	return 0;
}

/* Without waiting for the writer of a pipe; only a regular file is taken. */
static int
yaml_open_file(const char *file, FILE **ret, struct err *err)
{
	struct stat st;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return err_set_errno(err,
		    errno == ENOENT ? ERR_NOTFOUND : ERR_IO, errno, "%s", file);
	int r = 0;
	if (fstat(fd, &st) != 0)
		r = err_set_errno(err, ERR_IO, errno, "%s", file);
	else if (!S_ISREG(st.st_mode))
		r = err_set(err, ERR_IO, "%s: not a regular file", file);
	else if ((*ret = fdopen(fd, "r")) == NULL)
		r = err_set_errno(err, ERR_IO, errno, "%s", file);
	if (r < 0)
		close(fd);
	return r;
}

int
yaml_load(const char *file, struct yaml **ret, struct err *err)
{
	struct buf buf;
	char piece[4096];
	size_t n;
	FILE *in = NULL;
	int r = yaml_open_file(file, &in, err);

	if (r < 0)
		return r;
	/* A little more than allowed, so that yaml_parse refuses it. */
	buf_init(&buf, YAML_SIZE_MAX + sizeof(piece));
	while (r == 0 && (n = fread(piece, 1, sizeof(piece), in)) > 0)
		r = buf_add(&buf, piece, n);
	if (ferror(in) != 0)
		r = err_set_errno(err, ERR_IO, errno, "%s", file);
	else if (r == ERR_SYSTEM)
		err_set(err, r, "%s: no memory to read it", file);
	else
		r = yaml_parse(file, buf.data, buf.len, ret, err);
	(void)fclose(in); /* only read */
	buf_done(&buf);
	return r;
}

const struct yaml_node *
yaml_root(const struct yaml *yaml)
{
	return yaml->root;
}

const struct yaml_node *
yaml_get(const struct yaml_node *node, const char *key)
{
	if (node == NULL || node->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < node->count; i++) {
		if (strcmp(node->keys[i]->text, key) == 0)
			return node->items[i];
	}
	return NULL;
}

const char *
yaml_get_text(const struct yaml_node *node, const char *key)
{
	const struct yaml_node *value = yaml_get(node, key);

	return value != NULL ? value->text : NULL;
}

struct span
yaml_source(const struct yaml *yaml)
{
	return (struct span){yaml->source.data, yaml->source.len};
}

struct span
yaml_line(const struct yaml *yaml, int line)
{
	struct span source = {yaml->source.data, yaml->source.len};

	return yaml_source_line(source, line);
}

int
yaml_complain(struct buf *out, const struct yaml *yaml, struct yaml_mark mark,
    const char *fmt, ...)
{
	size_t before = out->len;
	va_list ap;

	int r = buf_addf(out, "%s:%d:%d: ", mark.file, mark.line, mark.column);
	va_start(ap, fmt);
	if (r == 0)
		r = buf_addv(out, fmt, ap);
	va_end(ap);
	if (r == 0)
		r = buf_add_char(out, '\n');
	if (r == 0)
		r = yaml_source_show(
		    out, yaml_line(yaml, mark.line), mark.column);
	if (r < 0)
		buf_cut(out, before);
	return r;
}

const char *
yaml_nearest(const char *word, const char *const candidates[], size_t n)
{
	size_t best = 1 + strlen(word) / 4 + 1;
	const char *found = NULL;

	for (size_t i = 0; i < n; i++) {
		size_t distance = spell_distance(word, candidates[i]);
		if (distance >= best)
			continue;
		best = distance;
		found = candidates[i];
	}
	return found;
}
