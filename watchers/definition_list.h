/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts `outcome`, `items`, `fields` and `time` of a definition, which make
 * its struct list_spec (parser_fn).
 */
#ifndef WATCHERS_DEFINITION_LIST_H
#define WATCHERS_DEFINITION_LIST_H

struct parser;
struct yaml_node;

/* Reads the rules that tell answers apart by their bytes. */
void definition_outcome_read(
    struct parser *parser, const struct yaml_node *node);
/* Reads where the rows are and how they are counted. */
void definition_items_read(struct parser *parser, const struct yaml_node *node);
/* Reads from what each field of an item is filled. */
void definition_fields_read(
    struct parser *parser, const struct yaml_node *node);
/* Reads how times are printed, and in which zone. */
void definition_time_read(struct parser *parser, const struct yaml_node *node);

#endif
