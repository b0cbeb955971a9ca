/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mails: headers that servers and people can trust, text in its fixed order.
 * With --print it writes one mail for mail_headers.sh.
 */
#include "alerts/mail.h"
#include "alerts/mime.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"
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
    .seen = INT64_C(1737013562000),
};

static char *
mail_of(const struct event *event, const struct mail_context *with)
{
	struct buf out;

	buf_init(&out, MIB);
	mail_build(event, with, &out);
	return buf_take(&out);
}

/* The value of a header with its folds, up to the CRLF that ends it. Gives. */
static char *
header_of(const char *mail, const char *name)
{
	char *start = mem_printf("\r\n%s: ", name);
	const char *end = strstr(mail, "\r\n\r\n");
	const char *found = strncmp(mail, start + 2, strlen(start + 2)) == 0
				? mail - 2
				: strstr(mail, start);

	assert_non_null(end);
	if (found == NULL || found > end) {
		mem_free(start);
		return NULL;
	}
	const char *value = found + strlen(start);
	const char *stop = strstr(value, "\r\n");
	while (stop[2] == ' ')
		stop = strstr(stop + 2, "\r\n");
	mem_free(start);
	return mem_strndup(value, (size_t)(stop - value));
}

static void
assert_header(const char *mail, const char *name, const char *value)
{
	char *found = header_of(mail, name);

	if (found == NULL)
		fail_msg("no header %s in\n%s", name, mail);
	assert_string_equal(found, value);
	mem_free(found);
}

static int
hex_digit(char c)
{
	const char *digits = "0123456789ABCDEF";
	const char *found = strchr(digits, c);

	assert_non_null(found);
	return (int)(found - digits);
}

/* The text after quoted-printable. Gives. */
static char *
text_of(const char *mail)
{
	const char *p = strstr(mail, "\r\n\r\n") + 4;
	char *text = mem_new(strlen(p) + 1);
	size_t n = 0;

	for (; *p != '\0'; p++) {
		if (*p == '\r')
			continue;
		if (*p != '=') {
			text[n++] = *p;
		} else if (p[1] == '\r') {
			p += 2;
		} else {
			text[n++] =
			    (char)(hex_digit(p[1]) * 16 + hex_digit(p[2]));
			p += 2;
		}
	}
	return text;
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
	assert_header(mail, "Content-Type", "text/plain; charset=utf-8");
	assert_null(header_of(mail, "X-Entity-Ref-ID"));
	assert_null(header_of(mail, "Precedence"));
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
		ids[i] = header_of(mails[i], "Message-ID");
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
	assert_null(header_of(mail, "Bcc"));
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

static void
text_says_verdict_figures_quotes_times_links_rule_in_order(void **state)
{
	static const char *const parts[] = {
	    "示例股份",
	    "Before -> now, FY2024:",
	    "against the prior year, net profit: -81,180,000 -> -71,000,000 "
	    "to -55,000,000 CNY (+12.54 to +32.25 %)",
	    "against the brokers' mean, net profit: -27,533,333.33 -> "
	    "-71,000,000 to -55,000,000 CNY (-157.87 to -99.76 %), 3 brokers",
	    "Why severity 4:",
	    "128.81 % below the mean of 3 brokers",
	    "In its words:",
	    "\"预计归属于母公司股东的净利润亏损5,500万元至7,100万元\" (page "
	    "2)",
	    "Times:",
	    "2025-01-16T15:46:00+08:00 (to the minute; printed "
	    "\"2025-01-16 15:46\")",
	    "(9 s after it was seen)",
	    "Filing:",
	    "https://exchange.example/f/1222000001.PDF",
	    "You get this by rule 'core warnings' of filingd 'desk1'.",
	    "undecided: guidance_pct_low is unknown",
	};
	struct mail_context with = context;
	struct sample sample;

	(void)state;
	sample_fill(&sample);
	with.note = "undecided: guidance_pct_low is unknown";
	char *mail = mail_of(&sample.event, &with);
	char *text = text_of(mail);
	const char *at = text;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *found = strstr(at, parts[i]);
		if (found == NULL)
			fail_msg("'%s' is not after '%.40s' in\n%s", parts[i],
			    at, text);
		at = found;
	}
	mem_free(text);
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
	assert_non_null(strstr(text,
	    "against the prior year, net profit: unknown -> at most "
	    "-55,000,000 CNY\n"));
	mem_free(text);
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

/* The first encoded word of a subject, decoded. Gives. */
static char *
first_word_of(const char *subject)
{
	char base64[80];
	uint8_t bytes[80] = {0};
	size_t len;

	assert_int_equal(strncmp(subject, "=?UTF-8?B?", 10), 0);
	size_t n = strcspn(subject + 10, "?");
	assert_in_range(n, 4, 60);
	memcpy(base64, subject + 10, n);
	base64[n] = '\0';
	assert_int_equal(base64_decode(base64, bytes, sizeof(bytes), &len), 0);
	return mem_strndup((const char *)bytes, len);
}

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
		char *subject = header_of(mail, "Subject");
		char *word = first_word_of(subject);
		size_t len = strlen(subjects[i].prefix);
		assert_int_equal(strncmp(word, subjects[i].prefix, len), 0);
		mem_free(word);
		mem_free(subject);
		mem_free(mail);
	}
}

static void
encoded_words_end_between_characters(void **state)
{
	char value[600] = "";
	struct buf out;

	(void)state;
	for (size_t lead = 0; lead < 4; lead++) {
		memset(value, 'x', lead);
		value[lead] = '\0';
		for (size_t i = 0; i < 100; i++)
			memcpy(value + lead + 3 * i, "损", 4);
		buf_init(&out, 4 * KIB);
		mime_put_header(&out, "Subject", value);
		const char *p = out.data + strlen("Subject: ");
		size_t total = 0;
		while (*p != '\0') {
			size_t line = strcspn(p, "\r");
			assert_in_range(line, 1, 75);
			char *word = first_word_of(p);
			assert_int_equal(
			    (strlen(word) - (total == 0 ? lead : 0)) % 3, 0);
			total += strlen(word);
			mem_free(word);
			p += line + 2;
			p += *p == ' ';
		}
		assert_int_equal(total, lead + 300);
		buf_done(&out);
	}
}

static void
plain_headers_are_folded_at_spaces(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4 * KIB);
	mime_put_header(&out, "Subject",
	    "one two three four five six seven eight nine ten eleven twelve "
	    "thirteen fourteen");
	assert_string_equal(out.data,
	    "Subject: one two three four five six seven eight nine ten "
	    "eleven twelve\r\n thirteen fourteen\r\n");
	buf_clear(&out);
	mime_put_header(&out, "X-A", "=?odd?=");
	assert_string_equal(out.data, "X-A: =?UTF-8?B?PT9vZGQ/PQ==?=\r\n");
	buf_done(&out);
}

static const struct {
	const char *in;
	const char *out;
} quoted[] = {
    {"", ""},
    {"plain\n", "plain\r\n"},
    {"no end", "no end\r\n"},
    {"a=b\n", "a=3Db\r\n"},
    {"trailing \n", "trailing=20\r\n"},
    {"trailing ", "trailing=20\r\n"},
    {"\t\xE4\xBA\x8F\n", "=09=E4=BA=8F\r\n"},
    {"\r\n", "=0D\r\n"},
    {"\n\n", "\r\n\r\n"},
};

static void
text_is_quoted_printable(void **state)
{
	char line[201];
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(quoted) / sizeof(quoted[0]); i++) {
		buf_init(&out, KIB);
		mime_put_quoted(&out, span_of(quoted[i].in));
		assert_string_equal(out.data, quoted[i].out);
		buf_done(&out);
	}
	memset(line, 'y', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	buf_init(&out, KIB);
	mime_put_quoted(&out, span_of(line));
	assert_int_equal(strcspn(out.data, "\r"), 76);
	assert_int_equal(out.len, 200 + 2 * 3 + 2);
	buf_done(&out);
}

static void
trouble_is_a_thread_of_its_subject(void **state)
{
	struct mail_context with = context;
	struct sample sample;

	(void)state;
	sample_fill_trouble(&sample);
	with.rule = "\xE4\xBA\x8F";
	char *mail = mail_of(&sample.event, &with);
	char *root = header_of(mail, "References");
	char *list = header_of(mail, "List-Id");
	char *text = text_of(mail);
	assert_non_null(root);
	assert_non_null(strstr(text, "What happened: 3 polls failed"));
	assert_null(header_of(mail, "X-Filingd-Grade"));
	assert_int_equal(strlen(list), strlen("<.desk1.filingd>") + 16);
	sample.event.type = EVENT_SOURCE_RECOVERED;
	char *after = mail_of(&sample.event, &with);
	char *same = header_of(after, "References");
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
	struct sample sample;

	sample_fill(&sample);
	char *mail = mail_of(&sample.event, &context);
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
	    cmocka_unit_test(unknown_figures_are_never_told_as_zero),
	    cmocka_unit_test(subjects_tell_corrections_and_lateness_first),
	    cmocka_unit_test(encoded_words_end_between_characters),
	    cmocka_unit_test(plain_headers_are_folded_at_spaces),
	    cmocka_unit_test(text_is_quoted_printable),
	    cmocka_unit_test(trouble_is_a_thread_of_its_subject),
	    cmocka_unit_test(hosts_hold_what_message_ids_may),
	};

	if (argc == 2 && strcmp(argv[1], "--print") == 0)
		return print_mail();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
