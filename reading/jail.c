/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what kind of work follows. Out: a process that can do that and nothing
 * else. filingd-reader and `filingctl read` call it. The system calls are those
 * that reading was seen to make (strace -f of all unit tests' documents); any
 * other ends the process, so a missing one shows at once.
 */
#define _GNU_SOURCE 1
#include "reading/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "reading/landlock.h"

#if defined(__SANITIZE_ADDRESS__)
#define JAIL_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define JAIL_SANITIZED 1
#endif
#endif

#define JAIL_MEMORY (512 * MIB)
#define JAIL_ALL_CLONE_SPACES                                                  \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |         \
	    CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

/* What a kind may do beyond computing and its open descriptors. */
enum {
	JAIL_COMPUTES = 0,
	JAIL_OPENS = 1 << 0, /* files below jail_folders, to read */
	JAIL_FORKS = 1 << 1, /* and builds jails for its children */
	JAIL_WRITES = 1 << 2, /* to files that are open already */
};

static const struct jail_terms {
	unsigned may;
	rlim_t descriptors;
} jail_terms[] = {
    [JAIL_WORKER] = {JAIL_COMPUTES, 8},
    [JAIL_ZYGOTE] = {JAIL_OPENS | JAIL_FORKS, 32},
    [JAIL_PDF] = {JAIL_OPENS, 32},
    [JAIL_CLIENT] = {JAIL_WRITES, 8},
    [JAIL_CLIENT_PDF] = {JAIL_WRITES | JAIL_OPENS, 32},
};

static const char *const jail_folders[] = {"/usr/share/poppler",
    "/usr/share/fonts", "/usr/share/fontconfig", "/etc/fonts",
    "/var/cache/fontconfig", NULL};
static const char *const jail_no_folders[] = {NULL};

/* Calls that are allowed whatever their arguments are. */
static const struct jail_call {
	int number;
	unsigned may; /* the kinds that may all of this */
} jail_calls[] = {
    {SCMP_SYS(read), JAIL_COMPUTES},
    {SCMP_SYS(write), JAIL_COMPUTES},
    {SCMP_SYS(writev), JAIL_COMPUTES},
    {SCMP_SYS(close), JAIL_COMPUTES},
    {SCMP_SYS(lseek), JAIL_COMPUTES},
    {SCMP_SYS(fstat), JAIL_COMPUTES},
    {SCMP_SYS(brk), JAIL_COMPUTES},
    {SCMP_SYS(munmap), JAIL_COMPUTES},
    {SCMP_SYS(mremap), JAIL_COMPUTES},
    {SCMP_SYS(madvise), JAIL_COMPUTES},
    {SCMP_SYS(futex), JAIL_COMPUTES},
    {SCMP_SYS(sysinfo), JAIL_COMPUTES},
    {SCMP_SYS(getrandom), JAIL_COMPUTES},
    {SCMP_SYS(clock_gettime), JAIL_COMPUTES},
    {SCMP_SYS(gettimeofday), JAIL_COMPUTES},
    {SCMP_SYS(getpid), JAIL_COMPUTES},
    {SCMP_SYS(gettid), JAIL_COMPUTES},
    {SCMP_SYS(setitimer), JAIL_COMPUTES},
    {SCMP_SYS(rt_sigaction), JAIL_COMPUTES},
    {SCMP_SYS(rt_sigprocmask), JAIL_COMPUTES},
    {SCMP_SYS(rt_sigreturn), JAIL_COMPUTES},
    {SCMP_SYS(restart_syscall), JAIL_COMPUTES},
    {SCMP_SYS(exit), JAIL_COMPUTES},
    {SCMP_SYS(exit_group), JAIL_COMPUTES},
    {SCMP_SYS(pread64), JAIL_OPENS},
    {SCMP_SYS(newfstatat), JAIL_OPENS},
    {SCMP_SYS(statx), JAIL_OPENS},
    {SCMP_SYS(fstatfs), JAIL_OPENS},
    {SCMP_SYS(access), JAIL_OPENS},
    {SCMP_SYS(faccessat), JAIL_OPENS},
    {SCMP_SYS(faccessat2), JAIL_OPENS},
    {SCMP_SYS(readlink), JAIL_OPENS},
    {SCMP_SYS(readlinkat), JAIL_OPENS},
    {SCMP_SYS(getdents64), JAIL_OPENS},
    {SCMP_SYS(fcntl), JAIL_OPENS},
    {SCMP_SYS(fadvise64), JAIL_OPENS},
    {SCMP_SYS(wait4), JAIL_FORKS},
    {SCMP_SYS(kill), JAIL_FORKS},
    {SCMP_SYS(tgkill), JAIL_FORKS}, /* abort() of its children */
    {SCMP_SYS(pipe2), JAIL_FORKS},
    {SCMP_SYS(dup2), JAIL_FORKS},
    {SCMP_SYS(dup3), JAIL_FORKS},
    {SCMP_SYS(close_range), JAIL_FORKS},
    {SCMP_SYS(getppid), JAIL_FORKS},
    {SCMP_SYS(prctl), JAIL_FORKS},
    {SCMP_SYS(prlimit64), JAIL_FORKS},
    {SCMP_SYS(set_robust_list), JAIL_FORKS},
    {SCMP_SYS(rseq), JAIL_FORKS},
    {SCMP_SYS(seccomp), JAIL_FORKS},
    {SCMP_SYS(landlock_create_ruleset), JAIL_FORKS},
    {SCMP_SYS(landlock_add_rule), JAIL_FORKS},
    {SCMP_SYS(landlock_restrict_self), JAIL_FORKS},
};

/* Refused with EACCES where not allowed: libraries try them and cope. */
static const int jail_refused[] = {
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(statx),
};

#define JAIL_COUNT(array) (sizeof(array) / sizeof((array)[0]))

bool
jail_is_off(void)
{
#ifdef JAIL_SANITIZED
	const char *off = getenv("FILINGD_READER_UNJAILED");
	return off != NULL && strcmp(off, "1") == 0;
#else
	return false;
#endif
}

static int
jail_set_limit(int what, rlim_t soft, rlim_t hard)
{
	struct rlimit limit = {soft, hard};
	return prlimit(0, (__rlimit_resource_t)what, &limit, NULL);
}

int
jail_prepare(int last_fd, struct err *err)
{
	pid_t parent = getppid();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
	    close_range((unsigned)last_fd + 1, ~0U, 0) != 0)
		return err_set_errno(err, ERR_SYSTEM, errno, "jail");
	if (getppid() != parent)
		return err_set(err, ERR_CANCELED, "the parent is gone");
	return 0;
}

void
jail_limit_cpu(int64_t ms)
{
	rlim_t seconds = (rlim_t)(ms / 1000 + 1);
	if (!jail_is_off())
		(void)jail_set_limit(RLIMIT_CPU, seconds, seconds + 1);
}

void
jail_alarm(int64_t ms)
{
	struct itimerval timer = {
	    .it_value = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000}};
	(void)setitimer(ITIMER_REAL, &timer, NULL);
}

static int
jail_set_limits(const struct jail_terms *terms, struct err *err)
{
	bool writes = (terms->may & JAIL_WRITES) != 0;
	if (jail_set_limit(RLIMIT_AS, JAIL_MEMORY, JAIL_MEMORY) != 0 ||
	    jail_set_limit(RLIMIT_CORE, 0, 0) != 0 ||
	    (!writes && jail_set_limit(RLIMIT_FSIZE, 0, 0) != 0) ||
	    jail_set_limit(
		RLIMIT_NOFILE, terms->descriptors, terms->descriptors) != 0)
		return err_set_errno(err, ERR_SYSTEM, errno, "setrlimit");
	return 0;
}

/* mmap and mprotect without executable memory. */
static int
jail_allow_data(scmp_filter_ctx filter)
{
	int code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (code == 0)
		code =
		    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect),
			1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	return code;
}

static int
jail_allow_opens(scmp_filter_ctx filter)
{
	const scmp_datum_t writes = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
	int code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, writes, O_RDONLY));
	if (code == 0)
		code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open),
		    1, SCMP_A1(SCMP_CMP_MASKED_EQ, writes, O_RDONLY));
	return code;
}

/* New processes in the same spaces, no threads (glibc falls back to clone). */
static int
jail_allow_forks(scmp_filter_ctx filter)
{
	int code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
	    SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_VM | JAIL_ALL_CLONE_SPACES, 0));
	if (code == 0)
		code = seccomp_rule_add(
		    filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	return code;
}

static int
jail_refuse(scmp_filter_ctx filter)
{
	int code = 0;
	for (size_t i = 0; i < JAIL_COUNT(jail_refused) && code == 0; i++)
		code = seccomp_rule_add(
		    filter, SCMP_ACT_ERRNO(EACCES), jail_refused[i], 0);
	return code;
}

static int
jail_allow(scmp_filter_ctx filter, unsigned may)
{
	int code = seccomp_attr_set(
	    filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	for (size_t i = 0; i < JAIL_COUNT(jail_calls) && code == 0; i++) {
		const struct jail_call *call = &jail_calls[i];
		if ((call->may & may) == call->may)
			code = seccomp_rule_add(
			    filter, SCMP_ACT_ALLOW, call->number, 0);
	}
	if (code == 0)
		code = jail_allow_data(filter);
	if (code == 0) /* abort() */
		code =
		    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill),
			1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
	if (code == 0) /* fstat() of glibc 2.36 */
		code = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
		    SCMP_SYS(newfstatat), 1,
		    SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH, 0));
	if (code == 0)
		code = (may & JAIL_OPENS) != 0 ? jail_allow_opens(filter)
					       : jail_refuse(filter);
	if (code == 0 && (may & JAIL_FORKS) != 0)
		code = jail_allow_forks(filter);
	return code;
}

static int
jail_filter(unsigned may, struct err *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (filter == NULL)
		return err_set(err, ERR_UNSUPPORTED,
		    "seccomp that ends a process (Linux 4.14) is needed");
	int code = jail_allow(filter, may);
	if (code == 0)
		code = seccomp_load(filter);
	seccomp_release(filter);
	if (code != 0)
		return err_set_errno(
		    err, ERR_UNSUPPORTED, -code, "seccomp filter");
	return 0;
}

int
jail_enter(enum jail_kind kind, struct err *err)
{
	const struct jail_terms *terms = &jail_terms[kind];
	bool opens = (terms->may & JAIL_OPENS) != 0;
	if (jail_is_off())
		return 0;
#ifdef JAIL_SANITIZED
	return err_set(err, ERR_UNSUPPORTED,
	    "a sanitizer build cannot live in the jail; "
	    "FILINGD_READER_UNJAILED=1 runs it without");
#endif
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0) != 0)
		return err_set_errno(err, ERR_SYSTEM, errno, "jail");
	int code =
	    landlock_restrict(opens ? jail_folders : jail_no_folders, err);
	if (code != 0 && (opens || code != ERR_UNSUPPORTED))
		return code;
	code = jail_set_limits(terms, err);
	return code == 0 ? jail_filter(terms->may, err) : code;
}
