/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: parts of a definition, and a body. Out: what the reader makes of it, in
 * words. The tests of list engines call it.
 */
#include "tests/lib/list_case.h"

#include "lib/base/mem.h"
#include "watchers/definition.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define CASE_LIMIT (64 * MIB)

static const char case_head[] =
    "format: 1\n"
    "name: case\n"
    "verified: 2026-11-22\n"
    "engine: %s\n"
    "request: { list: { url: 'https://x.example/lists/new.html' } }\n"
    "manners: { zone: UTC, peak: 10s, quiet: 5m }\n"
    "%s";

struct definition *
list_case_new(const char *engine, const char *parts)
{
	char *text = mem_printf(case_head, engine, parts);
	struct definition *definition = NULL;
	struct yaml *yaml = NULL;
	struct buf complaints;
	struct err err = ERR_NONE;

	buf_init(&complaints, CASE_LIMIT);
	if (yaml_parse("case", text, strlen(text), &yaml, &err) < 0)
		fail_msg("%s", err.text);
	if (definition_parse(yaml, &definition, &complaints) != 0)
		fail_msg("%s", complaints.data);
	mem_set(&definition->spec.base, "https://x.example/lists/new.html");
	buf_done(&complaints);
	yaml_free(yaml);
	mem_free(text);
	return definition;
}

struct definition *
list_case_source(const char *name)
{
	char *dir = mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	const char *dirs[] = {dir};
	struct definition *definition = NULL;
	struct buf complaints;

	buf_init(&complaints, CASE_LIMIT);
	if (definition_load(name, dirs, 1, &definition, &complaints) != 0)
		fail_msg("%s: %s", name,
		    complaints.len > 0 ? complaints.data : "none such");
	buf_done(&complaints);
	mem_free(dir);
	return definition;
}

void
list_case_read(
    struct definition *definition, const char *body, struct list_answer *answer)
{
	read_list(&definition->spec, span_of(body), answer);
}

static void
case_print_item(const struct item *item, struct buf *out)
{
	char time[DATE_STR_MAX];
	int r = buf_addf(out, "%s|%s|%s %s|%s|", item->key, item->title,
	    item->published != 0 ? datetime_print_utc(item->published, time)
				 : "-",
	    vocab_word(VOCAB_PRECISIONS, (int)item->precision),
	    item->url != NULL ? item->url : "-");

	for (size_t i = 0; i < item->issuer_count && r == 0; i++) {
		const struct item_issuer *issuer = &item->issuers[i];
		r = buf_addf(out, "%s%s", i > 0 ? " " : "",
		    issuer->listing != NULL ? issuer->listing
		    : issuer->code != NULL  ? issuer->code
					    : issuer->name);
	}
	assert_int_equal(r, 0);
	assert_int_equal(buf_add_char(out, '\n'), 0);
}

char *
list_case_print(const struct list_answer *answer)
{
	static const char *const words[LIST_OUTCOMES] = {"ok", "empty", "retry",
	    "blocked", "drift", "stop", "not-yet", "torn", "page"};
	struct buf out;

	buf_init(&out, CASE_LIMIT);
	assert_int_equal(buf_add_str(&out, words[answer->outcome]), 0);
	if (answer->why != NULL)
		assert_int_equal(buf_addf(&out, ": %s", answer->why), 0);
	assert_int_equal(buf_add_char(&out, '\n'), 0);
	for (size_t i = 0; i < answer->count; i++)
		case_print_item(&answer->items[i], &out);
	return buf_take(&out);
}

char *
list_case_show(const char *engine, const char *parts, const char *body)
{
	struct definition *definition = list_case_new(engine, parts);
	struct list_answer answer;

	list_case_read(definition, body, &answer);
	char *text = list_case_print(&answer);
	list_answer_done(&answer);
	definition_free(definition);
	return text;
}

char *
list_case_shared(const char *name)
{
	const char *shared = getenv("FILINGD_SHARED");
	const char *tree = getenv("FILINGD_SRCDIR");
	char *path = shared != NULL ? mem_printf("%s/%s", shared, name)
				    : mem_printf("%s/../shared/%s",
					  tree != NULL ? tree : ".", name);

	if (access(path, R_OK) == 0)
		return path;
	print_message("skipped: no %s\n", path);
	mem_free(path);
	return NULL;
}

void
list_case_load(const char *path, struct buf *ret)
{
	FILE *file = fopen(path, "rb");
	char piece[64 * KIB];
	size_t n;

	buf_init(ret, CASE_LIMIT);
	if (file == NULL)
		fail_msg("%s: cannot be read", path);
	while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
		assert_int_equal(buf_add(ret, piece, n), 0);
	(void)fclose(file); /* was only read */
}
