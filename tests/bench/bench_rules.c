/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What many rules cost: loading them, and each event. The floor is SQLite
 * alone with the same expressions over a plain table, in as large statements.
 *
 * usage: bench_rules [RULES [EVENTS]]
 */
#include "alerts/rule.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "tests/bench/side.h"
#include "tests/unit/alerts/sample.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define BENCH_PACK  500
#define BENCH_LISTS 100

/*
 * As people write them; %d makes each another one. Beside it what SQLite knows
 * without the words of the vocabulary.
 */
static const struct bench_when {
	const char *rule;
	const char *plain;
} bench_whens[] = {
    {"severity >= 3 and %d > 0", "severity >= 3 and %d > 0"},
    {"class = first_loss or consensus_pct_high < -%d",
	"class = 'first_loss' or consensus_pct_high < -%d"},
    {"prior_pct_low < -%d or guidance = cut",
	"prior_pct_low < -%d or guidance = 'cut'"},
    {"class in (first_loss, loss_wider, down_big) and low < -%d000000",
	"(class = 'first_loss' or class = 'loss_wider' or class = 'down_big')"
	" and low < -%d000000"},
    {"class in ('first_loss', 'loss_wider', 'down_big') and high < -%d",
	"(class = 'first_loss' or class = 'loss_wider' or class = 'down_big')"
	" and high < -%d"},
    {"grade >= probable and direction = down and version > %d",
	"grade >= 'probable' and direction = 'down' and version > %d"},
    {"form = forecast and metric = ni_attr and high < -%d",
	"form = 'forecast' and metric = 'ni_attr' and high < -%d"},
    {"title like '%%预亏%%' and severity > %d",
	"title like '%%预亏%%' and severity > %d"},
    {"guidance_pct_low < -%d or flip_to_loss",
	"guidance_pct_low < -%d or flip_to_loss"},
};

static const char bench_table[] =
    "CREATE TABLE event (severity NUMERIC, class TEXT, consensus_pct_high"
    " NUMERIC, prior_pct_low NUMERIC, guidance TEXT, low NUMERIC, grade TEXT,"
    " direction TEXT, version NUMERIC, form TEXT, metric TEXT, high NUMERIC,"
    " title TEXT, guidance_pct_low NUMERIC, flip_to_loss NUMERIC);"
    "INSERT INTO event VALUES (4, 'loss_narrower', -99.76, 12.54, 'none',"
    " -71000000.0, 'certain', 'up', 1, 'forecast', 'ni_attr', -55000000.0,"
    " '示例股份2024年年度业绩预亏公告', NULL, 0)";

#define BENCH_WHENS (sizeof(bench_whens) / sizeof(bench_whens[0]))

static void
bench_write(char when[256], const char *format, int64_t i)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	(void)snprintf(when, 256, format, (int)i);
#pragma GCC diagnostic pop
}

static void
bench_add(struct rules *rules, int64_t i)
{
	char *name = mem_printf("rule %d", (int)i);
	char *list = mem_printf("list%d", (int)(i % BENCH_LISTS));
	const char *watch = list;
	char when[256];
	const char *text = when;
	struct rule_fault fault;

	bench_write(when, bench_whens[(size_t)i % BENCH_WHENS].rule, i);
	if (rules_add(rules,
		&(struct rule_spec){.name = name,
		    .watch_count = 1,
		    .watch = &watch,
		    .when_count = 1,
		    .when = &text},
		&fault) != 0) {
		fprintf(stderr, "bench_rules: %s: %s\n", when, fault.err.text);
		exit(1);
	}
	mem_free(name);
	mem_free(list);
}

static void
bench_on_match(const struct rule_match *match, void *arg)
{
	(void)match;
	++*(int64_t *)arg;
}

static int64_t
bench_memory(void)
{
	return (int64_t)mallinfo2().uordblks;
}

/* Microseconds of CPU per event, of all rules or none of them. */
static double
bench_match(struct rules *rules, struct sample *sample, int64_t events,
    int64_t *ret_hits)
{
	int64_t before = side_cpu_us(RUSAGE_SELF);

	*ret_hits = 0;
	for (int64_t i = 0; i < events; i++) {
		sample->event.verdict.severity = (int)(i % 6);
		rules_match(rules, &sample->event, bench_on_match, ret_hits);
	}
	return (double)(side_cpu_us(RUSAGE_SELF) - before) / (double)events;
}

static sqlite3_stmt *
bench_floor_statement(sqlite3 *db, int64_t from, int64_t to)
{
	sqlite3_stmt *stmt = NULL;
	struct buf text;
	char when[256];

	buf_init(&text, MIB);
	for (int64_t i = from; i < to; i++) {
		bench_write(
		    when, bench_whens[(size_t)i % BENCH_WHENS].plain, i);
		if (buf_addf(&text, "%s (%s)", i == from ? "SELECT" : ",",
			when) != 0)
			exit(1);
	}
	if (buf_add_str(&text, " FROM event") != 0 ||
	    sqlite3_prepare_v2(db, text.data, -1, &stmt, NULL) != SQLITE_OK)
		exit(1);
	buf_done(&text);
	return stmt;
}

static double
bench_floor(int64_t rules, int64_t events)
{
	int64_t count = (rules + BENCH_PACK - 1) / BENCH_PACK;
	sqlite3_stmt **stmts = mem_array((size_t)count, sizeof(*stmts));
	sqlite3 *db;

	if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
	    sqlite3_exec(db, bench_table, NULL, NULL, NULL) != SQLITE_OK)
		exit(1);
	for (int64_t i = 0; i < count; i++)
		stmts[i] = bench_floor_statement(db, i * BENCH_PACK,
		    (i + 1) * BENCH_PACK < rules ? (i + 1) * BENCH_PACK
						 : rules);
	int64_t before = side_cpu_us(RUSAGE_SELF);
	for (int64_t e = 0; e < events; e++) {
		for (int64_t i = 0; i < count; i++) {
			if (sqlite3_step(stmts[i]) != SQLITE_ROW)
				exit(1);
			sqlite3_reset(stmts[i]);
		}
	}
	double us =
	    (double)(side_cpu_us(RUSAGE_SELF) - before) / (double)events;
	for (int64_t i = 0; i < count; i++)
		sqlite3_finalize(stmts[i]);
	sqlite3_close(db);
	mem_free(stmts);
	return us;
}

static void
bench_run(int64_t count, int64_t events)
{
	struct watch watches[BENCH_LISTS];
	struct yaml_mark mark = {"bench", 1, 1};
	struct sample sample;
	int64_t hits, none;

	for (int i = 0; i < BENCH_LISTS; i++) {
		char *name = mem_printf("list%d", i);
		watch_init(&watches[i], name);
		mem_free(name);
		if (watch_add(&watches[i], "XSHG:603999", NULL, NULL, mark) !=
		    0)
			exit(1);
	}
	sample_fill(&sample);
	int64_t memory = bench_memory(), before = side_cpu_us(RUSAGE_SELF);
	struct rules *rules = rules_new(watches, BENCH_LISTS);
	for (int64_t i = 0; i < count; i++)
		bench_add(rules, i);
	rules_seal(rules);
	int64_t load = side_cpu_us(RUSAGE_SELF) - before;
	memory = bench_memory() - memory;
	double us = bench_match(rules, &sample, events, &hits);
	char other[] = "XSHG:600000";
	sample.event.filing.listing = other;
	double idle = bench_match(rules, &sample, events, &none);
	double floor = bench_floor(count, events);
	rules_free(rules);
	for (int i = 0; i < BENCH_LISTS; i++)
		watch_done(&watches[i]);
	printf("%lld rules: %.2f ms an event (%lld hits), SQLite alone %.2f ms:"
	       " %.1fx; an issuer of no list %.3f ms; loaded in %lld ms, %lld"
	       " bytes a rule\n",
	    (long long)count, us / 1000, (long long)(hits / events),
	    floor / 1000, us / floor, idle / 1000, (long long)(load / 1000),
	    (long long)(memory / count));
	if (us > 20000 && count <= 10000)
		exit(1);
}

int
main(int argc, char *argv[])
{
	int64_t rules = 10000, events = 60;

	if (argc > 3 ||
	    (argc > 1 && number_parse(argv[1], 1, 1000000, &rules) != 0) ||
	    (argc > 2 && number_parse(argv[2], 1, 1000000, &events) != 0)) {
		fputs("usage: bench_rules [RULES [EVENTS]]\n", stderr);
		return 2;
	}
	bench_run(rules, events);
	return 0;
}
