/* SPDX-License-Identifier: BSD-2-Clause */
/* In: a setting. Out: the section that it holds, and how. */
#include "daemon/settings_parts.h"

#include <string.h>

static const struct settings_part settings_parts[] = {
    {SECTION_TOP, "reader", SHAPE_ONE, SECTION_READER},
    {SECTION_TOP, "access", SHAPE_ONE, SECTION_ACCESS},
    {SECTION_TOP, "websub", SHAPE_ONE, SECTION_WEBSUB},
    {SECTION_TOP, "retention", SHAPE_ONE, SECTION_RETENTION},
    {SECTION_TOP, "api", SHAPE_ONE, SECTION_API},
    {SECTION_TOP, "heartbeat", SHAPE_ONE, SECTION_HEARTBEAT},
    {SECTION_TOP, "sources", SHAPE_NAMED, SECTION_SOURCE},
    {SECTION_TOP, "watch", SHAPE_NAMED_LISTS, SECTION_WATCH},
    {SECTION_TOP, "channels", SHAPE_NAMED, SECTION_CHANNEL},
    {SECTION_TOP, "rules", SHAPE_LIST, SECTION_RULE},
    {SECTION_TOP, "tests", SHAPE_LIST, SECTION_TEST},
    {SECTION_TEST, "filing", SHAPE_ONE, SECTION_FILING},
    {SECTION_TEST, "after", SHAPE_LIST, SECTION_FILING},
    {SECTION_TEST, "expect", SHAPE_ONE, SECTION_EXPECT},
    {SECTION_TOP, "proxy", SHAPE_TEXT_OR_ONE, SECTION_PROXY},
    {SECTION_SOURCE, "poll", SHAPE_TEXT_OR_ONE, SECTION_POLL},
    {SECTION_SOURCE, "proxy", SHAPE_TEXT_OR_ONE, SECTION_PROXY},
    {SECTION_PROXY, "login", SHAPE_ONE, SECTION_SECRET},
    {SECTION_SOURCE, "credentials", SHAPE_NAMED, SECTION_SECRET},
    {SECTION_CHANNEL, "secret", SHAPE_ONE, SECTION_SECRET},
    {SECTION_CHANNEL, "previous-secret", SHAPE_ONE, SECTION_SECRET},
    {SECTION_CHANNEL, "password", SHAPE_ONE, SECTION_SECRET},
    {SECTION_CHANNEL, "desktop", SHAPE_ONE, SECTION_DESKTOP},
    {SECTION_CHANNEL, "quiet", SHAPE_ONE_OR_LIST, SECTION_QUIET},
    {SECTION_CHANNEL, "cap", SHAPE_ONE, SECTION_CAP},
    {SECTION_RULE, "group", SHAPE_ONE, SECTION_GROUP},
    {SECTION_RULE, "escalate", SHAPE_ONE, SECTION_ESCALATE},
    {SECTION_API, "token", SHAPE_ONE, SECTION_SECRET},
};

const struct settings_part *
settings_part_find(enum section section, const char *name)
{
	size_t n = sizeof(settings_parts) / sizeof(settings_parts[0]);

	for (size_t i = 0; i < n; i++) {
		if (settings_parts[i].section == section &&
		    strcmp(settings_parts[i].name, name) == 0)
			return &settings_parts[i];
	}
	return NULL;
}
