/* SPDX-License-Identifier: BSD-2-Clause */
/* Feeds to items: every format, and what people make of it. */
#include "lib/base/mem.h"
#include "reading/feed_time.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))

#define PLAIN	   "items: { max: 100 }\nfields: { title: '{title}' }\n"
#define RSS(body)  "<rss version='2.0'><channel>" body "</channel></rss>"
#define ATOM(body) "<feed xmlns='http://www.w3.org/2005/Atom'>" body "</feed>"
#define DATE	   "<pubDate>Fri, 02 Jan 2026 09:30:00 +0100</pubDate>"
#define AT	   "2026-01-02T08:30:00Z second"

static const struct feed {
	const char *says;
	const char *body;
	const char *shown;
} feeds[] = {
    {"RSS 2.0",
	RSS("<title>c</title><link>https://x.example/</link><item>"
	    "<title>Profit warning</title><link>https://x.example/1</link>"
	    "<guid isPermaLink='false'>tag:1</guid>" DATE "</item>"),
	"ok\ntag:1|Profit warning|" AT "|https://x.example/1|\n"},
    {"RSS 0.91 without guid or date",
	"<?xml version=\"1.0\"?><!DOCTYPE rss SYSTEM \"http://x/rss.dtd\" ["
	"<!ENTITY e SYSTEM \"file:///etc/passwd\"> ]>\n"
	"<rss version=\"0.91\"><channel><item><title>A &e;</title>"
	"<link>/a</link></item></channel></rss>\n",
	"ok\nhttps://x.example/a|A &e;|- none|https://x.example/a|\n"},
    {"RSS 1.0",
	"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
	" xmlns='http://purl.org/rss/1.0/'"
	" xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><items>"
	"<rdf:Seq><rdf:li resource='x'/></rdf:Seq></items></channel>"
	"<item rdf:about='https://x.example/7'><title>T</title>"
	"<link>https://x.example/7</link><dc:date>2026-01-02T08:30Z</dc:date>"
	"</item></rdf:RDF>",
	"ok\nhttps://x.example/7|T|2026-01-02T08:30:00Z minute|"
	"https://x.example/7|\n"},
    {"Atom 1.0 with its bases and types",
	"<feed xmlns='http://www.w3.org/2005/Atom'"
	" xml:base='https://y.example/b/'><entry xml:base='c/'>"
	"<id>urn:1</id><title type='html'>A &amp;lt; &lt;b&gt;B&lt;/b&gt;"
	"</title><link rel='edit' href='e'/><link href='d.pdf'/>"
	"<updated>2026-01-02T09:30:00+01:00</updated></entry><entry>"
	"<id>urn:2</id><title type='xhtml'><div "
	"xmlns='http://www.w3.org/1999/xhtml'>Two <i>words</i></div></title>"
	"<published>2026-01-02T08:30:00.5Z</published>"
	"<updated>2026-02-02T08:30:00Z</updated></entry><entry>"
	"<id>urn:3</id><title type='text'>a &lt;b&gt; c</title></entry>"
	"</feed>",
	"ok\nurn:1|A < B|" AT "|https://y.example/b/c/d.pdf|\n"
	"urn:2|Two words|2026-01-02T08:30:00Z ms|-|\n"
	"urn:3|a <b> c|- none|-|\n"},
    {"Atom 0.3",
	"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry>"
	"<id>i</id><title mode='escaped'>T</title><issued>"
	"2026-01-02T08:30:00Z</issued><modified>2026-01-03T08:30:00Z"
	"</modified></entry></feed>",
	"ok\ni|T|" AT "|-|\n"},
    {"JSON Feed",
	"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":["
	"{\"id\":1,\"url\":\"https://x.example/1\",\"title\":\"T\","
	"\"date_published\":\"2026-01-02T09:30:00+01:00\"},"
	"{\"id\":\"2\",\"content_html\":\"<p>Words &amp; more</p>\"}]}",
	"ok\n1|T|" AT "|https://x.example/1|\n2|Words & more|- none|-|\n"},
    {"JSON without items", "{\"version\":\"x\"}",
	"drift: no items in a feed in JSON"},
    {"a torn JSON Feed", "{\"items\":[{\"id\":1", "torn: no feed in JSON"},
    {"no entries are an empty list", RSS("<title>c</title>"), "empty\n"},
    {"CDATA and its markup",
	RSS("<item><guid>g</guid><title><![CDATA[A &amp; <b>B</b> &mdash; C]]>"
	    "</title></item>"),
	"ok\ng|A & B — C|- none|-|\n"},
    {"a guid that is an address is the link",
	RSS("<item><title>T</title><guid>https://x.example/g</guid></item>"),
	"ok\nhttps://x.example/g|T|- none|https://x.example/g|\n"},
    {"entities of HTML, a lone ampersand and control characters",
	RSS("<item><guid>g</guid><title>R&nbsp;&&D \x01 <3</title></item>"),
	"ok\ng|R\xc2\xa0&&D   <3|- none|-|\n"},
    {"junk before the declaration",
	"\n\nWarning: x\n<?xml version='1.0'?>" RSS(
	    "<item><guid>g</guid><title>T</title></item>"),
	"ok\ng|T|- none|-|\n"},
    {"a byte order mark", "\xef\xbb\xbf" RSS("<item><guid>g</guid></item>"),
	"ok\ng|g|- none|-|\n"},
    {"a wrong charset label",
	"<?xml version='1.0' encoding='us-ascii'?>" RSS(
	    "<item><guid>g</guid><title>业绩预告业绩预告</title></item>"),
	"ok\ng|业绩预告业绩预告|- none|-|\n"},
    {"Latin letters that are labelled",
	"<?xml version='1.0' encoding='ISO-8859-1'?>" RSS(
	    "<item><guid>g</guid><title>Soci\xe9t\xe9</title></item>"),
	"ok\ng|Société|- none|-|\n"},
    {"unclosed tags in an entry",
	RSS("<item><guid>g</guid><title>A <b>B</title></item>"
	    "<item><guid>h</guid><title>C</title></item>"),
	"ok\ng|A B|- none|-|\nh|C|- none|-|\n"},
    {"prefixes that nobody declared",
	RSS("<item><guid>g</guid><title>T</title><dc:date>2026-01-02"
	    "</dc:date><media:title>no</media:title></item>"),
	"ok\ng|T|2026-01-02T00:00:00Z day|-|\n"},
    {"titles of other vocabularies are none",
	"<rss xmlns:m='http://search.yahoo.com/mrss/'><channel><item>"
	"<m:title>no</m:title><guid>g</guid><title>T</title></item>"
	"</channel></rss>",
	"ok\ng|T|- none|-|\n"},
    {"entries with one id collapse",
	ATOM("<entry><id>i</id><title>A</title></entry>"
	     "<entry><id>i</id><title>B</title></entry>"),
	"ok\ni|A|- none|-|\n"},
    {"a date that nobody can read is unknown",
	RSS("<item><guid>g</guid><title>T</title><pubDate>soon</pubDate>"
	    "</item>"),
	"ok\ng|T|- none|-|\n"},
    {"an address with blanks is written out",
	RSS("<item><guid>g</guid><title>T</title>"
	    "<link>/a b/\xc3\xa9.pdf</link></item>"),
	"ok\ng|T|- none|https://x.example/a%20b/%C3%A9.pdf|\n"},
    {"an address of another scheme is none",
	RSS("<item><guid>g</guid><title>T</title>"
	    "<link>javascript:x()</link></item>"),
	"ok\ng|T|- none|-|\n"},
    {"a page is no feed", "<!DOCTYPE html>\n<html><body>Blocked</body></html>",
	"page: a page where a feed was expected"},
    {"other XML drifts",
	"<?xml version='1.0'?><Error><Code>NoSuchKey</Code>"
	"</Error>",
	"drift: no feed: it begins with <Error>"},
    {"words drift", "Service busy", "drift: no feed"},
    {"a feed cut short is torn",
	"<rss><channel><item><title>A</title></item><item><title>B",
	"torn: the feed ends before </rss>"},
    {"a feed cut short within a comment is torn",
	"<rss><channel><item><title>A</title></item><!-- B",
	"torn: the feed ends before </rss>"},
    {"a comment after the root, as caches leave one",
	RSS("<item><guid>g</guid></item>") "\n<!-- made in 0.1 s -->\n",
	"ok\ng|g|- none|-|\n"},
    {"a comment before the root is none of it",
	"<!-- <html> -->" RSS("<item><guid>g</guid></item>"),
	"ok\ng|g|- none|-|\n"},
};

static void
every_feed_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(feeds); i++) {
		char *shown = list_case_show("feed", PLAIN, feeds[i].body);
		const char *want = feeds[i].shown;
		size_t n = strlen(want);
		bool whole = want[n - 1] != '\n' || strlen(shown) == n;
		if (strncmp(shown, want, n) != 0 || !whole)
			fail_msg("%s:\n%s", feeds[i].says, shown);
		mem_free(shown);
	}
}

static void
an_entry_without_an_id_keeps_one(void **state)
{
	static const char body[] = RSS(
	    "<item><title>A</title>" DATE "<description>%s</description>"
	    "</item><item><description>no title</description></item><item/>");
	struct definition *feed = list_case_new("feed", PLAIN);
	char *changed = mem_printf(body, "other");
	char *first = mem_printf(body, "words");
	struct list_answer a, b;

	(void)state;
	list_case_read(feed, first, &a);
	list_case_read(feed, changed, &b);
	assert_int_equal(a.count, 3);
	assert_int_equal(b.count, 3);
	assert_string_equal(a.items[0].key, b.items[0].key);
	assert_string_equal(a.items[1].title, "no title");
	assert_string_equal(a.items[2].title, "untitled");
	assert_string_not_equal(a.items[0].key, a.items[1].key);
	list_answer_done(&a);
	list_answer_done(&b);
	mem_free(first);
	mem_free(changed);
	definition_free(feed);
}

static void
names_of_entries_fill_templates(void **state)
{
	struct definition *feed = list_case_new("feed",
	    "items: { max: 9, where: [ { value: '{category}', equals: IR } ],\n"
	    "  extract: [ { from: '{id}', regex: '(?<n>[0-9]+)' } ] }\n"
	    "fields: { key: '{n}', title: '{title} by {author}',\n"
	    "  url: '{enclosure}', page-url: '{link}',\n"
	    "  category: '{category}', text: '{content}' }\n");
	struct list_answer a;

	(void)state;
	list_case_read(feed,
	    RSS("<item><guid>x1</guid><title>T</title>"
		"<dc:creator>Ann</dc:creator><category>News</category>"
		"<category>IR</category><enclosure url='d.pdf' length='1'/>"
		"<enclosure url='e.pdf'/><link>p</link>"
		"<content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded>"
		"</item><item><guid>x2</guid><title>U</title></item>"),
	    &a);
	assert_int_equal(a.count, 1);
	assert_int_equal(a.left_out, 1);
	const struct item *item = a.items;
	assert_string_equal(item->key, "1");
	assert_string_equal(item->title, "T by Ann");
	assert_string_equal(item->url, "https://x.example/lists/d.pdf");
	assert_string_equal(item->page_url, "https://x.example/lists/p");
	assert_string_equal(item->category, "News IR");
	assert_string_equal(item->text, "<p>x</p>");
	list_answer_done(&a);
	definition_free(feed);
}

static void
hubs_are_told(void **state)
{
	static const char *const bodies[] = {
	    ATOM("<link rel='hub' href='https://hub.example/'/>"
		 "<link rel='self' href='/feed'/>"),
	    RSS("<atom:link rel='self' href='/feed'/>"
		"<atom:link rel='hub' href='https://hub.example/'/>"),
	    ("{\"items\":[],\"feed_url\":\"https://x.example/feed\","
	     "\"hubs\":[{\"type\":\"WebSub\",\"url\":\"https://hub.example/\"}]}")};
	struct definition *feed = list_case_new("feed", PLAIN);

	(void)state;
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct list_answer a;
		list_case_read(feed, bodies[i], &a);
		assert_int_equal(a.outcome, OUTCOME_EMPTY);
		assert_string_equal(a.hub, "https://hub.example/");
		assert_string_equal(a.topic, "https://x.example/feed");
		list_answer_done(&a);
	}
	definition_free(feed);
}

/* Linear: a million categories of one entry take no time to speak of. */
static void
values_of_an_entry_are_bounded(void **state)
{
	struct definition *feed = list_case_new("feed", PLAIN);
	struct list_answer a;
	struct buf body;

	(void)state;
	buf_init(&body, 64 * MIB);
	assert_int_equal(
	    buf_add_str(&body, "<rss><item><guid>g</guid><title>T</title>"), 0);
	for (int i = 0; i < 1000000; i++)
		assert_int_equal(
		    buf_add_str(&body, "<category>ab</category>"), 0);
	assert_int_equal(buf_add_str(&body, "</item></rss>"), 0);
	list_case_read(feed, body.data, &a);
	assert_int_equal(a.outcome, OUTCOME_OK);
	assert_int_equal(a.count, 1);
	list_answer_done(&a);
	buf_done(&body);
	definition_free(feed);
}

static const struct {
	const char *text;
	const char *utc; /* NULL: no date */
} dates[] = {
    {"Fri, 02 Jan 2026 09:30:01 GMT", "2026-01-02T09:30:01Z second"},
    {"Mon, 2 Jan 26 09:30 EST", "2026-01-02T14:30:00Z minute"},
    {"2 jan 2026 9:30 pdt", "2026-01-02T16:30:00Z minute"},
    {"Fri, 02 Jan 2026 09:30:01 +0530", "2026-01-02T04:00:01Z second"},
    {"Fri, 02 Jan 2026 09:30:01 (noon) Z", "2026-01-02T09:30:01Z second"},
    {"Fri, 02-Jan-2026 09:30:01 UT", "2026-01-02T09:30:01Z second"},
    {"02 Jan 2026", "2026-01-01T15:00:00Z day"},
    {"Fri Jan  2 09:30:01 2026", "2026-01-02T00:30:01Z second"},
    {"Jan 2, 2026 3:04 PM", "2026-01-02T06:04:00Z minute"},
    {"2026-01-02T09:30:01.25-05:00", "2026-01-02T14:30:01Z ms"},
    {"2026-01-02T09:30:01+08", "2026-01-02T01:30:01Z second"},
    {"2026-01-02 09:30", "2026-01-02T00:30:00Z minute"},
    {"2026/01/02", "2026-01-01T15:00:00Z day"},
    {"20260102T093001Z", "2026-01-02T09:30:01Z second"},
    {"2026-01", "2025-12-31T15:00:00Z day"},
    {"2026", "2025-12-31T15:00:00Z day"},
    {"2026-01-02T24:00:00Z", "2026-01-03T00:00:00Z second"},
    {"2026-12-31T23:59:60Z", "2026-12-31T23:59:59Z second"},
    {"2026年1月2日 9时30分", "2026-01-02T00:30:00Z minute"},
    {"2026년 1월 2일 오후 01:31:15", "2026-01-02T04:31:15Z second"},
    {"ven. 2 février 2026 09:30:00 +0100", "2026-02-02T08:30:00Z second"},
    {"ven. 2 fév 2026 09:30:00 +0100", "2026-02-02T08:30:00Z second"},
    {"Do, 2 Mai 2026 09:30:00 +0200", "2026-05-02T07:30:00Z second"},
    {"mar. 3 février 2026 09:30:00 +0100", "2026-02-03T08:30:00Z second"},
    {"maandag 2 februari 2026", "2026-02-01T15:00:00Z day"},
    {"2 Jan 2026 09:30, before market", "2026-01-02T00:30:00Z minute"},
    {"01/02/2026", NULL},
    {"30 Feb 2026 09:30 GMT", NULL},
    {"2026-01-02T25:00Z", NULL},
    {"yesterday", NULL},
    {"", NULL},
    {"1234567890123", NULL},
};

static void
dates_of_the_wild_are_read(void **state)
{
	struct zone tokyo = zone_fixed(540);

	(void)state;
	for (size_t i = 0; i < COUNT(dates); i++) {
		char text[DATE_STR_MAX], shown[2 * DATE_STR_MAX] = "";
		enum precision precision;
		int64_t wall;
		if (feed_time_parse(dates[i].text, &tokyo, &wall, &precision) ==
		    0)
			(void)snprintf(shown, sizeof(shown), "%s %s",
			    datetime_print_utc(wall, text),
			    vocab_word(VOCAB_PRECISIONS, (int)precision));
		const char *want = dates[i].utc != NULL ? dates[i].utc : "";
		if (strcmp(shown, want) != 0)
			fail_msg("%s: %s", dates[i].text, shown);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_feed_is_read),
	    cmocka_unit_test(an_entry_without_an_id_keeps_one),
	    cmocka_unit_test(names_of_entries_fill_templates),
	    cmocka_unit_test(hubs_are_told),
	    cmocka_unit_test(values_of_an_entry_are_bounded),
	    cmocka_unit_test(dates_of_the_wild_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
