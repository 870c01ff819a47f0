// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// reader reads small files with four system calls each: the kernel resolves a path at once, and refuses those that lead out of a root. [os.Root]
// does it step by step.
type reader struct {
	root    int
	resolve uint64
}

// newReader returns a reader below a root, or nil if the kernel cannot confine paths: before Linux 5.6, and where a container forbids it.
func newReader(root string) *reader {
	if root == "" {
		return &reader{root: unix.AT_FDCWD}
	}
	fd, err := unix.Open(root, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	r := &reader{root: fd, resolve: unix.RESOLVE_BENEATH}
	if fd, err = r.open("/.", unix.O_PATH); err != nil {
		r.close()
		return nil
	}
	_ = unix.Close(fd)
	return r
}

func (r *reader) close() {
	if r.root >= 0 {
		_ = unix.Close(r.root)
	}
}

// path returns a path as the kernel has to resolve it.
func (r *reader) path(absolute string) string {
	if r.resolve == 0 {
		return absolute
	}
	return strings.TrimPrefix(absolute, "/")
}

func (r *reader) open(file string, flags int) (fd int, err error) {
	if r.resolve == 0 {
		fd, err = unix.Open(file, flags|unix.O_CLOEXEC, 0)
	} else {
		fd, err = unix.Openat2(r.root, r.path(file), &unix.OpenHow{Flags: uint64(flags) | unix.O_CLOEXEC, Resolve: r.resolve})
	}
	if errors.Is(err, unix.EXDEV) { // the kernel's words are about something else
		err = errOutside
	}
	if err != nil {
		return fd, &fs.PathError{Op: "open", Path: file, Err: err}
	}
	return fd, nil
}

// bytes reads a regular file into a buffer, which it makes larger if need be. It opens nothing else: a pipe might block, and a device might do
// something. It looks first, and what it looks at may be outside the root; then it is not opened. The machine's own sysfs has nothing else.
func (r *reader) bytes(file string, buffer *[]byte) ([]byte, error) {
	if r.resolve != 0 || !strings.HasPrefix(file, "/sys/") {
		if err := r.isRegular(file); err != nil {
			return nil, &fs.PathError{Op: "stat", Path: file, Err: err}
		}
	}
	fd, err := r.open(file, unix.O_RDONLY|unix.O_NONBLOCK)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	size := 0
	for size < maxText {
		if size == len(*buffer) {
			*buffer = append(*buffer, make([]byte, len(*buffer))...)
		}
		n, err := unix.Read(fd, (*buffer)[size:])
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return nil, &fs.PathError{Op: "read", Path: file, Err: err}
		}
		if size += n; n == 0 || size < len(*buffer) { // sysfs gives a whole file at once
			break
		}
	}
	return (*buffer)[:size], nil
}

func (r *reader) isRegular(file string) error {
	var info unix.Stat_t
	if err := unix.Fstatat(r.root, r.path(file), &info, 0); err != nil {
		return err
	}
	if info.Mode&unix.S_IFMT != unix.S_IFREG {
		return errNotRegular
	}
	return nil
}

// link returns where a link leads, in its own words.
func (r *reader) link(file string) (string, error) {
	target := make([]byte, unix.PathMax)
	n, err := unix.Readlinkat(r.root, r.path(file), target)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: file, Err: err}
	}
	return string(target[:n]), nil
}

// names returns the names in a directory.
func (r *reader) names(dir string) ([]string, error) {
	fd, err := r.open(dir, unix.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return nil, err
	}
	file := os.NewFile(uintptr(fd), dir)
	defer file.Close()
	return file.Readdirnames(-1)
}
