/* SPDX-License-Identifier: BSD-2-Clause */
/* An answer of a source to be drafted: a good definition, or a reason. */
#include "reading/sketch.h"
#include "tests/fuzz/driver.h"
#include "watchers/definition.h"

#include <assert.h>

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct sketch_ask ask = {
	    "draft", "https://x.example/a?b={c}", "2026-01-02"};
	struct definition *definition = NULL;
	struct yaml *yaml = NULL;
	struct err err = ERR_NONE;
	struct buf out, complaints;

	buf_init(&out, MIB);
	buf_init(&complaints, MIB);
	if (sketch_definition(
		&ask, (struct span){(const char *)p, n}, &out, &err) == 0) {
		assert(
		    yaml_parse("draft", out.data, out.len, &yaml, &err) == 0);
		assert(definition_parse(yaml, &definition, &complaints) == 0);
	} else {
		assert(err.code != 0);
	}
	definition_free(definition);
	yaml_free(yaml);
	buf_done(&complaints);
	buf_done(&out);
	return 0;
}
