// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// ErrNetwork means that a path of Windows is that of a share on another machine. It matches fs.ErrNotExist, because a tree holds
// nothing of other machines.
var ErrNetwork error = missing("the path is that of a share on another machine")

// maxFolded bounds how many names of a directory are compared without their case.
const maxFolded = 1 << 16

// onWindows divides a path of Windows into its drive, such as "C", and the names below it, without "." and "..", which Windows
// takes out of a path before it looks at any file. Both slashes divide names.
func onWindows(file string) (drive string, names []string, err error) {
	slashed := strings.ReplaceAll(file, `\`, "/")
	if long, found := strings.CutPrefix(slashed, "//?/"); found {
		slashed = long
	}
	switch {
	case strings.HasPrefix(slashed, "//"):
		return "", nil, ErrNetwork
	case len(slashed) < 3 || slashed[1:3] != ":/" || !isLetter(slashed[0]):
		return "", nil, fs.ErrNotExist
	}
	clean := strings.Trim(path.Clean(slashed[2:]), "/")
	if strings.Contains(clean, ":") {
		return "", nil, fs.ErrNotExist // a stream of a file, and no file
	}
	if clean != "" {
		names = strings.Split(clean, "/")
	}
	return strings.ToUpper(slashed[:1]), names, nil
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// drive returns where a tree has a drive. The first that exists counts: a directory of its letter, or, as in a prefix of Wine,
// dosdevices/c: or drive_c. The tree may also be the drive C: itself, which has a directory Windows.
func (t Tree) drive(letter string) (string, error) {
	lower := strings.ToLower(letter)
	for _, candidate := range []string{"dosdevices/" + lower + ":", letter, lower, "drive_" + lower} {
		if found, err := t.find([]string{candidate}); err == nil && found.Info.IsDir() {
			return candidate, nil
		}
	}
	if letter == "C" && t.folded("/", "Windows") != "" {
		return "", nil
	}
	return "", fs.ErrNotExist
}

// findOnWindows follows a path of Windows. Case does not count. The entry's canonical path has the names as the disk has them, and
// symbolic links stay as they are written, as in the Khronos loader.
func (t Tree) findOnWindows(file string) (Entry, error) {
	letter, names, err := onWindows(file)
	if err != nil {
		return Entry{}, err
	}
	drive, err := t.drive(letter)
	if err != nil {
		return Entry{}, err
	}
	rest := names
	if drive != "" {
		rest = append([]string{drive}, names...)
	}
	w := walk{tree: t, rest: restOf(rest), written: len(names)}
	for w.rest != "" {
		if err := w.step(); err != nil {
			return Entry{}, w.explain(err)
		}
	}
	entry, err := w.entry()
	entry.Canonical = letter + `:\` + strings.Join(w.shown, `\`)
	return entry, err
}

// find follows names below the tree's root.
func (t Tree) find(names []string) (Entry, error) {
	w := walk{tree: t, rest: restOf(names)}
	for w.rest != "" {
		if err := w.step(); err != nil {
			return Entry{}, err
		}
	}
	return w.entry()
}

// restOf returns names as what is left of a path.
func restOf(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "/" + strings.Join(names, "/")
}

// folded returns the name in a directory that is the given one but for its case, or "". A name that is the same comes first.
func (t Tree) folded(dir, name string) string {
	if _, err := t.at(path.Join(dir, name)); err == nil {
		return name
	}
	native := t.native(dir)
	if native == "" {
		return ""
	}
	open, err := os.Open(native)
	if err != nil {
		return ""
	}
	defer open.Close()
	names, _ := open.Readdirnames(maxFolded) // what cannot be listed has no such name
	slices.Sort(names)
	if at := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) }); at >= 0 {
		return names[at]
	}
	return ""
}

// onWindows returns a name as the disk has it, and keeps it if it is one of the path itself.
func (w *walk) onWindows(name string) string {
	if found := w.tree.folded(w.canonical(), name); found != "" {
		name = found
	}
	if left := strings.Count(w.rest, "/"); left < w.written {
		w.written = left
		w.shown = append(w.shown, name)
	}
	return name
}
