/* SPDX-License-Identifier: BSD-2-Clause */
/* In: a text. Out: its tokens or facts by the lexicon of the source tree. */
#include "tests/lib/grammar.h"

#include "lib/base/mem.h"
#include "reading/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
grammar_path(const char *name)
{
	const char *dir = getenv("FILINGD_SRCDIR");

	return mem_printf("%s/%s", dir != NULL ? dir : ".", name);
}

static struct lexicon *grammar_loaded;

const struct lexicon *
grammar_lexicon(void)
{
	struct err err = ERR_NONE;

	if (grammar_loaded != NULL)
		return grammar_loaded;
	char *dir = grammar_path("reading/lexicon");
	if (lexicon_load(dir, &grammar_loaded, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	mem_free(dir);
	return grammar_loaded;
}

int
grammar_teardown(void **state)
{
	(void)state;
	lexicon_free(grammar_loaded);
	grammar_loaded = NULL;
	return 0;
}

void
grammar_text_init(
    struct grammar_text *text, enum entry_lang lang, const char *s)
{
	const struct lexicon *lexicon = grammar_lexicon();

	*text = (struct grammar_text){0};
	if (normal_init(&text->normal, lexicon_fold(lexicon), span_of(s)) < 0) {
		fprintf(stderr, "no tokens of '%s'\n", s);
		exit(1);
	}
	lexicon_find(lexicon, lang,
	    (struct span){text->normal.text.data, text->normal.text.len},
	    &text->hits);
	tokens_read(&text->tokens, lexicon, &text->hits, &text->normal, 0);
}

void
grammar_text_done(struct grammar_text *text)
{
	tokens_done(&text->tokens);
	lexicon_hits_done(&text->hits);
	normal_done(&text->normal);
}

static void
grammar_add_range(struct buf *out, const struct fact *fact)
{
	char low[DECIMAL_STR_MAX], high[DECIMAL_STR_MAX];
	bool point = !fact->low_open && !fact->high_open &&
		     decimal_cmp(fact->low, fact->high) == 0;
	const char *from = fact->low_open ? "" : decimal_print(fact->low, low);
	const char *to = fact->high_open ? "" : decimal_print(fact->high, high);
	int r = 0;

	if (!point)
		r = buf_addf(out, "%s%s..", fact->low_excl ? "(" : "", from);
	if (r == 0)
		r = buf_addf(out, "%s%s", to, fact->high_excl ? ")" : "");
	if (r < 0)
		exit(1);
}

static void
grammar_add_fact(struct buf *out, const struct fact *fact)
{
	char label[PERIOD_LABEL_MAX];
	const char *metric = vocab_word(VOCAB_METRICS, (int)fact->metric);
	const char *role = vocab_word(VOCAB_ROLES, (int)fact->role);
	const char *period = period_is_known(fact->period)
				 ? period_label(fact->period, label)
				 : "?";
	const char *broker = fact->broker != NULL ? fact->broker : "";

	if (buf_addf(out, "%s%s %s %s ", metric,
		fact->basis == BASIS_ADJUSTED ? "*"
		: fact->basis == BASIS_PARENT ? " of parent"
					      : "",
		role, period) < 0)
		exit(1);
	grammar_add_range(out, fact);
	if (buf_addf(out, "%s%s%s\n", fact->approx ? " ~" : "",
		broker[0] != '\0' ? " " : "", broker) < 0)
		exit(1);
}

char *
grammar_facts(const struct document_hint *hint, const char *text)
{
	struct reading reading;
	struct buf out;

	buf_init(&out, MIB);
	read_text(grammar_lexicon(), span_of(text), hint, &reading);
	for (size_t i = 0; i < reading.fact_count; i++)
		grammar_add_fact(&out, &reading.facts[i]);
	if (buf_add_str(&out, "") < 0)
		exit(1);
	reading_done(&reading);
	return buf_take(&out);
}

/* It reads as the row says; else false, and what was read is printed. */
static bool
grammar_reads(const struct document_hint *hint, const struct grammar_row *row)
{
	struct document_hint titled = *hint;

	titled.title = row->title;
	char *got = grammar_facts(&titled, row->text);
	bool same = strcmp(got, row->facts) == 0;
	if (!same)
		print_error("%s: %s | %s\ngot\n%s", row->what, row->title,
		    row->text, got);
	mem_free(got);
	return same;
}

void
grammar_check(
    const struct document_hint *hint, const struct grammar_row *rows, size_t n)
{
	size_t failed = 0;

	for (size_t i = 0; i < n; i++)
		failed += !grammar_reads(hint, &rows[i]);
	assert_int_equal(failed, 0);
}

void
grammar_check_markets(const struct grammar_market_row *rows, size_t n)
{
	size_t failed = 0;

	for (size_t i = 0; i < n; i++) {
		const char *market = rows[i].market;
		const struct document_hint hint = {
		    .market = market[0] != '\0' ? market : NULL,
		    .published = DATE_NONE};
		const struct grammar_row row = {
		    market, rows[i].title, rows[i].text, rows[i].facts};
		failed += !grammar_reads(&hint, &row);
	}
	assert_int_equal(failed, 0);
}
