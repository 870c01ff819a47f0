// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package tree

import "syscall"

// Owner returns the user and the group to whom the file belongs. It reports false for what a mount makes, which nobody owns.
func (e Entry) Owner() (user, group int, known bool) {
	stat, is := e.Info.Sys().(*syscall.Stat_t)
	if !is {
		return 0, 0, false
	}
	return int(stat.Uid), int(stat.Gid), true
}
