/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a definition, and the page and window of a poll or the url of a
 * document. Goes out: the HTTP request that asks for it. Pure; called by
 * watchers/machine.c and watchers/fetch.c.
 */
#include "watchers/request.h"

#include "lib/base/mem.h"
#include "watchers/template_form.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#define REQUEST_URL_LIMIT     (8 * KIB)
#define REQUEST_BODY_LIMIT    (64 * KIB)
#define REQUEST_GET_REDIRECTS 3
/* From, Content-Type, two validators, Cookie */
#define REQUEST_OWN_HEADERS   5

void
request_add_header(struct request *request, const char *name, const char *value)
{
	assert(request->header_count < request->header_room);
	size_t n = request->header_count++;

	request->values[n] = mem_strdup(value);
	request->headers[n] = (struct http_header){name, request->values[n]};
	request->http.header_count = request->header_count;
}

static bool
request_has_header(const struct request_spec *spec, const char *name)
{
	size_t i;

	for (i = 0; i < spec->header_count; i++)
		if (strcasecmp(spec->headers[i].name, name) == 0)
			return true;
	return false;
}

/* RFC 9110 5.5: a value that ends its line would begin a header of its own. */
static bool
request_is_value(const struct buf *value)
{
	size_t i;

	for (i = 0; i < value->len; i++)
		if ((unsigned char)value->data[i] < ' ' ||
		    value->data[i] == 0x7f)
			return false;
	return true;
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
		const char *name = spec->headers[i].name;

		buf_clear(&value);
		rc = template_expand(spec->headers[i].value, values,
		    TEMPLATE_PLAIN, &value, err);
		if (rc == 0 && !request_is_value(&value))
			rc = err_set(err, ERR_INVALID,
			    "header '%s' would hold a control character", name);
		if (rc == 0)
			request_add_header(
			    request, name, value.len ? value.data : "");
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

static int
request_add_query(struct request *request, const struct request_spec *spec,
    const struct template_values *values, struct err *err)
{
	bool has = memchr(request->url.data, '?', request->url.len) != NULL;

	if (spec->query_count == 0)
		return 0;
	if (buf_add_char(&request->url, has ? '&' : '?') < 0)
		return err_set(err, ERR_TOOBIG, "the url is too long");
	return template_form_pairs(spec->query, spec->query_count, values,
	    TEMPLATE_QUERY, &request->url, err);
}

static int
request_add_url(struct request *request, const struct request_spec *spec,
    const char *url, const struct template_values *values, struct err *err)
{
	int rc = template_expand(url, values, TEMPLATE_URL, &request->url, err);

	return rc < 0 ? rc : request_add_query(request, spec, values, err);
}

static int
request_add_body(struct request *request, const struct request_spec *spec,
    const struct template_values *values, struct err *err)
{
	const char *type = "application/x-www-form-urlencoded; charset=UTF-8";
	int rc;

	if (spec->json)
		type = "application/json";
	if (!request_has_header(spec, "Content-Type"))
		request_add_header(request, "Content-Type", type);
	if (spec->json)
		rc =
		    template_form_json(spec->json, values, &request->body, err);
	else
		rc = template_form_pairs(spec->form, spec->form_count, values,
		    TEMPLATE_FORM, &request->body, err);
	return rc;
}

/* Headers, ours among them, and the body. */
static int
request_fill(struct request *request, const struct request_spec *spec,
    const struct template_values *values, struct err *err)
{
	int rc = request_add_headers(request, spec, values, err);

	if (rc == 0 && values->contact)
		request_add_header(request, "From", values->contact);
	if (rc == 0 && (spec->form_count > 0 || spec->json))
		rc = request_add_body(request, spec, values, err);
	return rc;
}

/* Headers go along with a redirect, and their secrets with them. */
static bool
request_may_move(const struct request_spec *spec)
{
	size_t i;

	for (i = 0; i < spec->header_count; i++)
		if (strstr(spec->headers[i].value, "{credential:"))
			return false;
	/* a redirected POST would come back as a GET */
	return spec->form_count == 0 && !spec->json;
}

static struct http_request
request_http(const struct request *request, const struct request_spec *spec,
    const struct definition *definition)
{
	bool body = spec->form_count > 0 || spec->json;

	return (struct http_request){
	    .method = spec->method ? spec->method : "GET",
	    .url = request->url.data,
	    .headers = request->headers,
	    .header_count = request->header_count,
	    .body = body ? request->body.data : NULL,
	    .body_len = request->body.len,
	    .limit = definition->body_limit,
	    .deadline_ms = definition->deadline_ms,
	    .redirects = request_may_move(spec) ? REQUEST_GET_REDIRECTS : 0,
	    .compressed = true,
	};
}

static int
request_init_step(struct request *request, const struct definition *definition,
    const struct request_spec *spec, const char *url,
    const struct template_values *values, struct err *err)
{
	int rc;

	request_init(request, spec);
	rc = request_add_url(request, spec, url, values, err);
	if (rc == 0)
		rc = request_fill(request, spec, values, err);
	if (rc == 0)
		request->http = request_http(request, spec, definition);
	return rc;
}

int
request_init_list(struct request *request, const struct definition *definition,
    const char *url, const char *contact, const struct template_values *values,
    struct err *err)
{
	const struct request_spec *spec = &definition->list;
	struct template_values own = *values;

	own.contact = contact;
	return request_init_step(
	    request, definition, spec, url ? url : spec->url, &own, err);
}

int
request_init_prelude(struct request *request,
    const struct definition *definition, const char *contact,
    const struct template_values *values, struct err *err)
{
	const struct request_spec *spec = &definition->prelude;
	struct template_values own = *values;

	own.contact = contact;
	return request_init_step(
	    request, definition, spec, spec->url, &own, err);
}

int
request_init_document(struct request *request,
    const struct definition *definition, const char *url,
    const struct template_values *values, struct err *err)
{
	const struct request_spec *spec = &definition->document;
	int rc;

	request_init(request, spec);
	rc = buf_add_str(&request->url, url);
	if (rc < 0)
		return err_set(err, rc, "the url is too long");
	rc = request_add_query(request, spec, values, err);
	if (rc == 0)
		rc = request_fill(request, spec, values, err);
	if (rc < 0)
		return rc;
	request->http = request_http(request, spec, definition);
	request->http.limit = definition->document_limit;
	return 0;
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
request_look(const char *template, const struct template_scope *scope,
    struct template_use *use)
{
	size_t offset;

	if (template) /* the first request says what is wrong with it */
		err_drop(template_check(template, scope, &offset, use, NULL));
}

static void
request_look_pairs(const struct name_value *pairs, size_t count,
    const struct template_scope *scope, struct template_use *use)
{
	size_t i;

	for (i = 0; i < count; i++)
		request_look(pairs[i].value, scope, use);
}

static void
request_look_body(const struct body_node *node,
    const struct template_scope *scope, struct template_use *use)
{
	size_t i;

	request_look(node->text, scope, use);
	for (i = 0; i < node->count; i++)
		request_look_body(&node->items[i], scope, use);
}

struct template_use
request_use(const struct definition *definition, const char *url)
{
	const struct request_spec *spec = &definition->list;
	struct template_scope scope = template_scope_of(definition);
	struct template_use use = {0};

	request_look(url ? url : spec->url, &scope, &use);
	request_look_pairs(spec->headers, spec->header_count, &scope, &use);
	request_look_pairs(spec->query, spec->query_count, &scope, &use);
	request_look_pairs(spec->form, spec->form_count, &scope, &use);
	if (spec->json)
		request_look_body(spec->json, &scope, &use);
	return use;
}

void
request_depends(const struct definition *definition, const char *url,
    bool *ret_paged, bool *ret_dated)
{
	struct template_use use = request_use(definition, url);

	*ret_paged = use.page;
	*ret_dated = use.window;
}
