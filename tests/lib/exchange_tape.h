/* SPDX-License-Identifier: BSD-2-Clause */
/* Tapes: what the scripted exchange plays, from files. */
#ifndef TESTS_LIB_EXCHANGE_TAPE_H
#define TESTS_LIB_EXCHANGE_TAPE_H

#include "tests/lib/exchange.h"

/*
 * Loads a tape:
 *
 *   filings:          # rows of the list
 *     - at: "+30"     # visible from; RFC 3339, or seconds after base
 *       until: "+90"  # withdrawn again (optional)
 *       time: "2026-01-21T00:00:00+08:00"  # as the list prints it
 *       id: "1225000001"
 *       code: "603138"
 *       name: ...
 *       title: ...
 *       org, type     # optional
 *       path: finalpage/2026-01-21/1225000001.PDF   # optional
 *       file: loss.pdf  # bytes of the document (optional), served at /path
 *   bodies:           # anything else, by path
 *     - { at: "+0", path: /page, type: text/plain, file: page.txt }
 *   faults:
 *     - { kind: status, from: "+40", until: "+60", path: /new, page: 2,
 *         count: 1, value: 503, text: ... }   # all but kind optional
 *
 * Files are relative to the tape. Its faults are appended to complaints as
 * file:line:col text; ERR_CONFIG then.
 */
int exchange_load_tape(struct exchange *exchange, const char *file,
    int64_t base, struct buf *complaints) WARN_UNUSED;

/*
 * Loads filings from tab-separated values with a header line: first_seen,
 * announcement_time, stock_code, short_name, title, pdf_url.
 */
int exchange_load_stream(
    struct exchange *exchange, const char *file, struct err *err) WARN_UNUSED;

#endif
