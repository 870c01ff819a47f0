// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package sockets tells which sockets of this machine accept connections:
//
//	listeners, err := sockets.Unix()
//
// On Linux the kernel lists the listening sockets alone (sock_diag). Its files in /proc/net list every socket: the time to read
// /proc/net/tcp follows the size of the table of established connections, which follows the machine's memory. They are
// read only where the kernel does not answer otherwise. Elsewhere nothing is known.
//
// The package never connects. It uses system calls only, no files of Go's scheduler, so that it works in a process in which a
// runtime closed descriptors that it does not own. That is why it uses no library for netlink: those wait with the scheduler.
//
// Sources: https://man7.org/linux/man-pages/man7/sock_diag.7.html,
// https://man7.org/linux/man-pages/man5/proc_pid_net.5.html.
package sockets
