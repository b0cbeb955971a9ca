/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a feed in JSON. Out: entries for the reader. Called by items_feed.c.
 */
#include "reading/feed_json.h"

#include "lib/base/mem.h"
#include "reading/feed_entry.h"
#include "reading/json_guard.h"
#include "reading/json_path.h"
#include "reading/list_url.h"

#define FEED_JSON_VALUE MIB

/* The text at a pointer; NULL: none. Gives. */
static char *
feed_json_text(const json_t *value, const char *pointer)
{
	struct buf text;

	buf_init(&text, FEED_JSON_VALUE);
	if (json_path_text(value, span_of(pointer), &text) == 0 && text.len > 0)
		return buf_take(&text);
	buf_done(&text);
	return NULL;
}

static void
feed_json_add(struct list_reader *reader, const json_t *item)
{
	static const struct {
		const char *pointer;
		enum feed_name name;
	} members[] = {
	    {"/id", FEED_ID},
	    {"/title", FEED_TITLE},
	    {"/url", FEED_LINK},
	    {"/external_url", FEED_LINK},
	    {"/date_published", FEED_PUBLISHED},
	    {"/date_modified", FEED_UPDATED},
	    {"/summary", FEED_SUMMARY},
	    {"/content_text", FEED_CONTENT},
	    {"/content_html", FEED_CONTENT},
	    {"/authors/*/name", FEED_AUTHOR},
	    {"/author/name", FEED_AUTHOR},
	    {"/tags/*", FEED_CATEGORY},
	    {"/attachments/*/url", FEED_ENCLOSURE},
	};
	struct feed_entry entry = {0};

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		feed_entry_put(&entry, members[i].name,
		    feed_json_text(item, members[i].pointer));
	feed_entry_finish(&entry);
	list_reader_add(reader, &entry.row);
	feed_entry_done(&entry);
}

static void
feed_json_read_hub(struct list_reader *reader, const json_t *root)
{
	struct list_answer *answer = reader->rows.answer;
	const char *base = reader->spec->base;
	char *hub = feed_json_text(root, "/hubs/0/url");
	char *self = feed_json_text(root, "/feed_url");

	if (hub != NULL)
		answer->hub = list_url_resolve(base, hub);
	if (self != NULL)
		answer->topic = list_url_resolve(base, self);
	mem_free(hub);
	mem_free(self);
}

void
feed_json_read(struct list_reader *reader, struct span text)
{
	struct list_answer *answer = reader->rows.answer;
	struct err err = ERR_NONE;
	json_error_t error = {0};
	json_t *root = NULL;

	if (json_guard(text, &err) == 0)
		root = json_loadb(text.p, text.len, JSON_ALLOW_NUL, &error);
	const json_t *items = json_object_get(root, "items");
	if (root == NULL)
		list_answer_fail(answer,
		    json_error_code(&error) == json_error_premature_end_of_input
			? OUTCOME_TORN
			: OUTCOME_DRIFT,
		    "no feed in JSON at %d:%d %s", error.line, error.column,
		    err.text);
	else if (!json_is_array(items))
		list_answer_fail(
		    answer, OUTCOME_DRIFT, "no items in a feed in JSON");
	else
		feed_json_read_hub(reader, root);
	for (size_t i = 0; i < json_array_size(items); i++)
		feed_json_add(reader, json_array_get(items, i));
	json_decref(root);
}
