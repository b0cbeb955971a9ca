/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filingd-reader itself, in its jail, with the pool on the other side: lists,
 * texts and PDFs, and processes that are ended in the middle of a job. In a
 * sanitizer build the same without a jail, and what needs one is skipped.
 */
#define _GNU_SOURCE 1
#include "lib/base/mem.h"
#include "reading/jail.h"
#include "reading/pool.h"
#include "tests/lib/errands.h"
#include "tests/lib/pdf.h"

#include <errno.h>
#include <poll.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <cmocka.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE		 65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

static const char notice[] =
    "证券代码：600000\t证券简称：某某股份\n"
    "某某股份有限公司2025年年度业绩预告\n"
    "预计归属于上市公司股东的净利润为亏损7,100万元至9,200万元。\n";

/* Forms that draw the next one ten times over: hours of work in 600 bytes. */
static const char laughs[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
    "/Resources<</XObject<</X 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 4>>stream\n/X Do\nendstream endobj\n"
#define LAUGH(n, next)                                                         \
#n " 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Length 59"      \
	   "/Resources<</XObject<</X " #next " 0 R>>>>>>stream\n"              \
	   "/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do\n"     \
	   "endstream endobj\n"
    LAUGH(5, 6) LAUGH(6, 7) LAUGH(7, 8) LAUGH(8, 9) LAUGH(9, 10) LAUGH(
	10, 11) LAUGH(11, 12) LAUGH(12, 13) LAUGH(13,
	14) "14 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Length 17>>stream\n"
	    "0 0 m 9 9 l 9 0 l\nendstream endobj\n"
	    "trailer<</Root 1 0 R>>\n";

static void
start(struct errands *e)
{
	const char *program = getenv("FILINGD_READER");
	const char *source = getenv("FILINGD_SRCDIR");
	char *lexicon =
	    mem_printf("%s/reading/lexicon", source != NULL ? source : "..");
	setenv("FILINGD_READER_UNJAILED", "1", 1);
	e->options.program = program != NULL ? program : "./filingd-reader";
	e->options.lexicon_dir = lexicon;
	e->options.workers = 1;
	e->options.zygotes = 1;
	errands_start(e);
	mem_free(lexicon);
}

static struct errand *
ask_text(struct errands *e)
{
	return errands_document(e, span_of(notice));
}

static struct errand *
ask_pdf(struct errands *e)
{
	const char *const pages[] = {notice, "第二页\t123,456.78\n"};
	struct buf pdf;
	pdf_make(&pdf, pages, 2, true);
	struct errand *errand =
	    errands_document(e, (struct span){pdf.data, pdf.len});
	buf_done(&pdf);
	return errand;
}

static struct errand *
ask_list(struct errands *e)
{
	static char rows[] = "/rows", key[] = "{/id}", title[] = "{/t}";
	static char at[] = "{/at}", source[] = "list";
	struct list_spec spec = {.engine = ENGINE_JSON,
	    .source = source,
	    .rows = rows,
	    .time_kind = LIST_TIME_EPOCH_MS,
	    .max_rows = 100};
	spec.fields[LIST_KEY].template = key;
	spec.fields[LIST_TITLE].template = title;
	spec.fields[LIST_TIME].template = at;
	return errands_list(e, &spec,
	    "{\"rows\":[{\"id\":\"a1\",\"t\":\"one\",\"at\":1767283200000},"
	    "{\"id\":\"a2\",\"t\":\"two\",\"at\":1767283200000}]}");
}

static void
assert_pdf_was_read(const struct errand *pdf)
{
	assert_int_equal(pdf->code, 0);
	assert_true(pdf->reading.readable);
	assert_int_equal(pdf->reading.pages, 2);
	assert_true(pdf->reading.text_len > 60);
}

static void
lists_texts_and_pdfs_are_read_in_the_jail(void **state)
{
	struct errands *e = *state;
	start(e);
	const struct errand *list = ask_list(e);
	const struct errand *text = ask_text(e);
	const struct errand *pdf = ask_pdf(e);
	errands_run(e);
	assert_int_equal(list->code, 0);
	assert_int_equal(list->list.outcome, OUTCOME_OK);
	assert_int_equal(list->list.count, 2);
	assert_string_equal(list->list.items[1].key, "a2");
	assert_int_equal(text->code, 0);
	assert_true(text->reading.readable);
	assert_true(text->reading.text_len > 60);
	assert_pdf_was_read(pdf);
	assert_string_equal(e->log, "");
}

static const struct {
	const char *what;
	const char *bytes;
} broken[] = {
    {"a header alone", "%PDF-1.7\n"},
    {"no page tree", "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n"
		     "trailer<</Root 1 0 R>>\n"},
    {"text that says it is a PDF", "%PDF-1.4 but then plain words"},
};

static void
a_broken_pdf_is_unreadable_and_costs_no_process(void **state)
{
	struct errands *e = *state;
	start(e);
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		errands_document(e, span_of(broken[i].bytes));
	errands_run(e);
	for (int i = 0; i < e->count; i++) {
		assert_int_equal(e->errand[i].code, 0);
		assert_false(e->errand[i].reading.readable);
		assert_non_null(e->errand[i].reading.unreadable_why);
	}
	assert_int_equal(pool_restarts(e->pool), 0);
}

static void
an_endless_pdf_is_ended_by_the_childs_own_alarm(void **state)
{
	struct errands *e = *state;
	e->options.document_deadline_ms = 1; /* and the alarm's second */
	start(e);
	const struct errand *endless = errands_document(e, span_of(laughs));
	errands_run(e);
	assert_int_equal(endless->code, ERR_TIMEOUT);
	assert_int_equal(pool_restarts(e->pool), 0);
	errands_assert_logged(e,
	    "reader 'zygote': a child that was reading a PDF: took too long");
	errands_stop(e);
	e->options.document_deadline_ms = ERRANDS_DEADLINE;
	start(e);
	const struct errand *after = ask_pdf(e);
	errands_run(e);
	assert_pdf_was_read(after);
}

/* The first child of process pid; 0: none. */
static pid_t
child_of(pid_t pid)
{
	char path[64];
	int child = 0;
	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children",
	    (int)pid, (int)pid);
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return 0;
	if (fscanf(f, "%d", &child) != 1)
		child = 0;
	fclose(f);
	return child;
}

/* Comes back at once until there is a grandchild to be killed. */
static void
kill_grandchild(void *arg)
{
	struct errands *e = arg;
	pid_t child = child_of(getpid());
	pid_t grandchild = child != 0 ? child_of(child) : 0;
	if (grandchild == 0)
		loop_after(e->loop, 0, kill_grandchild, e);
	else
		kill(grandchild, SIGABRT);
}

static void
a_pdf_that_crashes_its_child_leaves_the_zygote_alone(void **state)
{
	struct errands *e = *state;
	start(e);
	const struct errand *crash = errands_document(e, span_of(laughs));
	const struct errand *after = ask_pdf(e);
	loop_after(e->loop, 0, kill_grandchild, e);
	errands_run(e);
	assert_int_equal(crash->code, ERR_CRASHED);
	assert_pdf_was_read(after);
	assert_int_equal(pool_restarts(e->pool), 0);
	errands_assert_logged(e, "killed by signal 6 (SIGABRT)");
}

/* So long a text that its reader is at it when it is killed. */
static struct errand *
ask_long_text(struct errands *e)
{
	struct buf text;
	buf_init(&text, 4 * MIB);
	while (buf_addf(&text, "%s", notice) == 0)
		continue;
	struct errand *errand =
	    errands_document(e, (struct span){text.data, text.len});
	buf_done(&text);
	return errand;
}

static void
kill_reader_on_turn(void *arg)
{
	struct errands *e = arg;
	pid_t child = child_of(getpid());
	if (pool_queue_len(e->pool) == 1 && e->done == 0 && child != 0)
		kill(child, SIGKILL);
}

static void
a_worker_that_is_killed_in_a_job_is_replaced(void **state)
{
	struct errands *e = *state;
	start(e);
	const struct errand *lost = ask_long_text(e);
	const struct errand *after = ask_text(e);
	loop_on_turn(e->loop, kill_reader_on_turn, e);
	errands_run(e);
	assert_int_equal(lost->code, ERR_CRASHED);
	assert_int_equal(after->code, 0);
	assert_int_equal(pool_restarts(e->pool), 1);
	errands_assert_logged(e, "worker 1': killed by signal 9 (SIGKILL)");
}

/* Comes back at once until there is a grandchild, then ends its parent. */
static void
kill_zygote(void *arg)
{
	struct errands *e = arg;
	pid_t zygote = child_of(getpid());
	pid_t child = zygote != 0 ? child_of(zygote) : 0;
	if (child == 0) {
		loop_after(e->loop, 0, kill_zygote, e);
		return;
	}
	struct pollfd end = {.fd = pidfd_open(child, 0), .events = POLLIN};
	assert_true(end.fd >= 0);
	errands_stop(e);
	assert_int_equal(poll(&end, 1, 10000), 1);
	close(end.fd);
}

static void
a_pdfs_child_dies_with_the_zygote(void **state)
{
	struct errands *e = *state;
	start(e);
	const struct errand *endless = errands_document(e, span_of(laughs));
	loop_after(e->loop, 0, kill_zygote, e);
	errands_run(e);
	assert_int_equal(endless->code, ERR_CANCELED);
}

static void
a_reader_without_its_lexicon_says_which(void **state)
{
	struct errands *e = *state;
	start(e);
	errands_stop(e);
	e->options.lexicon_dir = "/nonexistent/lexicon";
	errands_start(e);
	const struct errand *text = ask_text(e);
	errands_run(e);
	assert_int_equal(text->code, ERR_CRASHED);
	errands_assert_logged(e, "/nonexistent/lexicon");
}

/* The two below change this process and all that it starts, for good. */
static void
bad_phrases_of_the_user_cost_no_reading(void **state)
{
	struct errands *e = *state;
	const char *source = getenv("FILINGD_SRCDIR");
	char *own = mem_printf("%s/tests/unit/reading/lexicon-bad",
	    source != NULL ? source : "..");
	e->options.own_dir = own;
	start(e);
	const struct errand *text = ask_text(e);
	errands_run(e);
	assert_int_equal(text->code, 0);
	assert_true(text->reading.fact_count > 0);
	errands_assert_logged(e, "lexicon-bad/own.yaml:4:3: 'turnover' is no "
				 "value of metric; none of your own phrases");
	mem_free(own);
}

static void
reading_makes_no_executable_memory(void **state)
{
	struct errands *e = *state;
	if (prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) != 0) {
		print_message("skipped: this kernel has no PR_SET_MDWE\n");
		skip();
	}
	start(e);
	const struct errand *list = ask_list(e);
	const struct errand *pdf = ask_pdf(e);
	errands_run(e);
	assert_int_equal(list->code, 0);
	assert_pdf_was_read(pdf);
}

static void
without_landlock_pdfs_are_refused_and_texts_are_read(void **state)
{
	struct errands *e = *state;
	start(e);
	if (jail_is_off()) {
		print_message("skipped: a sanitizer build has no jail\n");
		skip();
	}
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	assert_int_equal(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
			     SCMP_SYS(landlock_create_ruleset), 0),
	    0);
	assert_int_equal(seccomp_load(filter), 0);
	seccomp_release(filter);
	const struct errand *pdf = ask_pdf(e);
	const struct errand *text = ask_text(e);
	errands_run(e);
	assert_int_equal(pdf->code, ERR_UNSUPPORTED);
	assert_int_equal(text->code, 0);
	assert_true(text->reading.readable);
	assert_string_equal(e->log, "reader 'zygote': PDFs are refused: "
				    "this kernel has no Landlock\n");
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, errands_setup, errands_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(lists_texts_and_pdfs_are_read_in_the_jail),
	    TEST(a_broken_pdf_is_unreadable_and_costs_no_process),
	    TEST(an_endless_pdf_is_ended_by_the_childs_own_alarm),
	    TEST(a_pdf_that_crashes_its_child_leaves_the_zygote_alone),
	    TEST(a_worker_that_is_killed_in_a_job_is_replaced),
	    TEST(a_pdfs_child_dies_with_the_zygote),
	    TEST(a_reader_without_its_lexicon_says_which),
	    TEST(bad_phrases_of_the_user_cost_no_reading),
	    TEST(reading_makes_no_executable_memory),
	    TEST(without_landlock_pdfs_are_refused_and_texts_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
