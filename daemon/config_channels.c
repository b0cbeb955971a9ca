/* SPDX-License-Identifier: BSD-2-Clause */
/* The section `channels`: each is of one kind, which reads its settings. */
#include "daemon/config_parse.h"
#include "lib/base/mem.h"

static const struct config_kind {
	const char *word; /* the setting that makes a channel of this kind */
	enum channel_kind kind;
	void (*read)(struct config_parse *parse, const struct yaml_node *value,
	    struct channel *channel);
} config_kinds[] = {
    {"webhook", CHANNEL_WEBHOOK, config_read_webhook},
    {"mail", CHANNEL_MAIL, config_read_mail},
    {"exec", CHANNEL_EXEC, config_read_exec},
    {"desktop", CHANNEL_DESKTOP, config_read_desktop},
};

#define CONFIG_KINDS (sizeof(config_kinds) / sizeof(config_kinds[0]))

/* The one kind whose setting stands in the map; NULL for none or several. */
static const struct config_kind *
config_find_kind(const struct yaml_node *value)
{
	const struct config_kind *found = NULL;

	for (size_t i = 0; i < CONFIG_KINDS; i++) {
		if (yaml_get(value, config_kinds[i].word) == NULL)
			continue;
		if (found != NULL)
			return NULL;
		found = &config_kinds[i];
	}
	return found;
}

/* The kind's settings; then whether they go together. */
static void
config_read_kind(struct config_parse *parse, const struct yaml_node *value,
    const struct config_kind *kind, struct channel *channel)
{
	struct err err = ERR_NONE;
	int errors = parse->errors;

	parse->secret_missing = false;
	channel->kind = kind->kind;
	kind->read(parse, value, channel);
	/* One complaint per channel; a secret may be out of reach here. */
	if (parse->errors == errors && !parse->secret_missing &&
	    channel_check(channel, &err) != 0)
		config_complain(parse, yaml_get(value, kind->word)->mark,
		    "channel '%s': %s", channel->name, err.text);
}

static void
config_read_channel(struct config_parse *parse, const struct yaml_node *key,
    const struct yaml_node *value)
{
	struct config *config = parse->config;
	const struct config_kind *kind = config_find_kind(value);
	struct channel *channel;

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
	config_read_channel_plan(parse, value, channel);
	if (kind != NULL)
		config_read_kind(parse, value, kind, channel);
	else
		config_complain(parse, key->mark,
		    "channel '%s' must be one of 'webhook', 'mail', "
		    "'exec' and 'desktop'",
		    key->text);
}

void
config_read_channels(struct config_parse *parse)
{
	config_each_pair(parse, "channels", config_read_channel);
}
