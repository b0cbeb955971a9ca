/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conditions that have an entry in the journal's catalog
 * (systemd/filingd.catalog): what each means, and what to do. An id never
 * changes and is never used again.
 */
#ifndef LIB_BASE_LOG_CONDITION_H
#define LIB_BASE_LOG_CONDITION_H

/* X(name, level, MESSAGE_ID, subject of the entry) */
#define LOG_CONDITIONS(X)                                                      \
	X(LOG_STARTED, LOG_AT_INFO, "5d028602dd694fc3adc7ebc3492f71dd",        \
	    "filingd started")                                                 \
	X(LOG_LATE_START, LOG_AT_WARNING, "1217bf4f514d4ef4aae662db5cd36dc9",  \
	    "filingd was down for long")                                       \
	X(LOG_CONFIG_LOADED, LOG_AT_INFO, "76117396f0804fd88b9ba031542ab6c2",  \
	    "a new configuration is at work")                                  \
	X(LOG_CONFIG_REFUSED, LOG_AT_ERROR,                                    \
	    "f23b36bf2601474c804ee49ec574fe9a", "a configuration was refused") \
	X(LOG_SOURCE_DEGRADED, LOG_AT_WARNING,                                 \
	    "c2b05c7217924153a73283eb98f1fade",                                \
	    "a source is not seen any more")                                   \
	X(LOG_SOURCE_RECOVERED, LOG_AT_WARNING,                                \
	    "0b3de0e74f074bb28453fe0ace46a853", "a source is seen again")      \
	X(LOG_SOURCE_GAP, LOG_AT_WARNING, "3e6f30d2e3f843a8b60eb33a6271105c",  \
	    "filings may be missing")                                          \
	X(LOG_CHANNEL_DISABLED, LOG_AT_ERROR,                                  \
	    "1afed11e490e485a95a13beb7e5fe4b1",                                \
	    "a channel gets nothing any more")                                 \
	X(LOG_DELIVERY_DEAD, LOG_AT_ERROR, "3436d7a0d3f64efa93ce5dd5f95d260a", \
	    "a delivery was given up")                                         \
	X(LOG_TROUBLE, LOG_AT_WARNING, "91f62cca7984485d91670278a6efe171",     \
	    "filingd needs attention")                                         \
	X(LOG_STORE_AILING, LOG_AT_ERROR, "ff3da7b8f48f43a38611aa8b137ac803",  \
	    "the store cannot write")                                          \
	X(LOG_STORE_MENDED, LOG_AT_WARNING,                                    \
	    "b5b50b64d0cb409bb9ee626679973631", "the store writes again")      \
	X(LOG_READER_LOST, LOG_AT_WARNING, "79c196707a6b4a1d95ebf844b0000437", \
	    "a reader crashed or hung")                                        \
	X(LOG_HEARTBEAT_LOST, LOG_AT_WARNING,                                  \
	    "22e5dd78ebb145e7a7e310a3119700ff", "the heartbeat is not taken")

#define LOG_CONDITION_ENUM(name, level, id, subject) name,
enum log_condition { LOG_CONDITIONS(LOG_CONDITION_ENUM) LOG_CONDITION_COUNT };
#undef LOG_CONDITION_ENUM

#endif
