/* SPDX-License-Identifier: BSD-2-Clause */
/* The part `request` of a definition: prelude, list, document. */
#ifndef WATCHERS_DEFINITION_REQUEST_H
#define WATCHERS_DEFINITION_REQUEST_H

struct parser;
struct yaml_node;

/* Reads the steps prelude, list and document (a parser_fn). */
void definition_request_read(
    struct parser *parser, const struct yaml_node *node);
/*
 * Reads the matrix of the list (`for`), before the rest: its names may stand
 * in any template.
 */
void definition_matrix_read(
    struct parser *parser, const struct yaml_node *node);

#endif
