/* SPDX-License-Identifier: BSD-2-Clause */
/* Programs as channels: only those that nobody else can exchange. */
#include "daemon/config.h"
#include "lib/base/mem.h"
#include "lib/net/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/filingd-exec-XXXXXX";

static const struct {
	const char *name;
	mode_t mode; /* of a folder when S_IFDIR */
} files[] = {
    {"tool", 0755},
    {"plain", 0644},
    {"open", 0757},
    {"team", 0775},
    {"wide", S_IFDIR | 0777},
    {"wide/tool", 0755},
    {"sticky", S_IFDIR | 01777},
    {"sticky/tool", 0755},
};

#define FILES (sizeof(files) / sizeof(files[0]))

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	for (size_t i = 0; i < FILES; i++) {
		char *path = mem_printf("%s/%s", folder, files[i].name);
		FILE *file = NULL;
		if (S_ISDIR(files[i].mode))
			assert_int_equal(mkdir(path, 0700), 0);
		else
			assert_non_null(file = fopen(path, "w"));
		if (file != NULL)
			assert_int_equal(fclose(file), 0);
		/* root's group is trusted: another one */
		assert_int_equal(
		    chown(path, (uid_t)-1, geteuid() == 0 ? 100 : getegid()),
		    0);
		assert_int_equal(chmod(path, files[i].mode & 07777), 0);
		mem_free(path);
	}
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	for (size_t i = FILES; i-- > 0;) {
		char *path = mem_printf("%s/%s", folder, files[i].name);
		assert_int_equal(remove(path), 0);
		mem_free(path);
	}
	char *path = mem_printf("%s/filingd.yaml", folder);
	assert_int_equal(remove(path), 0);
	mem_free(path);
	return rmdir(folder);
}

/* Loads a config whose channel has these settings; "@" is the folder. */
static int
load(const char *settings, bool offline, struct config **ret,
    struct buf *complaints, int *ret_errors)
{
	char *definitions =
	    mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	struct config_options options = {
	    .definitions = definitions, .offline = offline};
	char *path = mem_printf("%s/filingd.yaml", folder);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("sources: { cninfo: {} }\nchannels:\n  x: { ", file);
	for (const char *p = settings; *p != '\0'; p++) {
		if (*p == '@')
			fputs(folder, file);
		else
			fputc(*p, file);
	}
	fputs(" }\n", file);
	fclose(file);
	int r = config_load(path, &options, ret, complaints, ret_errors);
	mem_free(definitions);
	mem_free(path);
	return r;
}

static const struct {
	const char *settings;
	int errors;
	const char *says; /* NULL: nothing of it */
} rows[] = {
    {"exec: [ @/tool, --now ]", 0, NULL},
    {"exec: @/sticky/tool", 0, NULL},
    {"exec: tool", 1, "3:14: exec: 'tool' must be an absolute path"},
    {"exec: []", 1, "3:14: exec needs a program"},
    {"exec: @/gone", 1, "3:14: exec: '"},
    {"exec: @/plain", 1, "/plain' is no program"},
    {"exec: @", 1, "' is no program"},
    {"exec: @/open", 1, "everybody may write to '"},
    {"exec: @/wide/tool", 1, "/wide': chmod o-w it"},
    {"exec: @/team", 0, "a group may write to '"},
    {"exec: @/tool, run-as: no-such-user-here", 1,
	"run-as: no user 'no-such-user-here' here"},
    {"exec: @/tool, deadline: 11m", 1, "'deadline' must be between 1s and 10m"},
    {"exec: @/tool, memory: 8", 1, "'memory' must be a number from 16"},
    {"exec: @/tool, mail: a@example.org", 1, "must be one of"},
};

static void
programs_are_checked_where_they_will_run(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct config *config = NULL;
		struct buf complaints;
		int errors = 0;
		buf_init(&complaints, MIB);
		int r = load(
		    rows[i].settings, false, &config, &complaints, &errors);
		const char *said = complaints.len > 0 ? complaints.data : "";
		if (errors != rows[i].errors ||
		    (rows[i].says != NULL &&
			strstr(said, rows[i].says) == NULL) ||
		    (rows[i].says == NULL && strstr(said, "write") != NULL))
			fail_msg("%s: %d errors\n%s", rows[i].settings, errors,
			    said);
		if (r == 0)
			config_free(config);
		buf_done(&complaints);
	}
}

static void
a_program_is_read_with_its_limits(void **state)
{
	struct config *config = NULL;
	struct buf complaints;
	int errors = 0;

	(void)state;
	buf_init(&complaints, MIB);
	if (load("exec: [ @/tool, -x, \"a b\" ], deadline: 5s, memory: 64",
		false, &config, &complaints, &errors) != 0)
		fail_msg("%s", complaints.data);
	const struct channel *channel = &config->channels[0];
	assert_int_equal(channel->kind, CHANNEL_EXEC);
	assert_int_equal(channel->argument_count, 3);
	assert_string_equal(channel->arguments[2], "a b");
	assert_null(channel->arguments[3]);
	assert_int_equal(channel->deadline_ms, 5000);
	assert_int_equal(channel->memory, 64);
	assert_null(channel->run_as);
	config_free(config);
	buf_done(&complaints);
}

/* filingctl check runs elsewhere and as somebody else. */
static void
what_only_filingd_can_know_is_a_warning_to_others(void **state)
{
	struct config *config = NULL;
	struct buf complaints;
	int errors = 0;

	(void)state;
	buf_init(&complaints, MIB);
	if (load("exec: @/gone, run-as: no-such-user-here", true, &config,
		&complaints, &errors) != 0)
		fail_msg("%s", complaints.data);
	assert_int_equal(errors, 0);
	assert_non_null(strstr(complaints.data, "No such file"));
	assert_non_null(strstr(complaints.data, "no user"));
	config_free(config);
	buf_done(&complaints);
}

static void
root_runs_programs_as_another_user(void **state)
{
	struct config *config = NULL;
	struct buf complaints;
	int errors = 0;

	(void)state;
	if (geteuid() != 0)
		skip(); /* only root can */
	buf_init(&complaints, MIB);
	if (load("exec: @/tool, run-as: nobody", false, &config, &complaints,
		&errors) != 0)
		fail_msg("%s", complaints.data);
	assert_int_equal(config->channels[0].run_as->uid, 65534);
	config_free(config);
	if (load("exec: @/tool", false, &config, &complaints, &errors) != 0)
		fail_msg("%s", complaints.data);
	assert_non_null(strstr(complaints.data, "runs as root"));
	config_free(config);
	buf_done(&complaints);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(programs_are_checked_where_they_will_run),
	    cmocka_unit_test(a_program_is_read_with_its_limits),
	    cmocka_unit_test(what_only_filingd_can_know_is_a_warning_to_others),
	    cmocka_unit_test(root_runs_programs_as_another_user),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
