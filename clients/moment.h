/* SPDX-License-Identifier: BSD-2-Clause */
/* Times of the API's JSON as people say them. */
#ifndef CLIENTS_MOMENT_H
#define CLIENTS_MOMENT_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#define MOMENT_MAX 48

/* Wall ms of a member that is RFC 3339 text; 0: null or none. */
int64_t moment_of(const json_t *json, const char *key);
/* Of "2026-01-31", in UTC, or of RFC 3339 text; -1: neither. */
int64_t moment_parse(const char *s);
/* "48 s", "3 min", "2 h 05 min", "4 days"; returns buf. */
char *moment_length(int64_t ms, char buf[MOMENT_MAX]);
/* "12 s ago", "in 3 min", "now"; none for 0. Returns buf. */
char *moment_print(
    int64_t moment, int64_t now, const char *none, char buf[MOMENT_MAX]);
/* "2026-01-21 16:00:00 +08:00", at so many minutes from UTC. Returns buf. */
char *moment_civil(int64_t moment, int offset_min, char buf[MOMENT_MAX]);

#endif
