// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package effects finds what a runtime changed on the machine while it was asked.
//
// In the child a [Recorder] compares processes, listening sockets, environment variables
// and files before and after each level. In the parent [LeftBehind] finds what a child
// started that exited without reporting it, and [Conclude] decides what becomes of each
// process and ends those that must not stay.
//
// The package ends processes that a runtime started, and no others. It changes no file.
//
// Sources: https://man7.org/linux/man-pages/man5/proc.5.html, Windows' job objects.
package effects
