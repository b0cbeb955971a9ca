/* SPDX-License-Identifier: BSD-2-Clause */
/* Definitions of sources by themselves, without a configuration. */
#ifndef CLIENTS_CHECK_SOURCES_H
#define CLIENTS_CHECK_SOURCES_H

#include <stdbool.h>
#include <stddef.h>

/* Whether path is a folder, or a YAML file that names an engine. */
bool check_sources_is(const char *path);
/*
 * Checks the definition at path: a file, the folder of a source, or a folder
 * of such folders. Prints every fault to stderr. Returns how many definitions
 * are faulty; ret_count: how many there are.
 */
size_t check_sources(const char *path, size_t *ret_count);

#endif
