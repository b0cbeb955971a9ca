/* SPDX-License-Identifier: BSD-2-Clause */
/* Codes, names and numbers by which a document names its issuer and itself. */
#ifndef READING_ISSUER_H
#define READING_ISSUER_H

#include "reading/normal.h"
#include "reading/reading.h"
#include "reading/token.h"

/*
 * Adds the listings that tokens print ("证券代码:603138", "(01725)",
 * "002674.SZ") and sets issuer_name and number where labels give them.
 */
void issuer_read(const struct tokens *tokens, const struct normal *normal,
    struct reading *reading);

#endif
