/* SPDX-License-Identifier: BSD-2-Clause */
/* Revisions in inline XBRL: to the digit, or not at all. */
#include "lib/base/mem.h"
#include "reading/tdnet_forecast.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<html xmlns=\"http://www.w3.org/1999/xhtml\""
    " xmlns:ix=\"http://www.xbrl.org/2008/inlineXBRL\""
    " xmlns:xbrli=\"http://www.xbrl.org/2003/instance\""
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
    " xmlns:tse-ed-t=\"http://www.xbrl.tdnet.info/taxonomy/jp/tse/tdnet/ed/"
    "t/2014-01-12\"><head><title>t</title></head><body>"
    "<div style=\"display:none\"><ix:header><ix:resources>";
#define CONTEXT(id, from, to)                                                  \
	"<xbrli:context id=\"" id "\"><xbrli:entity/><xbrli:period>"           \
	"<xbrli:startDate>" from "</xbrli:startDate><xbrli:endDate>" to        \
	"</xbrli:endDate></xbrli:period></xbrli:context>"
#define YEAR(tail)                                                             \
	CONTEXT("CurrentYearDuration_" tail, "2026-04-01", "2027-03-31")
static const char contexts[] =
    YEAR("ConsolidatedMember_PreviousMember_ForecastMember")
	YEAR("ConsolidatedMember_CurrentMember_ForecastMember") YEAR(
	    "ConsolidatedMember_CurrentMember_UpperMember")
	    YEAR("ConsolidatedMember_CurrentMember_LowerMember") YEAR(
		"NonConsolidatedMember_CurrentMember_ForecastMember")
		YEAR("ConsolidatedMember_CurrentMember_ResultMember") CONTEXT(
		    "PriorYearDuration_ConsolidatedMember_ResultMember",
		    "2025-04-01", "2026-03-31")
		    CONTEXT("CurrentAccumulatedQ2Duration_ConsolidatedMember_"
			    "CurrentMember_ForecastMember",
			"2026-04-01", "2026-09-30");
static const char body[] = "</ix:resources></ix:header></div><table>";
static const char tail[] = "</table></body></html>";

/* A cell: a number by its name and the end of its context. */
#define CELL(name, context, more, text)                                        \
	"<td><ix:nonFraction name=\"tse-ed-t:" name "\" contextRef=\"" context \
	"\" " more " decimals=\"-6\">" text "</ix:nonFraction></td>"
#define GROUP "CurrentYearDuration_ConsolidatedMember_"
#define MIO   "unitRef=\"JPY\" scale=\"6\""
#define SHARE "unitRef=\"JPYPerShares\" scale=\"0\""

static void
print_facts(const struct reading *reading, struct buf *out)
{
	char low[DECIMAL_STR_MAX], high[DECIMAL_STR_MAX];
	char label[PERIOD_LABEL_MAX];

	for (size_t i = 0; i < reading->fact_count; i++) {
		const struct fact *fact = &reading->facts[i];
		assert_int_equal(
		    buf_addf(out, "%s %s %s %s %s..%s %s\n",
			vocab_word(VOCAB_METRICS, (int)fact->metric),
			vocab_word(VOCAB_BASES, (int)fact->basis),
			vocab_word(VOCAB_ROLES, (int)fact->role),
			period_label(fact->period, label),
			fact->low_open ? "" : decimal_print(fact->low, low),
			fact->high_open ? "" : decimal_print(fact->high, high),
			fact->currency),
		    0);
	}
}

/* The facts of a table's rows, or the reason why there are none. Gives. */
static char *
read_rows(const char *rows, const char *text)
{
	char *page = mem_printf("%s%s%s%s%s", head, contexts, body, rows, tail);
	struct reading reading;
	struct err err = ERR_NONE;
	struct buf out;

	reading_init(&reading);
	buf_init(&out, MIB);
	if (tdnet_forecast_read(span_of(page), span_of(text), &reading, &err) ==
	    0) {
		print_facts(&reading, &out);
	} else {
		assert_int_equal(reading.fact_count, 0);
		assert_int_equal(buf_add_str(&out, err.text), 0);
	}
	reading_done(&reading);
	mem_free(page);
	return buf_take(&out);
}

static const struct {
	const char *rows, *facts;
} tagged[] = {
    /* scale, sign, the previous forecast, a result */
    {"<tr>" CELL("NetSales", GROUP "PreviousMember_ForecastMember", MIO,
	 "6,300") CELL("ProfitAttributableToOwnersOfParent",
	 GROUP "PreviousMember_ForecastMember", MIO,
	 "540") "</tr><tr>" CELL("NetSales",
	 GROUP "CurrentMember_ForecastMember", MIO,
	 "7,000") CELL("ProfitAttributableToOwnersOfParent",
	 GROUP "CurrentMember_ForecastMember", MIO " sign=\"-\"", "1,040")
	    CELL("NetIncomePerShare", GROUP "CurrentMember_ForecastMember",
		SHARE " sign=\"-\"", "203.13") "</tr><tr>" CELL("NetSales",
		"PriorYearDuration_ConsolidatedMember_ResultMember", MIO,
		"5,900") "</tr>",
	"rev consolidated forecast_previous FY3/2027 "
	"6300000000..6300000000 JPY\n"
	"ni_attr consolidated forecast_previous FY3/2027 "
	"540000000..540000000 JPY\n"
	"rev consolidated forecast FY3/2027 7000000000..7000000000 "
	"JPY\n"
	"ni_attr consolidated forecast FY3/2027 "
	"-1040000000..-1040000000 JPY\n"
	"eps consolidated forecast FY3/2027 -203.13..-203.13 JPY\n"
	"rev consolidated prior_year FY3/2026 5900000000..5900000000 "
	"JPY\n"},
    /* a range, the parent, half a year, other standards */
    {"<tr>" CELL("OperatingIncomeIFRS", GROUP "CurrentMember_UpperMember", MIO,
	 "130") CELL("OperatingIncomeIFRS", GROUP "CurrentMember_LowerMember",
	 MIO " sign=\"-\"", "20") CELL("NetIncome",
	 "CurrentYearDuration_NonConsolidatedMember_CurrentMember_"
	 "ForecastMember",
	 MIO, "７") CELL("OrdinaryRevenuesBK",
	 "CurrentAccumulatedQ2Duration_ConsolidatedMember_"
	 "CurrentMember_ForecastMember",
	 MIO, " 1,000,000 ") "</tr>",
	"op consolidated forecast FY3/2027 -20000000..130000000 JPY\n"
	"ni_attr parent forecast FY3/2027 7000000..7000000 JPY\n"
	"rev consolidated forecast 2026-04-01..2026-09-30 "
	"1000000000000..1000000000000 JPY\n"},
    /* one bound, what is not known yet, what is not about results */
    {"<tr>" CELL("NetSales", GROUP "CurrentMember_LowerMember", MIO, "5") CELL(
	 "OrdinaryIncome", GROUP "CurrentMember_ForecastMember", MIO,
	 "―") "<td><ix:nonFraction name=\"tse-ed-t:OperatingIncome\""
	      " contextRef=\"" GROUP "CurrentMember_ForecastMember\""
	      " unitRef=\"JPY\" xsi:nil=\"true\"/></td>" CELL(
		  "ChangeInNetSales", GROUP "CurrentMember_ForecastMember",
		  "unitRef=\"Pure\" scale=\"-2\"", "11.1")
		  CELL("AmountChangeNetSales",
		      GROUP "CurrentMember_ForecastMember", MIO, "700")
		      CELL("DividendPerShare",
			  "CurrentYearDuration_AnnualMember_"
			  "NonConsolidatedMember_CurrentMember_ForecastMember",
			  SHARE, "10.00") "</tr>",
	"rev consolidated forecast FY3/2027 5000000.. JPY\n"},
    /* a result against its forecast */
    {"<tr>" CELL("NetSales", GROUP "PreviousMember_ForecastMember", MIO, "9")
	    CELL("NetSales", GROUP "CurrentMember_ResultMember", MIO,
		"8") "</tr>",
	"rev consolidated forecast_previous FY3/2027 "
	"9000000..9000000 JPY\n"
	"rev consolidated actual FY3/2027 8000000..8000000 JPY\n"},
};

static void
tagged_figures_are_read_to_the_digit(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(tagged); i++) {
		char *got = read_rows(tagged[i].rows, "");
		assert_string_equal(got, tagged[i].facts);
		mem_free(got);
	}
}

static void
what_cannot_be_read_exactly_is_left_to_the_grammar(void **state)
{
	static const struct {
		const char *rows, *says;
	} cases[] = {
	    {"<tr><td>none</td></tr>", "no forecast is tagged"},
	    {CELL("NetSales", GROUP "PreviousMember_ForecastMember", MIO, "9"),
		"no forecast is tagged"},
	    {CELL("NetSales", GROUP "CurrentMember_ForecastMember", MIO, "△9"),
		"cannot be read"},
	    {CELL(
		 "NetSales", GROUP "CurrentMember_ForecastMember", MIO, "1,00"),
		"cannot be read"},
	    {CELL("NetSales", GROUP "CurrentMember_ForecastMember",
		 "unitRef=\"shares\"", "9"),
		"no period or no currency"},
	    {CELL("NetSales",
		 "NextYearDuration_ConsolidatedMember_CurrentMember_"
		 "ForecastMember",
		 MIO, "9"),
		"no period or no currency"},
	    {CELL("NetSales", GROUP "CurrentMember_ForecastMember", MIO, "9")
		    CELL("NetSales", GROUP "CurrentMember_ForecastMember", MIO,
			"8"),
		"cannot be read"},
	    {CELL("NetSales", GROUP "CurrentMember_UpperMember", MIO, "1") CELL(
		 "NetSales", GROUP "CurrentMember_LowerMember", MIO, "2"),
		"upside down"},
	    {"<xbrli:context id='a'><xbrli:startDate>2026-04-01<xbrli:context"
	     " id='b'/></xbrli:startDate></xbrli:context>",
		"a context within a context"},
	    {"<xbrli:context id='a'><xbrli:startDate/><xbrli:endDate>soon"
	     "</xbrli:endDate></xbrli:context>",
		"'soon' is no day"},
	    {"<td>&nbsp;</td>", "no well-formed XML"},
	    {"<tr><td></tr>", "no well-formed XML"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *got = read_rows(cases[i].rows, "");
		if (strstr(got, cases[i].says) == NULL)
			fail_msg("case %zu: %s", i, got);
		mem_free(got);
	}
}

static void
a_row_is_quoted_from_the_text(void **state)
{
	static const char text[] = "売上高\t利益\n前回\t6,300\t540\n"
				   "修正\t7,000\t△1,040\n";
	static const char rows[] = "<tr>" CELL(
	    "NetSales", GROUP "PreviousMember_ForecastMember", MIO, "6,300")
	    CELL("NetIncome", GROUP "PreviousMember_ForecastMember", MIO,
		"540") "</tr><tr>" CELL("NetSales",
		GROUP "CurrentMember_ForecastMember", MIO, "7,000")
		CELL("NetIncome", GROUP "CurrentMember_ForecastMember",
		    MIO " sign=\"-\"", "1,040") "</tr>";
	char *page = mem_printf("%s%s%s%s%s", head, contexts, body, rows, tail);
	struct reading reading;
	struct fact *old;

	(void)state;
	assert_true(tdnet_forecast_is(span_of(page)));
	assert_false(tdnet_forecast_is(span_of(text)));
	reading_init(&reading);
	/* of the grammar: its forecast goes, the year before stays */
	old = reading_add_fact(&reading);
	old->role = ROLE_FORECAST;
	old->quote = mem_strdup("old");
	old = reading_add_fact(&reading);
	old->role = ROLE_PRIOR_YEAR;
	old->quote = mem_strdup("last year");
	assert_int_equal(
	    tdnet_forecast_read(span_of(page), span_of(text), &reading, NULL),
	    0);
	assert_int_equal(reading.fact_count, 5);
	assert_string_equal(reading.facts[0].quote, "last year");
	assert_string_equal(reading.facts[1].quote, "前回\t6,300\t540");
	assert_int_equal(reading.facts[1].offset, 7);
	assert_string_equal(reading.facts[4].quote, "修正\t7,000\t△1,040");
	assert_int_equal(reading.facts[4].offset, 20);
	assert_int_equal(reading.form, FORM_FORECAST_REVISION);
	reading_done(&reading);
	mem_free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tagged_figures_are_read_to_the_digit),
	    cmocka_unit_test(
		what_cannot_be_read_exactly_is_left_to_the_grammar),
	    cmocka_unit_test(a_row_is_quoted_from_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
