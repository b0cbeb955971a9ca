/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts `unwrap` and `items` of a definition (parser_fn). */
#ifndef WATCHERS_DEFINITION_ITEMS_H
#define WATCHERS_DEFINITION_ITEMS_H

struct parser;
struct yaml_node;

/* Reads the wrappings that are taken off a body. */
void definition_unwrap_read(
    struct parser *parser, const struct yaml_node *node);
/* Reads where the rows are, how they are counted and which of them count. */
void definition_items_read(struct parser *parser, const struct yaml_node *node);
/*
 * Read what gives names, items: names and extract, before the rest: they may
 * stand in any template. Those names are added to parser->names.
 */
void definition_names_read(struct parser *parser, const struct yaml_node *node);
void definition_extract_read(
    struct parser *parser, const struct yaml_node *node);

#endif
