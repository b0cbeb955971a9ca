/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: lines from drivers and daemon/. Out: stderr, the journal, or syslog(3).
 * main() opens it once; the state is the process's, like stderr itself.
 */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include "lib/base/log.h"

#include "lib/base/line.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#define LOG_LINE_MAX	   2048
#define LOG_VALUE_MAX	   512
#define LOG_JOURNAL_SOCKET "/run/systemd/journal/socket"

#define LOG_NOUNS	   15
#define LOG_UNSET	   (-1)

enum log_way { LOG_WAY_STDERR, LOG_WAY_JOURNAL, LOG_WAY_SYSLOG };

static struct {
	const char *ident;
	enum log_way way;
	enum log_level level;
	int levels[LOG_NOUNS]; /* of the nouns; LOG_UNSET: the common one */
	void (*hook)(enum log_level, const char *, void *);
	void *hook_arg;
} log_state = {.ident = "filingd",
    .way = LOG_WAY_STDERR,
    .level = LOG_AT_INFO,
    .levels = {[0 ... LOG_NOUNS - 1] = LOG_UNSET}};

const char *const log_nouns[LOG_NOUNS + 1] = {"api", "channel", "config",
    "delivery", "event", "filing", "filingd", "heartbeat", "lexicon", "mail",
    "outbox", "reader", "rule", "source", "store", NULL};

static const struct {
	enum log_level level;
	const char *id;
} log_conditions[] = {
#define LOG_CONDITION_ROW(name, level, id, subject) {level, id},
    LOG_CONDITIONS(LOG_CONDITION_ROW)
#undef LOG_CONDITION_ROW
};

static const struct {
	const char *name;
	int priority; /* of syslog(3) */
} log_levels[] = {
    [LOG_AT_ERROR] = {"error", LOG_ERR},
    [LOG_AT_WARNING] = {"warning", LOG_WARNING},
    [LOG_AT_INFO] = {"info", LOG_INFO},
    [LOG_AT_DEBUG] = {"debug", LOG_DEBUG},
};

static const char *const log_field_names[LOG_FIELDS] = {
    [LOG_SOURCE] = "FILINGD_SOURCE",
    [LOG_FILING] = "FILINGD_FILING",
    [LOG_EVENT] = "FILINGD_EVENT",
    [LOG_CHANNEL] = "FILINGD_CHANNEL",
    [LOG_RULE] = "FILINGD_RULE",
    [LOG_DELIVERY] = "FILINGD_DELIVERY",
};

void
log_init(const char *ident, enum log_target target, enum log_level level)
{
	log_state.ident = ident;
	log_state.level = level;
	switch (target) {
	case LOG_TO_STDERR:
		log_state.way = LOG_WAY_STDERR;
		break;
	case LOG_TO_SYSTEM:
		log_state.way = access(LOG_JOURNAL_SOCKET, W_OK) == 0
				    ? LOG_WAY_JOURNAL
				    : LOG_WAY_SYSLOG;
		openlog(ident, LOG_PID | LOG_NDELAY, LOG_DAEMON);
		break;
	}
}

void
log_set_level(enum log_level level)
{
	log_state.level = level;
}

/* A noun ends where its word does. */
static int
log_find_noun(const char *text)
{
	for (int i = 0; i < LOG_NOUNS; i++) {
		size_t n = strlen(log_nouns[i]);

		if (strncmp(text, log_nouns[i], n) == 0 &&
		    (text[n] == '\0' || strchr(" :s", text[n]) != NULL))
			return i;
	}
	return -1;
}

int
log_set_level_of(const char *noun, enum log_level level)
{
	int i = log_find_noun(noun);

	if (i < 0 || strcmp(log_nouns[i], noun) != 0)
		return ERR_NOTFOUND;
	log_state.levels[i] = (int)level;
	return 0;
}

void
log_unset_level_of(const char *noun)
{
	int i = log_find_noun(noun);

	if (i >= 0)
		log_state.levels[i] = LOG_UNSET;
}

/* What fmt begins with is the line's noun. */
static bool
log_is_wanted(enum log_level level, const char *fmt)
{
	int i = log_find_noun(fmt);

	if (i >= 0 && log_state.levels[i] != LOG_UNSET)
		return (int)level <= log_state.levels[i];
	return level <= log_state.level;
}

const char *
log_level_word(enum log_level level)
{
	return log_levels[level].name;
}

const char *
log_condition_id(enum log_condition condition)
{
	return log_conditions[condition].id;
}

int
log_level_parse(const char *s, enum log_level *ret_level)
{
	for (int i = LOG_AT_ERROR; i <= LOG_AT_DEBUG; i++) {
		if (strcmp(log_levels[i].name, s) != 0)
			continue;
		*ret_level = (enum log_level)i;
		return 0;
	}
	return ERR_INVALID;
}

void
log_set_hook(void (*fn)(enum log_level, const char *, void *), void *arg)
{
	log_state.hook = fn;
	log_state.hook_arg = arg;
}

/* Formats "NAME=value" into text and adds it to the n parts of a record. */
static void
log_part(struct iovec *parts, int n, char text[LOG_VALUE_MAX], const char *name,
    const char *value)
{
	int len = snprintf(text, LOG_VALUE_MAX, "%s=%s", name, value);

	line_tidy(text, LOG_VALUE_MAX, len);
	parts[n] = (struct iovec){text, strlen(text)};
}

/* A line on its way out. */
struct log_record {
	enum log_level level;
	const char *id; /* of the condition; NULL: none */
	const char *const *fields; /* LOG_FIELDS; NULL: none */
};

/* 0 or a negative errno of the journal. */
static int
log_to_journal(const struct log_record *record, const char *line)
{
	struct iovec parts[LOG_FIELDS + 4];
	char texts[LOG_FIELDS + 3][LOG_VALUE_MAX];
	char message[LOG_LINE_MAX + sizeof("MESSAGE=")];
	char digit[] = {(char)('0' + log_levels[record->level].priority), '\0'};
	int n = 0;

	(void)snprintf(message, sizeof(message), "MESSAGE=%s", line);
	parts[n++] = (struct iovec){message, strlen(message)};
	log_part(parts, n, texts[n - 1], "PRIORITY", digit);
	n++;
	log_part(parts, n, texts[n - 1], "SYSLOG_IDENTIFIER", log_state.ident);
	n++;
	if (record->id != NULL) {
		log_part(parts, n, texts[n - 1], "MESSAGE_ID", record->id);
		n++;
	}
	for (int i = 0; record->fields != NULL && i < LOG_FIELDS; i++) {
		if (record->fields[i] == NULL)
			continue;
		log_part(parts, n, texts[n - 1], log_field_names[i],
		    record->fields[i]);
		n++;
	}
	return sd_journal_sendv(parts, n);
}

static void log_line(
    const struct log_record *record, const char *fmt, va_list ap) PRINTF(2, 0);

static void
log_line(const struct log_record *record, const char *fmt, va_list ap)
{
	char line[LOG_LINE_MAX];
	enum log_way way = log_state.way;

	if (!log_is_wanted(record->level, fmt))
		return;
	int n = vsnprintf(line, sizeof(line), fmt, ap);
	line_tidy(line, sizeof(line), n);
	if (way == LOG_WAY_STDERR)
		(void)fprintf(stderr, "%s: %s: %s\n", log_state.ident,
		    log_levels[record->level].name, line);
	/* A journal that does not take the line must not lose it. */
	if (way == LOG_WAY_JOURNAL && log_to_journal(record, line) < 0)
		way = LOG_WAY_SYSLOG;
	if (way == LOG_WAY_SYSLOG)
		syslog(log_levels[record->level].priority, "%s", line);
	if (log_state.hook != NULL)
		log_state.hook(record->level, line, log_state.hook_arg);
}

#define LOG_AT(...)                                                            \
	do {                                                                   \
		va_list ap;                                                    \
		va_start(ap, fmt);                                             \
		log_line(&(struct log_record){__VA_ARGS__}, fmt, ap);          \
		va_end(ap);                                                    \
	} while (0)

void
log_error(const char *fmt, ...)
{
	LOG_AT(LOG_AT_ERROR, NULL, NULL);
}

void
log_warning(const char *fmt, ...)
{
	LOG_AT(LOG_AT_WARNING, NULL, NULL);
}

void
log_info(const char *fmt, ...)
{
	LOG_AT(LOG_AT_INFO, NULL, NULL);
}

void
log_debug(const char *fmt, ...)
{
	LOG_AT(LOG_AT_DEBUG, NULL, NULL);
}

void
log_fields(enum log_level level, const char *const fields[LOG_FIELDS],
    const char *fmt, ...)
{
	LOG_AT(level, NULL, fields);
}

void
log_told(enum log_condition condition, const char *const fields[LOG_FIELDS],
    const char *fmt, ...)
{
	LOG_AT(log_conditions[condition].level, log_conditions[condition].id,
	    fields);
}
