/* SPDX-License-Identifier: BSD-2-Clause */
/* A draft of a definition (reading/sketch.h), made by a jailed child. */
#ifndef CLIENTS_SKETCHED_H
#define CLIENTS_SKETCHED_H

#include "reading/sketch.h"

/* As sketch_definition; also ERR_CRASHED: the child died over the body. */
int sketched_definition(const struct sketch_ask *ask, struct span body,
    struct buf *out, struct err *err) WARN_UNUSED;

#endif
