/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shipped definitions against answers of others, where the folder of shared
 * data is there: captures, and answers put together from public descriptions.
 */
#include "lib/base/mem.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct real_answer {
	const char *source;
	const char *file; /* below data/world/ */
	const char *shown; /* outcome, why, then items; its beginning */
	size_t count;
	uint32_t faulty, left_out;
	int64_t total; /* 0: unknown, or none */
	const char *name, *value; /* of the matrix; NULL */
	const char *base;
};

static const struct real_answer answers[] = {
    {.source = "sec-edgar",
	.file = "edgar/submissions/CIK0001318605_captured_20260305.json",
	.shown = "ok\n0001628280-26-003837|8-K Tesla, Inc. 2.02,9.01|"
		 "2026-01-28T21:11:04Z second|",
	.count = 94,
	.left_out = 908},
    {.source = "opendart",
	.file = "transcribed/dart_list.json",
	.shown =
	    "ok\n20260419800123|매출액또는손익구조30%(대규모법인은15%)이상변경|"
	    "2026-04-18T15:00:00Z day|https://opendart.fss.or.kr/api/"
	    "document.xml?rcept_no=20260419800123|XKRX:005930\n"
	    "20260731000779|",
	.count = 2,
	.total = 1234},
    {.source = "opendart",
	.file = "transcribed/dart_list_no_data.json",
	.shown = "empty\n"},
    {.source = "opendart",
	.file = "transcribed/dart_list_window_error.json",
	.shown = "drift: '/status' is '100'\n"},
    {.source = "fca-nsm",
	.file = "transcribed/fca_nsm_search.json",
	.shown = "ok\ndisclosure-123|Trading update|2026-07-01T06:00:06Z "
		 "second|https://data.fca.org.uk/artefacts/NSM/RNS/"
		 "disclosure-123.html|2138002P5RNKC5W2JZ46\n",
	.count = 1,
	.total = 1},
    {.source = "hkex",
	.file = "transcribed/hkex_lcisehk1relsde_1.json",
	.shown = "ok\n12247523|VOLUNTARY ANNOUNCEMENT SIGNED MULTIPLE LLM "
		 "PROJECTS|2026-07-17T00:13:00Z minute|"
		 "https://www1.hkexnews.hk/listedco/listconews/sehk/2026/"
		 "0717/2026071700075.pdf|XHKG:09678\n",
	.count = 1,
	.left_out = 1},
    {.source = "bse-india",
	.file = "transcribed/bse_AnnSubCategoryGetData.json",
	.shown = "ok\na1b2|Example Industries Ltd - 500325 - Receipt of "
		 "order: Company has received an order worth Rs 150 crore|"
		 "2026-09-25T04:45:30Z ms|https://www.bseindia.com/"
		 "xml-data/corpfiling/AttachLive/a1b2.pdf|XBOM:500325\n",
	.count = 1,
	.total = 1},
    {.source = "bse-india",
	.file = "transcribed/bse_empty.json",
	.shown = "empty\n"},
    {.source = "tdnet",
	.file = "transcribed/tdnet_list_page.html",
	.shown = "ok\n140120260819523323|投資有価証券売却損(特別損失)の計上に"
		 "関するお知らせ|2026-07-28T09:15:00Z minute|"
		 "https://www.release.tdnet.info/inbs/140120260819523323.pdf|"
		 "XTKS:2467\n",
	.count = 4,
	.total = 4,
	.base = "https://www.release.tdnet.info/inbs/I_list_001_20260728.html"},
    {.source = "tdnet",
	.file = "transcribed/tdnet_list_page_empty_day.html",
	.shown = "empty\n"},
    {.source = "dart",
	.file = "dart/utf8/dsac001_search_20220103_p1.html",
	.shown = "ok\n20220103900690|소송등의판결ㆍ결정(일정금액이상의청구) "
		 "(부동산인도명령)|2022-01-03T09:58:00Z minute|-|00411905\n",
	.count = 100,
	.total = 502},
    {.source = "dart",
	.file = "dart/dsac001_search_20220103_p6.html",
	.shown = "ok\n",
	.count = 2,
	.total = 502},
    {.source = "dart",
	.file = "dart/dsac001_search_20220103_p7.html",
	.shown = "empty\n"},
    {.source = "asx",
	.file = "transcribed/asx_markets_announcements.json",
	.shown = "ok\n",
	.left_out = 1},
};

/* The definition's own list spec as asked for this answer. */
static struct list_spec
asked(const struct definition *definition, const struct real_answer *real,
    struct list_pair *pair)
{
	struct list_spec spec = definition->spec;

	*pair =
	    (struct list_pair){mem_strdup(real->name), mem_strdup(real->value)};
	spec.names = pair;
	spec.name_count = real->name != NULL;
	spec.base = mem_strdup(real->base);
	return spec;
}

static void
compare(const struct real_answer *real, const struct list_answer *answer)
{
	char *shown = list_case_print(answer);

	if (strncmp(shown, real->shown, strlen(real->shown)) != 0 ||
	    answer->count != real->count || answer->faulty != real->faulty ||
	    answer->left_out != real->left_out ||
	    (answer->total > 0 ? answer->total : 0) != real->total)
		fail_msg("%s reads %s as %zu items of %lld, %u faulty, %u left "
			 "out:\n%.2000s",
		    real->source, real->file, answer->count,
		    (long long)answer->total, answer->faulty, answer->left_out,
		    shown);
	mem_free(shown);
}

static void
read_real(const struct real_answer *real, const char *path)
{
	struct definition *definition = list_case_source(real->source);
	struct list_answer answer;
	struct list_pair pair;
	struct buf body;

	struct list_spec spec = asked(definition, real, &pair);
	list_case_load(path, &body);
	read_list(&spec, (struct span){body.data, body.len}, &answer);
	compare(real, &answer);
	list_answer_done(&answer);
	buf_done(&body);
	mem_free(spec.base);
	mem_free(pair.name);
	mem_free(pair.value);
	definition_free(definition);
}

static void
shipped_definitions_read_answers_of_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		char *name = mem_printf("data/world/%s", answers[i].file);
		char *path = list_case_shared(name);

		mem_free(name);
		if (path == NULL)
			skip();
		read_real(&answers[i], path);
		mem_free(path);
	}
}

/* Adds the receipts of a day's page to keys. */
static size_t
add_receipts(struct definition *dart, const char *folder, int page, char **keys,
    size_t count)
{
	char *path =
	    mem_printf("%s/dsac001_search_20220103_p%d.html", folder, page);
	struct list_answer a;
	struct buf body;

	list_case_load(path, &body);
	read_list(&dart->spec, (struct span){body.data, body.len}, &a);
	assert_int_equal(a.outcome, page < 7 ? OUTCOME_OK : OUTCOME_EMPTY);
	assert_int_equal(a.faulty + a.collapsed + a.left_out, 0);
	assert_true(count + a.count <= 502);
	for (size_t i = 0; i < a.count; i++)
		keys[count + i] = mem_strdup(a.items[i].key);
	count += a.count;
	list_answer_done(&a);
	buf_done(&body);
	mem_free(path);
	return count;
}

static int
compare_keys(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
a_day_of_dart_is_whole_in_either_encoding(void **state)
{
	static const char *const names[] = {
	    "data/world/dart", "data/world/dart/utf8"};
	struct definition *dart = list_case_source("dart");

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		char *folder = list_case_shared(names[k]);
		char *keys[502];
		size_t count = 0;
		if (folder == NULL) {
			definition_free(dart);
			skip();
		}
		for (int page = 1; page <= 7; page++)
			count = add_receipts(dart, folder, page, keys, count);
		assert_int_equal(count, 502);
		qsort(keys, count, sizeof(*keys), compare_keys);
		for (size_t i = 1; i < count; i++)
			assert_string_not_equal(keys[i - 1], keys[i]);
		for (size_t i = 0; i < count; i++)
			mem_free(keys[i]);
		mem_free(folder);
	}
	definition_free(dart);
}

/* Interfaces that no shipped source asks, said in the language. */
static const struct {
	const char *file, *parts, *shown;
} others[] = {
    {"hkex_titleSearchServlet.json",
	"unwrap: [ { text: /result } ]\n"
	"items: { rows: /result, total: /recordCnt, more: /hasNextRow,\n"
	"  null-rows: empty, market: hk }\n"
	"fields: { key: '{/NEWS_ID}', title: '{/TITLE}',\n"
	"  url: 'https://www1.hkexnews.hk{/FILE_LINK}',\n"
	"  code: { from: '{/STOCK_CODE}', split: '<br/>' },\n"
	"  time: '{/DATE_TIME}' }\n"
	"time: { kind: format, format: '%d/%m/%Y %H:%M',\n"
	"  zone: Asia/Hong_Kong }\n",
	"ok\n11042134|Next Day Disclosure Return - Changes in issued share "
	"capital and/or share buybacks|2024-01-18T09:41:00Z minute|"
	"https://www1.hkexnews.hk/listedco/listconews/sehk/2024/0118/"
	"2024011800507.pdf|XHKG:00700 XHKG:80700\n"},
    {"hkex_titleSearchServlet_empty.json",
	"unwrap: [ { text: /result } ]\n"
	"items: { rows: /result, total: /recordCnt, null-rows: empty }\n"
	"fields: { key: '{/NEWS_ID}', title: '{/TITLE}', time: '{/D}' }\n"
	"time: { kind: epoch-ms, zone: UTC }\n",
	"empty\n"},
    {"edinet_documents_v2.json",
	"outcome: [ { value: /StatusCode, in: [ '401' ], is: stop } ]\n"
	"items: { rows: /results, total: /metadata/resultset/count,\n"
	"  market: jp }\n"
	"fields: { key: '{/docID}', title: '{/docDescription}',\n"
	"  code: '{/secCode}', name: '{/filerName}',\n"
	"  time: '{/submitDateTime}' }\n"
	"time: { kind: format, format: '%Y-%m-%d %H:%M',\n"
	"  zone: Asia/Tokyo }\n",
	"ok\nS100XXXX|有価証券報告書|2023-06-30T06:00:00Z minute|-|XTKS:6758"},
    {"edinet_error_http200.json",
	"outcome: [ { value: /StatusCode, in: [ '401' ], is: stop } ]\n"
	"items: { rows: /results }\n"
	"fields: { key: '{/docID}', title: '{/t}', time: '{/t}' }\n"
	"time: { kind: epoch-ms, zone: UTC }\n",
	"stop: '/StatusCode' is '401'\n"},
    {"hkex_prefix.jsonp",
	"unwrap: [ jsonp ]\n"
	"items: { rows: /stockInfo }\n"
	"fields: { key: '{/stockId}', title: '{/name}', time: '0' }\n"
	"time: { kind: epoch-ms, zone: UTC }\n",
	"drift: 1 of 1 rows left out; row 1: '0' is no time as declared\n"},
};

static void
the_language_tells_other_interfaces(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		char *name =
		    mem_printf("data/world/transcribed/%s", others[i].file);
		char *path = list_case_shared(name);
		struct definition *definition;
		struct list_answer a;
		struct buf body;

		mem_free(name);
		if (path == NULL)
			skip();
		definition = list_case_new("json", others[i].parts);
		list_case_load(path, &body);
		read_list(
		    &definition->spec, (struct span){body.data, body.len}, &a);
		char *shown = list_case_print(&a);
		if (strncmp(shown, others[i].shown, strlen(others[i].shown)) !=
		    0)
			fail_msg("%s: %s", others[i].file, shown);
		mem_free(shown);
		list_answer_done(&a);
		buf_done(&body);
		definition_free(definition);
		mem_free(path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shipped_definitions_read_answers_of_others),
	    cmocka_unit_test(a_day_of_dart_is_whole_in_either_encoding),
	    cmocka_unit_test(the_language_tells_other_interfaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
