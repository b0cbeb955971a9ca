/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the lexicon's YAML files, shipped ones and the user's. Out: phrases in
 * normal form, each with its entry, and the fold table. lexicon.c compiles
 * what stands here.
 */
#include "reading/book.h"

#include "lib/base/mem.h"
#include "lib/base/yaml.h"
#include "reading/book_merge.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The files of a load. */
struct book_pages {
	size_t count, cap;
	struct book_page *list;
};

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

	if (d == NULL) {
		bool absent = errno == ENOENT;
		return err_set_errno(err, absent ? ERR_NOTFOUND : ERR_IO, errno,
		    "lexicon '%s'", dir);
	}
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

/* Takes yaml. */
static void
book_add_page(struct book_pages *pages, struct yaml *yaml, bool own)
{
	pages->list = mem_grow(
	    pages->list, pages->count, &pages->cap, sizeof pages->list[0]);
	pages->list[pages->count++] = (struct book_page){yaml, own};
}

/* A fault that has no place in a file: of an own one it is counted only. */
static int
book_fail(struct book_reader *reader, bool own, const struct err *fault,
    struct err *err)
{
	if (!own)
		return err_set(err, fault->code, "%s", fault->text);
	if (reader->errors++ == 0)
		reader->error = *fault;
	if (reader->complaints != NULL)
		err_drop(buf_addf(reader->complaints, "%s\n",
		    fault->text)); /* full: enough was said */
	return 0;
}

static int
book_open_page(struct book_reader *reader, struct book_pages *pages,
    const struct book_text *text, struct err *err)
{
	struct err fault = ERR_NONE;
	struct yaml *yaml = NULL;
	int r = text->bytes.p == NULL ? yaml_load(text->name, &yaml, &fault)
				      : yaml_parse(text->name, text->bytes.p,
					    text->bytes.len, &yaml, &fault);

	if (r == 0 && yaml_root(yaml) == NULL) {
		err_set(&fault, ERR_INVALID, "%s: an empty file", text->name);
		yaml_free(yaml);
		r = ERR_INVALID;
	}
	if (r < 0)
		return book_fail(reader, text->own, &fault, err);
	book_add_page(pages, yaml, text->own);
	return 0;
}

/* The files of one folder; no own ones are no fault. */
static int
book_open_folder(struct book_reader *reader, struct book_pages *pages,
    const char *dir, bool own, struct err *err)
{
	struct err fault = ERR_NONE;
	char **paths = NULL;
	size_t n = 0;
	int r = book_list(dir, &paths, &n, &fault);

	if (r == ERR_NOTFOUND && own)
		return 0;
	if (r < 0)
		return book_fail(reader, own, &fault, err);
	for (size_t i = 0; i < n; i++) {
		struct book_text text = {.name = paths[i], .own = own};
		if (r == 0)
			r = book_open_page(reader, pages, &text, err);
		mem_free(paths[i]);
	}
	mem_free(paths);
	return r;
}

/* All folds first: phrases are normalised with the whole table. */
static int
book_read(
    struct book_reader *reader, const struct book_pages *pages, struct err *err)
{
	for (size_t i = 0; i < pages->count; i++) {
		reader->page = &pages->list[i];
		book_page_fold(reader);
	}
	for (size_t i = 0; i < pages->count; i++) {
		reader->page = &pages->list[i];
		book_page_read(reader);
	}
	if (reader->faults == 0 && reader->errors == 0)
		book_merge(reader);
	if (reader->faults > 0)
		return err_set(
		    err, reader->fault.code, "%s", reader->fault.text);
	return 0;
}

/* Reads what was opened (or fails with r), reports, and lets go of it all. */
static int
book_finish(struct book_reader *reader, struct book_pages *pages, int r,
    struct book_report *report, struct err *err)
{
	if (r == 0)
		r = book_read(reader, pages, err);
	if (report != NULL) {
		report->errors = reader->errors;
		report->notes = reader->notes;
		memcpy(report->first, reader->error.text, ERR_TEXT_MAX);
	}
	for (size_t i = 0; i < pages->count; i++)
		yaml_free(pages->list[i].yaml);
	for (size_t i = 0; i < reader->removal_count; i++)
		mem_free(reader->removals[i].text);
	mem_free(pages->list);
	mem_free(reader->removals);
	mem_free(reader->places);
	return r;
}

static struct book_reader
book_begin(struct book *book, const struct book_report *report)
{
	memset(book, 0, sizeof *book);
	return (struct book_reader){
	    .book = book,
	    .complaints = report != NULL ? report->complaints : NULL,
	};
}

int
book_load_texts(struct book *book, const struct book_text *texts, size_t n,
    struct book_report *report, struct err *err)
{
	struct book_reader reader = book_begin(book, report);
	struct book_pages pages = {0};
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++)
		r = book_open_page(&reader, &pages, &texts[i], err);
	return book_finish(&reader, &pages, r, report, err);
}

int
book_load(struct book *book, const char *shipped, const char *own,
    struct book_report *report, struct err *err)
{
	struct book_reader reader = book_begin(book, report);
	struct book_pages pages = {0};
	int r = book_open_folder(&reader, &pages, shipped, false, err);

	if (r == 0 && own != NULL)
		r = book_open_folder(&reader, &pages, own, true, err);
	return book_finish(&reader, &pages, r, report, err);
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
