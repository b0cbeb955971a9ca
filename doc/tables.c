/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prints the parts of filingd.yaml(5) that are tables in the code: settings
 * and rule columns. In: a page with @SETTINGS:word@ and @COLUMNS@ lines on
 * standard input; out: the page. Run by doc/Makefile.inc.
 */
#include "alerts/rule.h"
#include "daemon/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
tables_type(const struct setting *setting)
{
	switch (setting->type) {
	case SETTING_TEXT:
		return "text";
	case SETTING_PATH:
		return "absolute path";
	case SETTING_DURATION:
		return "time";
	case SETTING_AGE:
		return "time or never";
	case SETTING_NUMBER:
		return "number";
	case SETTING_YES_NO:
		return "yes or no";
	case SETTING_LISTING:
		return "listing";
	case SETTING_WORD:
		return setting->words;
	case SETTING_OTHER:
	case SETTING_LATER:
		break;
	}
	return NULL;
}

/* mdoc reads a dot or a quote at the start of a line as a request. */
static void
tables_print(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\\')
			fputs("\\e", stdout);
		else if (*p == '-')
			fputs("\\-", stdout);
		else
			putchar(*p);
	}
}

static void
tables_settings(enum section section)
{
	size_t n;
	const struct setting *all = settings_all(&n);

	for (size_t i = 0; i < n; i++) {
		const char *type = tables_type(&all[i]);

		if (all[i].section != section || all[i].type == SETTING_LATER)
			continue;
		printf(".It Cm %s", all[i].name);
		if (type != NULL)
			printf(" Pq Ar \"%s\"", type);
		printf("\n\\&");
		tables_print(all[i].help);
		printf(".\n");
		if (all[i].fallback != NULL) {
			printf("Default: ");
			tables_print(all[i].fallback);
			printf("\n");
		}
	}
}

static void
tables_columns(void)
{
	size_t n;
	const struct rule_column *columns = rule_columns(&n);

	for (size_t i = 0; i < n; i++) {
		printf(".It Va %s Pq Ar %s\n\\&", columns[i].name,
		    columns[i].type);
		tables_print(columns[i].help);
		printf(".\n");
	}
}

static void
tables_section(const char *word)
{
	enum section section = settings_section_find(word);

	if (section == SECTION_COUNT) {
		fprintf(stderr, "tables: no section '%s'\n", word);
		exit(1);
	}
	tables_settings(section);
}

int
main(void)
{
	char line[4096], word[32];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "@SETTINGS:%31[a-z-]@", word) == 1)
			tables_section(word);
		else if (strncmp(line, "@COLUMNS@", 9) == 0)
			tables_columns();
		else
			fputs(line, stdout);
	}
	return 0;
}
