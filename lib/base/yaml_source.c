/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the source of a YAML file and a place. Out: the line there, and the two
 * lines that show it to a person. lib/base/yaml calls it.
 */
#include "lib/base/yaml_source.h"

#include <string.h>

/* A long line is shown from SHOW_BEFORE characters in front of the column. */
#define SHOW_WHOLE  100
#define SHOW_BEFORE 60
#define SHOW_WIDTH  120

/* Bytes of the character at p (n > 0 left) and its code point. */
static size_t
yaml_source_char(const char *p, size_t n, uint32_t *ret_code)
{
	unsigned char c = (unsigned char)p[0];
	size_t len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
	uint32_t code = len == 1 ? c : c & (0x7fU >> len);

	*ret_code = c;
	if (len > n)
		return 1;
	for (size_t i = 1; i < len; i++) {
		unsigned char next = (unsigned char)p[i];
		if ((next & 0xc0) != 0x80)
			return 1;
		code = code << 6 | (next & 0x3f);
	}
	*ret_code = code;
	return len;
}

/* Bytes of the line end at p, 0 when there is none. */
static size_t
yaml_source_break(const char *p, size_t n)
{
	uint32_t code;
	size_t len = yaml_source_char(p, n, &code);

	if (code == '\r' && n > 1 && p[1] == '\n')
		return 2;
	if (code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029)
		return len;
	return code == 0x85 && len == 2 ? 2 : 0;
}

void
yaml_source_place(struct span source, int *ret_line, int *ret_column)
{
	int line = 1, column = 1;

	for (size_t i = 0; i < source.len;) {
		const char *p = source.p + i;
		size_t end = yaml_source_break(p, source.len - i);
		uint32_t code;
		i += end > 0 ? end : yaml_source_char(p, source.len - i, &code);
		line += end > 0 ? 1 : 0;
		column = end > 0 ? 1 : column + 1;
	}
	*ret_line = line;
	*ret_column = column;
}

struct span
yaml_source_line(struct span source, int line)
{
	size_t start = 0, i = 0;

	while (i < source.len) {
		size_t end = yaml_source_break(source.p + i, source.len - i);
		if (end > 0 && --line == 0)
			break;
		i += end > 0 ? end : 1;
		start = end > 0 ? i : start;
	}
	/* The last line has no end, or nothing stands behind its end. */
	if (i == source.len && --line != 0)
		start = i;
	return (struct span){source.p + start, i - start};
}

const char *
yaml_source_column(struct span line, int column)
{
	size_t i = 0;
	uint32_t code;

	while (i < line.len && --column > 0)
		i += yaml_source_char(line.p + i, line.len - i, &code);
	return line.p + i;
}

/* Places on a terminal (Unicode TR 11, the ranges without exceptions). */
static int
yaml_source_width(uint32_t code)
{
	static const uint32_t wide[][2] = {{0x1100, 0x115f}, {0x2e80, 0xa4cf},
	    {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
	    {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1faff},
	    {0x20000, 0x3fffd}};

	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		if (code >= wide[i][0] && code <= wide[i][1])
			return 2;
	}
	return 1;
}

static bool
yaml_source_is_control(uint32_t code, size_t len)
{
	return code < 0x20 || (code >= 0x7f && code <= 0x9f) ||
	       (len == 1 && code >= 0x80);
}

int
yaml_source_show(struct buf *out, struct span line, int column)
{
	int first = column > SHOW_WHOLE ? column - SHOW_BEFORE : 1;
	const char *p = yaml_source_column(line, first);
	const char *end = yaml_source_column(line, first + SHOW_WIDTH);
	int spaces = 0, r = 0;

	for (int at = first; p < end && r == 0; at++) {
		uint32_t code;
		size_t len = yaml_source_char(p, (size_t)(end - p), &code);
		if (code == '\t')
			r = buf_add_char(out, ' ');
		else if (yaml_source_is_control(code, len))
			r = buf_add_char(out, '?');
		else
			r = buf_add(out, p, len);
		spaces += at < column ? yaml_source_width(code) : 0;
		p += len;
	}
	if (r == 0)
		r = buf_addf(out, "\n%*s^\n", spaces, "");
	return r;
}
