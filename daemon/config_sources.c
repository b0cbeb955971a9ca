/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The section `sources`: each source with its definition, and whether every
 * watched issuer has a source that covers it.
 */
#include "daemon/config_parse.h"
#include "lib/base/date.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "lib/net/proxy.h"

#include <stdio.h>
#include <string.h>

#define HOUR_MS INT64_C(3600000)

static void
config_read_catch_up(struct config_parse *parse, const struct yaml_node *node,
    struct config_source *source)
{
	const char *text = NULL;
	int64_t ms = 0;

	source->catch_up = CATCH_UP_NONE;
	if (node != NULL)
		text = config_text(parse, node, "catch-up");
	if (text == NULL || strcmp(text, "none") == 0)
		return;
	if (strcmp(text, "all") == 0) {
		source->catch_up = CATCH_UP_ALL;
		return;
	}
	if (settings_parse_duration(text, &ms) != 0 || ms < HOUR_MS ||
	    ms > 366 * DAY_MS) {
		config_complain(parse, node->mark,
		    "'catch-up' must be none, all or a time from 1h to 366d");
		return;
	}
	source->catch_up = CATCH_UP_HOURS;
	source->catch_up_hours = (int)(ms / HOUR_MS);
}

/* poll: 5s, or poll: { peak: 5s, quiet: 1m } */
static void
config_read_poll(struct config_parse *parse, const struct yaml_node *node,
    struct config_source *source)
{
	const struct setting *peak = settings_find(SECTION_POLL, "peak");
	struct err err = ERR_NONE;

	if (node == NULL)
		return;
	if (node->kind != YAML_SCALAR) {
		(void)config_read_new(parse, SECTION_POLL, node, source);
		return;
	}
	if (settings_read(peak, node->text, source, &err) != 0)
		config_complain(parse, node->mark, "%s", err.text);
	source->quiet = source->peak;
}

/* What the files say of the proxy of all sources; NULL: nothing. */
static const struct yaml_node *
config_common_proxy(const struct config *config)
{
	const struct yaml_node *node = NULL;

	for (size_t i = 0; i < config->doc_count && node == NULL; i++)
		node = yaml_get(yaml_root(config->docs[i]), "proxy");
	return node;
}

/* proxy: URL, or proxy: { url: URL, login: { credential: NAME } }, or none */
static void
config_read_proxy(struct config_parse *parse, const struct yaml_node *node,
    struct guard *guard)
{
	const struct yaml_node *login = NULL;
	struct err err = ERR_NONE;

	if (node == NULL)
		return;
	if (node->kind == YAML_SCALAR) {
		if (strcmp(node->text, "none") != 0)
			guard->proxy = mem_strdup(node->text);
	} else if (config_read_map(parse, SECTION_PROXY, node, guard)) {
		login = yaml_get(node, "login");
		if (guard->proxy == NULL)
			config_complain(
			    parse, node->mark, "'proxy' needs 'url'");
	}
	if (login != NULL)
		guard->proxy_login = config_read_secret(parse, login, "login");
	if (guard->proxy != NULL && proxy_parse(guard->proxy, &err) != 0)
		config_complain(parse, node->mark, "proxy: %s", err.text);
}

static void
config_read_source(struct config_parse *parse, const struct yaml_node *key,
    const struct yaml_node *value)
{
	struct config *config = parse->config;
	const struct yaml_node *node;
	struct config_source *source;

	config->sources = mem_resize(config->sources, config->source_count + 1,
	    sizeof(*config->sources));
	source = &config->sources[config->source_count++];
	*source = (struct config_source){.name = mem_strdup(key->text)};
	if (!config_read_new(parse, SECTION_SOURCE, value, source))
		return;
	config_read_catch_up(parse, yaml_get(value, "catch-up"), source);
	config_read_poll(parse, yaml_get(value, "poll"), source);
	if (yaml_get(value, "allow") != NULL)
		config_read_allow(
		    parse, yaml_get(value, "allow"), &source->guard);
	node = yaml_get(value, "proxy");
	config_read_proxy(parse,
	    node != NULL ? node : config_common_proxy(config), &source->guard);
	config_read_definition(parse, source, key, value);
}

/* Once the array no longer moves. */
static void
config_link_source(struct config_source *source, const char *contact)
{
	source->config = (struct source_config){
	    .name = source->name,
	    .definition = source->definition,
	    .url = source->url,
	    .path = source->path,
	    .listing = source->listing,
	    .contact = contact,
	    .credential_count = source->credential_count,
	    .credentials = source->credentials,
	    .calendar = source->calendar,
	    .peak_ms = source->peak,
	    .quiet_ms = source->quiet,
	    .catch_up = source->catch_up,
	    .catch_up_hours = source->catch_up_hours,
	    .guard = &source->guard,
	};
}

void
config_read_sources(struct config_parse *parse)
{
	struct config *config = parse->config;

	config_each_pair(parse, "sources", config_read_source);
	for (size_t i = 0; i < config->source_count; i++) {
		config->sources[i].aliases = &config->aliases;
		config_link_source(&config->sources[i], config->top.contact);
	}
}

void
config_source_done(struct config_source *source)
{
	mem_free(source->name);
	mem_free(source->url);
	mem_free(source->path);
	mem_free(source->listing);
	config_credentials_done(source);
	calendar_free(source->calendar);
	definition_free(source->definition);
	mem_free(source->guard.nets);
	mem_free(source->guard.proxy);
	mem_free(source->guard.proxy_login);
}

/* Codes of a market become listings of these exchanges. */
static const struct config_market {
	const char *name;
	const char *mics[5];
} config_markets[] = {
    {"cn", {"XSHG", "XSHE", "BJSE", "XBSE"}},
    {"hk", {"XHKG"}},
    {"jp", {"XTKS"}},
    {"kr", {"XKRX", "XKOS"}},
    {"us", {"US", "XNYS", "XNAS"}},
};

#define CONFIG_MARKETS (sizeof(config_markets) / sizeof(config_markets[0]))

static bool
config_is_at(const char *mic, const char *listing)
{
	size_t n = strcspn(listing, ":");

	return strlen(mic) == n && strncmp(mic, listing, n) == 0;
}

static bool
config_market_covers(const char *market, const char *listing)
{
	for (size_t i = 0; i < CONFIG_MARKETS; i++) {
		const struct config_market *known = &config_markets[i];

		if (strcmp(known->name, market) != 0)
			continue;
		for (size_t k = 0; known->mics[k] != NULL; k++)
			if (config_is_at(known->mics[k], listing))
				return true;
		return false;
	}
	return config_is_at(market, listing); /* a MIC */
}

/* The configuration says which code of the list stands for it. */
static bool
config_codes_name(const struct list_spec *spec, const char *listing)
{
	for (size_t i = 0; i < spec->code_count; i++)
		if (strcmp(spec->codes[i].value, listing) == 0)
			return true;
	return false;
}

/* A source whose codes are its own gives listings of numbers at most. */
static bool
config_is_number(const char *listing)
{
	const char *ticker = strchr(listing, ':');

	return ticker != NULL &&
	       strspn(ticker + 1, "0123456789") == strlen(ticker + 1);
}

bool
config_source_covers(const struct config_source *source, const char *listing)
{
	const char *only = source->listing;

	if (source->definition == NULL)
		return true; /* complained of already */
	if (source->definition->kind == SOURCE_ESTIMATES)
		return false; /* it tells of others' words, not the issuer's */
	if (only == NULL)
		only = source->definition->spec.listing;
	if (only != NULL)
		return strcmp(only, listing) == 0;
	if (config_codes_name(&source->definition->spec, listing))
		return true;
	if (source->definition->own_codes && !config_is_number(listing))
		return false;
	return source->definition->spec.market != NULL &&
	       config_market_covers(source->definition->spec.market, listing);
}

static void
config_check_coverage(struct config_parse *parse, const struct watch *watch)
{
	const struct config *config = parse->config;
	char shown[LISTING_MAX];

	for (size_t i = 0; i < watch->count; i++) {
		const struct watch_entry *entry = &watch->entries[i];
		size_t k = 0;

		while (
		    k < config->source_count &&
		    !config_source_covers(&config->sources[k], entry->listing))
			k++;
		if (k == config->source_count)
			config_complain(parse, entry->mark,
			    "no enabled source covers '%s', it would never "
			    "be heard of",
			    listing_show(entry->listing, shown));
	}
}

void
config_check_names(struct config_parse *parse, const struct config_words *words,
    const char *what, const char *const names[], size_t n)
{
	for (size_t i = 0; i < words->count; i++) {
		const char *near;
		size_t k = 0;

		while (k < n && strcmp(names[k], words->texts[i]) != 0)
			k++;
		if (k < n)
			continue;
		near = yaml_nearest(words->texts[i], names, n);
		config_complain(parse, words->marks[i], "unknown %s '%s'%s%s%s",
		    what, words->texts[i],
		    near != NULL ? ", did you mean '" : "",
		    near != NULL ? near : "", near != NULL ? "'?" : "");
	}
}

static void
config_check_channels(struct config_parse *parse)
{
	const struct config *config = parse->config;
	size_t n = config->channel_count;
	const char **names = mem_array(n + 1, sizeof(*names));

	for (size_t i = 0; i < n; i++)
		names[i] = config->channels[i].name;
	for (size_t i = 0; i < config->rule_count; i++) {
		config_check_names(
		    parse, &config->rules[i].to, "channel", names, n);
		config_check_names(
		    parse, &config->rules[i].escalate, "channel", names, n);
	}
	config_check_names(parse, &config->operators, "channel", names, n);
	mem_free(names);
}

bool
config_check_watches(
    struct config_parse *parse, const struct config_words *words)
{
	const struct config *config = parse->config;
	size_t n = config->watch_count;
	const char **names = mem_array(n + 1, sizeof(*names));
	int errors = parse->errors;

	for (size_t i = 0; i < n; i++)
		names[i] = config->watches[i].name;
	config_check_names(parse, words, "watch list", names, n);
	mem_free(names);
	return parse->errors == errors;
}

/* The sources whose documents another one has, once all are known. */
static void
config_link_fallbacks(struct config *config)
{
	for (size_t i = 0; i < config->source_count; i++) {
		struct config_source *source = &config->sources[i];
		const char *name = source->definition != NULL
				       ? source->definition->files.fallback
				       : NULL;
		for (size_t k = 0; name != NULL && k < config->source_count;
		     k++)
			if (config->sources[k].definition != NULL &&
			    strcmp(config->sources[k].definition->name, name) ==
				0)
				source->fallback = &config->sources[k];
	}
}

void
config_cross_check(struct config_parse *parse)
{
	struct config *config = parse->config;

	if (config->source_count == 0 && parse->errors == 0)
		config_complain_file(parse,
		    "%s: no sources: there is nothing to watch", config->path);
	for (size_t i = 0; i < config->watch_count; i++)
		config_check_coverage(parse, &config->watches[i]);
	config_check_channels(parse);
	config_link_fallbacks(config);
}
