/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an item whose document its source refuses. Out: where another source has
 * it. daemon/pipeline.c calls it.
 */
#include "watchers/twin_rows.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

#include <string.h>

#define TWIN_PREFIX 60 /* bytes of a company's name and its colon */

/* A mark that sources put in or leave out; its length, or 0. */
static size_t
twin_mark(const char *p)
{
	static const char *const marks[] = {" ", "\t", "(", ")", "[", "]", "（",
	    "）", "【", "】", "《", "》", "“", "”", "\"", "　"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = strlen(marks[i]);
		if (strncmp(p, marks[i], n) == 0)
			return n;
	}
	return 0;
}

static bool
twin_is_same(const char *a, const char *b)
{
	for (;;) {
		size_t n;
		while ((n = twin_mark(a)) > 0)
			a += n;
		while ((n = twin_mark(b)) > 0)
			b += n;
		if (*a != *b || *a == '\0')
			return *a == *b;
		a++;
		b++;
	}
}

/* The title behind "Company:"; or all of it. */
static const char *
twin_bare(const char *title)
{
	const char *colon = strchr(title, ':');
	const char *wide = strstr(title, "：");

	if (wide != NULL && (colon == NULL || wide < colon))
		return wide - title <= TWIN_PREFIX ? wide + strlen("：")
						   : title;
	return colon != NULL && colon - title <= TWIN_PREFIX ? colon + 1
							     : title;
}

static bool
twin_titles_meet(const char *a, const char *b)
{
	const char *bare_a = twin_bare(a), *bare_b = twin_bare(b);

	return twin_is_same(a, b) || twin_is_same(bare_a, b) ||
	       twin_is_same(a, bare_b) || twin_is_same(bare_a, bare_b);
}

/* What was found so far. */
struct twin {
	const struct item *item;
	char *by_id;
	char *by_title;
	int titles; /* addresses that the title would allow */
};

static void
twin_take(struct twin *twin, struct db_stmt *stmt)
{
	const char *url = db_text(stmt, 2);

	if (strcmp(db_text(stmt, 0), twin->item->key) == 0)
		mem_set(&twin->by_id, url);
	if (!twin_titles_meet(db_text(stmt, 1), twin->item->title) ||
	    (twin->by_title != NULL && strcmp(twin->by_title, url) == 0))
		return;
	twin->titles++;
	mem_set(&twin->by_title, url);
}

static int
twin_look(struct db *db, const char *source, const char *listing,
    struct twin *twin, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT i.key, i.title, i.url FROM item i JOIN item_issuer s"
	    " ON s.item = i.id WHERE i.source = ? AND s.listing = ?"
	    " AND i.published BETWEEN ? AND ? AND i.url IS NOT NULL"
	    " ORDER BY i.id");
	int rc;

	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, listing);
	db_bind_int(stmt, 3, twin->item->published - DAY_MS);
	db_bind_int(stmt, 4, twin->item->published + DAY_MS);
	while ((rc = db_step(stmt, err)) > 0)
		twin_take(twin, stmt);
	return rc;
}

int
twin_rows_find(struct db *db, const char *source, const struct item *item,
    char **ret_url, struct err *err)
{
	struct twin twin = {.item = item};
	int rc = 0;

	for (size_t i = 0; i < item->issuer_count && rc == 0; i++)
		if (item->issuers[i].listing != NULL)
			rc = twin_look(
			    db, source, item->issuers[i].listing, &twin, err);
	*ret_url = NULL;
	if (rc == 0 && twin.by_id != NULL)
		*ret_url = mem_strdup(twin.by_id);
	else if (rc == 0 && twin.titles == 1)
		*ret_url = mem_strdup(twin.by_title);
	mem_free(twin.by_id);
	mem_free(twin.by_title);
	return rc;
}
