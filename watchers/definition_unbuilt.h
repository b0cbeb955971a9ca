/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is of the language, but not built yet: it is read and checked, and then
 * refused by name, so that no definition silently does nothing.
 */
#ifndef WATCHERS_DEFINITION_UNBUILT_H
#define WATCHERS_DEFINITION_UNBUILT_H

struct parser;
struct yaml_node;

/* Complains of every part of a definition that nothing follows yet. */
void definition_unbuilt_check(
    struct parser *parser, const struct yaml_node *root);

#endif
