/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what the system says of this process. Out: samples. Called by
 * daemon/metrics_page.c.
 */
#include "daemon/metrics_process.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static int64_t
process_time_us(const struct timeval *time)
{
	return (int64_t)time->tv_sec * 1000000 + (int64_t)time->tv_usec;
}

static int64_t
process_open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int64_t count = 0;

	if (dir == NULL)
		return -1;
	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 3; /* itself, "." and ".." */
}

static void
process_print_memory(struct metrics_text *text)
{
	FILE *file = fopen("/proc/self/statm", "re");
	int64_t size = 0, resident = 0, page = sysconf(_SC_PAGESIZE);
	int n = 0;

	if (file != NULL) {
		n = fscanf(file, "%" SCNd64 " %" SCNd64, &size, &resident);
		fclose(file);
	}
	if (n != 2)
		return;
	metrics_text_begin(text, "process_virtual_memory_bytes", "gauge",
	    "address space in use");
	metrics_text_int(text, "", size * page);
	metrics_text_begin(
	    text, "process_resident_memory_bytes", "gauge", "memory in use");
	metrics_text_int(text, "", resident * page);
}

static void
process_print_files(struct metrics_text *text)
{
	int64_t open_files = process_open_files();
	struct rlimit limit;

	if (open_files >= 0) {
		metrics_text_begin(text, "process_open_fds", "gauge",
		    "descriptors that are open");
		metrics_text_int(text, "", open_files);
	}
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		metrics_text_begin(text, "process_max_fds", "gauge",
		    "descriptors that may be open");
		metrics_text_int(text, "", (int64_t)limit.rlim_cur);
	}
}

void
metrics_process_print(struct metrics_text *text, int64_t started)
{
	struct rusage usage;

	metrics_text_begin(text, "process_start_time_seconds", "gauge",
	    "when the process started");
	metrics_text_ms(text, "", started);
	if (getrusage(RUSAGE_SELF, &usage) == 0) {
		metrics_text_begin(text, "process_cpu_seconds_total", "counter",
		    "time on the processors");
		metrics_text_us(text, "",
		    process_time_us(&usage.ru_utime) +
			process_time_us(&usage.ru_stime));
	}
	process_print_memory(text);
	process_print_files(text);
}
