/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Trading calendars: the weekdays on which an exchange is closed or closes
 * early, from YAML files. A calendar knows days until one it names; after that
 * every weekday counts as open, since asking too often is the lesser harm. It
 * may tell the hours of a trading day, in its zone, too.
 */
#ifndef LIB_BASE_CALENDAR_H
#define LIB_BASE_CALENDAR_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/yaml.h"
#include "lib/base/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar;

enum calendar_day { CALENDAR_OPEN, CALENDAR_HALF, CALENDAR_CLOSED };

/*
 * Compiles a calendar. Every fault is appended to complaints as file:line:col
 * text (yaml_complain) and ERR_CONFIG returned. Gives.
 */
int calendar_parse(const struct yaml *yaml, struct calendar **ret,
    struct buf *complaints) WARN_UNUSED;
/* Loads name.yaml from the first of dirs that has it. ERR_NOTFOUND. */
int calendar_load(const char *name, const char *const dirs[], size_t n,
    struct calendar **ret, struct buf *complaints) WARN_UNUSED;
void calendar_free(struct calendar *calendar);

/* What a day (since 1970) is. NULL: the days of the week alone tell. */
enum calendar_day calendar_day(const struct calendar *calendar, int32_t day);
/*
 * Filings are to be expected: a trading day, or the eve of one, when issuers
 * file what is dated the next morning.
 */
bool calendar_is_busy(const struct calendar *calendar, int32_t day);
/* "XSHG"; "" when it says none. Borrowed. */
const char *calendar_name(const struct calendar *calendar);
/* Where its hours hold; NULL: it tells no hours. Borrowed. */
const struct zone *calendar_zone(const struct calendar *calendar);
/*
 * From when to when (wall ms) trading goes on a day of its zone, a pause at
 * noon included. False: not on that day, or it tells no hours.
 */
bool calendar_hours(const struct calendar *calendar, int32_t day,
    int64_t *ret_from, int64_t *ret_to);
/* The last day that it knows; DATE_NONE for NULL. */
int32_t calendar_until(const struct calendar *calendar);

#endif
