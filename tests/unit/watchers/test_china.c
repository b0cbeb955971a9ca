/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Answers that mainland China's sites really gave, in the shared data, read
 * through the definition of each of their sources: one's own are items, those
 * of all others are refused. Skipped where there is no shared data.
 */
#include "lib/base/mem.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"
#include "watchers/request.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>
#include <glob.h>

static const char *const sources[] = {
    "bse-beijing", "cninfo", "eastmoney", "sse", "szse"};
#define SOURCES (sizeof(sources) / sizeof(sources[0]))

/* What a file is to its source; to all others it is none of theirs. */
static const struct {
	const char *file;
	const char *source;
	const char *says; /* its outcome; time, address, issuers of each item */
} answers[] = {
    {"bse-companyannouncement-920185.jsonp", "bse-beijing",
	"ok\n2026-04-23T16:00:00Z day|https://www.bse.cn/disclosure/2026/"
	"2026-04-24/08736e1a85be4a189b5a2aef9521e281.pdf|BJSE:920185\n"},
    {"cninfo-announcement-301308-yjyg-2026.json", "cninfo",
	"ok\n2026-07-03T10:47:07Z second|https://static.cninfo.com.cn/"
	"finalpage/2026-07-03/1225409631.PDF|XSHE:301308\n"},
    {"cninfo-empty.json", "cninfo", "empty\n"},
    {"cninfo-hisAnnouncement-600600-20200904.json", "cninfo",
	"ok\n2020-09-03T16:00:00Z nominal|https://static.cninfo.com.cn/"
	"finalpage/2020-09-04/1208388950.PDF|XSHG:600600\n"
	"2020-08-30T16:00:00Z nominal|https://static.cninfo.com.cn/"
	"finalpage/2020-08-31/1208345383.PDF|XSHG:600600\n"},
    {"eastmoney-ann-600519-20260622.json", "eastmoney",
	"ok\n2026-06-21T07:31:10Z ms|https://pdf.dfcfw.com/pdf/"
	"H2_AN202606211823708334_1.pdf|XSHG:600519\n"
	"2026-06-11T12:55:07Z ms|https://pdf.dfcfw.com/pdf/"
	"H2_AN202606111823465368_1.pdf|XSHG:600519\n"},
    {"eastmoney-ann-600519-20260921.json", "eastmoney",
	"ok\n2026-08-14T12:41:29Z ms|https://pdf.dfcfw.com/pdf/"
	"H2_AN202608141827994407_1.pdf|XSHG:600519\n"},
    {"eastmoney-ann-688110-20260922.json", "eastmoney",
	"ok\n2026-09-17T11:01:36Z ms|https://pdf.dfcfw.com/pdf/"
	"H2_AN202609171829526277_1.pdf|XSHG:688110\n"},
    {"sse-companybulletinnew-600519.jsonp", "sse",
	"ok\n2026-03-03T16:00:00Z day|https://static.sse.com.cn/disclosure/"
	"listedinfo/announcement/c/new/2026-03-04/600519_20260304_HMVE.pdf|"
	"XSHG:600519\n2025-01-01T16:00:00Z day|https://static.sse.com.cn/"
	"disclosure/listedinfo/announcement/c/new/2025-01-02/a.pdf|"
	"XSHG:600012\n"},
    {"szse-annlist-shape.json", "szse",
	"ok\n2026-03-30T16:00:00Z nominal|https://disc.static.szse.cn/"
	"download/disc/disk03/finalpage/2026-03-31/annual.PDF|XSHE:300308\n"},
};
#define ANSWERS (sizeof(answers) / sizeof(answers[0]))

/* Takes the key and the title off the lines of items. */
static void
china_trim(char *text)
{
	char *from = strchr(text, '\n') + 1, *to = from;

	while (*from != '\0') {
		char *end = strchr(from, '\n') + 1;

		from = strchr(strchr(from, '|') + 1, '|') + 1;
		memmove(to, from, (size_t)(end - from));
		to += end - from;
		from = end;
	}
	*to = '\0';
}

/* What the source makes of a body, in words. Gives. */
static char *
china_read(const char *source, const struct buf *body)
{
	struct definition *definition = list_case_source(source);
	struct list_answer answer = {0};
	char *text;

	list_case_read(definition, body->data, &answer);
	text = list_case_print(&answer);
	china_trim(text);
	list_answer_done(&answer);
	definition_free(definition);
	return text;
}

/* What the file is to the source; NULL: none of its answers. */
static const char *
china_expected(const char *file, const char *source)
{
	for (size_t i = 0; i < ANSWERS; i++)
		if (strcmp(answers[i].file, file) == 0 &&
		    strcmp(answers[i].source, source) == 0)
			return answers[i].says;
	return NULL;
}

static bool
china_is_content(const char *text)
{
	return strncmp(text, "ok", 2) == 0 || strncmp(text, "empty", 5) == 0;
}

static void
china_check(const char *path, const char *source)
{
	const char *says = china_expected(strrchr(path, '/') + 1, source);
	struct buf body;
	char *got;

	list_case_load(path, &body);
	got = china_read(source, &body);
	if (says ? strcmp(got, says) != 0 : china_is_content(got))
		fail_msg("%s reads %s as %s", source, path, got);
	mem_free(got);
	buf_done(&body);
}

static void
a_true_answer_is_items_to_its_own_source_only(void **state)
{
	char *folder = list_case_shared("data/cn/json");
	char *pattern;
	glob_t found;

	(void)state;
	if (!folder)
		skip();
	pattern = mem_printf("%s/*", folder);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 20);
	for (size_t i = 0; i < found.gl_pathc; i++)
		for (size_t k = 0; k < SOURCES; k++)
			china_check(found.gl_pathv[i], sources[k]);
	globfree(&found);
	mem_free(pattern);
	mem_free(folder);
}

static void
every_answer_of_the_table_is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < ANSWERS; i++) {
		char *name = mem_printf("data/cn/json/%s", answers[i].file);
		char *path = list_case_shared("data/cn/json");

		if (!path) {
			mem_free(name);
			skip();
		}
		mem_free(path);
		path = list_case_shared(name);
		if (!path)
			fail_msg("%s is gone", name);
		mem_free(path);
		mem_free(name);
	}
}

/* The second page of these days, at 2026-01-20 16:00 in Shanghai. */
static const struct {
	const char *source, *url, *body, *header, *value;
} requests[] = {
    {"bse-beijing",
	"https://www.bse.cn/disclosureInfoController/companyAnnouncement.do"
	"?callback=filingd&needFields%5B%5D=companyCd"
	"&needFields%5B%5D=companyName&needFields%5B%5D=disclosureTitle"
	"&needFields%5B%5D=disclosurePostTitle&needFields%5B%5D=destFilePath"
	"&needFields%5B%5D=publishDate&needFields%5B%5D=xxfcbj"
	"&needFields%5B%5D=fileExt&needFields%5B%5D=xxzrlx",
	"disclosureType%5B%5D=5&disclosureSubtype%5B%5D=&page=1&companyCd="
	"&isNewThree=1&startTime=2026-01-18&endTime=2026-01-23&keyword="
	"&xxfcbj%5B%5D=2&sortfield=xxssdq&sorttype=asc",
	"Referer", "https://www.bse.cn/disclosure/announcement.html"},
    {"cninfo", "https://www.cninfo.com.cn/new/hisAnnouncement/query",
	"pageNum=2&pageSize=30&column=szse&tabName=fulltext&plate=&stock="
	"&searchkey=&secid=&category=&trade=&seDate=2026-01-18~2026-01-23"
	"&sortName=&sortType=&isHLtitle=false",
	"X-Requested-With", "XMLHttpRequest"},
    {"eastmoney",
	"https://np-anotice-stock.eastmoney.com/api/security/ann?sr=-1"
	"&page_size=100&page_index=2&ann_type=A&client_source=web&f_node=0"
	"&s_node=0&begin_time=2026-01-18&end_time=2026-01-23",
	"", "Referer", "https://data.eastmoney.com/"},
    {"sse",
	"https://query.sse.com.cn/security/stock/queryCompanyBulletinNew.do"
	"?isPagination=true&pageHelp.pageSize=100&pageHelp.cacheSize=1"
	"&pageHelp.pageNo=2&pageHelp.beginPage=2&pageHelp.endPage=2"
	"&START_DATE=2026-01-18&END_DATE=2026-01-23&SECURITY_CODE=&TITLE="
	"&BULLETIN_TYPE=&stockType=&_=1768896000000",
	"", "Referer", "https://www.sse.com.cn/"},
    {"szse",
	"https://www.szse.cn/api/disc/announcement/annList"
	"?random=0.1768896000000",
	"{\"seDate\":[\"2026-01-18\",\"2026-01-23\"],"
	"\"channelCode\":[\"listedNotice_disc\"],\"pageSize\":50,"
	"\"pageNum\":2}",
	"Content-Type", "application/json"},
};

static void
china_check_request(size_t i)
{
	struct definition *definition = list_case_source(requests[i].source);
	const struct template_values values = {
	    .page = definition->page_first + 1,
	    .page_first = definition->page_first,
	    .page_size = definition->page_size,
	    .from = INT64_C(1768665600000),
	    .to = INT64_C(1769097600000),
	    .now = INT64_C(1768896000000),
	    .zone = definition->zone,
	};
	struct request request;
	struct err err = ERR_NONE;
	const char *body = "", *value = NULL;

	assert_int_equal(
	    request_init_list(&request, definition, NULL, NULL, &values, &err),
	    0);
	if (request.http.body)
		body = request.http.body;
	for (size_t k = 0; k < request.http.header_count; k++)
		if (strcmp(request.http.headers[k].name, requests[i].header) ==
		    0)
			value = request.http.headers[k].value;
	assert_string_equal(request.http.url, requests[i].url);
	assert_int_equal(request.http.body_len, strlen(requests[i].body));
	assert_memory_equal(body, requests[i].body, request.http.body_len);
	assert_non_null(value);
	assert_string_equal(value, requests[i].value);
	request_done(&request);
	definition_free(definition);
}

static void
each_list_is_asked_as_its_site_wants(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		china_check_request(i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_true_answer_is_items_to_its_own_source_only),
	    cmocka_unit_test(every_answer_of_the_table_is_there),
	    cmocka_unit_test(each_list_is_asked_as_its_site_wants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
