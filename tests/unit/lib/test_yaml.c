/* SPDX-License-Identifier: BSD-2-Clause */
/* The YAML reader: the tree, its marks, what it refuses, and its complaints. */
#include "lib/base/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static int memory_left = -1; /* times; -1: always */

void *__real_mem_try_resize(void *p, size_t n);
void *__wrap_mem_try_resize(void *p, size_t n);

void *
__wrap_mem_try_resize(void *p, size_t n)
{
	if (memory_left == 0)
		return NULL;
	memory_left -= memory_left > 0;
	return __real_mem_try_resize(p, n);
}

static struct yaml *
parse(const char *text)
{
	struct yaml *yaml = NULL;
	struct err err = ERR_NONE;

	if (yaml_parse("t.yaml", text, strlen(text), &yaml, &err) < 0)
		fail_msg("%s", err.text);
	return yaml;
}

static void
scalars_stay_text(void **state)
{
	struct yaml *yaml = parse("a: 00700\nb: NO\nc: \"x\\ty\"\nd:\n"
				  "e: |\n  two\n  lines\nf: ~\n");
	const struct yaml_node *root = yaml_root(yaml);

	(void)state;
	assert_int_equal(root->kind, YAML_MAP);
	assert_int_equal(root->count, 6);
	assert_string_equal(root->keys[1]->text, "b");
	assert_string_equal(yaml_get_text(root, "a"), "00700");
	assert_string_equal(yaml_get_text(root, "b"), "NO");
	assert_string_equal(yaml_get_text(root, "c"), "x\ty");
	assert_string_equal(yaml_get_text(root, "d"), "");
	assert_string_equal(yaml_get_text(root, "e"), "two\nlines\n");
	assert_string_equal(yaml_get_text(root, "f"), "~");
	assert_false(yaml_get(root, "a")->quoted);
	assert_true(yaml_get(root, "c")->quoted);
	assert_true(yaml_get(root, "e")->quoted);
	yaml_free(yaml);
}

static void
lookups_of_what_is_not_there_give_null(void **state)
{
	struct yaml *yaml = parse("a: [x, y]\nb: {c: d}\n");
	const struct yaml_node *root = yaml_root(yaml);

	(void)state;
	assert_null(yaml_get(root, "z"));
	assert_null(yaml_get(NULL, "a"));
	assert_null(yaml_get(yaml_get(root, "a"), "x"));
	assert_null(yaml_get_text(root, "a"));
	assert_null(yaml_get_text(root, "z"));
	assert_string_equal(yaml_get_text(yaml_get(root, "b"), "c"), "d");
	const struct yaml_node *list = yaml_get(root, "a");
	assert_int_equal(list->kind, YAML_LIST);
	assert_int_equal(list->count, 2);
	assert_string_equal(list->items[1]->text, "y");
	yaml_free(yaml);
	yaml_free(NULL);
}

static void
empty_documents_have_no_root(void **state)
{
	static const char *const cases[] = {
	    "", "\n\n", "# only this\n", "\xef\xbb\xbf"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct yaml *yaml = parse(cases[i]);
		assert_null(yaml_root(yaml));
		yaml_free(yaml);
	}
}

static void
assert_mark(const struct yaml_node *node, int line, int column)
{
	assert_non_null(node);
	assert_string_equal(node->mark.file, "t.yaml");
	assert_int_equal(node->mark.line, line);
	assert_int_equal(node->mark.column, column);
}

static void
marks_count_characters(void **state)
{
	struct yaml *yaml = parse("\xef\xbb\xbf"
				  "name: 海量数据\r\n"
				  "业绩: { 预亏: yes, b: no }\n"
				  "list:\n  - one\n  - two\n");
	const struct yaml_node *root = yaml_root(yaml);
	const struct yaml_node *flow = yaml_get(root, "业绩");

	(void)state;
	assert_mark(root, 1, 1);
	assert_mark(yaml_get(root, "name"), 1, 7);
	assert_mark(root->keys[1], 2, 1);
	assert_mark(flow, 2, 5);
	assert_mark(yaml_get(flow, "预亏"), 2, 11);
	assert_mark(yaml_get(flow, "b"), 2, 19);
	assert_mark(yaml_get(root, "list")->items[1], 5, 5);
	yaml_free(yaml);
}

static void
what_is_refused_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *text;
		const char *want; /* the start of the message */
	} cases[] = {
	    {"a: 1\nb: 2\na: 3\n",
		"t.yaml:3:1: key 'a' is defined twice, first in line 1"},
	    {"x: {b: 1, 业: 2, b: 3}\n",
		"t.yaml:1:17: key 'b' is defined twice, first in line 1"},
	    {"a: &x 1\n", "t.yaml:1:4: anchors"},
	    {"a: &x [1]\n", "t.yaml:1:4: anchors"},
	    {"a: &x {b: 1}\n", "t.yaml:1:4: anchors"},
	    {"a: 1\nb: *a\n", "t.yaml:2:4: aliases"},
	    {"a: !!str 1\n", "t.yaml:1:4: tags"},
	    {"a: ! 1\n", "t.yaml:1:4: tags"},
	    {"a: !x [1]\n", "t.yaml:1:4: tags"},
	    {"a: 1\n---\nb: 2\n", "t.yaml:2:1: a second document"},
	    {"[a]: 1\n", "t.yaml:1:1: a key must be text"},
	    {"? {a: b}\n: 1\n", "t.yaml:1:3: a key must be text"},
	    {"a: \"x\\0y\"\n", "t.yaml:1:4: text must not hold a NUL"},
	    {"a: [1, 2\n", "t.yaml:2:1: did not find"},
	    {"a: 1\n b: 2\n", "t.yaml:2:3: mapping values are not allowed"},
	    {"a:\n\tb: 1\n", "t.yaml:2:1: found character that cannot start"},
	    {"a: @x\n", "t.yaml:1:4: found character that cannot start"},
	    {"a: 亏\xff\n", "t.yaml:1:5: invalid leading UTF-8"},
	    {"a: 1\nb: x\x01y\n", "t.yaml:2:5: control characters"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct yaml *yaml = NULL;
		struct err err = ERR_NONE;
		const char *text = cases[i].text;
		int r = yaml_parse("t.yaml", text, strlen(text), &yaml, &err);
		assert_int_equal(r, ERR_SYNTAX);
		assert_int_equal(err.code, ERR_SYNTAX);
		assert_null(yaml);
		if (strncmp(err.text, cases[i].want, strlen(cases[i].want)))
			fail_msg("'%s', want '%s'", err.text, cases[i].want);
	}
}

static void
errors_say_what_to_write_instead(void **state)
{
	struct yaml *yaml = NULL;
	struct err err = ERR_NONE;

	(void)state;
	assert_true(yaml_parse("t", "a:\n\tb: 1\n", 9, &yaml, &err) < 0);
	assert_non_null(strstr(err.text, "indent with spaces"));
	assert_true(yaml_parse("t", "a: `x`\n", 7, &yaml, &err) < 0);
	assert_non_null(strstr(err.text, "in quotes"));
}

static void
same_keys_of_different_maps_are_allowed(void **state)
{
	struct yaml *yaml = parse("a: {x: 1}\nb: {x: 2, a: 3}\n");

	(void)state;
	assert_string_equal(
	    yaml_get_text(yaml_get(yaml_root(yaml), "b"), "x"), "2");
	yaml_free(yaml);
}

static void
add_repeated(struct buf *buf, const char *piece, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(buf_add_str(buf, piece), 0);
}

/* Parses n times open between start and n times close. */
static int
parse_repeated(const char *start, const char *open, size_t n, const char *close)
{
	struct yaml *yaml = NULL;
	struct buf buf;

	buf_init(&buf, 4 * MIB);
	add_repeated(&buf, start, 1);
	add_repeated(&buf, open, n);
	add_repeated(&buf, close, n);
	int r = yaml_parse("t", buf.data, buf.len, &yaml, NULL);
	buf_done(&buf);
	yaml_free(yaml);
	return r;
}

static void
depth_size_and_count_are_bounded(void **state)
{
	(void)state;
	assert_int_equal(parse_repeated("", "[", 32, "]"), 0);
	assert_int_equal(parse_repeated("", "[", 33, "]"), ERR_SYNTAX);
	assert_int_equal(parse_repeated("", "{a: ", 32, "}"), 0);
	assert_int_equal(parse_repeated("", "{a: ", 33, "}"), ERR_SYNTAX);
	assert_int_equal(parse_repeated("", "- ", 32, ""), 0);
	assert_int_equal(parse_repeated("", "- ", 5000, ""), ERR_SYNTAX);
	/* The list itself is a value too. */
	assert_int_equal(parse_repeated("", "- a\n", 199999, ""), 0);
	assert_int_equal(parse_repeated("", "- a\n", 200000, ""), ERR_SYNTAX);
	assert_int_equal(parse_repeated("# ", "x", MIB - 2, ""), 0);
	assert_int_equal(parse_repeated("# ", "x", MIB - 1, ""), ERR_TOOBIG);
}

static void
files_are_loaded_and_their_faults_told(void **state)
{
	char name[] = "/tmp/test_yaml.XXXXXX";
	struct yaml *yaml = NULL;
	struct err err = ERR_NONE;
	int fd = mkstemp(name);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "a: b\n", 5), 5);
	assert_int_equal(yaml_load(name, &yaml, &err), 0);
	assert_string_equal(yaml_get_text(yaml_root(yaml), "a"), "b");
	assert_string_equal(yaml_root(yaml)->mark.file, name);
	yaml_free(yaml);
	assert_int_equal(ftruncate(fd, 2 * (off_t)MIB), 0);
	assert_int_equal(yaml_load(name, &yaml, &err), ERR_TOOBIG);
	assert_non_null(strstr(err.text, name));
	(void)close(fd);
	(void)unlink(name);
	assert_int_equal(yaml_load(name, &yaml, &err), ERR_NOTFOUND);
	assert_non_null(strstr(err.text, name));
	assert_int_equal(yaml_load("/tmp", &yaml, &err), ERR_IO);
	assert_int_equal(mkfifo(name, 0600), 0);
	alarm(5); /* a wait for its writer would not end */
	assert_int_equal(yaml_load(name, &yaml, &err), ERR_IO);
	alarm(0);
	assert_non_null(strstr(err.text, "not a regular file"));
	(void)unlink(name);
}

/* Half a configuration would be a wrong one. */
static void
file_without_memory_is_not_read_in_part(void **state)
{
	char name[] = "/tmp/test_yaml.XXXXXX";
	struct yaml *yaml = NULL;
	struct err err = ERR_NONE;
	int fd = mkstemp(name);
	int refused = 0;

	(void)state;
	assert_true(fd >= 0);
	for (int i = 0; i < 20000; i++)
		assert_true(dprintf(fd, "key%d: value\n", i) > 0);
	for (memory_left = 0; yaml_load(name, &yaml, &err) != 0;
	     memory_left = ++refused) {
		assert_int_equal(err.code, ERR_SYSTEM);
		assert_non_null(strstr(err.text, name));
	}
	memory_left = -1;
	assert_true(refused > 1);
	assert_int_equal(yaml_root(yaml)->count, 20000);
	yaml_free(yaml);
	(void)close(fd);
	(void)unlink(name);
}

static void
lines_are_found_by_number(void **state)
{
	struct yaml *yaml = parse("a: 1\r\nb: 2\n\nc: 3");

	(void)state;
	assert_true(span_is(yaml_line(yaml, 1), "a: 1"));
	assert_true(span_is(yaml_line(yaml, 2), "b: 2"));
	assert_true(span_is(yaml_line(yaml, 3), ""));
	assert_true(span_is(yaml_line(yaml, 4), "c: 3"));
	assert_true(span_is(yaml_line(yaml, 5), ""));
	assert_true(span_is(yaml_line(yaml, 0), ""));
	yaml_free(yaml);
}

static void
complaints_point_at_the_column(void **state)
{
	struct yaml *yaml = parse("chanel: ops\n业绩: 'bad\tvalue'\n");
	const struct yaml_node *root = yaml_root(yaml);
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	assert_int_equal(yaml_complain(&out, yaml, root->keys[0]->mark,
			     "unknown key '%s'", "chanel"),
	    0);
	assert_string_equal(out.data, "t.yaml:1:1: unknown key 'chanel'\n"
				      "chanel: ops\n"
				      "^\n");
	buf_clear(&out);
	/* Two wide characters, a colon and a space: six places. */
	assert_int_equal(
	    yaml_complain(&out, yaml, root->items[1]->mark, "bad"), 0);
	assert_string_equal(out.data, "t.yaml:2:5: bad\n"
				      "业绩: 'bad value'\n"
				      "      ^\n");
	buf_done(&out);
	yaml_free(yaml);
}

static void
a_complaint_that_does_not_fit_leaves_nothing(void **state)
{
	struct yaml *yaml = parse("a: b\n");

	(void)state;
	for (size_t limit = 3; limit < 27; limit++) {
		struct buf out;
		buf_init(&out, limit);
		assert_int_equal(buf_add_str(&out, "xyz"), 0);
		int r = yaml_complain(
		    &out, yaml, yaml_root(yaml)->items[0]->mark, "no");
		if (r < 0)
			assert_string_equal(out.data, "xyz");
		assert_int_equal(r, limit < 3 + 15 + 5 + 5 ? ERR_TOOBIG : 0);
		buf_done(&out);
	}
	yaml_free(yaml);
}

static void
long_lines_are_shown_around_the_column(void **state)
{
	struct buf text, out;
	struct yaml *yaml = NULL;

	(void)state;
	buf_init(&text, KIB);
	buf_init(&out, KIB);
	assert_int_equal(buf_addf(&text, "%0200d: [%0300d]\n", 1, 2), 0);
	assert_int_equal(yaml_parse("t", text.data, text.len, &yaml, NULL), 0);
	assert_int_equal(
	    yaml_complain(&out, yaml, yaml_root(yaml)->items[0]->mark, "x"), 0);
	/* Sixty characters in front of the bracket. */
	const char *shown = strchr(out.data, '\n') + 1;
	assert_int_equal(strcspn(shown, "["), 60);
	assert_int_equal(strcspn(shown, "\n"), 120);
	assert_int_equal(strcspn(strchr(shown, '\n') + 1, "^"), 60);
	buf_done(&text);
	buf_done(&out);
	yaml_free(yaml);
}

static void
nearest_word_is_near_enough(void **state)
{
	static const char *const words[] = {
	    "source", "sources", "channels", "webhook", "mail", "to", "on"};
	static const struct {
		const char *word;
		const char *want;
	} cases[] = {
	    {"soruces", "sources"},
	    {"sourcs", "source"},
	    {"chanels", "channels"},
	    {"webhok", "webhook"},
	    {"maill", "mail"},
	    {"mial", "mail"},
	    {"Mail", "mail"},
	    {"male", "mail"},
	    {"quiet", NULL},
	    {"", NULL},
	    {"onn", "on"},
	    {"a-very-long-word-that-nobody-would-ever-write-into-a-settings-"
	     "file-by-hand",
		NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = yaml_nearest(
		    cases[i].word, words, sizeof(words) / sizeof(words[0]));
		if (cases[i].want == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(scalars_stay_text),
	    cmocka_unit_test(lookups_of_what_is_not_there_give_null),
	    cmocka_unit_test(empty_documents_have_no_root),
	    cmocka_unit_test(marks_count_characters),
	    cmocka_unit_test(what_is_refused_is_refused_with_its_place),
	    cmocka_unit_test(errors_say_what_to_write_instead),
	    cmocka_unit_test(same_keys_of_different_maps_are_allowed),
	    cmocka_unit_test(depth_size_and_count_are_bounded),
	    cmocka_unit_test(files_are_loaded_and_their_faults_told),
	    cmocka_unit_test(file_without_memory_is_not_read_in_part),
	    cmocka_unit_test(lines_are_found_by_number),
	    cmocka_unit_test(complaints_point_at_the_column),
	    cmocka_unit_test(a_complaint_that_does_not_fit_leaves_nothing),
	    cmocka_unit_test(long_lines_are_shown_around_the_column),
	    cmocka_unit_test(nearest_word_is_near_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
