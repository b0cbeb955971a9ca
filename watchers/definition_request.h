/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts `request`, `paging` and `window` of a definition (parser_fn). */
#ifndef WATCHERS_DEFINITION_REQUEST_H
#define WATCHERS_DEFINITION_REQUEST_H

struct parser;
struct yaml_node;

/* Reads the steps list and document. */
void definition_request_read(
    struct parser *parser, const struct yaml_node *node);
/* Reads first, size, cap and gap. */
void definition_paging_read(
    struct parser *parser, const struct yaml_node *node);
/* Reads back and ahead, in days. */
void definition_window_read(
    struct parser *parser, const struct yaml_node *node);

#endif
