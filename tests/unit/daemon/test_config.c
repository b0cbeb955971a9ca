/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Good and bad configurations: each fault with its line and column, all of
 * them in one run.
 */
#include "daemon/config.h"
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

static char folder[] = "/tmp/filingd-config-XXXXXX";

static char *
write_file(const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", folder, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	return path;
}

static int
load(const char *text, struct config **ret, struct buf *complaints,
    int *ret_errors)
{
	struct config_options options = {.offline = false};
	char *definitions =
	    mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	char *path = write_file("filingd.yaml", text);
	int rc;

	options.definitions = definitions;
	options.credentials = folder;
	rc = config_load(path, &options, ret, complaints, ret_errors);
	mem_free(definitions);
	mem_free(path);
	return rc;
}

static const char good[] =
    "instance: desk1\n"
    "contact: ops@example.org\n"
    "operator: [ desk ]\n"
    "websub: { callback: \"https://a.example/f\", listen: \"[::1]:9081\" }\n"
    "sources:\n"
    "  cninfo: { catch-up: 24h, poll: { peak: 20s, quiet: 5m } }\n"
    "  ir: { kind: page, url: \"https://example.org/p\", issuer: 00700.HK }\n"
    "  wire: { kind: feed, url: \"https://example.org/feed\" }\n"
    "watch:\n"
    "  core:\n"
    "    - 603138.SH\n"
    "    - { issuer: 600000.SS, label: Shanghai obligor, ref: obl-4711 }\n"
    "    - 00700.HK\n"
    "channels:\n"
    "  ops: { webhook: \"https://hooks.example.org/f\", secret: "
    "{ credential: ops-hook } }\n"
    "  desk:\n"
    "    mail: [ desk@example.org ]\n"
    "    quiet:\n"
    "      - { from: \"22:00\", to: \"07:00\", zone: Asia/Shanghai,\n"
    "          except: type like 'system.%' }\n"
    "      - outside: XSHG\n"
    "    cap: { events: 30, per: 1h }\n"
    "rules:\n"
    "  - name: core-warnings\n"
    "    watch: core\n"
    "    when:\n"
    "      - severity >= 3\n"
    "      - class = first_loss or consensus_pct_high < -10\n"
    "    to: [ ops, desk ]\n"
    "    group: { by: [ issuer, class ] }\n"
    "    escalate: { to: [ desk ], after: 10m }\n"
    "  - { name: rest, when: severity >= 2, to: desk, unknown: skip,\n"
    "      digest: [ \"08:30 Asia/Shanghai\", \"12:00 UTC\" ], late: skip,\n"
    "      urgent: yes }\n";

static void
expect_plans(const struct config *config)
{
	const struct plan_channel *desk = config->channels[1].plan;
	const struct plan_rule *core =
	    rules_plan(config->compiled, "core-warnings");
	const struct plan_rule *rest = rules_plan(config->compiled, "rest");

	assert_true(rest->urgent);
	assert_false(core->urgent);
	assert_int_equal(desk->quiet_count, 2);
	assert_int_equal(desk->quiet[0].from_min, 22 * 60);
	assert_string_equal(desk->quiet[0].except, "type like 'system.%'");
	assert_string_equal(quiet_zone(&desk->quiet[1])->name, "Asia/Shanghai");
	assert_int_equal(desk->cap, 30);
	assert_int_equal(desk->cap_ms, 3600000);
	assert_int_equal(core->by, PLAN_BY_ISSUER | PLAN_BY_CLASS);
	assert_int_equal(core->wait_ms, 20000);
	assert_int_equal(core->escalate_ms, 600000);
	assert_string_equal(core->escalate[0], "desk");
	assert_int_equal(core->late, PLAN_LATE_DIGEST);
	assert_int_equal(rest->digest_count, 2);
	assert_int_equal(rest->digests[0].minute, 8 * 60 + 30);
	assert_int_equal(rest->late, PLAN_LATE_SKIP);
}

static void
a_good_configuration_is_read_whole(void **state)
{
	struct config *config = NULL;
	struct buf complaints;
	int errors;

	(void)state;
	buf_init(&complaints, MIB);
	if (load(good, &config, &complaints, &errors) != 0)
		fail_msg("%s", complaints.data);
	assert_int_equal(errors, 0);
	assert_string_equal(config->top.instance, "desk1");
	assert_int_equal(config->source_count, 3);
	assert_int_equal(config->sources[0].catch_up, CATCH_UP_HOURS);
	assert_int_equal(config->sources[0].catch_up_hours, 24);
	assert_int_equal(config->sources[0].config.peak_ms, 20000);
	assert_string_equal(config->sources[1].config.listing, "XHKG:00700");
	assert_null(config->sources[2].config.listing);
	assert_non_null(watch_find(&config->watches[0], "XSHG:600000"));
	assert_string_equal(
	    watch_find(&config->watches[0], "XSHG:600000")->ref, "obl-4711");
	assert_int_equal(config->channels[0].secret_count, 1);
	assert_string_equal(config->channels[1].smtp, "smtp://localhost:25");
	assert_true(config->channels[1].guard.allow_loopback);
	assert_false(config->channels[0].guard.allow_loopback);
	assert_int_equal(rules_count(config->compiled), 2);
	expect_plans(config);
	assert_string_equal(config->websub.callback, "https://a.example/f");
	assert_string_equal(config->websub.listen, "[::1]:9081");
	config_free(config);
	buf_done(&complaints);
}

struct bad_case {
	const char *says; /* what the case is */
	const char *text;
	const char *want; /* "LINE:COL: ..." */
};

#define SOURCES "sources: { cninfo: {} }\n"
#define DESK	"channels: { desk: { mail: d@example.org } }\n"
#define QUIET	"channels: { desk: { mail: d@example.org, quiet: "
#define RULE	"rules:\n  - name: r\n    to: desk\n"

static const struct bad_case bad_cases[] = {
    {"unknown key at the top", SOURCES "instanse: x\n",
	"2:1: unknown key 'instanse' in the configuration, did you mean "
	"'instance'?"},
    {"unknown key of a source", "sources:\n  cninfo: { pol: 5s }\n",
	"2:13: unknown key 'pol' in a source, did you mean 'poll'?"},
    {"wrong type: a map for text", SOURCES "instance: { a: b }\n",
	"2:11: 'instance' must be a plain value"},
    {"wrong type: text for a map", "sources: cninfo\n",
	"1:10: 'sources' must be a map of names"},
    {"wrong type: a number is none", SOURCES "reader: { workers: many }\n",
	"2:20: 'workers' must be a number from 1 to 64"},
    {"an interval without a unit", "sources: { cninfo: { poll: 5 } }\n",
	"1:28: 'peak' must be a time"},
    {"a definition that there is not", "sources: { cninfoo: {} }\n",
	"1:12: no source definition 'cninfoo'"},
    {"a page without a url",
	"sources: { p: { kind: page, issuer: AAPL.US } }\n",
	"1:12: source 'p' needs a url"},
    {"a page without an issuer",
	"sources: { p: { kind: page, url: \"https://example.org/\" } }\n",
	"1:12: source 'p' needs an issuer"},
    {"a url with a placeholder that is none",
	"sources: { p: { kind: page, issuer: AAPL.US, url: "
	"\"https://example.org/{pge}\" } }\n",
	"1:12: url of source 'p': "},
    {"catch-up that is none", "sources: { cninfo: { catch-up: some } }\n",
	"1:32: 'catch-up' must be none, all or a time"},
    {"a listing that is none", SOURCES "watch: { a: [ 603138 ] }\n", "2:15: "},
    {"a listing twice",
	SOURCES "watch:\n  a:\n    - 603138.SH\n    - XSHG:603138\n",
	"5:7: listing 'XSHG:603138' is in watch list 'a' twice"},
    {"a watched issuer that no source covers",
	SOURCES "watch: { a: [ AAPL.US ] }\n",
	"2:15: no enabled source covers 'AAPL.US'"},
    {"a secret in the file",
	SOURCES "channels:\n  h:\n    webhook: \"https://example.org/\"\n"
		"    secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
	"5:13: a secret may not stand in the file"},
    {"a credential that there is not",
	SOURCES "channels:\n  h:\n    webhook: \"https://example.org/\"\n"
		"    secret: { credential: absent }\n",
	"5:13: credential 'absent' cannot be read"},
    {"a webhook without a secret",
	SOURCES "channels:\n  h: { webhook: \"https://example.org/\" }\n",
	"3:17: webhook 'h' needs a secret"},
    {"a webhook that is not https",
	SOURCES "channels:\n  h: { webhook: \"http://example.org/\", "
		"secret: { credential: ops-hook } }\n",
	"3:17: channel 'h': url: http: shows alerts to the network"},
    {"a channel of two kinds",
	SOURCES "channels:\n  h: { webhook: \"https://example.org/\", "
		"mail: a@example.org }\n",
	"3:3: channel 'h' must be one of 'webhook', 'mail', 'exec' and 'desktop'"},
    {"a desktop of nobody's",
	SOURCES "channels:\n  h: { desktop: { body: minimal } }\n",
	"3:17: channel 'h': no group: its members are shown the alerts"},
    {"a desktop's text that there is not",
	SOURCES "channels:\n  h: { desktop: { group: root, body: all } }\n",
	"3:38: 'body' must be one of full|minimal"},
    {"a mail address that is none",
	SOURCES "channels: { d: { mail: nobody } }\n",
	"2:24: channel 'd': 'nobody' is no mail address"},
    {"a network that is none",
	SOURCES "channels:\n  d: { mail: a@example.org, allow: 10.2/33 }\n",
	"3:36: "},
    {"an unknown channel in a rule",
	SOURCES DESK "rules:\n  - name: r\n    to: dask\n",
	"5:9: unknown channel 'dask', did you mean 'desk'?"},
    {"an unknown operator channel", SOURCES DESK "operator: ops\n",
	"3:11: unknown channel 'ops'"},
    {"an unknown watch list in a rule", SOURCES DESK RULE "    watch: core\n",
	"6:12: unknown watch list \'core\'"},
    {"a rule without channels", SOURCES DESK "rules:\n  - name: r\n",
	"4:5: rule 'r' needs 'to'"},
    {"a rule without a name", SOURCES DESK "rules:\n  - to: desk\n",
	"4:5: a rule needs a name"},
    {"a misspelt column", SOURCES DESK RULE "    when: severty >= 3\n",
	"6:11: rule 'r': no such column"},
    {"a misspelt class in the middle",
	SOURCES DESK RULE "    when: severity > 2 and class = frist_loss\n",
	"6:36: rule 'r': no such column"},
    {"a misspelt column in quotes",
	SOURCES DESK RULE "    when: \"severty >= 3\"\n",
	"6:12: rule 'r': no such column"},
    {"a select in a condition", SOURCES DESK RULE "    when: (select 1) = 1\n",
	"6:"},
    {"an unknown event type", SOURCES DESK RULE "    on: warnings.*\n",
	"4:5: "},
    {"a digest without a zone", SOURCES DESK RULE "    digest: \"08:30\"\n",
	"6:13: 'digest' must be a time of day and its zone"},
    {"a digest in no zone",
	SOURCES DESK RULE "    digest: \"08:30 Asia/Shangai\"\n",
	"6:13: 'Asia/Shangai' is no time zone"},
    {"a group by nothing known",
	SOURCES DESK RULE "    group: { by: [ isuer ] }\n",
	"6:20: 'by' takes issuer, class, source and type, not 'isuer', did you "
	"mean 'issuer'?"},
    {"an escalation to nobody",
	SOURCES DESK RULE "    escalate: { after: 10m }\n",
	"6:15: 'escalate' needs 'to' and 'after'"},
    {"an escalation to an unknown channel",
	SOURCES DESK RULE "    escalate: { to: boss, after: 10m }\n",
	"6:21: unknown channel 'boss'"},
    {"a word for late ones", SOURCES DESK RULE "    late: drop\n",
	"6:11: 'late' must be one of digest|tell|skip"},
    {"quiet hours without a zone",
	SOURCES QUIET "{ from: \"22:00\", to: \"07:00\" } } }\n",
	"2:49: quiet hours need 'from', 'to' and 'zone', or 'outside'"},
    {"quiet hours that are no time",
	SOURCES QUIET "{ from: \"25:00\", to: \"07:00\", zone: UTC } } }\n",
	"2:57: 'from' must be a time of day such as \"22:00\""},
    {"quiet days that are none",
	SOURCES QUIET "{ from: \"22:00\", to: \"07:00\", zone: UTC, "
		      "days: weekend } } }\n",
	"2:96: 'days' must be such as mon-fri or sat,sun"},
    {"no time that is not quiet",
	SOURCES QUIET "{ from: \"00:00\", to: \"24:00\", zone: UTC } } }\n",
	"2:49: the quiet hours leave no time at which it may be told"},
    {"quiet outside an unknown exchange",
	SOURCES QUIET "{ outside: XXXX } } }\n",
	"2:60: there is no calendar 'XXXX' of 'outside'"},
    {"an exception that is no condition",
	SOURCES QUIET "{ outside: XSHG, except: severty >= 4 } } }\n",
	"2:74: 'except': no such column: severty, did you mean 'severity'?"},
    {"a cap of nothing",
	SOURCES "channels: { desk: { mail: d@example.org, "
		"cap: { per: 1h } } }\n",
	"2:47: a cap needs 'events' and 'per'"},
    {"a hub that cannot be reached",
	SOURCES "websub: { listen: \"[::1]:9\" }\n",
	"2:9: websub needs 'callback' and 'listen'"},
    {"a callback without TLS",
	SOURCES "websub: { callback: \"http://a.example/\", listen: "
		"\"127.0.0.1:9\" }\n",
	"2:9: 'callback' must be an https address"},
    {"a callback with a query",
	SOURCES "websub: { callback: \"https://a.example/?a=b\", listen: "
		"\"127.0.0.1:9\" }\n",
	"2:9: 'callback' must be an https address"},
    {"a name to listen on",
	SOURCES "websub: { callback: \"https://a.example/\", listen: "
		"\"localhost:9\" }\n",
	"2:9: 'listen' must be an address and a port"},
    {"no port to listen on",
	SOURCES "websub: { callback: \"https://a.example/\", listen: "
		"\"[::1]\" }\n",
	"2:9: 'listen' must be an address and a port"},
    {"an address of six without brackets",
	SOURCES "websub: { callback: \"https://a.example/\", listen: "
		"\"::1:9\" }\n",
	"2:9: 'listen' must be an address and a port"},
    {"a key twice", SOURCES SOURCES, "2:1: "},
    {"an alias", "sources: &x { cninfo: {} }\n", "1:10: "},
    {"torn yaml", "sources: { cninfo: {}\n", "2:1: "},
    {"nothing to watch", "instance: a\n", "no sources: there is nothing"},
    {"an include that there is not", SOURCES "include: more.yaml\n",
	"2:10: include"},
};

static void
a_bad_configuration_names_the_place(void **state)
{
	size_t faulty = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bad_cases) / sizeof(bad_cases[0]); i++) {
		const struct bad_case *bad = &bad_cases[i];
		struct config *config = NULL;
		struct buf complaints;
		int errors = 0, rc;

		buf_init(&complaints, MIB);
		rc = load(bad->text, &config, &complaints, &errors);
		if (rc != ERR_CONFIG || errors < 1 || complaints.len == 0 ||
		    strstr(complaints.data, bad->want) == NULL) {
			print_error("%s: wanted '%s', got %d:\n%s\n", bad->says,
			    bad->want, rc,
			    complaints.len > 0 ? complaints.data : "");
			faulty++;
		}
		if (rc == 0)
			config_free(config);
		buf_done(&complaints);
	}
	assert_int_equal(faulty, 0);
}

static void
all_faults_come_in_one_run(void **state)
{
	struct config *config = NULL;
	struct buf complaints;
	int errors = 0;

	(void)state;
	buf_init(&complaints, MIB);
	assert_int_equal(
	    load("instanse: x\n" SOURCES
		 "watch: { a: [ AAPL.US, nonsense ] }\n" DESK
		 "rules:\n  - { name: r, to: dask, when: severty > 1 }\n",
		&config, &complaints, &errors),
	    ERR_CONFIG);
	assert_int_equal(errors, 5);
	assert_non_null(strstr(complaints.data, "instanse: x\n^"));
	buf_done(&complaints);
}

static void
includes_merge_by_key_and_repeat_none(void **state)
{
	struct config *config = NULL;
	struct buf complaints;
	int errors = 0;
	char *more = write_file("more.yaml",
	    "channels: { ops: { mail: o@example.org } }\n"
	    "rules: [ { name: two, to: ops } ]\n");

	(void)state;
	buf_init(&complaints, MIB);
	if (load(SOURCES DESK "rules: [ { name: one, to: ops } ]\n"
			      "include: [ more.yaml ]\n",
		&config, &complaints, &errors) != 0)
		fail_msg("%s", complaints.data);
	assert_int_equal(config->channel_count, 2);
	assert_int_equal(rules_count(config->compiled), 2);
	config_free(config);
	mem_free(more);
	more = write_file("more.yaml", DESK);
	assert_int_equal(load(SOURCES DESK "include: more.yaml\n", &config,
			     &complaints, &errors),
	    ERR_CONFIG);
	assert_non_null(
	    strstr(complaints.data, "more.yaml:1:13: 'desk' is defined twice"));
	mem_free(more);
	buf_done(&complaints);
}

static void
settings_of_the_reader_come_from_all_files(void **state)
{
	struct config *config = NULL;
	struct buf complaints;
	int errors = 0;
	char *more = write_file("more.yaml", "reader: { workers: 3 }\n");

	(void)state;
	buf_init(&complaints, MIB);
	if (load(SOURCES DESK "reader: { own-lexicon: /own }\n"
			      "include: more.yaml\n",
		&config, &complaints, &errors) != 0)
		fail_msg("%s", complaints.data);
	assert_string_equal(config->reader.own_lexicon, "/own");
	assert_int_equal(config->reader.workers, 3);
	assert_int_equal(config->reader.zygotes, 2);
	config_free(config);
	mem_free(more);
	buf_done(&complaints);
}

static void
without_rules_the_default_rule_tells_every_channel(void **state)
{
	struct config *config = NULL;
	struct buf complaints;
	int errors = 0;

	(void)state;
	buf_init(&complaints, MIB);
	if (load(SOURCES DESK, &config, &complaints, &errors) != 0)
		fail_msg("%s", complaints.data);
	assert_int_equal(rules_count(config->compiled), 1);
	config_free(config);
	buf_done(&complaints);
}

static int
set_up(void **state)
{
	char *path;

	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	path =
	    write_file("ops-hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
	mem_free(path);
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const names[] = {
	    "ops-hook", "filingd.yaml", "more.yaml"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = mem_printf("%s/%s", folder, names[i]);

		unlink(path);
		mem_free(path);
	}
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_configuration_is_read_whole),
	    cmocka_unit_test(a_bad_configuration_names_the_place),
	    cmocka_unit_test(all_faults_come_in_one_run),
	    cmocka_unit_test(includes_merge_by_key_and_repeat_none),
	    cmocka_unit_test(settings_of_the_reader_come_from_all_files),
	    cmocka_unit_test(
		without_rules_the_default_rule_tells_every_channel),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
