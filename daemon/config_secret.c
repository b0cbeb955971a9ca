/* SPDX-License-Identifier: BSD-2-Clause */
/* Secrets by reference: the config holds none itself. */
#include "daemon/config_parse.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SECRET_FILE_MAX 16384 /* a chain of certificates */

/* The file's text without the newline at its end; NULL with errno. */
static char *
config_read_secret_file(const char *path)
{
	char buf[SECRET_FILE_MAX];
	FILE *file = fopen(path, "re");
	char *text;
	size_t n;

	if (file == NULL)
		return NULL;
	(void)setvbuf(file, NULL, _IONBF, 0); /* a copy would stay behind */
	n = fread(buf, 1, sizeof(buf) - 1, file);
	fclose(file);
	while (n > 0 && (buf[n - 1] == '\n' || buf[n - 1] == '\r'))
		n--;
	buf[n] = '\0';
	text = mem_strndup(buf, n);
	bytes_wipe(buf, sizeof(buf));
	return text;
}

/* LoadCredential= of a directory names each file "cred_NAME". */
static char *
config_read_credential(const struct config_options *options, const char *name)
{
	char *path, *text;

	if (options->credentials == NULL) {
		errno = ENOENT;
		return NULL;
	}
	path = mem_printf("%s/%s", options->credentials, name);
	text = config_read_secret_file(path);
	mem_free(path);
	if (text != NULL)
		return text;
	path = mem_printf("%s/cred_%s", options->credentials, name);
	text = config_read_secret_file(path);
	mem_free(path);
	return text;
}

static void
config_secret_unread(struct config_parse *parse, struct yaml_mark mark,
    const char *kind, const char *name)
{
	parse->secret_missing = true;
	if (parse->options->offline)
		config_warn(parse, mark, "%s '%s' cannot be read here: %s",
		    kind, name, strerror(errno));
	else
		config_complain(parse, mark, "%s '%s' cannot be read: %s", kind,
		    name, strerror(errno));
}

char *
config_read_file(
    struct config_parse *parse, struct yaml_mark mark, const char *path)
{
	char *text = config_read_secret_file(path);

	if (text == NULL)
		config_secret_unread(parse, mark, "file", path);
	return text;
}

char *
config_read_secret(
    struct config_parse *parse, const struct yaml_node *node, const char *what)
{
	const char *credential = yaml_get_text(node, "credential");
	const char *file = yaml_get_text(node, "file");
	char *text;

	if (node->kind != YAML_MAP) {
		config_complain(parse, node->mark,
		    "a secret may not stand in the file: write '%s: "
		    "{ credential: NAME }' or '{ file: PATH }'",
		    what);
		return NULL;
	}
	(void)config_read_map(parse, SECTION_SECRET, node, NULL);
	if (yaml_get(node, "until") != NULL &&
	    strcmp(what, "previous-secret") != 0)
		config_complain(parse, yaml_get(node, "until")->mark,
		    "'until' belongs to 'previous-secret'");
	if ((credential == NULL) == (file == NULL)) {
		config_complain(parse, node->mark,
		    "'%s' needs either 'credential' or 'file'", what);
		return NULL;
	}
	if (credential != NULL) {
		if (strchr(credential, '/') != NULL) {
			config_complain(parse, node->mark,
			    "a credential's name has no '/'");
			return NULL;
		}
		text = config_read_credential(parse->options, credential);
		if (text == NULL)
			config_secret_unread(
			    parse, node->mark, "credential", credential);
		return text;
	}
	text = config_read_secret_file(file);
	if (text == NULL)
		config_secret_unread(parse, node->mark, "secret file", file);
	return text;
}
