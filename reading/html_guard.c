/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: HTML before it is parsed. Out: whether a tag in it is absurd. It reads
 * tags as libxml2 does: a value may be quoted after "=" only, scripts, styles
 * and comments hold no tags. Called by text_html.c.
 */
#include "reading/html_guard.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define HTML_ATTRIBUTES 2000

static bool
html_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
html_begins(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - p) >= n && strncasecmp(p, word, n) == 0;
}

/* The place of word (any case) at or after p; end when absent. */
static const char *
html_seek(const char *p, const char *end, const char *word)
{
	while (p < end && !html_begins(p, end, word))
		p++;
	return p;
}

/* Past a value that begins at p when it is quoted; else p. */
static const char *
html_skip_value(const char *p, const char *end)
{
	while (p < end && html_is_blank(*p))
		p++;
	if (p == end || (*p != '"' && *p != '\''))
		return p;
	const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
	return close != NULL ? close + 1 : end;
}

/*
 * The end of the tag whose name is at p. *ret_count: at least as many as it
 * has attributes.
 */
static const char *
html_skip_tag(const char *p, const char *end, int *ret_count)
{
	*ret_count = 0;
	while (p < end && *p != '>' && *ret_count <= HTML_ATTRIBUTES) {
		char c = *p++;
		if (c != '=' && !html_is_blank(c))
			continue;
		++*ret_count;
		if (c == '=')
			p = html_skip_value(p, end);
		while (p < end && html_is_blank(*p))
			p++;
	}
	return p;
}

bool
html_has_endless_tag(struct span html)
{
	const char *end = html.p + html.len;
	const char *p = html.p;

	while (p < end) {
		const char *open = memchr(p, '<', (size_t)(end - p));
		if (open == NULL)
			return false;
		p = open + 1;
		if (html_begins(p, end, "!--")) {
			p = html_seek(p + 3, end, "-->");
			continue;
		}
		if (p == end || !isalpha((unsigned char)*p))
			continue;
		bool script = html_begins(p, end, "script");
		bool style = html_begins(p, end, "style");
		int count;
		p = html_skip_tag(p, end, &count);
		if (count > HTML_ATTRIBUTES)
			return true;
		if (script || style)
			p = html_seek(p, end, script ? "</script" : "</style");
	}
	return false;
}
