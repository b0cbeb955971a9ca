/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a definition, and the page and window of a poll or the url of a
 * document. Goes out: the HTTP request that asks for it. Pure; called by
 * watchers/machine.c and watchers/fetch.c.
 */
#include "watchers/request.h"

#include "lib/base/mem.h"

#include <assert.h>

#define REQUEST_URL_LIMIT     (8 * KIB)
#define REQUEST_BODY_LIMIT    (64 * KIB)
#define REQUEST_GET_REDIRECTS 3
#define REQUEST_OWN_HEADERS   4 /* From, Content-Type, two validators */

void
request_add_header(struct request *request, const char *name, const char *value)
{
	assert(request->header_count < request->header_room);
	size_t n = request->header_count++;

	request->values[n] = mem_strdup(value);
	request->headers[n] = (struct http_header){name, request->values[n]};
	request->http.header_count = request->header_count;
}

static int
request_add_headers(struct request *request, const struct request_spec *spec,
    const struct template_values *values, struct err *err)
{
	struct buf value;
	size_t i;
	int rc = 0;

	buf_init(&value, REQUEST_URL_LIMIT);
	for (i = 0; i < spec->header_count && rc == 0; i++) {
		buf_clear(&value);
		rc = template_expand(spec->headers[i].value, values,
		    TEMPLATE_PLAIN, &value, err);
		if (rc == 0)
			request_add_header(request, spec->headers[i].name,
			    value.len ? value.data : "");
	}
	buf_done(&value);
	return rc;
}

/* An empty request with room for the headers of spec and some of our own. */
static void
request_init(struct request *request, const struct request_spec *spec)
{
	size_t room = spec->header_count + REQUEST_OWN_HEADERS;

	*request = (struct request){.header_room = room};
	request->headers = mem_array(room, sizeof(*request->headers));
	request->values = mem_array(room, sizeof(*request->values));
	buf_init(&request->url, REQUEST_URL_LIMIT);
	buf_init(&request->body, REQUEST_BODY_LIMIT);
}

int
request_init_list(struct request *request, const struct definition *definition,
    const char *url, const char *contact, const struct template_values *values,
    struct err *err)
{
	const struct request_spec *spec = &definition->list;
	int rc;

	request_init(request, spec);
	rc = template_expand(
	    url ? url : spec->url, values, TEMPLATE_URL, &request->url, err);
	if (rc < 0)
		return rc;
	rc = request_add_headers(request, spec, values, err);
	if (rc < 0)
		return rc;
	if (contact)
		request_add_header(request, "From", contact);
	if (spec->form_count > 0) {
		request_add_header(request, "Content-Type",
		    "application/x-www-form-urlencoded; charset=UTF-8");
		rc = template_form(
		    spec->form, spec->form_count, values, &request->body, err);
		if (rc < 0)
			return rc;
	}
	request->http = (struct http_request){
	    .method = spec->method,
	    .url = request->url.data,
	    .headers = request->headers,
	    .header_count = request->header_count,
	    .body = spec->form_count > 0 ? request->body.data : NULL,
	    .body_len = request->body.len,
	    .limit = definition->body_limit,
	    .deadline_ms = definition->deadline_ms,
	    /* a redirected POST would come back as a GET */
	    .redirects = spec->form_count > 0 ? 0 : REQUEST_GET_REDIRECTS,
	    .compressed = true,
	};
	return 0;
}

void
request_init_document(struct request *request,
    const struct definition *definition, const char *url)
{
	const struct request_spec *spec = &definition->document;
	size_t i;

	request_init(request, spec);
	for (i = 0; i < spec->header_count; i++)
		request_add_header(
		    request, spec->headers[i].name, spec->headers[i].value);
	request->http = (struct http_request){
	    .method = spec->method,
	    .url = url,
	    .headers = request->headers,
	    .header_count = request->header_count,
	    .limit = definition->document_limit,
	    .deadline_ms = definition->deadline_ms,
	    .redirects = REQUEST_GET_REDIRECTS,
	    .compressed = true,
	};
}

void
request_digest(const struct request *request, uint8_t ret[SHA256_LEN])
{
	struct digest *digest = digest_new();

	digest_field_n(digest, request->url.data, request->url.len);
	digest_field_n(digest, request->body.data, request->body.len);
	digest_finish(digest, ret);
}

void
request_done(struct request *request)
{
	size_t i;

	for (i = 0; i < request->header_count; i++)
		mem_free(request->values[i]);
	mem_free(request->values);
	mem_free(request->headers);
	buf_done(&request->url);
	buf_done(&request->body);
	*request = (struct request){0};
}

static void
request_look(const char *template, struct template_use *use)
{
	size_t offset;

	if (template) /* the first request says what is wrong with it */
		err_drop(template_check(template, &offset, use, NULL));
}

void
request_depends(const struct definition *definition, const char *url,
    bool *ret_paged, bool *ret_dated)
{
	const struct request_spec *spec = &definition->list;
	struct template_use use = {false, false};
	size_t i;

	request_look(url ? url : spec->url, &use);
	for (i = 0; i < spec->header_count; i++)
		request_look(spec->headers[i].value, &use);
	for (i = 0; i < spec->form_count; i++)
		request_look(spec->form[i].value, &use);
	*ret_paged = use.page;
	*ret_dated = use.window;
}
