/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: verdicts as they are decided. Out: rows of verdict, and how a warning
 * stands at a filing's place in the issuer's history. ledger/ledger.c calls it.
 */
#include "ledger/verdict_rows.h"

#include "lib/base/mem.h"
#include "lib/store/db.h"

#include <stdio.h>
#include <string.h>

/* A warning's verdicts by their place; what follows compares it. */
#define VERDICT_STANDING                                                       \
	"SELECT v.version, v.severity, v.grade, v.warning, v.digest,"          \
	" g.source, g.source_id"                                               \
	" FROM verdict v JOIN filing g ON g.id = v.filing"                     \
	" WHERE v.warning_id = ?"                                              \
	" AND (g.published, g.source, g.source_id)"

static int
verdict_rows_word(struct db_stmt *stmt, int col, enum vocab list)
{
	const char *word = db_text(stmt, col);
	int value = word != NULL ? vocab_value(list, word) : -1;

	return value >= 0 ? value : 0;
}

static void
verdict_rows_copy(char *buf, size_t size, const char *text)
{
	(void)snprintf(buf, size, "%s", text != NULL ? text : "");
}

static void
verdict_rows_bind_place(
    struct db_stmt *stmt, const char *warning_id, const struct filing *filing)
{
	db_bind_text(stmt, 1, warning_id);
	db_bind_int(stmt, 2, filing->published);
	db_bind_text(stmt, 3, filing->source);
	db_bind_text(stmt, 4, filing->source_id);
}

/* The first row, if any, as a standing. */
static int
verdict_rows_take_standing(struct db_stmt *stmt, const struct filing *filing,
    struct verdict_standing *ret, struct err *err)
{
	int r = db_step(stmt, err);

	*ret = (struct verdict_standing){0};
	if (r <= 0)
		return r;
	ret->version = (int)db_int(stmt, 0);
	ret->severity = (int)db_int(stmt, 1);
	ret->grade = (enum grade)verdict_rows_word(stmt, 2, VOCAB_GRADES);
	ret->active = db_int(stmt, 3) != 0;
	verdict_rows_copy(ret->digest, sizeof(ret->digest), db_text(stmt, 4));
	ret->own = !ret->active &&
		   strcmp(db_text(stmt, 5), filing->source) == 0 &&
		   strcmp(db_text(stmt, 6), filing->source_id) == 0;
	db_reset(stmt);
	return 0;
}

int
verdict_rows_standing(struct db *db, const struct filing *filing,
    const char *warning_id, struct verdict_standing *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db, VERDICT_STANDING
	    " <= (?, ?, ?)"
	    " ORDER BY v.version DESC, v.warning DESC, g.published, g.source,"
	    " g.source_id LIMIT 1");

	verdict_rows_bind_place(stmt, warning_id, filing);
	return verdict_rows_take_standing(stmt, filing, ret, err);
}

int
verdict_rows_next(struct db *db, const struct filing *filing,
    const char *warning_id, struct verdict_standing *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db, VERDICT_STANDING
	    " > (?, ?, ?)"
	    " ORDER BY g.published, g.source, g.source_id LIMIT 1");

	verdict_rows_bind_place(stmt, warning_id, filing);
	return verdict_rows_take_standing(stmt, filing, ret, err);
}

static void
verdict_rows_bind_verdict(struct db_stmt *stmt, const struct verdict *verdict)
{
	db_bind_int(stmt, 3, verdict->period.start);
	db_bind_int(stmt, 4, verdict->period.end);
	db_bind_text(stmt, 5,
	    verdict->family == FAMILY_DISTRESS ? "distress" : "result");
	db_bind_text(stmt, 6, vocab_word(VOCAB_CLASSES, (int)verdict->class_));
	db_bind_text(
	    stmt, 7, vocab_word(VOCAB_DIRECTIONS, (int)verdict->direction));
	db_bind_int(stmt, 8, verdict->severity);
	db_bind_text(stmt, 9, vocab_word(VOCAB_GRADES, (int)verdict->grade));
	db_bind_text(
	    stmt, 10, vocab_word(VOCAB_GUIDANCES, (int)verdict->guidance));
}

int
verdict_rows_store(
    struct db *db, const struct verdict_row *row, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO verdict (filing, listing, period_start, period_end,"
	    " family, class, direction, severity, grade, guidance, warning_id,"
	    " version, warning, digest, event)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (filing, listing, period_start, period_end, family)"
	    " DO UPDATE SET class = excluded.class,"
	    " direction = excluded.direction, severity = excluded.severity,"
	    " grade = excluded.grade, guidance = excluded.guidance,"
	    " warning_id = excluded.warning_id, version = excluded.version,"
	    " warning = excluded.warning, digest = excluded.digest,"
	    " event = coalesce(excluded.event, verdict.event)");

	db_bind_int(stmt, 1, row->filing->id);
	db_bind_text(stmt, 2, row->filing->listing);
	verdict_rows_bind_verdict(stmt, row->verdict);
	db_bind_text(stmt, 11, row->warning_id);
	db_bind_int(stmt, 12, row->version);
	db_bind_int(stmt, 13, row->warns);
	db_bind_text(stmt, 14, row->digest);
	db_bind_text(stmt, 15, row->event);
	return db_run(db, stmt, err);
}

void
verdict_warnings_done(struct verdict_warnings *warnings)
{
	for (size_t i = 0; i < warnings->count; i++) {
		mem_free(warnings->items[i].listing);
		mem_free(warnings->items[i].warning_id);
		verdict_done(&warnings->items[i].verdict);
	}
	mem_free(warnings->items);
	*warnings = (struct verdict_warnings){0};
}

static void
verdict_rows_get(struct db_stmt *stmt, struct verdict_warning *ret)
{
	const char *family = db_text(stmt, 6);
	bool distress = family != NULL && strcmp(family, "distress") == 0;

	*ret = (struct verdict_warning){
	    .row = db_int(stmt, 0),
	    .listing = mem_strdup(db_text(stmt, 1)),
	    .warning_id = mem_strdup(db_text(stmt, 2)),
	    .version = (int)db_int(stmt, 3),
	    .verdict = {.deciding = -1,
		.period = {(int32_t)db_int(stmt, 4), (int32_t)db_int(stmt, 5)},
		.family = distress ? FAMILY_DISTRESS : FAMILY_RESULT,
		.severity = (int)db_int(stmt, 9),
		.warning = !distress},
	};
	struct verdict *verdict = &ret->verdict;
	verdict->class_ =
	    (enum verdict_class)verdict_rows_word(stmt, 7, VOCAB_CLASSES);
	verdict->direction =
	    (enum direction)verdict_rows_word(stmt, 8, VOCAB_DIRECTIONS);
	verdict->grade = (enum grade)verdict_rows_word(stmt, 10, VOCAB_GRADES);
	verdict->guidance =
	    (enum guidance)verdict_rows_word(stmt, 11, VOCAB_GUIDANCES);
}

int
verdict_rows_warnings(struct db *db, int64_t filing,
    struct verdict_warnings *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT id, listing, warning_id, version, period_start, period_end,"
	    " family, class, direction, severity, grade, guidance FROM verdict"
	    " WHERE filing = ? AND warning = 1"
	    " ORDER BY listing, period_end, period_start, family");
	int r;

	*ret = (struct verdict_warnings){0};
	db_bind_int(stmt, 1, filing);
	while ((r = db_step(stmt, err)) > 0) {
		ret->items =
		    mem_resize(ret->items, ret->count + 1, sizeof(*ret->items));
		verdict_rows_get(stmt, &ret->items[ret->count++]);
	}
	return r;
}

int
verdict_rows_maker(
    struct db *db, const char *warning_id, int64_t *ret_row, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT v.id, v.warning FROM verdict v"
	    " JOIN filing g ON g.id = v.filing WHERE v.warning_id = ?"
	    " ORDER BY v.version DESC, v.warning DESC, g.published, g.source,"
	    " g.source_id LIMIT 1");

	*ret_row = 0;
	db_bind_text(stmt, 1, warning_id);
	int r = db_step(stmt, err);
	if (r <= 0)
		return r;
	if (db_int(stmt, 1) != 0)
		*ret_row = db_int(stmt, 0);
	db_reset(stmt);
	return 0;
}

int
verdict_rows_end(
    struct db *db, int64_t row, int version, const char *event, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE verdict SET warning = 0, version = ?, event = ?"
	    " WHERE id = ?");

	db_bind_int(stmt, 1, version);
	db_bind_text(stmt, 2, event);
	db_bind_int(stmt, 3, row);
	return db_run(db, stmt, err);
}

int
verdict_rows_was_told(struct db *db, const char *event, int version,
    bool *ret_told, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT 1 FROM event WHERE id = ? AND version < ?");
	int64_t found = 0;

	db_bind_text(stmt, 1, event);
	db_bind_int(stmt, 2, version);
	int r = db_first_int(stmt, &found, err);
	*ret_told = found != 0;
	return r;
}
