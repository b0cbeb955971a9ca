/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: how much a person wants logged. Goes out: how much is. Called by
 * daemon/api.c by way of daemon/api_routes.c.
 */
#include "daemon/api_log.h"

#include "daemon/source_json.h"
#include "daemon/verbosity.h"
#include "lib/base/json_text.h"

#include <string.h>

#define API_WORD_MAX	32
#define API_LOG_FOR_MAX (INT64_C(7) * 86400 * 1000)

char *
api_log_show(const struct api_ask *ask, int *ret_status)
{
	const struct verbosity *verbosity = service_verbosity(ask->service);
	struct verbosity_row row;
	json_t *rows = json_array();

	for (size_t i = 0; verbosity_row(verbosity, i, &row); i++)
		json_array_append_new(
		    rows, json_pack("{s:s, s:s, s:o}", "noun", row.noun,
			      "level", log_level_word(row.level), "until",
			      source_json_time(row.until)));
	*ret_status = 200;
	return json_text(json_pack("{s:s, s:o}", "level",
	    log_level_word(verbosity_level(verbosity)), "wishes", rows));
}

static int
api_log_apply(const struct api_ask *ask, struct err *err)
{
	struct verbosity *verbosity = service_verbosity(ask->service);
	const char *noun = NULL, *word = NULL;
	int64_t ms = api_ask_number(ask, "for", 0);
	enum log_level level;
	int rc = api_ask_text(ask, "noun", API_WORD_MAX, &noun, err);

	if (rc == 0)
		rc = api_ask_text(ask, "level", API_WORD_MAX, &word, err);
	if (rc != 0)
		return rc;
	if (noun == NULL)
		noun = VERBOSITY_ALL;
	if (ms < 0 || ms > API_LOG_FOR_MAX)
		return err_set(
		    err, ERR_INVALID, "'for' must be a time of a week at most");
	if (word != NULL && strcmp(word, "default") == 0)
		return verbosity_reset(verbosity, noun, err);
	if (word == NULL || log_level_parse(word, &level) != 0)
		return err_set(err, ERR_INVALID,
		    "a level is error, warning, info, debug or default");
	return verbosity_set(verbosity, noun, level, ms, err);
}

char *
api_log_set(const struct api_ask *ask, int *ret_status)
{
	struct err err = ERR_NONE;

	if (api_log_apply(ask, &err) != 0)
		return api_ask_fail(&err, ret_status);
	log_info("filingd: what is logged was changed by %s", ask->author);
	return api_log_show(ask, ret_status);
}
