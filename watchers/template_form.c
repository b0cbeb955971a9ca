/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the query, the form or the JSON body of a definition, and the
 * values of one page of a poll. Goes out: its bytes. Called by
 * watchers/request.c.
 */
#include "watchers/template_form.h"

#include "lib/base/json_out.h"

#include <string.h>

#define FORM_VALUE_MAX (64 * KIB)

static int
template_form_pair(const struct name_value *field, const struct buf *value,
    enum template_form form, struct buf *out)
{
	bool plus = form == TEMPLATE_FORM;
	int rc;

	rc = template_add_escaped(out, field->name, strlen(field->name), plus);
	if (rc == 0)
		rc = buf_add_char(out, '=');
	if (rc == 0)
		rc = template_add_escaped(
		    out, value->len ? value->data : "", value->len, plus);
	return rc;
}

int
template_form_pairs(const struct name_value *fields, size_t count,
    const struct template_values *values, enum template_form form,
    struct buf *out, struct err *err)
{
	struct buf value;
	size_t i;
	int rc = 0;

	buf_init(&value, FORM_VALUE_MAX);
	for (i = 0; i < count && rc == 0; i++) {
		buf_clear(&value);
		rc = template_expand(
		    fields[i].value, values, TEMPLATE_PLAIN, &value, err);
		if (rc < 0)
			break;
		if (i > 0)
			rc = buf_add_char(out, '&');
		if (rc == 0)
			rc = template_form_pair(&fields[i], &value, form, out);
		if (rc < 0)
			rc = err_set(err, rc, "the request is too long");
	}
	buf_done(&value);
	return rc;
}

struct form_writer {
	const struct template_values *values;
	struct json_out out;
	struct buf text; /* of one scalar */
	struct err *err;
};

static int
form_write_scalar(struct form_writer *writer, const struct body_node *node)
{
	const char *text;
	int rc;

	buf_clear(&writer->text);
	rc = template_expand(node->text, writer->values, TEMPLATE_PLAIN,
	    &writer->text, writer->err);
	if (rc < 0)
		return rc;
	text = writer->text.len ? writer->text.data : "";
	if (node->kind == BODY_TEXT)
		json_out_text(&writer->out, node->name, text);
	else
		json_out_bare(&writer->out, node->name, text);
	return 0;
}

/* As deep as YAML may be (lib/base/yaml.h). */
static int
form_write(struct form_writer *writer, const struct body_node *node)
{
	bool map = node->kind == BODY_MAP;
	size_t i;
	int rc = 0;

	if (node->kind == BODY_TEXT || node->kind == BODY_BARE)
		return form_write_scalar(writer, node);
	if (map)
		json_out_open_object(&writer->out, node->name);
	else
		json_out_open_array(&writer->out, node->name);
	for (i = 0; i < node->count && rc == 0; i++)
		rc = form_write(writer, &node->items[i]);
	if (map)
		json_out_close_object(&writer->out);
	else
		json_out_close_array(&writer->out);
	return rc;
}

int
template_form_json(const struct body_node *node,
    const struct template_values *values, struct buf *out, struct err *err)
{
	struct form_writer writer = {.values = values, .err = err};
	int rc;

	buf_init(&writer.text, FORM_VALUE_MAX);
	json_out_init(&writer.out, FORM_VALUE_MAX);
	rc = form_write(&writer, node);
	if (rc == 0)
		rc = writer.out.code;
	if (rc == 0)
		rc = buf_add(out, writer.out.text.data, writer.out.text.len);
	if (rc == ERR_TOOBIG)
		rc = err_set(err, rc, "the request is too long");
	json_out_done(&writer.out);
	buf_done(&writer.text);
	return rc;
}
