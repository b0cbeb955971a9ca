/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an offer as JSON. Out: the title, the body and the details that a person
 * reads. clients/agent_link.c reads offers.
 */
#include "clients/agent_notice.h"

#include "alerts/text.h"
#include "clients/agent_details.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"

#include <jansson.h>
#include <string.h>

#define NOTICE_TITLE_POINTS 120
#define NOTICE_PART_POINTS  160
#define NOTICE_PARTS	    8
#define NOTICE_QUOTE_POINTS 240
#define NOTICE_TEXT_MAX	    (8 * KIB)
#define NOTICE_URL_MAX	    2048

static const char *
notice_text(const json_t *json, const char *key)
{
	const char *s = json_string_value(json_object_get(json, key));

	return s != NULL ? s : "";
}

bool
agent_notice_is_url(const char *url)
{
	size_t n = strlen(url);

	if (n > NOTICE_URL_MAX || (strncmp(url, "http://", 7) != 0 &&
				      strncmp(url, "https://", 8) != 0))
		return false;
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)url[i] <= 0x20 || url[i] == 0x7F)
			return false;
	}
	return true;
}

int
agent_notice_escape(struct buf *out, const char *text)
{
	int rc = 0;

	for (; rc == 0 && *text != '\0'; text++) {
		if (*text == '&')
			rc = buf_add_str(out, "&amp;");
		else if (*text == '<')
			rc = buf_add_str(out, "&lt;");
		else if (*text == '>')
			rc = buf_add_str(out, "&gt;");
		else
			rc = buf_add_char(out, *text);
	}
	return rc;
}

/* The canonical listing of the issuer; "". */
static const char *
notice_listing(const json_t *data)
{
	const json_t *listings =
	    json_object_get(json_object_get(data, "issuer"), "listings");
	const char *s = json_string_value(json_array_get(listings, 0));

	return s != NULL ? s : "";
}

/* Figures stand before the quote, which the line ends in. */
static size_t
notice_figures(const char *line)
{
	const char *quote = strstr(line, "; \"");

	return quote != NULL ? (size_t)(quote - line) : strlen(line);
}

/* The next part of "a; b; c" of n bytes, which it is moved past. */
static struct span
notice_part(const char **line, size_t *n)
{
	struct span hay = {*line, *n};
	const char *end = span_find(hay, span_of("; "));
	size_t len = end != NULL ? (size_t)(end - *line) : *n;
	size_t skip = end != NULL ? len + 2 : len;

	*line += skip;
	*n -= skip;
	return (struct span){hay.p, len};
}

static void
notice_put_part(struct buf *out, struct span part, size_t points)
{
	char *text = mem_strndup(part.p, part.len);

	text_put_clean(out, text, points);
	mem_free(text);
}

/* What became of a warning stands first. */
static const char *
notice_mark(const char *type, bool late)
{
	if (strcmp(type, "warning.retracted") == 0)
		return "RETRACTED: ";
	if (strcmp(type, "warning.updated") == 0 ||
	    strcmp(type, "filing.revised") == 0)
		return "CORRECTED: ";
	return late ? "LATE: " : "";
}

/* "S4 " says less to a person than the figures. */
static const char *
notice_line(const json_t *event)
{
	const char *line = notice_text(event, "line");

	if (line[0] == 'S' && line[1] >= '0' && line[1] <= '9' &&
	    line[2] == ' ')
		return line + 3;
	return line;
}

static void
notice_put_body(struct buf *out, const json_t *offer, const char *line,
    size_t n, const json_t *data)
{
	const json_t *evidence = json_object_get(data, "evidence");
	const char *quote = notice_text(json_array_get(evidence, 0), "quote");
	const char *note = notice_text(offer, "note");

	for (int i = 0; i < NOTICE_PARTS && n > 0; i++) {
		if (out->len > 0)
			text_put(out, "\n");
		notice_put_part(
		    out, notice_part(&line, &n), NOTICE_PART_POINTS);
	}
	if (*note != '\0') {
		text_put(out, out->len > 0 ? "\n" : "");
		text_put_clean(out, note, NOTICE_PART_POINTS);
	}
	if (*quote != '\0') {
		text_put(out, out->len > 0 ? "\n\xE2\x80\x9C" : "\xE2\x80\x9C");
		text_put_clean(out, quote, NOTICE_QUOTE_POINTS);
		text_put(out, "\xE2\x80\x9D");
	}
}

/* Title and body of what may be shown whole. */
static void
notice_write_full(struct agent_notice *notice, const json_t *offer,
    const json_t *event, const json_t *data)
{
	const char *line = notice_line(event);
	size_t n = notice_figures(line);
	struct buf out;

	buf_init(&out, NOTICE_TEXT_MAX);
	text_put(&out, notice_mark(notice_text(event, "type"),
			   json_is_true(json_object_get(offer, "late"))));
	notice_put_part(&out, notice_part(&line, &n), NOTICE_TITLE_POINTS);
	notice->title = buf_take(&out);
	buf_init(&out, NOTICE_TEXT_MAX);
	notice_put_body(&out, offer, line, n, data);
	text_put(&out, "");
	notice->body = mem_strdup(out.data);
	buf_done(&out);
}

/* The issuer's ticker alone: others may look at the screen. */
static void
notice_write_minimal(struct agent_notice *notice)
{
	char shown[LISTING_MAX] = "filingd";

	if (notice->issuer[0] != '\0')
		listing_show(notice->issuer, shown);
	notice->title = mem_strdup(shown);
	notice->body = mem_strdup("");
}

static void
notice_fill(
    struct agent_notice *notice, const json_t *offer, const json_t *event)
{
	const json_t *data =
	    json_object_get(json_object_get(event, "body"), "data");
	const json_t *warning = json_object_get(data, "warning");
	const char *id = notice_text(warning, "id");
	const char *type = notice_text(event, "type");
	const char *url = notice_text(json_object_get(data, "filing"), "url");

	notice->event = mem_strdup(notice_text(event, "id"));
	notice->channel = mem_strdup(notice_text(offer, "channel"));
	notice->key = mem_strdup(*id != '\0' ? id : notice->event);
	notice->version =
	    json_integer_value(json_object_get(warning, "version"));
	notice->severity =
	    (int)json_integer_value(json_object_get(event, "severity"));
	notice->is_warning = strncmp(type, "warning.", 8) == 0;
	notice->is_critical =
	    json_is_true(json_object_get(offer, "urgent")) &&
	    strcmp(notice_text(warning, "grade"), "certain") == 0 &&
	    strcmp(type, "warning.retracted") != 0;
	notice->age_ms = json_integer_value(json_object_get(offer, "age_ms"));
	notice->issuer = mem_strdup(notice_listing(data));
	if (agent_notice_is_url(url))
		notice->url = mem_strdup(url);
	if (strcmp(notice_text(offer, "body"), "minimal") == 0)
		notice_write_minimal(notice);
	else
		notice_write_full(notice, offer, event, data);
	notice->details = agent_details(notice_text(event, "line"), data);
}

int
agent_notice_read(
    const char *data, int64_t seq, struct agent_notice *ret, struct err *err)
{
	json_error_t fault;
	json_t *offer = json_loads(data, 0, &fault);
	const json_t *event = json_object_get(offer, "event");

	if (notice_text(event, "id")[0] == '\0' ||
	    notice_text(event, "line")[0] == '\0') {
		json_decref(offer);
		return err_set(err, ERR_SYNTAX, "offer %lld: %s",
		    (long long)seq,
		    offer != NULL ? "no event in it" : fault.text);
	}
	*ret = (struct agent_notice){.seq = seq};
	notice_fill(ret, offer, event);
	json_decref(offer);
	return 0;
}

void
agent_notice_done(struct agent_notice *notice)
{
	mem_free(notice->event);
	mem_free(notice->key);
	mem_free(notice->channel);
	mem_free(notice->title);
	mem_free(notice->body);
	mem_free(notice->issuer);
	mem_free(notice->url);
	mem_free(notice->details);
	*notice = (struct agent_notice){.seq = 0};
}
