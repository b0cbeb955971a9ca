/* SPDX-License-Identifier: BSD-2-Clause */
/* Cleaning of UTF-8 text from lists, in place unless said. */
#ifndef READING_LIST_CLEAN_H
#define READING_LIST_CLEAN_H

#include <stddef.h>

/* White space (ASCII, no-break, ideographic) off both ends. */
void list_clean_trim(char *text);
/* NFKC; text that is no UTF-8 stays as it is. Takes and gives. */
char *list_clean_nfkc(char *text);
/* Takes out <em> and its like; "<" before anything but a tag stays. */
void list_clean_tags(char *text);
/* &amp; &#20111; and the names of HTML 4 become characters. */
void list_clean_entities(char *text);
/* Takes out all white space. */
void list_clean_spaces(char *text);
/* Small letters, of all scripts; text that is no UTF-8 stays. Takes, gives. */
char *list_clean_lower(char *text);
/* Takes out zeros in front of another digit. */
void list_clean_zeros(char *text);
/* Line ends and tabs become blanks: a value is one line. */
void list_clean_lines(char *text);
/* Cuts to at most limit bytes, between characters. */
void list_clean_cut(char *text, size_t limit);

#endif
