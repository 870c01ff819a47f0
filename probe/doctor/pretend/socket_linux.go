// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import "syscall"

// socket makes a socket to which no process listens.
func socket(file string) error { return syscall.Mknod(file, syscall.S_IFSOCK|0o600, 0) }
