/* SPDX-License-Identifier: BSD-2-Clause */
/* Drafts of definitions: what is found in answers, and what is not. */
#include "lib/base/mem.h"
#include "reading/sketch.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"

#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The draft of an answer, or "- reason". Gives. */
static char *
drafted(const char *body)
{
	const struct sketch_ask ask = {
	    "draft", "https://x.example/lists/new", "2026-01-02"};
	struct err err = ERR_NONE;
	struct buf out;
	char *text;

	buf_init(&out, MIB);
	if (sketch_definition(&ask, span_of(body), &out, &err) == 0)
		text = mem_strdup(out.data);
	else
		text = mem_printf("- %s", err.text);
	buf_done(&out);
	return text;
}

/* What the draft of an answer reads from it, in the form of list_case_print. */
static char *
read_by_draft(const char *draft, const char *body)
{
	struct definition *definition = NULL;
	struct list_answer answer;
	struct yaml *yaml = NULL;
	struct buf complaints;
	struct err err = ERR_NONE;

	buf_init(&complaints, MIB);
	assert_int_equal(
	    yaml_parse("draft", draft, strlen(draft), &yaml, &err), 0);
	if (definition_parse(yaml, &definition, &complaints) != 0)
		fail_msg("%s\n%s", complaints.data, draft);
	mem_set(&definition->spec.base, "https://x.example/lists/new");
	list_case_read(definition, body, &answer);
	char *text = list_case_print(&answer);
	list_answer_done(&answer);
	definition_free(definition);
	yaml_free(yaml);
	buf_done(&complaints);
	return text;
}

#define ROW(id, title, rest) "{\"id\":" id ",\"title\":\"" title "\"" rest "}"
#define CELL(text)	     "<td>" text "</td>"
#define LINK(href, text)                                                       \
	"<td><a href='" href "'>" text "</a> <a href='/x'>pdf</a></td>"

static const struct good {
	const char *says;
	const char *body;
	const char *reads;
} good[] = {
    {"a list within objects, a path as address",
	"{\"a\":[1,2,3],\"d\":{\"rows\":[" ROW("1", "One notice",
	    ",\"at\":\"2026-01-02 03:04\",\"file\":\"/1.pdf\"") "," ROW("2",
	    "Two notices",
	    ",\"at\":\"2026-01-03 03:04\",\"file\":\"/2.pdf\"") "]}}",
	"ok\n1|One notice|2026-01-02T03:04:00Z minute|https://x.example/1.pdf|"
	"\n2|Two notices|2026-01-03T03:04:00Z minute|https://x.example/2.pdf|"
	"\n"},
    {"a list and nothing else, seconds since 1970",
	"[" ROW("7", "业绩预亏公告", ",\"ts\":1768982400") "]",
	"ok\n7|业绩预亏公告|2026-01-21T08:00:00Z second|-|\n"},
    {"the longer of two lists; members in objects",
	"{\"x\":[" ROW("1", "short list", "") "],\"y\":[" ROW(
	    "1", "A title", ",\"m\":{\"date\":\"02.01.2026\"}") "," ROW("2",
	    "B title", ",\"m\":{\"date\":\"31.01.2026\"}") "]}",
	"ok\n1|A title|2026-01-02T00:00:00Z day|-|\n"
	"2|B title|2026-01-31T00:00:00Z day|-|\n"},
    {"a table of links, the first link of a cell",
	"<html><body><table>"
	"<tr><td><a href='/home'>Home</a></td></tr>"
	"</table><table id=t><tr><th>When</th></tr><tr>" CELL("31/12/2025")
	    LINK("a.pdf", "First") "</tr><tr>" CELL("01/01/2026")
		LINK("/b.pdf", "Second") "</tr></table></body></html>",
	"ok\na.pdf|First pdf|2025-12-31T00:00:00Z day|"
	"https://x.example/lists/a.pdf|\n/b.pdf|Second pdf|"
	"2026-01-01T00:00:00Z day|https://x.example/b.pdf|\n"},
    {"a feed",
	"<?xml version='1.0'?><rss version='2.0'><channel><title>f</title>"
	"<item><guid>g</guid><title>N</title><link>/n</link>"
	"<pubDate>Fri, 2 Jan 2026 03:04:05 +0000</pubDate></item>"
	"</channel></rss>",
	"ok\ng|N|2026-01-02T03:04:05Z second|https://x.example/n|\n"},
};

static void
what_a_draft_finds_it_reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		char *draft = drafted(good[i].body);
		char *reads;

		if (draft[0] == '-')
			fail_msg("%s: %s", good[i].says, draft);
		reads = read_by_draft(draft, good[i].body);
		if (strcmp(reads, good[i].reads) != 0)
			fail_msg("%s: %s", good[i].says, reads);
		mem_free(reads);
		mem_free(draft);
	}
}

static const struct bad {
	const char *body, *reason;
} bad[] = {
    {"", "no feed, no JSON and no HTML"},
    {"plain words", "no feed, no JSON and no HTML"},
    {"{\"a\":", "JSON, but line 1"},
    {"{\"a\":[1,2,3]}", "no list of objects"},
    {"[" ROW("1", "A title", "") "]", "a time"},
    {"[" ROW("1", "A title", ",\"at\":\"2026-01-02\"") "," ROW(
	 "1", "A title", ",\"at\":\"2026-01-02\"") "]",
	"a key"},
    {"<html><p>none</p></html>", "no table of the page"},
    {"<html><table><tr><td><a href=x>A</a></td></tr></table></html>",
	"no column of times"},
};

static void
what_it_does_not_find_it_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		char *draft = drafted(bad[i].body);

		if (draft[0] != '-' || strstr(draft, bad[i].reason) == NULL)
			fail_msg("%s: %s", bad[i].body, draft);
		mem_free(draft);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_a_draft_finds_it_reads),
	    cmocka_unit_test(what_it_does_not_find_it_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
