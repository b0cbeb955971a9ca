/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the map `desktop` of a channel. Goes out: whose desktops show its
 * alerts, or complaints. Called by daemon/config_channels.c.
 */
#include "daemon/config_parse.h"

#include <grp.h>

/* Who may see is decided when somebody asks: a group may come later. */
void
config_read_desktop(struct config_parse *parse, const struct yaml_node *value,
    struct channel *channel)
{
	const struct yaml_node *node = yaml_get(value, "desktop");
	const struct yaml_node *group;

	if (!config_read_new(parse, SECTION_DESKTOP, node, channel))
		return;
	group = yaml_get(node, "group");
	if (channel->group != NULL && getgrnam(channel->group) == NULL)
		config_warn(parse, group->mark,
		    "this system has no group '%s': nobody but root is shown "
		    "the alerts",
		    channel->group);
}
