/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: items. Goes out: rows of the tables item, item_issuer and
 * item_revision, and back. Called by watchers/watcher.c, and by
 * daemon/pipeline.c for items it works on.
 */
#include "watchers/item_rows.h"

#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "watchers/identity_rows.h"

#include <stdio.h>
#include <string.h>

/* Bytes of SHA-256 kept per item: only ever compared with the same key's. */
#define ITEM_DIGEST_LEN	 16
#define ITEM_DIGEST_SIZE BASE32_SIZE(ITEM_DIGEST_LEN)
#define ITEM_FACTS_LIMIT MIB

/* facts: of the item, as a message; none: empty. */
static void
item_digest(const struct item *item, const struct buf *facts,
    char buf[ITEM_DIGEST_SIZE])
{
	struct digest *digest = digest_new();
	uint8_t hash[SHA256_LEN];
	char number[32];

	digest_field(digest, item->title);
	digest_field(digest, item->url ? item->url : "");
	digest_field(digest, item->published_raw ? item->published_raw : "");
	if (item->updated != 0) {
		(void)snprintf(
		    number, sizeof(number), "%lld", (long long)item->updated);
		digest_field(digest, "updated");
		digest_field(digest, number);
	}
	if (item->text != NULL) {
		digest_field(digest, "text");
		digest_field(digest, item->text);
	}
	if (facts->len > 0)
		digest_field_n(digest, facts->data, facts->len);
	digest_finish(digest, hash);
	(void)base32_encode(hash, ITEM_DIGEST_LEN, buf);
}

static int
item_rows_add_issuers(
    struct db *db, int64_t id, const struct item *item, struct err *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < item->issuer_count && rc == 0; i++) {
		const struct item_issuer *issuer = &item->issuers[i];
		struct db_stmt *stmt = db_prepare(db,
		    "INSERT INTO item_issuer (item, position, listing, code,"
		    " name) VALUES (?, ?, ?, ?, ?)");

		db_bind_int(stmt, 1, id);
		db_bind_int(stmt, 2, (int64_t)i);
		db_bind_text(stmt, 3, issuer->listing);
		db_bind_text(stmt, 4, issuer->code);
		db_bind_text(stmt, 5, issuer->name);
		rc = db_run(db, stmt, err);
	}
	return rc;
}

/* What is new of an item: its times, and its figures as a message. */
struct item_news {
	const struct item *item;
	const struct item_times *times;
	struct buf facts; /* with those that the store has already */
};

/* What an item says, as columns 1 to 12 of an insert or update. */
static void
item_rows_bind(
    struct db_stmt *stmt, const struct item_news *news, int64_t published)
{
	const struct item *item = news->item;
	char digest[ITEM_DIGEST_SIZE];

	item_digest(item, &news->facts, digest);
	db_bind_text(stmt, 1, digest);
	db_bind_text(stmt, 2, item->title);
	db_bind_text(stmt, 3, item->url);
	db_bind_text(stmt, 4, item->page_url);
	db_bind_text(stmt, 5, item->publisher);
	db_bind_text(stmt, 6, item->category);
	db_bind_text(stmt, 7, item->text);
	db_bind_text(stmt, 8, item->published_raw ? item->published_raw : "");
	db_bind_int(stmt, 9, published);
	db_bind_text(
	    stmt, 10, vocab_word(VOCAB_PRECISIONS, (int)item->precision));
	if (item->updated != 0)
		db_bind_int(stmt, 11, item->updated);
	else
		db_bind_null(stmt, 11);
	if (news->facts.len > 0)
		db_bind_blob(stmt, 12, news->facts.data, news->facts.len);
	else
		db_bind_null(stmt, 12);
}

static int
item_rows_insert(struct db *db, const char *source,
    const struct item_news *news, int64_t *ret_id, struct err *err)
{
	const struct item_times *times = news->times;
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO item (digest, title, url, page_url, publisher,"
	    " category, text, published_raw, published, precision, updated,"
	    " facts, source, key, state, first_seen, late, backdated, quiet)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
	    " ?)");
	int rc;

	item_rows_bind(stmt, news, news->item->published);
	db_bind_text(stmt, 13, source);
	db_bind_text(stmt, 14, news->item->key);
	db_bind_text(stmt, 15, times->pending ? "pending" : "baseline");
	db_bind_int(stmt, 16, times->first_seen);
	db_bind_int(stmt, 17, times->late);
	db_bind_int(stmt, 18, times->backdated);
	db_bind_int(stmt, 19, times->quiet);
	rc = db_run(db, stmt, err);
	if (rc < 0)
		return rc;
	*ret_id = db_last_id(db);
	rc = item_rows_add_issuers(db, *ret_id, news->item, err);
	return rc < 0 ? rc : identity_rows_add(db, *ret_id, news->item, err);
}

/* What the row says goes where its earlier words are kept. */
static int
item_rows_keep_old(struct db *db, int64_t id, int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO item_revision (item, digest, seen, title, url,"
	    " published_raw, published) SELECT id, digest, ?, title, url,"
	    " published_raw, published FROM item WHERE id = ?"
	    " ON CONFLICT (item, digest) DO NOTHING");

	db_bind_int(stmt, 1, now);
	db_bind_int(stmt, 2, id);
	return db_run(db, stmt, err);
}

static int
item_rows_replace_issuers(
    struct db *db, int64_t id, const struct item *item, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "DELETE FROM item_issuer WHERE item = ?");
	int rc;

	db_bind_int(stmt, 1, id);
	rc = db_run(db, stmt, err);
	return rc < 0 ? rc : item_rows_add_issuers(db, id, item, err);
}

/* Did it say the same before it said what it says now? */
static int
item_rows_find_old(struct db *db, int64_t id, const struct item_news *news,
    bool *ret_found, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    db, "SELECT 1 FROM item_revision WHERE item = ? AND digest = ?");
	char digest[ITEM_DIGEST_SIZE];
	int rc;

	item_digest(news->item, &news->facts, digest);
	db_bind_int(stmt, 1, id);
	db_bind_text(stmt, 2, digest);
	rc = db_step(stmt, err);
	if (rc < 0)
		return rc;
	*ret_found = rc > 0;
	db_reset(stmt);
	return 0;
}

static int
item_rows_update(struct db *db, const struct item_news *news,
    const struct item_added *known, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE item SET digest = ?, title = ?, url = ?, page_url = ?,"
	    " publisher = ?, category = ?, text = ?, published_raw = ?,"
	    " published = ?, precision = ?, updated = ?,"
	    " facts = COALESCE(?, facts), revised = ?, missing = 0,"
	    " withdrawn = 0 WHERE id = ?");
	int rc;

	item_rows_bind(stmt, news, known->published);
	db_bind_int(stmt, 13, news->times->first_seen);
	db_bind_int(stmt, 14, known->id);
	rc = db_run(db, stmt, err);
	return rc < 0
		   ? rc
		   : item_rows_replace_issuers(db, known->id, news->item, err);
}

static int
item_rows_revise(struct db *db, const struct item_news *news,
    struct item_added *added, struct err *err)
{
	bool found = false;
	int64_t now = news->times->first_seen;
	int rc = item_rows_find_old(db, added->id, news, &found, err);

	if (rc == 0 && found && now - added->revised < ITEM_SWING_MS) {
		added->known = ITEM_SAME;
		return 0;
	}
	if (rc == 0)
		rc = item_rows_keep_old(db, added->id, now, err);
	if (rc == 0)
		rc = item_rows_update(db, news, added, err);
	added->fresh = !found;
	return rc;
}

/* Adds stored figures to item's. */
static int
item_rows_take_facts(struct span stored, struct item *item, struct err *err)
{
	struct wire wire = wire_init(stored.p, stored.len);

	if (stored.len == 0)
		return 0;
	item_get_facts(&wire, item);
	return wire_get_end(&wire) == 0
		   ? 0
		   : err_set(err, ERR_STORE, "stored figures are damaged");
}

/* Encodes the item's figures, after those that are stored. */
static int
item_rows_join(struct span stored, struct item_news *news, struct err *err)
{
	struct item whole = {0};
	int rc = 0;

	if (news->item->fact_count == 0)
		return 0;
	rc = item_rows_take_facts(stored, &whole, err);
	item_merge_facts(&whole, news->item);
	item_put_facts(&news->facts, &whole);
	item_done(&whole);
	if (rc == 0 && wire_put_failed(&news->facts))
		rc = err_set(err, ERR_TOOBIG, "too many figures");
	return rc;
}

static bool
item_rows_differ(struct db_stmt *stmt, int col, const char *text)
{
	const char *known = db_text(stmt, col);

	return strcmp(known ? known : "", text ? text : "") != 0;
}

/* How a row stands to what its source says now. */
static void
item_rows_compare(
    struct db_stmt *stmt, const struct item_news *news, struct item_added *ret)
{
	const struct item *item = news->item;
	char digest[ITEM_DIGEST_SIZE];

	item_digest(item, &news->facts, digest);
	ret->id = db_int(stmt, 0);
	ret->baseline = db_int(stmt, 3) != 0;
	ret->revised = db_int(stmt, 9);
	if (item->precision == PRECISION_NONE)
		ret->published = db_int(stmt, 7);
	if (strcmp(db_text(stmt, 1), digest) != 0) {
		ret->known = ITEM_REVISED;
		ret->content = item_rows_differ(stmt, 4, item->title) ||
			       item_rows_differ(stmt, 5, item->url) ||
			       item_rows_differ(stmt, 6, item->text);
	} else {
		ret->known = db_int(stmt, 2) != 0 ? ITEM_RETURNED : ITEM_SAME;
	}
}

/* What the store knows of a key; ITEM_NEW when nothing. */
static int
item_rows_find(struct db *db, const char *source, struct item_news *news,
    struct item_added *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT id, digest, withdrawn, state = 'baseline', title, url, text,"
	    " published, facts, revised FROM item"
	    " WHERE source = ? AND key = ?");
	int rc;

	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, news->item->key);
	rc = db_step(stmt, err);
	if (rc < 0)
		return rc;
	if (rc == 0)
		return item_rows_join(span_of(""), news, err);
	rc = item_rows_join(db_blob(stmt, 8), news, err);
	item_rows_compare(stmt, news, ret);
	db_reset(stmt);
	return rc;
}

static int
item_rows_return(struct db *db, int64_t id, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    db, "UPDATE item SET missing = 0, withdrawn = 0 WHERE id = ?");

	db_bind_int(stmt, 1, id);
	return db_run(db, stmt, err);
}

static int
item_rows_put(struct db *db, const char *source, const struct item_news *news,
    struct item_added *added, struct err *err)
{
	switch (added->known) {
	case ITEM_NEW:
		return item_rows_insert(db, source, news, &added->id, err);
	case ITEM_REVISED:
		return item_rows_revise(db, news, added, err);
	case ITEM_RETURNED:
		return item_rows_return(db, added->id, err);
	case ITEM_SAME:
		break;
	}
	return 0;
}

int
item_rows_add(struct db *db, const char *source, const struct item *item,
    const struct item_times *times, struct item_added *ret, struct err *err)
{
	struct item_news news = {.item = item, .times = times};
	struct item_added added = {
	    .known = ITEM_NEW, .published = item->published};
	int rc;

	buf_init(&news.facts, ITEM_FACTS_LIMIT);
	rc = item_rows_find(db, source, &news, &added, err);
	if (rc == 0)
		rc = item_rows_put(db, source, &news, &added, err);
	buf_done(&news.facts);
	if (rc == 0)
		*ret = added;
	return rc;
}

/* Adds an issuer at the end unless its code or listing is known. */
static int
item_rows_join_issuer(struct db *db, int64_t id,
    const struct item_issuer *issuer, bool *ret_new, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO item_issuer (item, position, listing, code, name)"
	    " SELECT ?, COUNT(*), ?, ?, ? FROM item_issuer WHERE item = ?"
	    " HAVING SUM(COALESCE(listing, code, '') = ?) = 0");
	int rc;

	db_bind_int(stmt, 1, id);
	db_bind_text(stmt, 2, issuer->listing);
	db_bind_text(stmt, 3, issuer->code);
	db_bind_text(stmt, 4, issuer->name);
	db_bind_int(stmt, 5, id);
	db_bind_text(stmt, 6,
	    issuer->listing ? issuer->listing
			    : (issuer->code ? issuer->code : ""));
	rc = db_run(db, stmt, err);
	*ret_new |= rc == 0 && db_changes(db) > 0;
	return rc;
}

int
item_rows_join_issuers(struct db *db, const char *source,
    const struct item *item, struct item_added *ret, struct err *err)
{
	struct item_news news = {.item = item};
	struct item_added added = {
	    .known = ITEM_SAME, .published = item->published};
	bool joined = false;
	int rc;

	buf_init(&news.facts, ITEM_FACTS_LIMIT);
	rc = item_rows_find(db, source, &news, &added, err);
	for (size_t i = 0; i < item->issuer_count && rc == 0 && added.id; i++)
		rc = item_rows_join_issuer(
		    db, added.id, &item->issuers[i], &joined, err);
	buf_done(&news.facts);
	if (rc < 0)
		return rc;
	added.known = joined ? ITEM_REVISED : ITEM_SAME;
	added.content = joined;
	*ret = added;
	return 0;
}

int
item_rows_reopen(struct db *db, int64_t id, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE item SET state = 'pending', decided = NULL WHERE id = ?");

	db_bind_int(stmt, 1, id);
	return db_run(db, stmt, err);
}

int
item_rows_withdraw(
    struct db *db, int64_t id, int64_t now, bool *ret_pending, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    db, "UPDATE item SET withdrawn = ?, missing = 0 WHERE id = ?");
	int rc;

	db_bind_int(stmt, 1, now);
	db_bind_int(stmt, 2, id);
	rc = db_run(db, stmt, err);
	if (rc < 0)
		return rc;
	stmt = db_prepare(db, "UPDATE item SET state = 'pending', decided ="
			      " NULL WHERE id = ? AND state <> 'baseline'");
	db_bind_int(stmt, 1, id);
	rc = db_run(db, stmt, err);
	*ret_pending = rc == 0 && db_changes(db) > 0;
	return rc;
}

static int
item_rows_load_issuers(
    struct db *db, int64_t id, struct item *item, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT listing, code, name FROM item_issuer WHERE item = ?"
	    " ORDER BY position");
	int rc;

	db_bind_int(stmt, 1, id);
	while ((rc = db_step(stmt, err)) > 0)
		item_add_issuer(
		    item, db_text(stmt, 0), db_text(stmt, 1), db_text(stmt, 2));
	db_reset(stmt);
	return rc;
}

static void
item_rows_fill(struct db_stmt *stmt, struct item *item)
{
	int precision;

	item->key = mem_strdup(db_text(stmt, 0));
	item->title = mem_strdup(db_text(stmt, 1));
	item->url = mem_strdup(db_text(stmt, 2));
	item->page_url = mem_strdup(db_text(stmt, 3));
	item->publisher = mem_strdup(db_text(stmt, 4));
	item->category = mem_strdup(db_text(stmt, 5));
	item->text = mem_strdup(db_text(stmt, 6));
	item->published_raw = mem_strdup(db_text(stmt, 7));
	item->published = db_int(stmt, 8);
	precision = vocab_value(VOCAB_PRECISIONS, db_text(stmt, 9));
	item->precision =
	    precision < 0 ? PRECISION_NONE : (enum precision)precision;
	item->updated = db_int(stmt, 11);
}

int
item_rows_load(struct db *db, int64_t id, struct item *ret, struct err *err)
{
	struct item item = {0};
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT key, title, url, page_url, publisher, category, text,"
	    " published_raw, published, precision, facts, updated"
	    " FROM item WHERE id = ?");
	int rc;

	db_bind_int(stmt, 1, id);
	rc = db_step(stmt, err);
	if (rc == 0)
		return err_set(err, ERR_NOTFOUND, "item %lld: not in the store",
		    (long long)id);
	if (rc < 0)
		return rc;
	item_rows_fill(stmt, &item);
	rc = item_rows_take_facts(db_blob(stmt, 10), &item, err);
	db_reset(stmt);
	if (rc == 0)
		rc = item_rows_load_issuers(db, id, &item, err);
	if (rc < 0)
		item_done(&item);
	else
		*ret = item;
	return rc;
}

int
item_rows_times(
    struct db *db, int64_t id, struct item_times *ret, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT first_seen, state, late, quiet, backdated,"
			   " withdrawn FROM item WHERE id = ?");
	int rc;

	db_bind_int(stmt, 1, id);
	rc = db_step(stmt, err);
	if (rc == 0)
		return err_set(err, ERR_NOTFOUND, "item %lld: not in the store",
		    (long long)id);
	if (rc < 0)
		return rc;
	ret->first_seen = db_int(stmt, 0);
	ret->pending = strcmp(db_text(stmt, 1), "pending") == 0;
	ret->late = db_int(stmt, 2) != 0;
	ret->quiet = db_int(stmt, 3) != 0;
	ret->backdated = db_int(stmt, 4) != 0;
	ret->withdrawn = db_int(stmt, 5);
	db_reset(stmt);
	return 0;
}

int
item_rows_decide(struct db *db, int64_t id, int64_t now, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "UPDATE item SET state = 'decided', decided = ?"
			   " WHERE id = ? AND state = 'pending'");

	db_bind_int(stmt, 1, now);
	db_bind_int(stmt, 2, id);
	return db_run(db, stmt, err);
}

int
item_rows_pending(struct db *db, const char *source, int64_t **ret_ids,
    size_t *ret_count, struct err *err)
{
	int64_t *ids = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT id FROM item WHERE state = 'pending'"
	    " AND (? IS NULL OR source = ?) ORDER BY published, source, key");
	int rc;

	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, source);
	while ((rc = db_step(stmt, err)) > 0) {
		ids = mem_grow(ids, n, &cap, sizeof(*ids));
		ids[n++] = db_int(stmt, 0);
	}
	db_reset(stmt);
	if (rc < 0) {
		mem_free(ids);
		return rc;
	}
	*ret_ids = ids;
	*ret_count = n;
	return 0;
}

int
item_rows_count(struct db *db, const char *source, int64_t from, int64_t to,
    int64_t *ret_count, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT COUNT(*) FROM item WHERE source = ?"
			   " AND published >= ? AND published <= ?"
			   " AND withdrawn = 0 AND missing >= 0");

	db_bind_text(stmt, 1, source);
	db_bind_int(stmt, 2, from);
	db_bind_int(stmt, 3, to);
	return db_first_int(stmt, ret_count, err);
}
