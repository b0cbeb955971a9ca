/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A preloaded library that counts filingd's system calls and lets one of them
 * fail, or be its last.
 *
 *   KILLPOINT_PROGRAM=NAME  who counts (filingd); its children do not
 *   KILLPOINT_KIND=KIND     what happens, and so which calls count:
 *       kill    SIGKILL just before a write, sync, cut, rename or send
 *       enospc  a write or sync of a file fails with ENOSPC
 *       eio     a read, write or sync of a file fails with EIO
 *       emfile  a call that makes a descriptor fails with EMFILE
 *       short   a write or send does half of what it was asked
 *       reset   a send or receive over TCP fails with ECONNRESET
 *       alloc   an allocation of the program itself fails
 *   KILLPOINT_AT=N          from the N-th such call on (0: never) ...
 *   KILLPOINT_FOR=N         ... so many of them (1)
 *   KILLPOINT_EVERY=N       and again at each N-th (0: not again)
 *   KILLPOINT_UNTIL=N       not from the N-th on (0: for ever)
 *   KILLPOINT_COUNT=FILE    8 bytes: how many there were so far
 *
 * What libevent calls does not count: in tests that run filingd and its peers
 * in one process it speaks for the peers (and in filingd for the API alone).
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { KILL, ENO_SPC, E_IO, E_MFILE, SHORT, RESET, ALLOC, KINDS };

/* What a call is; a kind looks at some of them. */
enum {
	CALL_WRITE = 1, /* of bytes, to anything */
	CALL_SYNC = 2,
	CALL_NAME = 4, /* rename, unlink */
	CALL_SEND = 8,
	CALL_READ = 16,
	CALL_RECEIVE = 32,
	CALL_OPEN = 64,
	CALL_ALLOC = 128,
	CALL_CUT = 256
};

static const struct {
	const char *name;
	int calls;
	int error;
	mode_t on; /* only descriptors of this type; 0: all */
} kinds[KINDS] = {
    [KILL] = {"kill", CALL_WRITE | CALL_SYNC | CALL_NAME | CALL_SEND | CALL_CUT,
	0, 0},
    [ENO_SPC] = {"enospc", CALL_WRITE | CALL_SYNC | CALL_CUT, ENOSPC, S_IFREG},
    [E_IO] = {"eio", CALL_READ | CALL_WRITE | CALL_SYNC | CALL_CUT, EIO,
	S_IFREG},
    [E_MFILE] = {"emfile", CALL_OPEN, EMFILE, 0},
    [SHORT] = {"short", CALL_WRITE | CALL_SEND, 0, 0},
    [RESET] = {"reset", CALL_SEND | CALL_RECEIVE, ECONNRESET, S_IFSOCK},
    [ALLOC] = {"alloc", CALL_ALLOC, ENOMEM, 0},
};

struct range {
	uintptr_t from, to;
};

static pthread_once_t shim_once = PTHREAD_ONCE_INIT;
static bool shim_on;
static enum kind shim_kind;
static uint64_t shim_at, shim_for = 1, shim_every, shim_until;
static struct range shim_program, shim_libevent;
static _Atomic uint64_t shim_own; /* where there is no file */
static _Atomic uint64_t *shim_seen = &shim_own;
static _Atomic bool shim_ready;

static uint64_t
shim_number(const char *name, uint64_t otherwise)
{
	const char *s = getenv(name);
	uint64_t n = 0;

	if (s == NULL || *s == '\0')
		return otherwise;
	for (; *s >= '0' && *s <= '9'; s++)
		n = n * 10 + (uint64_t)(*s - '0');
	return n;
}

static int
shim_on_object(struct dl_phdr_info *info, size_t size, void *arg)
{
	bool first = shim_program.to == 0;
	struct range *range = NULL;

	(void)size;
	(void)arg;
	if (first)
		range = &shim_program;
	else if (strstr(info->dlpi_name, "/libevent") != NULL)
		range = &shim_libevent;
	for (int i = 0; range != NULL && i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		uintptr_t from = info->dlpi_addr + part->p_vaddr;

		if (part->p_type != PT_LOAD)
			continue;
		if (range->to == 0)
			range->from = from;
		range->to = from + part->p_memsz;
	}
	return 0;
}

/* The count is shared memory: it outlives the process without a call. */
static void
shim_map(const char *file)
{
	int fd =
	    file == NULL ? -1 : open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	void *p = MAP_FAILED;

	if (fd < 0)
		return;
	if (ftruncate(fd, 8) == 0)
		p = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (p != MAP_FAILED)
		shim_seen = p;
}

static void
shim_start(void)
{
	const char *program = getenv("KILLPOINT_PROGRAM");
	const char *kind = getenv("KILLPOINT_KIND");

	for (int i = 0; kind != NULL && i < KINDS; i++) {
		if (strcmp(kinds[i].name, kind) == 0)
			shim_kind = (enum kind)i;
	}
	shim_at = shim_number("KILLPOINT_AT", 0);
	shim_for = shim_number("KILLPOINT_FOR", 1);
	shim_every = shim_number("KILLPOINT_EVERY", 0);
	shim_until = shim_number("KILLPOINT_UNTIL", 0);
	if (strcmp(program_invocation_short_name,
		program != NULL ? program : "filingd") == 0) {
		dl_iterate_phdr(shim_on_object, NULL);
		shim_map(getenv("KILLPOINT_COUNT"));
		shim_on = true;
	}
	atomic_store(&shim_ready, true);
}

__attribute__((constructor)) static void
shim_load(void)
{
	pthread_once(&shim_once, shim_start);
}

static bool
shim_is_in(const struct range *range, const void *p)
{
	return (uintptr_t)p >= range->from && (uintptr_t)p < range->to;
}

static bool
shim_counts(int call, int fd, const void *caller)
{
	struct stat st;

	if (!atomic_load(&shim_ready) || !shim_on ||
	    (kinds[shim_kind].calls & call) == 0)
		return false;
	if (shim_kind == ALLOC)
		return shim_is_in(&shim_program, caller);
	if (shim_is_in(&shim_libevent, caller))
		return false;
	return kinds[shim_kind].on == 0 || fd < 0 ||
	       (fstat(fd, &st) == 0 &&
		   (st.st_mode & S_IFMT) == kinds[shim_kind].on);
}

/* Whether this call is to fail. */
static bool
shim_hit(int call, int fd, const void *caller)
{
	if (!shim_counts(call, fd, caller))
		return false;
	uint64_t n = atomic_fetch_add(shim_seen, 1) + 1;
	if (shim_at == 0 || n < shim_at || (shim_until > 0 && n >= shim_until))
		return false;
	uint64_t since = n - shim_at;
	if (shim_every > 0)
		since %= shim_every;
	if (since >= shim_for)
		return false;
	if (shim_kind == KILL)
		kill(getpid(), SIGKILL);
	errno = kinds[shim_kind].error;
	return true;
}

#define CALLER __builtin_return_address(0)

/* Looks the real one up once. */
#define REAL(ret, name, params)                                                \
	static ret(*real) params;                                              \
                                                                               \
	if (real == NULL)                                                      \
	real = (ret(*) params)dlsym(RTLD_NEXT, #name)

/* One wrapper per call that does bytes: all, half of them or none. */
#define BYTES(call, name, params, args, half)                                  \
	ssize_t name params;                                                   \
	ssize_t name params                                                    \
	{                                                                      \
		REAL(ssize_t, name, params);                                   \
		if (!shim_hit(call, fd, CALLER))                               \
			return real args;                                      \
		return shim_kind == SHORT ? real half : -1;                    \
	}

#define STATUS(call, name, params, args, fd)                                   \
	int name params;                                                       \
	int name params                                                        \
	{                                                                      \
		REAL(int, name, params);                                       \
		return shim_hit(call, fd, CALLER) ? -1 : real args;            \
	}

#define HALF(n) ((n) > 1 ? (n) / 2 : (n))

BYTES(CALL_WRITE, write, (int fd, const void *p, size_t n), (fd, p, n),
    (fd, p, HALF(n)))
BYTES(CALL_WRITE, pwrite64, (int fd, const void *p, size_t n, off64_t at),
    (fd, p, n, at), (fd, p, HALF(n), at))
BYTES(CALL_WRITE, pwrite, (int fd, const void *p, size_t n, off_t at),
    (fd, p, n, at), (fd, p, HALF(n), at))
BYTES(CALL_WRITE, writev, (int fd, const struct iovec *v, int n), (fd, v, n),
    (fd, v, HALF(n)))
BYTES(CALL_SEND, send, (int fd, const void *p, size_t n, int flags),
    (fd, p, n, flags), (fd, p, HALF(n), flags))
BYTES(CALL_SEND, sendmsg, (int fd, const struct msghdr *m, int flags),
    (fd, m, flags), (fd, m, flags))
BYTES(CALL_SEND, sendto,
    (int fd, const void *p, size_t n, int flags, const struct sockaddr *sa,
	socklen_t len),
    (fd, p, n, flags, sa, len), (fd, p, HALF(n), flags, sa, len))
BYTES(CALL_READ, pread64, (int fd, void *p, size_t n, off64_t at),
    (fd, p, n, at), (fd, p, n, at))
BYTES(CALL_READ, read, (int fd, void *p, size_t n), (fd, p, n), (fd, p, n))
BYTES(CALL_RECEIVE, recv, (int fd, void *p, size_t n, int flags),
    (fd, p, n, flags), (fd, p, n, flags))
STATUS(CALL_SYNC, fsync, (int fd), (fd), fd)
STATUS(CALL_SYNC, fdatasync, (int fd), (fd), fd)
STATUS(CALL_CUT, ftruncate64, (int fd, off64_t n), (fd, n), fd)
STATUS(CALL_NAME, unlink, (const char *path), (path), -1)
STATUS(CALL_NAME, rename, (const char *from, const char *to), (from, to), -1)
STATUS(CALL_OPEN, socket, (int domain, int type, int protocol),
    (domain, type, protocol), -1)
STATUS(CALL_OPEN, socketpair, (int domain, int type, int protocol, int two[2]),
    (domain, type, protocol, two), -1)
STATUS(CALL_OPEN, pipe, (int two[2]), (two), -1)
STATUS(CALL_OPEN, pipe2, (int two[2], int flags), (two, flags), -1)
STATUS(CALL_OPEN, accept4,
    (int fd, struct sockaddr *sa, socklen_t *len, int flags),
    (fd, sa, len, flags), -1)
STATUS(CALL_OPEN, dup, (int fd), (fd), -1)
STATUS(CALL_OPEN, memfd_create, (const char *name, unsigned flags),
    (name, flags), -1)

/* The mode is an argument only of a call that may make the file. */
#define OPEN(name, params, args)                                               \
	int name params                                                        \
	{                                                                      \
		REAL(int, name, params);                                       \
		mode_t mode = 0;                                               \
                                                                               \
		if ((flags & (O_CREAT | O_TMPFILE)) != 0) {                    \
			va_list ap;                                            \
			va_start(ap, flags);                                   \
			mode = va_arg(ap, mode_t);                             \
			va_end(ap);                                            \
		}                                                              \
		return shim_hit(CALL_OPEN, -1, CALLER) ? -1 : real args;       \
	}

OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
OPEN(
    openat, (int at, const char *path, int flags, ...), (at, path, flags, mode))

/* By way of the C library's own names: dlsym itself allocates. */
void *__libc_calloc(size_t n, size_t size);
void *__libc_malloc(size_t n);
void *__libc_realloc(void *p, size_t n);

void *
calloc(size_t n, size_t size)
{
	return shim_hit(CALL_ALLOC, -1, CALLER) ? NULL : __libc_calloc(n, size);
}

void *
malloc(size_t n)
{
	return shim_hit(CALL_ALLOC, -1, CALLER) ? NULL : __libc_malloc(n);
}

void *
realloc(void *p, size_t n)
{
	return shim_hit(CALL_ALLOC, -1, CALLER) ? NULL : __libc_realloc(p, n);
}
