/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a directory and what the kernel says happens in it. Goes out: the
 * list of its files, and their bytes. Called by watchers/machine_page.c; for
 * bytes by daemon/pipeline.c.
 */
#include "watchers/inbox.h"

#include "lib/base/json_out.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/net/loop.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define INBOX_FAULT_MAX 160
/* Files that come together are one poll. */
#define INBOX_GATHER_MS 250
#define INBOX_EVENTS                                                           \
	(IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE |    \
	    IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
/* So many are written to at once; with more, files are left to rest. */
#define INBOX_OPEN  4096
/* More files at once than that are not listed: that is a gap. */
#define INBOX_FILES 100000

struct inbox {
	struct loop *loop;
	char *path;
	inbox_fn *fn;
	void *arg;
	int fd; /* of inotify; -1: none */
	int watch; /* -1: the directory is not watched */
	int64_t since; /* wall ms: it is watched without a hole */
	struct loop_io *io;
	struct loop_timer *timer;
	int64_t due; /* of timer */
	size_t fault_count;
	char fault[INBOX_FAULT_MAX]; /* of the first */
	size_t open_count, open_cap;
	char **open; /* names that are being written */
};

/* One entry of a scan. */
struct inbox_file {
	char *name;
	const char *fault; /* NULL: none */
	int64_t modified, size;
	bool linked; /* it has another name: nobody opened it to be here */
	bool skipped;
};

struct inbox_files {
	size_t count, cap;
	struct inbox_file *files;
};

static void
inbox_on_timer(void *arg)
{
	struct inbox *inbox = arg;

	inbox->timer = NULL;
	inbox->fn(inbox->arg);
}

static void
inbox_tell_in(struct inbox *inbox, int64_t ms)
{
	int64_t due = loop_now(inbox->loop) + ms;

	if (inbox->timer != NULL && inbox->due <= due)
		return;
	loop_cancel(inbox->timer);
	inbox->due = due;
	inbox->timer = loop_after(inbox->loop, ms, inbox_on_timer, inbox);
}

static size_t
inbox_find_open(const struct inbox *inbox, const char *name)
{
	size_t i = 0;

	while (i < inbox->open_count && strcmp(inbox->open[i], name) != 0)
		i++;
	return i;
}

static void
inbox_forget_open(struct inbox *inbox)
{
	while (inbox->open_count > 0)
		mem_free(inbox->open[--inbox->open_count]);
}

/* Something was missed, or the directory is another one. */
static void
inbox_begin_anew(struct inbox *inbox, bool gone)
{
	inbox_forget_open(inbox);
	inbox->since = loop_now(inbox->loop);
	if (gone && inbox->watch >= 0) {
		(void)inotify_rm_watch(inbox->fd, inbox->watch);
		inbox->watch = -1;
	}
	inbox_tell_in(inbox, INBOX_GATHER_MS);
}

static void
inbox_set_open(struct inbox *inbox, const char *name, bool open)
{
	size_t i = inbox_find_open(inbox, name);

	if (open && i == INBOX_OPEN) {
		inbox_begin_anew(inbox, false);
	} else if (open && i == inbox->open_count) {
		inbox->open = mem_grow(inbox->open, inbox->open_count,
		    &inbox->open_cap, sizeof(*inbox->open));
		inbox->open[inbox->open_count++] = mem_strdup(name);
	} else if (!open && i < inbox->open_count) {
		mem_free(inbox->open[i]);
		inbox->open[i] = inbox->open[--inbox->open_count];
	}
}

static void
inbox_take_event(struct inbox *inbox, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW) {
		inbox_begin_anew(inbox, false);
		return;
	}
	if (event->wd != inbox->watch)
		return;
	if (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) {
		inbox_begin_anew(inbox, true);
		return;
	}
	if (event->len == 0 || (event->mask & IN_ISDIR))
		return;
	if (event->mask & (IN_CREATE | IN_MODIFY)) {
		inbox_set_open(inbox, event->name, true);
		return;
	}
	inbox_set_open(inbox, event->name, false);
	if (event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO))
		inbox_tell_in(inbox, INBOX_GATHER_MS);
}

/* All that the kernel has to say by now. */
static void
inbox_drain(struct inbox *inbox)
{
	char bytes[16 * 1024]
	    __attribute__((aligned(__alignof__(struct inotify_event))));
	ssize_t n;

	while (
	    inbox->fd >= 0 && (n = read(inbox->fd, bytes, sizeof(bytes))) > 0) {
		const struct inotify_event *event;

		for (ssize_t at = 0; at < n;
		     at += (ssize_t)(sizeof(*event) + event->len)) {
			event = (const void *)(bytes + at);
			inbox_take_event(inbox, event);
		}
	}
}

static void
inbox_on_events(int fd, int what, void *arg)
{
	(void)fd;
	(void)what;
	inbox_drain(arg);
}

static void
inbox_watch(struct inbox *inbox)
{
	if (inbox->fd < 0 || inbox->watch >= 0)
		return;
	inbox->watch = inotify_add_watch(inbox->fd, inbox->path, INBOX_EVENTS);
	inbox->since = loop_now(inbox->loop);
}

struct inbox *
inbox_new(struct loop *loop, const char *path, inbox_fn *fn, void *arg)
{
	struct inbox *inbox = mem_new(sizeof(*inbox));

	inbox->loop = loop;
	inbox->path = mem_strdup(path);
	inbox->fn = fn;
	inbox->arg = arg;
	inbox->watch = -1;
	inbox->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (inbox->fd >= 0)
		inbox->io = loop_io_new(
		    loop, inbox->fd, LOOP_READ, inbox_on_events, inbox);
	inbox_watch(inbox);
	return inbox;
}

void
inbox_free(struct inbox *inbox)
{
	if (inbox == NULL)
		return;
	loop_cancel(inbox->timer);
	loop_io_free(inbox->io);
	if (inbox->fd >= 0)
		(void)close(inbox->fd);
	inbox_forget_open(inbox);
	mem_free(inbox->open);
	mem_free(inbox->path);
	mem_free(inbox);
}

static const char *
inbox_name_fault(const char *name)
{
	size_t n = strlen(name);

	if (n > INBOX_NAME_MAX)
		return "a name that is too long";
	if (!utf8_is_text(name))
		return "a name that is no UTF-8";
	for (const char *p = name; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return "a name with control characters";
	return NULL;
}

static void
inbox_add_file(struct inbox_files *files, const char *name,
    const struct stat *st, const char *fault)
{
	struct inbox_file *file;

	files->files = mem_grow(
	    files->files, files->count, &files->cap, sizeof(*files->files));
	file = &files->files[files->count++];
	*file = (struct inbox_file){.name = mem_strdup(name),
	    .fault = fault ? fault : inbox_name_fault(name),
	    .modified = (int64_t)st->st_mtim.tv_sec * 1000 +
			st->st_mtim.tv_nsec / 1000000,
	    .size = (int64_t)st->st_size,
	    .linked = st->st_nlink > 1};
}

static void
inbox_look(int dir, const char *name, struct inbox_files *files)
{
	struct stat st;

	if (name[0] == '.' ||
	    fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    S_ISDIR(st.st_mode))
		return;
	inbox_add_file(
	    files, name, &st, S_ISREG(st.st_mode) ? NULL : "no plain file");
}

static int
inbox_compare(const void *a, const void *b)
{
	const struct inbox_file *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int
inbox_list(
    const struct inbox *inbox, struct inbox_files *files, struct err *err)
{
	DIR *dir = opendir(inbox->path);
	struct dirent *entry;

	if (dir == NULL)
		return err_set_errno(
		    err, ERR_IO, errno, "directory '%s'", inbox->path);
	while (files->count < INBOX_FILES && (entry = readdir(dir)) != NULL)
		inbox_look(dirfd(dir), entry->d_name, files);
	(void)closedir(dir);
	if (files->count > 0)
		qsort(files->files, files->count, sizeof(*files->files),
		    inbox_compare);
	return 0;
}

/* Was it, or may it be, still written to? */
static bool
inbox_is_busy(struct inbox *inbox, const struct inbox_file *file)
{
	int64_t age = loop_now(inbox->loop) - file->modified;

	if (file->fault)
		return false;
	if (inbox_find_open(inbox, file->name) < inbox->open_count)
		return !file->linked;
	if (inbox->watch >= 0 && file->modified >= inbox->since)
		return false;
	if (age < 0 || age >= INBOX_REST_MS)
		return false;
	inbox_tell_in(inbox, INBOX_REST_MS - age);
	return true;
}

static void
inbox_write_file(struct json_out *out, const struct inbox_file *file)
{
	const char *dot = strrchr(file->name, '.');
	char *stem = mem_strndup(file->name, dot && dot > file->name
						 ? (size_t)(dot - file->name)
						 : strlen(file->name));

	json_out_open_object(out, NULL);
	if (file->fault) {
		json_out_text(out, "fault", file->fault);
	} else {
		json_out_text(out, "name", file->name);
		json_out_text(out, "stem", stem);
		json_out_int(out, "modified", file->modified);
		json_out_int(out, "size", file->size);
	}
	json_out_close_object(out);
	mem_free(stem);
}

static int
inbox_write(const struct inbox_files *files, struct buf *body, struct err *err)
{
	struct json_out out;
	int64_t total = 0;
	int rc;

	json_out_init(&out, body->limit);
	for (size_t i = 0; i < files->count; i++)
		total += !files->files[i].skipped;
	json_out_open_object(&out, NULL);
	json_out_int(&out, "total", total);
	json_out_open_array(&out, "files");
	for (size_t i = 0; i < files->count; i++)
		if (!files->files[i].skipped)
			inbox_write_file(&out, &files->files[i]);
	json_out_close_array(&out);
	json_out_close_object(&out);
	rc = out.code;
	if (rc == 0)
		rc = buf_add(body, out.text.data, out.text.len);
	json_out_done(&out);
	return rc == 0 ? 0
		       : err_set(err, rc, "a list of %zu files is too long",
			     files->count);
}

/* Of its name, what can be shown. */
static void
inbox_note_fault(struct inbox *inbox, const struct inbox_file *file)
{
	char name[INBOX_FAULT_MAX / 2];
	size_t n = 0;

	if (inbox->fault_count++ > 0)
		return;
	for (const char *p = file->name; *p && n + 1 < sizeof(name); p++)
		name[n++] = *p >= ' ' && *p <= '~' ? *p : '?';
	name[n] = '\0';
	(void)snprintf(
	    inbox->fault, sizeof(inbox->fault), "'%s': %s", name, file->fault);
}

size_t
inbox_faults(const struct inbox *inbox, const char **ret_why)
{
	*ret_why = inbox->fault;
	return inbox->fault_count;
}

int
inbox_scan(struct inbox *inbox, struct buf *body, struct err *err)
{
	struct inbox_files files = {0};
	int rc;

	inbox->fault_count = 0;
	inbox_watch(inbox);
	rc = inbox_list(inbox, &files, err);
	/* who is writing now was told of before it could be listed */
	inbox_drain(inbox);
	for (size_t i = 0; i < files.count; i++)
		files.files[i].skipped = inbox_is_busy(inbox, &files.files[i]);
	if (rc == 0)
		rc = inbox_write(&files, body, err);
	for (size_t i = 0; i < files.count; i++) {
		if (files.files[i].fault)
			inbox_note_fault(inbox, &files.files[i]);
		mem_free(files.files[i].name);
	}
	mem_free(files.files);
	return rc;
}

static int
inbox_read_all(int fd, struct buf *body, struct err *err)
{
	char bytes[16 * 1024];
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = read(fd, bytes, sizeof(bytes))) > 0)
		rc = buf_add(body, bytes, (size_t)n);
	if (rc == 0 && n < 0)
		rc = ERR_IO;
	return rc == 0 ? 0 : err_set(err, rc, "%s", err_text(rc));
}

int
inbox_read(
    const char *path, const char *name, struct buf *body, struct err *err)
{
	struct stat st;
	char *file;
	int fd, rc;

	if (name[0] == '.' || strchr(name, '/') != NULL)
		return err_set(
		    err, ERR_INVALID, "'%s' is no file's name", name);
	file = mem_printf("%s/%s", path, name);
	fd = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		rc = err_set_errno(err, ERR_IO, errno, "file '%s'", file);
	else if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		rc = err_set(err, ERR_INVALID, "'%s' is no plain file", file);
	else
		rc = inbox_read_all(fd, body, err);
	if (fd >= 0)
		(void)close(fd);
	mem_free(file);
	return rc;
}
