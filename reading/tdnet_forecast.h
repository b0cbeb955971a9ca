/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Revisions of forecasts as Tokyo's TDnet publishes them: inline XBRL by the
 * exchange's taxonomy (tse-ed-t), contexts named by period, group or parent,
 * previous or current, forecast, upper, lower or result.
 */
#ifndef READING_TDNET_FORECAST_H
#define READING_TDNET_FORECAST_H

#include "reading/reading.h"

/* The bytes look like such a document. */
bool tdnet_forecast_is(struct span bytes);

/*
 * Puts the tagged figures in the place of those that the grammar read from the
 * document's text, whose lines are quoted as their proof; but for the year
 * before, where nothing of it is tagged. ERR_UNREADABLE, and reading is left
 * alone: no figure of a forecast or result is tagged, or one cannot be read to
 * the digit, or two say different things of one.
 */
int tdnet_forecast_read(struct span bytes, struct span text,
    struct reading *reading, struct err *err) WARN_UNUSED;

#endif
