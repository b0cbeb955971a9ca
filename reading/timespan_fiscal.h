/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fiscal years that are called by the month they end with: "2026年3月期" is
 * the year to March 2026, its second quarter the one to September 2025.
 */
#ifndef READING_TIMESPAN_FISCAL_H
#define READING_TIMESPAN_FISCAL_H

#include "reading/timespan.h"
#include "reading/timespan_cursor.h"

#include <stdbool.h>

/* "2026年3月期第2四半期", "26年3月期", "令和8年3月期(通期)". */
bool timespan_read_fiscal(struct timespan_reader *reader, struct timespan *ret);

#endif
