/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables, as numbered migrations. SQL that PostgreSQL takes too, but for
 * INTEGER PRIMARY KEY. Times are wall milliseconds, days are days since 1970,
 * amounts are decimal strings, vocabulary is its words.
 */
#ifndef LIB_STORE_SCHEMA_H
#define LIB_STORE_SCHEMA_H

/* Version of the newest schema. */
#define SCHEMA_VERSION 10

/* SQL that leads from version - 1 to version (1..SCHEMA_VERSION); else NULL. */
const char *schema_migration(int version);

#endif
