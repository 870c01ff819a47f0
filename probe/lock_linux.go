// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// openLock opens this user's lock file, and refuses another user's file in its place.
func openLock(path string) (*os.File, error) {
	descriptor, err := unix.Open(path, unix.O_RDWR|unix.O_CREAT|unix.O_CLOEXEC|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	file := os.NewFile(uintptr(descriptor), path)
	var info unix.Stat_t
	err = unix.Fstat(descriptor, &info)
	if err == nil && (info.Mode&unix.S_IFMT != unix.S_IFREG || int(info.Uid) != os.Geteuid()) {
		err = fmt.Errorf("%s is not a file of this user's: remove it", path)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// tryLock locks one byte for this open file, until the file is closed, and reports whether
// it could. On a file system without locks it always can.
func tryLock(file *os.File, offset int64) bool {
	err := unix.FcntlFlock(file.Fd(), unix.F_OFD_SETLK, &unix.Flock_t{Type: unix.F_WRLCK, Start: offset, Len: 1})
	return err != unix.EAGAIN && err != unix.EACCES
}
