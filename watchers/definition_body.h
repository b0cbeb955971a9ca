/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON bodies of a definition. */
#ifndef WATCHERS_DEFINITION_BODY_H
#define WATCHERS_DEFINITION_BODY_H

struct parser;
struct yaml_node;

struct body_node;

/*
 * The YAML tree at node as a body. A plain scalar that JSON knows (true, false,
 * null, a number) stays what it is; a plain {page}, {page0}, {offset} or
 * {now_ms} is a number; all else is a template that becomes a string. NULL
 * after a complaint. Gives.
 */
struct body_node *definition_body_read(
    struct parser *parser, const struct yaml_node *node);

#endif
