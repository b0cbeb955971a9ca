/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Feeds of others, where the folder of shared data is there: the tests of
 * feedparser, and EDGAR's pages. Results by folder go to FILINGD_FEED_RESULTS.
 */
#include "lib/base/mem.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <cmocka.h>

#define NONE "items: { max: 100000 }\nfields: { title: '{title}' }\n"
struct tally {
	size_t files, accepted, none, failed;
	char *worst; /* names of those that failed */
};

/* Entries in text, by what begins one; in RDF a list of items is none. */
static size_t
count_entries(const char *text)
{
	size_t n = 0;

	for (const char *p = text; (p = strchr(p, '<')) != NULL; p++) {
		const char *name = p + 1 + strcspn(p + 1, ": \t\r\n/>");
		name = *name == ':' ? name + 1 : p + 1;
		size_t item = strncasecmp(name, "item", 4) == 0	   ? 4
			      : strncasecmp(name, "entry", 5) == 0 ? 5
								   : 0;
		n += item > 0 && name[item] != '\0' &&
		     strchr(" \t\r\n/>", name[item]) != NULL;
	}
	return n;
}

/* A file holds what it shows: each entry is an item, others are none. */
static void
judge(struct definition *feed, const char *path, struct tally *tally)
{
	struct list_answer a;
	struct buf body;

	list_case_load(path, &body);
	read_list(&feed->spec, (struct span){body.data, body.len}, &a);
	size_t entries =
	    body.len > 0 && memchr(body.data, '\0', body.len) == NULL
		? count_entries(body.data)
		: 0;
	bool whole = a.outcome == OUTCOME_OK && a.faulty == 0 &&
		     a.count + a.collapsed == entries;
	tally->files++;
	if (whole)
		tally->accepted++;
	else if (a.outcome == OUTCOME_EMPTY || entries == 0)
		tally->none++;
	else
		tally->failed++;
	if (!whole && entries > 0) {
		char *old = tally->worst;
		tally->worst =
		    mem_printf("%s  %s: %d %s\n", old != NULL ? old : "", path,
			(int)a.outcome, a.why != NULL ? a.why : "");
		mem_free(old);
	}
	list_answer_done(&a);
	buf_done(&body);
}

static void
report(FILE *out, const char *path, struct tally *tally)
{
	if (tally->files > 0)
		fprintf(out, "| %s | %zu | %zu | %zu | %zu |\n", path,
		    tally->files, tally->accepted, tally->none, tally->failed);
	if (tally->worst != NULL)
		fprintf(stderr, "%s", tally->worst);
	mem_free(tally->worst);
}

/* As deep as the folders are; adds up what failed. */
static size_t
walk(struct definition *feed, const char *folder, size_t skip, FILE *out)
{
	struct dirent **names;
	struct tally tally = {0};
	size_t below = 0;
	int n = scandir(folder, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		char *path = mem_printf("%s/%s", folder, names[i]->d_name);
		struct stat info;
		if (names[i]->d_name[0] != '.' && stat(path, &info) == 0) {
			if (S_ISDIR(info.st_mode))
				below += walk(feed, path, skip, out);
			else if (strstr(path, ".xml") != NULL)
				judge(feed, path, &tally);
		}
		mem_free(path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	below += tally.failed;
	report(out, folder + skip, &tally);
	return below;
}

static void
feeds_of_the_wild_yield_their_entries(void **state)
{
	char *root = list_case_shared("data/world/feeds/feedparser/tests");
	const char *results = getenv("FILINGD_FEED_RESULTS");

	(void)state;
	if (root == NULL)
		skip();
	struct definition *feed = list_case_new("feed", NONE);
	FILE *out = fopen(results != NULL ? results : "/dev/null", "w");
	assert_non_null(out);
	fprintf(out, "| folder | files | with items | without entries | "
		     "refused |\n|---|---|---|---|---|\n");
	size_t failed = walk(feed, root, strlen(root) - 5, out);
	(void)fclose(out); /* a report for people */
	definition_free(feed);
	mem_free(root);
	assert_int_equal(failed, 1); /* the one that ends within CDATA */
}

/* Reads the page from that entry on; how many entries it has. */
static size_t
read_page(struct definition *edgar, const char *folder, int start,
    struct list_answer *ret)
{
	char *name = mem_printf("%s/getcurrent_start%05d.xml", folder, start);
	struct buf body;

	list_case_load(name, &body);
	read_list(&edgar->spec, (struct span){body.data, body.len}, ret);
	size_t entries = count_entries(body.data);
	mem_free(name);
	buf_done(&body);
	assert_int_equal(ret->outcome, OUTCOME_OK);
	if (ret->faulty > 0)
		fail_msg("%d: %s", start, ret->why);
	return entries;
}

static void
check_filing(const struct item *item)
{
	assert_int_equal(strlen(item->key), strlen("0001493152-25-027595"));
	assert_int_equal(item->precision, PRECISION_SECOND);
	assert_true(item->published > INT64_C(1765411200000) &&
		    item->published < INT64_C(1765584000000));
	assert_non_null(strstr(item->url, item->key));
	assert_true(item->issuer_count >= 1);
	assert_memory_equal(item->issuers[0].listing, "US:", 3);
}

/* How many of the keys are different. */
static size_t
count_keys(char **keys, size_t n)
{
	size_t different = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < i && strcmp(keys[k], keys[i]) != 0)
			k++;
		different += k == i;
	}
	return different;
}

/* What all pages of a day come to, entries and filings. */
static void
read_day(struct definition *edgar, const char *folder, size_t *ret_entries,
    size_t *ret_filings)
{
	char **keys = NULL;
	size_t entries = 0, count = 0;

	for (int start = 0; start <= 5000; start += 100) {
		struct list_answer a;
		entries += read_page(edgar, folder, start, &a);
		keys = mem_resize(keys, count + a.count, sizeof(*keys));
		for (size_t i = 0; i < a.count; i++) {
			check_filing(&a.items[i]);
			keys[count++] = mem_strdup(a.items[i].key);
		}
		list_answer_done(&a);
	}
	*ret_entries = entries;
	*ret_filings = count_keys(keys, count);
	for (size_t i = 0; i < count; i++)
		mem_free(keys[i]);
	mem_free(keys);
}

static void
entries_of_edgar_collapse_to_filings(void **state)
{
	char *folder = list_case_shared("data/world/edgar/getcurrent_20251212");
	size_t entries, filings;

	(void)state;
	if (folder == NULL)
		skip();
	struct definition *edgar = list_case_source("sec-edgar-current");
	size_t conditions = edgar->spec.where_count;
	edgar->spec.where_count = 0;
	read_day(edgar, folder, &entries, &filings);
	edgar->spec.where_count = conditions;
	assert_int_equal(entries, 5100);
	assert_int_equal(filings, 3315);
	read_day(edgar, folder, &entries, &filings);
	assert_int_equal(entries, 5100);
	assert_int_equal(filings, 250); /* 8-K and 6-K that may tell */
	definition_free(edgar);
	mem_free(folder);
}

static void
error_pages_of_edgar_are_no_feeds(void **state)
{
	static const struct {
		const char *name;
		enum list_outcome outcome;
	} cases[] = {
	    {"getcurrent_start05100_http503.html", OUTCOME_RETRY},
	    {"rate_threshold_exceeded.html", OUTCOME_BLOCKED},
	    {"undeclared_automated_tool.html", OUTCOME_STOP},
	};
	char *folder = list_case_shared("data/world/edgar/errors");

	(void)state;
	if (folder == NULL)
		skip();
	struct definition *edgar = list_case_source("sec-edgar-current");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *path = mem_printf("%s/%s", folder, cases[i].name);
		struct list_answer a;
		struct buf body;
		list_case_load(path, &body);
		read_list(&edgar->spec, (struct span){body.data, body.len}, &a);
		assert_int_equal(a.outcome, cases[i].outcome);
		list_answer_done(&a);
		buf_done(&body);
		mem_free(path);
	}
	definition_free(edgar);
	mem_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(feeds_of_the_wild_yield_their_entries),
	    cmocka_unit_test(entries_of_edgar_collapse_to_filings),
	    cmocka_unit_test(error_pages_of_edgar_are_no_feeds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
