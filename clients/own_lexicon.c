/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the folders of the lexicon. Out: the lexicon, and complaints on standard
 * error. `filingctl read` and `filingctl check` call it.
 */
#include "clients/own_lexicon.h"

#include "clients/verb.h"
#include "reading/lexicon.h"

#include <stdio.h>

int
own_lexicon_load(
    const char *shipped, const char *own, struct lexicon **ret, struct err *err)
{
	struct buf complaints;
	struct book_report report = {.complaints = &complaints};

	buf_init(&complaints, MIB);
	int rc = lexicon_load_own(shipped, own, &report, ret, err);
	if (rc == 0 && report.errors > 0)
		fprintf(stderr,
		    "%sfilingctl: none of your own phrases is read\n",
		    complaints.data);
	buf_done(&complaints);
	return rc;
}

int
own_lexicon_check(const char *shipped, const char *own, bool quiet)
{
	struct lexicon *lexicon = NULL;
	struct err err = ERR_NONE;
	struct buf complaints;
	struct book_report report = {.complaints = &complaints};

	buf_init(&complaints, MIB);
	int rc = lexicon_load_own(shipped, own, &report, &lexicon, &err);
	if (complaints.len > 0 && (report.errors > 0 || !quiet))
		fputs(complaints.data, stderr);
	buf_done(&complaints);
	lexicon_free(lexicon);
	if (rc != 0)
		return verb_fail(VERB_USAGE, "%s", err.text);
	if (report.errors == 0)
		return VERB_OK;
	return verb_fail(VERB_USAGE,
	    "%s: %d error%s: filingd reads without your own phrases until "
	    "this is mended",
	    own, report.errors, report.errors == 1 ? "" : "s");
}
