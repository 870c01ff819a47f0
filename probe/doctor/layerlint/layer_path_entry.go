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

// layerPath is the variable that replaces where explicit layers are searched (rule Y3).
const layerPath = "XR_API_LAYER_PATH"

// layerPathEntry is about directories that are not there. If a layer that is asked for is missing because of it, the report says so.
var layerPathEntry = lint.Linter{
	ID:       "layer_path_entry",
	Explain:  "XR_API_LAYER_PATH names a directory that does not exist.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		if program := l.Report.Program; program.StoppedByLayers() && program.Because != nil && strings.Contains(*program.Because, layerPath) {
			return nil
		}
		var problems []report.Problem
		for _, entry := range l.list(layerPath) {
			dir := l.Host.Absolute(entry)
			if entry == "" || l.Host.FileAt(dir).State != loader.StateMissing {
				continue
			}
			text := fmt.Sprintf("%s names %s, which does not exist, so the loader finds no API layers there", layerPath, entry)
			home := l.Variable("HOME")
			if rest, tilde := strings.CutPrefix(entry, "~/"); tilde && home != "" && l.Host.FileAt(path.Join(home, rest)).Mode.IsDir() {
				problems = append(problems, *problem("layer_path_entry", report.SeverityWarning, text+": it does not expand ~.",
					"Write the directory in full: "+l.relist(layerPath, entry, path.Join(home, rest))))
				continue
			}
			problems = append(problems, *problem("layer_path_entry", report.SeverityWarning, text+".", "Leave it out: "+l.relist(layerPath, entry, "")))
		}
		return problems
	}),
}

// list returns the entries of a variable that is a list, if the loader uses it.
func (l layers) list(name string) []string {
	for _, v := range l.Host.Environment() {
		if v.Name == name && v.State == loader.VariableSet {
			return strings.Split(v.Value, l.Host.ListSeparator())
		}
	}
	return nil
}

// relist is the command that sets a variable to its list with another entry instead of one; "" leaves it out.
func (l layers) relist(name, entry, instead string) string {
	entries := l.list(name)
	for i := range entries {
		if entries[i] == entry {
			entries[i] = instead
		}
	}
	entries = slices.DeleteFunc(entries, func(entry string) bool { return entry == "" })
	if len(entries) == 0 {
		return shell.Unset(l.GOOS(), name)
	}
	return shell.Set(l.GOOS(), name, strings.Join(entries, l.Host.ListSeparator()))
}
