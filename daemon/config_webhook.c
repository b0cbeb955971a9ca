/* SPDX-License-Identifier: BSD-2-Clause */
/* A channel of kind `webhook`. */
#include "daemon/config_parse.h"
#include "lib/base/date.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <string.h>

#define CONFIG_DAY_MS INT64_C(86400000)

/* Wiped and freed; NULL does nothing. */
static void
config_drop_secret(char *text)
{
	if (text != NULL)
		bytes_wipe(text, strlen(text));
	mem_free(text);
}

/* "until: DATE" of the previous secret: to the end of that day, UTC. */
static void
config_read_until(struct config_parse *parse, const struct yaml_node *node,
    struct channel_secret *secret)
{
	const struct yaml_node *until = yaml_get(node, "until");
	const char *text;
	int32_t day;

	if (until == NULL ||
	    (text = config_text(parse, until, "until")) == NULL)
		return;
	if (date_parse(text, &day) != 0)
		config_complain(
		    parse, until->mark, "'until' must be a date, YYYY-MM-DD");
	else
		secret->until = ((int64_t)day + 1) * CONFIG_DAY_MS;
}

static void
config_add_secret(struct config_parse *parse, const struct yaml_node *value,
    const char *what, struct channel *channel)
{
	const struct yaml_node *node = yaml_get(value, what);
	struct channel_secret *secret =
	    &channel->secrets[channel->secret_count];
	struct err err = ERR_NONE;
	char *text;

	if (node == NULL ||
	    (text = config_read_secret(parse, node, what)) == NULL)
		return;
	if (channel_secret_parse(text, secret, &err) != 0) {
		config_complain(parse, node->mark, "%s", err.text);
	} else {
		channel->secret_count++;
		config_read_until(parse, node, secret);
	}
	config_drop_secret(text);
}

static void
config_read_sign_key(struct config_parse *parse, const struct yaml_node *value,
    struct channel *channel)
{
	const struct yaml_node *node = yaml_get(value, "sign-key");
	struct channel_sign_key key;
	struct err err = ERR_NONE;
	char *text;

	if (node == NULL ||
	    (text = config_read_secret(parse, node, "sign-key")) == NULL)
		return;
	if (channel_sign_key_parse(text, &key, &err) != 0)
		config_complain(parse, node->mark, "%s", err.text);
	else
		channel->sign_key = mem_dup(&key, sizeof(key));
	bytes_wipe(&key, sizeof(key));
	config_drop_secret(text);
}

/* What the path names takes its place. */
static void
config_read_certificate(struct config_parse *parse,
    const struct yaml_node *value, struct channel *channel)
{
	const struct yaml_node *node = yaml_get(value, "client-certificate");
	const struct yaml_node *key = yaml_get(value, "client-key");
	char *path = channel->certificate;

	channel->certificate = NULL;
	if (path != NULL)
		channel->certificate =
		    config_read_file(parse, node->mark, path);
	mem_free(path);
	if (key != NULL)
		channel->certificate_key =
		    config_read_secret(parse, key, "client-key");
}

void
config_read_webhook(struct config_parse *parse, const struct yaml_node *value,
    struct channel *channel)
{
	const struct yaml_node *node = yaml_get(value, "webhook");
	const char *url = config_text(parse, node, "webhook");

	config_read_certificate(parse, value, channel);
	if (url == NULL)
		return;
	mem_set(&channel->url, url);
	config_add_secret(parse, value, "secret", channel);
	config_add_secret(parse, value, "previous-secret", channel);
	config_read_sign_key(parse, value, channel);
	if (yaml_get(value, "secret") == NULL)
		config_complain(parse, node->mark,
		    "webhook '%s' needs a secret: every event is signed",
		    channel->name);
}
