/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: cards. Out: notifications, and what becomes of them. clients/agent.c
 * gives the cards; everything below "the thread" runs in the desk's own.
 */
#include "clients/agent_desk.h"

#include "lib/base/mem.h"

#include <gio/gio.h>
#include <libnotify/notify.h>
#include <string.h>

#define DESK_CARDS    64 /* that a later version can still replace */
#define DESK_BODY_MAX (32 * KIB)
#define DESK_BUS_MS   2000 /* the bus itself answers at once */
#define DESK_NAME     "org.freedesktop.Notifications"

struct agent_desk {
	agent_desk_fn *fn; /* NULL: nobody listens any more */
	void *arg;
	GThread *thread;
	GMainContext *context;
	GMainLoop *loop;
	gint busy; /* atomic: jobs that the thread has not ended */
	/* the thread's own */
	GDBusConnection *bus;
	guint watch;
	bool has_caps;
	bool takes_markup;
	bool takes_actions;
	size_t count;
	struct desk_bubble *bubbles[DESK_CARDS]; /* oldest first */
};

struct desk_bubble {
	struct agent_desk *desk;
	char *key;
	char *owner; /* the server that shows it, by its name on the bus */
	NotifyNotification *note;
};

/* A call from one side to the other. */
struct desk_job {
	struct agent_desk *desk;
	void (*run)(struct desk_job *job);
	enum desk_event event;
	char *key;
	char *title;
	char *text;
	bool critical;
	unsigned actions;
};

static void
desk_job_free(gpointer arg)
{
	struct desk_job *job = arg;

	mem_free(job->key);
	mem_free(job->title);
	mem_free(job->text);
	mem_free(job);
}

/* Happens on the default context. */
static gboolean
desk_on_told(gpointer arg)
{
	const struct desk_job *job = arg;

	if (job->desk->fn != NULL)
		job->desk->fn(job->event, job->key, job->text, job->desk->arg);
	return G_SOURCE_REMOVE;
}

/* ---- the thread ---- */

static void
desk_tell(struct agent_desk *desk, enum desk_event event, const char *key,
    const char *text)
{
	struct desk_job *job = mem_new(sizeof(*job));

	job->desk = desk;
	job->event = event;
	job->key = mem_strdup(key);
	job->text = mem_strdup(text);
	g_main_context_invoke_full(
	    NULL, G_PRIORITY_DEFAULT, desk_on_told, job, desk_job_free);
}

static struct desk_bubble *
desk_find(const struct agent_desk *desk, const char *key)
{
	for (size_t i = 0; i < desk->count; i++) {
		if (strcmp(desk->bubbles[i]->key, key) == 0)
			return desk->bubbles[i];
	}
	return NULL;
}

/* Forgets a bubble; what is on the screen stays. */
static void
desk_forget(struct desk_bubble *bubble)
{
	struct agent_desk *desk = bubble->desk;
	size_t i = 0;

	while (desk->bubbles[i] != bubble)
		i++;
	desk->count--;
	memmove(&desk->bubbles[i], &desk->bubbles[i + 1],
	    (desk->count - i) * sizeof(desk->bubbles[0]));
	g_signal_handlers_disconnect_by_data(bubble->note, bubble);
	g_object_unref(bubble->note);
	mem_free(bubble->key);
	mem_free(bubble->owner);
	mem_free(bubble);
}

static void
desk_end(struct desk_bubble *bubble)
{
	desk_tell(bubble->desk, DESK_CLOSED, bubble->key, "");
	desk_forget(bubble);
}

static void
desk_on_closed(NotifyNotification *note, gpointer arg)
{
	(void)note;
	desk_end(arg);
}

static void
desk_on_action(NotifyNotification *note, char *action, gpointer arg)
{
	const struct desk_bubble *bubble = arg;

	(void)note;
	desk_tell(bubble->desk, DESK_ACTION, bubble->key, action);
}

static void
desk_on_owner(
    GDBusConnection *bus, const char *name, const char *owner, gpointer arg)
{
	(void)bus;
	(void)name;
	(void)owner;
	desk_tell(arg, DESK_HERE, "", "");
}

/* The server that is there now, by its name on the bus; "" none. Gives. */
static char *
desk_owner(const struct agent_desk *desk)
{
	GVariant *answer =
	    g_dbus_connection_call_sync(desk->bus, "org.freedesktop.DBus",
		"/org/freedesktop/DBus", "org.freedesktop.DBus", "GetNameOwner",
		g_variant_new("(s)", DESK_NAME), G_VARIANT_TYPE("(s)"),
		G_DBUS_CALL_FLAGS_NONE, DESK_BUS_MS, NULL, NULL);
	const char *name = "";
	char *owner;

	if (answer != NULL)
		g_variant_get(answer, "(&s)", &name);
	owner = mem_strdup(name);
	if (answer != NULL)
		g_variant_unref(answer);
	return owner;
}

/*
 * A server went away, and its bubbles with it. This may come late, when the
 * next one shows some already: theirs stay.
 */
static void
desk_on_no_owner(GDBusConnection *bus, const char *name, gpointer arg)
{
	struct agent_desk *desk = arg;

	(void)bus;
	(void)name;
	char *owner = desk_owner(desk);

	desk->has_caps = false;
	for (size_t i = desk->count; i-- > 0;) {
		if (strcmp(desk->bubbles[i]->owner, owner) != 0)
			desk_end(desk->bubbles[i]);
	}
	mem_free(owner);
}

static void
desk_on_bus_closed(
    GDBusConnection *bus, gboolean vanished, GError *error, gpointer arg)
{
	(void)bus;
	(void)vanished;
	(void)error;
	desk_tell(arg, DESK_GONE, "", "");
}

/* Joins the session's bus, once it is there. */
static bool
desk_join(struct agent_desk *desk, GError **error)
{
	if (desk->bus != NULL)
		return true;
	desk->bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, error);
	if (desk->bus == NULL)
		return false;
	g_dbus_connection_set_exit_on_close(desk->bus, FALSE);
	g_signal_connect(
	    desk->bus, "closed", G_CALLBACK(desk_on_bus_closed), desk);
	desk->watch = g_bus_watch_name_on_connection(desk->bus, DESK_NAME,
	    G_BUS_NAME_WATCHER_FLAGS_NONE, desk_on_owner, desk_on_no_owner,
	    desk, NULL);
	notify_init("filingd");
	return true;
}

static void
desk_read_caps(struct agent_desk *desk, const GList *caps)
{
	desk->has_caps = caps != NULL;
	desk->takes_markup = false;
	desk->takes_actions = false;
	for (; caps != NULL; caps = caps->next) {
		desk->takes_markup |= strcmp(caps->data, "body-markup") == 0;
		desk->takes_actions |= strcmp(caps->data, "actions") == 0;
	}
}

/* The bus, and what its server can do; false and why not. */
static bool
desk_prepare(struct agent_desk *desk, char **ret_why)
{
	GError *error = NULL;
	GList *caps;

	if (!desk_join(desk, &error)) {
		*ret_why = mem_printf("no session bus: %s", error->message);
		g_error_free(error);
		return false;
	}
	if (desk->has_caps)
		return true;
	caps = notify_get_server_caps();
	desk_read_caps(desk, caps);
	g_list_free_full(caps, g_free);
	if (!desk->has_caps)
		*ret_why = mem_strdup("no notification server answers");
	return desk->has_caps;
}

static struct desk_bubble *
desk_new_bubble(struct agent_desk *desk, const char *key)
{
	struct desk_bubble *bubble = mem_new(sizeof(*bubble));

	if (desk->count == DESK_CARDS)
		desk_end(desk->bubbles[0]);
	bubble->desk = desk;
	bubble->key = mem_strdup(key);
	bubble->owner = mem_strdup("");
	bubble->note = notify_notification_new("", "", "dialog-warning");
	g_signal_connect(
	    bubble->note, "closed", G_CALLBACK(desk_on_closed), bubble);
	desk->bubbles[desk->count++] = bubble;
	return bubble;
}

/* To another server the old one's numbers mean something else. */
static struct desk_bubble *
desk_bubble_for(struct agent_desk *desk, const char *key)
{
	struct desk_bubble *bubble = desk_find(desk, key);
	char *owner;

	if (bubble == NULL)
		return desk_new_bubble(desk, key);
	owner = desk_owner(desk);
	if (strcmp(bubble->owner, owner) != 0) {
		desk_forget(bubble);
		bubble = desk_new_bubble(desk, key);
	}
	mem_free(owner);
	return bubble;
}

static void
desk_add_actions(struct desk_bubble *bubble, unsigned actions)
{
	static const struct {
		unsigned action;
		const char *name, *label;
	} rows[] = {
	    {CARD_OPEN, "default", "Open filing"},
	    {CARD_OPEN, "open", "Open filing"},
	    {CARD_DIFF, "diff", "Show change"},
	    {CARD_ACK, "ack", "Acknowledge"},
	    {CARD_MUTE, "mute", "Mute 24 h"},
	};

	notify_notification_clear_actions(bubble->note);
	if (!bubble->desk->takes_actions)
		return;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if ((actions & rows[i].action) != 0)
			notify_notification_add_action(bubble->note,
			    rows[i].name, rows[i].label, desk_on_action, bubble,
			    NULL);
	}
}

static void
desk_fill(struct desk_bubble *bubble, const struct desk_job *job)
{
	NotifyNotification *note = bubble->note;
	struct buf body;

	buf_init(&body, DESK_BODY_MAX);
	/* A longer body than any of ours is cut. */
	if (bubble->desk->takes_markup)
		err_drop(agent_notice_escape(&body, job->text));
	else
		err_drop(buf_add_str(&body, job->text));
	notify_notification_update(
	    note, job->title, body.data, "dialog-warning");
	buf_done(&body);
	notify_notification_set_urgency(note,
	    job->critical ? NOTIFY_URGENCY_CRITICAL : NOTIFY_URGENCY_NORMAL);
	notify_notification_set_timeout(note, NOTIFY_EXPIRES_DEFAULT);
	notify_notification_set_category(note, "x-filingd.warning");
	notify_notification_set_hint(
	    note, "desktop-entry", g_variant_new_string("filingd-agent"));
	notify_notification_set_hint(
	    note, "resident", g_variant_new_boolean(TRUE));
	desk_add_actions(bubble, job->actions);
}

static void
desk_run_show(struct desk_job *job)
{
	struct agent_desk *desk = job->desk;
	struct desk_bubble *bubble;
	GError *error = NULL;
	char *why = NULL;

	if (!desk_prepare(desk, &why)) {
		desk_tell(desk, DESK_REFUSED, job->key, why);
		mem_free(why);
		return;
	}
	bubble = desk_bubble_for(desk, job->key);
	desk_fill(bubble, job);
	if (notify_notification_show(bubble->note, &error)) {
		mem_replace(&bubble->owner, desk_owner(desk));
		desk_tell(desk, DESK_TAKEN, job->key, "");
		return;
	}
	desk->has_caps = false;
	desk_tell(desk, DESK_REFUSED, job->key, error->message);
	g_error_free(error);
	desk_end(bubble);
}

static void
desk_run_close(struct desk_job *job)
{
	struct desk_bubble *bubble = desk_find(job->desk, job->key);

	if (bubble == NULL)
		return;
	/* One that cannot be closed now is gone, or will be by hand. */
	(void)notify_notification_close(bubble->note, NULL);
}

static void
desk_run_ask(struct desk_job *job)
{
	struct agent_desk *desk = job->desk;
	char *name = NULL, *vendor = NULL, *version = NULL, *spec = NULL;
	char *why = NULL;
	char *text;

	if (!desk_prepare(desk, &why)) {
		desk_tell(desk, DESK_REFUSED, "", why);
		mem_free(why);
		return;
	}
	if (!notify_get_server_info(&name, &vendor, &version, &spec)) {
		desk_tell(desk, DESK_REFUSED, "", "it does not say its name");
		return;
	}
	GList *caps = notify_get_server_caps();
	GString *list = g_string_new(NULL);
	for (const GList *cap = caps; cap != NULL; cap = cap->next)
		g_string_append_printf(list, " %s", (const char *)cap->data);
	text = mem_printf("server: %s %s (%s), specification %s\n"
			  "capabilities:%s",
	    name, version, vendor, spec, list->str);
	desk_tell(desk, DESK_SERVER, "", text);
	mem_free(text);
	g_string_free(list, TRUE);
	g_list_free_full(caps, g_free);
	g_free(name);
	g_free(vendor);
	g_free(version);
	g_free(spec);
}

static gboolean
desk_on_job(gpointer arg)
{
	struct desk_job *job = arg;

	job->run(job);
	g_atomic_int_add(&job->desk->busy, -1);
	return G_SOURCE_REMOVE;
}

static gpointer
desk_main(gpointer arg)
{
	struct agent_desk *desk = arg;

	g_main_context_push_thread_default(desk->context);
	g_main_loop_run(desk->loop);
	while (desk->count > 0)
		desk_forget(desk->bubbles[0]);
	if (desk->watch != 0)
		g_bus_unwatch_name(desk->watch);
	if (desk->bus != NULL) {
		g_signal_handlers_disconnect_by_data(desk->bus, desk);
		g_object_unref(desk->bus);
	}
	g_main_context_pop_thread_default(desk->context);
	return NULL;
}

/* ---- the agent's side ---- */

struct agent_desk *
agent_desk_new(agent_desk_fn *fn, void *arg)
{
	struct agent_desk *desk = mem_new(sizeof(*desk));

	desk->fn = fn;
	desk->arg = arg;
	desk->context = g_main_context_new();
	desk->loop = g_main_loop_new(desk->context, FALSE);
	desk->thread = g_thread_new("desk", desk_main, desk);
	return desk;
}

static gboolean
desk_on_quit(gpointer arg)
{
	g_main_loop_quit(arg);
	return G_SOURCE_REMOVE;
}

void
agent_desk_free(struct agent_desk *desk)
{
	desk->fn = NULL;
	if (g_atomic_int_get(&desk->busy) != 0)
		return;
	g_main_context_invoke(desk->context, desk_on_quit, desk->loop);
	g_thread_join(desk->thread);
	while (g_main_context_iteration(NULL, FALSE))
		;
	g_main_loop_unref(desk->loop);
	g_main_context_unref(desk->context);
	mem_free(desk);
}

static void
desk_send(struct agent_desk *desk, struct desk_job *job)
{
	job->desk = desk;
	g_atomic_int_inc(&desk->busy);
	g_main_context_invoke_full(
	    desk->context, G_PRIORITY_DEFAULT, desk_on_job, job, desk_job_free);
}

void
agent_desk_show(struct agent_desk *desk, const struct agent_card *card)
{
	struct desk_job *job = mem_new(sizeof(*job));

	job->run = desk_run_show;
	job->key = mem_strdup(card->key);
	job->title = mem_strdup(card->title);
	job->text = mem_strdup(card->body);
	job->critical = card->critical;
	job->actions = card->actions;
	desk_send(desk, job);
}

void
agent_desk_close(struct agent_desk *desk, const char *key)
{
	struct desk_job *job = mem_new(sizeof(*job));

	job->run = desk_run_close;
	job->key = mem_strdup(key);
	desk_send(desk, job);
}

void
agent_desk_ask(struct agent_desk *desk)
{
	struct desk_job *job = mem_new(sizeof(*job));

	job->run = desk_run_ask;
	desk_send(desk, job);
}
