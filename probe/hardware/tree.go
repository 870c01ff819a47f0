// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"

	"github.com/xrprobe/xrprobe/modes/report"
)

// maxText is more than any file of sysfs has that is read here: an EDID has at most 256 blocks of 128 bytes.
const maxText = 1 << 15

// tree reads many small files of a machine. It holds the machine's root open, if that is not "/", and no link leads out of it.
type tree struct {
	// reader reads where the system can; else nil, and what follows does.
	reader *reader
	root   *os.Root
	// dirs are directories below root that are open, by their paths: most files are deep, and each step of a path costs a system call.
	dirs map[string]*os.Root
	// buffer is what files are read into.
	buffer []byte
}

func (m Machine) open() (*tree, error) {
	t := &tree{buffer: make([]byte, 4096)}
	if !m.slow {
		t.reader = newReader(m.Root)
	}
	if t.reader != nil || m.Root == "" {
		return t, nil
	}
	root, err := os.OpenRoot(m.Root)
	if err != nil {
		return nil, err
	}
	t.root, t.dirs = root, map[string]*os.Root{}
	return t, nil
}

// beside returns a tree that reads the same files beside this one, or nil. It ends with this one.
func (t *tree) beside() *tree {
	if t.reader == nil {
		return nil
	}
	return &tree{reader: t.reader, buffer: make([]byte, 4096)}
}

func (t *tree) close() {
	if t.reader != nil {
		t.reader.close()
	}
	for _, dir := range t.dirs {
		_ = dir.Close()
	}
	if t.root != nil {
		_ = t.root.Close()
	}
}

// names returns the names in a directory, sorted.
func (t *tree) names(dir string) ([]string, error) {
	if t.reader != nil {
		names, err := t.reader.names(dir)
		slices.Sort(names)
		return names, err
	}
	file, err := t.openDir(dir)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	names, err := file.Readdirnames(-1)
	slices.Sort(names)
	return names, err
}

func (t *tree) openDir(dir string) (*os.File, error) {
	if t.root == nil {
		return os.Open(dir)
	}
	info, err := t.root.Stat(dir[1:])
	if err == nil && !info.IsDir() { // opening anything else may have effects
		err = &fs.PathError{Op: "open", Path: dir, Err: syscall.ENOTDIR}
	}
	if err != nil {
		return nil, err
	}
	return t.root.Open(dir[1:])
}

// text returns the first bytes of a regular file, without white space around them. The result holds until the next call.
func (t *tree) text(file string) (string, error) {
	data, err := t.bytes(file)
	return strings.TrimSpace(string(data)), err
}

// bytes returns the first maxText bytes of a regular file. They hold until the next call.
func (t *tree) bytes(file string) ([]byte, error) {
	if t.reader != nil {
		return t.reader.bytes(file, &t.buffer)
	}
	f, err := t.openFile(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size := 0
	for size < maxText {
		if size == len(t.buffer) {
			t.buffer = append(t.buffer, make([]byte, len(t.buffer))...)
		}
		n, err := f.Read(t.buffer[size:])
		size += n
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return t.buffer[:size], nil
}

// openFile opens a regular file. It opens no pipe, which might block, and no device, which might do something: sysfs has neither, and below
// another root it looks first.
func (t *tree) openFile(file string) (*os.File, error) {
	if t.root == nil {
		return os.Open(file)
	}
	root, name := t.near(file)
	info, err := root.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = errNotRegular
	}
	if err != nil {
		return nil, err
	}
	return root.Open(name)
}

// near returns the directory, held open, in which a file's directory is, and the file's name from there. A link in that directory which
// leads elsewhere below the root is followed first.
func (t *tree) near(file string) (*os.Root, string) {
	device, name := path.Split(file)
	device = t.resolve(path.Clean(device))
	dir := path.Dir(device)
	if _, known := t.dirs[dir]; !known {
		opened, err := t.root.OpenRoot(dir[1:])
		if err != nil {
			return t.root, file[1:]
		}
		t.dirs[dir] = opened
	}
	return t.dirs[dir], path.Join(path.Base(device), name)
}

// resolve follows one link, as the entries of sysfs' buses and classes are, as far as words tell. A wrong result is harmless: what is opened
// is below the root whatever it is.
func (t *tree) resolve(file string) string {
	target, err := t.link(file)
	if err != nil || path.IsAbs(target) {
		return file
	}
	return path.Join(path.Dir(file), target)
}

// link returns where a link leads, in its own words.
func (t *tree) link(file string) (string, error) {
	switch {
	case t.reader != nil:
		return t.reader.link(file)
	case t.root != nil:
		return t.root.Readlink(file[1:])
	}
	return os.Readlink(file)
}

var (
	errNotRegular = errors.New("it is not a regular file")
	errOutside    = errors.New("a link leads out of the machine's root")
)

// failed says what became of a bus whose list could not be read.
func failed(bus report.DeviceBus, dir string, err error) report.Bus {
	state, because := report.BusUnreadable, fmt.Sprintf("%s cannot be read: %s", dir, cause(err))
	if errors.Is(err, fs.ErrNotExist) {
		state, because = report.BusAbsent, dir+" does not exist"
	}
	return report.Bus{Bus: bus, State: state, Because: &because}
}

// cause returns what is wrong, without the path, which may be below a root that the reader does not know.
func cause(err error) string {
	if wrapped := (*fs.PathError)(nil); errors.As(err, &wrapped) {
		return cmp.Or(wrapped.Err, err).Error()
	}
	return err.Error()
}
