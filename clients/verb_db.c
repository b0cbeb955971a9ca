/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl db`: looks after the store's file. Check, stats and backup read
 * one moment of it, beside a running filingd and without holding it up.
 */
#include "clients/verb_db.h"

#include "clients/offline_config.h"
#include "clients/verb.h"
#include "lib/base/clock.h"
#include "lib/base/mem.h"
#include "lib/store/backup.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char db_usage[] =
    "usage: filingctl db check | stats | compact [--store FILE]\n"
    "       filingctl db backup FOLDER [--store FILE]\n"
    "       filingctl db restore [--force] FILE|FOLDER [--store FILE]\n"
    "  check    read every page, reference and promise of the store\n"
    "  stats    rows and bytes of each table\n"
    "  backup   copy one moment of the store; filingd may run\n"
    "  restore  put a backup (of a folder: the newest) back; filingd is "
    "stopped\n"
    "  compact  let go what is over, give room back\n"
    "  --store  the store's file; else that of the daemon or of -f\n"
    "  -f FILE  the configuration that names the state's folder\n"
    "  --force  replace a store that is there; it is kept beside\n";

int
db_refused(const struct err *err)
{
	if (err->code == ERR_DENIED)
		return verb_fail(VERB_DENIED, "%s", err->text);
	if (err->code == ERR_NOTFOUND)
		return verb_fail(VERB_NOTHING, "%s", err->text);
	return verb_fail(VERB_FAILED, "%s", err->text);
}

/* The store of the daemon that answers; NULL: none does. Gives. */
static char *
db_of_daemon(const struct verb_context *context)
{
	json_t *answer = verb_ask_quietly(context, "/v1/store");
	const char *path = verb_text(answer, "path");
	char *copy = path[0] != '\0' ? mem_strdup(path) : NULL;

	json_decref(answer);
	return copy;
}

/* The store of a configuration; NULL with a message. Gives. */
static char *
db_of_config(const char *path)
{
	struct config *config = NULL;
	char *store;

	if (offline_config_load(path, &config) != VERB_OK) {
		(void)verb_fail(VERB_USAGE,
		    "it says where the store is; or say it with --store");
		return NULL;
	}
	store = mem_printf("%s/filingd.db", config->top.state);
	config_free(config);
	return store;
}

static int
db_find(struct db_ask *ask)
{
	if (ask->store != NULL)
		return VERB_OK;
	if (ask->config == NULL)
		ask->store = db_of_daemon(ask->context);
	ask->of_daemon = ask->store != NULL;
	if (ask->store == NULL)
		ask->store = db_of_config(ask->config != NULL ? ask->config
							      : SYSCONFDIR
					      "/filingd/filingd.yaml");
	return ask->store != NULL ? VERB_OK : VERB_USAGE;
}

static int64_t
db_now(void)
{
	struct clock *clock = clock_new_real();
	int64_t now = clock_wall(clock);

	clock_free(clock);
	return now;
}

static int64_t
db_size(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_size : 0;
}

static void
db_print_pair(const char *key, const char *path, int64_t bytes)
{
	verb_print_json(
	    json_pack("{s:s, s:I}", key, path, "bytes", (json_int_t)bytes));
}

static int
db_backup(struct db_ask *ask)
{
	struct err err = ERR_NONE;
	char name[BACKUP_NAME_MAX];
	char *target =
	    mem_printf("%s/%s", ask->argument, backup_name(db_now(), name));
	int rc = VERB_OK;

	if (backup_make(ask->store, target, &err) != 0)
		rc = db_refused(&err);
	else if (ask->context->json)
		db_print_pair("backup", target, db_size(target));
	else if (!ask->context->quiet)
		printf("%s: %.1f MB, checked; put it back with filingctl db "
		       "restore %s\n",
		    target, (double)db_size(target) / 1e6, target);
	mem_free(target);
	return rc;
}

/* The file that is meant: itself, or the newest in a folder. Gives. */
static char *
db_choose(const char *argument)
{
	struct err err = ERR_NONE;
	struct stat st;
	char *newest = NULL;

	if (stat(argument, &st) != 0 || !S_ISDIR(st.st_mode))
		return mem_strdup(argument);
	if (backup_newest(argument, &newest, &err) != 0)
		(void)db_refused(&err);
	return newest;
}

static int
db_restore(struct db_ask *ask)
{
	char *source = db_choose(ask->argument);
	char name[BACKUP_NAME_MAX];
	struct err err = ERR_NONE;
	char *aside;
	int rc = VERB_OK;

	if (source == NULL)
		return VERB_NOTHING;
	aside =
	    mem_printf("%s.before-%s", ask->store, backup_name(db_now(), name));
	if (backup_restore(
		source, ask->store, ask->force ? aside : NULL, &err) != 0)
		rc = db_refused(&err);
	else if (ask->context->json)
		db_print_pair("restored", source, db_size(ask->store));
	else if (!ask->context->quiet)
		printf("%s is in place of %s%s%s; start filingd: it asks its "
		       "sources for what came since, and tells what was not "
		       "told when the backup was made once more\n",
		    source, ask->store,
		    db_size(aside) > 0 ? ", the old one is kept as " : "",
		    db_size(aside) > 0 ? aside : "");
	mem_free(aside);
	mem_free(source);
	return rc;
}

/* A running filingd does it in small steps; without one all at once. */
static int
db_compact(struct db_ask *ask)
{
	int64_t before = db_size(ask->store);
	struct err err = ERR_NONE;
	json_t *answer = NULL;
	int rc;

	if (ask->of_daemon) {
		rc = verb_ask(
		    ask->context, "POST", "/v1/store/compact", &answer);
		if (rc == VERB_OK && !ask->context->quiet)
			puts("filingd is at it, in small steps; filingctl db "
			     "stats shows the free pages");
		json_decref(answer);
		return rc;
	}
	if (backup_compact(ask->store, &err) != 0)
		return db_refused(&err);
	if (ask->context->json)
		db_print_pair("compacted", ask->store, db_size(ask->store));
	else if (!ask->context->quiet)
		printf("%s: %.1f MB, was %.1f MB; what is over goes while "
		       "filingd runs\n",
		    ask->store, (double)db_size(ask->store) / 1e6,
		    (double)before / 1e6);
	return VERB_OK;
}

static const struct db_verb {
	const char *name;
	int (*fn)(struct db_ask *ask);
	bool argument;
} db_verbs[] = {
    {"check", db_check, false},
    {"stats", db_stats, false},
    {"backup", db_backup, true},
    {"restore", db_restore, true},
    {"compact", db_compact, false},
};

static const struct db_verb *
db_find_verb(const char *name)
{
	for (size_t i = 0; i < sizeof(db_verbs) / sizeof(db_verbs[0]); i++) {
		if (strcmp(db_verbs[i].name, name) == 0)
			return &db_verbs[i];
	}
	return NULL;
}

/* False: the command line is wrong. */
static bool
db_parse(int argc, char **argv, struct db_ask *ask)
{
	static const struct option longs[] = {
	    {"store", required_argument, NULL, 's'},
	    {"force", no_argument, NULL, 'F'}, {NULL, 0, NULL, 0}};
	int c;

	while ((c = getopt_long(argc, argv, "f:", longs, NULL)) != -1) {
		if (c == 's')
			mem_set(&ask->store, optarg);
		else if (c == 'f')
			ask->config = optarg;
		else if (c == 'F')
			ask->force = true;
		else
			return false;
	}
	return true;
}

int
verb_db(const struct verb_context *context, int argc, char **argv)
{
	struct db_ask ask = {.context = context};
	const struct db_verb *verb;
	int rc = VERB_USAGE;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(db_usage, stdout);
		return VERB_OK;
	}
	if (db_parse(argc, argv, &ask) && optind < argc &&
	    (verb = db_find_verb(argv[optind])) != NULL &&
	    argc - optind == (verb->argument ? 2 : 1)) {
		ask.argument = argv[argc - 1];
		if (db_find(&ask) == VERB_OK)
			rc = verb->fn(&ask);
	} else {
		fputs(db_usage, stderr);
	}
	mem_free(ask.store);
	return rc;
}
