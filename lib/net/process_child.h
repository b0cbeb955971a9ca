/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of lib/net/process.c that runs between fork and exec: only calls
 * that are safe there (signal-safety(7)), since other threads may have held
 * any lock.
 */
#ifndef LIB_NET_PROCESS_CHILD_H
#define LIB_NET_PROCESS_CHILD_H

#include "lib/net/process.h"

struct process_plan {
	const struct process_command *command;
	pid_t parent;
	int input; /* becomes 0 */
	int output; /* becomes 1 and 2 */
	int fault; /* closed by exec; before that a struct process_fault */
};

/* What failed, and its errno. */
struct process_fault {
	int step;
	int error;
};

/* Becomes the program, or writes a fault and ends. */
void process_child(const struct process_plan *plan) __attribute__((noreturn));

/* What a step does, for people. Borrowed. */
const char *process_step(int step);

#endif
