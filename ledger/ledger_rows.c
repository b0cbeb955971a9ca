/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: filings and readings as they are decided. Out: rows of filing and fact,
 * and the history that a later filing meets. ledger/ledger.c calls it.
 */
#include "ledger/ledger_rows.h"

#include "ledger/consensus.h"
#include "ledger/statement.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

#include <stdio.h>
#include <string.h>

/* Bits of fact.flags. */
enum fact_row {
	FACT_ROW_LOW_OPEN = 1 << 0,
	FACT_ROW_HIGH_OPEN = 1 << 1,
	FACT_ROW_LOW_EXCL = 1 << 2,
	FACT_ROW_HIGH_EXCL = 1 << 3,
	FACT_ROW_APPROX = 1 << 4,
	FACT_ROW_DERIVED = 1 << 5,
	FACT_ROW_DOUBLE_NEGATIVE = 1 << 6,
	FACT_ROW_SECONDHAND = 1 << 7,
	FACT_ROW_DIGEST = 1 << 8
};

static void
ledger_rows_bind_filing(struct db_stmt *stmt, const struct filing *filing)
{
	db_bind_text(stmt, 3, filing->title);
	db_bind_text(stmt, 4, filing->url);
	db_bind_text(stmt, 5, filing->sha256);
	db_bind_text(stmt, 6, vocab_word(VOCAB_FORMS, (int)filing->form));
	db_bind_text(stmt, 7, filing->publisher);
	db_bind_int(stmt, 8, filing->readable);
	db_bind_text(stmt, 9, filing->unreadable_why);
	db_bind_int(stmt, 10, filing->published);
	db_bind_text(stmt, 11,
	    filing->published_raw != NULL ? filing->published_raw : "");
	db_bind_text(
	    stmt, 12, vocab_word(VOCAB_PRECISIONS, (int)filing->precision));
}

static int
ledger_rows_insert_filing(struct db *db, struct filing *filing,
    int64_t supersedes, int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO filing (source, source_id, title, url, sha256, form,"
	    " publisher, readable, unreadable_why, published, published_raw,"
	    " precision, item, supersedes, first_seen, decided)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	db_bind_text(stmt, 1, filing->source);
	db_bind_text(stmt, 2, filing->source_id);
	ledger_rows_bind_filing(stmt, filing);
	db_bind_int(stmt, 13, filing->item);
	if (supersedes != 0)
		db_bind_int(stmt, 14, supersedes);
	else
		db_bind_null(stmt, 14);
	db_bind_int(stmt, 15, filing->first_seen);
	db_bind_int(stmt, 16, now);
	int r = db_run(db, stmt, err);
	if (r == 0)
		filing->id = db_last_id(db);
	return r;
}

static int
ledger_rows_update_filing(
    struct db *db, const struct filing *filing, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE filing SET source = ?, source_id = ?, title = ?, url = ?,"
	    " sha256 = ?, form = ?, publisher = ?, readable = ?,"
	    " unreadable_why = ?, published = ?, published_raw = ?,"
	    " precision = ?, withdrawn = 0 WHERE id = ?");

	db_bind_text(stmt, 1, filing->source);
	db_bind_text(stmt, 2, filing->source_id);
	ledger_rows_bind_filing(stmt, filing);
	db_bind_int(stmt, 13, filing->id);
	return db_run(db, stmt, err);
}

static bool
ledger_rows_differ(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") != 0;
}

int
ledger_rows_store_filing(struct db *db, struct filing *filing,
    int64_t supersedes, int64_t now, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT id, title, sha256 FROM filing"
			   " WHERE source = ? AND source_id = ?");

	db_bind_text(stmt, 1, filing->source);
	db_bind_text(stmt, 2, filing->source_id);
	int r = db_step(stmt, err);
	if (r < 0)
		return r;
	if (r == 0)
		return ledger_rows_insert_filing(
		    db, filing, supersedes, now, err);
	filing->id = db_int(stmt, 0);
	filing->revised |=
	    ledger_rows_differ(db_text(stmt, 1), filing->title) ||
	    ledger_rows_differ(db_text(stmt, 2), filing->sha256);
	db_reset(stmt);
	return ledger_rows_update_filing(db, filing, err);
}

/* A word of the vocabulary that this program wrote; fallback when it is not. */
static int
ledger_rows_word(struct db_stmt *stmt, int col, enum vocab list, int fallback)
{
	const char *word = db_text(stmt, col);
	int value = word != NULL ? vocab_value(list, word) : -1;

	return value >= 0 ? value : fallback;
}

static void
ledger_rows_get_filing(
    struct db_stmt *stmt, const char *listing, struct filing *ret)
{
	*ret = (struct filing){.id = db_int(stmt, 0),
	    .item = db_int(stmt, 1),
	    .source = mem_strdup(db_text(stmt, 2)),
	    .source_id = mem_strdup(db_text(stmt, 3)),
	    .title = mem_strdup(db_text(stmt, 4)),
	    .url = mem_strdup(db_text(stmt, 5)),
	    .sha256 = mem_strdup(db_text(stmt, 6)),
	    .publisher = mem_strdup(db_text(stmt, 8)),
	    .form =
		(enum form)ledger_rows_word(stmt, 7, VOCAB_FORMS, FORM_OTHER),
	    .readable = db_int(stmt, 9) != 0,
	    .unreadable_why = mem_strdup(db_text(stmt, 10)),
	    .published = db_int(stmt, 11),
	    .published_raw = mem_strdup(db_text(stmt, 12)),
	    .precision = (enum precision)ledger_rows_word(
		stmt, 13, VOCAB_PRECISIONS, PRECISION_NONE),
	    .first_seen = db_int(stmt, 14),
	    .listing = mem_strdup(listing),
	    .issuer_name = mem_strdup(db_text(stmt, 15)),
	    .supersedes = mem_strdup(db_text(stmt, 16))};
	db_reset(stmt);
}

int
ledger_rows_load_filing(struct db *db, int64_t id, const char *listing,
    struct filing *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT g.id, g.item, g.source, g.source_id, g.title, g.url,"
	    " g.sha256, g.form, g.publisher, g.readable, g.unreadable_why,"
	    " g.published, g.published_raw, g.precision, g.first_seen,"
	    " (SELECT n.name FROM item_issuer n WHERE n.item = g.item"
	    "  AND n.listing = ? ORDER BY n.position LIMIT 1),"
	    " (SELECT s.source_id FROM filing s WHERE s.id = g.supersedes)"
	    " FROM filing g WHERE g.id = ?");

	db_bind_text(stmt, 1, listing);
	db_bind_int(stmt, 2, id);
	int r = db_step(stmt, err);
	if (r == 0)
		r = err_set(err, ERR_NOTFOUND, "filing %lld: not in the ledger",
		    (long long)id);
	if (r < 0)
		return r;
	ledger_rows_get_filing(stmt, listing, ret);
	return 0;
}

int
ledger_rows_listing(struct db *db, int64_t filing, char **ret, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT v.listing FROM verdict v WHERE v.filing = ?"
			   " UNION ALL SELECT n.listing FROM filing g"
			   "  JOIN item_issuer n ON n.item = g.item"
			   "  WHERE g.id = ? AND n.listing IS NOT NULL"
			   " LIMIT 1");

	db_bind_int(stmt, 1, filing);
	db_bind_int(stmt, 2, filing);
	int r = db_step(stmt, err);
	if (r < 0)
		return r;
	*ret = mem_strdup(r > 0 ? db_text(stmt, 0) : "");
	db_reset(stmt);
	return 0;
}

int
ledger_rows_find_filing(struct db *db, const char *source,
    const char *source_id, int64_t *ret_id, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    db, "SELECT id FROM filing WHERE source = ? AND source_id = ?");

	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, source_id);
	int r = db_step(stmt, err);
	if (r == 0)
		r = err_set(err, ERR_NOTFOUND,
		    "filing '%s' of source '%s': not in the ledger", source_id,
		    source);
	if (r < 0)
		return r;
	*ret_id = db_int(stmt, 0);
	db_reset(stmt);
	return 0;
}

/* Who an estimate is of; NULL for other roles. */
static const char *
ledger_rows_broker(const struct filing *filing, const struct reading *reading,
    const struct fact *fact)
{
	if (fact->role != ROLE_ESTIMATE)
		return NULL;
	if (fact->broker != NULL)
		return fact->broker;
	return reading->publisher != NULL ? reading->publisher
					  : filing->publisher;
}

/* Somebody else tells of a broker's estimate. */
static bool
ledger_rows_is_digest(const struct filing *filing, const char *broker)
{
	char own[BROKER_KEY_MAX];
	char key[BROKER_KEY_MAX];

	if (broker == NULL || filing->publisher == NULL)
		return false;
	return strcmp(consensus_broker_key(broker, own),
		   consensus_broker_key(filing->publisher, key)) != 0;
}

static int64_t
ledger_rows_flags(const struct filing *filing, const struct reading *reading,
    const struct fact *fact)
{
	const char *broker = ledger_rows_broker(filing, reading, fact);
	int64_t flags = 0;

	flags |= fact->low_open ? FACT_ROW_LOW_OPEN : 0;
	flags |= fact->high_open ? FACT_ROW_HIGH_OPEN : 0;
	flags |= fact->low_excl ? FACT_ROW_LOW_EXCL : 0;
	flags |= fact->high_excl ? FACT_ROW_HIGH_EXCL : 0;
	flags |= fact->approx ? FACT_ROW_APPROX : 0;
	flags |= fact->derived ? FACT_ROW_DERIVED : 0;
	flags |= fact->double_negative ? FACT_ROW_DOUBLE_NEGATIVE : 0;
	flags |= reading->by_issuer ? 0 : FACT_ROW_SECONDHAND;
	flags |= ledger_rows_is_digest(filing, broker) ? FACT_ROW_DIGEST : 0;
	return flags;
}

static int
ledger_rows_insert_fact(struct db *db, const struct filing *filing,
    const struct reading *reading, size_t position, int64_t now,
    struct err *err)
{
	const struct fact *fact = &reading->facts[position];
	struct period period = statement_fact_period(reading, fact);
	char low[DECIMAL_STR_MAX], high[DECIMAL_STR_MAX];
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO fact (filing, position, listing, metric, basis, role,"
	    " period_start, period_end, low, high, flags, currency, broker,"
	    " quote, quote_offset, page, published, known)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	db_bind_int(stmt, 1, filing->id);
	db_bind_int(stmt, 2, (int64_t)position);
	db_bind_text(stmt, 3, filing->listing);
	db_bind_text(stmt, 4, vocab_word(VOCAB_METRICS, (int)fact->metric));
	db_bind_text(stmt, 5, vocab_word(VOCAB_BASES, (int)fact->basis));
	db_bind_text(stmt, 6, vocab_word(VOCAB_ROLES, (int)fact->role));
	db_bind_int(stmt, 7, period.start);
	db_bind_int(stmt, 8, period.end);
	db_bind_text(stmt, 9, decimal_print(fact->low, low));
	db_bind_text(stmt, 10, decimal_print(fact->high, high));
	db_bind_int(stmt, 11, ledger_rows_flags(filing, reading, fact));
	db_bind_text(stmt, 12, fact->currency);
	db_bind_text(stmt, 13, ledger_rows_broker(filing, reading, fact));
	db_bind_text(stmt, 14, fact->quote != NULL ? fact->quote : "");
	db_bind_int(stmt, 15, fact->offset);
	db_bind_int(stmt, 16, fact->page);
	db_bind_int(stmt, 17, filing->published);
	db_bind_int(stmt, 18, now);
	return db_run(db, stmt, err);
}

int
ledger_rows_store_facts(struct db *db, const struct filing *filing,
    const struct reading *reading, int64_t now, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "DELETE FROM fact WHERE filing = ? AND listing = ?");

	db_bind_int(stmt, 1, filing->id);
	db_bind_text(stmt, 2, filing->listing);
	int r = db_run(db, stmt, err);
	for (size_t i = 0;
	     i < reading->fact_count && i < STATEMENT_FACTS && r == 0; i++)
		r = ledger_rows_insert_fact(db, filing, reading, i, now, err);
	return r;
}

static int
ledger_rows_decimal(struct db_stmt *stmt, int col, struct decimal *ret)
{
	const char *text = db_text(stmt, col);

	return text != NULL ? decimal_parse(text, strlen(text), ret)
			    : ERR_SYNTAX;
}

static void
ledger_rows_set_flags(struct ledger_fact *known, int64_t flags)
{
	struct fact *fact = &known->fact;

	fact->low_open = (flags & FACT_ROW_LOW_OPEN) != 0;
	fact->high_open = (flags & FACT_ROW_HIGH_OPEN) != 0;
	fact->low_excl = (flags & FACT_ROW_LOW_EXCL) != 0;
	fact->high_excl = (flags & FACT_ROW_HIGH_EXCL) != 0;
	fact->approx = (flags & FACT_ROW_APPROX) != 0;
	fact->derived = (flags & FACT_ROW_DERIVED) != 0;
	fact->double_negative = (flags & FACT_ROW_DOUBLE_NEGATIVE) != 0;
	known->secondhand = (flags & FACT_ROW_SECONDHAND) != 0;
	known->digest = (flags & FACT_ROW_DIGEST) != 0;
}

/* The columns of ledger_rows_history, in its order. */
static int
ledger_rows_get_fact(struct db_stmt *stmt, struct ledger_fact *known)
{
	struct fact *fact = &known->fact;

	fact->metric =
	    (enum metric)ledger_rows_word(stmt, 0, VOCAB_METRICS, METRIC_NONE);
	fact->basis =
	    (enum basis)ledger_rows_word(stmt, 1, VOCAB_BASES, BASIS_UNKNOWN);
	fact->role =
	    (enum role)ledger_rows_word(stmt, 2, VOCAB_ROLES, ROLE_NONE);
	fact->period =
	    (struct period){(int32_t)db_int(stmt, 3), (int32_t)db_int(stmt, 4)};
	(void)snprintf(fact->currency, CURRENCY_MAX, "%s", db_text(stmt, 8));
	fact->broker = mem_strdup(db_text(stmt, 9));
	fact->quote = mem_strdup(db_text(stmt, 10));
	fact->offset = db_int(stmt, 11);
	fact->page = (int)db_int(stmt, 12);
	ledger_rows_set_flags(known, db_int(stmt, 7));
	known->filing = db_int(stmt, 13);
	known->source = mem_strdup(db_text(stmt, 14));
	known->source_id = mem_strdup(db_text(stmt, 15));
	known->form =
	    (enum form)ledger_rows_word(stmt, 16, VOCAB_FORMS, FORM_OTHER);
	known->published = db_int(stmt, 17);
	known->known = db_int(stmt, 18);
	int r = ledger_rows_decimal(stmt, 5, &fact->low);
	return r == 0 ? ledger_rows_decimal(stmt, 6, &fact->high) : r;
}

static int
ledger_rows_since(
    struct db *db, const struct filing *filing, int64_t *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT f.published FROM fact f JOIN filing g"
	    " ON g.id = f.filing WHERE f.listing = ?"
	    " AND (f.published, g.source, g.source_id) < (?, ?, ?)"
	    " ORDER BY f.published LIMIT 1");

	db_bind_text(stmt, 1, filing->listing);
	db_bind_int(stmt, 2, filing->published);
	db_bind_text(stmt, 3, filing->source);
	db_bind_text(stmt, 4, filing->source_id);
	return db_first_int(stmt, ret, err);
}

static struct db_stmt *
ledger_rows_select(
    struct db *db, const struct filing *filing, struct period span)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT f.metric, f.basis, f.role, f.period_start, f.period_end,"
	    " f.low, f.high, f.flags, f.currency, f.broker, f.quote,"
	    " f.quote_offset, f.page, f.filing, g.source, g.source_id, g.form,"
	    " f.published, f.known FROM fact f JOIN filing g"
	    " ON g.id = f.filing WHERE f.listing = ? AND f.superseded = 0"
	    " AND f.period_end BETWEEN ? AND ?"
	    " AND (f.role <> 'estimate' OR f.published >= ?)"
	    " AND (f.published, g.source, g.source_id) < (?, ?, ?)"
	    " ORDER BY f.published, g.source, g.source_id, f.position");

	db_bind_text(stmt, 1, filing->listing);
	db_bind_int(stmt, 2, span.start);
	db_bind_int(stmt, 3, span.end);
	db_bind_int(stmt, 4, filing->published - CONSENSUS_MAX_AGE);
	db_bind_int(stmt, 5, filing->published);
	db_bind_text(stmt, 6, filing->source);
	db_bind_text(stmt, 7, filing->source_id);
	return stmt;
}

static int
ledger_rows_load(struct db *db, const struct filing *filing, struct period span,
    struct history *history, struct err *err)
{
	struct db_stmt *stmt = ledger_rows_select(db, filing, span);
	int r;

	while ((r = db_step(stmt, err)) > 0) {
		int code = ledger_rows_get_fact(stmt, history_add(history));
		if (code == 0)
			continue;
		db_reset(stmt);
		return err_set(err, code,
		    "listing '%s': a stored amount is damaged",
		    filing->listing);
	}
	return r;
}

int
ledger_rows_history(struct db *db, const struct filing *filing,
    struct period span, struct history *ret, struct err *err)
{
	int r = 0;

	history_init(ret);
	if (filing->listing[0] == '\0')
		return 0;
	if (period_is_known(span))
		r = ledger_rows_load(db, filing, span, ret, err);
	return r == 0 ? ledger_rows_since(db, filing, &ret->since, err) : r;
}

int
ledger_rows_repost(
    struct db *db, const struct filing *filing, int64_t *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT g.id FROM filing g WHERE g.sha256 = ?"
	    " AND g.withdrawn = 0"
	    " AND (g.source <> ? OR g.source_id <> ?) AND EXISTS"
	    " (SELECT 1 FROM fact f WHERE f.filing = g.id AND f.listing = ?)"
	    " ORDER BY g.id LIMIT 1");

	*ret = 0;
	if (filing->sha256 == NULL || filing->listing[0] == '\0')
		return 0;
	db_bind_text(stmt, 1, filing->sha256);
	db_bind_text(stmt, 2, filing->source);
	db_bind_text(stmt, 3, filing->source_id);
	db_bind_text(stmt, 4, filing->listing);
	return db_first_int(stmt, ret, err);
}

static int
ledger_rows_take_earlier(struct db_stmt *stmt, int64_t *ret_id,
    char **ret_source_id, struct err *err)
{
	int r = db_step(stmt, err);

	if (r <= 0)
		return r;
	*ret_id = db_int(stmt, 0);
	*ret_source_id = mem_strdup(db_text(stmt, 1));
	db_reset(stmt);
	return 0;
}

static int
ledger_rows_named(struct db *db, const struct filing *filing, int64_t *ret_id,
    char **ret_source_id, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT id, source_id FROM filing"
			   " WHERE source = ? AND source_id = ?");

	db_bind_text(stmt, 1, filing->source);
	db_bind_text(stmt, 2, filing->supersedes);
	return ledger_rows_take_earlier(stmt, ret_id, ret_source_id, err);
}

int
ledger_rows_earlier(struct db *db, const struct filing *filing,
    struct period period, int64_t *ret_id, char **ret_source_id,
    struct err *err)
{
	*ret_id = 0;
	*ret_source_id = NULL;
	if (filing->supersedes != NULL)
		return ledger_rows_named(
		    db, filing, ret_id, ret_source_id, err);
	if (filing->listing[0] == '\0' || !period_is_known(period))
		return 0;
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT g.id, g.source_id FROM verdict v JOIN filing g"
	    " ON g.id = v.filing WHERE v.listing = ? AND v.period_start = ?"
	    " AND v.period_end = ? AND g.form = ?"
	    " AND (g.published, g.source, g.source_id) < (?, ?, ?)"
	    " AND NOT EXISTS (SELECT 1 FROM filing s WHERE s.supersedes = g.id"
	    "  AND (s.source <> ? OR s.source_id <> ?))"
	    " ORDER BY g.published DESC, g.source DESC, g.source_id DESC"
	    " LIMIT 1");
	db_bind_text(stmt, 1, filing->listing);
	db_bind_int(stmt, 2, period.start);
	db_bind_int(stmt, 3, period.end);
	db_bind_text(stmt, 4, vocab_word(VOCAB_FORMS, (int)filing->form));
	db_bind_int(stmt, 5, filing->published);
	db_bind_text(stmt, 6, filing->source);
	db_bind_text(stmt, 7, filing->source_id);
	db_bind_text(stmt, 8, filing->source);
	db_bind_text(stmt, 9, filing->source_id);
	return ledger_rows_take_earlier(stmt, ret_id, ret_source_id, err);
}

int
ledger_rows_supersede(struct db *db, int64_t filing, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "UPDATE fact SET superseded = 1 WHERE filing = ?");

	db_bind_int(stmt, 1, filing);
	return db_run(db, stmt, err);
}

int
ledger_rows_withdrawn(
    struct db *db, int64_t filing, int64_t *ret, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT withdrawn FROM filing WHERE id = ?");

	db_bind_int(stmt, 1, filing);
	return db_first_int(stmt, ret, err);
}

int
ledger_rows_withdraw(
    struct db *db, int64_t filing, int64_t now, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "UPDATE filing SET withdrawn = ? WHERE id = ?");

	db_bind_int(stmt, 1, now);
	db_bind_int(stmt, 2, filing);
	int r = db_run(db, stmt, err);
	return r == 0 ? ledger_rows_supersede(db, filing, err) : r;
}
