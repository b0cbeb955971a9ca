/* SPDX-License-Identifier: BSD-2-Clause */
/* The lexicon's files, and what is found with them. */
#include "reading/lexicon.h"
#include "lib/base/mem.h"
#include "reading/normal.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static char *
source_path(const char *name)
{
	const char *dir = getenv("FILINGD_SRCDIR");

	return mem_printf("%s/%s", dir != NULL ? dir : ".", name);
}

static int
setup(void **state)
{
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;
	char *dir = source_path("tests/unit/reading/lexicon");

	if (lexicon_load(dir, &lexicon, &err) < 0)
		fail_msg("%s", err.text);
	mem_free(dir);
	*state = lexicon;
	return 0;
}

static int
teardown(void **state)
{
	lexicon_free(*state);
	return 0;
}

/* The ids of the phrases of a layer in text, each after a space. */
static char *
find(const struct lexicon *lexicon, enum entry_lang lang,
    enum entry_layer layer, const char *text)
{
	struct lexicon_hits hits = {0};
	char *ids = mem_strdup("");
	size_t n = strlen(text), step = 1;

	lexicon_find(lexicon, lang, span_of(text), &hits);
	for (size_t at = 0; at < n; at += step) {
		const struct entry *entry =
		    lexicon_at(lexicon, &hits, layer, at, &step);
		if (entry == NULL) {
			step = 1;
			continue;
		}
		char *more = mem_printf("%s %s", ids, entry->id);
		mem_free(ids);
		ids = more;
	}
	lexicon_hits_done(&hits);
	return ids;
}

static void
longest_phrase_of_the_language_wins(void **state)
{
	static const struct {
		enum entry_lang lang;
		enum entry_layer layer;
		const char *text;
		const char *ids;
	} rows[] = {
	    {LANG_ZH, LAYER_FIGURES, "净利润", " zh.metric.ni_total"},
	    {LANG_ZH, LAYER_FIGURES, "净利润率净利",
		" zh.noun.item zh.metric.ni_total"},
	    {LANG_ZH, LAYER_CLAIMS, "净利润率", " zh.words.down"},
	    {LANG_ZH, LAYER_FIGURES, "净亏损", " zh.metric.ni_total"},
	    {LANG_JA, LAYER_FIGURES, "净利润", ""},
	    {LANG_ZH, LAYER_FIGURES, "Net Profit", " en.metric.ni_total"},
	    {LANG_ZH, LAYER_FIGURES, "subnet profit net profits", ""},
	    {LANG_EN, LAYER_FIGURES, "45m 45mm m", " en.scale.6 en.scale.6"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *ids =
		    find(*state, rows[i].lang, rows[i].layer, rows[i].text);
		if (strcmp(ids, rows[i].ids) != 0)
			fail_msg("%s: got '%s'", rows[i].text, ids);
		mem_free(ids);
	}
}

static void
entry_has_its_value_and_flags(void **state)
{
	struct lexicon_hits hits = {0};
	size_t len = 0;

	lexicon_find(*state, LANG_ZH, span_of("净亏损"), &hits);
	const struct entry *entry =
	    lexicon_at(*state, &hits, LAYER_FIGURES, 0, &len);
	assert_non_null(entry);
	assert_int_equal(entry->kind, KIND_METRIC);
	assert_int_equal(entry->flags, ENTRY_LOSS);
	assert_int_equal(len, strlen("净亏损"));
	lexicon_hits_done(&hits);
}

static void
traditional_text_meets_simplified_phrases(void **state)
{
	struct normal normal;

	assert_int_equal(
	    normal_init(&normal, lexicon_fold(*state), span_of("淨虧損潤")), 0);
	assert_string_equal(normal.text.data, "淨亏損润");
	normal_done(&normal);
}

static void
faults_name_their_place(void **state)
{
	static const struct {
		const char *text;
		const char *says;
	} rows[] = {
	    {"language: zh\nmetric:\n  rev: [a]\n", "format"},
	    {"format: 1\nmetric:\n  rev: [a]\n",
		"x.yaml:1:1: 'language' must be"},
	    {"format: 1\nlanguage: zh\nmetrics:\n  rev: [a]\n",
		"x.yaml:3:1: no kind of phrases: 'metrics', did you mean 'metric'?"},
	    {"format: 1\nlanguage: zh\nmetric:\n  revenue: [a]\n",
		"x.yaml:4:3: 'revenue' is no value of metric"},
	    {"format: 1\nlanguage: zh\nmetric:\n  rev lost: [a]\n",
		"x.yaml:4:3: 'lost' is no flag"},
	    {"format: 1\nlanguage: zh\nscale:\n  17: [a]\n", "x.yaml:4:3"},
	    {"format: 1\nlanguage: zh\nmetric:\n  rev: a\n", "x.yaml:4:8"},
	    {"format: 1\nlanguage: zh\nmetric:\n  rev: [\" \"]\n",
		"x.yaml:4:9: an empty phrase"},
	    {"format: 1\nlanguage: zh\nmetric:\n  rev: [\"<|a>\"]\n",
		"x.yaml:4:9: an empty phrase"},
	    {"format: 1\nlanguage: zh\nmetric:\n  rev: [a <b|c]\n",
		"x.yaml:4:9: an empty phrase, brackets"},
	    {"format: 1\nlanguage: zh\nmetric:\n  rev: [<a> <b> <c> <d> <e> <f> <g>]\n",
		"x.yaml:4:9: an empty phrase, brackets"},
	    {"format: 1\nlanguage: zh\nmetric:\n  rev: [a]\n  op: [A]\n",
		"x.yaml:5:8: 'A' stands twice: as zh.metric.rev in x.yaml:4"},
	    {"format: 1\nlanguage: zh\nfold: [ab]\n", "x.yaml:3:8"},
	    {"format: 1\nlanguage: zh\nfold: [虧亏, 虧二]\n", "x.yaml:3"},
	    {"format: 1\nlanguage: zh\n", "no phrases"},
	    {"format: 1\nlanguage: zh\nremove: {metric: [a]}\n",
		"only own files remove"},
	    {"", "empty"},
	    {"[1]", "a map"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct lexicon *lexicon = NULL;
		struct err err = ERR_NONE;
		assert_true(lexicon_load_bytes("x.yaml", span_of(rows[i].text),
				&lexicon, &err) < 0);
		if (strstr(err.text, rows[i].says) == NULL)
			fail_msg("row %zu: '%s'", i, err.text);
	}
}

static const char shipped[] = "format: 1\n"
			      "language: zh\n"
			      "metric:\n"
			      "  rev: [收入, 营收]\n"
			      "sign:\n"
			      "  loss: [失血]\n";

/* What is found with shipped and own phrases. Complaints into buf. */
static char *
find_with_own(const char *own, const char *text, struct buf *complaints)
{
	const struct book_text texts[] = {{"s.yaml", span_of(shipped), false},
	    {"own.yaml", span_of(own), true}};
	struct book_report report = {.complaints = complaints};
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;

	if (lexicon_load_texts(texts, 2, &report, &lexicon, &err) < 0)
		return mem_strdup(report.first);
	assert_int_equal(report.errors, 0);
	char *ids = find(lexicon, LANG_ZH, LAYER_FIGURES, text);
	lexicon_free(lexicon);
	return ids;
}

static void
own_files_add_replace_and_remove(void **state)
{
	static const struct {
		const char *own;
		const char *text;
		const char *ids;
		const char *says; /* "": nothing */
	} rows[] = {
	    {"metric:\n  op: [毛利]\n", "毛利 收入",
		" zh.metric.op zh.metric.rev", ""},
	    {"metric:\n  op: [收入]\n", "收入 营收",
		" zh.metric.op zh.metric.rev",
		"own.yaml:4:8: note: '收入' is zh.metric.op from here on, no "
		"longer zh.metric.rev as shipped\n"
		"  op: [收入]\n       ^\n"},
	    {"metric:\n  rev loss: [收入]\n", "收入", " zh.metric.rev",
		"own.yaml:4:14: note:"},
	    {"metric:\n  rev: [营收]\n", "营收", " zh.metric.rev",
		"'营收' is shipped with this meaning"},
	    {"remove:\n  metric: [收入]\n", "收入 营收", " zh.metric.rev", ""},
	    {"remove:\n  sign: [收入]\n", "收入", " zh.metric.rev",
		"own.yaml:4:10: note: '收入' is no shipped phrase of this "
		"kind"},
	    {"remove:\n  metric: [收入]\nsign:\n  loss: [收入]\n", "收入",
		" zh.sign.loss", ""},
	    {"fold: [營营]\n", "营收", " zh.metric.rev", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf says;
		buf_init(&says, MIB);
		char *own =
		    mem_printf("format: 1\nlanguage: zh\n%s", rows[i].own);
		char *ids = find_with_own(own, rows[i].text, &says);
		const char *said = says.data != NULL ? says.data : "";
		if (strcmp(ids, rows[i].ids) != 0 ||
		    strstr(said, rows[i].says) == NULL ||
		    (rows[i].says[0] == '\0' && said[0] != '\0'))
			fail_msg("row %zu: '%s', %s", i, ids, said);
		mem_free(ids);
		mem_free(own);
		buf_done(&says);
	}
}

static void
every_fault_of_own_files_is_said_at_once(void **state)
{
	struct buf says;

	(void)state;
	buf_init(&says, MIB);
	char *first = find_with_own("format: 1\nlanguage: zh\n"
				    "metric:\n  revenue: [a]\n"
				    "sings:\n  loss: [b]\n"
				    "remove:\n  metric: c\n",
	    "", &says);
	assert_string_equal(
	    first, "own.yaml:4:3: 'revenue' is no value of metric");
	assert_non_null(strstr(says.data, "did you mean 'sign'?"));
	assert_non_null(strstr(says.data, "own.yaml:8:11: a list"));
	mem_free(first);
	buf_done(&says);
}

static void
a_phrase_twice_in_own_files_is_a_fault(void **state)
{
	(void)state;
	char *first = find_with_own("format: 1\nlanguage: zh\n"
				    "metric:\n  rev: [甲]\n  op: [甲]\n",
	    "", NULL);
	assert_non_null(strstr(first, "own.yaml:5:8: '甲' stands twice"));
	mem_free(first);
}

static void
bad_own_files_leave_the_shipped_ones(void **state)
{
	char *dir = source_path("tests/unit/reading/lexicon");
	char *own = source_path("tests/unit/reading/lexicon-bad");
	struct book_report report = {0};
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;

	assert_int_equal(
	    lexicon_load_own(dir, own, &report, &lexicon, &err), 0);
	assert_int_equal(report.errors, 1);
	assert_non_null(strstr(report.first, "lexicon-bad/own.yaml:4:3: "));
	assert_int_equal(lexicon_size(lexicon), lexicon_size(*state));
	lexicon_free(lexicon);
	lexicon = NULL;
	assert_int_equal(
	    lexicon_load_own(dir, "/nowhere", &report, &lexicon, &err), 0);
	assert_int_equal(report.errors, 0);
	lexicon_free(lexicon);
	mem_free(dir);
	mem_free(own);
}

static void
folder_without_files_is_an_error(void **state)
{
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    lexicon_load("/nowhere", &lexicon, &err), ERR_NOTFOUND);
	char *dir = source_path("tests/unit/reading");
	assert_int_equal(lexicon_load(dir, &lexicon, &err), ERR_NOTFOUND);
	mem_free(dir);
}

static void
installed_lexicon_loads(void **state)
{
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;
	char *dir = source_path("reading/lexicon");

	(void)state;
	if (lexicon_load(dir, &lexicon, &err) < 0)
		fail_msg("%s", err.text);
	assert_true(lexicon_size(lexicon) > 1500);
	lexicon_free(lexicon);
	mem_free(dir);
}

static void
choices_in_brackets_stand_for_all_their_phrases(void **state)
{
	static const char text[] =
	    "format: 1\nlanguage: en\n"
	    "role:\n  previous: [<the |its |><prior|earlier> <view|range>]\n";
	static const char *const said[] = {"prior view", "its earlier range",
	    "the prior range", "earlier view"};
	static const char *const unsaid[] = {"prior", "view", "its range"};
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    lexicon_load_bytes("x.yaml", span_of(text), &lexicon, &err), 0);
	assert_int_equal(lexicon_size(lexicon), 12);
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
		char *ids = find(lexicon, LANG_EN, LAYER_FIGURES, said[i]);
		assert_string_equal(ids, " en.role.previous");
		mem_free(ids);
	}
	for (size_t i = 0; i < sizeof unsaid / sizeof unsaid[0]; i++) {
		char *ids = find(lexicon, LANG_EN, LAYER_FIGURES, unsaid[i]);
		assert_string_equal(ids, "");
		mem_free(ids);
	}
	lexicon_free(lexicon);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(choices_in_brackets_stand_for_all_their_phrases),
	    cmocka_unit_test(longest_phrase_of_the_language_wins),
	    cmocka_unit_test(entry_has_its_value_and_flags),
	    cmocka_unit_test(traditional_text_meets_simplified_phrases),
	    cmocka_unit_test(faults_name_their_place),
	    cmocka_unit_test(own_files_add_replace_and_remove),
	    cmocka_unit_test(every_fault_of_own_files_is_said_at_once),
	    cmocka_unit_test(a_phrase_twice_in_own_files_is_a_fault),
	    cmocka_unit_test(bad_own_files_leave_the_shipped_ones),
	    cmocka_unit_test(folder_without_files_is_an_error),
	    cmocka_unit_test(installed_lexicon_loads),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
