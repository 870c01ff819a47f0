// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	where "github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/runtimejson"
)

var runtimeJSONLinter = Linter{
	ID:      "runtime_json",
	Explain: "XR_RUNTIME_JSON names no manifest, depends on the working directory, or hides another choice.",
	Reports: []string{loader.CodeManifestMissing, loader.CodeManifestUnreadable, "runtime_json_relative", "runtime_json_hides"},
	Check:   findRuntimeJSON,
}

// runtimeJSON is XR_RUNTIME_JSON where it decides which runtime is active.
type runtimeJSON struct {
	*Patient
	// value is what the variable is set to, and path where that leads.
	value, path string
	// other is the manifest that is chosen without the variable, or "".
	other    string
	otherVia loader.Via
	// otherManifest is what other says, and otherBroken reports whether it is known that it cannot be used.
	otherManifest loader.Manifest
	otherBroken   bool
}

// runtimeJSONOf reports false if the variable does not decide.
func runtimeJSONOf(ctx context.Context, p *Patient) (runtimeJSON, bool) {
	resolution, err := p.Host.Resolve(ctx)
	if err != nil || resolution.Via != loader.ViaRuntimeJSON {
		return runtimeJSON{}, false
	}
	v := runtimeJSON{Patient: p, path: p.Host.Plain(resolution.Chosen)}
	v.value, _ = p.Host.Getenv("XR_RUNTIME_JSON")
	without := where.Without(p.Host, "XR_RUNTIME_JSON")
	if resolution, err := without.Resolve(ctx); err == nil {
		v.other, v.otherVia = resolution.Chosen, resolution.Via
	}
	if v.other != "" {
		manifest, err := without.ReadManifest(v.other)
		v.otherManifest = manifest
		v.otherBroken = err != nil || p.Inspect(manifest).Problem != nil
	}
	return v, true
}

// findRuntimeJSON says what is wrong with the variable. A value that names no file has one fix; one that works may be
// relative, or hide another choice.
func findRuntimeJSON(ctx context.Context, p *Patient) []report.Problem {
	active := p.Report.Active()
	v, ok := runtimeJSONOf(ctx, p)
	if !ok || active == nil {
		return nil
	}
	if cause := active.Cause; cause != nil && cause.Level == report.LevelManifest {
		if text, fix := v.wrong(); text != "" {
			return []report.Problem{{ID: cause.Code, Severity: report.SeverityError, Subject: active.ID, Text: text, Fix: &fix}}
		}
		return nil
	}
	var problems []report.Problem
	if v.isRelative() {
		fix := v.export(v.path)
		problems = append(problems, report.Problem{ID: "runtime_json_relative", Severity: report.SeverityWarning, Subject: active.ID, Fix: &fix,
			Text: fmt.Sprintf("XR_RUNTIME_JSON is the relative path %s: programs that are started in another directory do not find the manifest there", v.value)})
	}
	if text := v.hides(active); text != "" {
		fix := "To use " + cmp.Or(v.otherManifest.Name, v.other) + " here too: " + v.unsetCommand()
		problems = append(problems, report.Problem{ID: "runtime_json_hides", Severity: report.SeverityInfo, Subject: active.ID, Text: text, Fix: &fix})
	}
	return problems
}

func (v runtimeJSON) isRelative() bool { return system(v.Host) != "windows" && !path.IsAbs(v.value) }

// wrong says why the value leads to no manifest. It returns "" for one that leads to a file.
func (v runtimeJSON) wrong() (text, fix string) {
	info := v.Host.FileAt(v.path)
	isDir := info.State == loader.StateFound && info.Mode.IsDir()
	if info.State != loader.StateMissing && info.State != loader.StateDangling && !isDir {
		return "", ""
	}
	if text, right := runtimejson.Explain(v.Host, v.value, v.path); text != "" && !isDir {
		return text, v.insteadOf(right)
	}
	switch {
	case isDir:
		return fmt.Sprintf("XR_RUNTIME_JSON names the directory %s, where a manifest is needed", v.path), v.insteadOf(v.onlyManifestIn(v.path))
	case info.State == loader.StateDangling:
		text = fmt.Sprintf("XR_RUNTIME_JSON names %s, a symbolic link to %s, which does not exist; the loader looks nowhere else", v.path, info.Target)
	default:
		text = fmt.Sprintf("XR_RUNTIME_JSON names %s, which does not exist; the loader looks nowhere else", v.path)
	}
	return text, v.insteadOf("")
}

// insteadOf is the fix of a wrong value where the right path is known, or "".
func (v runtimeJSON) insteadOf(right string) string {
	switch {
	case right == runtimejson.WorkingDirectory:
		return fmt.Sprintf("Go to the directory from which %s is right, and there: %s", v.value, v.exportRaw(`"$PWD"/`+shellWord(path.Clean(v.value))))
	case right != "" && v.other != "" && v.canonical(right) == v.canonical(v.other):
		return v.unset()
	case right != "":
		return v.correct(right)
	case v.other == "":
		if installed := v.installedInstead(); installed != "" {
			return v.correct(installed)
		}
	}
	return v.unset()
}

func (v runtimeJSON) canonical(file string) string {
	if info := v.Host.FileAt(file); info.State == loader.StateFound {
		return info.Canonical
	}
	return file
}

// installedInstead returns the usable installed manifest that has the name of the wrong one, or else is the only one.
func (v runtimeJSON) installedInstead() string {
	var usable []string
	for _, found := range v.Installed {
		if found.Err != nil || !loadable(v.Host, found.Manifest) {
			continue
		}
		if path.Base(found.Path) == path.Base(v.path) {
			return found.Path
		}
		usable = append(usable, found.Path)
	}
	if len(usable) == 1 {
		return usable[0]
	}
	return ""
}

// onlyManifestIn returns the one *.json file of a directory, or "".
func (v runtimeJSON) onlyManifestIn(dir string) string {
	names, _ := v.Host.ReadDir(dir)
	var manifests []string
	for _, name := range names {
		if file := path.Join(dir, name); strings.HasSuffix(name, ".json") && isFile(v.Host, file) {
			manifests = append(manifests, file)
		}
	}
	if len(manifests) == 1 {
		return manifests[0]
	}
	return ""
}

// hides says which choice the variable hides, or "". Two manifests of one library are one runtime.
func (v runtimeJSON) hides(active *report.Runtime) string {
	if v.other == "" || v.otherBroken || active.Cause != nil || active.Library == nil || v.canonical(v.other) == v.canonical(v.path) {
		return ""
	}
	library := cmp.Or(v.Host.LocateLibrary(v.otherManifest), v.otherManifest.Library)
	if v.canonical(library) == v.canonical(*active.Library) {
		return ""
	}
	whose := "the machine's choice"
	if v.otherVia == loader.ViaHome || v.otherVia == loader.ViaXDGConfigHome {
		whose = "the user's own choice"
	}
	return fmt.Sprintf("only programs that have XR_RUNTIME_JSON use %s; all others use %s, which is %s", activeName(active), v.describeOther(), whose)
}

// activeName is the name of the runtime that the variable chooses, and its manifest's path.
func activeName(active *report.Runtime) string {
	if active.Name == nil {
		return active.Manifest
	}
	return *active.Name + " (" + active.Manifest + ")"
}

func (v runtimeJSON) describeOther() string {
	if v.otherManifest.Name != "" {
		return fmt.Sprintf("%s (%s)", v.otherManifest.Name, v.other)
	}
	return v.other
}

// unset is the fix that takes the variable away, and says what is chosen then.
func (v runtimeJSON) unset() string {
	switch {
	case v.other == "":
		return "Remove the variable, also where it is set for every session, and install or choose a runtime: " + v.unsetCommand()
	case v.otherBroken:
		return fmt.Sprintf("Remove the variable, also where it is set for every session; then %s is used, which has to be repaired too: %s", v.describeOther(), v.unsetCommand())
	}
	return fmt.Sprintf("Remove the variable, also where it is set for every session; then %s is used: %s", v.describeOther(), v.unsetCommand())
}

// correct is the fix that makes the variable name the right file, and says what would be chosen without it.
func (v runtimeJSON) correct(file string) string {
	if v.other == "" {
		return "Correct the variable: " + v.export(file)
	}
	return fmt.Sprintf("Correct the variable (without it, %s is used): %s", v.describeOther(), v.export(file))
}

func (v runtimeJSON) unsetCommand() string {
	return shell.Unset(system(v.Host), "XR_RUNTIME_JSON")
}

func (v runtimeJSON) export(file string) string {
	return shell.Set(system(v.Host), "XR_RUNTIME_JSON", file)
}

func (v runtimeJSON) exportRaw(word string) string { return "export XR_RUNTIME_JSON=" + word }
