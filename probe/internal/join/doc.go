// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package join makes one record a headset of what hangs on the machine's buses and of what the
// runtimes report. A runtime gives names, and names lie: SteamVR names a driver and no headset, a
// layer of HTC puts its own name over any runtime, and a name may be that of an older model. The
// table names.tsv holds what a name tells; where it does not tell enough, the answer is unknown.
//
// It reads nothing but its table. It never compares serial numbers.
//
// Source: the column "source" of names.tsv;
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrSystemProperties.
package join
