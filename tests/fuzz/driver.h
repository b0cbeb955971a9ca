/* SPDX-License-Identifier: BSD-2-Clause */
/* The door of every fuzz target: libFuzzer calls it, or tests/fuzz/driver.c. */
#ifndef TESTS_FUZZ_DRIVER_H
#define TESTS_FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

/* Feeds n bytes to the parser; aborts when a promise is broken. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#endif
