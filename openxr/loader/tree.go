// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// maxLinks is how many symbolic links Linux follows in one path.
const maxLinks = 40

// errLoop and errDangling say what kind of symbolic link a look-up ended at. A dangling link does not exist, to the loader
// as to fs.ErrNotExist.
var (
	errLoop     = errors.New("too many symbolic links follow one another")
	errDangling = fmt.Errorf("the symbolic link leads nowhere: %w", fs.ErrNotExist)
)

// entry is what a path leads to.
type entry struct {
	// canonical is the path without symbolic links, inside the root.
	canonical string
	// native is the same file's path on this machine.
	native string
	info   fs.FileInfo
}

// find follows an absolute path. What does not exist, a path through a file included, is fs.ErrNotExist.
func (h Host) find(path string) (entry, error) {
	if runtime.GOOS == "windows" && h.Root == "" {
		// The loader does not make paths canonical on Windows.
		info, err := os.Stat(path)
		return entry{canonical: path, native: path, info: info}, err
	}
	if !strings.HasPrefix(path, "/") {
		return entry{}, fs.ErrNotExist
	}
	w := walk{host: h, rest: strings.Split(path, "/")}
	for len(w.rest) > 0 {
		if err := w.step(); err != nil {
			return entry{}, w.explain(err)
		}
	}
	return w.entry()
}

// walk is a path on the way of being resolved.
type walk struct {
	host  Host
	done  []string
	rest  []string
	links int
	// leaf is set once the last component of the path has turned out to be a symbolic link.
	leaf bool
}

func (w *walk) step() error {
	name := w.rest[0]
	w.rest = w.rest[1:]
	switch name {
	case "", ".":
		return nil
	case "..":
		w.done = w.done[:max(len(w.done)-1, 0)]
		return nil
	}
	if !filepath.IsLocal(name) {
		// Windows knows names that lead elsewhere.
		return fs.ErrNotExist
	}
	w.done = append(w.done, name)
	info, err := os.Lstat(w.native())
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return w.follow()
	}
	if len(w.rest) > 0 && !info.IsDir() {
		return fs.ErrNotExist
	}
	return nil
}

func (w *walk) follow() error {
	w.links++
	if w.links > maxLinks {
		return errLoop
	}
	target, err := os.Readlink(w.native())
	if err != nil {
		return err
	}
	target = filepath.ToSlash(target)
	w.leaf = w.leaf || len(w.rest) == 0
	w.done = w.done[:len(w.done)-1]
	if strings.HasPrefix(target, "/") {
		w.done = nil
	}
	w.rest = append(strings.Split(target, "/"), w.rest...)
	return nil
}

func (w *walk) explain(err error) error {
	if w.leaf && errors.Is(err, fs.ErrNotExist) {
		return errDangling
	}
	return err
}

func (w *walk) canonical() string { return "/" + strings.Join(w.done, "/") }

func (w *walk) native() string {
	if w.host.Root == "" {
		return w.canonical()
	}
	return filepath.Join(w.host.Root, filepath.FromSlash(w.canonical()))
}

func (w *walk) entry() (entry, error) {
	info, err := os.Lstat(w.native())
	if err != nil {
		return entry{}, w.explain(err)
	}
	return entry{canonical: w.canonical(), native: w.native(), info: info}, nil
}

// errNotRegular is for folders, pipes, sockets and devices. Opening some of them would wait for ever.
var errNotRegular = errors.New("it is not a regular file")

// open opens a regular file.
func (e entry) open() (*os.File, error) {
	if !e.info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	return os.Open(e.native)
}

// read returns the content of a regular file of at most limit bytes. It returns one byte more when there is more.
func (e entry) read(limit int64) ([]byte, error) {
	file, err := e.open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit+1))
}

// reason is the part of an error that is not a path: paths of this machine mean nothing inside a Root.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return err.Error()
}
