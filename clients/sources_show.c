/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl sources show`: one source on a page. In: the API's JSON. */
#include "clients/moment.h"
#include "clients/sources.h"
#include "clients/wrap.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SHOW_INDENT   16
#define SHOW_LIMIT    (64 * KIB)
#define SHOW_TEXT_MAX 4096

struct show {
	const json_t *source, *definition, *manners;
	int64_t now;
	int offset_min; /* of the source's zone */
};

static long long
show_int(const json_t *json, const char *key)
{
	return (long long)json_integer_value(json_object_get(json, key));
}

/* One label and what is to be said of it, wrapped. */
static void
show_text(const char *label, const char *text)
{
	struct buf out;

	buf_init(&out, SHOW_LIMIT);
	printf("%-*s", SHOW_INDENT, label);
	if (wrap_add(&out, text, SHOW_INDENT, SHOW_INDENT) == 0 && out.len > 0)
		fputs(out.data, stdout);
	putchar('\n');
	buf_done(&out);
}

static void PRINTF(2, 3) show_line(const char *label, const char *fmt, ...)
{
	char text[SHOW_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	show_text(label, text);
}

/* "2026-01-21 16:00:00 +08:00, 3 min ago" */
static void
show_moment(const struct show *show, const char *label, int64_t moment,
    const char *none)
{
	char civil[MOMENT_MAX], words[MOMENT_MAX];

	if (moment == 0)
		show_line(label, "%s", none);
	else
		show_line(label, "%s, %s",
		    moment_civil(moment, show->offset_min, civil),
		    moment_print(moment, show->now, "", words));
}

static void
show_health(const struct show *show)
{
	const json_t *pause = json_object_get(show->source, "paused");
	const char *why = verb_text(show->source, "why");
	int64_t since = moment_of(show->source, "since");
	char civil[MOMENT_MAX];

	show_line("state", "%s%s%s%s%s", verb_text(show->source, "health"),
	    since > 0 ? " since " : "",
	    since > 0 ? moment_civil(since, show->offset_min, civil) : "",
	    why[0] != '\0' ? ": " : "", why);
	if (show_int(show->source, "failures") > 0)
		show_line("", "%lld polls in a row were not complete",
		    show_int(show->source, "failures"));
	if (!json_is_object(pause))
		return;
	show_line("paused", "by %s since %s%s%s", verb_text(pause, "author"),
	    moment_civil(moment_of(pause, "since"), show->offset_min, civil),
	    verb_text(pause, "reason")[0] != '\0' ? ": " : "",
	    verb_text(pause, "reason"));
}

static void
show_next(const struct show *show)
{
	int64_t next = moment_of(show->source, "next_poll");
	char civil[MOMENT_MAX], words[MOMENT_MAX];

	if (json_is_object(json_object_get(show->source, "paused")) &&
	    next == 0)
		show_line("next poll", "when it is resumed");
	else if (next == 0)
		show_line(
		    "next poll", "%s now", verb_text(show->source, "doing"));
	else
		show_line("next poll", "%s, %s: %s",
		    moment_civil(next, show->offset_min, civil),
		    moment_print(next, show->now, "", words),
		    verb_text(show->source, "next_why"));
	next = moment_of(show->source, "host_free");
	if (next > show->now)
		show_moment(show, "host is free", next, "");
}

static void
show_polls(const struct show *show)
{
	const json_t *last = json_object_get(show->source, "last");
	const json_t *gap = json_object_get(show->source, "gap");
	char civil[MOMENT_MAX];

	show_moment(
	    show, "last poll", moment_of(show->source, "last_poll"), "never");
	if (show_int(last, "pages") > 0)
		show_line("",
		    "%s: %lld pages, %lld of them unchanged, %lld rows, "
		    "%lld new, %lld faulty",
		    json_is_true(json_object_get(last, "complete"))
			? "complete"
			: "incomplete",
		    show_int(last, "pages"), show_int(last, "unchanged"),
		    show_int(last, "rows"),
		    show_int(last, "new") + show_int(last, "baseline"),
		    show_int(last, "faulty"));
	show_moment(show, "last complete",
	    moment_of(show->source, "last_success"), "never");
	show_moment(show, "complete until",
	    moment_of(show->source, "complete_until"),
	    "unknown before the first sweep");
	show_line("newest filing", "%s",
	    moment_of(show->source, "newest") == 0
		? "none yet"
		: moment_civil(moment_of(show->source, "newest"),
		      show->offset_min, civil));
	if (json_is_object(gap))
		show_line("last gap", "%s: %s",
		    moment_civil(moment_of(gap, "at"), show->offset_min, civil),
		    verb_text(gap, "why"));
	else
		show_line("last gap", "none yet");
}

static void
show_hub(const struct show *show)
{
	const json_t *hub = json_object_get(show->source, "hub");
	int64_t until = moment_of(hub, "until");
	const char *why = verb_text(hub, "why");
	char civil[MOMENT_MAX];

	if (!json_is_object(hub))
		return;
	if (until == 0)
		show_line("hub", "%s: not subscribed, %s",
		    verb_text(hub, "hub"), why[0] != '\0' ? why : "asked");
	else
		show_line("hub",
		    "%s: subscribed until %s, %lld pushes, %lld forged%s%s",
		    verb_text(hub, "hub"),
		    moment_civil(until, show->offset_min, civil),
		    show_int(hub, "pushes"), show_int(hub, "forged"),
		    why[0] != '\0' ? "; not renewed yet: " : "", why);
}

static void
show_today(const struct show *show)
{
	long long budget = show_int(show->source, "budget");
	long long used = show_int(show->source, "requests_today");

	show_line(
	    "today", "%lld new filings", show_int(show->source, "items_today"));
	if (budget > 0)
		show_line("budget", "%lld of %lld requests used (%lld %%)",
		    used, budget, used * 100 / budget);
	else
		show_line("budget", "none; %lld requests today", used);
}

/* "every 10 s in 15:30-22:30, every 5 min else" */
static void
show_windows(const struct show *show)
{
	const json_t *windows = json_object_get(show->manners, "windows");
	const char *calendar = verb_text(show->manners, "calendar");
	char peak[MOMENT_MAX], quiet[MOMENT_MAX];
	char *list = mem_strdup("");
	const json_t *window;
	size_t i;

	json_array_foreach(windows, i, window)
	{
		char *longer = mem_printf("%s%s%s", list, i > 0 ? ", " : "",
		    json_string_value(window));

		mem_free(list);
		list = longer;
	}
	(void)moment_length(show_int(show->manners, "peak_ms"), peak);
	(void)moment_length(show_int(show->manners, "quiet_ms"), quiet);
	if (json_array_size(windows) == 0)
		show_line("windows", "every %s, all day", quiet);
	else
		show_line("windows", "every %s in %s%s%s; every %s else", peak,
		    list, calendar[0] != '\0' ? " on trading days of " : "",
		    calendar, quiet);
	mem_free(list);
}

static void
show_manners(const struct show *show)
{
	long long rate = show_int(show->manners, "rate_every_ms");
	long long sweep = show_int(show->manners, "sweep_every_ms");
	char every[MOMENT_MAX];

	show_windows(show);
	if (sweep > 0)
		show_line("sweep", "%lld days back every %s",
		    show_int(show->manners, "sweep_days_back"),
		    moment_length(sweep, every));
	if (rate > 0)
		show_line("rate",
		    "a request every %lld ms on average, %lld at once", rate,
		    show_int(show->manners, "rate_burst"));
}

static void
show_definition(const struct show *show)
{
	const json_t *definition = show->definition;
	const json_t *list = json_object_get(definition, "to_verify");
	const json_t *text;
	size_t i;

	show_line("definition", "%s (%s, %s list, verified %s)",
	    verb_text(definition, "path"), verb_text(definition, "origin"),
	    verb_text(definition, "engine"), verb_text(definition, "verified"));
	show_line("address", "%s", verb_text(definition, "url"));
	if (verb_text(definition, "terms")[0] != '\0')
		show_line("terms", "%s%s", verb_text(definition, "terms"),
		    json_is_true(json_object_get(definition, "must_accept"))
			? " (accepted in the configuration)"
			: "");
	json_array_foreach(list, i, text)
	    show_line(i == 0 ? "to verify" : "", "%s", json_string_value(text));
}

void
sources_show_print(const json_t *source)
{
	struct show show = {
	    .source = source,
	    .definition = json_object_get(source, "definition"),
	    .now = moment_of(source, "now"),
	    .offset_min = (int)show_int(source, "zone_minutes"),
	};

	show.manners = json_object_get(show.definition, "manners");
	show_line("source", "%s", verb_text(source, "source"));
	show_health(&show);
	show_next(&show);
	show_polls(&show);
	show_hub(&show);
	show_today(&show);
	show_manners(&show);
	show_definition(&show);
}

int
sources_show(const struct verb_context *context, int argc, char **argv)
{
	json_t *source;
	char *path, *text;
	int rc;

	if (argc != 2)
		return verb_fail(
		    VERB_USAGE, "usage: filingctl sources show NAME");
	path = sources_path(argv[1], "");
	rc = verb_ask(context, "GET", path, &source);
	mem_free(path);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		text = json_text(source);
		puts(text);
		mem_free(text);
		return VERB_OK;
	}
	sources_show_print(source);
	json_decref(source);
	return VERB_OK;
}
