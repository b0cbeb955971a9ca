/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the part of a compiled definition that says how a list body becomes
 * items, or the bytes of a message. Out: the same on the other side of the
 * socket. The pool sends it with each job, the reader's loop takes it.
 */
#include "watchers/list_spec.h"

#include "lib/base/mem.h"

void
list_spec_done(struct list_spec *spec)
{
	for (size_t i = 0; i < spec->rule_count; i++)
		mem_free(spec->rules[i].contains);
	mem_free(spec->rules);
	for (int i = 0; i < LIST_FIELDS; i++) {
		mem_free(spec->fields[i].template);
		mem_free(spec->fields[i].split);
	}
	mem_free(spec->source);
	mem_free(spec->rows);
	mem_free(spec->total);
	mem_free(spec->more);
	mem_free(spec->time_format);
	mem_free(spec->listing);
	*spec = (struct list_spec){0};
}

void
list_spec_put(struct buf *buf, const struct list_spec *spec)
{
	wire_put_u8(buf, (uint8_t)spec->engine);
	wire_put_str(buf, spec->source);
	wire_put_u32(buf, (uint32_t)spec->rule_count);
	for (size_t i = 0; i < spec->rule_count; i++) {
		wire_put_str(buf, spec->rules[i].contains);
		wire_put_u8(buf, (uint8_t)spec->rules[i].outcome);
	}
	wire_put_str(buf, spec->rows);
	wire_put_u8(buf, spec->null_rows);
	wire_put_str(buf, spec->total);
	wire_put_str(buf, spec->more);
	wire_put_i64(buf, spec->header_lines);
	for (int i = 0; i < LIST_FIELDS; i++) {
		wire_put_str(buf, spec->fields[i].template);
		wire_put_u32(buf, spec->fields[i].ops);
		wire_put_str(buf, spec->fields[i].split);
	}
	wire_put_u8(buf, (uint8_t)spec->time_kind);
	wire_put_str(buf, spec->time_format);
	zone_put(buf, &spec->zone);
	wire_put_u8(buf, spec->midnight_is_nominal);
	wire_put_u8(buf, (uint8_t)spec->market);
	wire_put_str(buf, spec->listing);
	wire_put_u32(buf, spec->max_rows);
}

static void
list_spec_get_rules(struct wire *wire, struct list_spec *spec)
{
	size_t cap = 0;
	uint32_t n = wire_get_count(wire, UINT32_MAX);

	for (uint32_t i = 0; i < n && !wire->bad; i++) {
		spec->rules = mem_grow(
		    spec->rules, spec->rule_count, &cap, sizeof(*spec->rules));
		struct list_rule *rule = &spec->rules[spec->rule_count++];
		rule->contains = wire_get_str(wire);
		rule->outcome = wire_get_choice(wire, OUTCOME_DRIFT + 1);
	}
}

static int
list_spec_get_int(struct wire *wire, int max)
{
	int64_t v = wire_get_i64(wire);

	if (v < -max || v > max) {
		wire->bad = true;
		return 0;
	}
	return (int)v;
}

void
list_spec_get(struct wire *wire, struct list_spec *spec)
{
	*spec = (struct list_spec){0};
	spec->engine = wire_get_choice(wire, ENGINE_PAGE + 1);
	spec->source = wire_get_str(wire);
	list_spec_get_rules(wire, spec);
	spec->rows = wire_get_str(wire);
	spec->null_rows = wire_get_bool(wire);
	spec->total = wire_get_str(wire);
	spec->more = wire_get_str(wire);
	spec->header_lines = list_spec_get_int(wire, 1000);
	for (int i = 0; i < LIST_FIELDS; i++) {
		spec->fields[i].template = wire_get_str(wire);
		spec->fields[i].ops = wire_get_u32(wire);
		spec->fields[i].split = wire_get_str(wire);
	}
	spec->time_kind = wire_get_choice(wire, LIST_TIME_FORMAT + 1);
	spec->time_format = wire_get_str(wire);
	zone_get(wire, &spec->zone);
	spec->midnight_is_nominal = wire_get_bool(wire);
	spec->market = wire_get_choice(wire, LIST_MARKET_CN + 1);
	spec->listing = wire_get_str(wire);
	spec->max_rows = wire_get_u32(wire);
}
