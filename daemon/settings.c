/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The settings table. Called by the config parser, by the man page's generator
 * and by tests; how a value is read stands in daemon/settings_read.c.
 */
#include "daemon/settings.h"

#include "daemon/config.h"
#include "daemon/config_plan.h"
#include "daemon/config_tests.h"
#include "lib/base/yaml.h"

#include <stdint.h>
#include <string.h>

#define TOP(m)	  offsetof(struct config_top, m)
#define READER(m) offsetof(struct config_reader, m)
#define ACCESS(m) offsetof(struct config_access, m)
#define SOURCE(m) offsetof(struct config_source, m)
#define PROXY(m)  offsetof(struct guard, m)
#define HOST(m)	  offsetof(struct channel, m)
#define RULE(m)	  offsetof(struct config_rule, m)
#define QUIET(m)  offsetof(struct config_quiet, m)
#define CAP(m)	  offsetof(struct config_cap, m)
#define GROUP(m)  offsetof(struct plan_rule, m)
#define TEST(m)	  offsetof(struct config_test, m)
#define FILING(m) offsetof(struct config_filing, m)
#define WEBSUB(m) offsetof(struct config_websub, m)
#define API(m)	  offsetof(struct config_api, m)
#define BEAT(m)	  offsetof(struct config_heartbeat, m)
#define KEEP(m)	  offsetof(struct config_retention, m)

#define SECOND	  1000
#define MINUTE	  60000
#define HOUR	  3600000
#define DAY	  86400000
#define YEAR	  (INT64_C(365) * DAY)

/* clang-format off */
static const struct setting settings_table[] = {
	{SECTION_TOP, "instance", SETTING_TEXT, TOP(instance), 0, 0, "filingd", NULL,
	    "name of this filingd in messages and headers"},
	{SECTION_TOP, "contact", SETTING_TEXT, TOP(contact), 0, 0, NULL, NULL,
	    "address that sources see in User-Agent"},
	{SECTION_TOP, "state", SETTING_PATH, TOP(state), 0, 0, LOCALSTATEDIR "/lib/filingd", NULL,
	    "directory of the store"},
	{SECTION_TOP, "socket", SETTING_PATH, TOP(socket), 0, 0, RUNSTATEDIR "/filingd/filingd.sock", NULL,
	    "Unix socket of the API"},
	{SECTION_TOP, "log", SETTING_WORD, TOP(log_level), 0, 0, "info", "error|warning|info|debug",
	    "least level that is logged"},
	{SECTION_TOP, "definitions", SETTING_PATH, TOP(definitions), 0, 0, SYSCONFDIR "/filingd/sources", NULL,
	    "your own source definitions; they win over the installed ones"},
	{SECTION_TOP, "proxy", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "proxy of all sources: a URL, or a map of url and login"},
	{SECTION_TOP, "include", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "more files, merged by key; names may end in *.yaml"},
	{SECTION_TOP, "reader", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "the jailed reader"},
	{SECTION_TOP, "access", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "groups that may use the API"},
	{SECTION_TOP, "api", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "the API on a loopback port, beside the socket"},
	{SECTION_TOP, "heartbeat", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "who is told that filingd and its sources are well"},
	{SECTION_TOP, "operator", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "channels that hear of trouble with sources, channels and the store"},
	{SECTION_TOP, "sources", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "lists that are watched"},
	{SECTION_TOP, "aliases", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "other listings and codes of an issuer, by listing"},
	{SECTION_TOP, "watch", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "lists of issuers, by name"},
	{SECTION_TOP, "channels", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "places to tell"},
	{SECTION_TOP, "rules", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "conditions that send events to channels"},
	{SECTION_TOP, "websub", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "subscriptions at the hubs of feeds"},
	{SECTION_TOP, "retention", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "how long the store keeps what is over"},
	{SECTION_TOP, "tests", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "filings, and what the rules are to make of them"},

	{SECTION_READER, "program", SETTING_PATH, READER(program), 0, 0, LIBEXECDIR "/filingd-reader", NULL,
	    "the reader's program"},
	{SECTION_READER, "lexicon", SETTING_PATH, READER(lexicon), 0, 0, DATADIR "/lexicon", NULL,
	    "directory of the phrases"},
	{SECTION_READER, "own-lexicon", SETTING_PATH, READER(own_lexicon), 0, 0, SYSCONFDIR "/filingd/lexicon", NULL,
	    "directory of your own phrases, filingd-lexicon(5)"},
	{SECTION_READER, "workers", SETTING_NUMBER, READER(workers), 1, 64, "2", NULL,
	    "processes for list bodies, text and HTML"},
	{SECTION_READER, "pdf-workers", SETTING_NUMBER, READER(zygotes), 1, 64, "2", NULL,
	    "processes for PDF"},
	{SECTION_READER, "list-deadline", SETTING_DURATION, READER(list_deadline), SECOND, HOUR, "10s", NULL,
	    "longest time for one list body"},
	{SECTION_READER, "document-deadline", SETTING_DURATION, READER(document_deadline), SECOND, HOUR, "30s", NULL,
	    "longest time for one document"},

	{SECTION_ACCESS, "read", SETTING_TEXT, ACCESS(read), 0, 0, "*", NULL,
	    "group that may read; * is every local user"},
	{SECTION_ACCESS, "operate", SETTING_TEXT, ACCESS(operate), 0, 0, "filingd", NULL,
	    "group that may reload"},

	{SECTION_SOURCE, "kind", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "definition to use; by default the one of the source's name"},
	{SECTION_SOURCE, "url", SETTING_TEXT, SOURCE(url), 0, 0, NULL, NULL,
	    "address of the list, for definitions without one"},
	{SECTION_SOURCE, "path", SETTING_TEXT, SOURCE(path), 0, 0, NULL, NULL,
	    "the directory that a source of kind directory watches"},
	{SECTION_SOURCE, "issuer", SETTING_LISTING, SOURCE(listing), 0, 0, NULL, NULL,
	    "all items are of this issuer"},
	{SECTION_SOURCE, "codes", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "listings of codes that are the source's own, or that changed: { 320193: AAPL.US }"},
	{SECTION_SOURCE, "catch-up", SETTING_OTHER, 0, 0, 0, "none", NULL,
	    "what the first poll tells: none, all, or a time such as 24h"},
	{SECTION_SOURCE, "poll", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "how often to ask"},
	{SECTION_SOURCE, "allow", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "networks that are not public but may be asked"},
	{SECTION_SOURCE, "proxy", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "instead of the proxy of all sources; none: straight"},
	{SECTION_SOURCE, "credentials", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "secrets that the definition asks for: a map of its names, each { credential: NAME } or { file: PATH }"},
	{SECTION_SOURCE, "accepted", SETTING_YES_NO, SOURCE(accepted), 0, 0, "no", NULL,
	    "the source's terms were read and accepted"},

	{SECTION_POLL, "peak", SETTING_DURATION, SOURCE(peak), SECOND, DAY, NULL, NULL,
	    "interval inside the source's publication windows"},
	{SECTION_POLL, "quiet", SETTING_DURATION, SOURCE(quiet), SECOND, DAY, NULL, NULL,
	    "interval outside of them"},

	{SECTION_PROXY, "url", SETTING_TEXT, PROXY(proxy), 0, 0, NULL, NULL,
	    "http://, https:// or socks5h://HOST:PORT; names are looked up there, and it may stand anywhere"},
	{SECTION_PROXY, "login", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "user:password for it: { credential: NAME } or { file: PATH }"},

	{SECTION_WATCH, "issuer", SETTING_LISTING, 0, 0, 0, NULL, NULL,
	    "the listing, 603138.SH or XSHG:603138"},
	{SECTION_WATCH, "file", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "instead of an issuer: a file of them, with labels and refs"},
	{SECTION_WATCH, "label", SETTING_TEXT, 0, 0, 0, NULL, NULL,
	    "what you call it"},
	{SECTION_WATCH, "ref", SETTING_TEXT, 0, 0, 0, NULL, NULL,
	    "your own key for it"},

	{SECTION_CHANNEL, "webhook", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "https address that gets signed events"},
	{SECTION_CHANNEL, "secret", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "signing secret: { credential: NAME } or { file: PATH }"},
	{SECTION_CHANNEL, "previous-secret", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "the secret before, signed with as well while receivers change, until: DATE at most"},
	{SECTION_CHANNEL, "sign-key", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "ed25519 key that signs as well, for receivers that know its public half"},
	{SECTION_CHANNEL, "client-certificate", SETTING_PATH, HOST(certificate), 0, 0, NULL, NULL,
	    "PEM file that filingd shows to the receiver"},
	{SECTION_CHANNEL, "client-key", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "its private key, PEM: { credential: NAME } or { file: PATH }"},
	{SECTION_CHANNEL, "cloudevents", SETTING_WORD, HOST(cloudevents), 0, 0, "no", "no|binary",
	    "headers of CloudEvents beside those of Standard Webhooks"},
	{SECTION_CHANNEL, "ordered", SETTING_YES_NO, HOST(ordered), 0, 0, "no", NULL,
	    "one after the other: what is in retry holds those behind it"},
	{SECTION_CHANNEL, "allow-insecure", SETTING_YES_NO, HOST(allow_insecure), 0, 0, "no", NULL,
	    "http: is allowed"},
	{SECTION_CHANNEL, "allow", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "networks that are not public but may be reached"},
	{SECTION_CHANNEL, "concurrency", SETTING_NUMBER, HOST(concurrency), 1, 32, "4", NULL,
	    "requests at once"},
	{SECTION_CHANNEL, "mail", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "recipients; each gets its own message"},
	{SECTION_CHANNEL, "smtp", SETTING_TEXT, HOST(smtp), 0, 0, "smtp://localhost:25", NULL,
	    "mail server, smtp: or smtps:"},
	{SECTION_CHANNEL, "from", SETTING_TEXT, HOST(from), 0, 0, "filingd@localhost", NULL,
	    "sender of mails"},
	{SECTION_CHANNEL, "user", SETTING_TEXT, HOST(user), 0, 0, NULL, NULL,
	    "name for SMTP AUTH"},
	{SECTION_CHANNEL, "password", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "password for SMTP AUTH: { credential: NAME } or { file: PATH }"},
	{SECTION_CHANNEL, "starttls", SETTING_YES_NO, HOST(starttls), 0, 0, "no", NULL,
	    "refuse to send without TLS"},
	{SECTION_CHANNEL, "quiet", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "when it is left alone; one window or a list of them"},
	{SECTION_CHANNEL, "cap", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "how many messages it takes; what is more waits, as one"},
	{SECTION_CHANNEL, "desktop", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "notifications on desktops, see filingd-agent(1)"},
	{SECTION_CHANNEL, "unsubscribe", SETTING_TEXT, HOST(unsubscribe), 0, 0, NULL, NULL,
	    "mailto: or https: address for List-Unsubscribe"},
	{SECTION_CHANNEL, "exec", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "a program and its arguments; it gets the event on standard input"},
	{SECTION_CHANNEL, "run-as", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "user of the program, when filingd is root"},
	{SECTION_CHANNEL, "deadline", SETTING_DURATION, HOST(deadline_ms), SECOND, 10 * MINUTE, "20s", NULL,
	    "longest time for one run of the program"},
	{SECTION_CHANNEL, "memory", SETTING_NUMBER, HOST(memory), 16, 65536, "256", NULL,
	    "address space of the program, MiB"},

	{SECTION_SECRET, "credential", SETTING_TEXT, 0, 0, 0, NULL, NULL,
	    "name of a systemd credential"},
	{SECTION_SECRET, "file", SETTING_PATH, 0, 0, 0, NULL, NULL,
	    "a file that holds the secret alone"},
	{SECTION_SECRET, "until", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "last day, UTC, that a previous secret signs"},

	{SECTION_RULE, "name", SETTING_TEXT, RULE(name), 0, 0, NULL, NULL,
	    "what messages call the rule"},
	{SECTION_RULE, "on", SETTING_OTHER, 0, 0, 0, "warning.*", NULL,
	    "event types, * at the end matches the rest"},
	{SECTION_RULE, "watch", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "watch lists; without it every issuer"},
	{SECTION_RULE, "when", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "conditions, all needed"},
	{SECTION_RULE, "unknown", SETTING_WORD, RULE(unknown), 0, 0, "tell", "tell|skip",
	    "what a condition counts as that the filing cannot decide"},
	{SECTION_RULE, "to", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "channels"},
	{SECTION_RULE, "urgent", SETTING_YES_NO, RULE(plan.urgent), 0, 0, "no", NULL,
	    "what is certain goes out as important"},
	{SECTION_RULE, "digest", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "one message at a set time of day and zone: \"08:30 Asia/Shanghai\""},
	{SECTION_RULE, "group", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "one message of what comes within a short time"},
	{SECTION_RULE, "escalate", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "others who hear of it unless it is acknowledged"},
	{SECTION_RULE, "late", SETTING_WORD, RULE(late), 0, 0, "digest", "digest|tell|skip",
	    "what was seen late, after an outage: one message, as ever, or none"},

	{SECTION_QUIET, "from", SETTING_TEXT, QUIET(from), 0, 0, NULL, NULL,
	    "time of day, \"22:00\""},
	{SECTION_QUIET, "to", SETTING_TEXT, QUIET(to), 0, 0, NULL, NULL,
	    "time of day; when it is not after from, of the next day"},
	{SECTION_QUIET, "zone", SETTING_TEXT, QUIET(zone), 0, 0, NULL, NULL,
	    "whose clock that is, Asia/Shanghai"},
	{SECTION_QUIET, "days", SETTING_TEXT, QUIET(days), 0, 0, "mon-sun", NULL,
	    "days it begins on, mon-fri or sat,sun"},
	{SECTION_QUIET, "outside", SETTING_TEXT, QUIET(outside), 0, 0, NULL, NULL,
	    "instead of all that: outside the hours of an exchange, XSHG"},
	{SECTION_QUIET, "except", SETTING_TEXT, QUIET(except), 0, 0, NULL, NULL,
	    "a condition as in a rule; what it wants goes through"},

	{SECTION_CAP, "events", SETTING_NUMBER, CAP(events), 1, 1000, NULL, NULL,
	    "messages at most"},
	{SECTION_CAP, "per", SETTING_DURATION, CAP(per), MINUTE, 7 * (int64_t)DAY, NULL, NULL,
	    "in this time"},

	{SECTION_GROUP, "by", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "what its alerts have in common: issuer, class, source, type; nothing: all of the rule"},
	{SECTION_GROUP, "wait", SETTING_DURATION, GROUP(wait_ms), SECOND, HOUR, "20s", NULL,
	    "how long the first one waits for others"},

	{SECTION_ESCALATE, "to", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "channels"},
	{SECTION_ESCALATE, "after", SETTING_DURATION, GROUP(escalate_ms), MINUTE, 7 * (int64_t)DAY, NULL, NULL,
	    "how long others have to acknowledge it"},

	{SECTION_WEBSUB, "callback", SETTING_TEXT, WEBSUB(callback), 0, 0, NULL, NULL,
	    "https address where hubs reach filingd, through a proxy of yours"},
	{SECTION_WEBSUB, "listen", SETTING_TEXT, WEBSUB(listen), 0, 0, NULL, NULL,
	    "address and port, 127.0.0.1:9081 or [::1]:9081, that this proxy passes them on to"},

	{SECTION_API, "listen", SETTING_TEXT, API(listen), 0, 0, NULL, NULL,
	    "loopback address and port, 127.0.0.1:9080 or [::1]:9080"},
	{SECTION_API, "token", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "who sends it as Authorization: Bearer may read: { credential: NAME } or { file: PATH }"},
	{SECTION_API, "operate", SETTING_YES_NO, API(operate), 0, 0, "no", NULL,
	    "the token may also operate: reload, silence, retry"},

	{SECTION_HEARTBEAT, "url", SETTING_TEXT, BEAT(url), 0, 0, NULL, NULL,
	    "address that gets a GET while all is well, and with /fail behind it a POST while it is not"},
	{SECTION_HEARTBEAT, "every", SETTING_DURATION, BEAT(every), 10 * SECOND, HOUR, "60s", NULL,
	    "time between two"},
	{SECTION_HEARTBEAT, "allow", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "networks that are not public but may be reached"},

	{SECTION_RETENTION, "events", SETTING_AGE, KEEP(events), 30 * (int64_t)DAY, 100 * YEAR, "2y", NULL,
	    "events with their deliveries, once every delivery has ended"},
	{SECTION_RETENTION, "deliveries", SETTING_AGE, KEEP(deliveries), DAY, 100 * YEAR, "90d", NULL,
	    "of deliveries that have ended: the bytes that were sent and the list of attempts"},
	{SECTION_RETENTION, "samples", SETTING_AGE, KEEP(samples), DAY, 100 * YEAR, "30d", NULL,
	    "answers that showed the trouble of a source"},

	{SECTION_DESKTOP, "group", SETTING_TEXT, HOST(group), 0, 0, NULL, NULL,
	    "group of the system whose members are shown the alerts"},
	{SECTION_DESKTOP, "body", SETTING_WORD, HOST(body), 0, 0, "full", "full|minimal",
	    "what they say; minimal: the issuer alone, for screens that others see"},
	{SECTION_DESKTOP, "max-age", SETTING_DURATION, HOST(max_age), MINUTE, 30 * (int64_t)DAY, "24h", NULL,
	    "what is older when a user logs in is not shown"},

	{SECTION_TEST, "name", SETTING_TEXT, TEST(name), 0, 0, NULL, NULL,
	    "what complaints call the test"},
	{SECTION_TEST, "filing", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "the filing"},
	{SECTION_TEST, "after", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "filings that came before it, oldest first"},
	{SECTION_TEST, "expect", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "what is to come of it"},

	{SECTION_FILING, "published", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "2025-01-17, or 2025-01-17 18:30 in the time of its market; needed"},
	{SECTION_FILING, "issuer", SETTING_LISTING, FILING(issuer), 0, 0, NULL, NULL,
	    "whose it is; what the document prints otherwise"},
	{SECTION_FILING, "title", SETTING_TEXT, FILING(title), 0, 0, NULL, NULL,
	    "as the list would show it"},
	{SECTION_FILING, "text", SETTING_TEXT, FILING(text), 0, 0, NULL, NULL,
	    "the words of the document"},
	{SECTION_FILING, "file", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "instead of the text: the document, PDF, HTML or text"},
	{SECTION_FILING, "source", SETTING_TEXT, FILING(source), 0, 0, NULL, NULL,
	    "the source that shows it; the first that covers the issuer otherwise"},
	{SECTION_FILING, "market", SETTING_TEXT, FILING(market), 0, 0, NULL, NULL,
	    "MIC of its home market where no issuer is given; that of the source otherwise"},
	{SECTION_FILING, "name", SETTING_TEXT, FILING(name), 0, 0, NULL, NULL,
	    "of the company"},
	{SECTION_FILING, "publisher", SETTING_TEXT, FILING(publisher), 0, 0, NULL, NULL,
	    "who speaks, when it is not the issuer"},

	{SECTION_EXPECT, "rules", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "the rules that want it; no other may"},
	{SECTION_EXPECT, "quiet", SETTING_YES_NO, TEST(quiet), 0, 0, NULL, NULL,
	    "no rule wants it"},
	{SECTION_EXPECT, "when", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "conditions that hold for its event"},
	{SECTION_EXPECT, "type", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "the event, warning.detected"},
	{SECTION_EXPECT, "class", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "its column is this; as the others below"},
	{SECTION_EXPECT, "severity", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "3, or \">= 3\""},
	{SECTION_EXPECT, "good", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "0 to 4"},
	{SECTION_EXPECT, "grade", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "or \">= probable\""},
	{SECTION_EXPECT, "direction", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "up, down, mixed, none"},
	{SECTION_EXPECT, "guidance", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "cut, raised ..."},
	{SECTION_EXPECT, "distress", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "impairment ..."},
	{SECTION_EXPECT, "form", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "forecast, results ..."},
	{SECTION_EXPECT, "period", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "FY2024, H1 2024"},
	{SECTION_EXPECT, "metric", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "of the deciding fact"},
	{SECTION_EXPECT, "version", SETTING_OTHER, 0, 0, 0, NULL, NULL,
	    "of the warning"},
};
/* clang-format on */

static const size_t settings_count =
    sizeof(settings_table) / sizeof(settings_table[0]);

const struct setting *
settings_all(size_t *ret_count)
{
	*ret_count = settings_count;
	return settings_table;
}

const struct setting *
settings_find(enum section section, const char *name)
{
	for (size_t i = 0; i < settings_count; i++) {
		if (settings_table[i].section == section &&
		    strcmp(settings_table[i].name, name) == 0)
			return &settings_table[i];
	}
	return NULL;
}

const char *
settings_nearest(enum section section, const char *name)
{
	const char *names[sizeof(settings_table) / sizeof(settings_table[0])];
	size_t n = 0;

	for (size_t i = 0; i < settings_count; i++) {
		if (settings_table[i].section == section)
			names[n++] = settings_table[i].name;
	}
	return yaml_nearest(name, names, n);
}

const char *
settings_section_name(enum section section)
{
	static const char *const names[SECTION_COUNT] = {"the configuration",
	    "reader", "access", "a source", "poll", "proxy", "a watched issuer",
	    "a channel", "a secret", "a rule", "websub", "retention", "desktop",
	    "quiet", "cap", "group", "escalate", "api", "heartbeat", "a test",
	    "the filing of a test", "what a test expects"};

	return names[section];
}

static const char *const settings_words[SECTION_COUNT] = {"top", "reader",
    "access", "source", "poll", "proxy", "watched", "channel", "secret", "rule",
    "websub", "retention", "desktop", "quiet", "cap", "group", "escalate",
    "api", "heartbeat", "test", "filing", "expect"};

const char *
settings_section_word(enum section section)
{
	return settings_words[section];
}

enum section
settings_section_find(const char *word)
{
	int section = 0;

	while (section < SECTION_COUNT &&
	       strcmp(settings_words[section], word) != 0)
		section++;
	return (enum section)section;
}

void
settings_defaults(enum section section, void *target)
{
	for (size_t i = 0; i < settings_count; i++) {
		const struct setting *setting = &settings_table[i];
		struct err err = ERR_NONE;

		if (setting->section != section || setting->fallback == NULL ||
		    setting->type == SETTING_OTHER ||
		    setting->type == SETTING_LATER)
			continue;
		if (settings_read(setting, setting->fallback, target, &err) !=
		    0)
			__builtin_trap(); /* the table contradicts itself */
	}
}
