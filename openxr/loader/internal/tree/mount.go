// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Tree is the tree that programs see: the directory that stands for "/", or, if there are mounts, only what they show of it.
type Tree struct {
	Root Root
	// Mounts, if not nil, are all that there is. Of mounts above a path the nearest one counts. The directories above mounts
	// exist, and hold nothing else.
	Mounts []Mount
	// Memory, if not nil, remembers what was seen, for searches that come by the same files many times.
	Memory *Memory
	// Windows says that paths are those of Windows: C:\dir\file, with either slash, whose case does not count.
	Windows bool
}

// Mount shows a part of the root at a path, or makes something there.
type Mount struct {
	// At is an absolute path without links, "." and "..".
	At string
	// From is the path inside the root of the file or directory that is shown, without links. "" makes an empty directory, unless
	// Link is set.
	From string
	// Link is where a symbolic link at At leads; "" makes none.
	Link string
}

// node is what is at a path, its own links not followed.
type node struct {
	native string
	info   fs.FileInfo
	// link is where a link leads that a mount makes; else "".
	link   string
	memory *Memory
}

func (n node) target() (string, error) {
	if n.link != "" {
		return n.link, nil
	}
	return n.memory.readlink(n.native)
}

// at returns what is at a path without links, "." and "..", the last name aside.
func (t Tree) at(path string) (node, error) {
	mount, inside := t.nearest(path)
	if inside && mount.Link != "" && mount.At == path {
		return node{link: mount.Link, info: made{name: filepath.Base(path), mode: fs.ModeSymlink | 0o777}}, nil
	}
	native := t.native(path)
	info, err := fs.FileInfo(nil), error(fs.ErrNotExist)
	if native != "" {
		info, err = t.Memory.lstat(native)
	}
	empty := inside && mount.At == path && mount.From == ""
	if errors.Is(err, fs.ErrNotExist) && (empty || t.Mounts != nil && (path == "/" || len(t.below(path)) > 0)) {
		return node{info: made{name: filepath.Base(path), mode: fs.ModeDir | 0o755}}, nil
	}
	return node{native: native, info: info, memory: t.Memory}, err
}

// nearest returns the mount that decides what is at a path.
func (t Tree) nearest(path string) (Mount, bool) {
	var best Mount
	found := false
	for _, mount := range t.Mounts {
		if within(path, mount.At) && (!found || len(mount.At) >= len(best.At)) {
			best, found = mount, true
		}
	}
	return best, found
}

// native returns the path on this machine of what is at a path, whether it exists or not, or "" if no mount shows it.
func (t Tree) native(path string) string {
	if t.Mounts != nil {
		mount, found := t.nearest(path)
		if !found || mount.From == "" {
			return ""
		}
		path = strings.TrimSuffix(mount.From, "/") + strings.TrimPrefix(path, strings.TrimSuffix(mount.At, "/"))
	}
	if t.Root == "" {
		return path
	}
	return strings.TrimSuffix(string(t.Root), "/") + filepath.FromSlash(path)
}

// below returns the names in a directory that lead to mounts.
func (t Tree) below(dir string) []string {
	var names []string
	for _, mount := range t.Mounts {
		if mount.At == dir || !within(mount.At, dir) {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(mount.At, dir), "/"), "/")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// within reports whether a path is a directory or below it.
func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, "/")+"/")
}

// made describes a directory or a link that is on no disk.
type made struct {
	name string
	mode fs.FileMode
}

func (m made) Name() string       { return m.name }
func (m made) Size() int64        { return 0 }
func (m made) Mode() fs.FileMode  { return m.mode }
func (m made) ModTime() time.Time { return time.Time{} }
func (m made) IsDir() bool        { return m.mode.IsDir() }
func (m made) Sys() any           { return nil }

// Readlink returns where the symbolic link at a path leads, with slashes, or "" if there is none. Nothing above the link may be a
// link.
func (t Tree) Readlink(path string) string {
	found, err := t.at(path)
	if err != nil || found.info.Mode()&fs.ModeSymlink == 0 {
		return ""
	}
	target, err := found.target()
	if err != nil {
		return ""
	}
	return filepath.ToSlash(target)
}
