/* SPDX-License-Identifier: BSD-2-Clause */
/* A certificate for secure.test, and servers that use it. */
#ifndef TESTS_LIB_CERTIFICATE_H
#define TESTS_LIB_CERTIFICATE_H

#include <stdbool.h>
#include <sys/types.h>

struct certificate {
	char folder[64], key[96], cert[96];
};

/* In a new folder in /tmp; false: there is no openssl command. */
bool certificate_make(struct certificate *certificate);
/* Removes key, certificate and the folder, which must be empty else. */
int certificate_remove(struct certificate *certificate);

/* Starts argv with its output to out (-1: thrown away); -1: it cannot. */
pid_t certificate_spawn(const char *const argv[], int out);

#endif
