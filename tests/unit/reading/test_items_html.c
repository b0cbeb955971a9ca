/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages of HTML to items, by XPath. */
#include "lib/base/mem.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A list in the manner of TDnet's: no dates, a file and perhaps a ZIP. */
static const char tdnet[] =
    "items: { rows: \"//table[@id='main-list-table']//tr\", market: jp,\n"
    "  total: \"substring-before(substring-after(//div[@class='kaijiSum'],"
    " '全'), '件')\",\n"
    "  more: \"//div[@class='pager-M']\" }\n"
    "outcome: [ { contains: 開示された情報はありません, is: empty } ]\n"
    "fields:\n"
    "  key: \"{./td[contains(@class,'kjTitle')]/a/@href}\"\n"
    "  title: { from: \"{./td[contains(@class,'kjTitle')]}\","
    " clean: [ nfkc ] }\n"
    "  url: \"{./td[contains(@class,'kjTitle')]/a/@href}\"\n"
    "  code: \"{./td[contains(@class,'kjCode')]}\"\n"
    "  time: \"{//*[@id='date']} {./td[1]}\"\n"
    "time: { kind: format, format: '%Y年%m月%d日 %H:%M', zone: Asia/Tokyo }\n";

#define PAGE(rows, sum)                                                        \
	"<html><meta charset=utf-8><body><div id=date>2026年07月28日</div>" \
	"<div class=\"kaijiSum\">1～2件&nbsp;/&nbsp;全" sum "件</div>"        \
	"<table id='main-list-table'>" rows "</table></body>"
#define ROW(time, code, file, title)                                           \
	"<tr><td class='odd kjTime' noWrap>\n " time                           \
	"\n<td class='kjCode'>" code                                           \
	"</td><td class='odd kjTitle'><a href=\"" file "\">" title "</a></td>"

static const struct page {
	const char *says;
	const char *body;
	const char *shown;
} pages[] = {
    {"rows are items, unclosed cells or not",
	PAGE(
	    ROW("18:15", "63370", "1401.pdf", "業績予想の\n 修正&amp;<b>他</b>")
		ROW("08:05", "285A0", "/x/2.pdf", "２"),
	    "2"),
	"ok\n1401.pdf|業績予想の 修正&他|2026-07-28T09:15:00Z minute|"
	"https://x.example/lists/1401.pdf|XTKS:6337\n"
	"/x/2.pdf|2|2026-07-27T23:05:00Z minute|https://x.example/x/2.pdf|"
	"XTKS:285A\n"},
    {"rows that lack a part are told",
	PAGE("<tr><th>Time</tr>" ROW("18:15", "63370", "1.pdf", "T"), "1"),
	"ok: 1 of 2 rows left out; row 1: no key\n1.pdf|T|"
	"2026-07-28T09:15:00Z minute|https://x.example/lists/1.pdf|"
	"XTKS:6337\n"},
    {"a day without any says so",
	"<html><div>に開示された情報はありません。</div></html>", "empty\n"},
    {"no rows and none in all are empty", PAGE("", "0"), "empty\n"},
    {"no rows of many are a fault", PAGE("", "31"), "retry: no rows at"},
    {"another page drifts", "<html><body>Please log in</body></html>",
	"drift: no rows at"},
    {"a page that does not end is torn", "<html><body><table><tr><td>1",
	"torn: the page ends before </html>"},
    {"words drift", "busy", "drift: no HTML"},
};

static void
every_page_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pages); i++) {
		char *shown = list_case_show("html", tdnet, pages[i].body);
		const char *want = pages[i].shown;
		size_t n = strlen(want);
		bool whole = want[n - 1] != '\n' || strlen(shown) == n;
		if (strncmp(shown, want, n) != 0 || !whole)
			fail_msg("%s:\n%s", pages[i].says, shown);
		mem_free(shown);
	}
}

static void
a_page_tells_its_total_and_whether_there_are_more(void **state)
{
	struct definition *list = list_case_new("html", tdnet);
	struct list_answer a;

	(void)state;
	list_case_read(
	    list, PAGE(ROW("18:15", "63370", "1", "T"), "1,205"), &a);
	assert_int_equal(a.total, 1205);
	assert_int_equal(a.more, 0);
	list_answer_done(&a);
	list_case_read(list,
	    PAGE(ROW("18:15", "63370", "1", "T"), "2") "<div class=pager-M>2",
	    &a);
	assert_int_equal(a.more, 1);
	list_answer_done(&a);
	definition_free(list);
}

/* Every row asks for all that stand before all others. */
static void
paths_of_endless_work_end(void **state)
{
	struct definition *list = list_case_new("html",
	    "items: { rows: //p }\nfields: { key: '{./@id}',\n"
	    "  title: '{count(//p[count(//p[count(//p) > 0]) > 0])}',\n"
	    "  time: '{./@id}' }\n"
	    "time: { kind: epoch-s, zone: UTC }\n");
	struct list_answer a;
	struct buf body;

	(void)state;
	buf_init(&body, MIB);
	for (int i = 0; i < 2000; i++)
		assert_int_equal(
		    buf_addf(&body, "<p id=%d>x", 1767283200 + i), 0);
	list_case_read(list, body.data, &a);
	assert_int_equal(a.outcome, OUTCOME_DRIFT);
	assert_int_equal(a.faulty, 2000);
	list_answer_done(&a);
	buf_done(&body);
	definition_free(list);
}

/* Korea's daily list, where the folder of shared data is there. */
static const char dart[] =
    "items: { rows: \"//table[@class='tbList']/tbody/tr["
    " .//a[starts-with(@id,'r_')]]\", market: kr,\n"
    "  total: \"//*[@id='txtCB']\", extract: [\n"
    "  { from: \"{.//a[starts-with(@id,'r_')]/@id}\","
    " regex: '^r_(?<no>[0-9]{14})$' } ] }\n"
    "fields:\n"
    "  key: '{no}'\n"
    "  title: \"{.//a[starts-with(@id,'r_')]}\"\n"
    "  page-url: \"{.//a[starts-with(@id,'r_')]/@href}\"\n"
    "  name: \"{(./td[2]//a)[1]}\"\n"
    "  time: '{./td[5]} {./td[1]}'\n"
    "time: { kind: format, format: '%Y.%m.%d %H:%M', zone: Asia/Seoul }\n";

static size_t
read_dart_page(struct definition *list, const char *folder, int page)
{
	char *path =
	    mem_printf("%s/dsac001_search_20220103_p%d.html", folder, page);
	struct list_answer a;
	struct buf body;

	list_case_load(path, &body);
	read_list(&list->spec, (struct span){body.data, body.len}, &a);
	if (a.outcome != OUTCOME_OK || a.faulty > 0)
		fail_msg("%s: %s", path, a.why);
	assert_int_equal(a.total, 502);
	for (size_t i = 0; i < a.count; i++) {
		assert_int_equal(strlen(a.items[i].key), 14);
		assert_int_equal(a.items[i].precision, PRECISION_MINUTE);
		assert_non_null(a.items[i].page_url);
		assert_int_equal(a.items[i].issuer_count, 1);
	}
	if (page == 1)
		assert_string_equal(a.items[0].issuers[0].name, "테라셈");
	size_t count = a.count;
	list_answer_done(&a);
	buf_done(&body);
	mem_free(path);
	return count;
}

static void
the_daily_list_of_dart_is_read(void **state)
{
	char *folder = list_case_shared("data/world/dart");
	struct list_answer a;
	struct buf body;
	size_t rows = 0;

	(void)state;
	if (folder == NULL)
		skip();
	struct definition *list = list_case_new("html", dart);
	for (int page = 1; page <= 6; page++)
		rows += read_dart_page(list, folder, page);
	assert_int_equal(rows, 502);
	char *end = mem_printf("%s/dsac001_search_20220103_p7.html", folder);
	list_case_load(end, &body);
	read_list(&list->spec, (struct span){body.data, body.len}, &a);
	assert_int_equal(a.outcome, OUTCOME_EMPTY);
	list_answer_done(&a);
	buf_done(&body);
	mem_free(end);
	definition_free(list);
	mem_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_page_is_read),
	    cmocka_unit_test(a_page_tells_its_total_and_whether_there_are_more),
	    cmocka_unit_test(paths_of_endless_work_end),
	    cmocka_unit_test(the_daily_list_of_dart_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
