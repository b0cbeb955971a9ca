/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the words so far. Out: those that may follow. `filingctl completion`
 * calls it; a test holds the table against what each verb's usage says.
 */
#include "clients/completion.h"

#include "lib/base/mem.h"
#include "lib/base/vocab.h"

#include <stdio.h>
#include <string.h>

/* What a word stands for. */
enum completion_kind {
	NOTHING = '-', /* a time, a number, a text */
	FILES = 'F', /* the shell knows them */
	SOURCES = 'S',
	CHANNELS = 'C',
	RULES = 'R',
	TYPES = 'T', /* of events */
	STATES = 'Q', /* of deliveries */
	LEVELS = 'L', /* of the log */
	FORMATS = 'X',
	SHELLS = 'Z'
};

/*
 * A verb, or one of two words. Options end in = and a kind when they take a
 * value; args is the kind of each other word, the last one for all that follow.
 */
static const struct completion_row {
	const char *verb;
	const char *sub; /* NULL: a verb of one word */
	const char *options;
	const char *args;
} completion_rows[] = {
    {"check", NULL, "-c -f=F", "F"},
    {"read", NULL,
	"--batch --explain --json --title=- --issuer=- --name=- --publisher=- "
	"--published=- --lang=- --own-lexicon=F",
	"F"},
    {"backtest", NULL, "--source=F", "F"},
    {"status", NULL, "", "-"},
    {"top", NULL, "--every=-", "-"},
    {"events", "list", "--after=- --last=-", "-"},
    {"events", "show", "", "-"},
    {"events", "export", "--after=- --channel=C -F=X", "-"},
    {"events", "replay", "--since=- --until=- --channel=C", "-"},
    {"channels", "list", "", "-"},
    {"channels", "show", "", "C"},
    {"channels", "test", "", "C"},
    {"channels", "enable", "", "C"},
    {"channels", "disable", "-m=-", "C"},
    {"channels", "secret", "--ed25519", "NC"},
    {"deliveries", "list", "--state=Q --channel=C --since=- --last=-", "-"},
    {"deliveries", "show", "", "-"},
    {"deliveries", "retry", "", "-"},
    {"deliveries", "cancel", "-m=-", "-"},
    {"ack", NULL, "-m=-", "-"},
    {"silence", "add", "--issuer=- --rule=R --channel=C --for=- --until=- -m=-",
	"-"},
    {"silence", "list", "--all", "-"},
    {"silence", "preview", "--issuer=- --rule=R --channel=C --since=-", "-"},
    {"silence", "expire", "", "-"},
    {"follow", NULL, "--type=T --after=-", "-"},
    {"rules", "list", "", "-"},
    {"rules", "explain", "", "-R"},
    {"rules", "backtest", "-v -f=F --from=- --to=- --against=F", "R"},
    {"sources", "list", "", "-"},
    {"sources", "show", "", "S"},
    {"sources", "sample", "", "S-"},
    {"sources", "poll", "--wait", "S"},
    {"sources", "pause", "--for=- --reason=-", "S"},
    {"sources", "resume", "", "S"},
    {"sources", "doctor", "--live -f=F", "S"},
    {"sources", "new", "--name=- --allow=- -o=F", "-"},
    {"sources", "tape", "--by=F -f=F", "PF"},
    {"backfill", NULL, "--since=- --until=- --no-wait --stop", "S"},
    {"schema", NULL, "", "T"},
    {"config", "show", "--redacted -f=F", "-"},
    {"db", "check", "--store=F -f=F", "-"},
    {"db", "stats", "--store=F -f=F", "-"},
    {"db", "compact", "--store=F -f=F", "-"},
    {"db", "backup", "--store=F -f=F", "F"},
    {"db", "restore", "--force --store=F -f=F", "F"},
    {"log", "level", "--for=-", "L"},
    {"doctor", NULL, "-f=F --network", "-"},
    {"completion", NULL, "", "Z"},
    {"reload", NULL, "--wait", "-"},
    {"version", NULL, "", "-"},
};

#define COMPLETION_ROWS (sizeof(completion_rows) / sizeof(completion_rows[0]))

/* Words that are of one kind, by the kind's letter. */
static const struct {
	char kind;
	const char *words;
} completion_words[] = {
    {STATES, "pending leased retry sent dead silenced canceled"},
    {LEVELS, "error warning info debug default"},
    {FORMATS, "jsonl csv"},
    {SHELLS, "bash zsh fish"},
    {'N', "new public"},
    {'P', "play record"},
};

/* Where the API lists names: its resource, the list and the name within. */
static const struct {
	char kind;
	const char *path;
	const char *list;
	const char *name;
} completion_names[] = {
    {SOURCES, "/v1/sources", "sources", "source"},
    {CHANNELS, "/v1/channels", "channels", "channel"},
    {RULES, "/v1/rules", "rules", "name"},
};

struct completion {
	struct verb_context context;
	size_t count; /* of words before the last */
	char *const *words;
	const char *begun; /* the last one */
};

static void
completion_offer(
    const struct completion *completion, const char *word, const char *help)
{
	if (*word == '\0' ||
	    strncmp(word, completion->begun, strlen(completion->begun)) != 0 ||
	    strpbrk(word, "\n\t") != NULL)
		return;
	verb_print_clean(word);
	if (help != NULL)
		printf("\t%s", help);
	putchar('\n');
}

/* The words of a text, up to a = each. */
static void
completion_offer_words(const struct completion *completion, const char *words)
{
	while (*words != '\0') {
		size_t n = strcspn(words, " ");
		size_t len = strcspn(words, " =");
		char *word = mem_strndup(words, len);

		completion_offer(completion, word, NULL);
		mem_free(word);
		words += n + (words[n] == ' ');
	}
}

static void
completion_offer_names(const struct completion *completion, const char *path,
    const char *list, const char *name)
{
	json_t *answer = verb_ask_quietly(&completion->context, path);
	const json_t *row;
	size_t i;

	json_array_foreach(json_object_get(answer, list), i, row)
	    completion_offer(completion, verb_text(row, name), NULL);
	json_decref(answer);
}

static void
completion_offer_kind(const struct completion *completion, char kind)
{
	size_t n = sizeof(completion_names) / sizeof(completion_names[0]);

	for (int i = 0; kind == TYPES && i < EVENT_COUNT; i++)
		completion_offer(completion, vocab_word(VOCAB_EVENTS, i), NULL);
	for (size_t i = 0;
	     i < sizeof(completion_words) / sizeof(completion_words[0]); i++) {
		if (completion_words[i].kind == kind)
			completion_offer_words(
			    completion, completion_words[i].words);
	}
	for (size_t i = 0; i < n; i++) {
		if (completion_names[i].kind == kind)
			completion_offer_names(completion,
			    completion_names[i].path, completion_names[i].list,
			    completion_names[i].name);
	}
}

/* The kind of value that an option of a row takes; 0: none, or no option. */
static char
completion_value_kind(const char *options, const char *option)
{
	size_t len = strlen(option);

	for (const char *p = options; *p != '\0'; p += p[0] == ' ') {
		size_t n = strcspn(p, " ");

		if (n == len + 2 && strncmp(p, option, len) == 0 &&
		    p[len] == '=')
			return p[len + 1];
		p += n;
	}
	return '\0';
}

/* The words after the verb: options with their values, and others. */
static void
completion_in_row(const struct completion *completion, size_t first,
    const struct completion_row *row)
{
	size_t args = 0;
	char value = '\0';

	for (size_t i = first; i < completion->count; i++) {
		const char *word = completion->words[i];

		if (value != '\0')
			value = '\0';
		else if (word[0] == '-')
			value = completion_value_kind(row->options, word);
		else
			args++;
	}
	if (value != '\0') {
		completion_offer_kind(completion, value);
		return;
	}
	if (args >= strlen(row->args))
		args = strlen(row->args) - 1;
	if (completion->begun[0] == '-')
		completion_offer_words(completion, row->options);
	else
		completion_offer_kind(completion, row->args[args]);
}

static void
completion_on_verb(const char *name, const char *help, void *arg)
{
	completion_offer(arg, name, help);
}

/* Whether a verb has a second word. */
static bool
completion_is_pair(const char *verb)
{
	for (size_t i = 0; i < COMPLETION_ROWS; i++) {
		if (strcmp(completion_rows[i].verb, verb) == 0)
			return completion_rows[i].sub != NULL;
	}
	return false;
}

static void
completion_after_verb(const struct completion *completion, size_t at)
{
	const char *verb = completion->words[at];
	bool pair = completion_is_pair(verb);

	for (size_t i = 0; i < COMPLETION_ROWS; i++) {
		const struct completion_row *row = &completion_rows[i];

		if (strcmp(row->verb, verb) != 0)
			continue;
		if (pair && at + 1 == completion->count)
			completion_offer(completion, row->sub, NULL);
		else if (!pair)
			completion_in_row(completion, at + 1, row);
		else if (strcmp(row->sub, completion->words[at + 1]) == 0)
			completion_in_row(completion, at + 2, row);
	}
}

void
completion_print(
    const struct verb_context *context, size_t count, char *const words[])
{
	struct completion completion = {*context, 0, words, ""};
	size_t at = 0;

	if (count > 0) {
		completion.count = count - 1;
		completion.begun = words[count - 1];
	}
	/* filingctl's own options stand before the verb. */
	while (at < completion.count && words[at][0] == '-') {
		if (strcmp(words[at], "-s") != 0) {
			at++;
			continue;
		}
		if (at + 1 == completion.count)
			return;
		completion.context.socket = words[at + 1];
		at += 2;
	}
	if (at < completion.count)
		completion_after_verb(&completion, at);
	else if (completion.begun[0] == '-')
		completion_offer_words(&completion, "-h -j -q -s -V");
	else
		verb_each(completion_on_verb, &completion);
}
