/* SPDX-License-Identifier: BSD-2-Clause */
/* What libxml2's HTML parser must not be fed. */
#ifndef READING_HTML_GUARD_H
#define READING_HTML_GUARD_H

#include "lib/base/buf.h"

/*
 * True when a tag may hold more attributes than HTML_ATTRIBUTES: the parser
 * compares each with all before it, so 100,000 would take it 14 s. Linear.
 */
bool html_has_endless_tag(struct span html);

#endif
