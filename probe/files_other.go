// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !unix

package probe

import (
	"os"
	"path/filepath"
)

// namesIn returns the names of a folder's first files, in the system's order.
func namesIn(folder string, most int) []string {
	opened, err := os.Open(folder)
	if err != nil {
		return nil
	}
	defer closeAll(opened)
	names, _ := opened.Readdirnames(most)
	return names
}

// appendFiles appends a file, or each one in a folder.
func appendFiles(files []file, path string) []file {
	info, err := os.Lstat(path)
	if err != nil {
		return files
	}
	if !info.IsDir() {
		return append(files, fileOf(info, file{name: path}))
	}
	for _, name := range namesIn(path, maxWatched) {
		if info, err := os.Lstat(filepath.Join(path, name)); err == nil {
			files = append(files, fileOf(info, file{folder: path, name: name}))
		}
	}
	return files
}

// fileOf leaves out when a folder was written: what happens in a folder's own folder is
// nobody's business here.
func fileOf(info os.FileInfo, f file) file {
	f.mode = uint32(info.Mode())
	if !info.IsDir() {
		f.size, f.writtenNS = info.Size(), info.ModTime().UnixNano()
	}
	if info.Mode()&os.ModeSymlink != 0 {
		f.target, _ = os.Readlink(filepath.Join(f.folder, f.name))
	}
	return f
}
