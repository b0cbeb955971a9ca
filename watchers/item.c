/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: rows as the reader understood them, or the bytes of a message. Out: the
 * same on the other side of the socket. The list engines, the reader's codec
 * and the watchers call it.
 */
#include "watchers/item.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"

#include <string.h>

/* The years 1 to 9999, which the calendar can hold. */
#define WALL_FIRST INT64_C(-62135596800000)
#define WALL_LAST  INT64_C(253402300799999)

static void
item_issuer_done(struct item_issuer *issuer)
{
	mem_free(issuer->listing);
	mem_free(issuer->code);
	mem_free(issuer->name);
}

static void
item_fact_done(struct item_fact *fact)
{
	mem_free(fact->currency);
	mem_free(fact->broker);
	mem_free(fact->quote);
}

void
item_done(struct item *item)
{
	mem_free(item->key);
	mem_free(item->title);
	mem_free(item->url);
	mem_free(item->page_url);
	mem_free(item->publisher);
	mem_free(item->category);
	mem_free(item->text);
	mem_free(item->published_raw);
	for (size_t i = 0; i < item->issuer_count; i++)
		item_issuer_done(&item->issuers[i]);
	mem_free(item->issuers);
	for (size_t i = 0; i < item->fact_count; i++)
		item_fact_done(&item->facts[i]);
	mem_free(item->facts);
	*item = (struct item){0};
}

/* Room for one more issuer, zeroed. */
static struct item_issuer *
item_new_issuer(struct item *item)
{
	size_t n = item->issuer_count;

	item->issuers =
	    mem_resize(item->issuers, n + 1, sizeof(*item->issuers));
	item->issuers[n] = (struct item_issuer){0};
	item->issuer_count = n + 1;
	return &item->issuers[n];
}

void
item_add_issuer(
    struct item *item, const char *listing, const char *code, const char *name)
{
	struct item_issuer *issuer = item_new_issuer(item);

	issuer->listing = mem_strdup(listing);
	issuer->code = mem_strdup(code);
	issuer->name = mem_strdup(name);
}

struct item_fact *
item_add_fact(struct item *item)
{
	size_t n = item->fact_count;

	item->facts = mem_resize(item->facts, n + 1, sizeof(*item->facts));
	item->facts[n] = (struct item_fact){.period = {DATE_NONE, DATE_NONE}};
	item->fact_count = n + 1;
	return &item->facts[n];
}

static void
item_fact_copy(struct item_fact *to, const struct item_fact *from)
{
	*to = *from;
	to->currency = mem_strdup(from->currency);
	to->broker = mem_strdup(from->broker);
	to->quote = mem_strdup(from->quote);
}

static bool
item_fact_is_same(const struct item_fact *a, const struct item_fact *b)
{
	const char *broker = a->broker != NULL ? a->broker : "";

	return a->metric == b->metric && a->basis == b->basis &&
	       a->role == b->role && period_equal(a->period, b->period) &&
	       strcmp(broker, b->broker != NULL ? b->broker : "") == 0;
}

/* A source calls the forecast that is known its former one: no news. */
static bool
item_fact_is_known(const struct item *item, const struct item_fact *fact)
{
	struct item_fact like = *fact;

	like.role = ROLE_FORECAST;
	for (size_t i = 0; i < item->fact_count; i++) {
		const struct item_fact *known = &item->facts[i];
		if (item_fact_is_same(known, &like) &&
		    known->low_open == fact->low_open &&
		    known->high_open == fact->high_open &&
		    decimal_cmp(known->low, fact->low) == 0 &&
		    decimal_cmp(known->high, fact->high) == 0)
			return true;
	}
	return false;
}

static void
item_merge_fact(struct item *to, const struct item_fact *fact)
{
	size_t at = 0;

	if (fact->role == ROLE_FORECAST_PREVIOUS &&
	    item_fact_is_known(to, fact))
		return;
	while (at < to->fact_count && !item_fact_is_same(&to->facts[at], fact))
		at++;
	if (at < to->fact_count)
		item_fact_done(&to->facts[at]);
	else if (at < ITEM_FACTS_MAX)
		(void)item_add_fact(to); /* is filled right away */
	else
		return;
	item_fact_copy(&to->facts[at], fact);
}

void
item_merge_facts(struct item *to, const struct item *from)
{
	for (int former = 0; former <= 1; former++) {
		for (size_t i = 0; i < from->fact_count; i++) {
			const struct item_fact *fact = &from->facts[i];
			if ((fact->role == ROLE_FORECAST_PREVIOUS) == former)
				item_merge_fact(to, fact);
		}
	}
}

void
item_copy(struct item *to, const struct item *from)
{
	*to = (struct item){
	    .key = mem_strdup(from->key),
	    .title = mem_strdup(from->title),
	    .url = mem_strdup(from->url),
	    .page_url = mem_strdup(from->page_url),
	    .publisher = mem_strdup(from->publisher),
	    .category = mem_strdup(from->category),
	    .text = mem_strdup(from->text),
	    .published_raw = mem_strdup(from->published_raw),
	    .published = from->published,
	    .precision = from->precision,
	    .updated = from->updated,
	};
	for (size_t i = 0; i < from->issuer_count; i++) {
		const struct item_issuer *issuer = &from->issuers[i];
		item_add_issuer(
		    to, issuer->listing, issuer->code, issuer->name);
	}
	for (size_t i = 0; i < from->fact_count; i++)
		item_fact_copy(item_add_fact(to), &from->facts[i]);
}

static void
item_put_fact(struct buf *buf, const struct item_fact *fact)
{
	wire_put_u8(buf, (uint8_t)fact->metric);
	wire_put_u8(buf, (uint8_t)fact->basis);
	wire_put_u8(buf, (uint8_t)fact->role);
	wire_put_i64(buf, fact->period.start);
	wire_put_i64(buf, fact->period.end);
	wire_put_decimal(buf, fact->low);
	wire_put_decimal(buf, fact->high);
	wire_put_u8(buf, fact->low_open);
	wire_put_u8(buf, fact->high_open);
	wire_put_str(buf, fact->currency);
	wire_put_str(buf, fact->broker);
	wire_put_str(buf, fact->quote);
}

static int32_t
item_get_day(struct wire *wire)
{
	int64_t day = wire_get_i64(wire);
	bool known = day >= WALL_FIRST / DAY_MS && day <= WALL_LAST / DAY_MS;

	wire->bad |= !known && day != DATE_NONE;
	return known ? (int32_t)day : DATE_NONE;
}

static void
item_get_fact(struct wire *wire, struct item_fact *fact)
{
	fact->metric = (enum metric)wire_get_choice(wire, METRIC_COUNT);
	fact->basis = (enum basis)wire_get_choice(wire, BASIS_COUNT);
	fact->role = (enum role)wire_get_choice(wire, ROLE_COUNT);
	fact->period.start = item_get_day(wire);
	fact->period.end = item_get_day(wire);
	fact->low = wire_get_decimal(wire);
	fact->high = wire_get_decimal(wire);
	fact->low_open = wire_get_bool(wire);
	fact->high_open = wire_get_bool(wire);
	fact->currency = wire_get_str(wire);
	fact->broker = wire_get_str(wire);
	fact->quote = wire_get_str(wire);
	wire->bad |= fact->currency == NULL || fact->quote == NULL;
}

void
item_put_facts(struct buf *buf, const struct item *item)
{
	wire_put_u32(buf, (uint32_t)item->fact_count);
	for (size_t i = 0; i < item->fact_count; i++)
		item_put_fact(buf, &item->facts[i]);
}

void
item_get_facts(struct wire *wire, struct item *item)
{
	uint32_t n = wire_get_count(wire, UINT32_MAX);

	for (uint32_t i = 0; i < n && !wire->bad; i++)
		item_get_fact(wire, item_add_fact(item));
}

void
item_put(struct buf *buf, const struct item *item)
{
	wire_put_str(buf, item->key);
	wire_put_str(buf, item->title);
	wire_put_str(buf, item->url);
	wire_put_str(buf, item->page_url);
	wire_put_str(buf, item->publisher);
	wire_put_str(buf, item->category);
	wire_put_str(buf, item->text);
	wire_put_str(buf, item->published_raw);
	wire_put_i64(buf, item->published);
	wire_put_u8(buf, (uint8_t)item->precision);
	wire_put_i64(buf, item->updated);
	wire_put_u32(buf, (uint32_t)item->issuer_count);
	for (size_t i = 0; i < item->issuer_count; i++) {
		wire_put_str(buf, item->issuers[i].listing);
		wire_put_str(buf, item->issuers[i].code);
		wire_put_str(buf, item->issuers[i].name);
	}
	item_put_facts(buf, item);
}

void
item_get(struct wire *wire, struct item *item)
{
	*item = (struct item){0};
	item->key = wire_get_str(wire);
	item->title = wire_get_str(wire);
	item->url = wire_get_str(wire);
	item->page_url = wire_get_str(wire);
	item->publisher = wire_get_str(wire);
	item->category = wire_get_str(wire);
	item->text = wire_get_str(wire);
	item->published_raw = wire_get_str(wire);
	item->published = wire_get_i64(wire);
	item->precision = wire_get_choice(wire, PRECISION_COUNT);
	item->updated = wire_get_i64(wire);
	if (item->key == NULL || item->title == NULL ||
	    item->published < WALL_FIRST || item->published > WALL_LAST ||
	    item->updated < WALL_FIRST || item->updated > WALL_LAST)
		wire->bad = true;
	uint32_t n = wire_get_count(wire, UINT32_MAX);
	for (uint32_t i = 0; i < n && !wire->bad; i++) {
		struct item_issuer *issuer = item_new_issuer(item);
		issuer->listing = wire_get_str(wire);
		issuer->code = wire_get_str(wire);
		issuer->name = wire_get_str(wire);
	}
	item_get_facts(wire, item);
}
