/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: brokers' estimates in the ledger. Out: the consensus that stood at a
 * moment, and a forecast's or a result's distance from it. ledger/compare.c
 * calls it.
 */
#include "ledger/consensus.h"

#include "ledger/figure.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct consensus_estimate {
	char broker[BROKER_KEY_MAX];
	struct decimal mid;
	int64_t published;
	int64_t filing;
	bool digest;
};

struct consensus_list {
	int n;
	struct consensus_estimate items[CONSENSUS_BROKERS];
};

/* Ends of names that do not tell brokers apart. */
static const char *const consensus_suffixes[] = {"股份有限公司", "有限责任公司",
    "有限公司", "研究所", "研究院", "证券", "證券", " securities", " research",
    " equity", " capital markets", " co", " ltd", " limited", " inc", " plc",
    ".", ",", " "};

static bool
consensus_cut_suffix(char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; i < sizeof(consensus_suffixes) / sizeof(char *);
	     i++) {
		size_t len = strlen(consensus_suffixes[i]);
		if (n <= len ||
		    strcmp(key + n - len, consensus_suffixes[i]) != 0)
			continue;
		key[n - len] = '\0';
		return true;
	}
	return false;
}

char *
consensus_broker_key(const char *name, char key[BROKER_KEY_MAX])
{
	while (*name == ' ')
		name++;
	(void)snprintf(key, BROKER_KEY_MAX, "%s", name);
	for (char *c = key; *c != '\0'; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c + ('a' - 'A'));
	}
	while (consensus_cut_suffix(key))
		;
	return key;
}

static struct consensus_estimate *
consensus_find(struct consensus_list *list, const char *broker)
{
	for (int i = 0; i < list->n; i++) {
		if (strcmp(list->items[i].broker, broker) == 0)
			return &list->items[i];
	}
	return NULL;
}

/* Facts come in publication order: the later one counts. */
static void
consensus_take(struct consensus_list *list, const struct ledger_fact *known)
{
	struct consensus_estimate next = {.published = known->published,
	    .filing = known->filing,
	    .digest = known->digest};
	struct range range = range_of_fact(&known->fact);
	const char *name = known->fact.broker;

	if (range_mid(&range, &next.mid) < 0)
		return;
	(void)consensus_broker_key(name != NULL ? name : "", next.broker);
	struct consensus_estimate *last = consensus_find(list, next.broker);
	if (last == NULL) {
		if (list->n < CONSENSUS_BROKERS)
			list->items[list->n++] = next;
		return;
	}
	bool retold = next.digest && !last->digest &&
		      next.published - last->published <= CONSENSUS_DIGEST_AGE;
	bool repeated =
	    next.filing == last->filing && next.published == last->published;
	if (!retold && !repeated)
		*last = next;
}

static int
consensus_order(const void *a, const void *b)
{
	return decimal_cmp(((const struct consensus_estimate *)a)->mid,
	    ((const struct consensus_estimate *)b)->mid);
}

static int
consensus_median(const struct consensus_list *list, struct decimal *ret)
{
	struct range middle = {list->items[(list->n - 1) / 2].mid,
	    list->items[list->n / 2].mid, false, false};

	return range_mid(&middle, ret);
}

static int
consensus_sum(const struct consensus_list *list, struct decimal *ret)
{
	int r = 0;

	*ret = DECIMAL_ZERO;
	for (int i = 0; i < list->n && r == 0; i++)
		r = decimal_add(*ret, list->items[i].mid, ret);
	return r;
}

/* Amounts per share keep four decimals, amounts two. */
static int
consensus_places(enum metric metric)
{
	return metric == METRIC_EPS ? 4 : 2;
}

static bool
consensus_is_estimate(const struct ledger_fact *known, const struct fact *like,
    struct period period, int64_t published)
{
	return known->fact.role == ROLE_ESTIMATE && !known->superseded &&
	       known->published >= published - CONSENSUS_MAX_AGE &&
	       known->published <= published && period_is_known(period) &&
	       period_equal(known->fact.period, period) &&
	       figure_is_comparable(&known->fact, like);
}

void
consensus_collect(const struct history *history, const struct fact *like,
    struct period period, int64_t published, struct consensus *ret)
{
	struct consensus_list list = {0};
	struct consensus found = {0};
	int64_t results = history_last_results(history);

	*ret = (struct consensus){0};
	for (size_t i = 0; i < history->count; i++) {
		const struct ledger_fact *known = &history->facts[i];
		if (consensus_is_estimate(known, like, period, published))
			consensus_take(&list, known);
	}
	if (list.n == 0)
		return;
	for (int i = 0; i < list.n; i++)
		found.stale |= list.items[i].published < results;
	qsort(
	    list.items, (size_t)list.n, sizeof(list.items[0]), consensus_order);
	found.n = list.n;
	found.min = list.items[0].mid;
	found.max = list.items[list.n - 1].mid;
	int r = consensus_sum(&list, &found.sum);
	if (r == 0)
		r = decimal_div(found.sum, decimal_from_int(list.n),
		    consensus_places(like->metric), &found.mean);
	if (r == 0)
		r = consensus_median(&list, &found.median);
	if (r == 0)
		*ret = found;
}

void
consensus_quote(const struct fact *estimate, struct consensus *ret)
{
	struct range range = range_of_fact(estimate);
	struct decimal mid;

	*ret = (struct consensus){0};
	if (range_mid(&range, &mid) < 0)
		return;
	*ret = (struct consensus){.n = 1,
	    .sum = mid,
	    .mean = mid,
	    .median = mid,
	    .min = mid,
	    .max = mid};
}

/* |sum| below a tenth of n times |prior|: the mean is too near zero. */
static bool
consensus_is_unstable(
    const struct consensus *consensus, const struct decimal *prior)
{
	struct decimal sum = decimal_abs(consensus->sum);
	struct decimal level;

	if (prior == NULL)
		return false;
	int r = decimal_mul(*prior, decimal_from_int(consensus->n), &level);
	if (r == 0)
		r = decimal_scale10(sum, 1, &sum);
	return r == 0 && decimal_cmp(sum, decimal_abs(level)) < 0;
}

/* x against the exact mean sum / n, as n x against the sum. */
static int
consensus_pct(
    const struct consensus *consensus, struct decimal x, struct decimal *ret)
{
	struct decimal scaled;
	int r = decimal_mul(x, decimal_from_int(consensus->n), &scaled);

	if (r == 0)
		r = decimal_change_pct(scaled, consensus->sum, ret);
	return r;
}

static void
consensus_percentages(const struct consensus *consensus,
    const struct range *range, struct decimal mid, struct surprise *ret)
{
	int r = consensus_pct(consensus, mid, &ret->mid_pct);

	if (r == 0 && !range->low_open)
		r = consensus_pct(consensus, range->low, &ret->low_pct);
	if (r == 0 && !range->high_open)
		r = consensus_pct(consensus, range->high, &ret->high_pct);
	ret->has_pct = r == 0;
}

static int
consensus_sign(const struct consensus *consensus, struct decimal mid)
{
	struct decimal scaled;

	if (decimal_mul(mid, decimal_from_int(consensus->n), &scaled) < 0)
		return 0;
	return decimal_cmp(scaled, consensus->sum);
}

void
consensus_compare(const struct consensus *consensus, const struct range *range,
    const struct decimal *prior, struct surprise *ret)
{
	struct decimal mid;

	assert(consensus->n > 0);
	*ret = (struct surprise){0};
	if (range_mid(range, &mid) < 0)
		return;
	ret->sign = consensus_sign(consensus, mid);
	ret->below_all =
	    !range->high_open && decimal_cmp(range->high, consensus->min) < 0;
	ret->above_all =
	    !range->low_open && decimal_cmp(range->low, consensus->max) > 0;
	if (!range->high_open)
		ret->has_below = decimal_change_pct(range->high, consensus->min,
				     &ret->below_pct) == 0;
	if (!consensus_is_unstable(consensus, prior))
		consensus_percentages(consensus, range, mid, ret);
}
