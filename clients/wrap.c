/* SPDX-License-Identifier: BSD-2-Clause */
/* In: words of a document. Out: lines for a terminal. explain_text.c calls. */
#include "clients/wrap.h"

#include <string.h>
#include <wchar.h>

struct wrap {
	struct buf *out;
	int column, indent;
	int code;
};

/* One character at s: its bytes, what it is, and its columns. */
static size_t
wrap_char(const char *s, wchar_t *ret_wc, int *ret_width)
{
	mbstate_t state = {0};
	size_t n = mbrtowc(ret_wc, s, 8, &state);

	if (n == 0 || n > 8) {
		*ret_wc = L'?';
		*ret_width = 1;
		return 1;
	}
	*ret_width = wcwidth(*ret_wc);
	return n;
}

static bool
wrap_is_space(wchar_t wc)
{
	return wc == L' ' || (wc >= 0x09 && wc <= 0x0d) || wc == 0x3000 ||
	       wc == 0xa0 || wc == 0x2028 || wc == 0x2029;
}

/* Characters that turn the direction of what follows (Unicode UAX 9). */
static bool
wrap_is_turn(wchar_t wc)
{
	return (wc >= 0x202a && wc <= 0x202e) ||
	       (wc >= 0x2066 && wc <= 0x2069) || wc == 0x200e || wc == 0x200f;
}

/* Columns up to the next space, as far as it matters. */
static int
wrap_word(const char *s)
{
	int width, w;
	wchar_t wc;

	s += wrap_char(s, &wc, &width);
	if (width < 0)
		width = 1;
	if (width > 1) /* between Han characters a line may end */
		return width;
	while (*s != '\0' && width <= WRAP_COLUMNS) {
		s += wrap_char(s, &wc, &w);
		if (wrap_is_space(wc) || w > 1)
			break;
		width += w > 0 ? w : 1;
	}
	return width;
}

static void
wrap_break(struct wrap *wrap)
{
	if (wrap->code == 0)
		wrap->code = buf_addf(wrap->out, "\n%*s", wrap->indent, "");
	wrap->column = wrap->indent;
}

/* What ends a word stays with it, one column too far if need be. */
static void
wrap_put(struct wrap *wrap, const char *p, size_t n, int width)
{
	bool ends = strchr(",.;:)%", *p) != NULL;

	if (wrap->column + width > WRAP_COLUMNS + ends)
		wrap_break(wrap);
	if (wrap->code == 0)
		wrap->code = buf_add(wrap->out, p, n);
	wrap->column += width;
}

/* The space before rest: a break where the next word would not fit. */
static void
wrap_space(struct wrap *wrap, const char *rest)
{
	int word = wrap_word(rest);

	if (wrap->column + 1 + word > WRAP_COLUMNS &&
	    wrap->indent + word <= WRAP_COLUMNS)
		wrap_break(wrap);
	else if (wrap->column > wrap->indent)
		wrap_put(wrap, " ", 1, 1);
}

int
wrap_add(struct buf *out, const char *s, int column, int indent)
{
	struct wrap wrap = {out, column, indent, 0};
	bool space = false;

	while (*s != '\0') {
		wchar_t wc;
		int width;
		size_t n = wrap_char(s, &wc, &width);
		if (!wrap_is_space(wc)) {
			if (space)
				wrap_space(&wrap, s);
			if (width < 0 || wrap_is_turn(wc) || wc == L'?')
				wrap_put(&wrap, "?", 1, 1);
			else
				wrap_put(&wrap, s, n, width);
		}
		space = wrap_is_space(wc);
		s += n;
	}
	return wrap.code;
}
