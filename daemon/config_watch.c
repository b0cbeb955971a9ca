/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The section `watch`: each list with the issuers that stand in it, and those
 * of the files that it names. Called by daemon/config.c after the aliases.
 */
#include "daemon/config_parse.h"
#include "daemon/watch_file.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "lib/base/yaml_source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An issuer as somebody wrote it, and where. */
struct config_watched {
	const char *issuer;
	const char *label;
	const char *ref;
	struct yaml_mark issuer_mark;
	struct yaml_mark mark;
};

static void
config_add_watched(struct config_parse *parse, struct watch *watch,
    const struct config_watched *watched)
{
	char listing[LISTING_MAX];
	struct err err = ERR_NONE;

	if (listing_parse(watched->issuer, listing, &err) != 0)
		config_complain(parse, watched->issuer_mark, "%s", err.text);
	else if (watch_add(watch,
		     aliases_find(&parse->config->aliases, listing, NULL),
		     watched->label, watched->ref, watched->mark) != 0)
		config_complain(parse, watched->mark,
		    "listing '%s' is in watch list '%s' twice", listing,
		    watch->name);
}

char *
config_beside(const struct yaml_node *node)
{
	const char *base = node->mark.file;
	const char *slash = strrchr(base, '/');
	int dir = slash == NULL ? 0 : (int)(slash - base + 1);

	if (node->text[0] == '/')
		return mem_strdup(node->text);
	return mem_printf("%.*s%s", dir, base, node->text);
}

static int
config_load_list(const char *path, struct buf *text, struct err *err)
{
	/* Nothing that is no file makes a reload wait. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char piece[4096];
	ssize_t n = 0;
	int rc = 0;

	if (fd < 0)
		return err_set_errno(err, ERR_IO, errno, "'%s'", path);
	if (fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
		(void)close(fd); /* never read */
		return err_set(err, ERR_INVALID, "'%s' is no file", path);
	}
	while (rc == 0 && (n = read(fd, piece, sizeof(piece))) > 0)
		rc = buf_add(text, piece, (size_t)n);
	if (rc != 0)
		rc = err_set(err, rc, "'%s' is larger than %zu MiB", path,
		    (size_t)(WATCH_FILE_MAX / MIB));
	else if (n < 0)
		rc = err_set_errno(err, ERR_IO, errno, "'%s'", path);
	(void)close(fd); /* only read */
	return rc;
}

static void
config_read_list(struct config_parse *parse, struct watch *watch,
    const struct config_list *list)
{
	struct watch_file file =
	    watch_file_init((struct span){list->text.data, list->text.len});
	struct watch_file_line line;

	while (watch_file_next(&file, &line)) {
		struct yaml_mark mark = {list->path, line.line, line.column};

		if (line.fault != NULL)
			config_complain(parse, mark, "%s", line.fault);
		else
			config_add_watched(parse, watch,
			    &(struct config_watched){.issuer = line.fields[0],
				.label = line.fields[1],
				.ref = line.fields[2],
				.issuer_mark = mark,
				.mark = mark});
	}
	watch_file_done(&file);
}

/* { file: PATH }: kept, since marks point into it. */
static void
config_read_watch_file(struct config_parse *parse, struct watch *watch,
    const struct yaml_node *node)
{
	struct config *config = parse->config;
	struct config_list *list;
	struct err err = ERR_NONE;

	if (config_text(parse, node, "file") == NULL)
		return;
	config->lists = mem_resize(
	    config->lists, config->list_count + 1, sizeof(*config->lists));
	list = &config->lists[config->list_count++];
	list->path = config_beside(node);
	buf_init(&list->text, WATCH_FILE_MAX);
	if (config_load_list(list->path, &list->text, &err) != 0)
		config_complain(parse, node->mark, "%s", err.text);
	else
		config_read_list(parse, watch, list);
}

static void
config_read_watched(struct config_parse *parse, struct watch *watch,
    const struct yaml_node *node)
{
	const struct yaml_node *issuer = node;
	const struct yaml_node *file = yaml_get(node, "file");

	if (node->kind == YAML_MAP) {
		(void)config_read_map(parse, SECTION_WATCH, node, NULL);
		issuer = yaml_get(node, "issuer");
	}
	if (file != NULL && issuer == NULL) {
		config_read_watch_file(parse, watch, file);
		return;
	}
	if (issuer == NULL || issuer->kind != YAML_SCALAR || file != NULL) {
		config_complain(parse, node->mark,
		    "a watched issuer needs 'issuer: LISTING', a file of them "
		    "'file: PATH'");
		return;
	}
	config_add_watched(parse, watch,
	    &(struct config_watched){.issuer = issuer->text,
		.label = yaml_get_text(node, "label"),
		.ref = yaml_get_text(node, "ref"),
		.issuer_mark = issuer->mark,
		.mark = node->mark});
}

static void
config_read_watch(struct config_parse *parse, const struct yaml_node *key,
    const struct yaml_node *value)
{
	struct config *config = parse->config;
	struct watch *watch;

	config->watches = mem_resize(
	    config->watches, config->watch_count + 1, sizeof(*config->watches));
	watch = &config->watches[config->watch_count++];
	watch_init(watch, key->text);
	if (value->kind == YAML_SCALAR) {
		config_complain(parse, value->mark,
		    "watch list '%s' must be a list of listings", key->text);
		return;
	}
	if (value->kind == YAML_MAP)
		config_read_watched(parse, watch, value);
	for (size_t i = 0; value->kind == YAML_LIST && i < value->count; i++)
		config_read_watched(parse, watch, value->items[i]);
}

void
config_read_watches(struct config_parse *parse)
{
	config_each_pair(parse, "watch", config_read_watch);
}

bool
config_point_list(const struct config *config, struct yaml_mark mark,
    const char *text, struct buf *out)
{
	for (size_t i = 0; i < config->list_count; i++) {
		const struct config_list *list = &config->lists[i];
		struct span source = {list->text.data, list->text.len};

		if (list->path != mark.file)
			continue;
		/* A flood of complaints is cut at the buffer's cap. */
		err_drop(buf_addf(out, "%s:%d:%d: %s\n", mark.file, mark.line,
		    mark.column, text));
		err_drop(yaml_source_show(
		    out, yaml_source_line(source, mark.line), mark.column));
		return true;
	}
	return false;
}

void
config_lists_done(struct config *config)
{
	for (size_t i = 0; i < config->list_count; i++) {
		mem_free(config->lists[i].path);
		buf_done(&config->lists[i].text);
	}
	mem_free(config->lists);
}
