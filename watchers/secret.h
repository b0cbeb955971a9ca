/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The credentials of a source are sent to it and told to nobody else: what
 * came back (an address that it sent us to, a message of its own) goes through
 * here before it is logged, stored or shown.
 */
#ifndef WATCHERS_SECRET_H
#define WATCHERS_SECRET_H

#include <stddef.h>

struct list_pair;

/*
 * Puts "***" for every value of secrets in text, also where it stands
 * percent-encoded as template_add_escaped writes it. In place: text never
 * grows.
 */
void secret_hide(char *text, const struct list_pair *secrets, size_t count);

#endif
