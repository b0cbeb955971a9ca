/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filingd-agent: shows a user's alerts on the desktop. In: offers of the
 * daemon, by agent_link; out: bubbles, by agent_desk; agent_show decides in
 * between. Runs as a service of the user's session.
 */
#include "clients/agent_desk.h"
#include "clients/agent_link.h"
#include "clients/agent_open.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <glib-unix.h>
#include <glib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AGENT_FIRST_S 1
#define AGENT_MOST_S  60
#define AGENT_TEST_S  30
#define AGENT_MUTE_MS 86400000

/* What a bubble on the screen can be asked to do. */
struct agent_about {
	char *event;
	char *issuer;
	char *channel;
	char *url;
	char *details;
};

struct agent {
	GMainLoop *loop;
	struct agent_show *show;
	struct agent_link *link;
	struct agent_desk *desk;
	GHashTable *abouts; /* by the card's key */
	guint timer;
	guint wait_s;
	unsigned refusals; /* in a row */
	bool test;
	int code;
};

static void
agent_about_free(gpointer arg)
{
	struct agent_about *about = arg;

	mem_free(about->event);
	mem_free(about->issuer);
	mem_free(about->channel);
	mem_free(about->url);
	mem_free(about->details);
	mem_free(about);
}

static void
agent_keep_about(struct agent *agent, const struct agent_card *card)
{
	const struct agent_notice *notice = card->notice;
	struct agent_about *about;

	if (notice == NULL)
		return;
	about = mem_new(sizeof(*about));
	about->event = mem_strdup(notice->event);
	about->issuer = mem_strdup(notice->issuer);
	about->channel = mem_strdup(notice->channel);
	about->url = mem_strdup(notice->url);
	about->details = mem_strdup(notice->details);
	g_hash_table_replace(agent->abouts, g_strdup(card->key), about);
}

/* The next card, when the screen is free and no pause is on. */
static void
agent_pump(struct agent *agent)
{
	struct agent_card card;

	if (agent->timer == 0 && agent_show_next(agent->show,
				     g_get_monotonic_time() / 1000, &card)) {
		if (!agent_link_may_operate(agent->link))
			card.actions &= ~(unsigned)CARD_MUTE;
		agent_keep_about(agent, &card);
		agent_desk_show(agent->desk, &card);
	}
	agent_link_settle(agent->link);
}

static void
agent_on_change(void *arg)
{
	struct agent *agent = arg;

	/* The first answer may come before all parts are there. */
	if (agent->link != NULL && agent->desk != NULL)
		agent_pump(agent);
}

static gboolean
agent_on_timer(gpointer arg)
{
	struct agent *agent = arg;

	agent->timer = 0;
	agent_pump(agent);
	return G_SOURCE_REMOVE;
}

static void
agent_go_on(struct agent *agent)
{
	if (agent->timer != 0)
		g_source_remove(agent->timer);
	agent->timer = 0;
	agent->wait_s = AGENT_FIRST_S;
	agent_pump(agent);
}

static void
agent_on_refused(struct agent *agent, const char *why)
{
	agent_show_taken(agent->show, false);
	agent->refusals++;
	if (agent->refusals == 1 || agent->refusals % 10 == 0)
		log_warning("notification server: %s, refusal %u in a row, "
			    "%zu alerts wait, again in %u s",
		    why, agent->refusals, agent_show_waiting(agent->show),
		    agent->wait_s);
	if (agent->timer == 0)
		agent->timer =
		    g_timeout_add_seconds(agent->wait_s, agent_on_timer, agent);
	agent->wait_s =
	    2 * agent->wait_s < AGENT_MOST_S ? 2 * agent->wait_s : AGENT_MOST_S;
	agent_link_settle(agent->link);
}

static void
agent_on_taken(struct agent *agent, const char *key)
{
	if (agent->refusals > 0)
		log_info("notification server: takes alerts again after %u "
			 "refusals",
		    agent->refusals);
	agent->refusals = 0;
	log_info("alert '%s': shown", key);
	agent_show_taken(agent->show, true);
	agent_go_on(agent);
}

static void
agent_on_done(const char *why, void *arg)
{
	char *what = arg;

	if (why == NULL)
		log_info("%s", what);
	else
		log_warning("%s: %s", what, why);
	mem_free(what);
}

static void
agent_ack(struct agent *agent, const char *key, const struct agent_about *about)
{
	char *target = mem_printf("/v1/events/%s/ack", about->event);

	agent_link_post(agent->link, target, agent_on_done,
	    mem_printf("alert '%s': acknowledged", key));
	mem_free(target);
	agent_desk_close(agent->desk, key);
}

/* On the desktops of this channel alone: nobody meant the others. */
static void
agent_mute(struct agent *agent, const struct agent_about *about)
{
	char *issuer = g_uri_escape_string(about->issuer, NULL, FALSE);
	char *channel = g_uri_escape_string(about->channel, NULL, FALSE);
	char *target = mem_printf("/v1/silences?issuer=%s&channel=%s&for=%d&"
				  "reason=muted%%20on%%20a%%20desktop",
	    issuer, channel, AGENT_MUTE_MS);

	agent_link_post(agent->link, target, agent_on_done,
	    mem_printf("issuer '%s': silenced on '%s' for 24 h", about->issuer,
		about->channel));
	mem_free(target);
	g_free(channel);
	g_free(issuer);
}

static void
agent_on_action(struct agent *agent, const char *key, const char *action)
{
	const struct agent_about *about =
	    g_hash_table_lookup(agent->abouts, key);

	log_info("alert '%s': '%s' was chosen", key, action);
	if (about == NULL)
		return;
	if (strcmp(action, "diff") == 0 && about->details != NULL)
		agent_open_text(key, about->details);
	else if (strcmp(action, "ack") == 0)
		agent_ack(agent, key, about);
	else if (strcmp(action, "mute") == 0)
		agent_mute(agent, about);
	else if (about->url != NULL)
		agent_open_url(about->url);
}

static void
agent_quit(struct agent *agent, int code)
{
	agent->code = code;
	g_main_loop_quit(agent->loop);
}

static void
agent_on_desk(
    enum desk_event event, const char *key, const char *text, void *arg)
{
	struct agent *agent = arg;

	switch (event) {
	case DESK_TAKEN:
		agent_on_taken(agent, key);
		break;
	case DESK_REFUSED:
		agent_on_refused(agent, text);
		break;
	case DESK_ACTION:
		agent_on_action(agent, key, text);
		break;
	case DESK_CLOSED:
		log_debug("alert '%s': closed", key);
		agent_show_closed(agent->show, key);
		g_hash_table_remove(agent->abouts, key);
		break;
	case DESK_HERE:
		agent_go_on(agent);
		break;
	case DESK_GONE:
		log_info("session bus: it has closed, the session is over");
		agent_quit(agent, 0);
		break;
	case DESK_SERVER:
		break;
	}
}

/* When it was, as people say it of the last days. */
static char *
agent_since(int64_t age_ms)
{
	GDateTime *now = g_date_time_new_now_local();
	GDateTime *then = g_date_time_add(now, -age_ms * 1000);
	int days = g_date_time_get_day_of_year(now) -
		   g_date_time_get_day_of_year(then);
	const char *format = "%F";
	char *text, *ret;

	if (age_ms < INT64_C(6) * 24 * 3600 * 1000)
		format = days == 0 ? "%H:%M" : "%A";
	text = g_date_time_format(then, format);
	ret = mem_strdup(text);
	g_free(text);
	g_date_time_unref(then);
	g_date_time_unref(now);
	return ret;
}

static gboolean
agent_on_signal(gpointer arg)
{
	agent_quit(arg, 0);
	return G_SOURCE_REMOVE;
}

static void
agent_run(struct agent *agent, const char *socket)
{
	agent->show = agent_show_new(agent_since);
	agent->abouts = g_hash_table_new_full(
	    g_str_hash, g_str_equal, g_free, agent_about_free);
	agent->desk = agent_desk_new(agent_on_desk, agent);
	agent->link =
	    agent_link_new(socket, agent->show, agent_on_change, agent);
	agent_open_clear();
	log_info("agent: shows alerts of '%s'", socket);
	g_main_loop_run(agent->loop);
	agent_link_free(agent->link);
	agent_desk_free(agent->desk);
	if (agent->timer != 0)
		g_source_remove(agent->timer);
	g_hash_table_unref(agent->abouts);
	agent_show_free(agent->show);
}

/* ---- --test: one card there and back ---- */

static void
agent_on_test(
    enum desk_event event, const char *key, const char *text, void *arg)
{
	struct agent *agent = arg;

	(void)key;
	switch (event) {
	case DESK_SERVER:
		printf("%s\n", text);
		agent_desk_show(agent->desk,
		    &(struct agent_card){.key = "test",
			.title = "filingd: a test",
			.body = "Alerts of filingd will be shown like this."});
		break;
	case DESK_TAKEN:
		printf("a test notification was accepted\n");
		agent_quit(agent, 0);
		break;
	case DESK_REFUSED:
		fprintf(stderr,
		    "filingd-agent: %s; is a desktop session running here?\n",
		    text);
		agent_quit(agent, 1);
		break;
	case DESK_ACTION:
	case DESK_CLOSED:
	case DESK_HERE:
	case DESK_GONE:
		break;
	}
}

static gboolean
agent_on_late(gpointer arg)
{
	fprintf(stderr, "filingd-agent: the notification server does not "
			"answer\n");
	agent_quit(arg, 1);
	return G_SOURCE_REMOVE;
}

static void
agent_test(struct agent *agent)
{
	agent->desk = agent_desk_new(agent_on_test, agent);
	g_timeout_add_seconds(AGENT_TEST_S, agent_on_late, agent);
	agent_desk_ask(agent->desk);
	g_main_loop_run(agent->loop);
	agent_desk_free(agent->desk);
}

static const char agent_usage[] =
    "usage: filingd-agent [-v] [-s SOCKET] [--test]\n"
    "  -s      socket of the daemon (or FILINGD_SOCKET)\n"
    "  -v      tell every step in the log\n"
    "  --test  show a test notification, and what the server can do\n";

/* -1: go on; else the exit code. */
static int
agent_read_options(
    int argc, char **argv, const char **socket, struct agent *agent)
{
	static const struct option options[] = {
	    {"test", no_argument, NULL, 't'}, {"help", no_argument, NULL, 'h'},
	    {"version", no_argument, NULL, 'V'}, {NULL, 0, NULL, 0}};
	int c;

	while ((c = getopt_long(argc, argv, "hs:vV", options, NULL)) != -1) {
		if (c == 's')
			*socket = optarg;
		else if (c == 'v')
			log_set_level(LOG_AT_DEBUG);
		else if (c == 't')
			agent->test = true;
		else if (c == 'V')
			return puts("filingd-agent " PACKAGE_VERSION) < 0;
		else
			return fputs(agent_usage, c == 'h' ? stdout : stderr),
			       c == 'h' ? 0 : 2;
	}
	if (optind == argc)
		return -1;
	fputs(agent_usage, stderr);
	return 2;
}

int
main(int argc, char *argv[])
{
	const char *socket = getenv("FILINGD_SOCKET");
	struct agent agent = {.wait_s = AGENT_FIRST_S};
	int code;

	setlocale(LC_ALL, "");
	signal(SIGPIPE, SIG_IGN);
	log_init("filingd-agent",
	    getenv("JOURNAL_STREAM") != NULL ? LOG_TO_SYSTEM : LOG_TO_STDERR,
	    LOG_AT_INFO);
	if (socket == NULL || socket[0] == '\0')
		socket = RUNSTATEDIR "/filingd/filingd.sock";
	code = agent_read_options(argc, argv, &socket, &agent);
	if (code >= 0)
		return code;
	agent.loop = g_main_loop_new(NULL, FALSE);
	g_unix_signal_add(SIGTERM, agent_on_signal, &agent);
	g_unix_signal_add(SIGINT, agent_on_signal, &agent);
	if (agent.test)
		agent_test(&agent);
	else
		agent_run(&agent, socket);
	g_main_loop_unref(agent.loop);
	return agent.code;
}
