/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where filingd's own files lie: where they were installed, or, for a program
 * that runs from the folder it was built in, beside it (that folder has a
 * share/filingd, which the build makes).
 */
#ifndef LIB_BASE_PLACE_H
#define LIB_BASE_PLACE_H

/*
 * The path of a data folder ("sources", "lexicon"), and of a program that is
 * not called by people ("filingd-reader"). Give.
 */
char *place_data(const char *name);
char *place_program(const char *name);
/*
 * The path of a folder of the user's below sysconfdir/filingd; NULL for a
 * program that runs where it was built: there is no user. Gives.
 */
char *place_own(const char *name);

#endif
