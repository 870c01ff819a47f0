// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// writableLayer is about files that become code in every OpenXR program. Windows has no such modes.
var writableLayer = lint.Linter{
	ID:       "layer_writable",
	Explain:  "Every user may change an API layer's manifest, its library, or a directory in which the loader looks for layers.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		if l.GOOS() == "windows" {
			return nil
		}
		var problems []report.Problem
		for _, file := range l.files() {
			if l.Host.FileAt(file).Mode.Perm()&othersWrite == 0 {
				continue
			}
			what := "change " + file
			if l.Host.FileAt(file).Mode.IsDir() {
				what = "put API layers into " + file
			}
			problems = append(problems, *problem("layer_writable", report.SeverityWarning,
				fmt.Sprintf("Every user may %s, and so run code in the OpenXR programs of others.", what),
				l.By(file)+"chmod o-w "+shell.Word(file)))
		}
		return problems
	}),
}

// othersWrite is the permission of users who are neither the owner nor in the group.
const othersWrite fs.FileMode = 0o002

// files returns the directories that are searched, and the manifests and libraries of the layers that the loader lists, each once.
func (l layers) files() []string {
	list := l.directories()
	add := func(file string) {
		if !slices.Contains(list, file) {
			list = append(list, file)
		}
	}
	for _, layer := range l.found.All {
		if layer.Err != nil {
			continue
		}
		add(path.Clean(layer.Path))
		if !layer.Bare && layer.Library != "" {
			add(l.Host.Plain(layer.Library))
		}
	}
	return list
}

// isFile reports whether there is a regular file.
func (l layers) isFile(file string) bool {
	info := l.Host.FileAt(file)
	return info.State == loader.StateFound && info.Mode.IsRegular()
}
