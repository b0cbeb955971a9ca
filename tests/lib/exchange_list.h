/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of announcements in cninfo's format, rendered from the tape. */
#ifndef TESTS_LIB_EXCHANGE_LIST_H
#define TESTS_LIB_EXCHANGE_LIST_H

#include "lib/base/buf.h"
#include "tests/lib/exchange.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXCHANGE_LIST_PATH "/new/hisAnnouncement/query"

/* What a request asks for. */
struct exchange_query {
	int page; /* from 1 */
	int page_size;
	int64_t from; /* first and last nominal moment, wall ms */
	int64_t to;
};

/* How the answer is spoilt; all zero: not at all. */
struct exchange_spoil {
	bool no_rows; /* as if there were none */
	bool null_rows; /* but the total is true */
	bool other_key;
	int64_t later; /* ms added to each time */
	int64_t most; /* rows that there are at most; 0: no limit */
	int64_t more; /* added to the total */
	int overlap; /* rows of the page before that are shown again */
};

/* The query in a form body or query string; defaults where it is silent. */
struct exchange_query exchange_query_parse(struct span form);

/*
 * Renders the page of query from filings, which are in the order of the list
 * (exchange_list_sort), as visible at now.
 */
void exchange_list_render(struct exchange_filing *const filings[], size_t count,
    const struct exchange_query *query, int64_t now,
    const struct exchange_spoil *spoil, struct buf *out);

/* Newest nominal time first, then highest id, as the exchange sorts. */
void exchange_list_sort(struct exchange_filing *filings[], size_t count);

#endif
