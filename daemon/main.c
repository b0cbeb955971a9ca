/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filingd: reads its command line, opens the log, builds the service and runs
 * the loop. What it does then stands in daemon/pipeline.c.
 */
#include "daemon/config.h"
#include "daemon/service.h"
#include "lib/base/date.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { EXIT_OK, EXIT_FAILED, EXIT_USAGE };

struct main_options {
	const char *config;
	const char *ca_file;
	const char *play; /* START,RATE,EPOCH */
	bool foreground;
	bool check;
};

static void
main_usage(FILE *out)
{
	fprintf(out,
	    "usage: filingd [-f FILE] [-n] [-t]\n"
	    "  -f FILE  configuration (" SYSCONFDIR "/filingd/filingd.yaml)\n"
	    "  -n       log to the terminal\n"
	    "  -t       check the configuration and exit\n"
	    "  -V       print the version and exit\n"
	    "  -C FILE  trust this CA file instead of the system's\n"
	    "  -T START,RATE,EPOCH\n"
	    "           for demonstrations: the clock stood at START (RFC 3339)\n"
	    "           at EPOCH (ms since 1970) and runs RATE times as fast\n");
}

static void
main_on_stop(void *arg)
{
	service_drain(arg);
}

static void
main_log_lines(const struct buf *complaints)
{
	const char *p = complaints->data, *end;

	for (; complaints->len > 0 && *p != '\0'; p = end + 1) {
		end = strchr(p, '\n');
		if (end == NULL)
			return;
		log_error("%.*s", (int)(end - p), p);
	}
}

static void
main_on_hup(void *arg)
{
	struct err err = ERR_NONE;
	struct buf complaints;

	buf_init(&complaints, MIB);
	if (service_reload(arg, &complaints, &err) != 0) {
		log_error("config: %s", err.text);
		main_log_lines(&complaints);
	}
	buf_done(&complaints);
}

static int
main_check(const struct main_options *options)
{
	struct config_options config_options;
	struct config *config = NULL;
	struct buf complaints;
	int errors, rc;

	config_options_default(&config_options);
	config_options.offline = true;
	buf_init(&complaints, MIB);
	rc = config_load(
	    options->config, &config_options, &config, &complaints, &errors);
	fputs(complaints.len > 0 ? complaints.data : "", stderr);
	buf_done(&complaints);
	config_free(config);
	return rc == 0 ? EXIT_OK : EXIT_USAGE;
}

static void
main_loop(struct service *service)
{
	struct loop *loop = service_loop(service);
	struct loop_signal *term =
	    loop_signal_new(loop, SIGTERM, main_on_stop, service);
	struct loop_signal *intr =
	    loop_signal_new(loop, SIGINT, main_on_stop, service);
	struct loop_signal *hup =
	    loop_signal_new(loop, SIGHUP, main_on_hup, service);

	loop_run(loop);
	loop_signal_free(term);
	loop_signal_free(intr);
	loop_signal_free(hup);
}

/* "2026-01-21T16:00:00+08:00,20,1768982400000" to a clock; NULL: it is not. */
static struct clock *
main_play_clock(const char *play)
{
	struct clock *real = clock_new_real();
	int64_t now = clock_wall(real), start, rate, epoch;
	char *text = mem_strdup(play);
	char *rest = text;
	const char *when = strsep(&rest, ",");
	const char *speed = rest != NULL ? strsep(&rest, ",") : "";
	bool has_time, has_zone;
	bool good = datetime_parse(when, "%Y-%m-%dT%H:%M:%S%z", 0, &start,
			&has_time, &has_zone) == 0 &&
		    number_parse(speed, 1, 1000, &rate) == 0 && rest != NULL &&
		    number_parse(rest, 1, INT64_MAX, &epoch) == 0;

	clock_free(real);
	mem_free(text);
	if (!good)
		return NULL;
	return clock_new_rated(start + (now - epoch) * rate, (int)rate);
}

static int
main_run(const struct main_options *options)
{
	struct service_options service_options = {
	    .config_path = options->config,
	    .clock = options->play != NULL ? main_play_clock(options->play)
					   : clock_new_real(),
	    .ca_file = options->ca_file,
	    .sets_log = true,
	};
	struct service *service = NULL;
	struct err err = ERR_NONE;
	struct buf complaints;
	int rc;

	if (service_options.clock == NULL) {
		main_usage(stderr);
		return EXIT_USAGE;
	}
	config_options_default(&service_options.config);
	buf_init(&complaints, MIB);
	rc = service_new(&service_options, &service, &complaints, &err);
	main_log_lines(&complaints);
	buf_done(&complaints);
	if (rc == 0)
		rc = service_start(service, &err);
	if (rc == 0)
		main_loop(service);
	else
		log_error("filingd: cannot start: %s", err.text);
	service_free(service);
	clock_free(service_options.clock);
	if (rc == ERR_CONFIG)
		return EXIT_USAGE;
	return rc == 0 ? EXIT_OK : EXIT_FAILED;
}

int
main(int argc, char *argv[])
{
	struct main_options options = {
	    .config = SYSCONFDIR "/filingd/filingd.yaml"};
	int c;

	while ((c = getopt(argc, argv, "f:nthVC:T:")) != -1) {
		switch (c) {
		case 'f':
			options.config = optarg;
			break;
		case 'n':
			options.foreground = true;
			break;
		case 't':
			options.check = true;
			break;
		case 'C':
			options.ca_file = optarg;
			break;
		case 'T':
			options.play = optarg;
			break;
		case 'h':
			main_usage(stdout);
			return EXIT_OK;
		case 'V':
			puts("filingd " PACKAGE_VERSION);
			return EXIT_OK;
		default:
			main_usage(stderr);
			return EXIT_USAGE;
		}
	}
	if (optind < argc) {
		main_usage(stderr);
		return EXIT_USAGE;
	}
	if (options.check)
		return main_check(&options);
	log_init("filingd", options.foreground ? LOG_TO_STDERR : LOG_TO_SYSTEM,
	    LOG_AT_INFO);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL); /* ignored, it hides how readers end */
	return main_run(&options);
}
