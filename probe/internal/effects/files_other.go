// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !unix

package effects

import (
	"os"
	"path/filepath"
)

// namesIn returns the names of the first files of a directory, in the system's order.
func namesIn(dir string, most int) []string {
	opened, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer func() { _ = opened.Close() }()
	names, _ := opened.Readdirnames(most)
	return names
}

// appendFiles appends a file, or each file in a directory.
func appendFiles(files []file, path string) []file {
	info, err := os.Lstat(path)
	if err != nil {
		return files
	}
	if !info.IsDir() {
		return append(files, fileOf(info, file{name: path}))
	}
	for _, name := range namesIn(path, maxFiles) {
		if info, err := os.Lstat(filepath.Join(path, name)); err == nil {
			files = append(files, fileOf(info, file{dir: path, name: name}))
		}
	}
	return files
}

// fileOf leaves out when a directory was written, since that changes with every file that
// appears in it.
func fileOf(info os.FileInfo, f file) file {
	f.mode = uint32(info.Mode())
	if !info.IsDir() {
		f.size, f.writtenNS = info.Size(), info.ModTime().UnixNano()
	}
	if info.Mode()&os.ModeSymlink != 0 {
		f.target, _ = os.Readlink(filepath.Join(f.dir, f.name))
	}
	return f
}
