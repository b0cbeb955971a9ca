/* SPDX-License-Identifier: BSD-2-Clause */
/* A channel of kind `mail`. */
#include "daemon/config_parse.h"
#include "lib/base/mem.h"

void
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
