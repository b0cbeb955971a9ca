/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Batch lines from outside, by jansson, inside the jail. In: a line; out: what
 * read_text needs. Called by clients/verb_read.c.
 */
#include "reading/batch.h"

#include "lib/base/date.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"

#include <jansson.h>
#include <string.h>

static const char *
batch_text(const json_t *json, const char *key)
{
	return json_string_value(json_object_get(json, key));
}

/* An issuer is a listing, or a code that its market makes one. */
static char *
batch_listing(const char *issuer, const char *market)
{
	char listing[LISTING_MAX];
	char *text;
	int rc;

	if (issuer == NULL || issuer[0] == '\0')
		return NULL;
	if (listing_parse(issuer, listing, NULL) == 0 ||
	    listing_from_cn_code(issuer, listing) == 0)
		return mem_strdup(listing);
	if (market == NULL)
		return NULL;
	text = mem_printf("%s:%s", market, issuer);
	rc = listing_parse(text, listing, NULL);
	mem_free(text);
	return rc == 0 ? mem_strdup(listing) : NULL;
}

static int
batch_check(const json_t *json, struct err *err)
{
	static const char *const texts[] = {"id", "title", "text"};

	if (!json_is_object(json))
		return err_set(err, ERR_SYNTAX, "the line is no JSON object");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const json_t *value = json_object_get(json, texts[i]);

		if (value == NULL && i > 0)
			continue; /* title or text may be missing */
		if (!json_is_string(value))
			return err_set(
			    err, ERR_SYNTAX, "\"%s\" must be text", texts[i]);
	}
	return 0;
}

static void
batch_fill(struct batch_row *row, const json_t *json)
{
	const json_t *text = json_object_get(json, "text");
	const char *published = batch_text(json, "published");
	int32_t day = DATE_NONE;
	char head[11] = "";

	row->id = batch_text(json, "id");
	row->market = batch_text(json, "market");
	if (text != NULL)
		row->text = (struct span){
		    json_string_value(text), json_string_length(text)};
	else
		row->text = span_of("");
	if (published != NULL && strlen(published) >= 10) {
		memcpy(head, published, 10);
		if (date_parse(head, &day) != 0)
			day = DATE_NONE;
	}
	row->listing = batch_listing(batch_text(json, "issuer"), row->market);
	row->hint = (struct document_hint){
	    .title = batch_text(json, "title"),
	    .publisher = batch_text(json, "publisher"),
	    .listing = row->listing,
	    .issuer_name = batch_text(json, "name"),
	    .lang = batch_text(json, "lang"),
	    .market = row->market,
	    .published = day,
	};
}

int
batch_row_parse(struct span line, struct batch_row *ret, struct err *err)
{
	json_error_t fault;
	json_t *json = json_loadb(
	    line.p, line.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &fault);
	int rc;

	if (json == NULL)
		return err_set(
		    err, ERR_SYNTAX, "column %d: %s", fault.column, fault.text);
	rc = batch_check(json, err);
	if (rc != 0) {
		json_decref(json);
		return rc;
	}
	*ret = (struct batch_row){.json = json};
	batch_fill(ret, json);
	return 0;
}

void
batch_row_done(struct batch_row *row)
{
	json_decref(row->json);
	mem_free(row->listing);
	*row = (struct batch_row){0};
}
