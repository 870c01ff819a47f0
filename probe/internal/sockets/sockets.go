// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package sockets

import (
	"errors"
	"strings"
)

// ErrUnknown says that the system does not list its sockets.
var ErrUnknown = errors.New("the system does not list its sockets")

// The networks of listeners.
const (
	NetworkTCP  = "tcp"
	NetworkUnix = "unix"
)

// Listener is a socket that accepts connections.
type Listener struct {
	// Inode is the number in the name of a descriptor's target: socket:[1234].
	Inode uint64
	// Network is NetworkTCP, also for IPv6, or NetworkUnix.
	Network string
	// Address is the host and the port, the path, the name of an abstract socket after "@", or "" for a socket without a name.
	Address string
}

// String returns the network and the address.
func (l Listener) String() string { return l.Network + " " + l.Address }

// unixAddress returns the address of a socket's name as the system has it: an abstract name begins with NUL, and a path may
// end with one.
func unixAddress(name string) string {
	if abstract, is := strings.CutPrefix(name, "\x00"); is {
		return "@" + strings.ToValidUTF8(strings.ReplaceAll(abstract, "\x00", "@"), "\uFFFD")
	}
	path, _, _ := strings.Cut(name, "\x00")
	return strings.ToValidUTF8(path, "\uFFFD")
}
