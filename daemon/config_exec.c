/* SPDX-License-Identifier: BSD-2-Clause */
/* A channel of kind `exec`: a program, and whether it is safe to start. */
#include "daemon/config_parse.h"
#include "lib/base/mem.h"
#include "lib/net/process.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXEC_ARGUMENTS 64

/* An error where filingd runs, a warning where the config is only checked. */
#define EXEC_COMPLAIN(parse, ...)                                              \
	((parse)->options->offline ? config_warn(parse, __VA_ARGS__)           \
				   : config_complain(parse, __VA_ARGS__))

/*
 * Who may write to it may make filingd run anything; a sticky folder keeps
 * others from replacing what is not theirs.
 */
static bool
config_check_writers(
    struct config_parse *parse, struct yaml_mark mark, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return true; /* above a program that was found */
	if (S_ISDIR(st.st_mode) && (st.st_mode & S_ISVTX) != 0)
		return true;
	if ((st.st_mode & S_IWOTH) != 0) {
		EXEC_COMPLAIN(parse, mark,
		    "exec: everybody may write to '%s': chmod o-w it", path);
		return false;
	}
	if ((st.st_mode & S_IWGRP) != 0 && st.st_gid != 0)
		config_warn(parse, mark,
		    "exec: a group may write to '%s', and so choose what "
		    "filingd runs",
		    path);
	return true;
}

/* The file itself and every folder above it. */
static void
config_check_path(
    struct config_parse *parse, struct yaml_mark mark, const char *program)
{
	char path[PATH_MAX];

	if (realpath(program, path) == NULL)
		return;
	while (config_check_writers(parse, mark, path)) {
		char *slash = strrchr(path, '/');
		if (slash == NULL || slash[1] == '\0')
			return;
		slash[slash == path ? 1 : 0] = '\0';
	}
}

static void
config_check_program(
    struct config_parse *parse, struct yaml_mark mark, const char *program)
{
	struct stat st;

	if (program[0] != '/')
		config_complain(parse, mark,
		    "exec: '%s' must be an absolute path; no shell looks for "
		    "it",
		    program);
	else if (stat(program, &st) != 0)
		EXEC_COMPLAIN(
		    parse, mark, "exec: '%s': %s", program, strerror(errno));
	else if (!S_ISREG(st.st_mode) || access(program, X_OK) != 0)
		EXEC_COMPLAIN(parse, mark, "exec: '%s' is no program", program);
	else
		config_check_path(parse, mark, program);
}

static void
config_read_run_as(struct config_parse *parse, const struct yaml_node *node,
    struct channel *channel)
{
	const char *name = config_text(parse, node, "run-as");
	struct err err = ERR_NONE;

	if (name == NULL)
		return;
	channel->run_as = mem_new(sizeof(*channel->run_as));
	int r = process_find_user(name, channel->run_as, &err);
	if (r != 0)
		EXEC_COMPLAIN(parse, node->mark, "run-as: %s", err.text);
}

void
config_read_exec(struct config_parse *parse, const struct yaml_node *value,
    struct channel *channel)
{
	const struct yaml_node *node = yaml_get(value, "exec");
	const struct yaml_node *run_as = yaml_get(value, "run-as");
	struct config_words words = {0};

	config_read_words(parse, node, "exec", &words);
	if (words.count == 0 || words.count > EXEC_ARGUMENTS) {
		config_complain(parse, node->mark,
		    "exec needs a program, and at most %d arguments",
		    EXEC_ARGUMENTS - 1);
		config_words_done(&words);
		return;
	}
	channel->arguments = mem_array(words.count + 1, sizeof(char *));
	for (size_t i = 0; i < words.count; i++)
		channel->arguments[channel->argument_count++] =
		    mem_strdup(words.texts[i]);
	config_check_program(parse, words.marks[0], words.texts[0]);
	config_words_done(&words);
	if (run_as != NULL)
		config_read_run_as(parse, run_as, channel);
	else if (geteuid() == 0 && !parse->options->offline)
		config_warn(parse, node->mark,
		    "exec: '%s' runs as root, as filingd does: give it a "
		    "run-as",
		    channel->arguments[0]);
}
