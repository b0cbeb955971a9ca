/* SPDX-License-Identifier: BSD-2-Clause */
/* In: nothing. Out: files of a certificate that signs itself, by openssl. */
#include "tests/lib/certificate.h"

#include <assert.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

pid_t
certificate_spawn(const char *const argv[], int out)
{
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;
	char *args[24] = {NULL};

	for (size_t i = 0; argv[i] != NULL; i++)
		args[i] = (char *)(uintptr_t)argv[i];
	int r = posix_spawn_file_actions_init(&actions);
	assert(r == 0);
	(void)posix_spawn_file_actions_addopen(
	    &actions, 0, "/dev/null", O_RDONLY, 0);
	if (out >= 0)
		(void)posix_spawn_file_actions_adddup2(&actions, out, 1);
	else
		(void)posix_spawn_file_actions_addopen(
		    &actions, 1, "/dev/null", O_WRONLY, 0);
	(void)posix_spawn_file_actions_addopen(
	    &actions, 2, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, args[0], &actions, NULL, args, environ) != 0)
		pid = -1;
	(void)posix_spawn_file_actions_destroy(&actions);
	return pid;
}

bool
certificate_make(struct certificate *certificate)
{
	const char *const argv[] = {"openssl", "req", "-x509", "-newkey", "ec",
	    "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
	    "-subj", "/CN=secure.test", "-addext",
	    "subjectAltName=DNS:secure.test", "-keyout", certificate->key,
	    "-out", certificate->cert, NULL};
	int status = -1;

	(void)snprintf(certificate->folder, sizeof(certificate->folder),
	    "/tmp/filingd-tls.XXXXXX");
	char *made = mkdtemp(certificate->folder);
	assert(made != NULL);
	(void)snprintf(certificate->key, sizeof(certificate->key), "%s/key.pem",
	    certificate->folder);
	(void)snprintf(certificate->cert, sizeof(certificate->cert),
	    "%s/cert.pem", certificate->folder);
	pid_t pid = certificate_spawn(argv, -1);
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

int
certificate_remove(struct certificate *certificate)
{
	(void)unlink(certificate->key);
	(void)unlink(certificate->cert);
	return rmdir(certificate->folder);
}
