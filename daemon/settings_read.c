/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a value of each type is read. In: a setting and its text; out: a member
 * of the record that the section fills. Called by the config parser and, for
 * the defaults, by daemon/settings.c.
 */
#include "daemon/settings.h"

#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SECOND 1000
#define MINUTE 60000
#define HOUR   3600000
#define DAY    86400000
#define YEAR   (INT64_C(365) * DAY)

static const struct settings_unit {
	const char *name;
	int64_t ms;
} settings_units[] = {{"ms", 1}, {"s", SECOND}, {"m", MINUTE}, {"h", HOUR},
    {"d", DAY}, {"y", YEAR}};

#define SETTINGS_UNITS (sizeof(settings_units) / sizeof(settings_units[0]))

static int64_t
settings_unit(const char *s, size_t *ret_len)
{
	for (size_t i = 0; i < SETTINGS_UNITS; i++) {
		size_t n = strlen(settings_units[i].name);

		if (strncmp(s, settings_units[i].name, n) == 0) {
			*ret_len = n;
			return settings_units[i].ms;
		}
	}
	return 0;
}

const char *
settings_print_duration(int64_t ms, char text[SETTINGS_DURATION_MAX])
{
	size_t n = 0;

	(void)snprintf(text, SETTINGS_DURATION_MAX, "0s");
	for (size_t i = SETTINGS_UNITS; i-- > 0;) {
		int64_t count = ms / settings_units[i].ms;

		if (count == 0)
			continue;
		n += (size_t)snprintf(text + n, SETTINGS_DURATION_MAX - n,
		    "%lld%s", (long long)count, settings_units[i].name);
		ms -= count * settings_units[i].ms;
	}
	return text;
}

int
settings_parse_duration(const char *s, int64_t *ret_ms)
{
	int64_t total = 0;

	if (*s == '\0')
		return ERR_SYNTAX;
	while (*s != '\0') {
		int64_t n = 0, unit;
		size_t len = 0;
		int digits = 0;

		for (; *s >= '0' && *s <= '9'; s++, digits++) {
			if (n > 1000000000)
				return ERR_RANGE;
			n = n * 10 + (*s - '0');
		}
		unit = settings_unit(s, &len);
		if (digits == 0 || unit == 0)
			return ERR_SYNTAX;
		if (__builtin_mul_overflow(n, unit, &n) ||
		    __builtin_add_overflow(total, n, &total))
			return ERR_RANGE;
		s += len;
	}
	*ret_ms = total;
	return 0;
}

static int
settings_out_of_range(
    const struct setting *setting, const char *more, struct err *err)
{
	char min[SETTINGS_DURATION_MAX], max[SETTINGS_DURATION_MAX];

	return err_set(err, ERR_CONFIG, "'%s' must be between %s and %s%s",
	    setting->name, settings_print_duration(setting->min, min),
	    settings_print_duration(setting->max, max), more);
}

static int
settings_read_duration(const struct setting *setting, const char *value,
    int64_t *member, struct err *err)
{
	int64_t ms;

	if (settings_parse_duration(value, &ms) != 0)
		return err_set(err, ERR_CONFIG,
		    "'%s' must be a time such as 30s, 5m or 2h", setting->name);
	if (ms < setting->min || ms > setting->max)
		return settings_out_of_range(setting, "", err);
	*member = ms;
	return 0;
}

static int
settings_read_age(const struct setting *setting, const char *value,
    int64_t *member, struct err *err)
{
	int64_t ms;

	if (strcmp(value, "never") == 0) {
		*member = 0;
		return 0;
	}
	if (settings_parse_duration(value, &ms) != 0)
		return err_set(err, ERR_CONFIG,
		    "'%s' must be a time such as 90d or 2y, or never",
		    setting->name);
	if (ms < setting->min || ms > setting->max)
		return settings_out_of_range(setting, ", or never", err);
	*member = ms;
	return 0;
}

static int
settings_read_number(const struct setting *setting, const char *value,
    int *member, struct err *err)
{
	int64_t n;

	if (number_parse(value, setting->min, setting->max, &n) != 0)
		return err_set(err, ERR_CONFIG,
		    "'%s' must be a number from %lld to %lld", setting->name,
		    (long long)setting->min, (long long)setting->max);
	*member = (int)n;
	return 0;
}

static int
settings_read_yes_no(const struct setting *setting, const char *value,
    bool *member, struct err *err)
{
	bool yes = strcmp(value, "yes") == 0 || strcmp(value, "true") == 0;

	if (!yes && strcmp(value, "no") != 0 && strcmp(value, "false") != 0)
		return err_set(
		    err, ERR_CONFIG, "'%s' must be yes or no", setting->name);
	*member = yes;
	return 0;
}

/* One of "a|b|c"? */
static bool
settings_word_is_known(const char *words, const char *value)
{
	size_t n = strlen(value);

	for (const char *p = words; p != NULL; p = strchr(p, '|')) {
		p += *p == '|';
		if (n > 0 && strncmp(p, value, n) == 0 &&
		    (p[n] == '|' || p[n] == '\0'))
			return true;
	}
	return false;
}

int
settings_read(const struct setting *setting, const char *value, void *target,
    struct err *err)
{
	void *member = (char *)target + setting->offset;
	char listing[LISTING_MAX];

	switch (setting->type) {
	case SETTING_TEXT:
		mem_set(member, value);
		return 0;
	case SETTING_PATH:
		if (value[0] != '/')
			return err_set(err, ERR_CONFIG,
			    "'%s' must be an absolute path", setting->name);
		mem_set(member, value);
		return 0;
	case SETTING_DURATION:
		return settings_read_duration(setting, value, member, err);
	case SETTING_AGE:
		return settings_read_age(setting, value, member, err);
	case SETTING_NUMBER:
		return settings_read_number(setting, value, member, err);
	case SETTING_YES_NO:
		return settings_read_yes_no(setting, value, member, err);
	case SETTING_LISTING:
		if (listing_parse(value, listing, err) != 0)
			return ERR_CONFIG;
		mem_set(member, listing);
		return 0;
	case SETTING_WORD:
		if (!settings_word_is_known(setting->words, value))
			return err_set(err, ERR_CONFIG,
			    "'%s' must be one of %s", setting->name,
			    setting->words);
		mem_set(member, value);
		return 0;
	case SETTING_OTHER:
	case SETTING_LATER:
		break;
	}
	return err_set(
	    err, ERR_CONFIG, "'%s' is not a plain value", setting->name);
}
