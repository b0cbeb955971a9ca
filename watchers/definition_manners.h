/* SPDX-License-Identifier: BSD-2-Clause */
/* The part `manners` of a definition. */
#ifndef WATCHERS_DEFINITION_MANNERS_H
#define WATCHERS_DEFINITION_MANNERS_H

struct parser;
struct yaml_node;

/* Reads when, how often and how patiently to ask (a parser_fn). */
void definition_manners_read(
    struct parser *parser, const struct yaml_node *node);

#endif
