/* SPDX-License-Identifier: BSD-2-Clause */
/* Archives: whatever their directory says, members stay within the bounds. */
#include "reading/archive.h"
#include "tests/fuzz/driver.h"

#include <assert.h>

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct archive archive;
	struct buf out;

	int r = archive_open((struct span){(const char *)p, n}, &archive, NULL);
	assert(r == 0 || r == ERR_UNREADABLE);
	for (size_t i = 0; r == 0 && i < archive.count && i < 8; i++) {
		buf_init(&out, ARCHIVE_LIMIT);
		(void)archive_matches(&archive.members[i], "*a?/*.htm");
		int code =
		    archive_read(&archive, &archive.members[i], &out, NULL);
		assert(
		    code == 0 || code == ERR_UNREADABLE || code == ERR_TOOBIG);
		buf_done(&out);
	}
	archive_done(&archive);
	return 0;
}
