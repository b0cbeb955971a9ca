/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl doctor`: this machine, without the daemon. */
#include "clients/doctor.h"
#include "clients/jailed.h"
#include "lib/base/clock.h"
#include "lib/base/date.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/inspect.h"
#include "watchers/list_answer.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

#define DISK_WARN_PERCENT 10
#define DISK_FAIL_PERCENT 2
#define VERIFIED_DAYS	  180
/* 2026-01-01: whatever says earlier has no clock. */
#define CLOCK_LEAST	  INT64_C(1767225600000)
#define CMAPS		  "/usr/share/poppler/cMap"
/* landlock_create_ruleset(2): asks for the version of the ABI. */
#define LANDLOCK_VERSION  1U

static void
doctor_look_at_disk(struct doctor *doctor, const char *state)
{
	enum doctor_finding finding = DOCTOR_OK;
	struct statvfs disk;
	uint64_t percent;

	if (statvfs(state, &disk) != 0 || disk.f_blocks == 0)
		return;
	percent = (uint64_t)disk.f_bavail * 100 / (uint64_t)disk.f_blocks;
	if (percent < DISK_FAIL_PERCENT)
		finding = DOCTOR_FAIL;
	else if (percent < DISK_WARN_PERCENT)
		finding = DOCTOR_WARN;
	doctor_say(doctor, finding, "disk",
	    "%" PRIu64 " %% of the store's disk is free, %" PRIu64 " MB%s",
	    percent, (uint64_t)disk.f_bavail * disk.f_frsize / 1000000,
	    finding == DOCTOR_OK ? ""
				 : "; make room, or set 'retention' lower");
}

static void
doctor_look_at_store(struct doctor *doctor, const char *state)
{
	char *path = mem_printf("%s/filingd.db", state);
	struct inspect *inspect = NULL;
	struct inspect_size size;
	struct err err = ERR_NONE;
	int rc = inspect_open(path, &inspect, &err);

	if (rc == 0)
		rc = inspect_size(inspect, &size, &err);
	if (rc == ERR_NOTFOUND)
		doctor_say(doctor, DOCTOR_WARN, "store",
		    "%s is not there yet; filingd makes it when it starts",
		    path);
	else if (rc == ERR_DENIED)
		doctor_say(doctor, DOCTOR_WARN, "store",
		    "%s; run this as root or as filingd's user", err.text);
	else if (rc != 0)
		doctor_say(doctor, DOCTOR_FAIL, "store",
		    "%s; filingctl db check tells more", err.text);
	else
		doctor_say(doctor, DOCTOR_OK, "store",
		    "%s, %" PRId64 " MB, schema %d", path,
		    size.pages * size.page_size / 1000000,
		    inspect_version(inspect));
	inspect_close(inspect);
	mem_free(path);
}

void
doctor_look_at_state(struct doctor *doctor)
{
	const char *state =
	    doctor->config != NULL ? doctor->config->top.state : NULL;
	struct stat st;

	if (state == NULL)
		return;
	if (stat(state, &st) != 0) {
		doctor_say(doctor, errno == ENOENT ? DOCTOR_WARN : DOCTOR_FAIL,
		    "state",
		    "%s: %s; the unit makes it, or: install -d -m 700 -o "
		    "filingd %s",
		    state, strerror(errno), state);
		return;
	}
	if (!S_ISDIR(st.st_mode))
		doctor_say(doctor, DOCTOR_FAIL, "state",
		    "%s is no directory; remove it or set 'state'", state);
	else if ((st.st_mode & 077) != 0)
		doctor_say(doctor, DOCTOR_WARN, "state",
		    "%s is open to others; chmod 700 %s", state, state);
	else
		doctor_say(doctor, DOCTOR_OK, "state", "%s", state);
	doctor_look_at_disk(doctor, state);
	doctor_look_at_store(doctor, state);
}

/* The real reader, on a small list. */
static void
doctor_run_reader(struct doctor *doctor)
{
	const struct config *config = doctor->config;
	struct verb_context context = *doctor->context;
	struct list_answer answer;
	struct jailed *jailed;
	struct err err = ERR_NONE;

	if (config == NULL || config->source_count == 0)
		return;
	if (context.program == NULL)
		context.program = config->reader.program;
	if (context.lexicon == NULL)
		context.lexicon = config->reader.lexicon;
	jailed = jailed_new(&context);
	log_set_level(LOG_AT_ERROR);
	if (jailed_read(jailed, &config->sources[0].definition->spec,
		span_of("[]"), &answer, &err) == 0) {
		list_answer_done(&answer);
		doctor_say(doctor, DOCTOR_OK, "reader",
		    "starts in its jail and reads");
	} else {
		doctor_say(doctor, DOCTOR_FAIL, "reader",
		    "%s; filings would be judged by their titles alone, see "
		    "'reader' in filingd.yaml(5)",
		    err.text);
	}
	jailed_free(jailed);
}

void
doctor_look_at_reader(struct doctor *doctor)
{
	long landlock = syscall(
	    SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_VERSION);

	if (landlock < 1)
		doctor_say(doctor, DOCTOR_WARN, "landlock",
		    "this kernel has none (%s): PDFs are refused; boot with "
		    "lsm=landlock,... or use a kernel with it",
		    strerror(errno));
	else
		doctor_say(
		    doctor, DOCTOR_OK, "landlock", "version %ld", landlock);
	if (prctl(PR_GET_SECCOMP) < 0)
		doctor_say(doctor, DOCTOR_FAIL, "seccomp",
		    "this kernel has none; the reader does not start");
	else
		doctor_say(doctor, DOCTOR_OK, "seccomp", "there is one");
	if (access(CMAPS, R_OK) != 0)
		doctor_say(doctor, DOCTOR_FAIL, "poppler-data",
		    "%s is not there: PDFs in Chinese, Japanese and Korean "
		    "would be read wrong; apt install poppler-data",
		    CMAPS);
	else
		doctor_say(doctor, DOCTOR_OK, "poppler-data", CMAPS);
	doctor_run_reader(doctor);
}

void
doctor_look_at_clock(struct doctor *doctor)
{
	struct timex state = {.modes = 0};
	struct clock *clock = clock_new_real();
	int64_t now = clock_wall(clock);
	char when[DATE_STR_MAX];

	clock_free(clock);
	if (now < CLOCK_LEAST)
		doctor_say(doctor, DOCTOR_FAIL, "clock",
		    "it says %s; set it, or filings are dated wrong",
		    datetime_print_utc(now, when));
	else if (adjtimex(&state) < 0 || (state.status & STA_UNSYNC) != 0)
		doctor_say(doctor, DOCTOR_WARN, "clock",
		    "nothing keeps it right; systemctl enable --now "
		    "systemd-timesyncd");
	else
		doctor_say(doctor, DOCTOR_OK, "clock", "kept right");
}

void
doctor_look_at_sources(struct doctor *doctor)
{
	const struct config *config = doctor->config;
	struct clock *clock = clock_new_real();
	int64_t today = clock_wall(clock) / (INT64_C(86400) * 1000);

	clock_free(clock);
	for (size_t i = 0; config != NULL && i < config->source_count; i++) {
		const struct config_source *source = &config->sources[i];
		const char *verified = source->definition->verified;
		int32_t day;

		if (verified == NULL || date_parse(verified, &day) != 0)
			doctor_say(doctor, DOCTOR_WARN, "source",
			    "%s: its definition does not say when it was "
			    "verified; filingctl sources doctor %s does it",
			    source->name, source->name);
		else
			doctor_say(doctor,
			    today - day > VERIFIED_DAYS ? DOCTOR_WARN
							: DOCTOR_OK,
			    "source", "%s: verified %" PRId64 " days ago%s%s",
			    source->name, today - day,
			    today - day > VERIFIED_DAYS
				? "; filingctl sources doctor "
				: "",
			    today - day > VERIFIED_DAYS ? source->name : "");
	}
}
