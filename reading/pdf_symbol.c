/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a character of a font of symbols. Out: the tick box that it is. The
 * codes are those of Microsoft's fonts. Called by pdf_glyph.c.
 */
#include "reading/pdf_symbol.h"

#include <stddef.h>
#include <string.h>

#define PDF_PRIVATE 0xf000 /* where symbol fonts put their codes */

static const struct {
	enum pdf_font font;
	uint32_t code, to;
} pdf_symbols[] = {
    {PDF_WINGDINGS, 0x6e, PDF_FILLED},
    {PDF_WINGDINGS, 0x6f, PDF_EMPTY},
    {PDF_WINGDINGS, 0x71, PDF_EMPTY},
    {PDF_WINGDINGS, 0x72, PDF_EMPTY},
    {PDF_WINGDINGS, 0xa8, PDF_EMPTY},
    {PDF_WINGDINGS, 0xfb, PDF_TICKED},
    {PDF_WINGDINGS, 0xfc, PDF_TICKED},
    {PDF_WINGDINGS, 0xfd, PDF_TICKED},
    {PDF_WINGDINGS, 0xfe, PDF_TICKED},
    {PDF_WINGDINGS_2, 0x50, PDF_TICKED},
    {PDF_WINGDINGS_2, 0x51, PDF_TICKED},
    {PDF_WINGDINGS_2, 0x52, PDF_TICKED},
    {PDF_WINGDINGS_2, 0x53, PDF_TICKED},
    {PDF_WINGDINGS_2, 0x54, PDF_TICKED},
    {PDF_WINGDINGS_2, 0xa2, PDF_FILLED},
    {PDF_WINGDINGS_2, 0xa3, PDF_EMPTY},
    {PDF_WEBDINGS, 0x61, PDF_TICKED},
    {PDF_WEBDINGS, 0x63, PDF_EMPTY},
    {PDF_WEBDINGS, 0x67, PDF_FILLED},
};

enum pdf_font
pdf_symbol_font(const char *name)
{
	const char *wing = name != NULL ? strstr(name, "Wingdings") : NULL;

	if (wing == NULL)
		return name != NULL && strstr(name, "Webdings") != NULL
			   ? PDF_WEBDINGS
			   : PDF_WORDS;
	wing += strlen("Wingdings");
	while (*wing == ' ' || *wing == '-')
		wing++;
	if (*wing == '3')
		return PDF_WORDS; /* arrows */
	return *wing == '2' ? PDF_WINGDINGS_2 : PDF_WINGDINGS;
}

uint32_t
pdf_symbol(enum pdf_font font, uint32_t c)
{
	uint32_t code =
	    c >= PDF_PRIVATE && c <= PDF_PRIVATE + 0xff ? c - PDF_PRIVATE : c;

	for (size_t i = 0; font != PDF_WORDS &&
			   i < sizeof(pdf_symbols) / sizeof(*pdf_symbols);
	     i++) {
		if (pdf_symbols[i].font == font && pdf_symbols[i].code == code)
			return pdf_symbols[i].to;
	}
	return c;
}
