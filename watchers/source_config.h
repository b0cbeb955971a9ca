/* SPDX-License-Identifier: BSD-2-Clause */
/* What the configuration says of a source beyond its definition. */
#ifndef WATCHERS_SOURCE_CONFIG_H
#define WATCHERS_SOURCE_CONFIG_H

#include <stddef.h>
#include <stdint.h>

struct calendar;
struct definition;
struct guard;
struct list_pair;

/* What becomes of the items of the very first complete poll. */
enum catch_up { CATCH_UP_NONE, CATCH_UP_ALL, CATCH_UP_HOURS };

struct source_config {
	const char *name; /* copied */
	const struct definition *definition; /* kept */
	const char *url; /* instead of the definition's; NULL; copied */
	const char *path; /* of a directory, absolute; else NULL; copied */
	const char *listing; /* canonical, of all its rows; NULL; copied */
	const char *contact; /* sent as From: (RFC 9110 10.1.2); NULL; copied */
	size_t credential_count;
	const struct list_pair *credentials; /* secrets by name; kept */
	int64_t peak_ms; /* 0: the definition's */
	int64_t quiet_ms; /* 0: the definition's */
	enum catch_up catch_up;
	int catch_up_hours; /* of CATCH_UP_HOURS, by time of publication */
	const struct calendar *calendar; /* kept; NULL: every day alike */
	const struct guard *guard; /* kept; NULL: public addresses only */
};

#endif
