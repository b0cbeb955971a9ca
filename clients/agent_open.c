/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: addresses and texts. Out: a browser or a viewer shows them.
 * clients/agent.c asks, when a person clicked.
 */
#include "clients/agent_open.h"

#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static void
open_by_command(const char *uri)
{
	char *argv[] = {(char[]){"xdg-open"}, mem_strdup(uri), NULL};
	GError *error = NULL;

	if (!g_spawn_async(NULL, argv, NULL,
		G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
		    G_SPAWN_STDERR_TO_DEV_NULL,
		NULL, NULL, NULL, &error)) {
		log_warning("'%s': cannot be opened: %s", uri, error->message);
		g_error_free(error);
	}
	mem_free(argv[1]);
}

static void
open_on_launched(GObject *source, GAsyncResult *result, gpointer arg)
{
	(void)source;
	if (!g_app_info_launch_default_for_uri_finish(result, NULL))
		open_by_command(arg);
	mem_free(arg);
}

void
agent_open_url(const char *url)
{
	g_app_info_launch_default_for_uri_async(
	    url, NULL, NULL, open_on_launched, mem_strdup(url));
}

/* The folder of the texts. Gives (g_free). */
static char *
open_folder(void)
{
	return g_build_filename(
	    g_get_user_runtime_dir(), "filingd-agent", NULL);
}

void
agent_open_text(const char *name, const char *text)
{
	char *folder = open_folder();
	char *file = mem_printf("%s.txt", name);
	char *path, *uri;
	GError *error = NULL;

	g_strcanon(file, "abcdefghijklmnopqrstuvwxyz0123456789_.", '_');
	path = g_build_filename(folder, file, NULL);
	(void)g_mkdir_with_parents(folder, 0700); /* the write tells */
	if (g_file_set_contents_full(
		path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error)) {
		uri = g_filename_to_uri(path, NULL, NULL);
		agent_open_url(uri);
		g_free(uri);
	} else {
		log_warning("'%s': %s", path, error->message);
		g_error_free(error);
	}
	g_free(path);
	mem_free(file);
	g_free(folder);
}

void
agent_open_clear(void)
{
	char *folder = open_folder();
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder, name, NULL);

		(void)g_unlink(path); /* one that stays does no harm */
		g_free(path);
	}
	if (dir != NULL)
		g_dir_close(dir);
	g_free(folder);
}
