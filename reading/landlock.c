/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: folders that may be read. Out: a process that can open nothing else.
 * reading/jail.c calls it. Each version of the interface adds rights; what the
 * running kernel does not know is left out, as landlock(7) advises.
 */
#define _GNU_SOURCE 1
#include "reading/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* struct landlock_ruleset_attr as of version 6. */
struct landlock_ruleset {
	uint64_t files;
	uint64_t net;
	uint64_t scopes;
};

enum {
	LANDLOCK_NET_BIND_TCP = 1 << 0,
	LANDLOCK_NET_CONNECT_TCP = 1 << 1,
	LANDLOCK_SCOPED_ABSTRACT_SOCKET = 1 << 0,
	LANDLOCK_SCOPED_SIGNAL = 1 << 1,
	LANDLOCK_READ =
	    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
};

/* What the kernel knows from abi on: rights up to bit files, net, scopes. */
static const struct landlock_version {
	int abi;
	unsigned files; /* number of rights on files */
	unsigned net;
	unsigned scopes;
	size_t size; /* of the struct */
} landlock_versions[] = {
    {6, 16, LANDLOCK_NET_BIND_TCP | LANDLOCK_NET_CONNECT_TCP,
	LANDLOCK_SCOPED_ABSTRACT_SOCKET | LANDLOCK_SCOPED_SIGNAL, 24},
    {5, 16, LANDLOCK_NET_BIND_TCP | LANDLOCK_NET_CONNECT_TCP, 0, 16},
    {4, 15, LANDLOCK_NET_BIND_TCP | LANDLOCK_NET_CONNECT_TCP, 0, 16},
    {3, 15, 0, 0, 8},
    {2, 14, 0, 0, 8},
    {1, 13, 0, 0, 8},
};

int
landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	return abi > 0 ? (int)abi : 0;
}

/* A descriptor of an empty set of rules, or -1 and errno. */
static int
landlock_create(int abi)
{
	const struct landlock_version *version = landlock_versions;
	while (version->abi > abi)
		version++;
	struct landlock_ruleset ruleset = {
	    .files = (UINT64_C(1) << version->files) - 1,
	    .net = version->net,
	    .scopes = version->scopes,
	};
	return (int)syscall(
	    SYS_landlock_create_ruleset, &ruleset, version->size, 0);
}

static int
landlock_allow_reading(int ruleset, const char *folder, struct err *err)
{
	int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 && (errno == ENOENT || errno == EACCES))
		return 0;
	if (fd == -1)
		return err_set_errno(err, ERR_SYSTEM, errno, "%s", folder);
	struct landlock_path_beneath_attr rule = {
	    .allowed_access = LANDLOCK_READ, .parent_fd = fd};
	int code = 0;
	if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
		&rule, 0) != 0)
		code = err_set_errno(
		    err, ERR_SYSTEM, errno, "landlock: %s", folder);
	close(fd);
	return code;
}

int
landlock_restrict(const char *const folders[], struct err *err)
{
	int abi = landlock_abi();
	if (abi == 0)
		return err_set(
		    err, ERR_UNSUPPORTED, "this kernel has no Landlock");
	int ruleset = landlock_create(abi);
	if (ruleset == -1)
		return err_set_errno(
		    err, ERR_SYSTEM, errno, "landlock version %d", abi);
	int code = 0;
	for (size_t i = 0; folders[i] != NULL && code == 0; i++)
		code = landlock_allow_reading(ruleset, folders[i], err);
	if (code == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
		code = err_set_errno(err, ERR_SYSTEM, errno, "landlock");
	close(ruleset);
	return code;
}
