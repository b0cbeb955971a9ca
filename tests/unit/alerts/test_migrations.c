/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stores of every earlier schema, built by its own migrations and filled with
 * typical and odd rows: today's code opens each, every row means the same, and
 * what was still to be delivered is delivered.
 */
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/inspect.h"
#include "lib/store/schema.h"
#include "lib/store/setup.h"
#include "tests/unit/alerts/rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sqlite3.h>

#define TEXT_MAX_ROWS (256 * KIB)

/* Rows of a schema's own tables and columns, odd ones among them. */
static const struct {
	int since;
	const char *sql;
} rows[] = {
    {1, "INSERT INTO source (name, baseline, state, state_why, failures)"
	" VALUES ('cninfo', 1, 'ok', '', 0),"
	" ('it''s \"odd\"', 0, 'blocked', '页面\n改版', 2147483648)"},
    {1, "INSERT INTO item (id, source, key, state, digest, title, url,"
	" published_raw, published, precision, first_seen, decided, late)"
	" VALUES (1, 'cninfo', '1225', 'decided', 'd1', '业绩预亏公告',"
	" 'https://example.org/1', '2025-01-16', 1736985600000, 'day',"
	" 1737013570000, 1737013571000, 0),"
	" (2, 'cninfo', '', 'pending', '', '', NULL, '', -62135596800000,"
	" 'none', 0, NULL, 1),"
	" (9223372036854775807, 'gone', 'k', 'baseline', 'd', 't', '', '', 0,"
	" 'second', 1, 1, 0)"},
    {1, "INSERT INTO item_issuer VALUES (1, 0, 'XSHG:603138', '603138',"
	" '示例'), (1, 1, NULL, NULL, NULL)"},
    {1, "INSERT INTO item_revision VALUES (1, 'd0', 5, 'before', NULL, '',"
	" 0)"},
    {1, "INSERT INTO filing (id, item, source, source_id, title, form,"
	" readable, unreadable_why, supersedes, published, published_raw,"
	" precision, first_seen, decided) VALUES"
	" (1, 1, 'cninfo', '1225', '业绩预亏公告', 'forecast', 1, NULL, NULL,"
	" 1736985600000, '2025-01-16', 'day', 1737013570000, 1737013571000),"
	" (7, 9223372036854775807, 'gone', 'k', 't', 'other', 0, 'scan', 1, 0,"
	" '', 'second', 1, 1)"},
    {1, "INSERT INTO fact (filing, position, listing, metric, basis, role,"
	" period_start, period_end, low, high, flags, currency, broker, quote,"
	" quote_offset, page, published, known) VALUES"
	" (1, 0, 'XSHG:603138', 'ni_attr', 'consolidated', 'forecast', 19723,"
	" 20088, '-71000000', '-48000000', 0, 'CNY', NULL, '亏损', 12, 1, 1, 2),"
	" (1, 1, 'XSHG:603138', 'eps', 'unknown', 'estimate', -1, -1,"
	" '0.000000000000000001', '', 3, '', 'A & B', '', 0, 0, 1, 2)"},
    {1, "INSERT INTO verdict (filing, listing, period_start, period_end,"
	" family, warning_id, version, class, direction, severity, grade,"
	" guidance, warning, digest, event) VALUES (1, 'XSHG:603138', 19723,"
	" 20088, 'earnings', 'wrn_1', 2, 'first_loss', 'down', 4, 'certain',"
	" 'none', 1, 'x', 'evt_old1'), (7, 'XSHG:603138', 0, 0, 'earnings',"
	" 'wrn_2', 1, 'none', 'none', 0, 'possible', 'none', 0, '', NULL)"},
    {1, "INSERT INTO event (seq, id, type, source, listing, warning_id,"
	" version, severity, line, body, record, seen, created, late) VALUES"
	" (41, 'evt_old1', 'warning.detected', 'cninfo', 'XSHG:603138',"
	" 'wrn_1', 2, 4, '首亏', CAST('{\"type\":\"warning.detected\"}' AS"
	" BLOB), x'00', 1, 1737013571000, 0),"
	" (42, 'evt_old2', 'source.degraded', 'cninfo', NULL, NULL, 0, NULL,"
	" 'line', CAST('{\"type\":\"source.degraded\",\"n\":2}' AS BLOB), x'',"
	" 1, 1737013571000, 1)"},
    {1, "INSERT INTO channel (name, sequence, disabled_since, first_failure)"
	" VALUES ('ops', 5, NULL, NULL), ('removed', 9, 17, 3)"},
    {1, "INSERT INTO delivery (id, channel, recipient, state, sequence, rule,"
	" note, created, due_at, attempts, last_error, finished, message)"
	" VALUES"
	" (1, 'ops', '', 'pending', 1, 'core', 'undecided: rev', 1, 1, 0, '',"
	" NULL, NULL),"
	" (2, 'ops', '', 'retry', 2, 'core', '', 1, 1, 3, 'http 503', NULL,"
	" NULL),"
	" (3, 'ops', '', 'leased', 3, 'core', '', 1, 1, 0, '', NULL, NULL),"
	" (4, 'ops', '', 'sent', 4, 'core', '', 1, 1, 1, '', 2, NULL),"
	" (5, 'ops', '', 'dead', 5, '规则', '', 1, 1, 12, 'http 410', 2,"
	" NULL),"
	" (6, 'removed', 'a@example.org', 'pending', 9, '', '', 1, 1, 0, '',"
	" NULL, x'ff00')"},
    {1, "INSERT INTO delivery_event VALUES (1, 41), (2, 42), (3, 41), (4, 42),"
	" (5, 41), (6, 42)"},
    {1, "INSERT INTO setting VALUES ('instance', 'desk1'), ('', '')"},
    {2, "UPDATE source SET last_sweep = 3, next_due = 4, day_end = 5,"
	" requests = 6 WHERE name = 'cninfo'"},
    {3, "INSERT INTO source_pause VALUES ('cninfo', 1, 0, 'root', '维护')"},
    {3, "INSERT INTO backfill (source, state, since, until, next, author,"
	" started) VALUES ('cninfo', 'running', 1, 9, 4, 'root', 1)"},
    {3, "UPDATE item SET quiet = 1 WHERE id = 2"},
    {4, "INSERT INTO sample VALUES ('cninfo', 'drift', 1, 'w', 1, 200, NULL,"
	" 3, x'3c68')"},
    {4, "INSERT INTO usual VALUES ('cninfo', x'0001')"},
    {5, "UPDATE item SET facts = x'00ff' WHERE id = 1"},
    {6, "UPDATE item SET updated = 7, backdated = 1, revised = 8, missing = 9,"
	" withdrawn = 10 WHERE id = 1"},
    {6, "UPDATE filing SET withdrawn = 11 WHERE id = 7"},
    {7, "INSERT INTO item_identity VALUES ('sha:1', 1), ('sha:1', 2)"},
    {7, "INSERT INTO sighting VALUES (2, 1, 'name', 5)"},
    {8, "UPDATE source SET shape = 'a shape' WHERE name = 'cninfo'"},
    {9, "INSERT INTO delivery (id, channel, recipient, state, sequence, rule,"
	" note, created, due_at, batch, last_error, finished, message)"
	" VALUES"
	" (7, 'ops', '', 'silenced', 0, 'core', '', 1, 1, 'b|c', 'by root', 2,"
	" NULL),"
	" (8, 'ops', '', 'canceled', 0, 'core', '', 1, 1, '', 'acked', 2,"
	" NULL)"},
    {9, "INSERT INTO delivery_event VALUES (7, 41, 'core', '注'),"
	" (8, 42, '', '')"},
    {9, "INSERT INTO attempt VALUES (4, 1, 2, 1, 204, '', NULL),"
	" (5, 12, 2, 1, 410, 'http 410', x'00ff')"},
    {9, "INSERT INTO silence (id, condition, author, reason, created, starts,"
	" until) VALUES (1, 'severity < 3', 'root', '维护', 1, 1, 2)"},
    {9, "INSERT INTO ack VALUES ('wrn_1', 2, 'evt_old1', 'root', '', 3)"},
    {9, "INSERT INTO offer VALUES (5, 'ops', 4, 42, 1)"},
    {9, "INSERT INTO cursor VALUES ('ops', 1000, 5, 1)"},
    {9, "INSERT INTO rule_hit VALUES ('core', 482500, 2, 3, 41)"},
};

static void
run(sqlite3 *sqlite, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(sqlite, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", why, sql);
}

/* A store as the filingd of that schema left it. */
static void
build(const char *path, int version)
{
	sqlite3 *sqlite = NULL;
	char pragma[96];

	assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
	run(sqlite, "PRAGMA journal_mode = WAL");
	for (int i = 1; i <= version; i++) {
		run(sqlite, schema_migration(i));
		/* Rows are as old as their columns. */
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
			if (rows[k].since == i)
				run(sqlite, rows[k].sql);
		}
	}
	(void)snprintf(pragma, sizeof(pragma),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    SETUP_APPLICATION_ID, version);
	run(sqlite, pragma);
	assert_int_equal(sqlite3_close(sqlite), SQLITE_OK);
}

static void
add_text(struct buf *out, const char *text)
{
	assert_int_equal(buf_addf(out, "%s\n", text), 0);
}

/* The columns of a table as "quote(a) || '|' || quote(b)". */
static char *
columns_of(sqlite3 *sqlite, const char *table)
{
	char *sql = mem_printf(
	    "SELECT group_concat('quote(\"' || name || '\")', ' || ''|'' || ')"
	    " FROM pragma_table_info('%s')",
	    table);
	sqlite3_stmt *stmt = NULL;
	char *text;

	assert_int_equal(
	    sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	text = mem_strdup((const char *)sqlite3_column_text(stmt, 0));
	(void)sqlite3_finalize(stmt);
	mem_free(sql);
	return text;
}

static void
dump_table(
    sqlite3 *sqlite, const char *table, const char *columns, struct buf *out)
{
	char *sql =
	    mem_printf("SELECT %s FROM \"%s\" ORDER BY 1", columns, table);
	sqlite3_stmt *stmt = NULL;

	add_text(out, table);
	assert_int_equal(
	    sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		add_text(out, (const char *)sqlite3_column_text(stmt, 0));
	(void)sqlite3_finalize(stmt);
	mem_free(sql);
}

struct table {
	char *name;
	char *columns;
};

/* The tables of a store with their columns; *ret_count of them. */
static struct table *
tables_of(const char *path, size_t *ret_count)
{
	struct table *tables = NULL;
	sqlite3 *sqlite = NULL;
	sqlite3_stmt *stmt = NULL;
	size_t count = 0;

	assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(sqlite,
		"SELECT name FROM sqlite_master WHERE type = 'table'"
		" AND name NOT LIKE 'sqlite_%' ORDER BY name",
		-1, &stmt, NULL),
	    SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);

		tables = mem_resize(tables, count + 1, sizeof(*tables));
		tables[count++] =
		    (struct table){mem_strdup(name), columns_of(sqlite, name)};
	}
	(void)sqlite3_finalize(stmt);
	assert_int_equal(sqlite3_close(sqlite), SQLITE_OK);
	*ret_count = count;
	return tables;
}

static void
dump(
    const char *path, const struct table *tables, size_t count, struct buf *out)
{
	sqlite3 *sqlite = NULL;

	assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
	for (size_t i = 0; i < count; i++)
		dump_table(sqlite, tables[i].name, tables[i].columns, out);
	assert_int_equal(sqlite3_close(sqlite), SQLITE_OK);
}

static void
free_tables(struct table *tables, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mem_free(tables[i].name);
		mem_free(tables[i].columns);
	}
	mem_free(tables);
}

static void
on_fault(const char *text, void *arg)
{
	(void)arg;
	print_message("%s\n", text);
}

/* The store is sound, but for what the odd rows do on purpose. */
static void
check(const char *path)
{
	struct inspect *inspect = NULL;
	struct err err = ERR_NONE;
	int faults = -1;

	if (inspect_open(path, &inspect, &err) != 0)
		fail_msg("%s", err.text);
	assert_int_equal(
	    inspect_check(inspect, on_fault, NULL, &faults, &err), 0);
	/* Channel "removed" gave nine numbers, one delivery is left. */
	assert_int_equal(faults, inspect_version(inspect) >= 9 ? 1 : 0);
	inspect_close(inspect);
}

static void
remove_store(const char *path)
{
	static const char *const tails[] = {"", "-wal", "-shm", ".lock"};

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char *file = mem_printf("%s%s", path, tails[i]);
		(void)unlink(file); /* some are not there */
		mem_free(file);
	}
}

static void
keeps_every_row(const char *path, int version)
{
	struct buf before, after;
	struct table *tables;
	struct db *db = NULL;
	struct err err = ERR_NONE;
	size_t count;

	build(path, version);
	tables = tables_of(path, &count);
	buf_init(&before, TEXT_MAX_ROWS);
	buf_init(&after, TEXT_MAX_ROWS);
	dump(path, tables, count, &before);
	assert_true(before.len > 1000);
	if (db_open(path, &db, &err) != 0)
		fail_msg("schema %d: %s", version, err.text);
	db_close(db);
	dump(path, tables, count, &after);
	assert_string_equal(before.data, after.data);
	check(path);
	buf_done(&before);
	buf_done(&after);
	free_tables(tables, count);
	remove_store(path);
}

static void
every_row_of_every_schema_means_the_same(void **state)
{
	const char *folder = *state;
	char *path = mem_printf("%s/store.db", folder);

	for (int version = 1; version < SCHEMA_VERSION; version++)
		keeps_every_row(path, version);
	mem_free(path);
}

/* Three wait, one of them was in the air when that filingd ended. */
static void
delivers_what_waits(const char *path, int version)
{
	struct rig_receiver *hook;
	struct rig *rig;
	size_t first = 0;

	build(path, version);
	rig = rig_new(path);
	hook = rig_receiver_new(rig, PEER_HTTP);
	rig_add_hook(rig, "ops", peer_port(hook->peer));
	rig_use_channels(rig);
	rig_run(rig, H);
	assert_int_equal(hook->count, 3);
	for (size_t i = 0; i < hook->count; i++) {
		const char *id = rig_header(hook, i, "webhook-id");

		first += strcmp(id, "evt_old1") == 0;
		assert_string_equal(rig_body(hook, i),
		    strcmp(id, "evt_old1") == 0
			? "{\"type\":\"warning.detected\"}"
			: "{\"type\":\"source.degraded\",\"n\":2}");
	}
	assert_int_equal(first, 2);
	rig_receiver_free(hook);
	rig_free(rig);
	remove_store(path);
}

static void
what_waits_in_any_old_store_is_delivered(void **state)
{
	const char *folder = *state;
	char *path = mem_printf("%s/store.db", folder);

	for (int version = 1; version < SCHEMA_VERSION; version++)
		delivers_what_waits(path, version);
	mem_free(path);
}

/* The migration dies in the middle; the next start finds it as it was. */
static void
a_migration_that_fails_leaves_the_old_store(void **state)
{
	const char *folder = *state;
	char *path = mem_printf("%s/store.db", folder);
	struct err err = ERR_NONE;
	sqlite3 *sqlite = NULL;
	struct db *db = NULL;

	build(path, 8);
	assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
	run(sqlite, "CREATE TABLE cursor (nobody INTEGER)");
	assert_int_equal(sqlite3_close(sqlite), SQLITE_OK);
	assert_int_equal(db_open(path, &db, &err), ERR_STORE);
	assert_non_null(strstr(err.text, "migration 9"));
	assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
	run(sqlite, "DROP TABLE cursor");
	assert_int_equal(sqlite3_close(sqlite), SQLITE_OK);
	assert_int_equal(db_open(path, &db, &err), 0);
	db_close(db);
	remove_store(path);
	mem_free(path);
}

static int
setup(void **state)
{
	static char folder[32];

	(void)snprintf(folder, sizeof(folder), "/tmp/filingd-old-XXXXXX");
	assert_non_null(mkdtemp(folder));
	*state = folder;
	return 0;
}

static int
teardown(void **state)
{
	return rmdir(*state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_row_of_every_schema_means_the_same),
	    TEST(what_waits_in_any_old_store_is_delivered),
	    TEST(a_migration_that_fails_leaves_the_old_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
