/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the settings must give a source's definition: secrets, a contact, a
 * calendar; told with its place when they do not.
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

static char folder[] = "/tmp/filingd-sources-XXXXXX";

/* %s: keys at the top, headers of the list, manners. */
static const char definition[] =
    "format: 1\nname: %s\nverified: 2026-11-22\nengine: json\n%s"
    "request: { list: { url: \"https://x.test/\", headers: { %s } } }\n"
    "items: { rows: /r, market: cn }\n"
    "fields: { key: \"{/k}\", title: \"{/t}\", time: \"{/d}\" }\n"
    "time: { kind: epoch-s, zone: UTC }\n"
    "manners: { zone: UTC, peak: 1m, quiet: 1m%s }\n";

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

/* A definition whose codes are numbers of its own. */
static void
write_own_definition(void)
{
	char *dir = mem_printf("%s/own", folder);

	assert_int_equal(mkdir(dir, 0700), 0);
	write_file("own/definition.yaml",
	    "format: 1\nname: own\nverified: 2026-11-22\nengine: json\n"
	    "request: { list: { url: \"https://x.test/\" } }\n"
	    "items: { rows: /r, market: us, codes: own }\n"
	    "fields: { key: \"{/k}\", title: \"{/t}\", time: \"{/d}\" }\n"
	    "time: { kind: epoch-s, zone: UTC }\n"
	    "manners: { zone: UTC, peak: 1m, quiet: 1m }\n");
	mem_free(dir);
}

static void
write_definition(
    const char *name, const char *top, const char *headers, const char *manners)
{
	char *dir = mem_printf("%s/%s", folder, name);
	char *path = mem_printf("%s/definition.yaml", dir);
	FILE *file;

	assert_int_equal(mkdir(dir, 0700), 0);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, definition, name, top, headers, manners);
	fclose(file);
	mem_free(path);
	mem_free(dir);
}

static void
write_directory(void)
{
	char *dir = mem_printf("%s/directory", folder);

	assert_int_equal(mkdir(dir, 0700), 0);
	write_file("directory/definition.yaml",
	    "format: 1\nname: directory\nverified: 2026-11-22\n"
	    "engine: directory\nrequest: { list: {} }\n"
	    "items: { rows: /files }\n"
	    "fields: { key: \"{/name}\", title: \"{/stem}\","
	    " time: \"{/modified}\" }\n"
	    "time: { kind: epoch-ms, zone: UTC }\n"
	    "manners: { zone: UTC, peak: 1m, quiet: 1m }\n");
	mem_free(dir);
}

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	write_definition("plain", "", "", "");
	write_definition("keyed", "credentials: [ dart-key ]\n",
	    "Authorization: \"Key {credential:dart-key}\"", "");
	write_definition("known", "", "User-Agent: \"filingd {contact}\"", "");
	write_definition("days", "", "", ", calendar: XSHG");
	write_definition("other-days", "", "", ", calendar: XXXX");
	write_definition("strict",
	    "terms-must-accept: yes\n"
	    "terms: ask before\n",
	    "", "");
	write_own_definition();
	write_directory();
	write_file("dart", "s3cret-of-dart\n");
	write_file("short", "abc\n");
	write_file("lines", "abcd\nefgh\n");
	return 0;
}

static int
teardown(void **state)
{
	static const char *const names[] = {"plain", "keyed", "known", "days",
	    "other-days", "strict", "own", "directory"};
	char *path;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		path = mem_printf("%s/%s/definition.yaml", folder, names[i]);
		unlink(path);
		*strrchr(path, '/') = '\0';
		rmdir(path);
		mem_free(path);
	}
	for (size_t i = 0; i < 4; i++) {
		static const char *const files[] = {
		    "dart", "short", "lines", "filingd.yaml"};

		path = mem_printf("%s/%s", folder, files[i]);
		unlink(path);
		mem_free(path);
	}
	return rmdir(folder);
}

static int
load(
    const char *text, bool offline, struct config **ret, struct buf *complaints)
{
	char *calendars =
	    mem_printf("%s/watchers/calendars", getenv("FILINGD_SRCDIR"));
	struct config_options options = {.definitions = folder,
	    .calendars = calendars,
	    .credentials = folder,
	    .offline = offline};
	char *path = mem_printf("%s/filingd.yaml", folder);
	int errors, rc;

	write_file("filingd.yaml", text);
	rc = config_load(path, &options, ret, complaints, &errors);
	mem_free(calendars);
	mem_free(path);
	return rc;
}

static void
the_definition_gets_what_it_asks_for(void **state)
{
	const struct source_config *source;
	struct config *config = NULL;
	struct buf complaints;

	(void)state;
	buf_init(&complaints, MIB);
	if (load(
		"contact: ops@example.org\n"
		"sources:\n"
		"  keyed: { credentials: { dart-key: { credential: dart } } }\n"
		"  known: {}\n"
		"  days: {}\n"
		"  strict: { accepted: yes }\n"
		"  inbox: { kind: directory, path: /srv/inbox }\n",
		false, &config, &complaints) != 0)
		fail_msg("%s", complaints.data);
	source = &config->sources[0].config;
	assert_int_equal(source->credential_count, 1);
	assert_string_equal(source->credentials[0].name, "dart-key");
	assert_string_equal(source->credentials[0].value, "s3cret-of-dart");
	assert_true(config->sources[1].definition->needs_contact);
	assert_string_equal(
	    config->sources[1].config.contact, "ops@example.org");
	assert_non_null(config->sources[2].config.calendar);
	assert_null(config->sources[3].config.calendar);
	assert_string_equal(config->sources[4].config.path, "/srv/inbox");
	config_free(config);
	buf_done(&complaints);
}

static void
a_source_goes_through_its_own_proxy_or_that_of_all(void **state)
{
	struct config *config = NULL;
	struct buf complaints;

	(void)state;
	buf_init(&complaints, MIB);
	if (load("proxy: { url: \"http://10.0.0.1:3128\",\n"
		 "  login: { credential: dart } }\n"
		 "sources:\n"
		 "  a: { kind: plain }\n"
		 "  b: { kind: plain, proxy: \"socks5h://other:1080\" }\n"
		 "  c: { kind: plain, proxy: none }\n",
		false, &config, &complaints) != 0)
		fail_msg("%s", complaints.data);
	assert_string_equal(
	    config->sources[0].config.guard->proxy, "http://10.0.0.1:3128");
	assert_string_equal(
	    config->sources[0].config.guard->proxy_login, "s3cret-of-dart");
	assert_string_equal(
	    config->sources[1].config.guard->proxy, "socks5h://other:1080");
	assert_null(config->sources[1].config.guard->proxy_login);
	assert_null(config->sources[2].config.guard->proxy);
	config_free(config);
	buf_done(&complaints);
}

struct config_case {
	const char *text, *says; /* NULL: good */
};

static void
check_cases(const struct config_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *says = cases[i].says;
		struct config *config = NULL;
		struct buf complaints;

		buf_init(&complaints, MIB);
		assert_int_equal(
		    load(cases[i].text, false, &config, &complaints),
		    says != NULL ? ERR_CONFIG : 0);
		if (says != NULL && strstr(complaints.data, says) == NULL)
			fail_msg("wanted '%s':\n%s", says, complaints.data);
		if (complaints.len > 0)
			assert_null(strstr(complaints.data, "s3cret-of-dart"));
		if (says == NULL)
			config_free(config);
		buf_done(&complaints);
	}
}

static void
what_a_definition_lacks_is_told(void **state)
{
	static const struct config_case cases[] = {
	    {"sources: { directory: {} }\n",
		"1:12: source 'directory' needs 'path', a directory from / on"},
	    {"sources: { directory: { path: inbox } }\n",
		"1:12: source 'directory' needs 'path', a directory from / on"},
	    {"sources: { directory: { path: /srv, url: \"https://x.test/\" } "
	     "}\n",
		"1:12: source 'directory' is a directory, it has no 'url'"},
	    {"sources: { plain: { path: /srv } }\n",
		"1:12: source 'plain' is no directory, it has no 'path'"},
	    {"sources: { keyed: {} }\n",
		"1:12: source 'keyed' needs 'credentials: { dart-key: "},
	    {"sources: { keyed: { credentials: { dart: { credential: dart } } "
	     "} }\n",
		"1:36: source 'keyed' asks for no credential 'dart'"},
	    {"sources: { keyed: { credentials: { dart-kee: { credential: dart "
	     "} } } }\n",
		"1:36: source 'keyed' asks for no credential 'dart-kee', did "
		"you mean 'dart-key'?"},
	    {"sources: { keyed: { credentials: dart } }\n",
		"1:34: 'credentials' must be a map of names"},
	    {"sources: { keyed: { credentials: { dart-key: s3cret } } }\n",
		"1:46: a secret may not stand in the file"},
	    {"sources: { keyed: { credentials: { dart-key: { credential: none "
	     "} } } }\n",
		"1:46: credential 'none' cannot be read"},
	    {"sources: { keyed: { credentials: { dart-key: { credential: "
	     "short } } } }\n",
		"1:46: the credential has less than 4 characters"},
	    {"sources: { keyed: { credentials: { dart-key: { credential: "
	     "lines } } } }\n",
		"1:46: the credential holds a control character"},
	    {"sources: { known: {} }\n",
		"1:12: source 'known' needs 'contact' at the top"},
	    {"sources: { other-days: {} }\n",
		"1:12: there is no calendar 'XXXX' of source 'other-days'"},
	    {"sources: { strict: {} }\n",
		"1:12: source 'strict' needs 'accepted: yes': ask before"},
	    {"sources: { plain: { proxy: \"ftp://x\" } }\n",
		"1:28: proxy: a proxy is http://, https:// or socks5h://"},
	    {"sources: { plain: { proxy: \"http://u:pass@x\" } }\n",
		"1:28: proxy: write its user and password as 'login'"},
	    {"sources: { plain: { proxy: {} } }\n",
		"1:28: 'proxy' needs 'url'"},
	    {"sources: { plane: {} }\n", "did you mean 'plain'?"},
	};

	(void)state;
	check_cases(cases, sizeof(cases) / sizeof(cases[0]));
}

static void
names_of_two_issuers_are_told(void **state)
{
	static const struct config_case cases[] = {
	    {"aliases: { 601318.SH: [ 02318.HK, 02318.HK ] }\n",
		"1:35: '02318.HK' is an alias of two issuers, or twice of"},
	    {"aliases: { 601318.SH: 02318.HK, 02318.HK: [ 600000.SH ] }\n",
		"1:45: '600000.SH' is a listing and an alias at once"},
	    {"aliases: { ping: 02318.HK }\n", "1:12: "},
	    {"aliases: { 601318.SH: { a: b } }\n",
		"1:23: aliases of '601318.SH' must be a list"},
	};

	(void)state;
	check_cases(cases, sizeof(cases) / sizeof(cases[0]));
}

static void
own_codes_cover_what_the_configuration_names(void **state)
{
	static const struct config_case cases[] = {
	    {"sources: { plain: {} }\nwatch: { a: [ 603138.SH ] }\n", NULL},
	    {"sources: { own: {} }\nwatch: { a: [ AAPL.US ] }\n",
		"2:15: no enabled source covers 'AAPL.US'"},
	    {"sources: { own: {} }\nwatch: { a: [ US:320193 ] }\n", NULL},
	    {"sources: { own: { codes: { 320193: AAPL.US } } }\n"
	     "watch: { a: [ AAPL.US ] }\n",
		NULL},
	    {"sources: { own: { codes: { 320193: AAPL.US } } }\n"
	     "watch: { a: [ MSFT.US ] }\n",
		"2:15: no enabled source covers 'MSFT.US'"},
	    {"sources: { own: { codes: { 320193: apple } } }\n",
		"1:36: 'apple' is no listing"},
	    {"sources: { own: { codes: [ 320193 ] } }\n",
		"1:26: 'codes' must be a map"},
	};

	(void)state;
	check_cases(cases, sizeof(cases) / sizeof(cases[0]));
}

static void
a_check_without_the_secrets_only_warns(void **state)
{
	struct config *config = NULL;
	struct buf complaints;

	(void)state;
	buf_init(&complaints, MIB);
	assert_int_equal(load("sources: { keyed: { credentials: { dart-key: "
			      "{ credential: none } } } }\n",
			     true, &config, &complaints),
	    0);
	assert_non_null(strstr(complaints.data, "warning: credential 'none'"));
	config_free(config);
	buf_done(&complaints);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_definition_gets_what_it_asks_for),
	    cmocka_unit_test(
		a_source_goes_through_its_own_proxy_or_that_of_all),
	    cmocka_unit_test(what_a_definition_lacks_is_told),
	    cmocka_unit_test(names_of_two_issuers_are_told),
	    cmocka_unit_test(own_codes_cover_what_the_configuration_names),
	    cmocka_unit_test(a_check_without_the_secrets_only_warns),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
