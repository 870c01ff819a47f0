// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// misplacedManifest is about rule Y1: the user's configuration has the active runtime, and the user's data the layers. If such a layer
// is asked for, the report says so itself.
var misplacedManifest = lint.Linter{
	ID:       "layer_misplaced",
	Explain:  "An API layer is installed below the user's configuration, where the loader looks for runtimes and not for layers.",
	Thorough: true,
	Check: check(func(l layers) []report.Problem {
		config, data := l.users("XDG_CONFIG_HOME", ".config"), l.users("XDG_DATA_HOME", ".local/share")
		if config == "" || data == "" || config == data || l.GOOS() == "windows" {
			return nil
		}
		var problems []report.Problem
		for _, kind := range []string{"implicit.d", "explicit.d"} {
			below := path.Join("openxr/1/api_layers", kind)
			names, _ := l.Host.ReadDir(path.Join(config, below)) // it is seldom there
			for _, name := range names {
				file, right := path.Join(config, below, name), path.Join(data, below, name)
				if !strings.HasSuffix(name, ".json") || l.Host.LayerName(file) == "" || l.isSearched(path.Dir(file)) || l.names(file) {
					continue
				}
				problems = append(problems, *problem("layer_misplaced", report.SeverityWarning,
					fmt.Sprintf("No program gets the API layer %s: its manifest is %s, and the loader looks for the user's layers in %s.", l.Host.LayerName(file), file, path.Dir(right)),
					fmt.Sprintf("Move it: mkdir -p %s && mv %s %s", shell.Word(path.Dir(right)), shell.Word(file), shell.Word(right))))
			}
		}
		return problems
	}),
}

// users returns a directory of the user, or "" if it is not known.
func (l layers) users(variable, below string) string {
	home := l.Variable("HOME")
	if home != "" {
		home = path.Join(home, below)
	}
	if dir := path.Clean(cmp.Or(l.Variable(variable), home)); path.IsAbs(dir) {
		return dir
	}
	return ""
}

func (l layers) isSearched(dir string) bool {
	for _, step := range l.found.Steps {
		if path.Clean(step.Path) == dir {
			return true
		}
	}
	return false
}

// names reports whether the report's own problem names a file.
func (l layers) names(file string) bool {
	program := l.Report.Program
	return program != nil && program.Because != nil && strings.Contains(*program.Because, file)
}
