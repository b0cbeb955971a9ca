/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filingd-day: filingd with its exchange and its receiver in one process, in
 * held time, so that a day takes less than a second and each run makes the same
 * calls in the same order. It is made to be killed (tests/lib/killpoint.c): the
 * day's clock stands in FOLDER/clock, and the next run goes on from there.
 */
#include "daemon/service.h"
#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "tests/lib/exchange_tape.h"
#include "tests/lib/receiver.h"

#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define DAY_SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define DAY_STEP   1000 /* the clock is noted so often, in ms of the day */

struct day {
	const char *folder;
	const char *tape;
	const char *maildir;
	int64_t start, end;
	int64_t down_from, down_until; /* the receiver answers 503 and 451 */
	int64_t port; /* of the exchange; webhooks and mails: the next two */
	int64_t *now; /* the clock, in a file */
	char *config, *calendars, *record, *clock_file;
	struct clock *clock;
	struct loop *loop;
	struct exchange *exchange;
	struct receiver *receiver;
	struct service *service;
};

static int
day_usage(void)
{
	(void)fputs("usage: filingd-day -d FOLDER -t TAPE -s START -l SECONDS\n"
		    "           -p PORT -m MAILDIR [-o FROM -u UNTIL]\n"
		    "FOLDER holds filingd.yaml; PORT and the two after it are\n"
		    "taken; the receiver is down from FROM to UNTIL seconds\n"
		    "after START.\n",
	    stderr);
	return 2;
}

static bool
day_take(struct day *day, int option, const char *value)
{
	bool has_time, has_zone;
	int64_t n = 0;

	if (strchr("loup", option) != NULL)
		if (number_parse(value, 0, 1000000, &n) < 0)
			return false;
	switch (option) {
	case 'd':
		day->folder = value;
		return true;
	case 't':
		day->tape = value;
		return true;
	case 'm':
		day->maildir = value;
		return true;
	case 's':
		return datetime_parse(value, "%Y-%m-%dT%H:%M:%S%z", 0,
			   &day->start, &has_time, &has_zone) == 0;
	case 'l':
		day->end = n * 1000;
		return true;
	case 'o':
		day->down_from = n * 1000;
		return true;
	case 'u':
		day->down_until = n * 1000;
		return true;
	case 'p':
		day->port = n;
		return true;
	default:
		return false;
	}
}

static bool
day_parse(struct day *day, int argc, char *argv[])
{
	int c;

	while ((c = getopt(argc, argv, "d:t:m:s:l:o:u:p:")) != -1) {
		if (!day_take(day, c, optarg))
			return false;
	}
	day->end += day->start;
	day->down_from += day->start;
	day->down_until += day->start;
	return day->folder != NULL && day->tape != NULL && day->start > 0 &&
	       day->port > 0;
}

/* A page of memory that is a file: a kill leaves it as it is. */
static int64_t *
day_map(const char *file, struct err *err)
{
	int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	void *p = MAP_FAILED;

	if (fd >= 0 && ftruncate(fd, sizeof(int64_t)) == 0)
		p = mmap(NULL, sizeof(int64_t), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	if (p == MAP_FAILED)
		err_drop(err_set(err, ERR_IO, "%s", file)); /* NULL says it */
	return p == MAP_FAILED ? NULL : p;
}

static int
day_load(struct day *day, struct err *err)
{
	struct buf complaints;

	buf_init(&complaints, 64 * KIB);
	int rc = exchange_load_tape(
	    day->exchange, day->tape, day->start, &complaints);
	if (rc < 0)
		rc = err_set(err, rc, "%s",
		    complaints.data != NULL ? complaints.data : day->tape);
	buf_done(&complaints);
	return rc;
}

static int
day_open_peers(struct day *day, struct err *err)
{
	struct receiver_options options = {
	    .port = (int)day->port + 1,
	    .smtp_port = (int)day->port + 2,
	    .secret = DAY_SECRET,
	    .maildir = day->maildir,
	    .record = day->record,
	};
	int rc = exchange_new(day->loop, (int)day->port, &day->exchange, err);

	if (rc == 0)
		rc = receiver_new(day->loop, &options, &day->receiver, err);
	return rc == 0 ? day_load(day, err) : rc;
}

static int
day_open_service(struct day *day, struct err *err)
{
	struct service_options options = {
	    .config_path = day->config,
	    .clock = day->clock,
	    .loop = day->loop,
	    .no_api = true,
	};
	struct buf complaints;

	config_options_default(&options.config);
	options.config.calendars = day->calendars;
	buf_init(&complaints, MIB);
	int rc = service_new(&options, &day->service, &complaints, err);
	if (complaints.len > 0)
		(void)fputs(complaints.data, stderr);
	buf_done(&complaints);
	return rc == 0 ? service_start(day->service, err) : rc;
}

static int
day_open(struct day *day, struct err *err)
{
	day->clock_file = mem_printf("%s/clock", day->folder);
	day->config = mem_printf("%s/filingd.yaml", day->folder);
	day->record = mem_printf("%s/record", day->folder);
	day->calendars =
	    mem_printf("%s/watchers/calendars", getenv("FILINGD_SRCDIR"));
	day->now = day_map(day->clock_file, err);
	if (day->now == NULL)
		return err->code;
	if (*day->now == 0)
		*day->now = day->start;
	day->clock = clock_new_held(*day->now);
	day->loop = loop_new(day->clock);
	int rc = day_open_peers(day, err);
	return rc == 0 ? day_open_service(day, err) : rc;
}

static void
day_run(struct day *day)
{
	while (*day->now < day->end) {
		bool down =
		    *day->now >= day->down_from && *day->now < day->down_until;

		receiver_answer(day->receiver, down ? 503 : 200, NULL);
		receiver_answer_mail(day->receiver, down ? 451 : 250);
		loop_run_until(day->loop, *day->now + DAY_STEP);
		*day->now = clock_wall(day->clock);
	}
}

static void
day_close(struct day *day)
{
	service_free(day->service);
	receiver_free(day->receiver);
	exchange_free(day->exchange);
	loop_free(day->loop);
	clock_free(day->clock);
	mem_free(day->config);
	mem_free(day->calendars);
	mem_free(day->record);
	mem_free(day->clock_file);
}

int
main(int argc, char *argv[])
{
	struct day day = {.end = 0};
	struct err err = ERR_NONE;

	if (!day_parse(&day, argc, argv))
		return day_usage();
	(void)signal(SIGPIPE, SIG_IGN);
	log_init("filingd", LOG_TO_STDERR,
	    getenv("FILINGD_DEBUG") != NULL ? LOG_AT_DEBUG : LOG_AT_WARNING);
	int rc = day_open(&day, &err);
	if (rc == 0)
		day_run(&day);
	else
		(void)fprintf(stderr, "filingd-day: %s\n", err.text);
	day_close(&day);
	return rc == 0 ? 0 : 1;
}
