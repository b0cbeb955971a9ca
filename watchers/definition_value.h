/* SPDX-License-Identifier: BSD-2-Clause */
/* Values: from what a field, a condition or a figure of a row is filled. */
#ifndef WATCHERS_DEFINITION_VALUE_H
#define WATCHERS_DEFINITION_VALUE_H

struct parser;
struct yaml_node;

struct list_value;

/*
 * Reads a template of names that stand in braces: into the row, as its engine
 * knows them, of the matrix, or extracted.
 */
void definition_template_read(
    struct parser *parser, const struct yaml_node *node, char **ret);
/*
 * Reads a template alone, or a map of from, clean, split, map and else, into
 * value, which is empty before.
 */
void definition_value_read(struct parser *parser, const struct yaml_node *node,
    struct list_value *value);
/*
 * Reads a JSON pointer (RFC 6901, "*" for every member), or an XPath when the
 * engine is html.
 */
void definition_pointer_read(
    struct parser *parser, const struct yaml_node *node, char **ret);

#endif
