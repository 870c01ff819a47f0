// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// MaxNames bounds how many names of one directory are read.
const MaxNames = 4096

// Root is the directory that stands for "/"; "" means "/".
type Root string

// maxLinks is how many symbolic links Linux follows in one path.
const maxLinks = 40

// ErrLoop means that a path has too many symbolic links. ErrDangling means that a path is a symbolic link to nothing; it
// matches fs.ErrNotExist, because the loader treats such a link as missing.
var (
	ErrLoop           = errors.New("too many symbolic links follow one another")
	ErrDangling error = missing("the symbolic link leads nowhere")
)

// missing is an error that matches fs.ErrNotExist.
type missing string

func (m missing) Error() string { return string(m) + ": " + fs.ErrNotExist.Error() }

func (missing) Unwrap() error { return fs.ErrNotExist }

// Entry is the file or directory that a path leads to.
type Entry struct {
	// Canonical is the path without symbolic links, inside the root; in a tree of Windows, the path with the names as the disk has them.
	Canonical string
	// Native is the path of the same file on this machine; "" for a directory that only mounts make.
	Native string
	Info   fs.FileInfo
	// mounted are the names in a directory at which mounts are, or below which some are.
	mounted []string
	// Memory is that of the tree.
	Memory *Memory
}

// Find follows an absolute path. It returns fs.ErrNotExist if the path does not exist, or if a file is in place of one of its
// directories.
func (r Root) Find(path string) (Entry, error) { return Tree{Root: r}.Find(path) }

// Find follows an absolute path, as [Root.Find] does.
func (t Tree) Find(path string) (Entry, error) {
	if runtime.GOOS == "windows" && t.Root == "" && t.Mounts == nil {
		// The loader does not resolve symbolic links on Windows.
		info, err := t.Memory.stat(path)
		return Entry{Canonical: path, Native: path, Info: info, Memory: t.Memory}, err
	}
	if t.Windows {
		return t.findOnWindows(path)
	}
	if !strings.HasPrefix(path, "/") {
		return Entry{}, fs.ErrNotExist
	}
	w := walk{tree: t, rest: path}
	for w.rest != "" {
		if err := w.step(); err != nil {
			return Entry{}, w.explain(err)
		}
	}
	return w.entry()
}

// walk resolves a path one component at a time.
type walk struct {
	tree Tree
	// done is the path so far without symbolic links, and rest what is left of it. Both begin with a slash, or are "".
	done, rest string
	links      int
	// last is what is at done, if seen is set.
	last node
	seen bool
	// endsInLink is set if the last component of the path is a symbolic link.
	endsInLink bool
	// written is how many components of a path of Windows are left, those of links aside, and shown are those that were found, in
	// the case of the disk.
	written int
	shown   []string
}

func (w *walk) step() error {
	name := w.next()
	_, after, more := strings.Cut(w.rest[1:], "/")
	w.rest = ""
	if more {
		w.rest = "/" + after
	}
	switch name {
	case "", ".":
		return nil
	case "..":
		w.up()
		return nil
	}
	if !filepath.IsLocal(name) {
		// On Windows some names, such as NUL, are not files of the directory.
		return fs.ErrNotExist
	}
	if w.tree.Windows {
		name = w.onWindows(name)
	}
	w.done += "/" + name
	found, err := w.tree.at(w.done)
	if err != nil {
		return err
	}
	if found.info.Mode()&fs.ModeSymlink != 0 {
		return w.follow(found)
	}
	if w.rest != "" && !found.info.IsDir() {
		return fs.ErrNotExist
	}
	w.last, w.seen = found, true
	return nil
}

// next is the component that the next step follows.
func (w *walk) next() string {
	name, _, _ := strings.Cut(w.rest[1:], "/")
	return name
}

func (w *walk) up() {
	w.done, w.seen = w.done[:max(strings.LastIndexByte(w.done, '/'), 0)], false
}

func (w *walk) follow(link node) error {
	w.links++
	if w.links > maxLinks {
		return ErrLoop
	}
	target, err := link.target()
	if err != nil {
		return err
	}
	target = filepath.ToSlash(target)
	w.endsInLink = w.endsInLink || w.rest == ""
	w.up()
	if strings.HasPrefix(target, "/") {
		w.done = ""
	}
	w.rest = "/" + target + w.rest
	return nil
}

func (w *walk) explain(err error) error {
	if w.endsInLink && errors.Is(err, fs.ErrNotExist) {
		return ErrDangling
	}
	return err
}

func (w *walk) canonical() string {
	if w.done == "" {
		return "/"
	}
	return w.done
}

func (w *walk) entry() (Entry, error) {
	if !w.seen {
		var err error
		if w.last, err = w.tree.at(w.canonical()); err != nil {
			return Entry{}, w.explain(err)
		}
	}
	return Entry{Canonical: w.canonical(), Native: w.last.native, Info: w.last.info, mounted: w.tree.below(w.canonical()), Memory: w.tree.Memory}, nil
}

// ErrNotRegular is returned for directories, pipes, sockets and devices. Opening some of them would block forever.
var ErrNotRegular = errors.New("it is not a regular file")

// Open opens a regular file.
func (e Entry) Open() (*os.File, error) {
	if !e.Info.Mode().IsRegular() {
		return nil, ErrNotRegular
	}
	return open(e.Native)
}

// Read returns the content of a regular file. It returns limit+1 bytes if the file has more than limit bytes.
func (e Entry) Read(limit int64) ([]byte, error) {
	return e.Memory.content(e.Native, limit, func() ([]byte, error) { return e.read(limit) })
}

func (e Entry) read(limit int64) ([]byte, error) {
	file, err := e.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var content bytes.Buffer
	if info, err := file.Stat(); err == nil { // the buffer need not grow then
		content.Grow(int(min(info.Size(), limit)) + bytes.MinRead)
	}
	_, err = content.ReadFrom(io.LimitReader(file, limit+1))
	return content.Bytes(), err
}

// Reason returns the text of an error without its path, because paths of this machine mean nothing inside a Root.
func Reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return err.Error()
}

// unread is an error whose text is for people, and that is a *fs.PathError.
type unread struct{ *fs.PathError }

func (u unread) Error() string { return u.Path + " cannot be read: " + u.Err.Error() }

func (u unread) Unwrap() error { return u.PathError }

// Unread says that what is at a path inside the root cannot be read. The error unwraps to a *fs.PathError.
func Unread(path string, err error) error {
	return unread{&fs.PathError{Op: "read", Path: path, Err: errors.New(Reason(err))}}
}

// List returns the names in a directory, at most MaxNames of them, in the order of the file system.
func (e Entry) List(path string) ([]string, error) {
	if e.Native == "" {
		return e.mounted, nil
	}
	names, err := e.Memory.names(e.Native, e.readNames)
	for _, name := range e.mounted {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if err != nil {
		return names, Unread(path, err)
	}
	return names, nil
}

// readNames returns the names that could be read, and why others could not.
func (e Entry) readNames() ([]string, error) {
	dir, err := open(e.Native)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(MaxNames)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return names, err
}
