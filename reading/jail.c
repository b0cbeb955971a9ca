/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what kind of work follows. Out: a process that can do that and nothing
 * else. filingd-reader and `filingctl read` call it. The system calls are those
 * that reading was seen to make (strace -f of all unit tests' documents); any
 * other ends the process, so a missing one shows at once.
 */
#define _GNU_SOURCE 1
#include "reading/jail.h"

#include "lib/base/buf.h"
#include "reading/landlock.h"

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

#if defined(__SANITIZE_ADDRESS__)
#define JAIL_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define JAIL_SANITIZED 1
#endif
#endif

#define JAIL_MEMORY (512 * MIB)

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

static const char *const jail_folders[] = {"/usr/share/poppler", NULL};
static const char *const jail_no_folders[] = {NULL};

/*
 * A rule for a system call: it holds in jails that may do all of needs and
 * none of lacks, where argument arg, masked, is value (mask 0: always).
 */
struct jail_rule {
	int call;
	unsigned needs;
	unsigned lacks;
	unsigned arg;
	scmp_datum_t mask;
	scmp_datum_t value;
};

#define JAIL_CALL(name, needs)                                                 \
	{                                                                      \
		SCMP_SYS(name), needs, 0, 0, 0, 0                              \
	}
#define JAIL_LACKING(name, lacks)                                              \
	{                                                                      \
		SCMP_SYS(name), 0, lacks, 0, 0, 0                              \
	}
#define JAIL_ARG(name, needs, arg, mask, value)                                \
	{                                                                      \
		SCMP_SYS(name), needs, 0, arg, mask, value                     \
	}

/* No write access, and nothing that makes or empties a file. */
#define JAIL_WRITE_FLAGS (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND)
/* No new threads, no new spaces. */
#define JAIL_CLONE_FLAGS                                                       \
	(CLONE_VM | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |             \
	    CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

static const struct jail_rule jail_allowed[] = {
    JAIL_CALL(read, JAIL_COMPUTES),
    JAIL_CALL(write, JAIL_COMPUTES),
    JAIL_CALL(writev, JAIL_COMPUTES),
    JAIL_CALL(close, JAIL_COMPUTES),
    JAIL_CALL(lseek, JAIL_COMPUTES),
    JAIL_CALL(fstat, JAIL_COMPUTES),
    JAIL_CALL(brk, JAIL_COMPUTES),
    JAIL_CALL(munmap, JAIL_COMPUTES),
    JAIL_CALL(mremap, JAIL_COMPUTES),
    JAIL_CALL(madvise, JAIL_COMPUTES),
    JAIL_CALL(futex, JAIL_COMPUTES),
    JAIL_CALL(sched_yield, JAIL_COMPUTES),
    JAIL_CALL(sysinfo, JAIL_COMPUTES),
    JAIL_CALL(getrandom, JAIL_COMPUTES),
    JAIL_CALL(clock_gettime, JAIL_COMPUTES),
    JAIL_CALL(gettimeofday, JAIL_COMPUTES),
    JAIL_CALL(getpid, JAIL_COMPUTES),
    JAIL_CALL(gettid, JAIL_COMPUTES),
    JAIL_CALL(getuid, JAIL_COMPUTES),
    JAIL_CALL(geteuid, JAIL_COMPUTES),
    JAIL_CALL(getgid, JAIL_COMPUTES),
    JAIL_CALL(getegid, JAIL_COMPUTES),
    JAIL_CALL(setitimer, JAIL_COMPUTES),
    JAIL_CALL(rt_sigaction, JAIL_COMPUTES),
    JAIL_CALL(rt_sigprocmask, JAIL_COMPUTES),
    JAIL_CALL(rt_sigreturn, JAIL_COMPUTES),
    JAIL_CALL(restart_syscall, JAIL_COMPUTES),
    JAIL_CALL(exit, JAIL_COMPUTES),
    JAIL_CALL(exit_group, JAIL_COMPUTES),
    JAIL_ARG(mmap, JAIL_COMPUTES, 2, PROT_EXEC, 0),
    JAIL_ARG(mprotect, JAIL_COMPUTES, 2, PROT_EXEC, 0),
    /* fstat() of glibc 2.36, getrlimit() */
    JAIL_ARG(newfstatat, JAIL_COMPUTES, 3, AT_EMPTY_PATH, AT_EMPTY_PATH),
    JAIL_ARG(prlimit64, JAIL_COMPUTES, 2, UINT64_MAX, 0),
    JAIL_ARG(openat, JAIL_OPENS, 2, JAIL_WRITE_FLAGS, O_RDONLY),
    JAIL_ARG(open, JAIL_OPENS, 1, JAIL_WRITE_FLAGS, O_RDONLY),
    JAIL_CALL(pread64, JAIL_OPENS),
    JAIL_CALL(newfstatat, JAIL_OPENS),
    JAIL_CALL(statx, JAIL_OPENS),
    JAIL_CALL(fstatfs, JAIL_OPENS),
    JAIL_CALL(access, JAIL_OPENS),
    JAIL_CALL(faccessat, JAIL_OPENS),
    JAIL_CALL(faccessat2, JAIL_OPENS),
    JAIL_CALL(readlink, JAIL_OPENS),
    JAIL_CALL(readlinkat, JAIL_OPENS),
    JAIL_CALL(getdents64, JAIL_OPENS),
    JAIL_CALL(fcntl, JAIL_OPENS),
    JAIL_CALL(fadvise64, JAIL_OPENS),
    JAIL_ARG(clone, JAIL_FORKS, 0, JAIL_CLONE_FLAGS, 0),
    JAIL_CALL(wait4, JAIL_FORKS),
    JAIL_CALL(kill, JAIL_FORKS),
    JAIL_CALL(tgkill, JAIL_FORKS),
    JAIL_CALL(pipe2, JAIL_FORKS),
    JAIL_CALL(dup2, JAIL_FORKS),
    JAIL_CALL(dup3, JAIL_FORKS),
    JAIL_CALL(close_range, JAIL_FORKS),
    JAIL_CALL(getppid, JAIL_FORKS),
    JAIL_CALL(prctl, JAIL_FORKS),
    JAIL_CALL(prlimit64, JAIL_FORKS),
    JAIL_CALL(set_robust_list, JAIL_FORKS),
    JAIL_CALL(rseq, JAIL_FORKS),
    JAIL_CALL(seccomp, JAIL_FORKS),
    JAIL_CALL(landlock_create_ruleset, JAIL_FORKS),
    JAIL_CALL(landlock_add_rule, JAIL_FORKS),
    JAIL_CALL(landlock_restrict_self, JAIL_FORKS),
};

/*
 * Refused with EACCES, as libraries ask and cope with a no: GLib looks whether
 * its log is a terminal or the journal's socket, glibc for converters and time
 * zones.
 */
static const struct jail_rule jail_refused[] = {
    JAIL_CALL(ioctl, JAIL_COMPUTES),
    JAIL_CALL(getpeername, JAIL_COMPUTES),
    JAIL_CALL(uname, JAIL_COMPUTES),
    JAIL_CALL(getcwd, JAIL_COMPUTES),
    JAIL_CALL(sched_getaffinity, JAIL_COMPUTES),
    JAIL_CALL(clone3, JAIL_COMPUTES),
    JAIL_ARG(openat, JAIL_OPENS, 2, O_ACCMODE, O_WRONLY),
    JAIL_ARG(openat, JAIL_OPENS, 2, O_ACCMODE, O_RDWR),
    JAIL_ARG(open, JAIL_OPENS, 1, O_ACCMODE, O_WRONLY),
    JAIL_ARG(open, JAIL_OPENS, 1, O_ACCMODE, O_RDWR),
    JAIL_LACKING(openat, JAIL_OPENS),
    JAIL_LACKING(open, JAIL_OPENS),
    JAIL_LACKING(access, JAIL_OPENS),
    JAIL_LACKING(faccessat, JAIL_OPENS),
    JAIL_LACKING(faccessat2, JAIL_OPENS),
    JAIL_LACKING(readlink, JAIL_OPENS),
    JAIL_LACKING(readlinkat, JAIL_OPENS),
    JAIL_LACKING(statx, JAIL_OPENS),
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

static int
jail_add(scmp_filter_ctx filter, uint32_t action, unsigned may,
    const struct jail_rule *rule)
{
	if ((may & rule->needs) != rule->needs || (may & rule->lacks) != 0)
		return 0;
	struct scmp_arg_cmp arg = {
	    rule->arg, SCMP_CMP_MASKED_EQ, rule->mask, rule->value};
	return seccomp_rule_add_array(
	    filter, action, rule->call, rule->mask != 0 ? 1 : 0, &arg);
}

static int
jail_fill(scmp_filter_ctx filter, unsigned may)
{
	int code = seccomp_attr_set(
	    filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	for (size_t i = 0; i < JAIL_COUNT(jail_allowed) && code == 0; i++)
		code = jail_add(filter, SCMP_ACT_ALLOW, may, &jail_allowed[i]);
	for (size_t i = 0; i < JAIL_COUNT(jail_refused) && code == 0; i++)
		code = jail_add(
		    filter, SCMP_ACT_ERRNO(EACCES), may, &jail_refused[i]);
	if (code == 0) /* abort() */
		code =
		    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill),
			1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
	return code;
}

static int
jail_filter(unsigned may, struct err *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (filter == NULL)
		return err_set(err, ERR_UNSUPPORTED,
		    "seccomp that ends a process (Linux 4.14) is needed");
	int code = jail_fill(filter, may);
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
