/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules of a list spec that say what an answer is by its body. */
#ifndef READING_LIST_RULE_H
#define READING_LIST_RULE_H

#include "lib/base/buf.h"
#include "reading/job.h"

/* Appends what pointer names in the body. ERR_NOTFOUND: nothing. */
typedef int list_rule_fn(const void *arg, struct span pointer, struct buf *out);

/*
 * Judges body by the first rule that holds, in their order. True: answer has
 * its outcome; false: the rows decide. find reads values of the body; NULL:
 * it has none.
 */
bool list_rule_judge(const struct list_spec *spec, struct span body,
    list_rule_fn *find, const void *arg, struct list_answer *answer);

#endif
