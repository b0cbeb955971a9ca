/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists read by a definition that a test writes down. */
#ifndef TESTS_LIB_LIST_CASE_H
#define TESTS_LIB_LIST_CASE_H

#include "reading/read.h"

/*
 * The definition of an engine with these parts (items, fields, time and so on),
 * in YAML; fails the test when they are faulty. Gives.
 */
struct definition *list_case_new(const char *engine, const char *parts);

/* The shipped definition of that name. Gives. */
struct definition *list_case_source(const char *name);

/* Reads body by the definition; list_answer_done is right after. */
void list_case_read(struct definition *definition, const char *body,
    struct list_answer *answer);

/*
 * The same in one go, as a line for each item: key|title|time|url|issuers,
 * after a line of the outcome and its reason. Gives.
 */
char *list_case_show(const char *engine, const char *parts, const char *body);

/* Lines of items, with the time in UTC and its precision. Gives. */
char *list_case_print(const struct list_answer *answer);

/*
 * The path of a file in the folder of shared data that FILINGD_SHARED names,
 * else the one beside the source tree; NULL: there is none. Gives.
 */
char *list_case_shared(const char *name);

/* All of a file; fails the test when it cannot be read. */
void list_case_load(const char *path, struct buf *ret);

#endif
