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

#include <string.h>

/* Bytes of SHA-256 kept per item: only ever compared with the same key's. */
#define ITEM_DIGEST_LEN	 16
#define ITEM_DIGEST_SIZE BASE32_SIZE(ITEM_DIGEST_LEN)

static void
item_digest(const struct item *item, char buf[ITEM_DIGEST_SIZE])
{
	struct digest *digest = digest_new();
	uint8_t hash[SHA256_LEN];

	digest_field(digest, item->title);
	digest_field(digest, item->url ? item->url : "");
	digest_field(digest, item->published_raw ? item->published_raw : "");
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

static int
item_rows_insert(struct db *db, const char *source, const struct item *item,
    const struct item_times *times, int64_t *ret_id, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO item (source, key, state, digest, title, url,"
	    " page_url, publisher, category, text, published_raw, published,"
	    " precision, first_seen, late)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	char digest[ITEM_DIGEST_SIZE];
	int rc;

	item_digest(item, digest);
	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, item->key);
	db_bind_text(stmt, 3, times->pending ? "pending" : "baseline");
	db_bind_text(stmt, 4, digest);
	db_bind_text(stmt, 5, item->title);
	db_bind_text(stmt, 6, item->url);
	db_bind_text(stmt, 7, item->page_url);
	db_bind_text(stmt, 8, item->publisher);
	db_bind_text(stmt, 9, item->category);
	db_bind_text(stmt, 10, item->text);
	db_bind_text(stmt, 11, item->published_raw ? item->published_raw : "");
	db_bind_int(stmt, 12, item->published);
	db_bind_text(
	    stmt, 13, vocab_word(VOCAB_PRECISIONS, (int)item->precision));
	db_bind_int(stmt, 14, times->first_seen);
	db_bind_int(stmt, 15, times->late);
	rc = db_run(db, stmt, err);
	if (rc < 0)
		return rc;
	*ret_id = db_last_id(db);
	return item_rows_add_issuers(db, *ret_id, item, err);
}

static int
item_rows_revise(struct db *db, int64_t id, const struct item *item,
    int64_t seen, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO item_revision (item, digest, seen, title, url,"
	    " published_raw, published) VALUES (?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (item, digest) DO NOTHING");
	char digest[ITEM_DIGEST_SIZE];
	int rc;

	item_digest(item, digest);
	db_bind_int(stmt, 1, id);
	db_bind_text(stmt, 2, digest);
	db_bind_int(stmt, 3, seen);
	db_bind_text(stmt, 4, item->title);
	db_bind_text(stmt, 5, item->url);
	db_bind_text(stmt, 6, item->published_raw ? item->published_raw : "");
	db_bind_int(stmt, 7, item->published);
	rc = db_run(db, stmt, err);
	if (rc < 0)
		return rc;
	stmt = db_prepare(db, "UPDATE item SET digest = ? WHERE id = ?");
	db_bind_text(stmt, 1, digest);
	db_bind_int(stmt, 2, id);
	return db_run(db, stmt, err);
}

/* What the store knows of a key; ITEM_NEW when nothing. */
static int
item_rows_find(struct db *db, const char *source, const struct item *item,
    struct item_added *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    db, "SELECT id, digest FROM item WHERE source = ? AND key = ?");
	char digest[ITEM_DIGEST_SIZE];
	int rc;

	item_digest(item, digest);
	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, item->key);
	rc = db_step(stmt, err);
	if (rc < 0)
		return rc;
	ret->known = ITEM_NEW;
	if (rc > 0) {
		ret->id = db_int(stmt, 0);
		ret->known = strcmp(db_text(stmt, 1), digest) == 0
				 ? ITEM_SAME
				 : ITEM_REVISED;
	}
	db_reset(stmt);
	return 0;
}

int
item_rows_add(struct db *db, const char *source, const struct item *item,
    const struct item_times *times, struct item_added *ret, struct err *err)
{
	struct item_added added = {ITEM_NEW, 0};
	int rc;

	rc = item_rows_find(db, source, item, &added, err);
	if (rc < 0)
		return rc;
	switch (added.known) {
	case ITEM_NEW:
		rc = item_rows_insert(db, source, item, times, &added.id, err);
		break;
	case ITEM_REVISED:
		rc = item_rows_revise(
		    db, added.id, item, times->first_seen, err);
		break;
	case ITEM_SAME:
		break;
	}
	if (rc == 0)
		*ret = added;
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
}

int
item_rows_load(struct db *db, int64_t id, struct item *ret, struct err *err)
{
	struct item item = {0};
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT key, title, url, page_url, publisher, category, text,"
	    " published_raw, published, precision FROM item WHERE id = ?");
	int rc;

	db_bind_int(stmt, 1, id);
	rc = db_step(stmt, err);
	if (rc == 0)
		return err_set(err, ERR_NOTFOUND, "item %lld: not in the store",
		    (long long)id);
	if (rc < 0)
		return rc;
	item_rows_fill(stmt, &item);
	db_reset(stmt);
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
	struct db_stmt *stmt = db_prepare(
	    db, "SELECT first_seen, state, late FROM item WHERE id = ?");
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
			   " AND published >= ? AND published <= ?");
	int rc;

	db_bind_text(stmt, 1, source);
	db_bind_int(stmt, 2, from);
	db_bind_int(stmt, 3, to);
	rc = db_step(stmt, err);
	if (rc < 0)
		return rc;
	*ret_count = rc > 0 ? db_int(stmt, 0) : 0;
	db_reset(stmt);
	return 0;
}
