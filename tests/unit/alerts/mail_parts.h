/* SPDX-License-Identifier: BSD-2-Clause */
/* Pieces of a mail, as a mail program would see them. */
#ifndef TESTS_UNIT_ALERTS_MAIL_PARTS_H
#define TESTS_UNIT_ALERTS_MAIL_PARTS_H

/*
 * The value of a header with its folds, up to the CRLF that ends it; NULL when
 * it is not there. Gives.
 */
char *mail_header(const char *mail, const char *name);
/* A part of the body ("plain", "html") after quoted-printable. Gives. */
char *mail_part(const char *mail, const char *kind);
/* The first encoded word of a header's value, decoded. Gives. */
char *mail_first_word(const char *value);

#endif
