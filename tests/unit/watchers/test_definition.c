/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/base/mem.h"
#include "watchers/definition.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

/* A small definition without fault, line by line. */
static const char good[] = "format: 1\n"
			   "name: tiny\n"
			   "verified: 2026-10-31\n"
			   "engine: json\n"
			   "request:\n"
			   "  list:\n"
			   "    url: \"https://x.test/list?p={page}\"\n"
			   "paging: { size: 20, cap: 5 }\n"
			   "items: { rows: /rows }\n"
			   "fields:\n"
			   "  key: \"{/id}\"\n"
			   "  title: \"{/title}\"\n"
			   "  time: \"{/time}\"\n"
			   "time: { kind: epoch-ms, zone: UTC }\n"
			   "manners: { zone: UTC, peak: 10s, quiet: 5m }\n";

struct outcome {
	int rc;
	struct definition *definition;
	struct buf complaints;
};

static void
parse(const char *text, struct outcome *ret)
{
	struct err err = ERR_NONE;
	struct yaml *yaml;

	buf_init(&ret->complaints, 64 * KIB);
	ret->definition = NULL;
	assert_int_equal(
	    yaml_parse("test.yaml", text, strlen(text), &yaml, &err), 0);
	ret->rc = definition_parse(yaml, &ret->definition, &ret->complaints);
	yaml_free(yaml);
}

static void
outcome_done(struct outcome *outcome)
{
	definition_free(outcome->definition);
	buf_done(&outcome->complaints);
}

/* The good definition with one line put in place of another. */
static char *
with(const char *line, const char *instead)
{
	const char *at = strstr(good, line);

	assert_non_null(at);
	return mem_printf(
	    "%.*s%s%s", (int)(at - good), good, instead, at + strlen(line));
}

static void
the_shipped_definitions_are_without_fault(void **state)
{
	static const char *const names[] = {"cninfo", "page"};
	char *dir = mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	const char *dirs[] = {"/nowhere", dir};
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		struct definition *definition = NULL;
		struct buf complaints;
		int rc;

		buf_init(&complaints, 64 * KIB);
		rc = definition_load(
		    names[i], dirs, 2, &definition, &complaints);
		if (rc != 0)
			fail_msg("%d: %s", rc,
			    complaints.data ? complaints.data : "");
		assert_string_equal(definition->name, names[i]);
		assert_string_equal(definition->spec.source, names[i]);
		definition_free(definition);
		buf_done(&complaints);
	}
	mem_free(dir);
}

static void
every_part_of_cninfo_is_read(void **state)
{
	char *dir = mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	const char *dirs[] = {dir};
	struct definition *d = NULL;
	struct buf complaints;

	(void)state;
	buf_init(&complaints, 64 * KIB);
	assert_int_equal(
	    definition_load("cninfo", dirs, 1, &d, &complaints), 0);
	assert_string_equal(d->list.method, "POST");
	assert_int_equal(d->list.form_count, 14);
	assert_string_equal(d->list.form[0].value, "{page}");
	assert_int_equal(d->page_size, 30);
	assert_int_equal(d->window_back, 2);
	assert_int_equal(d->window_ahead, 3);
	assert_int_equal(d->zone.standard_min, 480);
	assert_int_equal(d->window_count, 3);
	assert_int_equal(d->windows[2].from_min, 15 * 60 + 30);
	assert_int_equal(d->windows[2].to_min, 22 * 60 + 30);
	assert_int_equal(d->peak_ms, 10000);
	assert_int_equal(d->quiet_ms, 300000);
	assert_string_equal(d->files.magic.words[0], "%PDF");
	assert_int_equal(d->spec.rule_count, 4);
	assert_int_equal(d->spec.rules[0].outcome, OUTCOME_BLOCKED);
	assert_true(d->spec.null_rows);
	assert_string_equal(d->spec.market, "cn");
	assert_true(d->spec.midnight_is_nominal);
	assert_int_equal(d->spec.fields[LIST_TITLE].ops,
	    LIST_OP_TRIM | LIST_OP_NFKC | LIST_OP_STRIP_TAGS |
		LIST_OP_UNESCAPE);
	assert_null(d->spec.fields[LIST_PUBLISHER].template);
	definition_free(d);
	buf_done(&complaints);
	mem_free(dir);
}

static const struct {
	const char *line, *instead, *place, *says;
} fault_cases[] = {
    {"format: 1\n", "format: 2\n", "test.yaml:1:9:", "from 1 to 1"},
    {"name: tiny\n", "name: Tiny\n", "test.yaml:2:7:", "lower case"},
    {"verified: 2026-10-31\n", "verified: 2026-02-30\n",
	"test.yaml:3:11:", "no date"},
    {"engine: json\n", "engine: xml\n",
	"test.yaml:4:9:", "none of: json, page, html, feed"},
    {"engine: json\n", "engine: jso\n",
	"test.yaml:4:9:", "none of: json, page"},
    {"engine: json\n", "engines: json\n",
	"test.yaml:4:1:", "did you mean 'engine'?"},
    {"engine: json\n", "", "test.yaml:1:1:", "'engine' is missing"},
    {"  list:\n", "  prelude: {}\n  list:\n",
	"test.yaml:6:12:", "'url' is missing"},
    {"    url", "    for: {}\n    url",
	"test.yaml:7:10:", "a map of 1 to 8 names"},
    {"https://x", "ftp://x", "test.yaml:7:10:", "http://"},
    {"p={page}", "p={pages}", "test.yaml:7:33:", "no placeholder {pages}"},
    {"p={page}", "p=1", "test.yaml:8:9:", "says no {page}"},
    {"paging: { size: 20, cap: 5 }\n", "",
	"test.yaml:1:1:", "'paging' is missing"},
    {"p={page}", "p={page}&d={from:%Y}",
	"test.yaml:1:1:", "'window' is missing"},
    {"cap: 5", "cap: 0", "test.yaml:8:26:", "from 1 to"},
    {"cap: 5", "cap: 99999999999999999999", "test.yaml:8:26:", "from 1 to"},
    {"cap: 5", "cap: 5, split: plate", "test.yaml:8:36:", "a map is wanted"},
    {"rows: /rows", "rows: rows", "test.yaml:9:16:", "begins with"},
    {"rows: /rows", "rows: /rows, where: {}",
	"test.yaml:9:30:", "a list is wanted"},
    {"rows: /rows", "rows: /rows, names: [ year ]",
	"test.yaml:9:30:", "names are a map of at most"},
    {"rows: /rows", "rows: /rows, names: { year: a }",
	"test.yaml:9:38:", "begins with"},
    {"rows: /rows", "rows: /rows, names: { Year: /a }",
	"test.yaml:9:32:", "lower case"},
    {"  key: \"{/id}\"\n", "", "test.yaml:1:1:", "'fields: key' is missing"},
    {"\"{/id}\"", "\"{/id\"", "test.yaml:11:8:", "do not pair up"},
    {"\"{/id}\"", "{ from: \"{/id}\", map: {} }",
	"test.yaml:11:30:", "1 to 1024 texts"},
    {"\"{/id}\"", "{ from: \"{/id}\", clean: [ wash ] }",
	"test.yaml:11:34:", "none of: trim"},
    {"zone: UTC }", "zone: America/Gotham }",
	"test.yaml:14:31:", "is no time zone"},
    {"zone: UTC }", "zone: Mars }", "test.yaml:14:31:", "is no time zone"},
    {"kind: epoch-ms", "kind: format", "test.yaml:14:7:", "go together"},
    {"peak: 10s", "peak: 10", "test.yaml:15:29:", "no duration"},
    {"peak: 10s", "peak: 10ms", "test.yaml:15:29:", "no duration"},
    {"quiet: 5m", "quiet: 5m, windows: [ \"9-10\" ]",
	"test.yaml:15:56:", "two times of day"},
    {"quiet: 5m", "quiet: 5m, windows: [ \"24:00-25:00\" ]",
	"test.yaml:15:56:", "two times of day"},
    {"quiet: 5m", "quiet: 5m, expect: {}",
	"test.yaml:15:53:", "'weekday' is missing"},
    {"manners:", "facts: {}\nmanners:", "test.yaml:15:8:", "'each' is missing"},
    {"    url", "    headers: { Host: a }\n    url",
	"test.yaml:7:16:", "cannot be set"},
    {"    url", "    form: { a: b }\n    url",
	"test.yaml:7:5:", "needs method: POST"},
};

static void
each_fault_is_told_with_its_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(fault_cases) / sizeof(fault_cases[0]); i++) {
		char *text = with(fault_cases[i].line, fault_cases[i].instead);
		struct outcome outcome;

		parse(text, &outcome);
		assert_int_equal(outcome.rc, ERR_CONFIG);
		assert_null(outcome.definition);
		if (!strstr(outcome.complaints.data, fault_cases[i].place) ||
		    !strstr(outcome.complaints.data, fault_cases[i].says))
			fail_msg("case %zu wants '%s' and '%s':\n%s", i,
			    fault_cases[i].place, fault_cases[i].says,
			    outcome.complaints.data);
		outcome_done(&outcome);
		mem_free(text);
	}
}

static void
all_faults_are_told_in_one_run(void **state)
{
	char *text =
	    with("verified: 2026-10-31\n", "verified: x\ncolour: red\n");
	struct outcome outcome;

	(void)state;
	parse(text, &outcome);
	assert_int_equal(outcome.rc, ERR_CONFIG);
	assert_non_null(strstr(outcome.complaints.data, "test.yaml:3:11:"));
	assert_non_null(strstr(outcome.complaints.data, "test.yaml:4:1:"));
	outcome_done(&outcome);
	mem_free(text);
}

static void
what_is_left_out_has_a_default(void **state)
{
	struct outcome outcome;

	(void)state;
	parse(good, &outcome);
	if (outcome.rc != 0)
		fail_msg("%s", outcome.complaints.data);
	assert_string_equal(outcome.definition->list.method, "GET");
	assert_int_equal(outcome.definition->page_first, 1);
	assert_int_equal(outcome.definition->deadline_ms, 30000);
	assert_int_equal(outcome.definition->spec.max_rows, 10000);
	assert_false(outcome.definition->terms_must_accept);
	outcome_done(&outcome);
}

static void
values_of_the_wrong_kind_do_no_harm(void **state)
{
	static const char *const texts[] = {"[]\n", "x\n", "request: 1\n",
	    "request: { list: [] }\n", "items: x\nfields: x\ntime: x\n",
	    "manners: { windows: x, peak: [] }\n",
	    "outcome: [ 1, [], { contains: x }, { contains: x, is: stop } ]\n",
	    "fields: { key: [], title: { clean: x }, url: { from: [] } }\n",
	    "request: { list: { headers: [], form: x, url: {} } }\n"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct outcome outcome;

		parse(texts[i], &outcome);
		assert_int_equal(outcome.rc, ERR_CONFIG);
		outcome_done(&outcome);
	}
}

static void
a_name_cannot_climb_out_of_the_folders(void **state)
{
	static const char *const names[] = {"", "..", "../x", "a/b", ".hidden"};
	const char *dirs[] = {"/"};
	struct definition *definition = NULL;
	struct buf complaints;
	size_t i;

	(void)state;
	buf_init(&complaints, KIB);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(definition_load(names[i], dirs, 1, &definition,
				     &complaints),
		    ERR_NOTFOUND);
	buf_done(&complaints);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_shipped_definitions_are_without_fault),
	    cmocka_unit_test(every_part_of_cninfo_is_read),
	    cmocka_unit_test(each_fault_is_told_with_its_place),
	    cmocka_unit_test(all_faults_are_told_in_one_run),
	    cmocka_unit_test(what_is_left_out_has_a_default),
	    cmocka_unit_test(values_of_the_wrong_kind_do_no_harm),
	    cmocka_unit_test(a_name_cannot_climb_out_of_the_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
