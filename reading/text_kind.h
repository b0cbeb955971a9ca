/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What kind of document bytes are. It looks at them and parses nothing, so it
 * is the one thing that filingd, too, may ask about foreign bytes.
 */
#ifndef READING_TEXT_KIND_H
#define READING_TEXT_KIND_H

#include "lib/base/buf.h"

enum text_kind { TEXT_ZIP, TEXT_PDF, TEXT_SGML, TEXT_HTML, TEXT_PLAIN };

/* By magic bytes first, then the label (content type or url; or NULL). */
enum text_kind text_kind_of(
    struct span bytes, const char *content_type, const char *url);

#endif
