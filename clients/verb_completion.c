/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl completion`: the scripts that make shells complete filingctl's
 * command line. They ask `completion candidates` at each word.
 */
#include "clients/completion.h"

#include <stdio.h>
#include <string.h>

static const char completion_usage[] =
    "usage: filingctl completion bash | zsh | fish\n"
    "  a script for the shell; it is installed with filingd, or:\n"
    "  eval \"$(filingctl completion bash)\"\n";

static const char completion_bash[] =
    "# bash completion of filingctl(1)\n"
    "_filingctl() {\n"
    "\tlocal line IFS=$'\\n'\n"
    "\tCOMPREPLY=()\n"
    "\twhile read -r line; do\n"
    "\t\tCOMPREPLY+=(\"$(printf %q \"${line%%$'\\t'*}\")\")\n"
    "\tdone < <(\"${COMP_WORDS[0]}\" completion candidates -- \\\n"
    "\t\t\"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
    "}\n"
    "complete -o default -F _filingctl filingctl\n";

static const char completion_zsh[] =
    "#compdef filingctl\n"
    "_filingctl() {\n"
    "\tlocal -a lines\n"
    "\tlines=(${(f)\"$(${words[1]} completion candidates -- \\\n"
    "\t\t\"${(@)words[2,CURRENT]}\" 2>/dev/null)\"})\n"
    "\tif (( ${#lines} )); then\n"
    "\t\tlines=(\"${(@)lines//:/\\\\:}\")\n"
    "\t\t_describe filingctl lines\n"
    "\telse\n"
    "\t\t_files\n"
    "\tfi\n"
    "}\n"
    "if [ \"$funcstack[1]\" = _filingctl ]; then\n"
    "\t_filingctl \"$@\"\n"
    "else\n"
    "\tcompdef _filingctl filingctl\n"
    "fi\n";

static const char completion_fish[] =
    "# fish completion of filingctl(1)\n"
    "function __filingctl\n"
    "\tset -l words (commandline -opc)\n"
    "\tset -l found ($words[1] completion candidates -- $words[2..-1] \\\n"
    "\t\t(commandline -ct) 2>/dev/null)\n"
    "\tif test (count $found) -gt 0\n"
    "\t\tstring join \\n -- $found\n"
    "\telse\n"
    "\t\t__fish_complete_path (commandline -ct)\n"
    "\tend\n"
    "end\n"
    "complete -c filingctl -f -a '(__filingctl)'\n";

static const struct {
	const char *shell;
	const char *script;
} completion_scripts[] = {
    {"bash", completion_bash},
    {"zsh", completion_zsh},
    {"fish", completion_fish},
};

int
verb_completion(const struct verb_context *context, int argc, char **argv)
{
	size_t n = sizeof(completion_scripts) / sizeof(completion_scripts[0]);

	if (argc >= 3 && strcmp(argv[1], "candidates") == 0 &&
	    strcmp(argv[2], "--") == 0) {
		completion_print(context, (size_t)argc - 3, argv + 3);
		return VERB_OK;
	}
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(completion_usage, stdout);
		return VERB_OK;
	}
	for (size_t i = 0; argc == 2 && i < n; i++) {
		if (strcmp(argv[1], completion_scripts[i].shell) == 0) {
			fputs(completion_scripts[i].script, stdout);
			return VERB_OK;
		}
	}
	fputs(completion_usage, stderr);
	return VERB_USAGE;
}
