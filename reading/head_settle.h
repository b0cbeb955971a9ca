/* SPDX-License-Identifier: BSD-2-Clause */
/* What the columns of a heading mean together, once all of them are read. */
#ifndef READING_HEAD_SETTLE_H
#define READING_HEAD_SETTLE_H

#include "reading/head.h"

/* Puts the columns in order, with those of nested rows below their own. */
void head_settle(struct head *head);

#endif
