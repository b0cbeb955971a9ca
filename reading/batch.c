/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Batch lines from outside, by jansson, inside the jail. In: a line; out: what
 * read_text needs. Called by clients/verb_read.c.
 */
#include "reading/batch.h"

#include "lib/base/date.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "reading/json_guard.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#define BATCH_ID_MAX 2048

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

/* Every line has an id; title and text may be missing, others be null. */
static int
batch_check_types(const json_t *json, struct err *err)
{
	static const struct {
		const char *key;
		bool needed, null;
	} texts[] = {
	    {"id", true, false},
	    {"title", false, false},
	    {"text", false, false},
	    {"market", false, true},
	    {"lang", false, true},
	    {"issuer", false, true},
	    {"name", false, true},
	    {"publisher", false, true},
	    {"published", false, true},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const json_t *value = json_object_get(json, texts[i].key);

		if (value == NULL ? texts[i].needed
				  : !json_is_string(value) &&
					!(texts[i].null && json_is_null(value)))
			return err_set(err, ERR_SYNTAX, "\"%s\" must be text",
			    texts[i].key);
	}
	return 0;
}

static int
batch_check(const json_t *json, struct err *err)
{
	if (!json_is_object(json))
		return err_set(err, ERR_SYNTAX, "the line is no JSON object");
	int rc = batch_check_types(json, err);
	if (rc == 0 &&
	    json_string_length(json_object_get(json, "id")) > BATCH_ID_MAX)
		return err_set(err, ERR_TOOBIG,
		    "\"id\" is longer than %d bytes", BATCH_ID_MAX);
	return rc;
}

static bool
batch_is_blank(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
			return false;
	return true;
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
	json_t *json;
	int rc;

	if (batch_is_blank(line))
		return err_set(err, ERR_SYNTAX, "the line is empty");
	rc = json_guard(line, err);
	if (rc != 0)
		return rc;
	json = json_loadb(
	    line.p, line.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &fault);
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
