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

// FileInfo is what [Host.FileAt] says of a path.
type FileInfo struct {
	// State is found, missing, dangling, loop or failed.
	State State
	// Canonical is the path without symbolic links, inside the root; empty unless State is found.
	Canonical string
	// Target is where the path leads if it is a symbolic link itself, as the link says; empty if it is none.
	Target string
	// Mode is the mode of the file that the path leads to; 0 unless State is found.
	Mode fs.FileMode
}

// FileAt says what is at an absolute path inside the root. It opens nothing.
func (h Host) FileAt(path string) FileInfo {
	var info FileInfo
	info.State, _ = h.look(path)
	if found, err := h.find(path); err == nil {
		info.Canonical, info.Mode = found.canonical, found.info.Mode()
	}
	info.Target = h.linkTarget(path)
	return info
}

// linkTarget returns where a symbolic link leads, or "".
func (h Host) linkTarget(path string) string {
	dir, err := h.find(parent(h.goos(), path))
	if err != nil {
		return ""
	}
	target, err := os.Readlink(filepath.Join(dir.native, filepath.Base(path)))
	if err != nil {
		return ""
	}
	return filepath.ToSlash(target)
}

// ReadFile returns the content of a regular file at an absolute path inside the root, at most 1 MiB of it. It never opens
// a pipe or a device.
func (h Host) ReadFile(path string) ([]byte, error) {
	found, err := h.find(path)
	if err != nil {
		return nil, err
	}
	data, err := found.read(maxFile)
	if err == nil && len(data) > maxFile {
		err = errors.New("it has more than 1 MiB")
	}
	return data, err
}

// ReadDir returns the names in the directory at an absolute path inside the root, in any order, at most 4096 of them.
func (h Host) ReadDir(path string) ([]string, error) { return h.names(path) }

// Getenv returns a variable of the environment that the host's programs have, and reports whether it is set.
func (h Host) Getenv(name string) (string, bool) { return h.lookup()(name) }

// Open opens a regular file at an absolute path inside the root. It never opens a pipe or a device.
func (h Host) Open(path string) (*os.File, error) {
	found, err := h.find(path)
	if err != nil {
		return nil, err
	}
	return found.open()
}

// Absolute returns a path as seen from "/": a relative one is relative to the working directory. It follows no links.
func (h Host) Absolute(path string) string { return h.absolute(path) }

// Plain returns an absolute path without "." and "..", which leads to the same file. Symbolic links stay as they are
// written, unless ".." follows them. A ".." after what does not exist stays too, because such a path leads nowhere.
func (h Host) Plain(path string) string {
	if h.goos() == "windows" || !strings.HasPrefix(path, "/") {
		return path
	}
	plain := ""
	names := strings.Split(path, "/")
	for i, name := range names {
		switch name {
		case "", ".":
		case "..":
			found, err := h.find("/" + strings.TrimPrefix(plain, "/"))
			if err != nil || !found.info.IsDir() {
				return plain + "/" + strings.Join(names[i:], "/")
			}
			plain = strings.TrimSuffix(parent("linux", found.canonical), "/")
		default:
			plain += "/" + name
		}
	}
	return "/" + strings.TrimPrefix(plain, "/")
}

// absolute returns the path as seen from "/". It does not clean the path: "a/../b" is not "b" if a is a symbolic link.
func (h Host) absolute(path string) string {
	if path == "" || isAbsolute(h.goos(), path) {
		return path
	}
	return join(h.goos(), h.dir(), path)
}

// isAbsolute reports whether the loader of an operating system treats a path as absolute.
func isAbsolute(goos, path string) bool {
	if goos != "windows" {
		return strings.HasPrefix(path, "/")
	}
	slashed := strings.ReplaceAll(path, `\`, "/")
	return strings.HasPrefix(slashed, "//") || (len(slashed) > 2 && slashed[1:3] == ":/")
}

// join appends a relative path to a directory without cleaning the result, as std::filesystem does.
func join(goos, dir, path string) string {
	separators := "/"
	separator := "/"
	if goos == "windows" {
		separators, separator = `\/`, `\`
	}
	if dir == "" {
		return path
	}
	return strings.TrimRight(dir, separators) + separator + path
}

// parent returns the directory of a path; the parent of "/x" is "/".
func parent(goos, path string) string {
	separators := "/"
	if goos == "windows" {
		separators = `\/`
	}
	last := strings.LastIndexAny(path, separators)
	if last < 0 {
		return ""
	}
	return path[:max(last, 1)]
}
