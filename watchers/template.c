/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a url, header or form value of a definition and the values of one
 * page of a poll. Goes out: the text to send. Pure; called by the definition's
 * parser (checks) and by watchers/watcher.c (requests).
 */
#include "watchers/template.h"

#include "lib/base/date.h"

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
	PLACE_COUNT
};

static const struct template_name {
	const char *name;
	bool has_format;
	struct template_use use;
} template_names[PLACE_COUNT] = {
    [PLACE_PAGE] = {"page", false, {true, false}},
    [PLACE_PAGE0] = {"page0", false, {true, false}},
    [PLACE_OFFSET] = {"offset", false, {true, false}},
    [PLACE_FROM] = {"from", true, {false, true}},
    [PLACE_TO] = {"to", true, {false, true}},
    [PLACE_NOW_MS] = {"now_ms", false, {false, false}},
};

struct template_part {
	struct span literal; /* before the placeholder */
	bool has_place;
	enum template_place place;
	char format[TEMPLATE_FORMAT_MAX];
};

static int
template_lookup(struct span name, bool has_format, enum template_place *ret)
{
	int i;

	for (i = 0; i < PLACE_COUNT; i++) {
		if (template_names[i].has_format == has_format &&
		    span_is(name, template_names[i].name)) {
			*ret = (enum template_place)i;
			return 0;
		}
	}
	return ERR_UNSUPPORTED;
}

/* Reads the inside of {...}. */
static int
template_parse_place(
    struct span inside, struct template_part *part, struct err *err)
{
	const char *colon = memchr(inside.p, ':', inside.len);
	struct span name = inside;
	size_t n;

	part->format[0] = '\0';
	if (colon) {
		name.len = (size_t)(colon - inside.p);
		n = inside.len - name.len - 1;
		if (n == 0 || n >= sizeof(part->format))
			return err_set(err, ERR_SYNTAX,
			    "the format of {%.*s} is empty or too long",
			    (int)name.len, name.p);
		memcpy(part->format, colon + 1, n);
		part->format[n] = '\0';
	}
	if (template_lookup(name, colon != NULL, &part->place) < 0)
		return err_set(err, ERR_UNSUPPORTED,
		    "no placeholder {%.*s}; there are {page} {page0} {offset} "
		    "{from:FORMAT} {to:FORMAT} {now_ms}",
		    (int)(inside.len < 60 ? inside.len : 60), inside.p);
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

static int
template_print(const struct template_part *part,
    const struct template_values *v, char *buf, size_t size)
{
	int index = v->page - v->page_first;

	switch (part->place) {
	case PLACE_PAGE:
		return snprintf(buf, size, "%d", v->page) < 0 ? ERR_RANGE : 0;
	case PLACE_PAGE0:
		return snprintf(buf, size, "%d", index) < 0 ? ERR_RANGE : 0;
	case PLACE_OFFSET:
		return snprintf(buf, size, "%lld",
			   (long long)index * v->page_size) < 0
			   ? ERR_RANGE
			   : 0;
	case PLACE_FROM:
		return datetime_format(v->from, zone_offset(&v->zone, v->from),
		    part->format, buf, size);
	case PLACE_TO:
		return datetime_format(v->to, zone_offset(&v->zone, v->to),
		    part->format, buf, size);
	case PLACE_NOW_MS:
		return snprintf(buf, size, "%lld", (long long)v->now) < 0
			   ? ERR_RANGE
			   : 0;
	case PLACE_COUNT:
		break;
	}
	return ERR_INVALID;
}

int
template_check(const char *template, size_t *ret_offset,
    struct template_use *use, struct err *err)
{
	static const struct template_values sample = {.page_size = 1};
	struct template_part part;
	char text[TEMPLATE_PART_MAX];
	struct err own = ERR_NONE;
	const char *at = template;
	int rc = 0;

	if (!err)
		err = &own;
	while (*at && rc == 0) {
		rc = template_next(&at, &part, err);
		if (rc < 0 || !part.has_place)
			continue;
		if (use) {
			use->page |= template_names[part.place].use.page;
			use->window |= template_names[part.place].use.window;
		}
		if (template_print(&part, &sample, text, sizeof(text)) < 0) {
			at = part.literal.p + part.literal.len;
			rc = err_set(
			    err, ERR_SYNTAX, "bad format '%s'", part.format);
		}
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

static int
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

int
template_expand(const char *template, const struct template_values *values,
    enum template_escape escape, struct buf *out, struct err *err)
{
	struct template_part part;
	char text[TEMPLATE_PART_MAX];
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
		rc = template_print(&part, values, text, sizeof(text));
		if (rc == 0 && escape == TEMPLATE_URL)
			rc = template_add_escaped(
			    out, text, strlen(text), false);
		else if (rc == 0)
			rc = buf_add_str(out, text);
		if (rc < 0)
			return err_set(err, rc, "cannot fill in '%s'",
			    template_names[part.place].name);
	}
	return 0;
}

/* The value is expanded first and escaped as a whole: its literals too. */
static int
template_form_field(const struct name_value *field,
    const struct template_values *values, struct buf *out, struct err *err)
{
	struct buf value;
	int rc;

	buf_init(&value, 64 * KIB);
	rc = template_expand(field->value, values, TEMPLATE_PLAIN, &value, err);
	if (rc < 0)
		goto done;
	rc = template_add_escaped(out, field->name, strlen(field->name), true);
	if (rc == 0)
		rc = buf_add_char(out, '=');
	if (rc == 0)
		rc = template_add_escaped(
		    out, value.len ? value.data : "", value.len, true);
	if (rc < 0)
		rc = err_set(err, rc, "the form is too long");
done:
	buf_done(&value);
	return rc;
}

int
template_form(const struct name_value *fields, size_t count,
    const struct template_values *values, struct buf *out, struct err *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < count && rc == 0; i++) {
		if (i > 0 && buf_add_char(out, '&') < 0)
			return err_set(err, ERR_TOOBIG, "the form is too long");
		rc = template_form_field(&fields[i], values, out, err);
	}
	return rc;
}
