/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: one YAML file of the lexicon. Out: its phrases in normal form, in the
 * book, and what is wrong with the file, all of it. book.c calls it per file.
 */
#include "reading/book_page.h"

#include "lib/base/mem.h"
#include "reading/glyph.h"
#include "reading/normal.h"
#include "reading/variant.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#define BOOK_FORMAT	"1"
#define BOOK_PHRASE_MAX 1000 /* bytes, with all its choices */
#define BOOK_SPACES	4 /* in Hangul */
#define BOOK_HAN	3 /* bytes of a Han character */

/* One scalar, and who takes its spellings. */
struct book_spelling {
	struct book_reader *reader;
	const struct yaml_node *node;
	/* Takes text. */
	void (*take)(const struct book_spelling *spelling, char *text);
	enum entry_kind kind; /* of a removal */
};

static void
book_say(struct book_reader *reader, struct book_place place, const char *text)
{
	if (reader->complaints != NULL)
		err_drop(yaml_complain(reader->complaints, place.page->yaml,
		    place.mark, "%s", text)); /* full: enough was said */
}

void
book_complain(
    struct book_reader *reader, struct book_place place, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	bool own = place.page->own;
	int count = own ? reader->errors++ : reader->faults++;
	if (count == 0)
		err_set(own ? &reader->error : &reader->fault, ERR_INVALID,
		    "%s:%d:%d: %s", place.mark.file, place.mark.line,
		    place.mark.column, text);
	if (own)
		book_say(reader, place, text);
}

void
book_note(
    struct book_reader *reader, struct book_place place, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	int n = snprintf(text, sizeof text, "note: ");
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text + n, sizeof text - (size_t)n, fmt, ap);
	va_end(ap);
	reader->notes++;
	book_say(reader, place, text);
}

static void
book_fault(
    struct book_reader *reader, const struct yaml_node *node, const char *what)
{
	struct book_place place = {reader->page, node->mark};

	book_complain(reader, place, "%s", what);
}

static void
book_fold_pair(struct book_reader *reader, const struct yaml_node *node)
{
	char from[BOOK_HAN + 1] = "";

	if (node->kind != YAML_SCALAR || strlen(node->text) != 2 * BOOK_HAN) {
		book_fault(reader, node, "a pair of Han characters is needed");
		return;
	}
	memcpy(from, node->text, BOOK_HAN);
	if (fold_add(&reader->book->fold, from, node->text + BOOK_HAN) < 0)
		book_fault(reader, node,
		    "not two Han characters, or folded elsewhere");
}

void
book_page_fold(struct book_reader *reader)
{
	const struct yaml_node *list =
	    yaml_get(yaml_root(reader->page->yaml), "fold");

	if (list == NULL)
		return;
	if (list->kind != YAML_LIST) {
		book_fault(reader, list, "'fold' must be a list");
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		book_fold_pair(reader, list->items[i]);
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
static char *
book_pick(const char *p, size_t len, unsigned drop)
{
	char *text = mem_array(len + 1, 1);
	unsigned bit = 1;
	size_t n = 0;

	for (size_t at = 0; at < len; at++) {
		bool loose = book_is_loose(p, len, at);
		if (!loose || (drop & bit) == 0)
			text[n++] = p[at];
		bit <<= loose;
	}
	text[n] = '\0';
	return text;
}

/* A phrase in normal form, with each choice of spaces. */
static int
book_each_spacing(const struct book_spelling *spelling, const char *p, size_t n)
{
	unsigned loose = 0;

	for (size_t at = 0; at < n; at++)
		loose += book_is_loose(p, n, at);
	if (n == 0 || loose > BOOK_SPACES)
		return ERR_INVALID;
	for (unsigned drop = 0; drop < 1U << loose; drop++)
		spelling->take(spelling, book_pick(p, n, drop));
	return 0;
}

/* One phrase as the text has it: in normal form. */
static int
book_each_variant(const char *phrase, size_t len, void *arg)
{
	const struct book_spelling *spelling = arg;
	const struct fold *fold = &spelling->reader->book->fold;
	struct span source = {phrase, len};
	struct normal normal;

	if (normal_is_normal(fold, source))
		return book_each_spacing(spelling, phrase, len);
	int r = normal_init(&normal, fold, source);
	if (r < 0)
		return r;
	r = book_each_spacing(spelling, normal.text.data, normal.text.len);
	normal_done(&normal);
	return r;
}

/* All spellings of one scalar of the file. */
static void
book_spell(const struct book_spelling *spelling)
{
	struct book_reader *reader = spelling->reader;
	const struct yaml_node *node = spelling->node;
	struct book_spelling copy = *spelling;

	if (node->kind != YAML_SCALAR || strlen(node->text) > BOOK_PHRASE_MAX) {
		book_fault(reader, node,
		    "a phrase must be a text of at most 1000 bytes");
		return;
	}
	int r = variant_each(node->text, book_each_variant, &copy);
	if (r == ERR_INVALID)
		book_fault(reader, node,
		    "an empty phrase, brackets <a|b> that make none, or more "
		    "than four spaces in Hangul");
	else if (r < 0)
		book_fault(reader, node, err_text(r));
}

static void
book_take_phrase(const struct book_spelling *spelling, char *text)
{
	struct book_reader *reader = spelling->reader;
	struct book *book = reader->book;

	book->phrases = mem_grow(book->phrases, book->phrase_count,
	    &book->phrase_cap, sizeof book->phrases[0]);
	book->phrases[book->phrase_count++] = (struct book_phrase){
	    .text = text,
	    .len = strlen(text),
	    .entry = (uint32_t)(book->entry_count - 1),
	    .place = (uint32_t)(reader->place_count - 1),
	};
}

static void
book_add_phrase(struct book_reader *reader, const struct yaml_node *node)
{
	struct book_spelling spelling = {reader, node, book_take_phrase, 0};

	reader->places = mem_grow(reader->places, reader->place_count,
	    &reader->place_cap, sizeof reader->places[0]);
	reader->places[reader->place_count++] =
	    (struct book_place){reader->page, node->mark};
	book_spell(&spelling);
}

/* One "value flags: [phrases]" of a kind. */
static void
book_read_entry(struct book_reader *reader, enum entry_kind kind,
    const struct yaml_node *key, const struct yaml_node *phrases)
{
	struct book *book = reader->book;
	struct err err = ERR_NONE;

	book->entries = mem_grow(book->entries, book->entry_count,
	    &book->entry_cap, sizeof book->entries[0]);
	struct entry *entry = &book->entries[book->entry_count++];
	*entry = (struct entry){.kind = kind, .lang = reader->lang};
	if (entry_parse(entry, key->text, &err) < 0) {
		book_fault(reader, key, err.text);
		return;
	}
	if (phrases->kind != YAML_LIST) {
		book_fault(reader, phrases, "a list of phrases is needed");
		return;
	}
	for (size_t i = 0; i < phrases->count; i++)
		book_add_phrase(reader, phrases->items[i]);
}

/* The kind that a key names, or -1 with a complaint. */
static int
book_kind(struct book_reader *reader, const struct yaml_node *key)
{
	int kind = entry_kind_of(key->text);

	if (kind < 0) {
		struct book_place place = {reader->page, key->mark};
		const char *near = entry_kind_near(key->text);
		book_complain(reader, place, "no kind of phrases: '%s'%s%s%s",
		    key->text, near != NULL ? ", did you mean '" : "",
		    near != NULL ? near : "", near != NULL ? "'?" : "");
	}
	return kind;
}

static void
book_read_kind(struct book_reader *reader, const struct yaml_node *key,
    const struct yaml_node *values)
{
	int kind = book_kind(reader, key);

	if (kind < 0)
		return;
	if (values->kind != YAML_MAP) {
		book_fault(reader, values, "a map of values is needed");
		return;
	}
	for (size_t i = 0; i < values->count; i++)
		book_read_entry(reader, (enum entry_kind)kind, values->keys[i],
		    values->items[i]);
}

static void
book_take_removal(const struct book_spelling *spelling, char *text)
{
	struct book_reader *reader = spelling->reader;

	reader->removals = mem_grow(reader->removals, reader->removal_count,
	    &reader->removal_cap, sizeof reader->removals[0]);
	reader->removals[reader->removal_count++] = (struct book_removal){text,
	    spelling->kind, reader->lang, {reader->page, spelling->node->mark}};
}

static void
book_add_removal(struct book_reader *reader, enum entry_kind kind,
    const struct yaml_node *node)
{
	struct book_spelling spelling = {reader, node, book_take_removal, kind};

	book_spell(&spelling);
}

/* "remove: { metric: [phrases] }" */
static void
book_read_removals(struct book_reader *reader, const struct yaml_node *map)
{
	if (!reader->page->own) {
		book_fault(reader, map, "only own files remove phrases");
		return;
	}
	if (map->kind != YAML_MAP) {
		book_fault(reader, map, "'remove' must map kinds to phrases");
		return;
	}
	for (size_t i = 0; i < map->count; i++) {
		const struct yaml_node *list = map->items[i];
		int kind = book_kind(reader, map->keys[i]);
		if (list->kind != YAML_LIST)
			book_fault(reader, list, "a list of phrases is needed");
		for (size_t k = 0; kind >= 0 && k < list->count; k++)
			book_add_removal(
			    reader, (enum entry_kind)kind, list->items[k]);
	}
}

/* Sets the language; false, with a complaint, for a file of another kind. */
static bool
book_page_begin(struct book_reader *reader, const struct yaml_node *root)
{
	const char *format = yaml_get_text(root, "format");
	const char *lang = yaml_get_text(root, "language");
	int r = lang != NULL ? entry_lang_of(lang) : -1;

	if (root->kind != YAML_MAP) {
		book_fault(reader, root, "a lexicon is a map of kinds");
		return false;
	}
	if (format == NULL || strcmp(format, BOOK_FORMAT) != 0) {
		book_fault(
		    reader, root, "not a lexicon of 'format: " BOOK_FORMAT "'");
		return false;
	}
	if (r < 0) {
		const struct yaml_node *at = yaml_get(root, "language");
		book_fault(reader, at != NULL ? at : root,
		    "'language' must be zh, en, ja, ko or any");
		return false;
	}
	reader->lang = (enum entry_lang)r;
	return true;
}

void
book_page_read(struct book_reader *reader)
{
	const struct yaml_node *root = yaml_root(reader->page->yaml);

	if (root == NULL || !book_page_begin(reader, root))
		return;
	for (size_t i = 0; i < root->count; i++) {
		const char *key = root->keys[i]->text;
		if (strcmp(key, "format") == 0 ||
		    strcmp(key, "language") == 0 || strcmp(key, "fold") == 0)
			continue;
		if (strcmp(key, "remove") == 0)
			book_read_removals(reader, root->items[i]);
		else
			book_read_kind(reader, root->keys[i], root->items[i]);
	}
}
