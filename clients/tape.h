/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A source's folder: its definition, its tape (answers as they came) and
 * items.json, which names the answers and what must be read from them.
 */
#ifndef CLIENTS_TAPE_H
#define CLIENTS_TAPE_H

#include "clients/jailed.h"
#include "watchers/definition.h"

#include <jansson.h>

struct tape_source {
	char *name;
	char *folder; /* that holds its definition.yaml */
	struct definition *definition;
};

/*
 * The source of a folder, or of a name among the user's definitions and the
 * installed ones. Faults are printed. An exit code.
 */
int tape_find(const char *what, struct tape_source *ret);
void tape_source_done(struct tape_source *source);
/*
 * Names of all definitions, the user's and the installed ones, each once.
 * word_list_done.
 */
void tape_all(struct word_list *ret);

/* The array in items.json of a folder, NULL: none or faulty (*err). */
json_t *tape_items(const char *folder, struct err *err);
/*
 * Reads the file at path by a definition, as an entry of items.json says it
 * was asked ("base", "for", "issuer", "now"); NULL: as the definition would.
 */
int tape_read(struct jailed *jailed, const struct definition *definition,
    const char *path, const json_t *entry, struct list_answer *ret,
    struct err *err) WARN_UNUSED;

#endif
