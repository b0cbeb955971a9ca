/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the lexicon's YAML files. Out: phrases in normal form, each with its
 * entry, and the fold table. lexicon.c compiles what stands here.
 */
#include "reading/book.h"

#include "lib/base/mem.h"
#include "lib/base/yaml.h"
#include "reading/glyph.h"
#include "reading/normal.h"
#include "reading/variant.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define BOOK_FORMAT	"1"
#define BOOK_PHRASE_MAX 1000 /* bytes, with all its choices */
#define BOOK_SPACES	4 /* in Hangul */

/* One file while it is read. */
struct book_reader {
	struct book *book;
	enum entry_lang lang;
	struct err *err;
};

static int
book_fault(struct book_reader *reader, struct yaml_mark mark, const char *what)
{
	return err_set(reader->err, ERR_INVALID, "%s:%d:%d: %s", mark.file,
	    mark.line, mark.column, what);
}

static int
book_fold_pair(struct book_reader *reader, const struct yaml_node *node)
{
	char from[4] = "";
	size_t half = 3; /* bytes of a Han character */

	if (node->kind != YAML_SCALAR || strlen(node->text) != 2 * half)
		return book_fault(reader, node->mark, "no pair of characters");
	memcpy(from, node->text, half);
	if (fold_add(&reader->book->fold, from, node->text + half) < 0)
		return book_fault(reader, node->mark,
		    "not two Han characters, or folded elsewhere");
	return 0;
}

static int
book_read_fold(struct book_reader *reader, const struct yaml_node *root)
{
	const struct yaml_node *list = yaml_get(root, "fold");
	int r = 0;

	if (list == NULL)
		return 0;
	if (list->kind != YAML_LIST)
		return book_fault(reader, list->mark, "fold is no list");
	for (size_t i = 0; i < list->count && r == 0; i++)
		r = book_fold_pair(reader, list->items[i]);
	return r;
}

/* A space in Hangul, which writers leave out as often as not. */
static bool
book_is_loose(const char *p, size_t len, size_t at)
{
	int32_t before, after;

	if (p[at] != ' ' || at < 3 || at + 3 >= len)
		return false;
	return utf8proc_iterate((const uint8_t *)p + at - 3, 3, &before) == 3 &&
	       utf8proc_iterate((const uint8_t *)p + at + 1, 3, &after) == 3 &&
	       glyph_is_hangul(before) && glyph_is_hangul(after);
}

/* A phrase without those of its loose spaces whose bit is set in drop. */
static void
book_add_text(struct book *book, const char *p, size_t len, unsigned drop)
{
	struct book_phrase phrase = {.text = mem_array(len + 1, 1),
	    .entry = (uint32_t)(book->entry_count - 1)};
	unsigned bit = 1;

	for (size_t at = 0; at < len; at++) {
		bool loose = book_is_loose(p, len, at);
		if (!loose || (drop & bit) == 0)
			phrase.text[phrase.len++] = p[at];
		bit <<= loose;
	}
	phrase.text[phrase.len] = '\0';
	book->phrases = mem_grow(book->phrases, book->phrase_count,
	    &book->phrase_cap, sizeof book->phrases[0]);
	book->phrases[book->phrase_count++] = phrase;
}

/* One phrase as the text has it: in normal form, with each choice of spaces. */
static int
book_add_variant(const char *phrase, size_t len, void *arg)
{
	struct book *book = arg;
	struct normal normal;
	unsigned loose = 0;
	int r = normal_init(&normal, &book->fold, (struct span){phrase, len});

	if (r < 0)
		return r;
	const char *p = normal.text.data;
	size_t n = normal.text.len;
	for (size_t at = 0; at < n; at++)
		loose += book_is_loose(p, n, at);
	if (n == 0 || loose > BOOK_SPACES)
		r = ERR_INVALID;
	for (unsigned drop = 0; r == 0 && drop < 1U << loose; drop++)
		book_add_text(book, p, n, drop);
	normal_done(&normal);
	return r;
}

static int
book_add_phrase(struct book_reader *reader, const struct yaml_node *node)
{
	if (node->kind != YAML_SCALAR || strlen(node->text) > BOOK_PHRASE_MAX)
		return book_fault(reader, node->mark, "no phrase");
	int r = variant_each(node->text, book_add_variant, reader->book);
	if (r == ERR_INVALID)
		return book_fault(reader, node->mark,
		    "an empty phrase, brackets <a|b> that make none, or more "
		    "than four spaces in Hangul");
	return r < 0 ? book_fault(reader, node->mark, err_text(r)) : 0;
}

/* One "value flags: [phrases]" of a kind. */
static int
book_read_entry(struct book_reader *reader, enum entry_kind kind,
    const struct yaml_node *key, const struct yaml_node *phrases)
{
	struct book *book = reader->book;
	struct err err = ERR_NONE;

	book->entries = mem_grow(book->entries, book->entry_count,
	    &book->entry_cap, sizeof book->entries[0]);
	struct entry *entry = &book->entries[book->entry_count++];
	*entry = (struct entry){.kind = kind, .lang = reader->lang};
	if (entry_parse(entry, key->text, &err) < 0)
		return book_fault(reader, key->mark, err.text);
	if (phrases->kind != YAML_LIST)
		return book_fault(reader, phrases->mark, "no list of phrases");
	int r = 0;
	for (size_t i = 0; i < phrases->count && r == 0; i++)
		r = book_add_phrase(reader, phrases->items[i]);
	return r;
}

static int
book_read_kind(struct book_reader *reader, const struct yaml_node *key,
    const struct yaml_node *values)
{
	int kind = entry_kind_of(key->text), r = 0;

	if (kind < 0)
		return book_fault(reader, key->mark, "no kind of phrases");
	if (values->kind != YAML_MAP)
		return book_fault(reader, values->mark, "no map of values");
	for (size_t i = 0; i < values->count && r == 0; i++)
		r = book_read_entry(reader, (enum entry_kind)kind,
		    values->keys[i], values->items[i]);
	return r;
}

static int
book_read_phrases(struct book_reader *reader, const struct yaml_node *root)
{
	const char *lang = yaml_get_text(root, "language");
	int r = lang != NULL ? entry_lang_of(lang) : -1;

	if (r < 0)
		return book_fault(reader, root->mark, "no known language");
	reader->lang = (enum entry_lang)r;
	r = 0;
	for (size_t i = 0; i < root->count && r == 0; i++) {
		const char *key = root->keys[i]->text;
		if (strcmp(key, "format") != 0 &&
		    strcmp(key, "language") != 0 && strcmp(key, "fold") != 0)
			r = book_read_kind(
			    reader, root->keys[i], root->items[i]);
	}
	return r;
}

static int
book_check_format(const char *name, const struct yaml *yaml, struct err *err)
{
	const struct yaml_node *root = yaml_root(yaml);
	const char *format = yaml_get_text(root, "format");

	if (root == NULL || root->kind != YAML_MAP)
		return err_set(err, ERR_INVALID, "%s: no map", name);
	if (format == NULL || strcmp(format, BOOK_FORMAT) != 0)
		return err_set(err, ERR_INVALID,
		    "%s: not a lexicon of format " BOOK_FORMAT, name);
	return 0;
}

/* All folds first: phrases are normalised with the whole table. */
static int
book_read(struct book *book, struct yaml **files, size_t n, struct err *err)
{
	struct book_reader reader = {.book = book, .err = err};
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++)
		r = book_read_fold(&reader, yaml_root(files[i]));
	for (size_t i = 0; i < n && r == 0; i++)
		r = book_read_phrases(&reader, yaml_root(files[i]));
	return r;
}

int
book_load_bytes(
    struct book *book, const char *name, struct span bytes, struct err *err)
{
	struct yaml *yaml = NULL;

	memset(book, 0, sizeof *book);
	int r = yaml_parse(name, bytes.p, bytes.len, &yaml, err);
	if (r == 0)
		r = book_check_format(name, yaml, err);
	if (r == 0)
		r = book_read(book, &yaml, 1, err);
	yaml_free(yaml);
	return r;
}

static int
book_compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The paths of dir's *.yaml in name order; *ret is the caller's. */
static int
book_list(const char *dir, char ***ret, size_t *ret_n, struct err *err)
{
	size_t n = 0, cap = 0;
	char **paths = NULL;
	DIR *d = opendir(dir);

	if (d == NULL)
		return err_set_errno(
		    err, ERR_NOTFOUND, errno, "lexicon '%s'", dir);
	for (struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
		size_t len = strlen(e->d_name);
		if (len < 6 || strcmp(e->d_name + len - 5, ".yaml") != 0)
			continue;
		paths = mem_grow(paths, n, &cap, sizeof paths[0]);
		paths[n++] = mem_printf("%s/%s", dir, e->d_name);
	}
	closedir(d);
	if (n == 0)
		return err_set(err, ERR_NOTFOUND,
		    "lexicon '%s': no .yaml file in it", dir);
	qsort(paths, n, sizeof paths[0], book_compare_names);
	*ret = paths;
	*ret_n = n;
	return 0;
}

int
book_load(struct book *book, const char *dir, struct err *err)
{
	char **paths = NULL;
	size_t n = 0;

	memset(book, 0, sizeof *book);
	int r = book_list(dir, &paths, &n, err);
	if (r < 0)
		return r;
	struct yaml **files = mem_array(n, sizeof files[0]);
	for (size_t i = 0; i < n && r == 0; i++) {
		r = yaml_load(paths[i], &files[i], err);
		if (r == 0)
			r = book_check_format(paths[i], files[i], err);
	}
	if (r == 0)
		r = book_read(book, files, n, err);
	for (size_t i = 0; i < n; i++) {
		yaml_free(files[i]);
		mem_free(paths[i]);
	}
	mem_free(files);
	mem_free(paths);
	return r;
}

void
book_done(struct book *book)
{
	for (size_t i = 0; i < book->entry_count; i++)
		entry_done(&book->entries[i]);
	for (size_t i = 0; i < book->phrase_count; i++)
		mem_free(book->phrases[i].text);
	mem_free(book->entries);
	mem_free(book->phrases);
	memset(book, 0, sizeof *book);
}
