/* SPDX-License-Identifier: BSD-2-Clause */
/* In: the name of a file of ours; out: its path. Called at start. */
#include "lib/base/place.h"

#include "lib/base/mem.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

/* The folder that this program was built in; NULL when it is installed. */
static char *
place_build_folder(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash, *data;
	int rc;

	if (n <= 0)
		return NULL;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	data = mem_printf("%s/share/filingd/lexicon", path);
	rc = access(data, F_OK);
	mem_free(data);
	return rc == 0 ? mem_strdup(path) : NULL;
}

static char *
place_find(const char *inside, const char *installed, const char *name)
{
	char *folder = place_build_folder();
	char *path = folder != NULL
			 ? mem_printf("%s/%s%s", folder, inside, name)
			 : mem_printf("%s/%s", installed, name);

	mem_free(folder);
	return path;
}

char *
place_data(const char *name)
{
	return place_find("share/filingd/", DATADIR, name);
}

char *
place_own(const char *name)
{
	char *folder = place_build_folder();
	bool built = folder != NULL;

	mem_free(folder);
	return built ? NULL : mem_printf("%s/filingd/%s", SYSCONFDIR, name);
}

char *
place_program(const char *name)
{
	return place_find("", LIBEXECDIR, name);
}
