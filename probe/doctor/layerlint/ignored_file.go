// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// ignoredFile is about rule Y2: the loader reads names that end in ".json", in small letters. Other endings, such as .off, are how
// people put manifests aside.
var ignoredFile = lint.Linter{
	ID:       "layer_file_name",
	Explain:  "A manifest lies in a directory of API layers, and the loader does not read it, because of the ending of its name.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		var problems []report.Problem
		for _, dir := range l.directories() {
			names, _ := l.Host.ReadDir(dir) // what cannot be listed has no names
			for _, name := range names {
				right := meantName(name)
				if right == "" || slices.Contains(names, right) || l.Host.LayerName(path.Join(dir, name)) == "" {
					continue
				}
				file := path.Join(dir, name)
				problems = append(problems, *problem("layer_file_name", report.SeverityWarning,
					fmt.Sprintf("No program gets the API layer of %s: the loader reads only names that end in .json, in small letters.", file),
					fmt.Sprintf("Rename it: %smv %s %s", l.By(file), shell.Word(file), shell.Word(path.Join(dir, right)))))
			}
		}
		return problems
	}),
}

// meantName returns the name that a file was meant to have, or "".
func meantName(name string) string {
	lower := strings.ToLower(name)
	for _, ending := range []string{".json", ".json.txt"} {
		if stem := len(name) - len(ending); stem > 0 && strings.HasSuffix(lower, ending) && !strings.HasSuffix(name, ".json") {
			return name[:stem] + ".json"
		}
	}
	return ""
}

// directories returns the directories that the loader searches, each once. On Windows case does not count in names, and registry values
// name the files.
func (l layers) directories() []string {
	var list []string
	for _, step := range l.found.Steps {
		if dir := path.Clean(step.Path); l.GOOS() != "windows" && step.State == loader.StateFound && !slices.Contains(list, dir) {
			list = append(list, dir)
		}
	}
	return list
}
