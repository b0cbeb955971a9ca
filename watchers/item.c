/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: rows as the reader understood them, or the bytes of a message. Out: the
 * same on the other side of the socket. The list engines, the reader's codec
 * and the watchers call it.
 */
#include "watchers/item.h"

#include "lib/base/mem.h"

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
	};
	for (size_t i = 0; i < from->issuer_count; i++) {
		const struct item_issuer *issuer = &from->issuers[i];
		item_add_issuer(
		    to, issuer->listing, issuer->code, issuer->name);
	}
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
	wire_put_u32(buf, (uint32_t)item->issuer_count);
	for (size_t i = 0; i < item->issuer_count; i++) {
		wire_put_str(buf, item->issuers[i].listing);
		wire_put_str(buf, item->issuers[i].code);
		wire_put_str(buf, item->issuers[i].name);
	}
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
	if (item->key == NULL || item->title == NULL ||
	    item->published < WALL_FIRST || item->published > WALL_LAST)
		wire->bad = true;
	item->precision = wire_get_choice(wire, PRECISION_COUNT);
	uint32_t n = wire_get_count(wire, UINT32_MAX);
	for (uint32_t i = 0; i < n && !wire->bad; i++) {
		struct item_issuer *issuer = item_new_issuer(item);
		issuer->listing = wire_get_str(wire);
		issuer->code = wire_get_str(wire);
		issuer->name = wire_get_str(wire);
	}
}
