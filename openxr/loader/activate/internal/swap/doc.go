// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package swap changes several entries of one directory at one moment, remembers what was there, and puts it back.
//
// Each entry that changes becomes, for a moment, a symbolic link through the link .xrprobe/now:
//
//	active_runtime.json -> .xrprobe/now/active_runtime.json
//	.xrprobe/now        -> before
//	.xrprobe/before/active_runtime.json -> ../../.xrprobe.old.active_runtime.json   what was there, in the same directory
//	.xrprobe/after/active_runtime.json  -> ../../.xrprobe.new.active_runtime.json   what will be there
//
// So far nobody reads anything else than before: a link that leads to nothing is like no entry to the Khronos loader (rule L5), and
// what was there stays in its directory, so that its relative paths lead where they led. One rename of .xrprobe/now then changes all
// entries. At the end each entry is what was wanted, without a way through .xrprobe. Wherever the process is killed, readers see
// one of the two states, and the next [Open] finishes the work, or takes it back.
//
// What was there is moved and never copied where the file system can exchange two names. The package knows nothing of OpenXR.
package swap
