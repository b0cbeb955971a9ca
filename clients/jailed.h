/* SPDX-License-Identifier: BSD-2-Clause */
/* The jailed reader for verbs that need no daemon: one list body at a time. */
#ifndef CLIENTS_JAILED_H
#define CLIENTS_JAILED_H

#include "clients/verb.h"
#include "lib/base/buf.h"

struct jailed;
struct list_answer;
struct list_spec;
struct loop;
struct pool;

/* Its reader starts with the first body. Gives. */
struct jailed *jailed_new(const struct verb_context *context);
void jailed_free(struct jailed *jailed);
/* Its loop, on the real clock; borrowed. */
struct loop *jailed_loop(struct jailed *jailed);
/* Its reader, borrowed. */
struct pool *jailed_pool(struct jailed *jailed);

/*
 * Reads a body by spec and waits for it. 0: *ret is the answer, which is
 * list_answer_done; else how the reader failed.
 */
int jailed_read(struct jailed *jailed, const struct list_spec *spec,
    struct span body, struct list_answer *ret, struct err *err) WARN_UNUSED;

#endif
