/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts `paging` and `window` of a definition (parser_fn). */
#ifndef WATCHERS_DEFINITION_PAGING_H
#define WATCHERS_DEFINITION_PAGING_H

struct parser;
struct yaml_node;

/* Reads first, size, cap, gap, until and split. */
void definition_paging_read(
    struct parser *parser, const struct yaml_node *node);
/* Reads back and ahead, in days, and the wide sweep. */
void definition_window_read(
    struct parser *parser, const struct yaml_node *node);

#endif
