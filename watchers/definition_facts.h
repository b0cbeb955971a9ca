/* SPDX-License-Identifier: BSD-2-Clause */
/* The part `facts` of a definition: the figures that a row states. */
#ifndef WATCHERS_DEFINITION_FACTS_H
#define WATCHERS_DEFINITION_FACTS_H

struct parser;
struct yaml_node;

/* Reads each figure (a parser_fn). */
void definition_facts_read(struct parser *parser, const struct yaml_node *node);

#endif
