/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the service as it stands, at the moment it is asked. Out: gauges beside
 * the counters of daemon/metrics.h. Called by daemon/api_pages.c.
 */
#include "daemon/metrics_page.h"

#include "alerts/channel_rows.h"
#include "alerts/tally_rows.h"
#include "daemon/fresh.h"
#include "daemon/generation.h"
#include "daemon/metrics_process.h"
#include "daemon/observer.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

struct page {
	struct service *service;
	struct metrics_text text;
};

/* A gauge without labels. */
static void
page_gauge(struct page *page, const char *name, const char *help, int64_t value)
{
	metrics_text_begin(&page->text, name, "gauge", help);
	metrics_text_int(&page->text, "", value);
}

static void
page_moment(struct page *page, const char *name, const char *help, int64_t wall)
{
	metrics_text_begin(&page->text, name, "gauge", help);
	metrics_text_ms(&page->text, "", wall);
}

static void
page_build(struct page *page)
{
	char *labels = mem_printf("version=\"%s\",libcurl=\"%s\",openssl=\"%s\""
				  ",libevent=\"%s\",sqlite=\"%s\"",
	    PACKAGE_VERSION, http_library(), digest_library(), loop_library(),
	    db_library());

	metrics_text_begin(&page->text, "filingd_build_info", "gauge",
	    "versions of filingd and of the libraries at work");
	metrics_text_int(&page->text, labels, 1);
	mem_free(labels);
}

static void
page_service(struct page *page)
{
	struct service_stats stats;
	struct fresh fresh;

	service_stats(page->service, &stats);
	fresh_look(page->service, &fresh);
	page_gauge(page, "filingd_config_last_reload_successful",
	    "0: the last reload was refused", stats.last_reload_ok);
	page_moment(page,
	    "filingd_config_last_reload_success_timestamp_seconds",
	    "when the configuration at work was loaded", stats.config_loaded);
	page_gauge(page, "filingd_config_generation",
	    "configurations loaded since the start", stats.generation);
	page_gauge(page, "filingd_sources_fresh", "sources that are seen",
	    (int64_t)fresh.fresh);
	page_gauge(page, "filingd_sources_stale",
	    "sources that are not seen as they should be",
	    (int64_t)(fresh.sources - fresh.fresh));
	page_gauge(page, "filingd_agents_connected",
	    "agents that hear of desktop alerts", (int64_t)stats.agents);
	metrics_text_begin(&page->text, "filingd_config_hash", "gauge",
	    "a number of the configuration's bytes at work");
	metrics_text_int(
	    &page->text, "", config_hash(service_config(page->service)));
	page_gauge(page, "filingd_open_items",
	    "filings that are not decided yet", (int64_t)stats.open_items);
	page_gauge(page, "filingd_reader_queue", "jobs that wait for a reader",
	    stats.reader_queue);
	metrics_text_begin(&page->text, "filingd_reader_restarts_total",
	    "counter", "readers that were replaced after a fault");
	metrics_text_int(&page->text, "", stats.reader_restarts);
	page_gauge(page, "filingd_store_ailing", "1: the store cannot write",
	    stats.store_ailing);
	page_moment(page, "filingd_heartbeat_last_success_timestamp_seconds",
	    "when the heartbeat was taken last; 0: never",
	    service_heartbeat_at(page->service));
}

static int64_t
page_file_size(const char *state, const char *name)
{
	char *path = mem_printf("%s/%s", state, name);
	struct stat st;
	int64_t size = stat(path, &st) == 0 ? (int64_t)st.st_size : 0;

	mem_free(path);
	return size;
}

static void
page_store(struct page *page)
{
	const char *state = service_config(page->service)->top.state;
	struct statvfs disk;

	metrics_text_begin(&page->text, "filingd_store_bytes", "gauge",
	    "size of the store's files");
	metrics_text_int(
	    &page->text, "kind=\"main\"", page_file_size(state, "filingd.db"));
	metrics_text_int(&page->text, "kind=\"wal\"",
	    page_file_size(state, "filingd.db-wal"));
	if (statvfs(state, &disk) != 0)
		return;
	page_gauge(page, "filingd_disk_free_bytes",
	    "room on the store's disk for filingd",
	    (int64_t)(disk.f_bavail * disk.f_frsize));
	page_gauge(page, "filingd_disk_size_bytes", "size of the store's disk",
	    (int64_t)(disk.f_blocks * disk.f_frsize));
}

/* One number of every source. */
typedef int64_t page_source_fn(const struct watcher_stats *stats);

static int64_t
page_source_up(const struct watcher_stats *stats)
{
	return stats->health == HEALTH_OK;
}

static int64_t
page_source_paused(const struct watcher_stats *stats)
{
	return stats->pause != NULL;
}

static int64_t
page_source_success(const struct watcher_stats *stats)
{
	return stats->last_success;
}

static int64_t
page_source_newest(const struct watcher_stats *stats)
{
	return stats->newest;
}

static int64_t
page_source_until(const struct watcher_stats *stats)
{
	return stats->complete_until;
}

static const struct {
	const char *name;
	const char *help;
	page_source_fn *fn;
	bool moment;
} page_sources[] = {
    {"filingd_source_up", "1: the last poll was good", page_source_up, false},
    {"filingd_source_paused", "1: a person paused it", page_source_paused,
	false},
    {"filingd_source_last_success_timestamp_seconds",
	"start of the last complete poll; 0: never", page_source_success, true},
    {"filingd_source_last_filing_timestamp_seconds",
	"newest time of publication seen; 0: none", page_source_newest, true},
    {"filingd_source_complete_until_timestamp_seconds",
	"all that was published before was seen; 0: unknown", page_source_until,
	true},
};

static void
page_source_figures(struct page *page)
{
	for (size_t k = 0; k < sizeof(page_sources) / sizeof(page_sources[0]);
	     k++) {
		metrics_text_begin(&page->text, page_sources[k].name, "gauge",
		    page_sources[k].help);
		for (size_t i = 0; i < service_source_count(page->service);
		     i++) {
			struct watcher_stats stats;
			char *labels;

			service_source_stats(page->service, i, &stats);
			labels =
			    metrics_text_labels("source", stats.source, "");
			if (page_sources[k].moment)
				metrics_text_ms(&page->text, labels,
				    page_sources[k].fn(&stats));
			else
				metrics_text_int(&page->text, labels,
				    page_sources[k].fn(&stats));
			mem_free(labels);
		}
	}
}

static void
page_source_states(struct page *page)
{
	metrics_text_begin(&page->text, "filingd_source_state", "gauge",
	    "1: the source's health is this");
	for (size_t i = 0; i < service_source_count(page->service); i++) {
		struct watcher_stats stats;

		service_source_stats(page->service, i, &stats);
		for (int state = 0; state < HEALTH_STATES; state++) {
			char *more = mem_printf("state=\"%s\"",
			    health_word((enum health_state)state));
			char *labels =
			    metrics_text_labels("source", stats.source, more);

			metrics_text_int(&page->text, labels,
			    stats.health == (enum health_state)state);
			mem_free(more);
			mem_free(labels);
		}
	}
}

/* Only of sources that have a budget. */
static void
page_source_budgets(struct page *page)
{
	const struct generation *generation = service_generation(page->service);

	metrics_text_begin(&page->text, "filingd_source_budget_remaining",
	    "gauge", "requests that the source may still get today");
	for (size_t i = 0; i < service_source_count(page->service); i++) {
		int64_t budget =
		    generation_source_config(generation, i)->definition->budget;
		struct watcher_stats stats;
		char *labels;

		service_source_stats(page->service, i, &stats);
		if (budget == 0)
			continue;
		labels = metrics_text_labels("source", stats.source, "");
		metrics_text_int(&page->text, labels,
		    budget > stats.requests ? budget - stats.requests : 0);
		mem_free(labels);
	}
}

/* What all channels have to send, read once. */
static struct channel_tally *
page_tallies(struct page *page, const struct config *config)
{
	struct channel_tally *tallies =
	    mem_array(config->channel_count + 1, sizeof(*tallies));
	int64_t now = loop_now(service_loop(page->service));
	struct err err = ERR_NONE;

	for (size_t i = 0; i < config->channel_count; i++) {
		/* A store that cannot be read shows elsewhere. */
		err_drop(tally_rows_channel(service_db(page->service),
		    config->channels[i].name, now, &tallies[i], &err));
	}
	return tallies;
}

static void
page_entry(struct page *page, const char *channel, const char *state, int64_t n)
{
	char *labels = metrics_text_labels("channel", channel, state);

	metrics_text_int(&page->text, labels, n);
	mem_free(labels);
}

static void
page_outbox(struct page *page)
{
	const struct config *config = service_config(page->service);
	struct channel_tally *tallies = page_tallies(page, config);
	int64_t now = loop_now(service_loop(page->service));

	metrics_text_begin(&page->text, "filingd_outbox_entries", "gauge",
	    "deliveries that are not finished; held: due later");
	for (size_t i = 0; i < config->channel_count; i++) {
		const char *name = config->channels[i].name;

		page_entry(page, name, "state=\"held\"", tallies[i].held);
		page_entry(page, name, "state=\"pending\"", tallies[i].pending);
		page_entry(page, name, "state=\"leased\"", tallies[i].leased);
		page_entry(page, name, "state=\"retry\"", tallies[i].retry);
	}
	metrics_text_begin(&page->text, "filingd_outbox_oldest_seconds",
	    "gauge", "how long the oldest delivery that is due waits");
	for (size_t i = 0; i < config->channel_count; i++) {
		char *labels = metrics_text_labels(
		    "channel", config->channels[i].name, "");

		metrics_text_ms(&page->text, labels,
		    tallies[i].oldest > 0 ? now - tallies[i].oldest : 0);
		mem_free(labels);
	}
	mem_free(tallies);
}

static const char *
page_channel_state(struct page *page, const char *name)
{
	struct outbox *outbox = service_outbox(page->service);
	struct channel_state state = {0};
	struct outbox_lane lane = {0};
	struct err err = ERR_NONE;
	bool disabled;

	/* A store that cannot be read shows elsewhere. */
	err_drop(
	    channel_rows_load(service_db(page->service), name, &state, &err));
	disabled = state.disabled_since > 0;
	channel_state_done(&state);
	if (disabled)
		return "disabled";
	if (!outbox_lane(outbox, name, &lane))
		return "ok";
	if (lane.hold_until > loop_now(service_loop(page->service)))
		return "held";
	return lane.probing ? "probing" : "ok";
}

static void
page_channels(struct page *page)
{
	static const char *const states[] = {
	    "ok", "held", "probing", "disabled"};
	const struct config *config = service_config(page->service);

	metrics_text_begin(&page->text, "filingd_channel_state", "gauge",
	    "1: the channel is in this state");
	for (size_t i = 0; i < config->channel_count; i++) {
		const char *name = config->channels[i].name;
		const char *now = page_channel_state(page, name);

		for (size_t k = 0; k < sizeof(states) / sizeof(states[0]);
		     k++) {
			char *more = mem_printf("state=\"%s\"", states[k]);

			page_entry(
			    page, name, more, strcmp(now, states[k]) == 0);
			mem_free(more);
		}
	}
}

int
metrics_page(struct service *service, struct buf *out)
{
	struct page page = {.service = service, .text = {.out = out}};

	page_build(&page);
	page_service(&page);
	page_store(&page);
	page_source_figures(&page);
	page_source_states(&page);
	page_source_budgets(&page);
	page_outbox(&page);
	page_channels(&page);
	metrics_print(observer_metrics(service_observer(service)), &page.text);
	metrics_process_print(&page.text, service_started(service));
	return page.text.code;
}
