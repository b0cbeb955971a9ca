/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mails: headers that servers and people can trust, text in its fixed order.
 * With --print it writes one mail for mail_headers.sh.
 */
#include "alerts/mail.h"
#include "lib/base/mem.h"
#include "tests/unit/alerts/mail_parts.h"
#include "tests/unit/alerts/sample.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const struct mail_context context = {
    .instance = "desk1",
    .host = "desk1.filingd",
    .rule = "core warnings",
    .note = "",
    .from = "filingd@example.org",
    .to = "desk@example.org",
    .now = INT64_C(1737013571000),
};

#define SEEN INT64_C(1737013562000)

static char *
mail_of(const struct event *event, const struct mail_context *with)
{
	struct buf out;

	buf_init(&out, MIB);
	mail_build(
	    &(struct mail_entry){.event = event, .seen = SEEN}, with, &out);
	return buf_take(&out);
}

static void
assert_header(const char *mail, const char *name, const char *value)
{
	char *found = mail_header(mail, name);

	if (found == NULL)
		fail_msg("no header %s in\n%s", name, mail);
	assert_string_equal(found, value);
	mem_free(found);
}

static char *
text_of(const char *mail)
{
	return mail_part(mail, "plain");
}

static void
headers_are_those_of_the_manual(void **state)
{
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	char *mail = mail_of(&sample.event, &context);
	assert_header(mail, "Date", "Thu, 16 Jan 2025 07:46:11 +0000");
	assert_header(mail, "From", "filingd <filingd@example.org>");
	assert_header(mail, "To", "desk@example.org");
	assert_header(
	    mail, "In-Reply-To", "<thr.wrn_c3mzq7d2xk5wnrt4@desk1.filingd>");
	assert_header(
	    mail, "References", "<thr.wrn_c3mzq7d2xk5wnrt4@desk1.filingd>");
	assert_header(mail, "Auto-Submitted", "auto-generated");
	assert_header(mail, "List-Id", "<core-warnings.desk1.filingd>");
	assert_header(mail, "X-Filingd-Event", "warning.detected");
	assert_header(mail, "X-Filingd-Rule", "core warnings");
	assert_header(mail, "X-Filingd-Grade", "certain");
	assert_header(mail, "X-Filingd-Source", "demo");
	assert_header(mail, "MIME-Version", "1.0");
	char *type = mail_header(mail, "Content-Type");
	assert_int_equal(
	    strncmp(type, "multipart/alternative;\r\n boundary=\"=_", 37), 0);
	mem_free(type);
	assert_null(mail_header(mail, "Importance"));
	assert_null(mail_header(mail, "List-Unsubscribe"));
	assert_null(mail_header(mail, "X-Entity-Ref-ID"));
	assert_null(mail_header(mail, "Precedence"));
	mem_free(mail);
}

static void
message_ids_are_stable_per_event_recipient_and_version(void **state)
{
	struct mail_context later = context;
	struct mail_context other = context;
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	later.now += 3600 * 1000;
	other.to = "risk@example.org";
	char *mails[] = {mail_of(&sample.event, &context),
	    mail_of(&sample.event, &later), mail_of(&sample.event, &other),
	    NULL};
	sample.event.version = 2;
	mails[3] = mail_of(&sample.event, &context);
	char *ids[4];
	for (int i = 0; i < 4; i++)
		ids[i] = mail_header(mails[i], "Message-ID");
	assert_string_equal(ids[0], ids[1]);
	assert_string_not_equal(ids[0], ids[2]);
	assert_string_not_equal(ids[0], ids[3]);
	assert_non_null(strstr(ids[0], "@desk1.filingd>"));
	for (int i = 0; i < 4; i++) {
		mem_free(mails[i]);
		mem_free(ids[i]);
	}
}

static void
hostile_strings_make_no_header_and_no_long_line(void **state)
{
	char title[] = "x\r\nBcc: victim@example.org\r\n\r\n<script>";
	char name[4000];
	struct mail_context with = context;
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	sample.event.filing.title = title;
	sample.event.filing.issuer_name = name;
	sample.event.filing.source = title;
	sample.facts[0].quote = title;
	with.rule = title;
	with.note = title;
	char *mail = mail_of(&sample.event, &with);
	assert_null(mail_header(mail, "Bcc"));
	assert_null(strstr(mail, "\r\nBcc"));
	size_t longest = 0;
	for (const char *p = mail; *p != '\0'; p += strcspn(p, "\n") + 1) {
		size_t len = strcspn(p, "\n");
		assert_int_equal(p[len], '\n');
		assert_int_equal(p[len - 1], '\r');
		longest = len > longest ? len : longest;
		for (size_t i = 0; i < len; i++)
			assert_false((p[i] & 0x80) != 0);
	}
	assert_in_range(longest, 1, 998);
	mem_free(mail);
}

/* In this order; anything may stand between. */
static void
assert_parts(const char *text, const char *const parts[], size_t count)
{
	const char *at = text;

	for (size_t i = 0; i < count; i++) {
		const char *found = strstr(at, parts[i]);
		if (found == NULL)
			fail_msg("'%s' is not after '%.40s' in\n%s", parts[i],
			    at, text);
		at = found;
	}
}

#define PARTS(list) list, sizeof(list) / sizeof((list)[0])

static void
text_says_verdict_figures_quotes_times_links_rule_in_order(void **state)
{
	static const char *const parts[] = {
	    "示例股份",
	    "\nFigures for FY2024\n"
	    "            before                         now            "
	    "   change\n",
	    "  net profit, CNY, against the prior year:\n"
	    "       -81,180,000  -71,000,000 to -55,000,000   +12.54 to +32.25 "
	    "%\n",
	    "  net profit, CNY, against the brokers' mean (3 brokers):\n"
	    "    -27,533,333.33  -71,000,000 to -55,000,000  -157.87 to -99.76 "
	    "%\n",
	    "Why severity 4:",
	    "  4  128.81 % below the mean of 3 brokers",
	    "In its words:",
	    "\"预计归属于母公司股东的净利润亏损5,500万元至7,100万元\" (page "
	    "2)",
	    "Times:",
	    "  published   2025-01-16 15:46:00 +08:00 (to the minute; printed "
	    "\"2025-01-16 15:46\")",
	    "  first seen  2025-01-16 15:46:02 +08:00 (2 s after it was "
	    "published)",
	    "  sent        2025-01-16 15:46:11 +08:00 (9 s after it was seen)",
	    "Filing:",
	    "https://exchange.example/f/1222000001.PDF",
	    "Why you get this:",
	    "'core warnings' of filingd 'desk1'",
	    "undecided: guidance_pct_low is unknown",
	    "filingctl ack evt_k5q2m4x7tzw3n6rb2yhd4cfs7jgaeopu",
	    "filingctl silence add --issuer 603999.SH --for 2h -m WHY",
	};
	struct mail_context with = context;
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	with.note = "undecided: guidance_pct_low is unknown";
	char *mail = mail_of(&sample.event, &with);
	char *text = text_of(mail);
	assert_parts(text, PARTS(parts));
	mem_free(text);
	mem_free(mail);
}

static void
html_says_the_same_with_headers_for_its_tables(void **state)
{
	static const char *const parts[] = {
	    "<!DOCTYPE html>",
	    "示例股份",
	    "<caption style=",
	    "Figures for FY2024</caption>",
	    "<th scope=\"col\"",
	    ">Before</th>",
	    "<th scope=\"rowgroup\" colspan=\"3\"",
	    "net profit, CNY, against the prior year</th>",
	    "-81,180,000</td>",
	    "-71,000,000 to -55,000,000</td>",
	    "+12.54 to +32.25 %</td>",
	    "Why severity 4",
	    "<blockquote lang=\"zh-CN\"",
	    "亏损5,500万元至7,100万元 <span lang=\"en\">(page 2)</span>",
	    "<th scope=\"row\"",
	    ("2025-01-16 15:46:00 +08:00 (to the minute; printed "
	     "&quot;2025-01-16 15:46&quot;)"),
	    "<a href=\"https://exchange.example/f/1222000001.PDF\">",
	    "filingctl silence add --issuer 603999.SH --for 2h -m WHY</code>",
	    "</body></html>",
	};
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	char *mail = mail_of(&sample.event, &context);
	char *html = mail_part(mail, "html");
	assert_parts(html, PARTS(parts));
	assert_true(strstr(mail, "text/plain") < strstr(mail, "text/html"));
	mem_free(html);
	mem_free(mail);
}

static void
html_runs_nothing_and_fetches_nothing(void **state)
{
	static const char *const banned[] = {"<script", "<img", "<link",
	    "<iframe", "url(", "@import", "\"javascript:", "<b>", "onload"};
	char title[] = "<script src=\"https://x.example/\">&<b>\" onload=\"";
	char url[] = "javascript:alert(1)";
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	sample.event.filing.title = title;
	sample.event.filing.url = url;
	sample.event.filing.issuer_name = title;
	sample.facts[0].quote = title;
	sample.event.label = title;
	char *mail = mail_of(&sample.event, &context);
	char *html = mail_part(mail, "html");
	for (size_t i = 0; i < sizeof(banned) / sizeof(banned[0]); i++) {
		const char *found = strstr(html, banned[i]);
		if (found != NULL && strcmp(banned[i], "onload") != 0)
			fail_msg("%s in\n%s", banned[i], html);
	}
	assert_non_null(strstr(html,
	    "&lt;script src=&quot;https://x.example/&quot;&gt;&amp;&lt;b&gt;"
	    "&quot; onload=&quot;</td>"));
	assert_null(strstr(html, "href")); /* shown, but no link */
	assert_non_null(strstr(html, "javascript:alert(1)</td>"));
	mem_free(html);
	mem_free(mail);
}

static void
unknown_figures_are_never_told_as_zero(void **state)
{
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	sample.changes[0].has_pct = false;
	sample.changes[0].base_low = DECIMAL_ZERO;
	sample.changes[0].base_high = DECIMAL_ZERO;
	sample.facts[0].low_open = true;
	char *mail = mail_of(&sample.event, &context);
	char *text = text_of(mail);
	assert_non_null(strstr(text, "         unknown  at most -55,000,000"));
	mem_free(text);
	mem_free(mail);
}

static const struct {
	enum event_type type;
	const char *before;
	const char *says;
} takebacks[] = {
    {EVENT_WARNING_RETRACTED, "S4 the line before",
	"This takes back what was told before: S4 the line before\n"},
    {EVENT_WARNING_RETRACTED, NULL,
	"This takes back the warning that was told before for this issuer and "
	"period.\n"},
    {EVENT_WARNING_UPDATED, "S2 the line before",
	"This corrects what was told before: S2 the line before\n"},
    {EVENT_FILING_WITHDRAWN, NULL,
	"The filing was withdrawn: what was told of it no longer holds.\n"},
    {EVENT_FILING_REVISED, NULL,
	"This filing replaces one that was published before.\n"},
};

static void
a_retraction_says_plainly_what_is_taken_back(void **state)
{
	struct sample sample;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(takebacks) / sizeof(takebacks[0]); i++) {
		sample_fill(&sample);
		sample.event.type = takebacks[i].type;
		buf_init(&out, MIB);
		mail_build(&(struct mail_entry){.event = &sample.event,
			       .before = takebacks[i].before},
		    &context, &out);
		char *text = text_of(out.data);
		const char *second = strstr(text, "\n\n") + 2;
		assert_int_equal(strncmp(second, takebacks[i].says,
				     strlen(takebacks[i].says)),
		    0);
		mem_free(text);
		buf_done(&out);
	}
}

static const struct {
	enum grade grade;
	const char *importance;
	const char *caveat;
} grades[] = {
    {GRADE_CERTAIN, "high", NULL},
    {GRADE_PROBABLE, NULL, "Only probable: "},
    {GRADE_POSSIBLE, NULL, "Only possible: "},
};

static void
only_what_is_certain_is_urgent_and_the_rest_says_so(void **state)
{
	struct mail_context with = context;
	struct sample sample;

	(void)state;
	with.urgent = true;
	for (size_t i = 0; i < sizeof(grades) / sizeof(grades[0]); i++) {
		sample_fill(&sample);
		sample.event.verdict.grade = grades[i].grade;
		char *mail = mail_of(&sample.event, &with);
		char *importance = mail_header(mail, "Importance");
		char *text = text_of(mail);
		if (grades[i].importance == NULL)
			assert_null(importance);
		else
			assert_string_equal(importance, grades[i].importance);
		if (grades[i].caveat != NULL)
			assert_non_null(strstr(text, grades[i].caveat));
		else
			assert_null(strstr(text, "Only p"));
		mem_free(importance);
		mem_free(text);
		mem_free(mail);
	}
}

static void
an_address_to_unsubscribe_is_told_when_there_is_one(void **state)
{
	struct mail_context with = context;
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	with.unsubscribe = "mailto:off@example.org";
	char *mail = mail_of(&sample.event, &with);
	assert_header(mail, "List-Unsubscribe", "<mailto:off@example.org>");
	mem_free(mail);
}

static const struct {
	enum event_type type;
	bool late;
	const char *prefix;
} subjects[] = {
    {EVENT_WARNING_DETECTED, false, "\xE2\x97\x86 "},
    {EVENT_WARNING_UPDATED, false, "CORRECTED \xE2\x97\x86 "},
    {EVENT_WARNING_RETRACTED, false, "RETRACTED \xE2\x97\x86 "},
    {EVENT_WARNING_DETECTED, true, "LATE \xE2\x97\x86 "},
};

static void
subjects_tell_corrections_and_lateness_first(void **state)
{
	struct sample sample;

	(void)state;
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		sample_fill(&sample);
		sample.event.type = subjects[i].type;
		sample.event.late = subjects[i].late;
		char *mail = mail_of(&sample.event, &context);
		char *subject = mail_header(mail, "Subject");
		char *word = mail_first_word(subject);
		size_t len = strlen(subjects[i].prefix);
		assert_int_equal(strncmp(word, subjects[i].prefix, len), 0);
		mem_free(word);
		mem_free(subject);
		mem_free(mail);
	}
}

static const char *const trouble[] = {
    "source.degraded demo: 3 polls failed: http 503\n",
    "  happened  2025-01-16 07:46:00 +00:00\n",
    "  sent      2025-01-16 07:46:11 +00:00 (11 s after it happened)\n",
    "  to look   filingctl sources show demo\n",
    "filingctl ack evt_ahx4p6wq3kz7m5tnc2rd4ybfs7jgeou2\n",
};

static void
trouble_is_a_thread_of_its_subject(void **state)
{
	struct mail_context with = context;
	struct sample sample;

	(void)state;
	sample_fill_trouble(&sample);
	with.rule = "\xE4\xBA\x8F";
	char *mail = mail_of(&sample.event, &with);
	char *root = mail_header(mail, "References");
	char *list = mail_header(mail, "List-Id");
	char *text = text_of(mail);
	assert_non_null(root);
	assert_parts(text, PARTS(trouble));
	assert_null(strstr(text, "What happened: ")); /* the line says it */
	assert_null(mail_header(mail, "X-Filingd-Grade"));
	assert_int_equal(strlen(list), strlen("<.desk1.filingd>") + 16);
	sample.event.type = EVENT_SOURCE_RECOVERED;
	char *after = mail_of(&sample.event, &with);
	char *same = mail_header(after, "References");
	assert_string_equal(root, same);
	mem_free(after);
	mem_free(same);
	mem_free(text);
	mem_free(list);
	mem_free(root);
	mem_free(mail);
}

static void
hosts_hold_what_message_ids_may(void **state)
{
	char *host = mail_host("Desk 1>\r\n@\xC3\xA9.b");

	(void)state;
	assert_string_equal(host, "Desk-1------.b.filingd");
	mem_free(host);
}

static int
print_mail(void)
{
	struct mail_context urgent = context;
	struct sample sample;

	sample_fill(&sample);
	urgent.urgent = true;
	char *mail = mail_of(&sample.event, &urgent);
	(void)fputs(mail, stdout);
	mem_free(mail);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers_are_those_of_the_manual),
	    cmocka_unit_test(
		message_ids_are_stable_per_event_recipient_and_version),
	    cmocka_unit_test(hostile_strings_make_no_header_and_no_long_line),
	    cmocka_unit_test(
		text_says_verdict_figures_quotes_times_links_rule_in_order),
	    cmocka_unit_test(html_says_the_same_with_headers_for_its_tables),
	    cmocka_unit_test(html_runs_nothing_and_fetches_nothing),
	    cmocka_unit_test(a_retraction_says_plainly_what_is_taken_back),
	    cmocka_unit_test(
		only_what_is_certain_is_urgent_and_the_rest_says_so),
	    cmocka_unit_test(
		an_address_to_unsubscribe_is_told_when_there_is_one),
	    cmocka_unit_test(unknown_figures_are_never_told_as_zero),
	    cmocka_unit_test(subjects_tell_corrections_and_lateness_first),
	    cmocka_unit_test(trouble_is_a_thread_of_its_subject),
	    cmocka_unit_test(hosts_hold_what_message_ids_may),
	};

	if (argc == 2 && strcmp(argv[1], "--print") == 0)
		return print_mail();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
