/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl doctor`: looks at everything that filingd needs, with the daemon
 * up or down, and says what to do about what is wrong.
 */
#include "clients/doctor.h"
#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

#define DOCTOR_USAGE "usage: filingctl doctor [-f FILE] [--network]"

static const char *const doctor_words[] = {
    [DOCTOR_OK] = "ok", [DOCTOR_WARN] = "warn", [DOCTOR_FAIL] = "fail"};

void
doctor_say(struct doctor *doctor, enum doctor_finding finding, const char *what,
    const char *fmt, ...)
{
	struct buf text;
	va_list ap;

	doctor->counts[finding]++;
	buf_init(&text, 64 * KIB);
	va_start(ap, fmt);
	/* More than that is no line for people. */
	err_drop(buf_addv(&text, fmt, ap));
	va_end(ap);
	if (doctor->context->json) {
		json_array_append_new(
		    doctor->findings, json_pack("{s:s, s:s, s:s}", "finding",
					  doctor_words[finding], "what", what,
					  "text", text.data));
	} else if (finding != DOCTOR_OK || !doctor->context->quiet) {
		printf("%-4s  %-13s ", doctor_words[finding], what);
		verb_print_clean(text.data);
		putchar('\n');
	}
	buf_done(&text);
}

/* Warnings of a configuration, such as secrets that cannot be read here. */
static void
doctor_say_warnings(struct doctor *doctor, const struct buf *complaints)
{
	const char *line = complaints->len > 0 ? complaints->data : "";

	while (*line != '\0') {
		const char *end = strchr(line, '\n');
		int n =
		    (int)(end != NULL ? (size_t)(end - line) : strlen(line));

		/* The others show the place. */
		if (strncmp(line, doctor->path, strlen(doctor->path)) == 0)
			doctor_say(doctor, DOCTOR_WARN, "configuration", "%.*s",
			    n, line);
		line += end != NULL ? n + 1 : n;
	}
}

static struct config *
doctor_load(struct doctor *doctor)
{
	struct config_options options;
	struct config *config = NULL;
	struct buf complaints;
	int errors;

	config_options_default(&options);
	options.offline = true;
	buf_init(&complaints, MIB);
	if (config_load(
		doctor->path, &options, &config, &complaints, &errors) != 0) {
		doctor_say(doctor, DOCTOR_FAIL, "configuration",
		    "%s has %d error%s; filingctl check -f %s shows them",
		    doctor->path, errors, errors == 1 ? "" : "s", doctor->path);
		config = NULL;
	} else {
		doctor_say(doctor, DOCTOR_OK, "configuration",
		    "%s: sources %zu, channels %zu, rules %zu", doctor->path,
		    config->source_count, config->channel_count,
		    config->rule_count);
		doctor_say_warnings(doctor, &complaints);
	}
	buf_done(&complaints);
	return config;
}

static void
doctor_look(struct doctor *doctor, bool network)
{
	struct config *config = doctor_load(doctor);

	doctor->config = config;
	doctor_look_at_state(doctor);
	doctor_look_at_reader(doctor);
	doctor_look_at_clock(doctor);
	doctor_look_at_sources(doctor);
	doctor_look_at_daemon(doctor);
	if (network)
		doctor_look_at_network(doctor);
	config_free(config);
}

static int
doctor_end(struct doctor *doctor)
{
	int warns = doctor->counts[DOCTOR_WARN];
	int fails = doctor->counts[DOCTOR_FAIL];

	if (doctor->context->json)
		verb_print_json(json_pack("{s:i, s:i, s:o}", "warnings", warns,
		    "failures", fails, "findings", doctor->findings));
	else if (!doctor->context->quiet)
		printf("\n%d warning%s, %d failure%s\n", warns,
		    warns == 1 ? "" : "s", fails, fails == 1 ? "" : "s");
	return fails > 0 ? VERB_FAILED : VERB_OK;
}

int
verb_doctor(const struct verb_context *context, int argc, char **argv)
{
	struct doctor doctor = {
	    .context = context, .path = SYSCONFDIR "/filingd/filingd.yaml"};
	bool network = false;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			puts(DOCTOR_USAGE);
			return VERB_OK;
		}
		if (strcmp(argv[i], "--network") == 0)
			network = true;
		else if (strcmp(argv[i], "-f") == 0 && i + 1 < argc)
			doctor.path = argv[++i];
		else
			return verb_fail(VERB_USAGE, DOCTOR_USAGE);
	}
	if (context->json)
		doctor.findings = json_array();
	doctor_look(&doctor, network);
	return doctor_end(&doctor);
}
