/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the filings of a tape and a query. Goes out: the JSON that cninfo
 * would answer: default order, floored totalpages, null when there are no
 * rows. Called by tests/lib/exchange.c.
 */
#include "tests/lib/exchange_list.h"

#include "lib/base/date.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define ZONE_MIN	480 /* Asia/Shanghai */
#define LIST_PAGE_SIZE	30
#define LIST_VALUE_SIZE 64

/* Fixtures are small: a full buffer is a mistake of the tape. */
#define MUST(call)	assert((call) == 0)

static int
list_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* The decoded value of a form field; "" when absent. */
static void
list_form_value(struct span form, const char *name, char value[LIST_VALUE_SIZE])
{
	size_t i = 0, n = strlen(name), len = 0;
	int hex;

	value[0] = '\0';
	while (i + n < form.len &&
	       !(strncmp(form.p + i, name, n) == 0 && form.p[i + n] == '=')) {
		while (i < form.len && form.p[i] != '&')
			i++;
		i++;
	}
	for (i += n + 1; i < form.len && form.p[i] != '&'; i++) {
		char c = form.p[i] == '+' ? ' ' : form.p[i];

		if (c == '%' && i + 2 < form.len) {
			hex = list_hex(form.p[i + 1]) * 16 +
			      list_hex(form.p[i + 2]);
			c = (char)hex;
			i += 2;
		}
		if (len + 1 < LIST_VALUE_SIZE)
			value[len++] = c;
	}
	value[len] = '\0';
}

static int64_t
list_day(const char *s, int64_t otherwise)
{
	int64_t wall;
	bool has_time, has_zone;

	if (datetime_parse(
		s, "%Y-%m-%d", ZONE_MIN, &wall, &has_time, &has_zone) < 0)
		return otherwise;
	return wall;
}

struct exchange_query
exchange_query_parse(struct span form)
{
	struct exchange_query query = {1, LIST_PAGE_SIZE, INT64_MIN, INT64_MAX};
	char value[LIST_VALUE_SIZE];
	char *tilde;
	long long n;

	list_form_value(form, "pageNum", value);
	n = strtoll(value, NULL, 10);
	query.page = n > 0 && n < 100000 ? (int)n : 1;
	list_form_value(form, "pageSize", value);
	n = strtoll(value, NULL, 10);
	/* larger is ignored, smaller works */
	query.page_size = n > 0 && n < LIST_PAGE_SIZE ? (int)n : LIST_PAGE_SIZE;
	list_form_value(form, "seDate", value);
	tilde = strchr(value, '~');
	if (tilde) {
		*tilde = '\0';
		query.from = list_day(value, INT64_MIN);
		query.to = list_day(tilde + 1, INT64_MAX - DAY_MS) + DAY_MS - 1;
	}
	return query;
}

static int
list_compare(const void *a, const void *b)
{
	const struct exchange_filing *x =
	    *(const struct exchange_filing *const *)a;
	const struct exchange_filing *y =
	    *(const struct exchange_filing *const *)b;
	size_t nx = strlen(x->id), ny = strlen(y->id);

	if (x->time != y->time)
		return x->time < y->time ? 1 : -1;
	if (nx != ny)
		return nx < ny ? 1 : -1;
	return strcmp(y->id, x->id);
}

void
exchange_list_sort(struct exchange_filing *filings[], size_t count)
{
	if (count > 0)
		qsort(filings, count, sizeof(*filings), list_compare);
}

static void
list_put_string(struct buf *out, const char *name, const char *s)
{
	MUST(buf_addf(out, "\"%s\":", name));
	if (!s) {
		MUST(buf_add_str(out, "null,"));
		return;
	}
	MUST(buf_add_char(out, '"'));
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			MUST(buf_addf(out, "\\%c", *s));
		else if ((unsigned char)*s < 0x20)
			MUST(buf_addf(out, "\\u%04x", (unsigned char)*s));
		else
			MUST(buf_add_char(out, *s));
	}
	MUST(buf_add_str(out, "\","));
}

static void
list_put_row(struct buf *out, const struct exchange_filing *filing)
{
	MUST(buf_add_str(out, "{\"id\":null,"));
	list_put_string(out, "secCode", filing->code);
	list_put_string(out, "secName", filing->name);
	list_put_string(out, "orgId", filing->org);
	list_put_string(out, "announcementId", filing->id);
	list_put_string(out, "announcementTitle", filing->title);
	MUST(buf_addf(
	    out, "\"announcementTime\":%lld,", (long long)filing->time));
	list_put_string(out, "adjunctUrl", filing->path);
	MUST(buf_addf(out, "\"adjunctSize\":%d,", filing->path ? 120 : 0));
	list_put_string(out, "adjunctType", filing->path ? "PDF" : NULL);
	list_put_string(out, "announcementType", filing->type);
	MUST(buf_add_str(out,
	    "\"storageTime\":null,\"columnId\":\"250401||251302\","
	    "\"pageColumn\":null,\"associateAnnouncement\":null,"
	    "\"important\":null,\"batchNum\":null,"
	    "\"announcementContent\":\"\",\"orgName\":null,"
	    "\"announcementTypeName\":null,"));
	list_put_string(out, "shortTitle", filing->title);
	list_put_string(out, "tileSecName", filing->name);
	MUST(buf_add_str(out, "\"secNameList\":null}"));
}

static bool
list_shows(const struct exchange_filing *filing,
    const struct exchange_query *query, int64_t now)
{
	return filing->visible <= now &&
	       (filing->hidden == 0 || filing->hidden > now) &&
	       filing->time >= query->from && filing->time <= query->to;
}

/* Rows of the page; returns how many there are on all of them. */
static int64_t
list_put_rows(struct exchange_filing *const filings[], size_t count,
    const struct exchange_query *query, int64_t now,
    const struct exchange_spoil *spoil, struct buf *out)
{
	int64_t first =
	    (int64_t)(query->page - 1) * (query->page_size - spoil->overlap);
	int64_t last = first + query->page_size;
	int64_t total = 0;
	bool rows = false;

	for (size_t i = 0; i < count && !spoil->no_rows; i++) {
		struct exchange_filing filing = *filings[i];

		filing.time += spoil->later;
		if (!list_shows(&filing, query, now) ||
		    (spoil->most > 0 && total >= spoil->most))
			continue;
		if (total >= first && total < last && !spoil->null_rows) {
			MUST(buf_add_char(out, rows ? ',' : '['));
			list_put_row(out, &filing);
			rows = true;
		}
		total++;
	}
	MUST(buf_add_str(out, rows ? "]" : "null"));
	return total;
}

void
exchange_list_render(struct exchange_filing *const filings[], size_t count,
    const struct exchange_query *query, int64_t now,
    const struct exchange_spoil *spoil, struct buf *out)
{
	int64_t total;
	bool more;

	MUST(buf_addf(out, "{\"classifiedAnnouncements\":null,\"%s\":",
	    spoil->other_key ? "announcementList" : "announcements"));
	total = list_put_rows(filings, count, query, now, spoil, out);
	more = total > (int64_t)query->page * query->page_size;
	total += spoil->more;
	MUST(buf_addf(out,
	    ",\"totalSecurities\":0,\"totalAnnouncement\":%lld,"
	    "\"totalRecordNum\":%lld,\"categoryList\":null,\"hasMore\":%s,"
	    "\"totalpages\":%lld}",
	    (long long)total, (long long)total, more ? "true" : "false",
	    (long long)(total / LIST_PAGE_SIZE)));
}
