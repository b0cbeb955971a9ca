/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the part of a compiled definition that says how a list body becomes
 * items, or the bytes of a message. Out: the same on the other side of the
 * socket. The pool sends it with each job, the reader's loop takes it.
 */
#include "watchers/list_spec.h"

#include "lib/base/mem.h"

#define LIST_SPEC_MANY 4096 /* of any list in a spec */

static void
list_words_done(char **words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mem_free(words[i]);
	mem_free(words);
}

static void
list_words_put(struct buf *buf, char *const *words, size_t count)
{
	wire_put_u32(buf, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		wire_put_str(buf, words[i]);
}

static char **
list_words_get(struct wire *wire, size_t *ret_count)
{
	uint32_t n = wire_get_count(wire, LIST_SPEC_MANY);
	char **words = mem_array((size_t)n + 1, sizeof(*words));

	for (uint32_t i = 0; i < n; i++)
		words[i] = wire_get_str(wire);
	*ret_count = n;
	return words;
}

static void
list_pairs_done(struct list_pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mem_free(pairs[i].name);
		mem_free(pairs[i].value);
	}
	mem_free(pairs);
}

static void
list_pairs_put(struct buf *buf, const struct list_pair *pairs, size_t count)
{
	wire_put_u32(buf, (uint32_t)count);
	for (size_t i = 0; i < count; i++) {
		wire_put_str(buf, pairs[i].name);
		wire_put_str(buf, pairs[i].value);
	}
}

static struct list_pair *
list_pairs_get(struct wire *wire, size_t *ret_count)
{
	uint32_t n = wire_get_count(wire, LIST_SPEC_MANY);
	struct list_pair *pairs = mem_array((size_t)n + 1, sizeof(*pairs));

	for (uint32_t i = 0; i < n; i++) {
		pairs[i].name = wire_get_str(wire);
		pairs[i].value = wire_get_str(wire);
		wire->bad |= pairs[i].name == NULL || pairs[i].value == NULL;
	}
	*ret_count = n;
	return pairs;
}

void
list_value_done(struct list_value *value)
{
	mem_free(value->template);
	mem_free(value->split);
	list_pairs_done(value->map.pairs, value->map.count);
	mem_free(value->map.otherwise);
	*value = (struct list_value){0};
}

static void
list_value_put(struct buf *buf, const struct list_value *value)
{
	wire_put_str(buf, value->template);
	wire_put_u32(buf, value->ops);
	wire_put_str(buf, value->split);
	list_pairs_put(buf, value->map.pairs, value->map.count);
	wire_put_str(buf, value->map.otherwise);
}

static void
list_value_get(struct wire *wire, struct list_value *value)
{
	value->template = wire_get_str(wire);
	value->ops = wire_get_u32(wire);
	value->split = wire_get_str(wire);
	value->map.pairs = list_pairs_get(wire, &value->map.count);
	value->map.otherwise = wire_get_str(wire);
	wire->bad |= (value->ops & ~(unsigned)LIST_OPS) != 0;
}

/* The parts of a fact, in the order of the message. */
#define LIST_FACT_VALUES 9

static void
list_fact_values(
    struct list_fact *fact, struct list_value *ret[LIST_FACT_VALUES])
{
	struct list_value *values[LIST_FACT_VALUES] = {&fact->metric,
	    &fact->basis, &fact->role, &fact->low, &fact->high,
	    &fact->period_end, &fact->period_months, &fact->currency,
	    &fact->broker};

	for (int i = 0; i < LIST_FACT_VALUES; i++)
		ret[i] = values[i];
}

static void
list_fact_done(struct list_fact *fact)
{
	struct list_value *values[LIST_FACT_VALUES];

	list_fact_values(fact, values);
	for (int i = 0; i < LIST_FACT_VALUES; i++)
		list_value_done(values[i]);
	mem_free(fact->period_format);
}

static void
list_fact_put(struct buf *buf, const struct list_fact *fact)
{
	struct list_fact copy = *fact;
	struct list_value *values[LIST_FACT_VALUES];

	list_fact_values(&copy, values);
	for (int i = 0; i < LIST_FACT_VALUES; i++)
		list_value_put(buf, values[i]);
	wire_put_str(buf, fact->period_format);
	wire_put_i64(buf, fact->period_years);
	wire_put_i64(buf, fact->scale);
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

static void
list_fact_get(struct wire *wire, struct list_fact *fact)
{
	struct list_value *values[LIST_FACT_VALUES];

	list_fact_values(fact, values);
	for (int i = 0; i < LIST_FACT_VALUES; i++)
		list_value_get(wire, values[i]);
	fact->period_format = wire_get_str(wire);
	fact->period_years = list_spec_get_int(wire, LIST_FACT_YEARS);
	fact->scale = list_spec_get_int(wire, 18);
}

void
list_rule_done(struct list_rule *rule)
{
	mem_free(rule->where);
	list_words_done(rule->words, rule->word_count);
	*rule = (struct list_rule){0};
}

static void
list_rule_put(struct buf *buf, const struct list_rule *rule)
{
	wire_put_u8(buf, (uint8_t)rule->look);
	wire_put_str(buf, rule->where);
	list_words_put(buf, rule->words, rule->word_count);
	wire_put_u8(buf, (uint8_t)rule->outcome);
}

static void
list_rule_get(struct wire *wire, struct list_rule *rule)
{
	rule->look = (enum list_look)wire_get_choice(wire, LIST_LOOKS);
	rule->where = wire_get_str(wire);
	rule->words = list_words_get(wire, &rule->word_count);
	rule->outcome = (enum list_outcome)wire_get_choice(wire, LIST_OUTCOMES);
}

static void
list_where_done(struct list_where *where)
{
	mem_free(where->template);
	list_words_done(where->words, where->word_count);
	mem_free(where->regex);
}

static void
list_where_put(struct buf *buf, const struct list_where *where)
{
	wire_put_str(buf, where->template);
	wire_put_u8(buf, (uint8_t)where->test);
	list_words_put(buf, where->words, where->word_count);
	wire_put_str(buf, where->regex);
	wire_put_u8(buf, where->negated);
}

static void
list_where_get(struct wire *wire, struct list_where *where)
{
	where->template = wire_get_str(wire);
	where->test = (enum list_test)wire_get_choice(wire, LIST_TESTS);
	where->words = list_words_get(wire, &where->word_count);
	where->regex = wire_get_str(wire);
	where->negated = wire_get_bool(wire);
	wire->bad |= where->template == NULL;
}

/* The three kinds of row conditions have lists of their own. */
static void
list_spec_put_shape(struct buf *buf, const struct list_spec *spec)
{
	wire_put_u32(buf, (uint32_t)spec->unwrap_count);
	for (size_t i = 0; i < spec->unwrap_count; i++) {
		wire_put_u8(buf, (uint8_t)spec->unwrap[i].kind);
		wire_put_str(buf, spec->unwrap[i].pointer);
	}
	wire_put_u32(buf, (uint32_t)spec->where_count);
	for (size_t i = 0; i < spec->where_count; i++)
		list_where_put(buf, &spec->where[i]);
	wire_put_u32(buf, (uint32_t)spec->beside_count);
	for (size_t i = 0; i < spec->beside_count; i++) {
		wire_put_str(buf, spec->beside[i].name);
		wire_put_str(buf, spec->beside[i].pointer);
	}
	wire_put_u32(buf, (uint32_t)spec->extract_count);
	for (size_t i = 0; i < spec->extract_count; i++) {
		wire_put_str(buf, spec->extract[i].template);
		wire_put_str(buf, spec->extract[i].regex);
	}
	wire_put_u32(buf, (uint32_t)spec->fact_count);
	for (size_t i = 0; i < spec->fact_count; i++)
		list_fact_put(buf, &spec->facts[i]);
}

static void
list_spec_get_unwrap(struct wire *wire, struct list_spec *spec)
{
	uint32_t n = wire_get_count(wire, LIST_SPEC_MANY);

	spec->unwrap = mem_array((size_t)n + 1, sizeof(*spec->unwrap));
	spec->unwrap_count = n;
	for (uint32_t i = 0; i < n; i++) {
		spec->unwrap[i].kind =
		    (enum list_unwrap)wire_get_choice(wire, LIST_UNWRAPS);
		spec->unwrap[i].pointer = wire_get_str(wire);
	}
}

static void
list_spec_get_beside(struct wire *wire, struct list_spec *spec)
{
	uint32_t n = wire_get_count(wire, LIST_SPEC_MANY);

	spec->beside = mem_array((size_t)n + 1, sizeof(*spec->beside));
	spec->beside_count = n;
	for (uint32_t i = 0; i < n; i++) {
		spec->beside[i].name = wire_get_str(wire);
		spec->beside[i].pointer = wire_get_str(wire);
		wire->bad |= spec->beside[i].name == NULL ||
			     spec->beside[i].pointer == NULL;
	}
}

static void
list_spec_get_extract(struct wire *wire, struct list_spec *spec)
{
	uint32_t n = wire_get_count(wire, LIST_SPEC_MANY);

	spec->extract = mem_array((size_t)n + 1, sizeof(*spec->extract));
	spec->extract_count = n;
	for (uint32_t i = 0; i < n; i++) {
		spec->extract[i].template = wire_get_str(wire);
		spec->extract[i].regex = wire_get_str(wire);
		wire->bad |= spec->extract[i].template == NULL ||
			     spec->extract[i].regex == NULL;
	}
}

static void
list_spec_get_shape(struct wire *wire, struct list_spec *spec)
{
	list_spec_get_unwrap(wire, spec);
	uint32_t n = wire_get_count(wire, LIST_SPEC_MANY);
	spec->where = mem_array((size_t)n + 1, sizeof(*spec->where));
	spec->where_count = n;
	for (uint32_t i = 0; i < n; i++)
		list_where_get(wire, &spec->where[i]);
	list_spec_get_beside(wire, spec);
	list_spec_get_extract(wire, spec);
	n = wire_get_count(wire, LIST_SPEC_MANY);
	spec->facts = mem_array((size_t)n + 1, sizeof(*spec->facts));
	spec->fact_count = n;
	for (uint32_t i = 0; i < n; i++)
		list_fact_get(wire, &spec->facts[i]);
}

static void
list_spec_shape_done(struct list_spec *spec)
{
	for (size_t i = 0; i < spec->unwrap_count; i++)
		mem_free(spec->unwrap[i].pointer);
	mem_free(spec->unwrap);
	for (size_t i = 0; i < spec->where_count; i++)
		list_where_done(&spec->where[i]);
	mem_free(spec->where);
	for (size_t i = 0; i < spec->beside_count; i++) {
		mem_free(spec->beside[i].name);
		mem_free(spec->beside[i].pointer);
	}
	mem_free(spec->beside);
	for (size_t i = 0; i < spec->extract_count; i++) {
		mem_free(spec->extract[i].template);
		mem_free(spec->extract[i].regex);
	}
	mem_free(spec->extract);
	for (size_t i = 0; i < spec->fact_count; i++)
		list_fact_done(&spec->facts[i]);
	mem_free(spec->facts);
}

void
list_spec_done(struct list_spec *spec)
{
	for (size_t i = 0; i < spec->rule_count; i++)
		list_rule_done(&spec->rules[i]);
	mem_free(spec->rules);
	list_spec_shape_done(spec);
	for (int i = 0; i < LIST_FIELDS; i++)
		list_value_done(&spec->fields[i]);
	list_pairs_done(spec->names, spec->name_count);
	list_pairs_done(spec->codes, spec->code_count);
	list_words_done(spec->time_formats, spec->time_format_count);
	mem_free(spec->base);
	mem_free(spec->generated);
	mem_free(spec->source);
	mem_free(spec->rows);
	mem_free(spec->total);
	mem_free(spec->more);
	mem_free(spec->market);
	mem_free(spec->listing);
	*spec = (struct list_spec){0};
}

void
list_spec_put(struct buf *buf, const struct list_spec *spec)
{
	wire_put_u8(buf, (uint8_t)spec->engine);
	wire_put_str(buf, spec->source);
	wire_put_u32(buf, (uint32_t)spec->rule_count);
	for (size_t i = 0; i < spec->rule_count; i++)
		list_rule_put(buf, &spec->rules[i]);
	list_spec_put_shape(buf, spec);
	wire_put_str(buf, spec->rows);
	wire_put_u8(buf, spec->null_rows);
	wire_put_str(buf, spec->total);
	wire_put_str(buf, spec->more);
	wire_put_i64(buf, spec->header_lines);
	list_pairs_put(buf, spec->names, spec->name_count);
	wire_put_str(buf, spec->base);
	wire_put_i64(buf, spec->now);
	wire_put_u32(buf, spec->least);
	wire_put_str(buf, spec->generated);
	for (int i = 0; i < LIST_FIELDS; i++)
		list_value_put(buf, &spec->fields[i]);
	wire_put_u8(buf, (uint8_t)spec->time_kind);
	list_words_put(buf, spec->time_formats, spec->time_format_count);
	wire_put_u8(buf, spec->nominal);
	zone_put(buf, &spec->zone);
	wire_put_u8(buf, spec->midnight_is_nominal);
	wire_put_str(buf, spec->market);
	wire_put_str(buf, spec->listing);
	list_pairs_put(buf, spec->codes, spec->code_count);
	wire_put_u32(buf, spec->max_rows);
}

static void
list_spec_get_rules(struct wire *wire, struct list_spec *spec)
{
	uint32_t n = wire_get_count(wire, LIST_SPEC_MANY);

	spec->rules = mem_array((size_t)n + 1, sizeof(*spec->rules));
	spec->rule_count = n;
	for (uint32_t i = 0; i < n; i++)
		list_rule_get(wire, &spec->rules[i]);
}

void
list_spec_get(struct wire *wire, struct list_spec *spec)
{
	*spec = (struct list_spec){0};
	spec->engine = (enum list_engine)wire_get_choice(wire, LIST_ENGINES);
	spec->source = wire_get_str(wire);
	list_spec_get_rules(wire, spec);
	list_spec_get_shape(wire, spec);
	spec->rows = wire_get_str(wire);
	spec->null_rows = wire_get_bool(wire);
	spec->total = wire_get_str(wire);
	spec->more = wire_get_str(wire);
	spec->header_lines = list_spec_get_int(wire, 1000);
	spec->names = list_pairs_get(wire, &spec->name_count);
	spec->base = wire_get_str(wire);
	spec->now = wire_get_i64(wire);
	spec->least = wire_get_u32(wire);
	spec->generated = wire_get_str(wire);
	for (int i = 0; i < LIST_FIELDS; i++)
		list_value_get(wire, &spec->fields[i]);
	spec->time_kind =
	    (enum list_time_kind)wire_get_choice(wire, LIST_TIME_KINDS);
	spec->time_formats = list_words_get(wire, &spec->time_format_count);
	spec->nominal = wire_get_bool(wire);
	zone_get(wire, &spec->zone);
	spec->midnight_is_nominal = wire_get_bool(wire);
	spec->market = wire_get_str(wire);
	spec->listing = wire_get_str(wire);
	spec->codes = list_pairs_get(wire, &spec->code_count);
	spec->max_rows = wire_get_u32(wire);
}
