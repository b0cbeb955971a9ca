/* SPDX-License-Identifier: BSD-2-Clause */
/* The shared event of the alerts tests. */
#include "tests/unit/alerts/sample.h"

#include <assert.h>
#include <string.h>

/* Strings of records are char *; the tests only lend literals. */
#define LIT(s) ((char *)(uintptr_t)(s))

struct decimal
sample_decimal(const char *s)
{
	struct decimal d;
	int r = decimal_parse(s, strlen(s), &d);

	assert(r == 0);
	return d;
}

static struct fact
sample_fact(enum metric metric, enum role role, const char *low,
    const char *high, const char *quote)
{
	return (struct fact){
	    .metric = metric,
	    .basis = BASIS_CONSOLIDATED,
	    .role = role,
	    .period = {date_to_day((struct date){2024, 1, 1}),
		date_to_day((struct date){2024, 12, 31})},
	    .low = sample_decimal(low),
	    .high = sample_decimal(high),
	    .currency = "CNY",
	    .quote = LIT(quote),
	    .offset = 120,
	    .page = 2,
	};
}

static void
sample_fill_facts(struct sample *sample)
{
	sample->facts[0] =
	    sample_fact(METRIC_NI_ATTR, ROLE_FORECAST, "-71000000", "-55000000",
		"预计归属于母公司股东的净利润亏损5,500万元至7,100万元");
	sample->facts[1] = sample_fact(METRIC_NI_ATTR, ROLE_PRIOR_YEAR,
	    "-81180000", "-81180000", "上年同期：-8,118万元");
	sample->facts[1].period = period_prior_year(sample->facts[0].period);
	sample->facts[2] = sample_fact(METRIC_REV, ROLE_FORECAST, "367000000",
	    "367000000", "营业收入约3.67亿元");
	sample->facts[2].approx = true;
	sample->facts[2].offset = 310;
}

static void
sample_fill_changes(struct sample *sample)
{
	sample->changes[0] = (struct change){
	    .axis = AXIS_PRIOR,
	    .metric = METRIC_NI_ATTR,
	    .period = sample->facts[0].period,
	    .low_pct = sample_decimal("12.54"),
	    .high_pct = sample_decimal("32.25"),
	    .mid_pct = sample_decimal("22.39"),
	    .has_pct = true,
	    .base_low = sample_decimal("-81180000"),
	    .base_high = sample_decimal("-81180000"),
	    .currency = "CNY",
	    .base_quote = LIT("上年同期：-8,118万元"),
	    .class_ = CLASS_LOSS_NARROWER,
	    .flags = FLAG_PRIOR_LOSS,
	};
	sample->changes[1] = (struct change){
	    .axis = AXIS_CONSENSUS,
	    .metric = METRIC_NI_ATTR,
	    .period = sample->facts[0].period,
	    .low_pct = sample_decimal("-157.87"),
	    .high_pct = sample_decimal("-99.76"),
	    .mid_pct = sample_decimal("-128.81"),
	    .has_pct = true,
	    .base_low = sample_decimal("-41000000"),
	    .base_high = sample_decimal("-18000000"),
	    .currency = "CNY",
	    .derived = true,
	    .n = 3,
	    .mean = sample_decimal("-27533333.33"),
	    .median = sample_decimal("-23600000"),
	    .min = sample_decimal("-41000000"),
	    .max = sample_decimal("-18000000"),
	    .below_pct = sample_decimal("-34.15"),
	    .stale = true,
	    .flags = FLAG_RANGE_BELOW_ALL,
	};
}

static void
sample_fill_verdict(struct sample *sample)
{
	sample->reasons[0] = (struct reason){LIT("prior.loss_narrower"),
	    AXIS_PRIOR, 2, LIT("loss 12.54 to 32.25 % smaller than in 2023")};
	sample->reasons[1] = (struct reason){LIT("consensus.below_25"),
	    AXIS_CONSENSUS, 4, LIT("128.81 % below the mean of 3 brokers")};
	sample->event.verdict = (struct verdict){
	    .period = sample->facts[0].period,
	    .family = FAMILY_RESULT,
	    .class_ = CLASS_LOSS_NARROWER,
	    .direction = DIRECTION_MIXED,
	    .severity = 4,
	    .grade = GRADE_CERTAIN,
	    .guidance = GUIDANCE_INITIATED,
	    .flags = FLAG_PRIOR_LOSS | FLAG_RANGE_BELOW_ALL,
	    .warning = true,
	    .deciding = 0,
	    .fact_count = SAMPLE_FACTS,
	    .facts = sample->facts,
	    .change_count = SAMPLE_CHANGES,
	    .changes = sample->changes,
	    .reason_count = 2,
	    .reasons = sample->reasons,
	};
}

void
sample_fill(struct sample *sample)
{
	memset(sample, 0, sizeof(*sample));
	sample->event = (struct event){
	    .type = EVENT_WARNING_DETECTED,
	    .id = "evt_k5q2m4x7tzw3n6rb2yhd4cfs7jgaeopu",
	    .warning_id = "wrn_c3mzq7d2xk5wnrt4",
	    .version = 1,
	    .has_verdict = true,
	    .watch = LIT("core"),
	    .label = LIT("obligor"),
	    .ref = LIT("obl-4711"),
	};
	sample->event.filing = (struct filing){
	    .source = LIT("demo"),
	    .source_id = LIT("1222000001"),
	    .title = LIT("示例股份：2024年年度业绩预亏公告"),
	    .url = LIT("https://exchange.example/f/1222000001.PDF"),
	    .sha256 = LIT("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15"
			  "d6c15b0f00a08"),
	    .form = FORM_FORECAST,
	    .readable = true,
	    .listing = LIT("XSHG:603999"),
	    .issuer_name = LIT("示例股份"),
	    .published_raw = LIT("2025-01-16 15:46"),
	    .published = INT64_C(1737013560000),
	    .precision = PRECISION_MINUTE,
	};
	sample_fill_facts(sample);
	sample_fill_changes(sample);
	sample_fill_verdict(sample);
}

void
sample_fill_trouble(struct sample *sample)
{
	memset(sample, 0, sizeof(*sample));
	sample->event = (struct event){
	    .type = EVENT_SOURCE_DEGRADED,
	    .id = "evt_ahx4p6wq3kz7m5tnc2rd4ybfs7jgeou2",
	    .subject = LIT("demo"),
	    .text = LIT("3 polls failed: http 503"),
	    .instance = LIT("desk1"),
	    .moment = INT64_C(1737013560000),
	};
}
