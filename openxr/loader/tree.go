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

// errLoop means that a path has too many symbolic links. errDangling means that a path is a symbolic link to nothing; it
// matches fs.ErrNotExist, because the loader treats such a link as missing.
var (
	errLoop     = errors.New("too many symbolic links follow one another")
	errDangling = fmt.Errorf("the symbolic link leads nowhere: %w", fs.ErrNotExist)
)

// entry is the file or directory that a path leads to.
type entry struct {
	// canonical is the path without symbolic links, inside the root.
	canonical string
	// native is the path of the same file on this machine.
	native string
	info   fs.FileInfo
}

// find follows an absolute path. It returns fs.ErrNotExist if the path does not exist, or if a file is in place of one of its
// directories.
func (h Host) find(path string) (entry, error) {
	if runtime.GOOS == "windows" && h.Root == "" {
		// The loader does not resolve symbolic links on Windows.
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

// walk resolves a path one component at a time.
type walk struct {
	host  Host
	done  []string
	rest  []string
	links int
	// endsInLink is set if the last component of the path is a symbolic link.
	endsInLink bool
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
		// On Windows some names, such as NUL, are not files of the directory.
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
	w.endsInLink = w.endsInLink || len(w.rest) == 0
	w.done = w.done[:len(w.done)-1]
	if strings.HasPrefix(target, "/") {
		w.done = nil
	}
	w.rest = append(strings.Split(target, "/"), w.rest...)
	return nil
}

func (w *walk) explain(err error) error {
	if w.endsInLink && errors.Is(err, fs.ErrNotExist) {
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

// errNotRegular is returned for directories, pipes, sockets and devices. Opening some of them would block forever.
var errNotRegular = errors.New("it is not a regular file")

// open opens a regular file.
func (e entry) open() (*os.File, error) {
	if !e.info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	return os.Open(e.native)
}

// read returns the content of a regular file. It returns limit+1 bytes if the file has more than limit bytes.
func (e entry) read(limit int64) ([]byte, error) {
	file, err := e.open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit+1))
}

// reason returns the text of an error without its path, because paths of this machine mean nothing inside a Root.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return err.Error()
}
