// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package loader

import "os"

// processIsSecure reports whether this process runs set-user-ID or set-group-ID.
func processIsSecure() bool {
	return os.Geteuid() != os.Getuid() || os.Getegid() != os.Getgid()
}
