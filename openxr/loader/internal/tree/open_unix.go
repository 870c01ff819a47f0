// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package tree

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// open opens a regular file or a directory. os.Open asks first whether the file can be waited for, which such files never can:
// it makes six more calls of the kernel a file, and a search opens some twenty.
func open(native string) (*os.File, error) {
	for {
		fd, err := unix.Open(native, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NOCTTY, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return nil, &os.PathError{Op: "open", Path: native, Err: err}
		}
		return os.NewFile(uintptr(fd), native), nil
	}
}
