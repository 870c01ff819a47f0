// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package sockets

import "golang.org/x/sys/unix"

// TCP returns the listening sockets of this network namespace, of IPv4 before IPv6.
func TCP() ([]Listener, error) {
	all, err := inetDiag(unix.AF_INET)
	if err == nil {
		var more []Listener
		more, err = inetDiag(unix.AF_INET6)
		all = append(all, more...)
	}
	if err == nil {
		return all, nil
	}
	return fromFiles(parseTCP, "/proc/self/net/tcp", "/proc/self/net/tcp6")
}

// Unix returns the listening sockets of this network namespace.
func Unix() ([]Listener, error) {
	if all, err := unixDiag(); err == nil {
		return all, nil
	}
	return fromFiles(parseUnix, "/proc/self/net/unix")
}

// Accepts reports whether a descriptor of this process is a socket that accepts connections.
func Accepts(descriptor int) bool {
	accepts, err := unix.GetsockoptInt(descriptor, unix.SOL_SOCKET, unix.SO_ACCEPTCONN)
	return err == nil && accepts != 0
}
