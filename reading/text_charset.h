/* SPDX-License-Identifier: BSD-2-Clause */
/* Charset converters, of which text_decode is the door (reading/text.h). */
#ifndef READING_TEXT_CHARSET_H
#define READING_TEXT_CHARSET_H

/* Opens all converters; the C library reads them from files. */
void text_charset_preload(void);

#endif
