// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/paths"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// find follows an absolute path inside the root.
func (h Host) find(path string) (tree.Entry, error) { return h.tree().Find(path) }

func (h Host) tree() tree.Tree {
	t := tree.Tree{Root: tree.Root(h.Root), Windows: h.goos() == "windows", Memory: h.memory}
	for _, mount := range h.Mounts {
		t.Mounts = append(t.Mounts, tree.Mount(mount))
	}
	return t
}

// Remembering returns the host with a memory of paths, directories and files, so that several answers belong to one moment and cost
// less. What [Host.Open] opens is not remembered. Copies of the host share it, also those with another root or architecture. Every search has a memory of its
// own without it.
func (h Host) Remembering() Host {
	if h.memory == nil {
		h.memory = tree.NewMemory()
	}
	return h
}

// Remember returns what look returned when it was called first for a key of this type, on a host that is [Host.Remembering]. On another
// one it calls look. A key that names a file names it by its path on this machine.
func Remember[K comparable, V any](h Host, key K, look func() V) V {
	return tree.Once(h.memory, key, look)
}

// Trail returns the paths of this machine that decide what a path of the host leads to, in order: each prefix of the path and
// of the targets of its symbolic links, up to the file or to the first one that does not exist. A program that watches them
// sees every change of what the path leads to. It returns nil for a relative path.
func (h Host) Trail(path string) []string { return h.tree().Trail(path) }

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
		info.Canonical, info.Mode = found.Canonical, found.Info.Mode()
	}
	info.Target = h.linkTarget(path)
	return info
}

// OwnerAt returns the user and the group to whom the file or directory belongs that an absolute path inside the root leads to. It
// reports false if that is not known, as on Windows.
func (h Host) OwnerAt(path string) (user, group int, known bool) {
	found, err := h.find(path)
	if err != nil {
		return 0, 0, false
	}
	return found.Owner()
}

// SameFile reports whether two absolute paths inside the root lead to one file, for which the dynamic linker takes them too.
func (h Host) SameFile(a, b string) bool {
	one, err := h.find(a)
	if err != nil {
		return false
	}
	two, err := h.find(b)
	return err == nil && os.SameFile(one.Info, two.Info)
}

// linkTarget returns where a symbolic link leads, or "".
func (h Host) linkTarget(path string) string {
	dir, err := h.find(paths.Parent(h.goos(), path))
	if err != nil {
		return ""
	}
	return h.tree().Readlink(strings.TrimSuffix(dir.Canonical, "/") + "/" + filepath.Base(path))
}

// ReadFile returns the content of a regular file at an absolute path inside the root, at most 1 MiB of it. It never opens
// a pipe or a device.
func (h Host) ReadFile(path string) ([]byte, error) {
	found, err := h.find(path)
	if err != nil {
		return nil, err
	}
	data, err := found.Read(maxFile)
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
	return found.Open()
}

// Absolute returns a path as seen from "/": a relative one is relative to the working directory. It follows no links.
func (h Host) Absolute(path string) string { return h.absolute(path) }

// Plain returns an absolute path without "." and "..", which leads to the same file. Symbolic links stay as they are
// written, unless ".." follows them. A ".." after what does not exist stays too, because such a path leads nowhere.
func (h Host) Plain(path string) string {
	if h.goos() == "windows" {
		return paths.CleanWindows(path)
	}
	if !strings.HasPrefix(path, "/") {
		return path
	}
	plain := ""
	names := strings.Split(path, "/")
	for i, name := range names {
		switch name {
		case "", ".":
		case "..":
			found, err := h.find("/" + strings.TrimPrefix(plain, "/"))
			if err != nil || !found.Info.IsDir() {
				return plain + "/" + strings.Join(names[i:], "/")
			}
			plain = strings.TrimSuffix(paths.Parent("linux", found.Canonical), "/")
		default:
			plain += "/" + name
		}
	}
	return "/" + strings.TrimPrefix(plain, "/")
}

// absolute returns the path as seen from "/". It does not clean the path: "a/../b" is not "b" if a is a symbolic link.
func (h Host) absolute(path string) string {
	if path == "" || paths.IsAbsolute(h.goos(), path) {
		return path
	}
	dir := h.dir()
	if rooted := strings.HasPrefix(path, "/") || strings.HasPrefix(path, `\`); h.goos() == "windows" && rooted && len(dir) > 1 {
		return dir[:2] + path // on the drive of the working directory
	}
	return paths.Join(h.goos(), dir, path)
}
