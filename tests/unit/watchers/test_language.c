/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The whole language of definitions: what each key becomes, and each fault with
 * its place.
 */
#include "lib/base/mem.h"
#include "watchers/definition.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

/* Every key that a JSON list may have. */
static const char json_text[] =
    "format: 1\n"
    "name: full\n"
    "verified: 2026-11-22\n"
    "engine: json\n"
    "kind: estimates\n"
    "market: XHKG\n"
    "terms: ask first\n"
    "terms-must-accept: yes\n"
    "credentials: [ api-key ]\n"
    "to-verify: [ the code of a delisted issuer, \"pages: from 0?\" ]\n"
    "request:\n"
    "  prelude: { url: 'https://x.test/', headers: { A: b }, every: 30m }\n"
    "  list:\n"
    "    method: POST\n"
    "    url: 'https://x.test/{board}'\n"
    "    headers: { Authorization: 'Key {credential:api-key}' }\n"
    "    query: { p: '{page:03}', lang: '{lang}' }\n"
    "    json: { from: {offset}, day: '{from:%Y%m%d}-{to:%Y%m%d}' }\n"
    "    for: { board: [ sehk, gem ], lang: e }\n"
    "    content-type: [ application/json, text/json ]\n"
    "    limit: 2MiB\n"
    "    cookies: yes\n"
    "  document:\n"
    "    headers: { User-Agent: 'filingd {contact}' }\n"
    "    query: { key: '{credential:api-key}' }\n"
    "    magic: [ '%PDF', PK ]\n"
    "    limit: 10MiB\n"
    "    sgml: [ EX-99.1, 8-K ]\n"
    "    zip: [ 'tse-*-ixbrl.htm', '*.htm' ]\n"
    "    fallback: cninfo\n"
    "paging:\n"
    "  { first: 0, size: 20, cap: 9, gap: 1s, until: [ short, not-found ],\n"
    "    split: { over: 3000, by: days } }\n"
    "window: { back: 1, ahead: 2, sweep: { back: 14, every: 6h } }\n"
    "unwrap: [ jsonp, first, { text: /result }, { columns: /recent } ]\n"
    "outcome:\n"
    "  - { contains: captcha, is: blocked }\n"
    "  - { status: [ 503, 429 ], is: retry }\n"
    "  - { header: X-Trap, contains: waf, is: blocked }\n"
    "  - { value: /status, in: [ '013', '020' ], is: stop }\n"
    "  - { value: /status, in: '014', is: not-yet }\n"
    "items:\n"
    "  rows: '/rows/*/items'\n"
    "  total: /total\n"
    "  more: /more\n"
    "  null-rows: empty\n"
    "  market: hk\n"
    "  max: 500\n"
    "  least: 3\n"
    "  generated: /at\n"
    "  stale-after: 30m\n"
    "  where:\n"
    "    - { value: '{/type}', equals: '' , not: yes }\n"
    "    - { value: '{form}', in: [ 8-K, 6-K ] }\n"
    "    - { value: '{/t}', match: '^(?i)profit' }\n"
    "  extract:\n"
    "    - { from: '{/t} {board}', regex: '(?<form>[0-9]-K).*(?<cik>\\d+)' }\n"
    "fields:\n"
    "  key: '{/id}'\n"
    "  title: { from: '{/t}', clean: [ trim, lower, no-zeros ] }\n"
    "  url: '/doc/{cik}'\n"
    "  category: { from: '{/c}', map: { a: b, '': none }, else: '' }\n"
    "  code: { from: '{/codes}', split: ',' }\n"
    "  text: '{/body}'\n"
    "  updated: '{/u}'\n"
    "  time: '{/d} {/h}'\n"
    "time:\n"
    "  { kind: format, format: [ '%Y-%m-%d', '%Y' ], zone: Asia/Tokyo,\n"
    "    midnight: nominal, nominal: yes }\n"
    "facts:\n"
    "  each:\n"
    "    - metric: { from: '{/m}', map: { P: ni_attr }, else: "
    "'' }\n"
    "      role: forecast\n"
    "      low: '{/lo}'\n"
    "      high: '{/hi}'\n"
    "      period: { end: '{/e}', format: '%Y-%m-%d', months: '{/n}' }\n"
    "      currency: CNY\n"
    "      broker: '{/org}'\n"
    "      scale: -2\n"
    "    - { metric: rev, role: forecast, low: '{/r}',\n"
    "        period: { end: '{/e}', format: '%Y', months: by-end } }\n"
    "manners:\n"
    "  zone: Asia/Tokyo\n"
    "  peak: 10s\n"
    "  quiet: 5m\n"
    "  deadline: 20s\n"
    "  windows: [ '15:30-22:30' ]\n"
    "  rate: { every: 100ms, burst: 5 }\n"
    "  budget: 20000\n"
    "  jitter: 25%\n"
    "  calendar: XHKG\n"
    "  expect: { weekday: [ 0,0,0,0,0,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,\n"
    "                       15,16,17,18 ], peak: 400 }\n";

static const char html_text[] =
    "format: 1\n"
    "name: list\n"
    "verified: 2026-11-22\n"
    "engine: html\n"
    "request: { list: { url: 'https://x.test/' }, document: { always: yes } }\n"
    "items:\n"
    "  rows: \"//table[@id='l']/tbody/tr[position()>1]\"\n"
    "  total: 'string(//b[1])'\n"
    "fields:\n"
    "  key: \"{./td[2]/a/@href}\"\n"
    "  title: '{normalize-space(td[2])}'\n"
    "  url: '{.//a/@href}'\n"
    "  time: '{./td[1]}'\n"
    "time: { kind: relative, zone: UTC }\n"
    "manners: { zone: UTC, peak: 10s, quiet: 5m }\n";

static const char feed_text[] =
    "format: 1\n"
    "name: feed\n"
    "verified: 2026-11-22\n"
    "engine: feed\n"
    "hub: yes\n"
    "request: { list: { conditional: no } }\n"
    "items: { stale-after: 2h, where: [ { value: '{category}',\n"
    "  match: '^IR' } ] }\n"
    "fields: { title: '{title}', url: '{enclosure}' }\n"
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

	buf_init(&ret->complaints, 256 * KIB);
	ret->definition = NULL;
	if (yaml_parse("t", text, strlen(text), &yaml, &err) < 0)
		fail_msg("%s", err.text);
	ret->rc = definition_parse(yaml, &ret->definition, &ret->complaints);
	yaml_free(yaml);
}

static void
outcome_done(struct outcome *outcome)
{
	definition_free(outcome->definition);
	buf_done(&outcome->complaints);
}

static struct definition *
good(const char *text, struct outcome *outcome)
{
	parse(text, outcome);
	if (outcome->rc != 0)
		fail_msg("%s", outcome->complaints.data);
	return outcome->definition;
}

static void
the_request_of_a_full_definition_is_read(void **state)
{
	struct outcome outcome;
	const struct definition *d = good(json_text, &outcome);

	(void)state;
	assert_int_equal(d->kind, SOURCE_ESTIMATES);
	assert_string_equal(d->market, "XHKG");
	assert_true(d->terms_must_accept);
	assert_true(d->needs_contact);
	assert_int_equal(d->credentials.count, 1);
	assert_int_equal(d->to_verify.count, 2);
	assert_string_equal(d->to_verify.words[1], "pages: from 0?");
	assert_string_equal(d->prelude.url, "https://x.test/");
	assert_int_equal(d->prelude.header_count, 1);
	assert_int_equal(d->prelude_every_ms, 30 * 60000);
	assert_int_equal(d->list.query_count, 2);
	assert_int_equal(d->list.json->kind, BODY_MAP);
	assert_int_equal(d->list.json->items[0].kind, BODY_BARE);
	assert_string_equal(d->list.json->items[0].text, "{offset}");
	assert_int_equal(d->list.json->items[1].kind, BODY_TEXT);
	assert_int_equal(d->list.axis_count, 2);
	assert_string_equal(d->list.axes[0].name, "board");
	assert_string_equal(d->list.axes[0].values.words[1], "gem");
	assert_int_equal(d->list.axes[1].values.count, 1);
	assert_int_equal(d->list.content_types.count, 2);
	assert_true(d->list.cookies);
	assert_false(d->list.conditional); /* a POST */
	assert_int_equal(d->body_limit, 2 * MIB);
	assert_int_equal(d->document.query_count, 1);
	assert_int_equal(d->files.magic.count, 2);
	assert_string_equal(d->files.roles.words[1], "8-K");
	assert_string_equal(d->files.zip.words[0], "tse-*-ixbrl.htm");
	assert_string_equal(d->files.fallback, "cninfo");
	outcome_done(&outcome);
}

static void
the_manners_of_a_full_definition_are_read(void **state)
{
	struct outcome outcome;
	const struct definition *d = good(json_text, &outcome);

	(void)state;
	assert_int_equal(d->until, UNTIL_SHORT | UNTIL_NOT_FOUND);
	assert_int_equal(d->split_over, 3000);
	assert_int_equal(d->window_ahead, 2);
	assert_int_equal(d->sweep_back, 14);
	assert_int_equal(d->sweep_every_ms, 6 * 3600000);
	assert_int_equal(d->rate_every_ms, 100);
	assert_int_equal(d->rate_burst, 5);
	assert_int_equal(d->budget, 20000);
	assert_int_equal(d->jitter_percent, 25);
	assert_string_equal(d->calendar, "XHKG");
	assert_true(d->expect.known);
	assert_int_equal(d->expect.weekday[23], 18);
	assert_int_equal(d->expect.peak, 400);
	assert_int_equal(d->stale_after_ms, 30 * 60000);
	outcome_done(&outcome);
}

static void
the_list_of_a_full_definition_is_read(void **state)
{
	struct outcome outcome;
	const struct list_spec *s = &good(json_text, &outcome)->spec;

	(void)state;
	assert_int_equal(s->unwrap_count, 4);
	assert_int_equal(s->unwrap[2].kind, UNWRAP_TEXT);
	assert_string_equal(s->unwrap[3].pointer, "/recent");
	assert_int_equal(s->rule_count, 5);
	assert_int_equal(s->rules[1].look, LOOK_STATUS);
	assert_int_equal(s->rules[1].word_count, 2);
	assert_string_equal(s->rules[2].where, "X-Trap");
	assert_int_equal(s->rules[3].look, LOOK_VALUE);
	assert_int_equal(s->rules[3].outcome, OUTCOME_STOP);
	assert_string_equal(s->rules[4].words[0], "014");
	assert_int_equal(s->rules[4].outcome, OUTCOME_NOT_YET);
	assert_string_equal(s->market, "hk");
	assert_int_equal(s->least, 3);
	assert_string_equal(s->generated, "/at");
	assert_int_equal(s->where_count, 3);
	assert_true(s->where[0].negated);
	assert_string_equal(s->where[0].words[0], "");
	assert_int_equal(s->where[1].test, TEST_IN);
	assert_string_equal(s->where[2].regex, "^(?i)profit");
	assert_int_equal(s->extract_count, 1);
	assert_int_equal(s->fields[LIST_TITLE].ops,
	    LIST_OP_TRIM | LIST_OP_LOWER | LIST_OP_NO_ZEROS);
	assert_int_equal(s->fields[LIST_CATEGORY].map.count, 2);
	assert_string_equal(s->fields[LIST_CATEGORY].map.pairs[0].value, "b");
	assert_string_equal(s->fields[LIST_CATEGORY].map.otherwise, "");
	assert_string_equal(s->fields[LIST_CODE].split, ",");
	assert_string_equal(s->fields[LIST_TEXT].template, "{/body}");
	assert_string_equal(s->fields[LIST_UPDATED].template, "{/u}");
	assert_int_equal(s->time_format_count, 2);
	assert_true(s->nominal);
	assert_int_equal(s->fact_count, 2);
	assert_string_equal(s->facts[0].period_months.template, "{/n}");
	assert_int_equal(s->facts[0].scale, -2);
	assert_string_equal(s->facts[0].currency.template, "CNY");
	assert_null(s->facts[1].period_months.template);
	assert_null(s->facts[1].high.template);
	outcome_done(&outcome);
}

static void
the_other_engines_have_names_of_their_own(void **state)
{
	struct outcome outcome;
	const struct definition *d = good(html_text, &outcome);

	(void)state;
	assert_int_equal(d->spec.engine, ENGINE_HTML);
	assert_int_equal(d->spec.time_kind, LIST_TIME_RELATIVE);
	assert_string_equal(d->spec.total, "string(//b[1])");
	assert_true(d->list.conditional); /* a GET */
	assert_true(d->files.always);
	outcome_done(&outcome);
	d = good(feed_text, &outcome);
	assert_int_equal(d->spec.engine, ENGINE_FEED);
	assert_int_equal(d->spec.time_kind, LIST_TIME_FEED);
	assert_true(d->hub);
	assert_null(d->list.url);
	assert_false(d->list.conditional || d->files.always);
	outcome_done(&outcome);
}

/* The text with one part put in place of another. */
static char *
with(const char *text, const char *part, const char *instead)
{
	const char *at = strstr(text, part);

	if (!at)
		fail_msg("no '%s'", part);
	return mem_printf(
	    "%.*s%s%s", (int)(at - text), text, instead, at + strlen(part));
}

struct fault_case {
	const char *part, *instead;
	const char *says; /* "LINE:COL: ..." */
};

static void
check_faults(const char *text, const struct fault_case *cases, size_t count)
{
	size_t i, wrong = 0;

	for (i = 0; i < count; i++) {
		char *faulty = with(text, cases[i].part, cases[i].instead);
		struct outcome outcome;

		parse(faulty, &outcome);
		if (outcome.rc != ERR_CONFIG ||
		    !strstr(outcome.complaints.data, cases[i].says)) {
			print_error("'%s' -> '%s' wants '%s':\n%s\n",
			    cases[i].part, cases[i].instead, cases[i].says,
			    outcome.complaints.len ? outcome.complaints.data
						   : "no fault");
			wrong++;
		}
		outcome_done(&outcome);
		mem_free(faulty);
	}
	assert_int_equal(wrong, 0);
}

#define COUNT(cases) (sizeof(cases) / sizeof((cases)[0]))

static void
faults_of_the_head_are_told(void **state)
{
	static const struct fault_case cases[] = {
	    {"kind: estimates", "kind: life",
		"t:5:7: 'life' is none of: live, estimates, facts; did you "
		"mean 'live'?"},
	    {"kind: estimates", "kind: live", "t:71:3: 'facts' need kind"},
	    {"market: XHKG", "market: hk", "t:6:9: 'hk' is no MIC"},
	    {"terms-must-accept: yes", "terms-must-accept: sure",
		"t:8:20: 'sure' is none of: no, yes"},
	    {"[ api-key ]", "[ api-key, other ]",
		"t:9:25: no request says {credential:other}"},
	    {"[ api-key ]", "[ Api Key ]", "t:9:16: a name has lower case"},
	    {"[ api-key ]", "[]", "t:16:36: credential 'api-key' is not among"},
	    {"terms: ask", "trems: ask",
		"t:7:1: unknown key 'trems', did you mean 'terms'?"},
	    {"engine: json", "engine: json\nhub: yes",
		"t:5:6: hub is for engine: feed, not json"},
	};

	(void)state;
	check_faults(json_text, cases, COUNT(cases));
}

static void
faults_of_requests_are_told(void **state)
{
	static const struct fault_case cases[] = {
	    {"every: 30m", "every: 30s", "t:12:64: '30s' is no duration"},
	    {"prelude: { url: 'https://x.test/'",
		"prelude: { url: 'https://x.test/{page}'",
		"t:12:19: pages, days and names under 'for' are for the"},
	    {"'https://x.test/{board}'", "'https://x.test/{bord}'",
		"t:15:26: no placeholder {bord}"},
	    {"{credential:api-key}' }\n    query", "none' }\n    qeury",
		"t:17:5: unknown key 'qeury', did you mean 'query'?"},
	    {"{page:03}", "{page:3}", "t:17:18: no placeholder {page:3}"},
	    {"method: POST", "method: GET", "t:14:5: json needs method: POST"},
	    {"    json: {", "    form: { a: b }\n    json: {",
		"t:14:5: a request has a form or json, not both"},
	    {"json: { from: {offset}", "json: text #", "a JSON body is a map"},
	    {"day: '{from:%Y%m%d}", "day: '{from:%Q}",
		"t:18:35: bad format '%Q'"},
	    {"for: { board: [ sehk, gem ], lang: e }",
		"for: { board: [ sehk ], lang: e, more: [ 1 ] }",
		"t:19:38: the request never says {more}"},
	    {"lang: e }", "lang: e, page: [ 1 ] }",
		"t:19:43: 'page' is no name of small letters"},
	    {"lang: e }", "lang: [] }", "t:19:40: 'lang' takes no value"},
	    {"cookies: yes", "conditional: yes",
		"t:22:18: only a GET can be conditional"},
	    {"headers: { User-Agent: 'filingd {contact}' }",
		"headers: { User-Agent: '{page}' }", "t:24:28: pages, days"},
	    {"    sgml", "    roles: [ 8-K ]\n    sgml",
		"t:29:11: 'roles' and 'sgml' are two words for one list"},
	    {"fallback: cninfo", "fallback: CNINFO", "t:30:15: a name has"},
	};

	(void)state;
	check_faults(json_text, cases, COUNT(cases));
}

static void
faults_of_paging_and_manners_are_told(void **state)
{
	static const struct fault_case cases[] = {
	    {"short, not-found", "shot",
		"t:32:51: 'shot' is none of: total, more, empty, short, "
		"repeat, not-found; did you mean 'short'?"},
	    {"over: 3000, by: days", "over: 3000, by: weeks",
		"t:33:30: 'weeks' is none of: days"},
	    {"over: 3000, by: days", "by: days", "t:33:12: 'over' is missing"},
	    {"sweep: { back: 14, every: 6h }", "sweep: { back: 14 }",
		"t:34:37: 'every' is missing"},
	    {"sweep: { back: 14", "sweep: { back: 1",
		"t:34:9: a sweep goes further back"},
	    {"back: 1, ahead: 2, ", "", "t:1:1: the request says {from} or"},
	    {"burst: 5", "burst: 0", "t:88:32: '0' is no whole number"},
	    {"jitter: 25%", "jitter: 25", "t:90:11: jitter is a part"},
	    {"jitter: 25%", "jitter: 60%", "t:90:11: '60' is no whole number"},
	    {"calendar: XHKG", "calendar: hongkong",
		"t:91:13: 'hongkong' is no MIC"},
	    {"15,16,17,18 ]", "15 ]", "t:92:22: 24 numbers are wanted"},
	    {"15,16,17,18 ]", "15,16,17,x ]", "t:93:33: 'x' is no whole"},
	};

	(void)state;
	check_faults(json_text, cases, COUNT(cases));
}

static void
faults_of_the_list_are_told(void **state)
{
	static const struct fault_case cases[] = {
	    {"jsonp, first", "json, first",
		"t:35:11: 'json' is none of: jsonp, first, text, columns"},
	    {"jsonp, first", "text", "t:35:11: an unwrapping is jsonp, first"},
	    {"{ text: /result }", "{ text: result }",
		"t:35:33: a JSON pointer begins with '/'"},
	    {"contains: captcha, is: blocked", "contains: captcha",
		"t:37:5: a rule is { contains: TEXT"},
	    {"is: blocked", "is: blockd",
		"t:37:30: 'blockd' is none of: ok, empty, retry, blocked"},
	    {"[ 503, 429 ]", "[ 5033 ]", "t:38:15: '5033' is no HTTP status"},
	    {"value: /status", "value: status", "t:40:14: a JSON pointer"},
	    {"market: hk", "market: hq", "t:47:11: 'hq' is none of: none, cn"},
	    {"  generated: /at\n", "", "t:43:3: 'stale-after' needs"},
	    {"equals: '' ,", "matches: '',", "t:53:27: unknown key 'matches'"},
	    {"equals: '' ,", "", "t:53:7: a condition is { value"},
	    {"equals: '' ,", "equals: a, in: [ b ],", "t:53:7: a condition"},
	    {"equals: '' ,", "equals: [ a ],", "t:53:35: 'equals' is one"},
	    {"{form}', in", "{from}', in",
		"t:54:17: no name {from} in a row; a JSON pointer begins with "
		"'/', did you mean {form}?"},
	    {"'^(?i)profit'", "'^(?i)pro(fit'", "t:55:44: pattern: missing"},
	    {"(?<form>", "(?<form", "t:57:46: pattern: "},
	    {"(?<form>[0-9]-K).*(?<cik>\\d+)", "([0-9])",
		"t:57:38: the pattern names no group"},
	};

	(void)state;
	check_faults(json_text, cases, COUNT(cases));
}

static void
faults_of_fields_and_figures_are_told(void **state)
{
	static const struct fault_case cases[] = {
	    {"key: '{/id}'", "key: '{id}'", "t:59:9: no name {id} in a row"},
	    {"key: '{/id}'", "key: '{/id'", "t:59:8: '{' and '}' do not"},
	    {"no-zeros", "no-zero",
		"t:60:48: 'no-zero' is none of: trim, nfkc"},
	    {"map: { a: b, '': none }", "map: [ a ]",
		"t:62:34: a map of 1 to 1024 texts"},
	    {"map: { a: b, '': none }, ", "", "t:62:13: 'else' needs 'map'"},
	    {"text: '{/body}'", "txet: '{/body}'",
		"t:64:3: unknown key 'txet', did you mean 'text'?"},
	    {"kind: format, ", "kind: epoch-s, ",
		"t:68:3: kind: format and a format go together"},
	    {"zone: Asia/Tokyo,\n", "\n", "t:68:3: 'zone' is missing"},
	    {"ni_attr", "ni_atr",
		"t:72:41: 'ni_atr' is no word for it, did you "
		"mean 'ni_attr'?"},
	    {"role: forecast\n", "role: forcast\n",
		"t:73:13: 'forcast' is no word for it"},
	    {"currency: CNY", "currency: yuan",
		"t:77:17: 'yuan' is no currency"},
	    {"scale: -2", "scale: -20", "t:79:14: '20' is no whole number"},
	    {"low: '{/r}',", "", "t:80:7: a figure needs 'low' or 'high'"},
	};

	(void)state;
	check_faults(json_text, cases, COUNT(cases));
}

static void
faults_of_the_other_engines_are_told(void **state)
{
	static const struct fault_case html[] = {
	    {"tr[position()>1]", "tr[position(>1]",
		"t:7:9: the brackets of the XPath do not pair up"},
	    {"{./td[1]}", "{td]}", "t:13:10: no name {td]} in a row; an XPath"},
	    {"  rows: \"//table[@id='l']/tbody/tr[position()>1]\"\n", "",
		"t:1:1: 'items: rows' is missing (engine: html)"},
	    {"  total:", "  null-rows: empty\n  total:",
		"t:8:14: null-rows is for engine: json, not html"},
	    {"items:", "unwrap: [ first ]\nitems:",
		"t:6:9: unwrap is for engine: json, not html"},
	};
	static const struct fault_case feed[] = {
	    {"{title}", "{titel}",
		"t:9:19: no name {titel} in a row, did you mean {title}?"},
	    {"items: {", "items: { rows: /r,",
		"t:7:16: rows is for engine: json, html, not feed"},
	};

	(void)state;
	check_faults(html_text, html, COUNT(html));
	check_faults(feed_text, feed, COUNT(feed));
}

static void
faults_stand_in_the_order_of_the_file(void **state)
{
	struct outcome outcome;
	char *text = with(json_text, "(?<form>", "(?<form");
	char *more = with(text, "market: XHKG", "market: hk");
	const char *a, *b;

	(void)state;
	parse(more, &outcome);
	a = strstr(outcome.complaints.data, "t:6:9:");
	b = strstr(outcome.complaints.data, "t:57:46:");
	assert_true(a && b && a < b); /* patterns are read before the rest */
	assert_non_null(strstr(a, "market: hk\n        ^"));
	outcome_done(&outcome);
	mem_free(more);
	mem_free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_request_of_a_full_definition_is_read),
	    cmocka_unit_test(the_manners_of_a_full_definition_are_read),
	    cmocka_unit_test(the_list_of_a_full_definition_is_read),
	    cmocka_unit_test(the_other_engines_have_names_of_their_own),
	    cmocka_unit_test(faults_of_the_head_are_told),
	    cmocka_unit_test(faults_of_requests_are_told),
	    cmocka_unit_test(faults_of_paging_and_manners_are_told),
	    cmocka_unit_test(faults_of_the_list_are_told),
	    cmocka_unit_test(faults_of_fields_and_figures_are_told),
	    cmocka_unit_test(faults_of_the_other_engines_are_told),
	    cmocka_unit_test(faults_stand_in_the_order_of_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
