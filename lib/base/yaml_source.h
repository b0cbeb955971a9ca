/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Places in the source of a YAML file: lines and columns from 1, columns in
 * characters. Lines end where libyaml ends them: CR, LF, CR LF, and NEL, LS
 * and PS of Unicode. Source is UTF-8; other bytes count as a character each.
 */
#ifndef LIB_BASE_YAML_SOURCE_H
#define LIB_BASE_YAML_SOURCE_H

#include "lib/base/buf.h"

/* The place just behind source. */
void yaml_source_place(struct span source, int *ret_line, int *ret_column);
/* A line without its end; empty when there is no such line. */
struct span yaml_source_line(struct span source, int line);
/* The character at column, at most the end of line. */
const char *yaml_source_column(struct span line, int column);
/*
 * Appends the line (of a long one the part around column) and below it a caret
 * under the column, each with a newline. Control characters show as '?', wide
 * ones take two places. ERR_TOOBIG.
 */
int yaml_source_show(struct buf *out, struct span line, int column) WARN_UNUSED;

#endif
