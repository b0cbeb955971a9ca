/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Labels that wrap around their figures: a narrow first column of a table
 * breaks a long label over two lines, and flattened text has the figures of
 * the row between its halves:
 *
 *	归属于上市公司股东 盈利:500万元 亏损:80万元
 *	的净利润 比上年同期增长:...
 */
#ifndef READING_UNWRAP_H
#define READING_UNWRAP_H

#include "reading/mark.h"

/* Puts both halves before the figures, which then stand on one line. */
void marks_unwrap(struct marks *marks);

#endif
