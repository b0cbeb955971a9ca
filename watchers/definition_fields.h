/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts `fields` and `time` of a definition (parser_fn). */
#ifndef WATCHERS_DEFINITION_FIELDS_H
#define WATCHERS_DEFINITION_FIELDS_H

struct parser;
struct yaml_node;

/* Reads from what each field of an item is filled. */
void definition_fields_read(
    struct parser *parser, const struct yaml_node *node);
/* Reads how times are printed, and in which zone. */
void definition_time_read(struct parser *parser, const struct yaml_node *node);

#endif
