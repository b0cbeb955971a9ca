/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The records of a definition, freed. Called by watchers/definition.c and by
 * those that make such records themselves.
 */
#include "watchers/definition_parts.h"

#include "lib/base/mem.h"

void
word_list_add(struct word_list *list, const char *word)
{
	list->words =
	    mem_resize(list->words, list->count + 1, sizeof(*list->words));
	list->words[list->count++] = mem_strdup(word);
}

char *
word_list_join(const struct word_list *list)
{
	char *text = NULL;

	for (size_t i = 0; i < list->count; i++) {
		char *longer = text != NULL
				   ? mem_printf("%s\n%s", text, list->words[i])
				   : mem_strdup(list->words[i]);
		mem_free(text);
		text = longer;
	}
	return text;
}

void
word_list_done(struct word_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		mem_free(list->words[i]);
	mem_free(list->words);
	*list = (struct word_list){0};
}

/* As deep as the YAML it came from. */
void
body_node_done(struct body_node *node)
{
	for (size_t i = 0; i < node->count; i++)
		body_node_done(&node->items[i]);
	mem_free(node->items);
	mem_free(node->name);
	mem_free(node->text);
	*node = (struct body_node){0};
}

static void
name_values_done(struct name_value *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mem_free(pairs[i].name);
		mem_free(pairs[i].value);
	}
	mem_free(pairs);
}

void
request_spec_done(struct request_spec *request)
{
	name_values_done(request->headers, request->header_count);
	name_values_done(request->query, request->query_count);
	name_values_done(request->form, request->form_count);
	if (request->json)
		body_node_done(request->json);
	mem_free(request->json);
	for (size_t i = 0; i < request->axis_count; i++) {
		mem_free(request->axes[i].name);
		word_list_done(&request->axes[i].values);
	}
	mem_free(request->axes);
	word_list_done(&request->content_types);
	mem_free(request->method);
	mem_free(request->url);
	*request = (struct request_spec){0};
}

void
document_spec_done(struct document_spec *document)
{
	word_list_done(&document->magic);
	word_list_done(&document->roles);
	word_list_done(&document->zip);
	mem_free(document->fallback);
	*document = (struct document_spec){0};
}
