// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

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
