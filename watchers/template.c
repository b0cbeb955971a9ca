/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a url, header or form value of a definition and the values of one
 * page of a poll. Goes out: the text to send. Pure; called by the definition's
 * parser (checks) and by watchers/watcher.c (requests).
 */
#include "watchers/template.h"

#include "lib/base/date.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define TEMPLATE_PART_MAX   128
#define TEMPLATE_FORMAT_MAX 64

enum template_place {
	PLACE_PAGE,
	PLACE_PAGE0,
	PLACE_OFFSET,
	PLACE_FROM,
	PLACE_TO,
	PLACE_NOW_MS,
	PLACE_CONTACT,
	PLACE_CREDENTIAL,
	PLACE_NAME, /* of the matrix */
	PLACE_COUNT
};

/* What stands behind the colon. */
enum template_suffix { SUFFIX_NONE, SUFFIX_WIDTH, SUFFIX_NEEDED };

static const struct template_name {
	const char *name;
	enum template_suffix suffix;
} template_names[PLACE_NAME] = {
    [PLACE_PAGE] = {"page", SUFFIX_WIDTH},
    [PLACE_PAGE0] = {"page0", SUFFIX_WIDTH},
    [PLACE_OFFSET] = {"offset", SUFFIX_WIDTH},
    [PLACE_FROM] = {"from", SUFFIX_NEEDED},
    [PLACE_TO] = {"to", SUFFIX_NEEDED},
    [PLACE_NOW_MS] = {"now_ms", SUFFIX_NONE},
    [PLACE_CONTACT] = {"contact", SUFFIX_NONE},
    [PLACE_CREDENTIAL] = {"credential", SUFFIX_NEEDED},
};

struct template_part {
	struct span literal; /* before the placeholder */
	bool has_place;
	enum template_place place;
	char suffix[TEMPLATE_FORMAT_MAX]; /* FORMAT, NAME, 03; "" */
};

struct template_scope
template_scope_of(const struct definition *definition)
{
	return (struct template_scope){
	    .axis_count = definition->list.axis_count,
	    .axes = definition->list.axes,
	    .credentials = &definition->credentials,
	};
}

static bool
template_is_name(struct span s)
{
	size_t i;

	if (s.len == 0 || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (i = 0; i < s.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", s.p[i]))
			return false;
	return true;
}

bool
template_is_free_name(const char *name)
{
	int i;

	for (i = 0; i < PLACE_NAME; i++)
		if (strcmp(template_names[i].name, name) == 0)
			return false;
	return template_is_name(span_of(name)) &&
	       strlen(name) < TEMPLATE_FORMAT_MAX;
}

/* "03": zeros in front, up to so many digits. */
static bool
template_is_width(const char *s)
{
	return s[0] == '0' && s[1] >= '1' && s[1] <= '9' && s[2] == '\0';
}

static bool
template_suffix_fits(enum template_suffix wanted, const char *suffix)
{
	switch (wanted) {
	case SUFFIX_NONE:
		break;
	case SUFFIX_WIDTH:
		return !*suffix || template_is_width(suffix);
	case SUFFIX_NEEDED:
		return *suffix != '\0';
	}
	return !*suffix;
}

static int
template_lookup(struct span name, struct template_part *part)
{
	int i;

	for (i = 0; i < PLACE_NAME; i++) {
		if (!span_is(name, template_names[i].name))
			continue;
		part->place = (enum template_place)i;
		return template_suffix_fits(
			   template_names[i].suffix, part->suffix)
			   ? 0
			   : ERR_UNSUPPORTED;
	}
	if (part->suffix[0] || !template_is_name(name) ||
	    name.len >= sizeof(part->suffix))
		return ERR_UNSUPPORTED;
	part->place = PLACE_NAME;
	memcpy(part->suffix, name.p, name.len);
	part->suffix[name.len] = '\0';
	return 0;
}

static int
template_unknown(struct span inside, struct err *err)
{
	return err_set(err, ERR_UNSUPPORTED,
	    "no placeholder {%.*s}; there are {page} {page0} {offset} "
	    "{page:03} {from:FORMAT} {to:FORMAT} {now_ms} {contact} "
	    "{credential:NAME} and the names under 'for'",
	    (int)(inside.len < 60 ? inside.len : 60), inside.p);
}

/* Reads the inside of {...}. */
static int
template_parse_place(
    struct span inside, struct template_part *part, struct err *err)
{
	const char *colon = memchr(inside.p, ':', inside.len);
	struct span name = inside;
	size_t n;

	part->suffix[0] = '\0';
	if (colon) {
		name.len = (size_t)(colon - inside.p);
		n = inside.len - name.len - 1;
		if (n == 0 || n >= sizeof(part->suffix))
			return err_set(err, ERR_SYNTAX,
			    "the format of {%.*s} is empty or too long",
			    (int)name.len, name.p);
		memcpy(part->suffix, colon + 1, n);
		part->suffix[n] = '\0';
	}
	if (template_lookup(name, part) < 0)
		return template_unknown(inside, err);
	part->has_place = true;
	return 0;
}

/* Takes the next part off *at: a literal, and the placeholder behind it. */
static int
template_next(const char **at, struct template_part *part, struct err *err)
{
	const char *brace = strchr(*at, '{');
	const char *end;

	part->has_place = false;
	part->literal = span_of(*at);
	if (!brace) {
		*at += part->literal.len;
		return 0;
	}
	part->literal.len = (size_t)(brace - *at);
	if (brace[1] == '{') {
		part->literal.len++;
		*at = brace + 2;
		return 0;
	}
	*at = brace;
	end = strchr(brace, '}');
	if (!end)
		return err_set(err, ERR_SYNTAX, "'{' without '}'");
	if (template_parse_place(
		(struct span){brace + 1, (size_t)(end - brace) - 1}, part,
		err) < 0)
		return err->code;
	*at = end + 1;
	return 0;
}

static void
template_print_number(
    const struct template_part *part, int64_t n, char *buf, size_t size)
{
	int width = part->suffix[0] ? part->suffix[1] - '0' : 0;

	assert(width >= 0 && width <= 9);
	(void)snprintf(buf, size, "%0*lld", width, (long long)n);
}

/* Numbers and dates: those that need no more than buf. */
static int
template_print(const struct template_part *part,
    const struct template_values *v, char *buf, size_t size)
{
	int index = v->page - v->page_first;

	switch (part->place) {
	case PLACE_PAGE:
		template_print_number(part, v->page, buf, size);
		return 0;
	case PLACE_PAGE0:
		template_print_number(part, index, buf, size);
		return 0;
	case PLACE_OFFSET:
		template_print_number(
		    part, (int64_t)index * v->page_size, buf, size);
		return 0;
	case PLACE_FROM:
		return datetime_format(v->from, zone_offset(&v->zone, v->from),
		    part->suffix, buf, size);
	case PLACE_TO:
		return datetime_format(v->to, zone_offset(&v->zone, v->to),
		    part->suffix, buf, size);
	case PLACE_NOW_MS:
		template_print_number(part, v->now, buf, size);
		return 0;
	case PLACE_CONTACT:
	case PLACE_CREDENTIAL:
	case PLACE_NAME:
	case PLACE_COUNT:
		break;
	}
	return ERR_INVALID;
}

static const char *
template_pair_value(
    const struct list_pair *pairs, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].value;
	return NULL;
}

/* What the placeholder stands for; buf serves for what has to be printed. */
static int
template_value(const struct template_part *part,
    const struct template_values *v, char buf[TEMPLATE_PART_MAX],
    const char **ret)
{
	const char *text = buf;

	if (part->place == PLACE_CONTACT)
		text = v->contact;
	else if (part->place == PLACE_CREDENTIAL)
		text = template_pair_value(
		    v->credentials, v->credential_count, part->suffix);
	else if (part->place == PLACE_NAME)
		text =
		    template_pair_value(v->names, v->name_count, part->suffix);
	else if (template_print(part, v, buf, TEMPLATE_PART_MAX) < 0)
		return ERR_SYNTAX;
	if (!text)
		return ERR_NOTFOUND;
	*ret = text;
	return 0;
}

static int
template_check_name(const struct template_part *part,
    const struct template_scope *scope, struct template_use *use,
    struct err *err)
{
	size_t i;

	for (i = 0; scope && i < scope->axis_count; i++) {
		if (strcmp(scope->axes[i].name, part->suffix) == 0) {
			use->axes |= 1U << i;
			return 0;
		}
	}
	return template_unknown(span_of(part->suffix), err);
}

static int
template_check_credential(const struct template_part *part,
    const struct template_scope *scope, struct template_use *use,
    struct err *err)
{
	const struct word_list *known = scope ? scope->credentials : NULL;
	size_t i;

	for (i = 0; known && i < known->count; i++) {
		if (strcmp(known->words[i], part->suffix) == 0) {
			use->credentials |= 1U << i;
			return 0;
		}
	}
	return err_set(err, ERR_UNSUPPORTED,
	    "credential '%s' is not among the 'credentials' of the definition",
	    part->suffix);
}

static int
template_check_place(const struct template_part *part,
    const struct template_scope *scope, struct template_use *use,
    struct err *err)
{
	static const struct template_values sample = {.page_size = 1};
	char text[TEMPLATE_PART_MAX];

	switch (part->place) {
	case PLACE_PAGE:
	case PLACE_PAGE0:
	case PLACE_OFFSET:
		use->page = true;
		return 0;
	case PLACE_FROM:
	case PLACE_TO:
		use->window = true;
		if (template_print(part, &sample, text, sizeof(text)) == 0)
			return 0;
		return err_set(
		    err, ERR_SYNTAX, "bad format '%s'", part->suffix);
	case PLACE_NOW_MS:
		return 0;
	case PLACE_CONTACT:
		use->contact = true;
		return 0;
	case PLACE_CREDENTIAL:
		return template_check_credential(part, scope, use, err);
	case PLACE_NAME:
		return template_check_name(part, scope, use, err);
	case PLACE_COUNT:
		break;
	}
	return ERR_INVALID;
}

int
template_check(const char *template, const struct template_scope *scope,
    size_t *ret_offset, struct template_use *use, struct err *err)
{
	struct template_use own_use = {0};
	struct template_part part;
	struct err own = ERR_NONE;
	const char *at = template;
	int rc = 0;

	if (!err)
		err = &own;
	if (!use)
		use = &own_use;
	while (*at && rc == 0) {
		rc = template_next(&at, &part, err);
		if (rc < 0 || !part.has_place)
			continue;
		rc = template_check_place(&part, scope, use, err);
		if (rc < 0)
			at = part.literal.p + part.literal.len;
	}
	if (rc < 0)
		*ret_offset = (size_t)(at - template);
	return rc;
}

static bool
template_is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-._~", c) != NULL);
}

int
template_add_escaped(struct buf *out, const char *s, size_t n, bool plus)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t i;
	int rc = 0;

	for (i = 0; i < n && rc == 0; i++) {
		unsigned c = (unsigned char)s[i];
		char code[3] = {'%', hex[c >> 4], hex[c & 15]};

		if (template_is_unreserved(s[i]))
			rc = buf_add_char(out, s[i]);
		else if (plus && s[i] == ' ')
			rc = buf_add_char(out, '+');
		else
			rc = buf_add(out, code, sizeof(code));
	}
	return rc;
}

static int
template_add_place(const struct template_part *part,
    const struct template_values *values, enum template_escape escape,
    struct buf *out, struct err *err)
{
	char text[TEMPLATE_PART_MAX];
	const char *value = NULL;
	int rc = template_value(part, values, text, &value);

	if (rc == 0 && escape == TEMPLATE_URL)
		rc = template_add_escaped(out, value, strlen(value), false);
	else if (rc == 0)
		rc = buf_add_str(out, value);
	if (rc == 0)
		return 0;
	if (part->place == PLACE_NAME || part->place == PLACE_CREDENTIAL)
		return err_set(err, rc, "cannot fill in %s'%s'",
		    part->place == PLACE_NAME ? "" : "credential ",
		    part->suffix);
	return err_set(err, rc, "cannot fill in '%s'",
	    part->place < PLACE_NAME ? template_names[part->place].name : "");
}

int
template_expand(const char *template, const struct template_values *values,
    enum template_escape escape, struct buf *out, struct err *err)
{
	struct template_part part;
	struct err own = ERR_NONE;
	const char *at = template;
	int rc;

	if (!err)
		err = &own;
	while (*at) {
		rc = template_next(&at, &part, err);
		if (rc < 0)
			return rc;
		rc = buf_add(out, part.literal.p, part.literal.len);
		if (rc < 0)
			return err_set(err, rc, "the request is too long");
		if (!part.has_place)
			continue;
		rc = template_add_place(&part, values, escape, out, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}
