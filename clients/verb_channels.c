/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl channels list|show|test|enable|disable|secret`. */
#include "clients/channels_secret.h"
#include "clients/moment.h"
#include "clients/subverbs.h"
#include "clients/table.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#define CHANNELS_LOOK_MS 200
#define CHANNELS_WAIT_MS 60000 /* longer than any attempt */

static verb_fn channels_list, channels_show, channels_test, channels_enable,
    channels_disable;

static const struct subverb channels_verbs[] = {
    {"list", channels_list, ""},
    {"show", channels_show, " C"},
    {"test", channels_test, " C"},
    {"enable", channels_enable, " C"},
    {"disable", channels_disable, " C [-m WHY]"},
    {"secret", channels_secret, " new [C] [--ed25519]"},
    {"secret", channels_secret, " public [FILE]"},
};

static const struct subverbs channels_subverbs = {"channels",
    sizeof(channels_verbs) / sizeof(channels_verbs[0]), channels_verbs};

static int
channels_usage(void)
{
	return subverbs_usage(&channels_subverbs, stderr);
}

/* Asks about one channel. */
static int
channels_ask(const struct verb_context *context, const char *method,
    const char *name, const char *tail, json_t **ret)
{
	char *escaped = verb_escape(name);
	char *path = mem_printf("/v1/channels/%s%s", escaped, tail);
	int rc = verb_ask(context, method, path, ret);

	mem_free(path);
	mem_free(escaped);
	return rc;
}

static void
channels_row(struct table *table, const json_t *channel, int64_t now)
{
	int64_t oldest = moment_of(channel, "oldest");
	char moment[MOMENT_MAX];

	table_cell(table, verb_text(channel, "channel"));
	table_cell(table, verb_text(channel, "kind"));
	table_cell(table, verb_text(channel, "state"));
	table_cellf(table, "%lld", verb_int(channel, "pending"));
	table_cellf(table, "%lld", verb_int(channel, "retry"));
	table_cellf(table, "%lld", verb_int(channel, "in_flight"));
	table_cell(table, moment_print(oldest, now, "", moment));
	table_cell(table, verb_text(channel, "address"));
}

/* What is wrong, and what comes next. */
static void
channels_print_trouble(const json_t *channel)
{
	const char *name = verb_text(channel, "channel");
	const char *state = verb_text(channel, "state");
	const char *why = verb_text(channel, "why");

	if (strcmp(state, "ok") == 0)
		return;
	printf("%s: %s", name, state);
	if (verb_text(channel, "since")[0] != '\0')
		printf(" since %s", verb_text(channel, "since"));
	if (why[0] != '\0') {
		fputs(", ", stdout);
		verb_print_clean(why);
	}
	if (strcmp(state, "disabled") == 0)
		printf("; what comes waits for 'filingctl channels enable "
		       "%s'%s\n",
		    name,
		    verb_text(channel, "disabled_by")[0] == '\0'
			? " or a reload"
			: "");
	else if (strcmp(state, "paused") == 0)
		printf("; nothing goes to it until %s\n",
		    verb_text(channel, "paused_until"));
	else if (strcmp(state, "probing") == 0)
		puts("; one at a time until it takes one");
	else
		printf("; tried again %s, see 'filingctl deliveries list "
		       "--channel %s --state retry'\n",
		    verb_text(channel, "next"), name);
}

static void
channels_print_table(const json_t *answer)
{
	static const char *const headings[] = {"CHANNEL", "KIND", "STATE",
	    "WAITING", "IN RETRY", "IN FLIGHT", "OLDEST", "ADDRESS", NULL};
	const json_t *channels = json_object_get(answer, "channels");
	struct table *table = table_new(headings);
	const json_t *channel;
	size_t i;

	json_array_foreach(channels, i, channel)
	    channels_row(table, channel, moment_of(answer, "now"));
	table_print(table);
	json_array_foreach(channels, i, channel)
	    channels_print_trouble(channel);
}

static int
channels_list(const struct verb_context *context, int argc, char **argv)
{
	json_t *answer;
	int rc;

	(void)argv;
	if (argc != 1)
		return channels_usage();
	rc = verb_ask(context, "GET", "/v1/channels", &answer);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		verb_print_json(answer);
		return VERB_OK;
	}
	channels_print_table(answer);
	json_decref(answer);
	return VERB_OK;
}

static void
channels_print_page(const json_t *channel)
{
	int64_t now = moment_of(channel, "now");
	bool ordered = json_is_true(json_object_get(channel, "ordered"));
	char moment[MOMENT_MAX];
	const json_t *to;
	size_t i;

	printf("%s  %s %s\n", verb_text(channel, "channel"),
	    verb_text(channel, "kind"), verb_text(channel, "address"));
	json_array_foreach(json_object_get(channel, "recipients"), i, to)
	    printf("  to %s\n", json_string_value(to));
	printf("state: %s\n", verb_text(channel, "state"));
	channels_print_trouble(channel);
	printf("waiting: %lld, in retry: %lld, in flight: %lld of %lld\n",
	    verb_int(channel, "pending"), verb_int(channel, "retry"),
	    verb_int(channel, "in_flight"), verb_int(channel, "concurrency"));
	printf("oldest: %s; next: %s\n",
	    moment_print(moment_of(channel, "oldest"), now, "none", moment),
	    verb_text(channel, "next")[0] != '\0' ? verb_text(channel, "next")
						  : "nothing waits");
	printf("last number: %lld%s\n", verb_int(channel, "sequence"),
	    ordered ? "; ordered: what is in retry holds those behind it" : "");
	if (verb_int(channel, "held_by") != 0)
		printf("all wait for delivery %lld: filingctl deliveries show "
		       "%lld\n",
		    verb_int(channel, "held_by"), verb_int(channel, "held_by"));
}

/* Takes channel. */
static int
channels_tell(
    const struct verb_context *context, json_t *channel, const char *text)
{
	if (context->json) {
		verb_print_json(channel);
		return VERB_OK;
	}
	if (text == NULL)
		channels_print_page(channel);
	else if (!context->quiet)
		printf(
		    "channel '%s': %s\n", verb_text(channel, "channel"), text);
	json_decref(channel);
	return VERB_OK;
}

static int
channels_show(const struct verb_context *context, int argc, char **argv)
{
	json_t *channel;
	int rc;

	if (argc != 2)
		return channels_usage();
	rc = channels_ask(context, "GET", argv[1], "", &channel);
	return rc == VERB_OK ? channels_tell(context, channel, NULL) : rc;
}

static int
channels_enable(const struct verb_context *context, int argc, char **argv)
{
	json_t *channel;
	int rc;

	if (argc != 2)
		return channels_usage();
	rc = channels_ask(context, "POST", argv[1], "/enable", &channel);
	if (rc != VERB_OK)
		return rc;
	return channels_tell(context, channel,
	    "enabled; what waited is sent, oldest first, once one is taken");
}

static int
channels_disable(const struct verb_context *context, int argc, char **argv)
{
	char *why = mem_strdup("");
	json_t *channel;
	char *tail;
	int c, rc;

	while ((c = getopt(argc, argv, "m:")) == 'm')
		mem_replace(&why, verb_escape(optarg));
	if (c != -1 || optind + 1 != argc) {
		mem_free(why);
		return channels_usage();
	}
	tail = mem_printf("/disable%s%s", *why != '\0' ? "?why=" : "", why);
	rc = channels_ask(context, "POST", argv[optind], tail, &channel);
	mem_free(tail);
	mem_free(why);
	if (rc != VERB_OK)
		return rc;
	return channels_tell(context, channel,
	    "disabled; what comes waits, and no reload enables it");
}

/* One delivery of the test as it stands; NULL with rc. */
static json_t *
channels_look(const struct verb_context *context, long long id, int *rc)
{
	char *path = mem_printf("/v1/deliveries/%lld", id);
	json_t *delivery = NULL;

	*rc = verb_ask(context, "GET", path, &delivery);
	mem_free(path);
	return delivery;
}

static void
channels_tell_test(const struct verb_context *context, const json_t *delivery)
{
	const json_t *tries = json_object_get(delivery, "tries");
	const json_t *last = json_array_get(tries, json_array_size(tries) - 1);
	bool sent = strcmp(verb_text(delivery, "state"), "sent") == 0;
	const char *whom = verb_text(delivery, "recipient");

	if (context->json) {
		verb_print_json(json_deep_copy(delivery));
		return;
	}
	if (sent && context->quiet)
		return;
	printf("%s: ", *whom != '\0' ? whom : verb_text(delivery, "channel"));
	if (sent)
		printf("taken after %lld ms\n", verb_int(last, "elapsed_ms"));
	else {
		verb_print_clean(verb_text(delivery, "why"));
		printf("; see 'filingctl deliveries show %lld'\n",
		    verb_int(delivery, "id"));
	}
}

static void
channels_cancel_test(const struct verb_context *context, long long id)
{
	char *path = mem_printf(
	    "/v1/deliveries/%lld/cancel?why=the%%20test%%20failed", id);
	json_t *answer = NULL;

	(void)verb_ask(context, "POST", path, &answer);
	json_decref(answer);
	mem_free(path);
}

/*
 * Nobody needs the rest of its schedule: the person has the answer. An attempt
 * that is under way by now ends first.
 */
static void
channels_end_test(const struct verb_context *context, long long id)
{
	int rc = VERB_OK;

	for (int waited = 0; waited <= CHANNELS_WAIT_MS && rc == VERB_OK;
	     waited += CHANNELS_LOOK_MS) {
		json_t *delivery = channels_look(context, id, &rc);
		const char *state = verb_text(delivery, "state");
		bool waits = strcmp(state, "retry") == 0;
		bool flies = strcmp(state, "leased") == 0;

		json_decref(delivery);
		if (waits)
			channels_cancel_test(context, id);
		if (!flies)
			return;
		(void)poll(NULL, 0, CHANNELS_LOOK_MS);
	}
}

/* Waits for the first attempt at one delivery of the test. */
static int
channels_wait(const struct verb_context *context, long long id)
{
	json_t *delivery = NULL;
	int rc = VERB_OK;

	for (int waited = 0; waited <= CHANNELS_WAIT_MS;
	     waited += CHANNELS_LOOK_MS) {
		json_decref(delivery);
		delivery = channels_look(context, id, &rc);
		if (rc != VERB_OK)
			return rc;
		if (verb_int(delivery, "attempts") > 0 ||
		    verb_text(delivery, "finished")[0] != '\0')
			break;
		(void)poll(NULL, 0, CHANNELS_LOOK_MS);
	}
	if (verb_int(delivery, "attempts") == 0)
		rc = verb_fail(VERB_FAILED,
		    "the test still waits its turn, see 'filingctl deliveries "
		    "show %lld'",
		    id);
	else {
		channels_tell_test(context, delivery);
		if (strcmp(verb_text(delivery, "state"), "sent") != 0)
			rc = VERB_FAILED;
		channels_end_test(context, id);
	}
	json_decref(delivery);
	return rc;
}

static int
channels_test(const struct verb_context *context, int argc, char **argv)
{
	int rc, worst = VERB_OK;
	const json_t *ids;
	json_t *answer;

	if (argc != 2)
		return channels_usage();
	rc = channels_ask(context, "POST", argv[1], "/test", &answer);
	if (rc != VERB_OK)
		return rc;
	ids = json_object_get(answer, "deliveries");
	for (size_t i = 0; i < json_array_size(ids); i++) {
		rc = channels_wait(context,
		    (long long)json_integer_value(json_array_get(ids, i)));
		if (rc != VERB_OK)
			worst = rc;
	}
	json_decref(answer);
	return worst;
}

int
verb_channels(const struct verb_context *context, int argc, char **argv)
{
	return subverbs_run(&channels_subverbs, context, argc, argv);
}
