// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package sockets tells which sockets of this machine accept connections:
//
//	listeners, err := sockets.Unix()
//
// On Linux it asks the kernel through sock_diag, which lists the listening sockets alone. The files in /proc/net list every
// socket: the kernel walks its whole table of established connections for /proc/net/tcp, and that table grows with the
// machine's memory. The package reads them only where sock_diag does not answer. On other systems it knows nothing.
//
// The package never connects. It uses system calls only, no files of Go's scheduler, so that it works in a process in which a
// runtime closed descriptors that it does not own. That is why it uses no library for netlink: those wait with the scheduler.
//
// Sources: https://man7.org/linux/man-pages/man7/sock_diag.7.html,
// https://man7.org/linux/man-pages/man5/proc_pid_net.5.html.
package sockets
