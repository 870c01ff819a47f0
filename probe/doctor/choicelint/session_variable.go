// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
)

var sessionVariable = lint.Linter{
	ID:       "session_variable",
	Explain:  "A file that sets variables for every session or shell gives XR_RUNTIME_JSON a path at which there is no manifest.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		if p.GOOS() != "linux" || inside(p) {
			return nil
		}
		for _, file := range sessionFiles(p) {
			value, number := lastAssigned(p, file)
			if value == "" || p.Variable("XR_RUNTIME_JSON") != "" || p.Host.FileAt(value).State == loader.StateFound {
				continue // what the variable does here is another linter's
			}
			text := fmt.Sprintf("%s sets XR_RUNTIME_JSON to %s in line %d, where there is no manifest: programs that are started with it find no runtime", file, value, number)
			fix := fmt.Sprintf("Remove the line: %ssed -i %dd %s", p.By(file), number, shell.Word(file))
			return []report.Problem{lint.Problem("session_variable", report.SeverityWarning, "host", text, fix)}
		}
		return nil
	},
}

// lastAssigned returns the path to which a file sets the variable last, and the number of that line.
func lastAssigned(p *lint.Patient, file string) (value string, number int) {
	data, _ := p.Host.ReadFile(file) // a file that is not there sets nothing
	at := 0
	for line := range strings.Lines(string(data)) {
		at++
		if path := assigned(p, line); path != "" {
			value, number = path, at
		}
	}
	return value, number
}

// sessionFiles are the files from which sessions and shells take variables.
func sessionFiles(p *lint.Patient) []string {
	files := []string{"/etc/environment"}
	dirs := []string{"/etc/environment.d", "/etc/profile.d"}
	if home := p.Variable("HOME"); path.IsAbs(home) {
		for _, name := range []string{".pam_environment", ".profile", ".bash_profile", ".bashrc", ".zshenv", ".zprofile", ".zshrc", ".xprofile"} {
			files = append(files, path.Join(home, name))
		}
		dirs = append(dirs, path.Join(home, ".config/environment.d"))
	}
	for _, dir := range dirs {
		names, _ := p.Host.ReadDir(dir) // a directory that is not there has no files
		slices.Sort(names)
		for _, name := range names {
			if strings.HasSuffix(name, ".conf") || strings.HasSuffix(name, ".sh") {
				files = append(files, path.Join(dir, name))
			}
		}
	}
	return files
}

// assignment is a line that sets the variable. An indented one may be in a function or behind a condition: whether a shell executes it is
// not known, and without it what is around it may be no command any more.
var assignment = lazyregexp.Regexp{Source: `^(?:export\s+)?XR_RUNTIME_JSON=("[^"]*"|'[^']*'|[^\s#;"']+)\s*(?:[#;].*)?$`}

// assigned returns the path to which a line sets the variable, or "" if it does not, or if that depends on what is not known.
func assigned(p *lint.Patient, line string) string {
	match := assignment.Get().FindStringSubmatch(strings.TrimRight(line, "\r\n"))
	if match == nil {
		return ""
	}
	value, home := strings.Trim(match[1], `"'`), p.Variable("HOME")
	value = strings.NewReplacer("${HOME}", home, "$HOME", home).Replace(value)
	if rest, is := strings.CutPrefix(value, "~/"); is {
		value = path.Join(home, rest)
	}
	if !path.IsAbs(value) || strings.ContainsAny(value, "$`*?") {
		return ""
	}
	return value
}
