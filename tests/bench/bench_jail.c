/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the jail costs: lists, texts and PDFs through the pool and filingd-reader
 * against the same reading in this process. Prints milliseconds and ratios,
 * medians of seven rounds, taken in turn.
 *
 * usage: bench_jail LEXICON-FOLDER (and FILINGD_READER in the environment)
 */
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "reading/pool.h"
#include "reading/read.h"
#include "reading/text.h"
#include "tests/lib/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define ROUNDS 7

struct bench_case {
	const char *what;
	bool is_list;
	int jobs; /* a round */
	struct span bytes;
};

struct bench {
	struct clock *clock;
	struct loop *loop;
	struct pool *pool;
	const char *lexicon_dir;
	struct lexicon *lexicon;
	struct list_spec spec;
	const struct bench_case *task;
	int left; /* jobs */
};

/* A point in time, and the processor time used so far. */
struct bench_mark {
	double wall_ms;
	double cpu_ms;
};

static double
bench_cpu_ms(int who)
{
	struct rusage used;
	if (getrusage(who, &used) != 0)
		return 0;
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
}

/* Children count from when they have been waited for. */
static struct bench_mark
bench_now(void)
{
	return (struct bench_mark){(double)clock_stamp_us() / 1e3,
	    bench_cpu_ms(RUSAGE_SELF) + bench_cpu_ms(RUSAGE_CHILDREN)};
}

static void bench_ask(struct bench *bench);

static void
bench_on_done(struct bench *bench, int code)
{
	if (code != 0) {
		fprintf(stderr, "%s: %s\n", bench->task->what, err_text(code));
		exit(1);
	}
	if (--bench->left > 0)
		bench_ask(bench);
	else
		loop_stop(bench->loop);
}

static void
bench_on_list(int code, struct list_answer *answer, void *arg)
{
	(void)answer;
	bench_on_done(arg, code);
}

static void
bench_on_document(int code, struct reading *reading, void *arg)
{
	(void)reading;
	bench_on_done(arg, code);
}

static void
bench_ask(struct bench *bench)
{
	const struct document_hint hint = {.title = "业绩预告"};
	struct span bytes = bench->task->bytes;
	if (bench->task->is_list)
		pool_read_list(
		    bench->pool, &bench->spec, bytes, bench_on_list, bench);
	else
		pool_read_document(
		    bench->pool, bytes, &hint, bench_on_document, bench);
}

/* Milliseconds of n jobs, one after the other, on a pool that is warm. */
static double
bench_pool_wall(struct bench *bench, int n)
{
	struct pool_options options;
	const char *program = getenv("FILINGD_READER");
	pool_options_default(&options);
	if (program != NULL)
		options.program = program;
	options.lexicon_dir = bench->lexicon_dir;
	bench->pool = pool_new(bench->loop, &options);
	bench->left = 1;
	bench_ask(bench);
	loop_run(bench->loop);
	double start = bench_now().wall_ms;
	bench->left = n;
	if (n > 0) {
		bench_ask(bench);
		loop_run(bench->loop);
	}
	double wall = bench_now().wall_ms - start;
	pool_free(bench->pool);
	return wall;
}

/* One job through the pool: the start of the process is taken off. */
static struct bench_mark
bench_pool(struct bench *bench)
{
	int jobs = bench->task->jobs;
	double start = bench_now().cpu_ms;
	(void)bench_pool_wall(bench, 0);
	double idle = bench_now().cpu_ms;
	double wall = bench_pool_wall(bench, jobs);
	double end = bench_now().cpu_ms;
	return (struct bench_mark){
	    wall / jobs, (end - idle - (idle - start)) / jobs};
}

static void
bench_read(struct bench *bench)
{
	const struct document_hint hint = {.title = "业绩预告"};
	struct list_answer answer;
	struct reading reading;
	if (bench->task->is_list) {
		read_list(&bench->spec, bench->task->bytes, &answer);
		list_answer_done(&answer);
		return;
	}
	reading_init(&reading);
	read_document(bench->lexicon, bench->task->bytes, &hint, &reading);
	reading_done(&reading);
}

/* One job in this process. */
static struct bench_mark
bench_here(struct bench *bench)
{
	int jobs = bench->task->jobs;
	bench_read(bench);
	struct bench_mark start = bench_now();
	for (int i = 0; i < jobs; i++)
		bench_read(bench);
	struct bench_mark end = bench_now();
	return (struct bench_mark){(end.wall_ms - start.wall_ms) / jobs,
	    (end.cpu_ms - start.cpu_ms) / jobs};
}

static int
bench_compare(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static double
bench_median(double values[ROUNDS])
{
	qsort(values, ROUNDS, sizeof(values[0]), bench_compare);
	return values[ROUNDS / 2];
}

static void
bench_task(struct bench *bench, const struct bench_case *task)
{
	double pool[ROUNDS], here[ROUNDS], wall[ROUNDS], cpu[ROUNDS];
	bench->task = task;
	for (int i = 0; i < ROUNDS; i++) {
		struct bench_mark in_pool = bench_pool(bench);
		struct bench_mark in_here = bench_here(bench);
		pool[i] = in_pool.wall_ms;
		here[i] = in_here.wall_ms;
		wall[i] = in_pool.wall_ms / in_here.wall_ms;
		cpu[i] = in_pool.cpu_ms / in_here.cpu_ms;
	}
	printf("%s: %.2f ms, in this process %.2f ms: time x%.2f, cpu x%.2f\n",
	    task->what, bench_median(pool), bench_median(here),
	    bench_median(wall), bench_median(cpu));
	fflush(stdout);
}

static void
bench_print_row(struct buf *list, int i)
{
	int code = buf_addf(list,
	    "%s{\"id\":\"12%08d\",\"t\":\"某某股份有限公司2025年年度业绩预告"
	    "（更正后）\",\"at\":1767283200000,\"doc\":\"finalpage/2026-01-01/"
	    "12%08d.PDF\",\"code\":\"600%03d\",\"name\":\"某某股份\"}",
	    i > 0 ? "," : "", i, i, i);
	if (code != 0)
		exit(1);
}

static void
bench_make_list(struct buf *list)
{
	buf_init(list, MIB);
	int code = buf_add_str(list, "{\"total\":30,\"rows\":[");
	for (int i = 0; i < 30; i++)
		bench_print_row(list, i);
	if (code != 0 || buf_add_str(list, "]}") != 0)
		exit(1);
}

static void
bench_set_spec(struct list_spec *spec)
{
	static char rows[] = "/rows", key[] = "{/id}", title[] = "{/t}";
	static char at[] = "{/at}", code[] = "{/code}", name[] = "{/name}";
	static char url[] = "https://static.example.org/{/doc}";
	static char source[] = "list", market[] = "cn";
	*spec = (struct list_spec){.engine = ENGINE_JSON,
	    .source = source,
	    .rows = rows,
	    .time_kind = LIST_TIME_EPOCH_MS,
	    .market = market,
	    .max_rows = 100};
	spec->fields[LIST_KEY].template = key;
	spec->fields[LIST_TITLE] = (struct list_value){
	    .template = title, .ops = LIST_OP_NFKC | LIST_OP_STRIP_TAGS};
	spec->fields[LIST_TIME].template = at;
	spec->fields[LIST_CODE].template = code;
	spec->fields[LIST_NAME].template = name;
	spec->fields[LIST_URL].template = url;
}

static const char bench_page[] =
    "证券代码：600000\t证券简称：某某股份\n"
    "某某股份有限公司2025年年度业绩预告\n"
    "一、本期业绩预告情况\n"
    "项目\t本报告期\n"
    "归属于上市公司股东的净利润\t亏损7,100万元至9,200万元\n"
    "比上年同期增减\t下降215.20%至249.30%\n"
    "扣除非经常性损益后的净利润\t亏损7,900万元至9,990万元\n"
    "基本每股收益\t亏损0.21元/股至0.27元/股\n"
    "二、上年同期业绩情况\n"
    "归属于上市公司股东的净利润：6,163.02万元。\n"
    "三、本期业绩变化的主要原因：原材料价格上涨，毛利率下降。\n";

int
main(int argc, char **argv)
{
	const char *const pages[] = {bench_page, bench_page};
	struct bench bench = {.clock = clock_new_real()};
	struct err err = ERR_NONE;
	struct buf list, pdf;
	bench.lexicon_dir = argc == 2 ? argv[1] : "";
	if (lexicon_load(bench.lexicon_dir, &bench.lexicon, &err) != 0) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	bench.loop = loop_new(bench.clock);
	bench_set_spec(&bench.spec);
	bench_make_list(&list);
	pdf_make(&pdf, pages, 2, true);
	text_preload();
	text_pdf_preload();
	const struct bench_case cases[] = {
	    {"list of 30 rows", true, 1000, {list.data, list.len}},
	    {"text of 11 lines", false, 1000, span_of(bench_page)},
	    {"pdf of 2 pages", false, 20, {pdf.data, pdf.len}},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		bench_task(&bench, &cases[i]);
	buf_done(&list);
	buf_done(&pdf);
	lexicon_free(bench.lexicon);
	loop_free(bench.loop);
	clock_free(bench.clock);
	return 0;
}
