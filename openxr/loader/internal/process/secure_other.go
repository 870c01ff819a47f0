// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package process

import (
	"os"

	"golang.org/x/sys/unix"
)

// atSecure is AT_SECURE, the kernel's word to the C library about secure execution; see getauxval(3).
const atSecure = 23

// IsSecure reports whether this process is in secure execution: it runs set-user-ID or set-group-ID, or, on Linux, its
// file gives it capabilities. Where the kernel does not say so, the user's numbers do.
func IsSecure() bool {
	words, _ := unix.Auxv()
	for _, word := range words {
		if word[0] == atSecure {
			return word[1] != 0
		}
	}
	return os.Geteuid() != os.Getuid() || os.Getegid() != os.Getgid()
}
