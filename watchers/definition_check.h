/* SPDX-License-Identifier: BSD-2-Clause */
/* Faults of a definition that only the whole of it shows. */
#ifndef WATCHERS_DEFINITION_CHECK_H
#define WATCHERS_DEFINITION_CHECK_H

struct parser;
struct yaml_node;

/* Complains of parts that are missing, or that say nothing together. */
void definition_check(struct parser *parser, const struct yaml_node *root);

#endif
