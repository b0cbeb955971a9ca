/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Log lines on each of the three ways. The linker puts the functions below in
 * the place of the system's (--wrap), so that no line leaves the test.
 */
#include "lib/base/log.h"

#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>
#include <cmocka.h>

static struct {
	bool journal_is_there;
	int journal_result;
	char journal[8192]; /* every part and a newline */
	char syslog[4096];
	char hook[4096];
} seen;

int __wrap_access(const char *path, int mode);
int __wrap_sd_journal_sendv(const struct iovec *parts, int n);
void __wrap_syslog(int priority, const char *fmt, ...) PRINTF(2, 3);
void __wrap___syslog_chk(int priority, int flag, const char *fmt, ...)
    PRINTF(3, 4);

int
__wrap_access(const char *path, int mode)
{
	(void)mode;
	assert_string_equal(path, "/run/systemd/journal/socket");
	return seen.journal_is_there ? 0 : -1;
}

int
__wrap_sd_journal_sendv(const struct iovec *parts, int n)
{
	size_t len = strlen(seen.journal);

	for (int i = 0; i < n; i++) {
		memcpy(seen.journal + len, parts[i].iov_base, parts[i].iov_len);
		len += parts[i].iov_len;
		seen.journal[len++] = '\n';
	}
	seen.journal[len] = '\0';
	return seen.journal_result;
}

static void log_seen_syslog(int priority, const char *fmt, va_list ap)
    PRINTF(2, 0);

static void
log_seen_syslog(int priority, const char *fmt, va_list ap)
{
	int n = snprintf(seen.syslog, sizeof(seen.syslog), "<%d>", priority);

	(void)vsnprintf(
	    seen.syslog + n, sizeof(seen.syslog) - (size_t)n, fmt, ap);
}

void
__wrap_syslog(int priority, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_seen_syslog(priority, fmt, ap);
	va_end(ap);
}

void
__wrap___syslog_chk(int priority, int flag, const char *fmt, ...)
{
	va_list ap;

	(void)flag;
	va_start(ap, fmt);
	log_seen_syslog(priority, fmt, ap);
	va_end(ap);
}

static void
on_line(enum log_level level, const char *line, void *arg)
{
	(void)snprintf(seen.hook, sizeof(seen.hook), "%d %s %s", level, line,
	    (const char *)arg);
}

static int
forget(void **state)
{
	(void)state;
	memset(&seen, 0, sizeof(seen));
	log_set_hook(NULL, NULL);
	return 0;
}

static void
journal_gets_the_line_with_its_fields(void **state)
{
	const char *fields[LOG_FIELDS] = {
	    [LOG_SOURCE] = "edgar", [LOG_DELIVERY] = "17\nMESSAGE=x"};

	(void)state;
	seen.journal_is_there = true;
	log_init("filingd", LOG_TO_SYSTEM, LOG_AT_INFO);
	log_fields(
	    LOG_AT_WARNING, fields, "source '%s': http %d", "edgar", 503);
	assert_string_equal(seen.journal, "MESSAGE=source 'edgar': http 503\n"
					  "PRIORITY=4\n"
					  "SYSLOG_IDENTIFIER=filingd\n"
					  "FILINGD_SOURCE=edgar\n"
					  "FILINGD_DELIVERY=17?MESSAGE=x\n");
	assert_string_equal(seen.syslog, "");
}

static void
every_level_has_its_priority(void **state)
{
	(void)state;
	seen.journal_is_there = true;
	log_init("x", LOG_TO_SYSTEM, LOG_AT_DEBUG);
	log_error("a");
	log_warning("b");
	log_info("c");
	log_debug("d");
	assert_string_equal(seen.journal,
	    "MESSAGE=a\nPRIORITY=3\nSYSLOG_IDENTIFIER=x\n"
	    "MESSAGE=b\nPRIORITY=4\nSYSLOG_IDENTIFIER=x\n"
	    "MESSAGE=c\nPRIORITY=6\nSYSLOG_IDENTIFIER=x\n"
	    "MESSAGE=d\nPRIORITY=7\nSYSLOG_IDENTIFIER=x\n");
}

static void
without_a_journal_lines_go_to_syslog(void **state)
{
	(void)state;
	log_init("filingd", LOG_TO_SYSTEM, LOG_AT_INFO);
	log_info("percent %s", "%s%n");
	assert_string_equal(seen.syslog, "<6>percent %s%n");
	assert_string_equal(seen.journal, "");
}

static void
a_line_the_journal_refuses_goes_to_syslog(void **state)
{
	(void)state;
	seen.journal_is_there = true;
	seen.journal_result = -111;
	log_init("filingd", LOG_TO_SYSTEM, LOG_AT_INFO);
	log_error("lost?");
	assert_string_equal(seen.syslog, "<3>lost?");
}

static void
lines_below_the_level_are_dropped(void **state)
{
	(void)state;
	log_init("filingd", LOG_TO_SYSTEM, LOG_AT_WARNING);
	char arg[] = "arg";
	log_set_hook(on_line, arg);
	log_info("quiet");
	assert_string_equal(seen.syslog, "");
	assert_string_equal(seen.hook, "");
	log_set_level(LOG_AT_INFO);
	log_info("loud");
	assert_string_equal(seen.syslog, "<6>loud");
	assert_string_equal(seen.hook, "2 loud arg");
}

static void
stderr_gets_program_level_and_line(void **state)
{
	char text[4096] = "";
	int pipes[2], saved = dup(2);

	(void)state;
	assert_true(saved >= 0);
	assert_int_equal(pipe(pipes), 0);
	assert_true(dup2(pipes[1], 2) >= 0);
	log_init("filingd", LOG_TO_STDERR, LOG_AT_INFO);
	log_warning("rule 'a\033[2Jb': bad");
	(void)dup2(saved, 2);
	ssize_t n = read(pipes[0], text, sizeof(text) - 1);
	assert_true(n > 0);
	assert_string_equal(text, "filingd: warning: rule 'a?[2Jb': bad\n");
	(void)close(pipes[0]);
	(void)close(pipes[1]);
	(void)close(saved);
}

static void
long_lines_are_cut_between_characters(void **state)
{
	char text[3001];

	(void)state;
	for (size_t i = 0; i < 3000; i += 3)
		memcpy(text + i, "亏", 4);
	log_init("filingd", LOG_TO_SYSTEM, LOG_AT_INFO);
	log_info("x%s", text);
	size_t len = strlen(seen.syslog) - strlen("<6>x");
	assert_in_range(len, 2040, 2047);
	assert_int_equal(len % 3, 0);
}

static void
conditions_carry_their_id(void **state)
{
	const char *fields[LOG_FIELDS] = {[LOG_CHANNEL] = "ops"};
	char *wanted;

	(void)state;
	seen.journal_is_there = true;
	log_init("filingd", LOG_TO_SYSTEM, LOG_AT_ERROR);
	log_told(LOG_CHANNEL_DISABLED, fields, "channel '%s': gone", "ops");
	wanted = mem_printf("MESSAGE=channel 'ops': gone\nPRIORITY=3\n"
			    "SYSLOG_IDENTIFIER=filingd\nMESSAGE_ID=%s\n"
			    "FILINGD_CHANNEL=ops\n",
	    log_condition_id(LOG_CHANNEL_DISABLED));
	assert_string_equal(seen.journal, wanted);
	mem_free(wanted);
	seen.journal[0] = '\0';
	log_told(LOG_STARTED, NULL, "filingd: started");
	assert_string_equal(seen.journal, "");
}

static void
lines_of_a_noun_have_a_level_of_their_own(void **state)
{
	static const struct {
		const char *noun;
		enum log_level level;
		const char *syslog;
	} cases[] = {
	    {"source", LOG_AT_DEBUG, "<7>source 'a': x"},
	    {"source", LOG_AT_WARNING, ""},
	    {"store", LOG_AT_DEBUG, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		seen.syslog[0] = '\0';
		log_init("filingd", LOG_TO_SYSTEM, LOG_AT_INFO);
		assert_int_equal(
		    log_set_level_of(cases[i].noun, cases[i].level), 0);
		log_debug("source '%s': x", "a");
		assert_string_equal(seen.syslog, cases[i].syslog);
		log_unset_level_of(cases[i].noun);
	}
	log_debug("source '%s': x", "a");
	assert_string_equal(seen.syslog, "");
	assert_int_equal(
	    log_set_level_of("sources", LOG_AT_DEBUG), ERR_NOTFOUND);
	assert_int_equal(log_set_level_of("", LOG_AT_DEBUG), ERR_NOTFOUND);
}

static void
filing_and_filingd_are_two_nouns(void **state)
{
	(void)state;
	log_init("filingd", LOG_TO_SYSTEM, LOG_AT_INFO);
	assert_int_equal(log_set_level_of("filingd", LOG_AT_ERROR), 0);
	log_info("filing 'a': seen");
	assert_string_equal(seen.syslog, "<6>filing 'a': seen");
	log_warning("filingd: quiet");
	assert_string_equal(seen.syslog, "<6>filing 'a': seen");
	log_unset_level_of("filingd");
}

static void
level_names_parse(void **state)
{
	static const char *const names[] = {
	    "error", "warning", "info", "debug"};
	enum log_level level = LOG_AT_ERROR;

	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_int_equal(log_level_parse(names[i], &level), 0);
		assert_int_equal(level, i);
	}
	assert_int_equal(log_level_parse("notice", &level), ERR_INVALID);
	assert_int_equal(log_level_parse("", &level), ERR_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(
		journal_gets_the_line_with_its_fields, forget),
	    cmocka_unit_test_setup(every_level_has_its_priority, forget),
	    cmocka_unit_test_setup(conditions_carry_their_id, forget),
	    cmocka_unit_test_setup(
		lines_of_a_noun_have_a_level_of_their_own, forget),
	    cmocka_unit_test_setup(filing_and_filingd_are_two_nouns, forget),
	    cmocka_unit_test_setup(
		without_a_journal_lines_go_to_syslog, forget),
	    cmocka_unit_test_setup(
		a_line_the_journal_refuses_goes_to_syslog, forget),
	    cmocka_unit_test_setup(lines_below_the_level_are_dropped, forget),
	    cmocka_unit_test_setup(stderr_gets_program_level_and_line, forget),
	    cmocka_unit_test_setup(
		long_lines_are_cut_between_characters, forget),
	    cmocka_unit_test_setup(level_names_parse, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
