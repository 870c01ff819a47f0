// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package swap

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// files are the changes of one directory, one system call each. Names are relative to the directory.
type files struct {
	fd int
	// before is called before each change, and its error is that of the change; after is called after each. Tests use them.
	before func(call, name string) error
	after  func(call, name string)
}

// do makes one change.
func (f files) do(call, name string, change func() error) error {
	if f.before != nil {
		if err := f.before(call, name); err != nil {
			return &fs.PathError{Op: call, Path: name, Err: err}
		}
	}
	if err := retried(change); err != nil {
		var inner *fs.PathError
		if errors.As(err, &inner) {
			err = inner.Err
		}
		return &fs.PathError{Op: call, Path: name, Err: err}
	}
	if f.after != nil {
		f.after(call, name)
	}
	return nil
}

// retried repeats a system call that a signal interrupted.
func retried(call func() error) error {
	for {
		if err := call(); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func (f files) mkdir(name string) error {
	return f.do("mkdir", name, func() error { return unix.Mkdirat(f.fd, name, 0o755) })
}

func (f files) symlink(target, name string) error {
	return f.do("symlink", name, func() error { return unix.Symlinkat(target, f.fd, name) })
}

func (f files) rename(from, to string) error {
	return f.do("rename", to, func() error { return unix.Renameat(f.fd, from, f.fd, to) })
}

// exchange lets two names change places.
func (f files) exchange(a, b string) error {
	return f.do("exchange", b, func() error { return unix.Renameat2(f.fd, a, f.fd, b, unix.RENAME_EXCHANGE) })
}

// link makes a second name for what is at a name, links included.
func (f files) link(from, to string) error {
	return f.do("link", to, func() error { return unix.Linkat(f.fd, from, f.fd, to, 0) })
}

// remove removes a name, if it exists.
func (f files) remove(name string) error {
	if f.kind(name) == Absent {
		return nil
	}
	return f.do("unlink", name, func() error { return unix.Unlinkat(f.fd, name, 0) })
}

// rmdir removes a directory, if it exists.
func (f files) rmdir(name string) error {
	if f.kind(name) == Absent {
		return nil
	}
	return f.do("rmdir", name, func() error { return unix.Unlinkat(f.fd, name, unix.AT_REMOVEDIR) })
}

// sync waits until the directory is on the disk.
func (f files) sync() error {
	err := f.do("fsync", ".", func() error { return unix.Fsync(f.fd) })
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		return nil // a file system that needs or knows none
	}
	return err
}

// write makes a file.
func (f files) write(name string, content []byte, mode fs.FileMode) error {
	return f.do("write", name, func() error {
		file, err := f.open(name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL, uint32(mode.Perm()))
		if err != nil {
			return err
		}
		_, err = file.Write(content)
		return errors.Join(err, file.Sync(), file.Close())
	})
}

func (f files) open(name string, flags int, mode uint32) (*os.File, error) {
	fd, err := unix.Openat(f.fd, name, flags|unix.O_NOFOLLOW|unix.O_CLOEXEC|unix.O_NONBLOCK, mode)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}

// maxRead bounds what is read of a file. Manifests and records are much smaller.
const maxRead = 1 << 20

func (f files) read(name string) ([]byte, error) {
	file, err := f.open(name, unix.O_RDONLY, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxRead))
}

// copyTo copies a link or a regular file with its mode and its time.
func (f files) copyTo(from, to string) error {
	entry, err := f.entry(from)
	if err != nil {
		return err
	}
	if entry.Kind == Link {
		return f.symlink(entry.Target, to)
	}
	content, err := f.read(from)
	if err != nil {
		return err
	}
	if err := f.write(to, content, 0o644); err != nil {
		return err
	}
	return f.likeness(from, to)
}

// likeness gives a copy the mode and the time of the original.
func (f files) likeness(from, to string) error {
	var original unix.Stat_t
	if err := unix.Fstatat(f.fd, from, &original, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return err
	}
	return f.do("chmod", to, func() error {
		if err := unix.Fchmodat(f.fd, to, original.Mode&0o7777, 0); err != nil {
			return err
		}
		return unix.UtimesNanoAt(f.fd, to, []unix.Timespec{original.Atim, original.Mtim}, unix.AT_SYMLINK_NOFOLLOW)
	})
}

// kind returns what is at a name itself, not at the end of a link.
func (f files) kind(name string) Kind {
	entry, err := f.entry(name)
	if err != nil {
		return Other
	}
	return entry.Kind
}

// entry returns what is at a name.
func (f files) entry(name string) (Entry, error) {
	var stat unix.Stat_t
	err := retried(func() error { return unix.Fstatat(f.fd, name, &stat, unix.AT_SYMLINK_NOFOLLOW) })
	switch {
	case errors.Is(err, unix.ENOENT):
		return Entry{Kind: Absent}, nil
	case err != nil:
		return Entry{}, &fs.PathError{Op: "lstat", Path: name, Err: err}
	}
	var entry Entry
	switch stat.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		entry.Kind = File
		if content, err := f.read(name); err == nil {
			entry.Sum = sum(content)
		}
	case unix.S_IFLNK:
		entry.Kind = Link
		entry.Target, err = f.readlink(name)
	default:
		entry.Kind = Other
	}
	return entry, err
}

func (f files) readlink(name string) (string, error) {
	buffer := make([]byte, unix.PathMax)
	n, err := unix.Readlinkat(f.fd, name, buffer)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(buffer[:n]), nil
}

// names lists a directory below, sorted; one that does not exist has none.
func (f files) names(dir string) ([]string, error) {
	file, err := f.open(dir, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	switch {
	case errors.Is(err, unix.ENOENT):
		return nil, nil
	case err != nil:
		return nil, &fs.PathError{Op: "open", Path: dir, Err: err}
	}
	defer file.Close()
	entries, err := file.ReadDir(-1)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names, err
}
