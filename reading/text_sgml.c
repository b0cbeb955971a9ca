/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a submission as EDGAR keeps it, several documents in one SGML file (SEC
 * "EDGAR Public Dissemination Service" specification). Out: the text of its
 * form and of its press releases (EX-99). read_document.c calls it.
 *
 *	submission = header { "<DOCUMENT>" { "<" tag ">" value } "<TEXT>" ... }
 */
#include "reading/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define SGML_DOCUMENTS 200 /* of one submission; the rest is not looked at */
#define SGML_HEAD      4096 /* bytes before <TEXT> */

struct sgml_document {
	struct span type; /* "EX-99.1" */
	struct span text;
};

/* Where word stands in [from, bytes.len); bytes.len when it does not. */
static size_t
sgml_find(struct span bytes, size_t from, const char *word)
{
	size_t n = strlen(word);
	const char *p = NULL;

	if (from < bytes.len)
		p = memmem(bytes.p + from, bytes.len - from, word, n);
	return p != NULL ? (size_t)(p - bytes.p) : bytes.len;
}

static struct span
sgml_line(struct span bytes, size_t from)
{
	size_t to = from;

	while (to < bytes.len && bytes.p[to] != '\n' && bytes.p[to] != '\r' &&
	       bytes.p[to] != '<')
		to++;
	while (to > from && bytes.p[to - 1] == ' ')
		to--;
	return (struct span){bytes.p + from, to - from};
}

/* The document at or after *at, which moves behind it; false: no more. */
static bool
sgml_next(struct span bytes, size_t *at, struct sgml_document *ret)
{
	size_t begin = sgml_find(bytes, *at, "<DOCUMENT>");
	struct span own = {bytes.p, sgml_find(bytes, begin + 1, "<DOCUMENT>")};
	size_t end = sgml_find(own, begin + 1, "</DOCUMENT>");
	struct span head = {bytes.p, begin + SGML_HEAD};

	if (begin == bytes.len)
		return false;
	if (head.len > end)
		head.len = end;
	size_t type = sgml_find(head, begin, "<TYPE>");
	size_t text = sgml_find(head, begin, "<TEXT>");
	*ret = (struct sgml_document){{bytes.p + end, 0}, {bytes.p + end, 0}};
	if (type < head.len)
		ret->type = sgml_line(head, type + strlen("<TYPE>"));
	if (text < head.len) {
		struct span body = {bytes.p, end};
		text += strlen("<TEXT>");
		size_t stop = sgml_find(body, text, "</TEXT>");
		ret->text = (struct span){bytes.p + text, stop - text};
	}
	*at = end;
	return true;
}

/* What is kept of a submission: releases, then the forms and reports. */
static const char sgml_roles[] = "EX-99\n8-K\n6-K\n10-\n20-F\n40-F\nNT ";

/* The type is the role, or goes on with what is no letter or digit. */
static bool
sgml_has_role(const struct sgml_document *document, struct span role)
{
	struct span type = document->type;

	if (role.len == 0 || type.len < role.len ||
	    strncasecmp(type.p, role.p, role.len) != 0)
		return false;
	if (type.len == role.len ||
	    !isalnum((unsigned char)role.p[role.len - 1]))
		return true;
	return !isalnum((unsigned char)type.p[role.len]);
}

/* The next line of *rest, which moves behind it. */
static struct span
sgml_next_role(const char **rest)
{
	struct span role = {*rest, strcspn(*rest, "\n")};

	*rest += role.len + ((*rest)[role.len] == '\n');
	return role;
}

/* The first of the roles that a document has; -1: it has none. */
static int
sgml_rank(const struct sgml_document *document, const char *roles)
{
	for (int i = 0; *roles != '\0'; i++)
		if (sgml_has_role(document, sgml_next_role(&roles)))
			return i;
	return -1;
}

static int
sgml_add(const struct sgml_document *document, struct buf *out, struct err *err)
{
	if (document->text.len == 0)
		return 0;
	if (text_kind_of(document->text, NULL, NULL) == TEXT_HTML)
		return text_from_html(document->text, NULL, out, err);
	return text_from_plain(document->text, NULL, out, err);
}

/* The documents whose first role is this one, in their order. */
static int
sgml_add_role(struct span bytes, const char *roles, int rank, struct buf *out,
    struct err *err)
{
	struct sgml_document document;
	size_t at = 0;
	int r = 0;

	for (int i = 0; i < SGML_DOCUMENTS && r == 0; i++) {
		size_t before = out->len;
		if (!sgml_next(bytes, &at, &document))
			break;
		if (sgml_rank(&document, roles) != rank)
			continue;
		r = sgml_add(&document, out, err);
		if (r == 0 && out->len > before)
			r = buf_add(out, "\n\f", 2);
		if (r == ERR_UNREADABLE)
			r = 0; /* a picture by another name */
	}
	return r;
}

int
text_from_sgml(
    struct span bytes, const char *roles, struct buf *out, struct err *err)
{
	size_t before = out->len;
	int r = 0;

	if (roles == NULL)
		roles = sgml_roles;
	const char *rest = roles;
	for (int rank = 0; *rest != '\0' && r == 0; rank++) {
		(void)sgml_next_role(&rest);
		r = sgml_add_role(bytes, roles, rank, out, err);
	}
	size_t at = 0;
	struct sgml_document first;
	if (r == 0 && out->len == before && sgml_next(bytes, &at, &first))
		r = sgml_add(&first, out, err);
	return r;
}
