// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"path/filepath"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// maxFiles is how many files of one directory are checked.
const maxFiles = 4096

// file describes a file without opening it. The description changes when the file is
// written, replaced or linked elsewhere.
type file struct {
	dir, name, target string
	mode              uint32
	size, writtenNS   int64
}

// filesIn describes each file, and each file in a directory.
func filesIn(paths []string) []file {
	var files []file
	for _, path := range paths {
		files = appendFiles(files, path)
	}
	return files
}

// changedFiles returns the differences as effects. The lists are mostly equal, so it compares them
// before it builds maps.
func changedFiles(before, now []file) []wire.Effect {
	if slices.Equal(before, now) {
		return nil
	}
	return changed(report.EffectFile, byPath(before), byPath(now))
}

func byPath(files []file) map[string]file {
	all := map[string]file{}
	for _, f := range files {
		all[filepath.Join(f.dir, f.name)] = f
	}
	return all
}
