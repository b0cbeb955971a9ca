/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a row that finds its names, and the spec of the list. Out: an item, or
 * what the row lacks. Called by list_reader.c.
 */
#include "reading/list_value.h"

#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "reading/list_clean.h"
#include "reading/list_fact.h"
#include "reading/list_time.h"
#include "reading/list_url.h"

#include <string.h>
#include <strings.h>

#define LIST_VALUE_LIMIT (64 * KIB) /* of a value before it is cleaned */
#define LIST_KEY_LIMIT	 512
#define LIST_TITLE_LIMIT (2 * KIB)
#define LIST_URL_LIMIT	 (4 * KIB)
#define LIST_WORD_LIMIT	 KIB /* publisher, category, code, name */
#define LIST_ISSUERS	 100 /* of one row */
#define LIST_TEXT_LIMIT	 MIB

static const char list_separator[] = {LIST_VALUE_SEPARATOR, '\0'};

int
list_value_fill(
    const char *template, const struct list_row *row, struct buf *out)
{
	int r = 0;

	while (*template != '\0' && r == 0) {
		size_t literal = strcspn(template, "{}");
		r = buf_add(out, template, literal);
		template += literal;
		if (*template == '\0' || r < 0)
			continue;
		const char *end = strchr(template, '}');
		if (*template != '{' || end == NULL)
			return ERR_SYNTAX;
		template ++;
		r = row->find(row,
		    (struct span){template, (size_t)(end - template)}, out);
		template = end + 1;
	}
	return r;
}

char *
list_value_clean(char *text, unsigned ops)
{
	if ((ops & LIST_OP_TRIM) != 0)
		list_clean_trim(text);
	if ((ops & LIST_OP_NFKC) != 0)
		text = list_clean_nfkc(text);
	if ((ops & LIST_OP_STRIP_TAGS) != 0)
		list_clean_tags(text);
	if ((ops & LIST_OP_UNESCAPE) != 0)
		list_clean_entities(text);
	if ((ops & LIST_OP_NO_SPACES) != 0)
		list_clean_spaces(text);
	if ((ops & LIST_OP_LOWER) != 0)
		text = list_clean_lower(text);
	if ((ops & LIST_OP_NO_ZEROS) != 0)
		list_clean_zeros(text);
	list_clean_lines(text);
	return text;
}

/* What text becomes by the map. Takes and gives. */
static char *
list_value_map(const struct list_map *map, char *text)
{
	const char *to = map->otherwise;

	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->pairs[i].name, text) == 0)
			to = map->pairs[i].value;
	if (map->count == 0 || to == NULL)
		return text;
	mem_free(text);
	return mem_strdup(to);
}

/* The field before it is cleaned; NULL: none. Gives. */
static char *
list_value_raw(
    const struct list_value *value, const struct list_row *row, size_t limit)
{
	struct buf out;

	if (value->template == NULL)
		return NULL;
	buf_init(&out, limit);
	if (list_value_fill(value->template, row, &out) == 0)
		return buf_take(&out);
	buf_done(&out);
	return NULL;
}

/* Separators become blanks, what is left of the text is cut. Takes, gives. */
static char *
list_value_finish(char *text, size_t limit)
{
	for (char *p = text; *p != '\0'; p++)
		if (*p == LIST_VALUE_SEPARATOR)
			*p = ' ';
	list_clean_trim(text);
	list_clean_cut(text, limit);
	if (*text != '\0')
		return text;
	mem_free(text);
	return NULL;
}

char *
list_value_text(
    const struct list_value *value, const struct list_row *row, size_t limit)
{
	char *text = list_value_raw(value, row, LIST_VALUE_LIMIT);

	if (text == NULL && (value->template == NULL || value->map.count == 0))
		return NULL;
	/* A map has a word for nothing, too. */
	text =
	    text != NULL ? list_value_clean(text, value->ops) : mem_strdup("");
	return list_value_finish(list_value_map(&value->map, text), limit);
}

/* The document itself: its lines stay. Gives. */
static char *
list_value_document(const struct list_value *value, const struct list_row *row)
{
	char *text = list_value_raw(value, row, LIST_TEXT_LIMIT);

	if (text == NULL)
		return NULL;
	if ((value->ops & LIST_OP_STRIP_TAGS) != 0)
		list_clean_tags(text);
	if ((value->ops & LIST_OP_UNESCAPE) != 0)
		list_clean_entities(text);
	return list_value_finish(text, LIST_TEXT_LIMIT);
}

static char *
list_value_field(const struct list_spec *spec, enum list_field field,
    const struct list_row *row, size_t limit)
{
	return list_value_text(&spec->fields[field], row, limit);
}

/* An address that a filing may be fetched from, or NULL. Gives. */
static char *
list_value_url(const struct list_spec *spec, enum list_field field,
    const struct list_row *row)
{
	const struct list_value *value = &spec->fields[field];
	bool relative =
	    spec->engine == ENGINE_HTML || spec->engine == ENGINE_FEED;
	char *url = list_value_raw(value, row, LIST_VALUE_LIMIT);

	if (url == NULL)
		return NULL;
	url[strcspn(url, list_separator)] = '\0'; /* of several the first */
	url = list_value_clean(url, value->ops);
	url = list_value_finish(
	    list_value_map(&value->map, url), LIST_URL_LIMIT + 1);
	if (url == NULL)
		return NULL;
	bool good = strlen(url) <= LIST_URL_LIMIT &&
		    (relative || list_url_is_good(url));
	char *whole =
	    good ? list_url_resolve(relative ? spec->base : NULL, url) : NULL;
	mem_free(url);
	return whole;
}

/* The next of the values in *rest, cleaned; NULL: no more. Gives. */
static char *
list_value_next(const struct list_value *value, char **rest)
{
	char *start = *rest;

	if (start == NULL)
		return NULL;
	char *end = strpbrk(start, list_separator);
	size_t skip = 1;
	if (value->split != NULL && *value->split != '\0') {
		char *split = strstr(start, value->split);
		if (split != NULL && (end == NULL || split < end)) {
			end = split;
			skip = strlen(value->split);
		}
	}
	*rest = end != NULL ? end + skip : NULL;
	size_t n = end != NULL ? (size_t)(end - start) : strlen(start);
	char *text = list_value_clean(mem_strndup(start, n), value->ops);
	text = list_value_map(&value->map, text);
	list_clean_cut(text, LIST_WORD_LIMIT);
	return text;
}

/* How codes of the markets with a word of their own are shown. */
static const struct {
	const char *market, *mic;
} list_markets[] = {
    {"hk", "XHKG"}, {"jp", "XTKS"}, {"kr", "XKRX"}, {"us", "US"}};

/*
 * A Japanese code of five places is the one of four and a check digit 0;
 * London fills up codes of two places with a dot.
 */
static void
list_value_cut_code(const char *market, char *code)
{
	size_t n = strlen(code);

	if ((strcmp(market, "jp") == 0 && n == 5 && code[n - 1] == '0') ||
	    (n > 1 && code[n - 1] == '.'))
		code[n - 1] = '\0';
}

/* The listing of a code by its market, or one that it names itself. */
static int
list_value_listing(const char *market, const char *code, char ret[LISTING_MAX])
{
	const char *mic = market;

	if (strcmp(market, "cn") == 0)
		return listing_from_cn_code(code, ret);
	for (size_t i = 0; i < sizeof(list_markets) / sizeof(*list_markets);
	     i++)
		if (strcmp(market, list_markets[i].market) == 0)
			mic = list_markets[i].mic;
	char *own = mem_strdup(code);
	list_value_cut_code(market, own);
	int r = ERR_INVALID;
	if (strpbrk(own, ":.") != NULL)
		r = listing_parse(own, ret, NULL);
	if (r < 0) { /* a dot may be of the ticker: BT.A */
		char *text = mem_printf("%s:%s", mic, own);
		r = listing_parse(text, ret, NULL);
		mem_free(text);
	}
	mem_free(own);
	return r;
}

/* The listing that the configuration gives a code; NULL: none. */
static const char *
list_value_known(const struct list_spec *spec, const char *code)
{
	for (size_t i = 0; i < spec->code_count; i++)
		if (strcmp(spec->codes[i].name, code) == 0)
			return spec->codes[i].value;
	return NULL;
}

static void
list_value_add_issuer(const struct list_spec *spec, struct item *item,
    const char *code, const char *name)
{
	char listing[LISTING_MAX];
	const char *known = spec->listing;

	if (known == NULL && code != NULL)
		known = list_value_known(spec, code);
	if (known == NULL && code != NULL && spec->market != NULL &&
	    list_value_listing(spec->market, code, listing) == 0)
		known = listing;
	if (known != NULL || code != NULL || name != NULL)
		item_add_issuer(item, known, code, name);
}

/* Codes and names stand in the same order; either may be short. */
static void
list_value_issuers(
    const struct list_spec *spec, const struct list_row *row, struct item *item)
{
	const struct list_value *fields = spec->fields;
	char *codes = list_value_raw(&fields[LIST_CODE], row, LIST_VALUE_LIMIT);
	char *names = list_value_raw(&fields[LIST_NAME], row, LIST_VALUE_LIMIT);
	char *code_rest = codes, *name_rest = names;

	for (int i = 0; i < LIST_ISSUERS; i++) {
		char *code = list_value_next(&fields[LIST_CODE], &code_rest);
		char *name = list_value_next(&fields[LIST_NAME], &name_rest);
		bool empty = (code == NULL || *code == '\0') &&
			     (name == NULL || *name == '\0');
		if (!empty || (i == 0 && spec->listing != NULL))
			list_value_add_issuer(spec, item, code, name);
		mem_free(code);
		mem_free(name);
		if (code_rest == NULL && name_rest == NULL)
			break;
	}
	mem_free(codes);
	mem_free(names);
}

/* An entry of a feed may have a time that nobody can read, or none. */
static int
list_value_feed_time(const struct list_spec *spec, struct item *item)
{
	if (item->published_raw == NULL ||
	    list_time_parse(spec, item->published_raw, &item->published,
		&item->precision) < 0) {
		item->published = 0;
		item->precision = PRECISION_NONE;
	}
	return 0;
}

/* When the source changed it last; what cannot be read is not said. */
static void
list_value_updated(
    const struct list_spec *spec, const struct list_row *row, struct item *item)
{
	char *raw = list_value_field(spec, LIST_UPDATED, row, LIST_WORD_LIMIT);
	enum precision precision;

	if (raw == NULL ||
	    list_time_parse(spec, raw, &item->updated, &precision) < 0)
		item->updated = 0;
	mem_free(raw);
}

/* Fills the members that a row must have. */
static int
list_value_needed(const struct list_spec *spec, const struct list_row *row,
    struct item *item, struct err *err)
{
	item->key = list_value_field(spec, LIST_KEY, row, LIST_KEY_LIMIT + 1);
	item->title = list_value_field(spec, LIST_TITLE, row, LIST_TITLE_LIMIT);
	item->published_raw =
	    list_value_field(spec, LIST_TIME, row, LIST_WORD_LIMIT);
	if (item->key == NULL && spec->fields[LIST_KEY].template != NULL)
		return err_set(err, ERR_INVALID, "no key");
	if (item->key != NULL && strlen(item->key) > LIST_KEY_LIMIT)
		return err_set(err, ERR_INVALID, "a key of more than %d bytes",
		    LIST_KEY_LIMIT);
	if (item->title == NULL)
		return err_set(err, ERR_INVALID, "no title");
	if (spec->time_kind == LIST_TIME_FEED)
		return list_value_feed_time(spec, item);
	if (item->published_raw == NULL)
		return err_set(err, ERR_INVALID, "no time");
	if (list_time_parse(spec, item->published_raw, &item->published,
		&item->precision) < 0)
		return err_set(err, ERR_INVALID,
		    "'%.40s' is no time as declared", item->published_raw);
	return 0;
}

int
list_value_item(const struct list_spec *spec, const struct list_row *row,
    struct item *item, struct err *err)
{
	*item = (struct item){0};
	int r = list_value_needed(spec, row, item, err);
	if (r < 0) {
		item_done(item);
		return r;
	}
	item->url = list_value_url(spec, LIST_URL, row);
	item->page_url = list_value_url(spec, LIST_PAGE_URL, row);
	item->publisher =
	    list_value_field(spec, LIST_PUBLISHER, row, LIST_WORD_LIMIT);
	item->category =
	    list_value_field(spec, LIST_CATEGORY, row, LIST_WORD_LIMIT);
	item->text = list_value_document(&spec->fields[LIST_TEXT], row);
	list_value_updated(spec, row, item);
	list_value_issuers(spec, row, item);
	r = list_fact_read(spec, row, item, err);
	if (r < 0)
		item_done(item);
	return r;
}
