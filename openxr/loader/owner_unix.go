// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package loader

import "syscall"

// OwnerAt returns the user and the group to whom the file or directory belongs that an absolute path inside the root leads to. It
// reports false if that is not known, as on Windows.
func (h Host) OwnerAt(path string) (user, group int, known bool) {
	found, err := h.find(path)
	if err != nil {
		return 0, 0, false
	}
	stat, is := found.Info.Sys().(*syscall.Stat_t)
	if !is {
		return 0, 0, false // a mount makes it, and nobody owns it
	}
	return int(stat.Uid), int(stat.Gid), true
}
