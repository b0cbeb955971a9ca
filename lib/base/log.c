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

enum log_way { LOG_WAY_STDERR, LOG_WAY_JOURNAL, LOG_WAY_SYSLOG };

static struct {
	const char *ident;
	enum log_way way;
	enum log_level level;
	void (*hook)(enum log_level, const char *, void *);
	void *hook_arg;
} log_state = {"filingd", LOG_WAY_STDERR, LOG_AT_INFO, NULL, NULL};

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

/* 0 or a negative errno of the journal. */
static int
log_to_journal(
    int priority, const char *const fields[LOG_FIELDS], const char *line)
{
	struct iovec parts[LOG_FIELDS + 3];
	char texts[LOG_FIELDS + 2][LOG_VALUE_MAX];
	char message[LOG_LINE_MAX + sizeof("MESSAGE=")];
	char digit[] = {(char)('0' + priority), '\0'};
	int n = 0;

	(void)snprintf(message, sizeof(message), "MESSAGE=%s", line);
	parts[n++] = (struct iovec){message, strlen(message)};
	log_part(parts, n, texts[n - 1], "PRIORITY", digit);
	n++;
	log_part(parts, n, texts[n - 1], "SYSLOG_IDENTIFIER", log_state.ident);
	n++;
	for (int i = 0; i < LOG_FIELDS; i++) {
		if (fields == NULL || fields[i] == NULL)
			continue;
		log_part(parts, n, texts[n - 1], log_field_names[i], fields[i]);
		n++;
	}
	return sd_journal_sendv(parts, n);
}

static void log_line(enum log_level level, const char *const fields[LOG_FIELDS],
    const char *fmt, va_list ap) PRINTF(3, 0);

static void
log_line(enum log_level level, const char *const fields[LOG_FIELDS],
    const char *fmt, va_list ap)
{
	char line[LOG_LINE_MAX];
	int priority = log_levels[level].priority;
	enum log_way way = log_state.way;

	if (level > log_state.level)
		return;
	int n = vsnprintf(line, sizeof(line), fmt, ap);
	line_tidy(line, sizeof(line), n);
	if (way == LOG_WAY_STDERR)
		(void)fprintf(stderr, "%s: %s: %s\n", log_state.ident,
		    log_levels[level].name, line);
	/* A journal that does not take the line must not lose it. */
	if (way == LOG_WAY_JOURNAL &&
	    log_to_journal(priority, fields, line) < 0)
		way = LOG_WAY_SYSLOG;
	if (way == LOG_WAY_SYSLOG)
		syslog(priority, "%s", line);
	if (log_state.hook != NULL)
		log_state.hook(level, line, log_state.hook_arg);
}

#define LOG_AT(level, fields)                                                  \
	do {                                                                   \
		va_list ap;                                                    \
		va_start(ap, fmt);                                             \
		log_line(level, fields, fmt, ap);                              \
		va_end(ap);                                                    \
	} while (0)

void
log_error(const char *fmt, ...)
{
	LOG_AT(LOG_AT_ERROR, NULL);
}

void
log_warning(const char *fmt, ...)
{
	LOG_AT(LOG_AT_WARNING, NULL);
}

void
log_info(const char *fmt, ...)
{
	LOG_AT(LOG_AT_INFO, NULL);
}

void
log_debug(const char *fmt, ...)
{
	LOG_AT(LOG_AT_DEBUG, NULL);
}

void
log_fields(enum log_level level, const char *const fields[LOG_FIELDS],
    const char *fmt, ...)
{
	LOG_AT(level, fields);
}
