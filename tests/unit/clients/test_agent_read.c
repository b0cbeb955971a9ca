/* SPDX-License-Identifier: BSD-2-Clause */
/* What the agent reads: answers, frames, offers and their texts. */
#include "clients/agent_answer.h"
#include "clients/agent_frame.h"
#include "clients/agent_notice.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static int
on_piece(struct span piece, void *arg)
{
	return buf_add(arg, piece.p, piece.len);
}

/* What an answer in pieces of step bytes amounts to. */
static int
read_answer(
    const char *text, size_t len, size_t step, struct buf *body, int *status)
{
	struct agent_answer answer;
	int rc = 0;

	agent_answer_init(&answer, on_piece, body);
	for (size_t i = 0; rc == 0 && i < len; i += step)
		rc = agent_answer_feed(&answer,
		    (struct span){text + i, len - i < step ? len - i : step});
	if (rc == 0)
		rc = agent_answer_close(&answer);
	*status = answer.status;
	agent_answer_done(&answer);
	return rc;
}

#define HEAD "HTTP/1.1 200 OK\r\nServer: x\r\n"

static void
answers_are_read_in_any_pieces(void **state)
{
	static const struct {
		const char *says, *text, *body;
		int status, rc;
	} cases[] = {
	    {"a length", HEAD "Content-Length: 3\r\n\r\nabcdef", "abc", 200, 0},
	    {"no body", HEAD "content-length: 0\r\n\r\n", "", 200, 0},
	    {"chunks",
		HEAD "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
		     "A;x=1\r\n0123456789\r\n0\r\n\r\n",
		"abc0123456789", 200, 0},
	    {"a trailer",
		HEAD "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
		     "X: y\r\n\r\n",
		"a", 200, 0},
	    {"until it closes", "HTTP/1.0 404 no\r\n\r\nabc", "abc", 404, 0},
	    {"a broken length", HEAD "Content-Length: 3\r\n\r\nab", "ab", 200,
		ERR_IO},
	    {"a broken chunk", HEAD "Transfer-Encoding: chunked\r\n\r\n9\r\nab",
		"ab", 200, ERR_IO},
	    {"no chunk size", HEAD "Transfer-Encoding: chunked\r\n\r\nx\r\n",
		"", 200, ERR_PROTOCOL},
	    {"a chunk without end",
		HEAD "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", "a", 200,
		ERR_PROTOCOL},
	    {"a huge chunk",
		HEAD "Transfer-Encoding: chunked\r\n\r\n10000000\r\n", "", 200,
		ERR_PROTOCOL},
	    {"another coding", HEAD "Transfer-Encoding: gzip\r\n\r\n", "", 200,
		ERR_PROTOCOL},
	    {"no length", HEAD "Content-Length: 3x\r\n\r\n", "", 200,
		ERR_PROTOCOL},
	    {"no header", HEAD "nonsense\r\n\r\n", "", 200, ERR_PROTOCOL},
	    {"no status", "HTTP/1.1 2\r\n\r\n", "", 0, ERR_PROTOCOL},
	    {"no HTTP", "SSH-2.0-x\r\n\r\n", "", 0, ERR_PROTOCOL},
	    {"a lone newline", "HTTP/1.1 200 OK\n", "", 0, ERR_PROTOCOL},
	    {"nothing", "", "", 0, ERR_IO},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (size_t step = 1; step < 64; step += 9) {
			struct buf body;
			int status;

			buf_init(&body, KIB);
			int rc = read_answer(cases[i].text,
			    strlen(cases[i].text), step, &body, &status);
			if (rc != cases[i].rc || status != cases[i].status ||
			    strcmp(body.data, cases[i].body) != 0)
				fail_msg("%s by %zu: %d, status %d, '%s'",
				    cases[i].says, step, rc, status, body.data);
			buf_done(&body);
		}
	}
}

static void
a_head_without_end_is_too_big(void **state)
{
	struct buf text, body;
	int status;

	(void)state;
	buf_init(&text, MIB);
	buf_init(&body, KIB);
	assert_int_equal(buf_add_str(&text, HEAD), 0);
	while (text.len < 2 * AGENT_HEAD_MAX)
		assert_int_equal(buf_add_str(&text, "X: yyyyyyyyyy\r\n"), 0);
	assert_int_equal(
	    read_answer(text.data, text.len, 100, &body, &status), ERR_TOOBIG);
	buf_done(&text);
	buf_done(&body);
}

static void
on_frame(const struct agent_frame *frame, void *arg)
{
	assert_int_equal(buf_addf(arg, "%lld %s '%s'\n", (long long)frame->id,
			     frame->event, frame->data),
	    0);
}

static void
frames_are_what_lies_between_blank_lines(void **state)
{
	static const char text[] = ": a comment\n\n"
				   "id: 7\nevent: offer\ndata: {\"a\":1}\n\n"
				   "data:no blank\ndata: two\r\n\r\n"
				   "id: x\nevent: lost\n\n"
				   "id: -3\nretry: 5\ndata\ndata: z\n\n"
				   "data: unfinished\n";
	static const char wanted[] = "7 offer '{\"a\":1}'\n"
				     "0 message 'no blank\ntwo'\n"
				     "0 message 'z'\n";

	(void)state;
	for (size_t step = 1; step < sizeof(text); step += 5) {
		struct agent_frames frames;
		struct buf seen;

		buf_init(&seen, KIB);
		agent_frames_init(&frames, on_frame, &seen);
		for (size_t i = 0; i < sizeof(text) - 1; i += step) {
			size_t n = sizeof(text) - 1 - i;

			assert_int_equal(
			    agent_frames_feed(&frames,
				(struct span){text + i, n < step ? n : step}),
			    0);
		}
		assert_string_equal(seen.data, wanted);
		agent_frames_done(&frames);
		buf_done(&seen);
	}
}

static void
a_line_without_end_is_too_big(void **state)
{
	struct agent_frames frames;
	char piece[4096];
	int rc = 0;

	(void)state;
	memset(piece, 'x', sizeof(piece));
	agent_frames_init(&frames, on_frame, NULL);
	for (size_t n = 0; rc == 0 && n < 2 * AGENT_LINE_MAX;
	     n += sizeof(piece))
		rc = agent_frames_feed(
		    &frames, (struct span){piece, sizeof(piece)});
	assert_int_equal(rc, ERR_TOOBIG);
	agent_frames_done(&frames);
}

/* An offer; more stands before its event. */
static char *
offer(const char *more, const char *type, const char *line, const char *url)
{
	return mem_printf(
	    "{%s\"age_ms\":5,\"event\":{\"id\":\"evt_a\",\"type\":\"%s\","
	    "\"severity\":4,\"line\":\"%s\",\"body\":{\"data\":{"
	    "\"warning\":{\"id\":\"wrn_a\",\"version\":2,"
	    "\"grade\":\"certain\"},"
	    "\"issuer\":{\"listings\":[\"XSHG:603999\"]},"
	    "\"evidence\":[{\"quote\":\"loss of \\u202e5 m\"}],"
	    "\"filing\":{\"url\":\"%s\"}}}}}",
	    more, type, line, url);
}

#define LINE	    "S4 Foo plc 603999.SH FY2024 net loss 5m; prior -9 %; certain"
#define LINE_QUOTED LINE "; \\\"a; quote\\\""
#define URL	    "https://exchange.example/1.pdf"

static void
an_offer_says_what_a_person_reads(void **state)
{
	static const struct {
		const char *more, *type, *title, *body;
		bool critical;
	} cases[] = {
	    {"", "warning.detected", "Foo plc 603999.SH FY2024 net loss 5m",
		"prior -9 %\ncertain\n\xE2\x80\x9Closs of 5 m\xE2\x80\x9D",
		false},
	    {"\"urgent\":true,\"note\":\"undecided: x\",", "warning.updated",
		"CORRECTED: Foo plc 603999.SH FY2024 net loss 5m",
		"prior -9 %\ncertain\nundecided: x\n"
		"\xE2\x80\x9Closs of 5 m\xE2\x80\x9D",
		true},
	    {"\"urgent\":true,", "warning.retracted",
		"RETRACTED: Foo plc 603999.SH FY2024 net loss 5m",
		"prior -9 %\ncertain\n\xE2\x80\x9Closs of 5 m\xE2\x80\x9D",
		false},
	    {"\"late\":true,", "warning.detected",
		"LATE: Foo plc 603999.SH FY2024 net loss 5m",
		"prior -9 %\ncertain\n\xE2\x80\x9Closs of 5 m\xE2\x80\x9D",
		false},
	    {"\"body\":\"minimal\",", "warning.detected", "603999.SH", "",
		false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text =
		    offer(cases[i].more, cases[i].type, LINE_QUOTED, URL);
		struct agent_notice notice;

		assert_int_equal(agent_notice_read(text, 3, &notice, NULL), 0);
		assert_string_equal(notice.title, cases[i].title);
		assert_string_equal(notice.body, cases[i].body);
		assert_int_equal(notice.is_critical, cases[i].critical);
		assert_string_equal(notice.key, "wrn_a");
		assert_int_equal(notice.version, 2);
		assert_int_equal(notice.seq, 3);
		assert_int_equal(notice.age_ms, 5);
		assert_string_equal(notice.issuer, "XSHG:603999");
		assert_string_equal(notice.url, URL);
		agent_notice_done(&notice);
		mem_free(text);
	}
}

static void
what_is_no_offer_is_refused(void **state)
{
	static const char *const texts[] = {"", "{", "[]", "7",
	    "{\"event\":{}}", "{\"event\":{\"id\":\"evt_a\"}}",
	    "{\"event\":{\"id\":7,\"line\":\"x\"}}"};
	struct agent_notice notice;
	struct err err = ERR_NONE;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(
		    agent_notice_read(texts[i], 1, &notice, &err), ERR_SYNTAX);
}

static void
only_addresses_of_the_web_are_opened(void **state)
{
	static const struct {
		const char *url;
		bool good;
	} cases[] = {
	    {URL, true},
	    {"http://a.example/?q=1#x", true},
	    {"file:///etc/passwd", false},
	    {"javascript:alert(1)", false},
	    {"https://a.example/ --option", false},
	    {"https://a.example/\n", false},
	    {"-https://a.example/", false},
	    {"", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct agent_notice notice;
		char *text;

		assert_int_equal(
		    agent_notice_is_url(cases[i].url), cases[i].good);
		if (strchr(cases[i].url, '\n') != NULL)
			continue;
		text = offer("", "warning.detected", LINE, cases[i].url);
		assert_int_equal(agent_notice_read(text, 1, &notice, NULL), 0);
		assert_int_equal(notice.url != NULL, cases[i].good);
		agent_notice_done(&notice);
		mem_free(text);
	}
}

static void
markup_is_escaped(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	assert_int_equal(
	    agent_notice_escape(&out, "<b>R&D</b> \"q\" &amp;"), 0);
	assert_string_equal(
	    out.data, "&lt;b&gt;R&amp;D&lt;/b&gt; \"q\" &amp;amp;");
	buf_done(&out);
}

static void
the_details_set_old_and_new_side_by_side(void **state)
{
	static const char text[] =
	    "{\"event\":{\"id\":\"evt_a\",\"line\":\"the line\",\"body\":"
	    "{\"data\":{\"fact\":{\"metric\":\"rev\",\"low\":\"1000\","
	    "\"high\":null,\"currency\":\"CNY\"},\"changes\":[{\"axis\":"
	    "\"guidance\",\"metric\":\"rev\",\"low_pct\":\"-50.00\","
	    "\"high_pct\":null,\"base\":{\"low\":\"2000\",\"high\":\"3000000\","
	    "\"currency\":\"CNY\"}}],\"evidence\":[{\"quote\":\"1,000\","
	    "\"page\":3}],\"filing\":{\"title\":\"A title\"}}}}}";
	struct agent_notice notice;

	(void)state;
	assert_int_equal(agent_notice_read(text, 1, &notice, NULL), 0);
	assert_string_equal(notice.details,
	    "the line\n"
	    "\nThe issuer's earlier forecast (rev)\n"
	    "  was      2,000 to 3,000,000 CNY\n"
	    "  is now   at least 1,000 CNY\n"
	    "  change   -50.00 to ? %\n"
	    "\nThe document says\n"
	    "  1,000 (page 3)\n"
	    "\nFiling   A title\n"
	    "         \n");
	agent_notice_done(&notice);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers_are_read_in_any_pieces),
	    cmocka_unit_test(a_head_without_end_is_too_big),
	    cmocka_unit_test(frames_are_what_lies_between_blank_lines),
	    cmocka_unit_test(a_line_without_end_is_too_big),
	    cmocka_unit_test(an_offer_says_what_a_person_reads),
	    cmocka_unit_test(what_is_no_offer_is_refused),
	    cmocka_unit_test(only_addresses_of_the_web_are_opened),
	    cmocka_unit_test(markup_is_escaped),
	    cmocka_unit_test(the_details_set_old_and_new_side_by_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
