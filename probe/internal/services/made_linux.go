// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package services

import (
	"io/fs"
	"syscall"
	"time"
)

// made returns when a file was made, or when its owner or mode changed since, as services do after they make a socket.
func made(info fs.FileInfo) time.Time {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(stat.Ctim.Unix())
	}
	return info.ModTime()
}
