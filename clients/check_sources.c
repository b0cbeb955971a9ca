/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl check` of definitions: a file, the folder of a source, or the
 * folder of all. Comes in: a path. Goes out: every fault with its place, on
 * stderr.
 */
#include "clients/check_sources.h"

#include "lib/base/mem.h"
#include "watchers/definition.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
check_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool
check_sources_is(const char *path)
{
	struct err err = ERR_NONE;
	struct yaml *yaml;
	bool is;

	if (check_is_folder(path))
		return true;
	if (yaml_load(path, &yaml, &err) != 0)
		return false; /* the configuration's loader says why */
	is = yaml_get(yaml_root(yaml), "engine") != NULL;
	yaml_free(yaml);
	return is;
}

/* Prints what was found; 1 for a faulty definition. */
static size_t
check_tell(int rc, struct definition *definition, const struct buf *complaints)
{
	if (complaints->len > 0)
		fputs(complaints->data, stderr);
	definition_free(definition);
	return rc != 0;
}

static size_t
check_file(const char *path)
{
	struct definition *definition = NULL;
	struct err err = ERR_NONE;
	struct buf complaints;
	struct yaml *yaml;
	size_t faulty;
	int rc = yaml_load(path, &yaml, &err);

	if (rc != 0) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	buf_init(&complaints, MIB);
	rc = definition_parse(yaml, &definition, &complaints);
	faulty = check_tell(rc, definition, &complaints);
	buf_done(&complaints);
	yaml_free(yaml);
	return faulty;
}

/* The folder of a source: its name has to be that of the definition. */
static size_t
check_folder(const char *path)
{
	char real[PATH_MAX]; /* "." has a name, too */
	struct definition *definition = NULL;
	const char *dirs[1];
	struct buf complaints;
	size_t faulty;
	char *name;
	int rc;

	if (realpath(path, real) == NULL ||
	    (name = strrchr(real, '/')) == NULL) {
		fprintf(stderr, "%s: cannot be found\n", path);
		return 1;
	}
	*name++ = '\0';
	dirs[0] = real;
	buf_init(&complaints, MIB);
	rc = definition_load(name, dirs, 1, &definition, &complaints);
	if (rc == ERR_NOTFOUND)
		fprintf(stderr, "%s: no definition.yaml\n", path);
	faulty = check_tell(rc, definition, &complaints);
	buf_done(&complaints);
	return faulty;
}

static size_t
check_all(const char *path, size_t *ret_count)
{
	char *pattern = mem_printf("%s/*/definition.yaml", path);
	size_t faulty = 0;
	glob_t found;

	*ret_count = 0;
	if (glob(pattern, 0, NULL, &found) == 0) {
		*ret_count = found.gl_pathc;
		for (size_t i = 0; i < found.gl_pathc; i++) {
			*strrchr(found.gl_pathv[i], '/') = '\0';
			faulty += check_folder(found.gl_pathv[i]);
		}
		globfree(&found);
	}
	mem_free(pattern);
	return faulty;
}

size_t
check_sources(const char *path, size_t *ret_count)
{
	char *own = mem_printf("%s/definition.yaml", path);
	bool single = access(own, F_OK) == 0;

	mem_free(own);
	*ret_count = 1;
	if (!check_is_folder(path))
		return check_file(path);
	return single ? check_folder(path) : check_all(path, ret_count);
}
