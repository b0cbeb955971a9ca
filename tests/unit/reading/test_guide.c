/* SPDX-License-Identifier: BSD-2-Clause */
/* What English sentences claim of guidance and coming results. */
#include "reading/guide.h"
#include "lib/base/mem.h"
#include "lib/base/vocab.h"
#include "reading/read.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *title;
	const char *text;
	const char *claims; /* "guidance class words", - for none */
};

static char *
claims_of(const struct row *row)
{
	static const char *const words[] = {"-", "up", "down", "strong"};
	const struct document_hint hint = {
	    .title = row->title, .published = DATE_NONE};
	struct reading reading;

	read_text(grammar_lexicon(), span_of(row->text), &hint, &reading);
	char *got = mem_printf("%s %s %s",
	    reading.claimed_guidance == GUIDANCE_NONE
		? "-"
		: vocab_word(VOCAB_GUIDANCES, (int)reading.claimed_guidance),
	    reading.claimed_class == CLASS_NONE
		? "-"
		: vocab_word(VOCAB_CLASSES, (int)reading.claimed_class),
	    words[reading.words]);
	reading_done(&reading);
	return got;
}

static void
check(const struct row *rows, size_t n)
{
	int failed = 0;

	for (size_t i = 0; i < n; i++) {
		char *got = claims_of(&rows[i]);
		if (strcmp(got, rows[i].claims) != 0) {
			print_error("%s | %s\n\twant %s got %s\n",
			    rows[i].title, rows[i].text, rows[i].claims, got);
			failed++;
		}
		mem_free(got);
	}
	assert_int_equal(failed, 0);
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows)[0])

static void
acts_govern_guidance(void **state)
{
	static const struct row rows[] = {
	    {"", "Northfield Tools lowers its fiscal 2027 outlook.", "cut - -"},
	    {"", "The chipmaker slashed full-year revenue guidance.",
		"cut - -"},
	    {"Harrow trims annual profit forecast", "", "cut - -"},
	    {"", "Adjusted EBITDA guidance has been reduced to reflect this.",
		"cut - -"},
	    {"", "The Board has revised down its expectations for the year.",
		"cut - -"},
	    {"", "Management revised its sales outlook downwards.", "cut - -"},
	    {"", "The update is a further downgrade to guidance.", "cut - -"},
	    {"", "The group issued an earnings downgrade in March.", "cut - -"},
	    {"", "Kestrel raises its 2026 earnings guidance.", "raised - -"},
	    {"", "The retailer lifted its profit forecast again.",
		"raised - -"},
	    {"Lintel boosts outlook", "", "raised - -"},
	    {"", "We are upgrading our full year guidance.", "raised - -"},
	    {"", "Vestby hever. Outlook for the year was nudged up.",
		"raised - -"},
	    {"", "The company reiterates its full-year guidance.",
		"reiterated - -"},
	    {"", "Guidance for the year remains unchanged.", "reiterated - -"},
	    {"", "There is no change to our FY27 outlook.", "reiterated - -"},
	    {"", "The Directors stand by their forecast.", "reiterated - -"},
	    {"", "Pelham has withdrawn its financial guidance for 2026.",
		"withdrawn - -"},
	    {"", "Given the strike, full-year guidance is suspended.",
		"withdrawn - -"},
	    {"", "It is pulling its outlook because of tariffs.",
		"withdrawn - -"},
	    {"", "The earlier forecast should no longer be relied upon.",
		"withdrawn - -"},
	    {"", "The company is unable to provide guidance at this time.",
		"withdrawn - -"},
	    {"",
		"Orbis raised its revenue outlook and reaffirmed its EPS "
		"guidance.",
		"raised - -"},
	    {"Orbis keeps dividend policy; outlook unchanged",
		"Orbis today cut its forecast for operating profit.",
		"cut - -"},
	};

	(void)state;
	CHECK(rows);
}

static void
places_are_against_what_was_expected(void **state)
{
	static const struct row rows[] = {
	    {"Trading Statement",
		"As a result the Board now expects profit before tax for the "
		"year to be materially below current market expectations.",
		"cut - strong"},
	    {"",
		"Full year revenue is likely to be slightly below "
		"consensus.",
		"cut - down"},
	    {"",
		"We anticipate that EBITDA will fall short of the guidance "
		"given in August.",
		"cut - -"},
	    {"",
		"Operating profit for FY26 will be lower than previously "
		"guided.",
		"cut - down"},
	    {"",
		"Results for the second half should be well ahead of market "
		"expectations.",
		"raised - up"},
	    {"", "Earnings will be higher than the company had indicated.",
		"raised - up"},
	    {"",
		"The Board expects the outturn for the year to be in line "
		"with market expectations.",
		"reiterated - -"},
	    {"",
		"Full year profit is expected to be at the lower end of the "
		"guidance range.",
		"narrowed_down - down"},
	    {"",
		"Revenue is now expected to be towards the top end of our "
		"forecast range.",
		"narrowed_up - up"},
	    {"", "The group no longer expects to meet its full-year target.",
		"cut - -"},
	    {"", "Sunline said it will miss its annual sales target.",
		"cut - -"},
	    {"",
		"The company does not expect to achieve its forecast for "
		"the year ending 30 June.",
		"cut - -"},
	    {"",
		"Profit for the half will be significantly lower than the "
		"previous corresponding period.",
		"- down_big strong"},
	    {"", "Earnings are expected to be higher than last year.",
		"- up_small up"},
	};

	(void)state;
	CHECK(rows);
}

static void
losses_that_are_expected_have_a_class(void **state)
{
	static const struct row rows[] = {
	    {"PROFIT WARNING",
		"The Group is expected to record a net loss for the six months "
		"ended 30 June 2026.",
		"- loss down"},
	    {"PROFIT WARNING",
		"The Group is expected to record a net loss for the year ended "
		"31 March 2026 as compared to a net profit for the year ended "
		"31 March 2025.",
		"- first_loss down"},
	    {"PROFIT WARNING",
		"The Group expects to record a net loss for the period, as "
		"compared with a net loss for the corresponding period.",
		"- loss_cont down"},
	    {"PROFIT WARNING",
		"The Group is expected to record an increase in net loss for "
		"the interim period.",
		"- loss_wider down"},
	    {"POSITIVE PROFIT ALERT",
		"The Group is expected to record a significant reduction in net "
		"loss for the year.",
		"- loss_narrower up"},
	    {"PROFIT WARNING",
		"The Group is expected to record a substantial decrease in "
		"profit attributable to shareholders for the year.",
		"- down_big strong"},
	    {"",
		"A first look at the accounts points to a net loss for the "
		"third quarter.",
		"- loss -"},
	    {"", "The company will not report a net loss this year.", "- - -"},
	};

	(void)state;
	CHECK(rows);
}

static void
false_friends_claim_nothing(void **state)
{
	static const struct row rows[] = {
	    {"", "Analysts lowered their forecasts for the miner.", "- - -"},
	    {"", "Jefferies cut its outlook on the stock.", "- - -"},
	    {"", "The board raised its dividend guidance.", "- - -"},
	    {"", "Moss & Rye cut jobs to meet its profit target.", "- - -"},
	    {"", "Mine output was lower than last year.", "- - -"},
	    {"", "The company lowered its production guidance for copper.",
		"- - -"},
	    {"", "Fitch affirmed the rating with a stable outlook.", "- - -"},
	    {"", "Net sales were in line with our expectations.", "- - -"},
	    {"", "Actual results may be materially below expectations.",
		"- - -"},
	    {"", "We may lower our guidance if demand weakens.", "- - -"},
	    {"",
		"We undertake no obligation to update or to withdraw our "
		"guidance.",
		"- - -"},
	    {"",
		"Forward-looking statements include words such as expects. We "
		"expect results to be below our guidance.",
		"- - -"},
	    {"", "The company withdrew its application for a licence.",
		"- - -"},
	    {"", "Shares fell after profit missed analysts' expectations.",
		"- - -"},
	    {"", "This announcement is not a profit warning.", "- - -"},
	    {"", "The fall reflects the reduced earnings expectation.",
		"- - -"},
	    {"", "We are encouraged by the improved outlook.", "- - -"},
	    {"",
		"The lender will bear the loss, and each loss shall be shared.",
		"- - -"},
	};

	(void)state;
	CHECK(rows);
}

static void
what_profit_warnings_are_is_no_issuers_word(void **state)
{
	static const char *const texts[] = {
	    "Dictionary of the desk: any company must issue a profit warning "
	    "when results will be materially below market expectations.",
	    "The number of profit warnings fell to 61 in the quarter.",
	    "Glossary. Profit warning: news that profit will fall short of the "
	    "forecast.",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const struct document_hint hint = {
		    .title = "Profit warning", .published = DATE_NONE};
		struct reading reading;
		read_text(
		    grammar_lexicon(), span_of(texts[i]), &hint, &reading);
		assert_false(reading.by_issuer);
		reading_done(&reading);
	}
}

static void
claims_are_quoted_from_the_first_word_to_the_last(void **state)
{
	static const char text[] =
	    "Sales were weak. Harrow today lowered its full-year outlook.";
	const struct document_hint hint = {.published = DATE_NONE};
	struct reading reading;

	(void)state;
	read_text(grammar_lexicon(), span_of(text), &hint, &reading);
	assert_int_equal(reading.form, FORM_FORECAST);
	assert_int_equal(reading.phrase_count, 1);
	assert_string_equal(
	    reading.phrases[0].quote, "lowered its full-year outlook");
	assert_string_equal(reading.phrases[0].id, "en.guide.cut");
	reading_done(&reading);
}

static void
results_go_a_way_that_words_tell(void **state)
{
	static const struct row rows[] = {
	    {"PROFIT WARNING",
		"Lion Rock expects to record a significantly lower net profit "
		"for the six months as compared with the same period of 2025.",
		"- down_big strong"},
	    {"", "Pre-tax profits are expected to be lower than last year.",
		"- down_small down"},
	    {"", "Turnover is expected to be lower than last year.",
		"- - down"},
	    {"",
		"The Group is expected to report a net profit for the year as "
		"compared to a net loss for the previous year.",
		"- turnaround -"},
	    {"",
		"The Company will record a net loss. The net loss is expected "
		"to be materially smaller than the net loss of last year.",
		"- loss_narrower -"},
	    {"",
		"The loss for the period is expected to be higher than that of "
		"the prior year.",
		"- loss_wider -"},
	    {"",
		"Lintel now expects a net loss, versus its prior guidance for "
		"net income.",
		"- loss -"},
	    {"",
		"Our largest customer lowered its forecast and expects a net "
		"loss for the year.",
		"- - -"},
	    {"",
		"Owing to fewer orders from customers, the Group is expected "
		"to record a net loss for the year.",
		"- loss -"},
	};

	(void)state;
	CHECK(rows);
}

static void
what_is_no_longer_expected_is_cut(void **state)
{
	static const struct row rows[] = {
	    {"", "Lintel no longer expects to reach EBITDA of $80 million.",
		"cut - -"},
	    {"", "Lintel does not expect to reach new customers.", "- - -"},
	    {"", "* 2026 guidance midpoint up $0.25 for EPS", "raised - -"},
	    {"", "Guidance range lowered to reflect the delays.", "cut - -"},
	    {"",
		"Operating profit for 2026 is expected at the lower end of the "
		"guided range of $80m to $90m.",
		"narrowed_down - down"},
	    {"", "Lintel no longer expects EBITDA of $80 million.", "cut - -"},
	    {"", "Lintel no longer expects a net loss.", "- - -"},
	    {"", "Lintel does not expect revenue to decline.", "- - -"},
	    {"",
		"The guidance for EBITDA of between $120 and $140 million is "
		"reaffirmed.",
		"reiterated - -"},
	    {"",
		"EBITDA is estimated at $60 million, down from the previous "
		"guidance.",
		"cut - down"},
	};

	(void)state;
	CHECK(rows);
}

static void
growth_is_guided_too(void **state)
{
	static const struct row rows[] = {
	    {"",
		"Net sales in 2026 are expected to decrease by 5-10% compared "
		"to 2025 (previously: increase of 0-5%).",
		"cut - down"},
	    {"",
		"We expect 2026 revenue to grow 2% to 4%, compared with our "
		"previous guidance of 4% to 6%.",
		"cut - -"},
	    {"",
		"We expect 2026 revenue to grow by 6% to 8% (previously 4% to "
		"6%).",
		"raised - -"},
	    {"", "We expect 2026 revenue to grow by 2% to 9% (previously 4%).",
		"- - -"},
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(growth_is_guided_too),
	    cmocka_unit_test(results_go_a_way_that_words_tell),
	    cmocka_unit_test(what_is_no_longer_expected_is_cut),
	    cmocka_unit_test(acts_govern_guidance),
	    cmocka_unit_test(places_are_against_what_was_expected),
	    cmocka_unit_test(losses_that_are_expected_have_a_class),
	    cmocka_unit_test(false_friends_claim_nothing),
	    cmocka_unit_test(what_profit_warnings_are_is_no_issuers_word),
	    cmocka_unit_test(claims_are_quoted_from_the_first_word_to_the_last),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
