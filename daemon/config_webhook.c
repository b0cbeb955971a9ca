/* SPDX-License-Identifier: BSD-2-Clause */
/* A channel of kind `webhook`. */
#include "daemon/config_parse.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <string.h>

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

void
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
