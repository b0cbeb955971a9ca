/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes are a tree whose marks lie in the source, or an error. */
#include "tests/fuzz/driver.h"
#include "lib/base/yaml.h"

static void
complain(struct buf *out, const struct yaml *yaml, const struct yaml_node *node)
{
	buf_clear(out);
	err_drop(yaml_complain(out, yaml, node->mark, "x")); /* may be full */
	for (size_t i = 0; i < node->count; i++)
		complain(out, yaml, node->items[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct yaml *yaml = NULL;
	struct err err = ERR_NONE;
	struct buf out;

	if (yaml_parse("fuzz", (const char *)p, n, &yaml, &err) < 0)
		return 0;
	buf_init(&out, KIB);
	if (yaml_root(yaml) != NULL && n < 4 * KIB)
		complain(&out, yaml, yaml_root(yaml));
	buf_done(&out);
	yaml_free(yaml);
	return 0;
}
