/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Chinese documents as issuers make them, their fonts embedded, drawn on the
 * spot with a font of the system (fonts-wqy-zenhei).
 */
#ifndef TESTS_BENCH_PAPER_H
#define TESTS_BENCH_PAPER_H

#include "lib/base/buf.h"

/* A forecast of two pages with one ruled table. Fills an empty buffer. */
void paper_forecast(struct buf *pdf);
/* A report: on each page a paragraph, a ruled table of figures and notes. */
void paper_report(struct buf *pdf, int pages);

#endif
