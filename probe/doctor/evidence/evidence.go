// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package evidence

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
)

// maxFacts bounds how many facts a problem has, so that it stays readable.
const maxFacts = 8

// Of returns the facts behind a problem of a report. The machine is nil if the report was made elsewhere: then its files are not
// looked at.
func Of(m *lint.Machine, r *report.Report, p report.Problem) []string {
	facts := []string{}
	add := func(more ...string) {
		for _, fact := range more {
			if !slices.Contains(facts, fact) && len(facts) < maxFacts {
				facts = append(facts, fact)
			}
		}
	}
	add(variables(r, p)...)
	if m != nil {
		add(variablesOf(m, p)...)
	}
	var files []string
	if runtime := subject(r, p); runtime != nil {
		add(answers(runtime)...)
		files = append(files, runtime.Manifest)
		if runtime.Library != nil {
			files = append(files, *runtime.Library)
		}
	}
	if m == nil {
		add(named(r, p, files)...)
		return facts
	}
	for _, file := range append(pathsIn(m, r, p.Text), files...) {
		add(describe(m, file))
	}
	return facts
}

// subject returns the runtime that a problem is about, or nil.
func subject(r *report.Report, p report.Problem) *report.Runtime {
	at := slices.IndexFunc(r.Runtimes, func(runtime report.Runtime) bool { return runtime.ID == p.Subject })
	if at < 0 {
		return nil
	}
	return &r.Runtimes[at]
}

// named are the files of a report's runtime, without a look at them.
func named(r *report.Report, p report.Problem, files []string) []string {
	runtime := subject(r, p)
	if runtime == nil {
		return nil
	}
	facts := []string{"the manifest is " + files[0]}
	if len(files) > 1 {
		facts = append(facts, "the library is "+files[1])
	}
	return facts
}

// mentions reports whether a text has a variable's name as a word.
func mentions(text, name string) bool {
	found, err := regexp.MatchString(`(?:^|[^A-Z_])`+regexp.QuoteMeta(name)+`(?:[^A-Z_]|$)`, text)
	return err == nil && found
}

// variables are those of the report that a problem names.
func variables(r *report.Report, p report.Problem) []string {
	var facts []string
	for _, v := range r.Environment {
		if v.Value != nil && mentions(p.Text, v.Name) {
			facts = append(facts, fmt.Sprintf("%s=%s", v.Name, *v.Value))
		}
	}
	return facts
}

// usual are variables that problems name, and that are no part of every report.
var usual = []string{
	"XR_RUNTIME_JSON", "XR_ENABLE_API_LAYERS", "XR_API_LAYER_PATH", "XR_LOADER_DEBUG", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_HOME", "XDG_DATA_DIRS",
	"XDG_RUNTIME_DIR", "HOME", "SUDO_USER", "LD_LIBRARY_PATH", "VK_DRIVER_FILES", "VK_ICD_FILENAMES",
}

func variablesOf(m *lint.Machine, p report.Problem) []string {
	var facts []string
	for _, name := range usual {
		if value, set := m.Host.Getenv(name); set && mentions(p.Text, name) {
			facts = append(facts, fmt.Sprintf("%s=%s", name, value))
		}
	}
	return facts
}

// answers are what a runtime answered, if it was executed.
func answers(runtime *report.Runtime) []string {
	cause := runtime.Cause
	if cause == nil || !cause.Level.AtLeast(report.LevelLibrary) {
		return nil
	}
	fact := "the runtime was asked up to the level " + string(cause.Level)
	if cause.Result != nil {
		fact += ", and answered " + *cause.Result
	}
	if cause.Call != nil {
		fact += "; the last call was " + *cause.Call
	}
	return []string{fact}
}

// aPath matches what looks like a path of Unix.
var aPath = lazyregexp.Regexp{Source: `(?:^|[\s"'(])(/[^\s"'(),;:]*[^\s"'(),;:./])`}

// pathsIn returns the paths that a text names: those that the report knows, and others that are there.
func pathsIn(m *lint.Machine, r *report.Report, text string) []string {
	var paths []string
	for _, file := range known(r) {
		if strings.Contains(text, file) {
			paths = append(paths, file)
		}
	}
	for _, match := range aPath.Get().FindAllStringSubmatch(text, -1) {
		if m.GOOS() != "windows" && m.Host.FileAt(match[1]).State != loader.StateMissing {
			paths = append(paths, match[1])
		}
	}
	isLonger := func(file string) bool {
		return slices.ContainsFunc(paths, func(other string) bool { return other != file && strings.HasPrefix(other, file) && !names(text, file) })
	}
	return slices.DeleteFunc(paths, isLonger)
}

// names reports whether a text names a path, and not only one that begins like it.
func names(text, file string) bool {
	for {
		_, rest, found := strings.Cut(text, file)
		if !found {
			return false
		}
		if rest == "" || !strings.ContainsAny(rest[:1], "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") {
			return true
		}
		text = rest
	}
}

// known are the paths that a report has.
func known(r *report.Report) []string {
	var paths []string
	if r.Resolution != nil {
		for _, step := range r.Resolution.Steps {
			if step.Path != nil {
				paths = append(paths, *step.Path)
			}
		}
	}
	for _, runtime := range r.Runtimes {
		paths = append(paths, runtime.Manifest)
		paths = append(paths, runtime.Manifests...)
		if runtime.Library != nil {
			paths = append(paths, *runtime.Library)
		}
	}
	return paths
}

// describe says what is at a path.
func describe(m *lint.Machine, file string) string {
	info := m.Host.FileAt(file)
	switch {
	case info.State == loader.StateMissing:
		return file + " does not exist"
	case info.State == loader.StateDangling:
		return fmt.Sprintf("%s is a link to %s, which leads nowhere", file, info.Target)
	case info.State != loader.StateFound:
		return file + " cannot be looked at"
	}
	what := kind(info.Mode)
	if info.Target != "" {
		what = fmt.Sprintf("a link to %s, %s", info.Target, what)
	}
	if m.HasModes() {
		what += ", mode " + fmt.Sprintf("%04o", info.Mode.Perm())
	}
	if user, _, known := m.OwnerOf(info.Canonical); known {
		what += ", " + whose(m.Host, user)
	}
	return file + " is " + what
}

func kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode.IsRegular():
		return "a file"
	case mode.Type() == fs.ModeSocket:
		return "a socket"
	}
	return "no file"
}

// whose names the owner of a file. Reports name no users, so only root has a name.
func whose(h loader.Host, user int) string {
	own, known := hostfacts.UserID(h)
	switch {
	case user == 0:
		return "root's"
	case known && user == own:
		return "this user's"
	}
	return fmt.Sprintf("of the user with the number %d", user)
}
