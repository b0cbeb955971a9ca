/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Batch lines from outside, inside the jail. In: a line; out: what read_text
 * needs. Called by clients/verb_read.c.
 */
#include "reading/batch.h"

#include "lib/base/date.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "reading/entry.h"
#include "reading/json_row.h"

#include <stdbool.h>
#include <string.h>

#define BATCH_ID_MAX 2048

enum batch_member {
	BATCH_ID,
	BATCH_TITLE,
	BATCH_TEXT,
	BATCH_MARKET,
	BATCH_LANG,
	BATCH_ISSUER,
	BATCH_NAME,
	BATCH_PUBLISHER,
	BATCH_PUBLISHED,
	BATCH_MEMBERS
};

/* The text of a member; NULL for none. */
static const char *
batch_text(const struct batch_row *row, const struct json_member *member)
{
	return member->kind == MEMBER_TEXT ? row->texts.data + member->at
					   : NULL;
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
batch_check(const struct json_member members[BATCH_MEMBERS], struct err *err)
{
	for (int i = 0; i < BATCH_MEMBERS; i++) {
		enum member_kind kind = members[i].kind;
		bool good = kind == MEMBER_TEXT ||
			    (kind == MEMBER_ABSENT && i != BATCH_ID) ||
			    (kind == MEMBER_NULL && i > BATCH_TEXT);
		if (!good)
			return err_set(err, ERR_SYNTAX, "\"%s\" must be text",
			    members[i].name);
	}
	if (members[BATCH_ID].len > BATCH_ID_MAX)
		return err_set(err, ERR_TOOBIG,
		    "\"id\" is longer than %d bytes", BATCH_ID_MAX);
	return 0;
}

static bool
batch_is_blank(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
			return false;
	return true;
}

/* The day that a time begins with; unknown for none. ERR_SYNTAX. */
static int
batch_day(const char *published, int32_t *ret_day, struct err *err)
{
	char head[11] = "";

	*ret_day = DATE_NONE;
	if (published == NULL || published[0] == '\0')
		return 0;
	memcpy(head, published, strnlen(published, 10));
	if (date_parse(head, ret_day) == 0)
		return 0;
	return err_set(err, ERR_SYNTAX,
	    "\"published\" must begin with a date, YYYY-MM-DD");
}

/* An unknown language is a slip; an empty one is none. */
static int
batch_check_lang(const char *lang, struct err *err)
{
	if (lang == NULL || lang[0] == '\0' || entry_lang_of(lang) > LANG_ANY)
		return 0;
	return err_set(err, ERR_SYNTAX, "\"lang\" must be zh, en, ja or ko");
}

/* Owns nothing more when it fails. */
static int
batch_fill(
    struct batch_row *row, const struct json_member *members, struct err *err)
{
	const char *texts[BATCH_MEMBERS];
	int32_t day;

	for (int i = 0; i < BATCH_MEMBERS; i++)
		texts[i] = batch_text(row, &members[i]);
	if (batch_check_lang(texts[BATCH_LANG], err) < 0 ||
	    batch_day(texts[BATCH_PUBLISHED], &day, err) < 0)
		return ERR_SYNTAX;
	row->id = texts[BATCH_ID];
	row->market = texts[BATCH_MARKET];
	row->text = texts[BATCH_TEXT] != NULL ? (struct span){texts[BATCH_TEXT],
						    members[BATCH_TEXT].len}
					      : span_of("");
	row->listing = batch_listing(texts[BATCH_ISSUER], row->market);
	row->hint = (struct document_hint){
	    .title = texts[BATCH_TITLE],
	    .publisher = texts[BATCH_PUBLISHER],
	    .listing = row->listing,
	    .issuer_name = texts[BATCH_NAME],
	    .lang = texts[BATCH_LANG],
	    .market = row->market,
	    .published = day,
	};
	return 0;
}

int
batch_row_parse(struct span line, struct batch_row *ret, struct err *err)
{
	struct json_member members[BATCH_MEMBERS] = {
	    [BATCH_ID] = {.name = "id"},
	    [BATCH_TITLE] = {.name = "title"},
	    [BATCH_TEXT] = {.name = "text"},
	    [BATCH_MARKET] = {.name = "market"},
	    [BATCH_LANG] = {.name = "lang"},
	    [BATCH_ISSUER] = {.name = "issuer"},
	    [BATCH_NAME] = {.name = "name"},
	    [BATCH_PUBLISHER] = {.name = "publisher"},
	    [BATCH_PUBLISHED] = {.name = "published"},
	};
	struct batch_row row = {.id = NULL};

	if (batch_is_blank(line))
		return err_set(err, ERR_SYNTAX, "the line is empty");
	/* A text is no longer than its JSON, and its NUL than its quote. */
	buf_init(&row.texts, line.len);
	int rc = json_row_read(line, members, BATCH_MEMBERS, &row.texts, err);
	if (rc == 0)
		rc = batch_check(members, err);
	if (rc == 0)
		rc = batch_fill(&row, members, err);
	if (rc != 0) {
		buf_done(&row.texts);
		return rc;
	}
	*ret = row;
	return 0;
}

void
batch_row_done(struct batch_row *row)
{
	buf_done(&row->texts);
	mem_free(row->listing);
	*row = (struct batch_row){.id = NULL};
}
