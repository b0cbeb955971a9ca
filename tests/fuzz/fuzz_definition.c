/* SPDX-License-Identifier: BSD-2-Clause */
/* Any YAML is a definition that can be asked with, or a list of complaints. */
#include "tests/fuzz/driver.h"
#include "watchers/definition.h"
#include "watchers/request.h"

#include <assert.h>

static void
ask(const struct definition *definition)
{
	struct template_values values = {.page = 1, .page_size = 30};
	struct request request;

	err_drop(request_init_list(&request, definition, "http://x.test/",
	    "a@x.test", &values, NULL)); /* may be too long */
	request_done(&request);
	if (definition->prelude.url)
		err_drop(request_init_prelude(
		    &request, definition, NULL, &values, NULL)); /* likewise */
	else
		err_drop(request_init_document(&request, definition,
		    "http://x.test/", &values, NULL)); /* likewise */
	request_done(&request);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct definition *definition = NULL;
	struct yaml *yaml = NULL;
	struct err err = ERR_NONE;
	struct buf complaints;

	if (yaml_parse("fuzz", (const char *)p, n, &yaml, &err) < 0)
		return 0;
	buf_init(&complaints, MIB);
	if (definition_parse(yaml, &definition, &complaints) == 0) {
		assert(definition != NULL && complaints.len == 0);
		ask(definition);
	} else {
		assert(definition == NULL && complaints.len > 0);
	}
	definition_free(definition);
	buf_done(&complaints);
	yaml_free(yaml);
	return 0;
}
