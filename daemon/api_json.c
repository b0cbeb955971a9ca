/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON of the API, built by jansson from our own records. Called by
 * daemon/api.c and daemon/api_stream.c.
 */
#include "daemon/api_json.h"

#include "daemon/source_json.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

#include <jansson.h>
#include <string.h>

static json_t *
api_json_row(const struct event_row *row)
{
	json_t *body = json_loadb(row->body.p, row->body.len, 0, NULL);

	return json_pack("{s:I, s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:b, s:o}",
	    "seq", (json_int_t)row->seq, "id", row->id, "type", row->type,
	    "listing", row->listing, "severity", row->severity, "line",
	    row->line, "seen", source_json_time(row->seen), "decided",
	    source_json_time(row->created), "late", row->late ? 1 : 0, "body",
	    body != NULL ? body : json_null());
}

char *
api_json_event(const struct event_row *row)
{
	return json_text(api_json_row(row));
}

char *
api_json_export(const struct export_row *row)
{
	json_t *json = api_json_row(&row->event);

	json_object_set_new(
	    json, "sequence", json_integer((json_int_t)row->sequence));
	json_object_set_new(json, "state", json_string(row->state));
	json_object_set_new(json, "why", source_json_foreign(row->why));
	return json_text(json);
}

char *
api_json_error(const char *text)
{
	char *mended = mem_strdup(text);
	char *json;

	utf8_mend(mended);
	json = json_text(json_pack("{s:s}", "error", mended));
	mem_free(mended);
	return json;
}
