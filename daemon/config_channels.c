/* SPDX-License-Identifier: BSD-2-Clause */
/* The section `channels`, and secrets by reference. */
#include "daemon/config_parse.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SECRET_FILE_MAX 4096

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

static void
config_add_secret(struct config_parse *parse, const struct yaml_node *value,
    const char *what, struct channel *channel)
{
	const struct yaml_node *node = yaml_get(value, what);
	struct err err = ERR_NONE;
	char *text;

	if (node == NULL ||
	    (text = config_read_secret(parse, node, what)) == NULL)
		return;
	if (channel_secret_parse(
		text, &channel->secrets[channel->secret_count], &err) != 0)
		config_complain(parse, node->mark, "%s", err.text);
	else
		channel->secret_count++;
	bytes_wipe(text, strlen(text));
	mem_free(text);
}

static void
config_read_webhook(struct config_parse *parse, const struct yaml_node *value,
    struct channel *channel)
{
	const struct yaml_node *node = yaml_get(value, "webhook");
	const char *url = config_text(parse, node, "webhook");

	if (url == NULL)
		return;
	mem_set(&channel->url, url);
	config_add_secret(parse, value, "secret", channel);
	config_add_secret(parse, value, "previous-secret", channel);
	if (yaml_get(value, "secret") == NULL)
		config_complain(parse, node->mark,
		    "webhook '%s' needs a secret: every event is signed",
		    channel->name);
}

static void
config_read_mail(struct config_parse *parse, const struct yaml_node *value,
    struct channel *channel)
{
	const struct yaml_node *node = yaml_get(value, "mail");
	const struct yaml_node *password = yaml_get(value, "password");
	struct config_words words = {0};

	config_read_words(parse, node, "mail", &words);
	channel->recipients = mem_array(words.count + 1, sizeof(char *));
	for (size_t i = 0; i < words.count; i++)
		channel->recipients[channel->recipient_count++] =
		    mem_strdup(words.texts[i]);
	if (words.count == 0)
		config_complain(parse, node->mark, "mail needs a recipient");
	config_words_done(&words);
	if (password != NULL)
		channel->password =
		    config_read_secret(parse, password, "password");
	channel->guard.allow_loopback = true;
}

/* The kind's settings; then whether they go together. */
static void
config_read_kind(struct config_parse *parse, const struct yaml_node *value,
    const char *kind, struct channel *channel)
{
	struct err err = ERR_NONE;
	int errors = parse->errors;

	parse->secret_missing = false;
	if (channel->kind == CHANNEL_WEBHOOK)
		config_read_webhook(parse, value, channel);
	else
		config_read_mail(parse, value, channel);
	/* One complaint per channel; a secret may be out of reach here. */
	if (parse->errors == errors && !parse->secret_missing &&
	    channel_check(channel, &err) != 0)
		config_complain(parse, yaml_get(value, kind)->mark,
		    "channel '%s': %s", channel->name, err.text);
}

static void
config_read_channel(struct config_parse *parse, const struct yaml_node *key,
    const struct yaml_node *value)
{
	struct config *config = parse->config;
	struct channel *channel;
	bool webhook = yaml_get(value, "webhook") != NULL;
	bool mail = yaml_get(value, "mail") != NULL;

	config->channels = mem_resize(config->channels,
	    config->channel_count + 1, sizeof(*config->channels));
	channel = &config->channels[config->channel_count++];
	*channel = (struct channel){0};
	channel->name = mem_strdup(key->text);
	if (!config_read_new(parse, SECTION_CHANNEL, value, channel))
		return;
	if (yaml_get(value, "allow") != NULL)
		config_read_allow(
		    parse, yaml_get(value, "allow"), &channel->guard);
	if (yaml_get(value, "desktop") != NULL ||
	    yaml_get(value, "exec") != NULL)
		return; /* refused by name already */
	if (webhook == mail)
		config_complain(parse, key->mark,
		    "channel '%s' must be either 'webhook' or 'mail'",
		    key->text);
	else {
		channel->kind = webhook ? CHANNEL_WEBHOOK : CHANNEL_MAIL;
		config_read_kind(
		    parse, value, webhook ? "webhook" : "mail", channel);
	}
}

void
config_read_channels(struct config_parse *parse)
{
	config_each_pair(parse, "channels", config_read_channel);
}
