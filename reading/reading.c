/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what a document says, fact by fact, or the bytes of a message. Out: the
 * record that the ledger compares. The grammar fills it, the reader's codec
 * and the store's rows carry it.
 */
#include "reading/reading.h"

#include "lib/base/mem.h"

/* 0001-01-01 and 9999-12-31, which the calendar can hold. */
#define DAY_FIRST (-719162)
#define DAY_LAST  2932896

void
fact_done(struct fact *fact)
{
	mem_free(fact->quote);
	mem_free(fact->broker);
	mem_free(fact->why);
	*fact = (struct fact){0};
}

void
fact_copy(struct fact *to, const struct fact *from)
{
	*to = *from;
	to->quote = mem_strdup(from->quote);
	to->broker = mem_strdup(from->broker);
	to->why = mem_strdup(from->why);
}

void
reading_init(struct reading *reading)
{
	*reading = (struct reading){.period = {DATE_NONE, DATE_NONE}};
}

void
reading_done(struct reading *reading)
{
	mem_free(reading->unreadable_why);
	mem_free(reading->publisher);
	mem_free(reading->lang);
	mem_free(reading->number);
	mem_free(reading->issuer_name);
	for (size_t i = 0; i < reading->listing_count; i++)
		mem_free(reading->listings[i]);
	mem_free(reading->listings);
	for (size_t i = 0; i < reading->fact_count; i++)
		fact_done(&reading->facts[i]);
	mem_free(reading->facts);
	for (size_t i = 0; i < reading->phrase_count; i++) {
		mem_free(reading->phrases[i].id);
		mem_free(reading->phrases[i].quote);
	}
	mem_free(reading->phrases);
	for (size_t i = 0; i < reading->reject_count; i++)
		reject_done(&reading->rejects[i]);
	mem_free(reading->rejects);
	reading_init(reading);
}

/*
 * Room for element n of an array that holds no capacity: it has that of the
 * next power of two, which also holds after elements were dropped.
 */
static void *
reading_grow(void *p, size_t n, size_t size)
{
	if (p != NULL && (n & (n - 1)) != 0)
		return p;
	return mem_resize(p, n > 0 ? 2 * n : 1, size);
}

struct fact *
reading_add_fact(struct reading *reading)
{
	size_t n = reading->fact_count++;

	reading->facts = reading_grow(reading->facts, n, sizeof(struct fact));
	reading->facts[n] = (struct fact){.period = {DATE_NONE, DATE_NONE}};
	return &reading->facts[n];
}

static struct phrase *
reading_new_phrase(struct reading *reading)
{
	size_t n = reading->phrase_count++;

	reading->phrases =
	    reading_grow(reading->phrases, n, sizeof(struct phrase));
	reading->phrases[n] = (struct phrase){0};
	return &reading->phrases[n];
}

void
reading_add_phrase(
    struct reading *reading, const char *id, struct span quote, int64_t offset)
{
	struct phrase *phrase = reading_new_phrase(reading);

	phrase->id = mem_strdup(id);
	phrase->quote = mem_strndup(quote.p, quote.len);
	phrase->offset = offset;
}

/* Takes listing. */
static void
reading_take_listing(struct reading *reading, char *listing)
{
	size_t n = reading->listing_count++;

	reading->listings = reading_grow(reading->listings, n, sizeof(char *));
	reading->listings[n] = listing;
}

void
reading_add_listing(struct reading *reading, const char *listing)
{
	reading_take_listing(reading, mem_strdup(listing));
}

void
reading_put_period(struct buf *buf, struct period period)
{
	wire_put_i64(buf, period.start);
	wire_put_i64(buf, period.end);
}

void
fact_put(struct buf *buf, const struct fact *fact)
{
	wire_put_u8(buf, (uint8_t)fact->metric);
	wire_put_u8(buf, (uint8_t)fact->basis);
	wire_put_u8(buf, (uint8_t)fact->role);
	reading_put_period(buf, fact->period);
	wire_put_decimal(buf, fact->low);
	wire_put_decimal(buf, fact->high);
	wire_put_u8(buf, fact->low_open);
	wire_put_u8(buf, fact->high_open);
	wire_put_u8(buf, fact->low_excl);
	wire_put_u8(buf, fact->high_excl);
	wire_put_u8(buf, fact->approx);
	wire_put_u8(buf, fact->derived);
	wire_put_u8(buf, fact->double_negative);
	wire_put_bytes(buf, fact->currency, CURRENCY_MAX);
	wire_put_str(buf, fact->quote != NULL ? fact->quote : "");
	wire_put_i64(buf, fact->offset);
	wire_put_i64(buf, fact->page);
	wire_put_str(buf, fact->broker);
	wire_put_str(buf, fact->why);
}

void
reading_put(struct buf *buf, const struct reading *reading)
{
	wire_put_u8(buf, (uint8_t)reading->form);
	wire_put_u8(buf, (uint8_t)reading->claimed_class);
	wire_put_u8(buf, (uint8_t)reading->claimed_guidance);
	wire_put_u8(buf, (uint8_t)reading->distress);
	wire_put_u8(buf, (uint8_t)reading->words);
	wire_put_u8(buf, reading->by_issuer);
	wire_put_u8(buf, reading->readable);
	wire_put_u8(buf, reading->truncated);
	wire_put_u8(buf, reading->correction);
	wire_put_u8(buf, reading->from_row);
	wire_put_str(buf, reading->unreadable_why);
	wire_put_str(buf, reading->publisher);
	wire_put_str(buf, reading->lang);
	wire_put_str(buf, reading->number);
	reading_put_period(buf, reading->period);
	wire_put_i64(buf, reading->pages);
	wire_put_i64(buf, reading->text_len);
	wire_put_str(buf, reading->issuer_name);
	wire_put_u32(buf, (uint32_t)reading->listing_count);
	for (size_t i = 0; i < reading->listing_count; i++)
		wire_put_str(buf, reading->listings[i]);
	wire_put_u32(buf, (uint32_t)reading->fact_count);
	for (size_t i = 0; i < reading->fact_count; i++)
		fact_put(buf, &reading->facts[i]);
	wire_put_u32(buf, (uint32_t)reading->phrase_count);
	for (size_t i = 0; i < reading->phrase_count; i++) {
		wire_put_str(buf, reading->phrases[i].id);
		wire_put_str(buf, reading->phrases[i].quote);
		wire_put_i64(buf, reading->phrases[i].offset);
		wire_put_i64(buf, reading->phrases[i].page);
	}
	wire_put_u32(buf, (uint32_t)reading->reject_count);
	for (size_t i = 0; i < reading->reject_count; i++)
		reject_put(buf, &reading->rejects[i]);
}

static int64_t
reading_get_between(struct wire *wire, int64_t min, int64_t max)
{
	int64_t v = wire_get_i64(wire);

	if (v >= min && v <= max)
		return v;
	wire->bad = true;
	return 0;
}

/* A day of the years 1 to 9999, or none. */
static int32_t
reading_get_day(struct wire *wire)
{
	int64_t v = wire_get_i64(wire);

	if (v == DATE_NONE || (v >= DAY_FIRST && v <= DAY_LAST))
		return (int32_t)v;
	wire->bad = true;
	return DATE_NONE;
}

struct period
reading_get_period(struct wire *wire)
{
	struct period period;

	period.start = reading_get_day(wire);
	period.end = reading_get_day(wire);
	return period;
}

/* Text that is never missing. */
static char *
reading_get_text(struct wire *wire)
{
	char *s = wire_get_str(wire);

	if (s == NULL)
		wire->bad = true;
	return s;
}

static void
reading_get_currency(struct wire *wire, char currency[CURRENCY_MAX])
{
	struct span span = wire_get_bytes(wire);

	if (wire->bad)
		return;
	if (span.len != CURRENCY_MAX || span.p[CURRENCY_MAX - 1] != '\0') {
		wire->bad = true;
		return;
	}
	for (size_t i = 0; i < CURRENCY_MAX; i++)
		currency[i] = span.p[i];
}

void
fact_get(struct wire *wire, struct fact *fact)
{
	fact->metric = wire_get_choice(wire, METRIC_COUNT);
	fact->basis = wire_get_choice(wire, BASIS_COUNT);
	fact->role = wire_get_choice(wire, ROLE_COUNT);
	fact->period = reading_get_period(wire);
	fact->low = wire_get_decimal(wire);
	fact->high = wire_get_decimal(wire);
	fact->low_open = wire_get_bool(wire);
	fact->high_open = wire_get_bool(wire);
	fact->low_excl = wire_get_bool(wire);
	fact->high_excl = wire_get_bool(wire);
	fact->approx = wire_get_bool(wire);
	fact->derived = wire_get_bool(wire);
	fact->double_negative = wire_get_bool(wire);
	reading_get_currency(wire, fact->currency);
	fact->quote = reading_get_text(wire);
	fact->offset = reading_get_between(wire, 0, INT64_MAX);
	fact->page = (int)reading_get_between(wire, 0, INT32_MAX);
	fact->broker = wire_get_str(wire);
	fact->why = wire_get_str(wire);
	if (!fact->low_open && !fact->high_open &&
	    decimal_cmp(fact->low, fact->high) > 0)
		wire->bad = true;
}

static void
reading_get_lists(struct wire *wire, struct reading *reading)
{
	uint32_t n = wire_get_count(wire, UINT32_MAX);

	for (uint32_t i = 0; i < n && !wire->bad; i++)
		reading_take_listing(reading, reading_get_text(wire));
	n = wire_get_count(wire, UINT32_MAX);
	for (uint32_t i = 0; i < n && !wire->bad; i++)
		fact_get(wire, reading_add_fact(reading));
	n = wire_get_count(wire, UINT32_MAX);
	for (uint32_t i = 0; i < n && !wire->bad; i++) {
		struct phrase *phrase = reading_new_phrase(reading);
		phrase->id = reading_get_text(wire);
		phrase->quote = reading_get_text(wire);
		phrase->offset = reading_get_between(wire, 0, INT64_MAX);
		phrase->page = (int)reading_get_between(wire, 0, INT32_MAX);
	}
	n = wire_get_count(wire, REJECT_MAX);
	reading->rejects = mem_array(n, sizeof(struct reject));
	for (uint32_t i = 0; i < n && !wire->bad; i++)
		reject_get(wire, &reading->rejects[reading->reject_count++]);
}

void
reading_get(struct wire *wire, struct reading *reading)
{
	reading_init(reading);
	reading->form = wire_get_choice(wire, FORM_COUNT);
	reading->claimed_class = wire_get_choice(wire, CLASS_COUNT);
	reading->claimed_guidance = wire_get_choice(wire, GUIDANCE_COUNT);
	reading->distress = wire_get_choice(wire, DISTRESS_COUNT);
	reading->words = wire_get_choice(wire, WORDS_DOWN_STRONG + 1);
	reading->by_issuer = wire_get_bool(wire);
	reading->readable = wire_get_bool(wire);
	reading->truncated = wire_get_bool(wire);
	reading->correction = wire_get_bool(wire);
	reading->from_row = wire_get_bool(wire);
	reading->unreadable_why = wire_get_str(wire);
	reading->publisher = wire_get_str(wire);
	reading->lang = wire_get_str(wire);
	reading->number = wire_get_str(wire);
	reading->period = reading_get_period(wire);
	reading->pages = (int)reading_get_between(wire, 0, INT32_MAX);
	reading->text_len = reading_get_between(wire, 0, INT64_MAX);
	reading->issuer_name = wire_get_str(wire);
	reading_get_lists(wire, reading);
}
