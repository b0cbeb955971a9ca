/* SPDX-License-Identifier: BSD-2-Clause */
/* The line that `filingctl read` prints (design 7). */
#ifndef CLIENTS_READING_JSON_H
#define CLIENTS_READING_JSON_H

#include "ledger/verdict.h"

/* The verdict that stands for the document; NULL: there is none. Borrowed. */
const struct verdict *reading_json_gravest(const struct verdicts *verdicts);

/*
 * The reading and its verdicts as one JSON object. Of several verdicts the
 * gravest gives class, severity and grade. id NULL: none is printed. Gives.
 */
char *reading_json(const char *id, const struct reading *reading,
    const struct verdicts *verdicts, bool explain);
/* {"id", "line", "error"} for a batch line that cannot be read. Gives. */
char *reading_json_error(int64_t line, const char *text);

#endif
