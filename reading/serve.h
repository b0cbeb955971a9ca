/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What filingd-reader does with a job: the frame of the job in, the frame of
 * its answer out.
 */
#ifndef READING_SERVE_H
#define READING_SERVE_H

#include "reading/frame.h"

struct lexicon;

/* Real milliseconds that filingd gives this job (its alarm). */
int64_t serve_alarm_ms(const struct frame_in *job);

/*
 * Reads the list or document of job, in the jail, and begins and completes
 * answer: FRAME_LIST_ANSWER, FRAME_READING or FRAME_FAILED.
 */
void serve_job(const struct lexicon *lexicon, const struct frame_in *job,
    struct buf *answer);

#endif
