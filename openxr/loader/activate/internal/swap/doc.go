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
// Up to here readers get the same as before: the Khronos loader treats a link to nothing like no entry (rule L5), and the old entries stay in
// their directory, so that their relative paths lead to the same files. Then one rename of .xrprobe/now changes all entries. At the end the
// package replaces each link with the entry that was wanted. Wherever the process is killed, readers see one of the two states, and the
// next [Open] finishes the switch, or takes it back.
//
// What was there is moved and never copied where the file system can exchange two names. The package knows nothing of OpenXR.
package swap
