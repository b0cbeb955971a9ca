/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The section `aliases`: for a listing the other names of its issuer. Called by
 * daemon/config.c before the sources and watch lists.
 */
#include "daemon/config_parse.h"
#include "lib/base/listing.h"

#include <string.h>

#define ALIAS_CODE_MAX 64

/* A listing in any form, else a code as it is. */
static void
config_add_alias(struct config_parse *parse, const struct yaml_node *node,
    const char *listing)
{
	char canonical[LISTING_MAX];
	const char *name = node->text;
	int rc;

	if (node->kind != YAML_SCALAR || node->text[0] == '\0' ||
	    strlen(node->text) > ALIAS_CODE_MAX) {
		config_complain(parse, node->mark,
		    "an alias is a listing or a code of at most %d characters",
		    ALIAS_CODE_MAX);
		return;
	}
	if (listing_parse(node->text, canonical, NULL) == 0)
		name = canonical;
	rc = aliases_add(&parse->config->aliases, name, listing);
	if (rc == ERR_EXISTS)
		config_complain(parse, node->mark,
		    "'%s' is an alias of two issuers, or twice of one",
		    node->text);
	else if (rc != 0)
		config_complain(parse, node->mark,
		    "'%s' is a listing and an alias at once", node->text);
}

static void
config_read_alias(struct config_parse *parse, const struct yaml_node *key,
    const struct yaml_node *value)
{
	char listing[LISTING_MAX];
	struct err err = ERR_NONE;

	if (listing_parse(key->text, listing, &err) != 0) {
		config_complain(parse, key->mark, "%s", err.text);
		return;
	}
	if (value->kind == YAML_SCALAR)
		config_add_alias(parse, value, listing);
	else if (value->kind != YAML_LIST)
		config_complain(parse, value->mark,
		    "aliases of '%s' must be a list", key->text);
	for (size_t i = 0; value->kind == YAML_LIST && i < value->count; i++)
		config_add_alias(parse, value->items[i], listing);
}

void
config_read_aliases(struct config_parse *parse)
{
	config_each_pair(parse, "aliases", config_read_alias);
}
