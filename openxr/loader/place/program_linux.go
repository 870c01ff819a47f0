// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// maxAttribute is more than the attribute security.capability has in any revision.
const maxAttribute = 64

// rightsOf reads the rights of an open file.
func rightsOf(file *os.File) (rights, error) {
	info, err := file.Stat()
	if err != nil {
		return rights{}, err
	}
	r := rights{mode: info.Mode()}
	if stat, is := info.Sys().(*syscall.Stat_t); is {
		r.uid, r.gid = stat.Uid, stat.Gid
	}
	var system unix.Statfs_t
	if unix.Fstatfs(int(file.Fd()), &system) == nil {
		r.ignored = system.Flags&unix.ST_NOSUID != 0
	}
	buffer := make([]byte, maxAttribute)
	n, err := unix.Fgetxattr(int(file.Fd()), "security.capability", buffer)
	switch {
	case errors.Is(err, unix.ENODATA), errors.Is(err, unix.ENOTSUP):
		return r, nil
	case err != nil:
		return r, err
	}
	r.capabilities = buffer[:n]
	return r, nil
}
