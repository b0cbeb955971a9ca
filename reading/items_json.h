/* SPDX-License-Identifier: BSD-2-Clause */
/* List bodies in JSON (RFC 8259) by JSON pointers (RFC 6901). */
#ifndef READING_ITEMS_JSON_H
#define READING_ITEMS_JSON_H

#include "reading/job.h"

/*
 * The rows of body by spec into answer, which is empty with total and more
 * unknown. "*" in a pointer stands for every member; a pointer to the rows
 * without it names the array that holds them.
 */
void items_json_read(
    const struct list_spec *spec, struct span body, struct list_answer *answer);

#endif
