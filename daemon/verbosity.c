/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: levels and for how long. Out: what lib/base/log.c lets through. Called
 * by daemon/service.c and daemon/api_log.c.
 */
#include "daemon/verbosity.h"

#include "lib/base/buf.h"
#include "lib/base/mem.h"

#include <string.h>

struct verbosity_wish {
	struct verbosity *verbosity;
	struct verbosity_wish *next;
	const char *noun; /* static */
	enum log_level level;
	int64_t until;
	struct loop_timer *timer;
};

struct verbosity {
	struct loop *loop;
	enum log_level level; /* the configuration's */
	struct verbosity_wish *wishes;
};

static bool
verbosity_is_all(const char *noun)
{
	return strcmp(noun, VERBOSITY_ALL) == 0;
}

/* The name as the log has it; NULL: there is no such noun. */
static const char *
verbosity_noun(const char *name)
{
	if (verbosity_is_all(name))
		return VERBOSITY_ALL;
	for (size_t i = 0; log_nouns[i] != NULL; i++) {
		if (strcmp(log_nouns[i], name) == 0)
			return log_nouns[i];
	}
	return NULL;
}

static void
verbosity_drop(struct verbosity_wish *wish)
{
	struct verbosity_wish **link = &wish->verbosity->wishes;

	while (*link != wish)
		link = &(*link)->next;
	*link = wish->next;
	loop_cancel(wish->timer);
	if (verbosity_is_all(wish->noun))
		log_set_level(wish->verbosity->level);
	else
		log_unset_level_of(wish->noun);
	mem_free(wish);
}

static void
verbosity_on_end(void *arg)
{
	struct verbosity_wish *wish = arg;
	const char *noun = wish->noun;

	wish->timer = NULL;
	verbosity_drop(wish);
	log_info("filingd: logs '%s' as the configuration says again", noun);
}

struct verbosity *
verbosity_new(struct loop *loop)
{
	struct verbosity *verbosity = mem_new(sizeof(*verbosity));

	verbosity->loop = loop;
	verbosity->level = LOG_AT_INFO;
	return verbosity;
}

void
verbosity_free(struct verbosity *verbosity)
{
	if (verbosity == NULL)
		return;
	while (verbosity->wishes != NULL)
		verbosity_drop(verbosity->wishes);
	mem_free(verbosity);
}

static struct verbosity_wish *
verbosity_find(const struct verbosity *verbosity, const char *noun)
{
	struct verbosity_wish *wish = verbosity->wishes;

	while (wish != NULL && strcmp(wish->noun, noun) != 0)
		wish = wish->next;
	return wish;
}

void
verbosity_configure(struct verbosity *verbosity, const char *level)
{
	/* The settings table lets only levels pass. */
	err_drop(log_level_parse(level, &verbosity->level));
	if (verbosity_find(verbosity, VERBOSITY_ALL) == NULL)
		log_set_level(verbosity->level);
}

static int
verbosity_refuse(const char *noun, struct err *err)
{
	struct buf names;

	buf_init(&names, KIB);
	for (size_t i = 0; log_nouns[i] != NULL; i++)
		err_drop(buf_addf(&names, ", %s", log_nouns[i])); /* fits */
	err_set(err, ERR_NOTFOUND,
	    "no lines begin with '%s'; there are " VERBOSITY_ALL "%s", noun,
	    names.data);
	buf_done(&names);
	return ERR_NOTFOUND;
}

int
verbosity_set(struct verbosity *verbosity, const char *name,
    enum log_level level, int64_t ms, struct err *err)
{
	const char *noun = verbosity_noun(name);
	struct verbosity_wish *wish;

	if (noun == NULL)
		return verbosity_refuse(name, err);
	wish = verbosity_find(verbosity, noun);
	if (wish != NULL)
		verbosity_drop(wish);
	wish = mem_new(sizeof(*wish));
	wish->verbosity = verbosity;
	wish->next = verbosity->wishes;
	wish->noun = noun;
	wish->level = level;
	verbosity->wishes = wish;
	if (ms > 0) {
		wish->until = loop_now(verbosity->loop) + ms;
		wish->timer =
		    loop_after(verbosity->loop, ms, verbosity_on_end, wish);
	}
	if (!verbosity_is_all(noun))
		return log_set_level_of(noun, level);
	log_set_level(level);
	return 0;
}

int
verbosity_reset(struct verbosity *verbosity, const char *name, struct err *err)
{
	const char *noun = verbosity_noun(name);
	struct verbosity_wish *wish;

	if (noun == NULL)
		return verbosity_refuse(name, err);
	wish = verbosity_find(verbosity, noun);
	if (wish != NULL)
		verbosity_drop(wish);
	return 0;
}

bool
verbosity_row(
    const struct verbosity *verbosity, size_t i, struct verbosity_row *ret)
{
	const struct verbosity_wish *wish = verbosity->wishes;

	for (; wish != NULL && i > 0; i--)
		wish = wish->next;
	if (wish == NULL)
		return false;
	*ret = (struct verbosity_row){wish->noun, wish->level, wish->until};
	return true;
}

enum log_level
verbosity_level(const struct verbosity *verbosity)
{
	return verbosity->level;
}
