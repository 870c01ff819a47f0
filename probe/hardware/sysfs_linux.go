// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"errors"
	"io/fs"
	"os"
	"path"

	"golang.org/x/sys/unix"
)

// reader reads small files with few system calls: the kernel resolves a path at once, and refuses those that lead out of a root. [os.Root] does it
// step by step.
type reader struct {
	root int
	how  *unix.OpenHow
	// dir is the directory that was opened last, since several files of a device are read; name is its path.
	dir  int
	name string
}

// newReader returns a reader below a root, or nil if the kernel cannot confine paths: before Linux 5.6, and where a container forbids it.
func newReader(root string) *reader {
	r := &reader{root: unix.AT_FDCWD, dir: -1, how: &unix.OpenHow{Flags: unix.O_PATH | unix.O_DIRECTORY | unix.O_CLOEXEC}}
	if root == "" {
		return r
	}
	fd, err := unix.Open(root, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	r.root, r.how.Resolve = fd, unix.RESOLVE_BENEATH
	if fd, err = unix.Openat2(r.root, ".", r.how); err != nil {
		_ = unix.Close(r.root)
		return nil
	}
	_ = unix.Close(fd)
	return r
}

func (r *reader) close() {
	for _, fd := range []int{r.dir, r.root} {
		if fd >= 0 {
			_ = unix.Close(fd)
		}
	}
}

// open opens the directory of a file, and returns the file's name.
func (r *reader) open(file string) (name string, err error) {
	dir, name := path.Dir(file), path.Base(file)
	if dir == r.name {
		return name, nil
	}
	if r.dir >= 0 {
		_ = unix.Close(r.dir)
	}
	r.dir, r.name = -1, ""
	var fd int
	if r.how.Resolve == 0 {
		fd, err = unix.Open(dir, int(r.how.Flags), 0)
	} else {
		fd, err = unix.Openat2(r.root, dir[1:], r.how)
	}
	if err != nil {
		return "", &fs.PathError{Op: "open", Path: dir, Err: err}
	}
	r.dir, r.name = fd, dir
	return name, nil
}

// bytes reads a regular file into a buffer, which it makes larger if need be. It opens nothing else: a pipe might block, and a device might do
// something. sysfs has no files that are links.
func (r *reader) bytes(file string, buffer *[]byte) ([]byte, error) {
	name, err := r.open(file)
	if err != nil {
		return nil, err
	}
	var info unix.Stat_t
	if err = unix.Fstatat(r.dir, name, &info, unix.AT_SYMLINK_NOFOLLOW); err == nil && info.Mode&unix.S_IFMT != unix.S_IFREG {
		err = errNotRegular
	}
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: file, Err: err}
	}
	fd, err := unix.Openat(r.dir, name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: file, Err: err}
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

// link returns where a link leads, in its own words.
func (r *reader) link(file string) (string, error) {
	name, err := r.open(file)
	if err != nil {
		return "", err
	}
	target := make([]byte, unix.PathMax)
	n, err := unix.Readlinkat(r.dir, name, target)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: file, Err: err}
	}
	return string(target[:n]), nil
}

// names returns the names in a directory.
func (r *reader) names(dir string) ([]string, error) {
	if _, err := r.open(dir + "/."); err != nil {
		return nil, err
	}
	fd, err := unix.Openat(r.dir, ".", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: err}
	}
	file := os.NewFile(uintptr(fd), dir)
	defer file.Close()
	return file.Readdirnames(-1)
}
