/* SPDX-License-Identifier: BSD-2-Clause */
/* Files of watched issuers: what their lines say, and where they are wrong. */
#include "daemon/config.h"
#include "daemon/watch_file.h"
#include "lib/base/mem.h"

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

static const struct line_case {
	const char *text;
	const char *want; /* "line:column listing|label|ref", or the fault */
} lines[] = {
    {"603138.SH", "1:1 603138.SH|-|-"},
    {"603138.SH\r\n", "1:1 603138.SH|-|-"},
    {"\xef\xbb\xbf"
     "603138.SH, a b ,r-1",
	"1:1 603138.SH|a b|r-1"},
    {"603138.SH\ta, b\tr", "1:1 603138.SH|a, b|r"},
    {"603138.SH\t\tr", "1:1 603138.SH|-|r"},
    {"603138.SH,,r", "1:1 603138.SH|-|r"},
    {"603138.SH,\"a, \"\"b\"\" # c\", r # d", "1:1 603138.SH|a, \"b\" # c|r"},
    {"# a comment\n\n  603138.SH # b", "3:3 603138.SH|-|-"},
    {"603138.SH,a#1", "1:1 603138.SH|a#1|-"},
    {"issuer,label,ref\nA.US,海量数据,r", "2:1 A.US|海量数据|r"},
    {"A.US,\"x\ty\",z", "1:1 A.US|x\ty|z"},
    {"\n # only\n\t\n", ""},
    {"A.US,海量,\"r", "1:9 this quote does not end on its line"},
    {"A.US,\"b\"c", "1:9 a quote ends its field"},
    {"A.US,b,c,d", "1:10 more than listing, label and ref"},
    {" ,b", "1:4 the listing is missing"},
};

static void
lines_say_listing_label_and_ref(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct watch_file file =
		    watch_file_init(span_of(lines[i].text));
		struct watch_file_line line;
		char *got = mem_strdup("");

		while (watch_file_next(&file, &line)) {
			const char *f[3];

			for (int k = 0; k < 3; k++)
				f[k] = line.fields[k] != NULL ? line.fields[k]
							      : "-";
			mem_free(got);
			got = line.fault != NULL
				  ? mem_printf("%d:%d %s", line.line,
					line.column, line.fault)
				  : mem_printf("%d:%d %s|%s|%s", line.line,
					line.column, f[0], f[1], f[2]);
		}
		assert_string_equal(got, lines[i].want);
		mem_free(got);
		watch_file_done(&file);
	}
}

static char folder[] = "/tmp/filingd-watch-XXXXXX";

static void
write_file(const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", folder, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	mem_free(path);
}

/* A configuration of these lists; its errors. */
static int
load(const char *watch, struct config **ret, struct buf *complaints)
{
	char *definitions =
	    mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	struct config_options options = {
	    .definitions = definitions, .offline = true};
	char *path = mem_printf("%s/filingd.yaml", folder);
	char *text = mem_printf("sources: { cninfo: {} }\nwatch: %s\n", watch);
	int errors = 0;

	*ret = NULL;
	buf_init(complaints, MIB);
	write_file("filingd.yaml", text);
	err_drop(config_load(path, &options, ret, complaints, &errors));
	mem_free(text);
	mem_free(path);
	mem_free(definitions);
	return errors;
}

static void
a_list_takes_its_issuers_from_files(void **state)
{
	struct config *config;
	struct buf complaints;

	(void)state;
	write_file("core.csv", "603138.SH,first,r-1\nXSHG:600000,,r-2\n");
	if (load("{ core: { file: core.csv },"
		 " more: [ 603138.SH, { file: core.tsv } ] }",
		&config, &complaints) == 0)
		fail_msg("a missing file was taken");
	assert_non_null(strstr(complaints.data, "core.tsv': No such file"));
	assert_non_null(strstr(complaints.data, "filingd.yaml:2:"));
	buf_done(&complaints);
	write_file("core.tsv", "000001.SZ\tbank\n");
	if (load("{ core: { file: core.csv },"
		 " more: [ 603138.SH, { file: core.tsv } ] }",
		&config, &complaints) != 0)
		fail_msg("%s", complaints.data);
	assert_int_equal(config->watches[0].count, 2);
	assert_string_equal(
	    watch_find(&config->watches[0], "XSHG:603138")->label, "first");
	assert_string_equal(
	    watch_find(&config->watches[0], "XSHG:600000")->ref, "r-2");
	assert_int_equal(config->watches[1].count, 2);
	assert_string_equal(
	    watch_find(&config->watches[1], "XSHE:000001")->label, "bank");
	config_free(config);
	buf_done(&complaints);
}

static void
faults_of_a_file_have_its_lines(void **state)
{
	struct config *config;
	struct buf complaints;

	(void)state;
	write_file("core.csv",
	    "603138.SH\n  nonsense # x\n600000.SS,\"a\n603138.SH\nAAPL.US\n");
	assert_int_equal(
	    load("{ core: { file: core.csv } }", &config, &complaints), 4);
	if (strstr(complaints.data, "core.csv:2:3: ") == NULL)
		fail_msg("%s", complaints.data);
	assert_non_null(strstr(complaints.data, "\n  nonsense # x\n  ^\n"));
	assert_non_null(strstr(complaints.data,
	    "core.csv:3:11: this quote does not end on its line\n"));
	assert_non_null(strstr(complaints.data,
	    "core.csv:4:1: listing 'XSHG:603138' is in watch list 'core' "
	    "twice\n603138.SH\n^\n"));
	assert_non_null(strstr(complaints.data,
	    "core.csv:5:1: no enabled source covers 'AAPL.US'"));
	buf_done(&complaints);
	assert_int_equal(
	    load("{ core: { file: x, issuer: A.US } }", &config, &complaints),
	    1);
	buf_done(&complaints);
	assert_int_equal(
	    load("{ core: { file: /dev/zero } }", &config, &complaints), 1);
	assert_non_null(strstr(complaints.data, "'/dev/zero' is no file"));
	buf_done(&complaints);
}

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

static int
tear_down(void **state)
{
	static const char *const names[] = {
	    "core.csv", "core.tsv", "filingd.yaml"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = mem_printf("%s/%s", folder, names[i]);

		(void)unlink(path); /* gone with the machine at last */
		mem_free(path);
	}
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_say_listing_label_and_ref),
	    cmocka_unit_test(a_list_takes_its_issuers_from_files),
	    cmocka_unit_test(faults_of_a_file_have_its_lines),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
