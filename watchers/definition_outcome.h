/* SPDX-License-Identifier: BSD-2-Clause */
/* The part `outcome` of a definition: rules that tell answers apart. */
#ifndef WATCHERS_DEFINITION_OUTCOME_H
#define WATCHERS_DEFINITION_OUTCOME_H

struct parser;
struct yaml_node;

/* Reads the list of rules (a parser_fn). */
void definition_outcome_read(
    struct parser *parser, const struct yaml_node *node);

#endif
