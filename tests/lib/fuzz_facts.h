/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes of a fuzzer as marks, and what must hold for the facts made of them. */
#ifndef TESTS_LIB_FUZZ_FACTS_H
#define TESTS_LIB_FUZZ_FACTS_H

#include "reading/clause.h"

#include <stdint.h>

typedef void fuzz_take_fn(struct figures *figures, const struct marks *marks);

/*
 * Makes marks of the bytes, lets take add statements for an issuer's forecast
 * of 2024, settles them, and checks facts, rejects and their messages.
 */
void fuzz_facts(const uint8_t *p, size_t n, fuzz_take_fn *take);
/* next, which is beyond i and inside marks. */
size_t fuzz_forward(size_t i, size_t next, const struct marks *marks);
/* What holds for any reading of a text of text_len code points. */
void fuzz_check_reading(const struct reading *reading, int64_t text_len);

#endif
