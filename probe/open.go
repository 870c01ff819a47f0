// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/internal/child"
	"github.com/xrprobe/xrprobe/probe/internal/find"
	"github.com/xrprobe/xrprobe/probe/internal/places"
	"github.com/xrprobe/xrprobe/probe/internal/program"
)

// attempt is the probe of one runtime.
type attempt struct {
	candidate candidate
	begun     time.Time
	// opened is the result of reading the runtime's files, without executing anything.
	opened   report.Runtime
	problems []report.Problem
	// unlocked is the problem that the runtime was run without the lock, or nil.
	unlocked *report.Problem
	// foreign is set if programs of other architectures alone read the manifests, and can use the library.
	foreign bool
	// layers are the API layers, or nil if they are not known.
	layers *program.Layers
	// result is the result of running the runtime, or nil if it was not run.
	result *child.Result
}

// openAll reads every runtime's files, and announces the runtimes that will be run.
func (p Prober) openAll(r Request, out *report.Report, candidates []candidate) []*attempt {
	attempts := make([]*attempt, 0, len(candidates))
	configuration := pathsOf(out.Resolution)
	for _, c := range candidates {
		c.configuration = configuration
		a := p.open(r, c)
		attempts = append(attempts, a)
		if a.runs(r) && p.Announce != nil {
			p.Announce(a.opened)
		}
	}
	return attempts
}

func pathsOf(resolution *report.Resolution) []string {
	if resolution == nil {
		return nil
	}
	var paths []string
	for _, step := range resolution.Steps {
		if step.Path != nil {
			paths = append(paths, *step.Path)
		}
	}
	return paths
}

// runs reports whether the runtime can and will be run.
func (a *attempt) runs(r Request) bool { return a.opened.Cause == nil && !a.foreign && r.executes() }

// open goes through the levels that execute nothing.
func (p Prober) open(r Request, c candidate) *attempt {
	a := &attempt{candidate: c, begun: time.Now()}
	a.opened = report.Runtime{
		ID: c.ID, Active: c.Active, Manifest: c.Path, Manifests: c.Manifests, ManifestFiles: c.Files, Source: c.Source, Level: r.Level, Status: report.StatusNotRun,
	}
	if c.Err != nil {
		a.opened.Status, a.opened.Cause = report.StatusFailed, manifestCause(c.Err)
		p.endsSearch(c, a.opened.Cause)
		return a
	}
	a.opened.Reached = new(report.LevelManifest)
	if c.sheet != nil {
		a.openSheet()
		return a
	}
	a.opened.Vendor = orNil(places.VendorOf(c.Manifest))
	a.opened.Name, a.opened.Library = orNil(c.Manifest.Name), orNil(p.Host.Plain(c.Manifest.Library))
	for _, warning := range c.Manifest.Warnings {
		a.problems = append(a.problems, report.Problem{ID: "manifest_warning", Severity: report.SeverityInfo, Text: c.Path + ": " + warning})
	}
	if r.Level.AtLeast(report.LevelBinary) {
		p.readBinary(a)
	}
	if library := a.opened.Library; library != nil {
		a.opened.Owner = orNil(find.Owner(p.Host, *library))
	}
	return a
}

// openSheet takes from the data sheet what is otherwise read from files.
func (a *attempt) openSheet() {
	sheet := a.candidate.sheet
	a.opened.Name, a.opened.Arch = sheet.Runtime.Name, sheet.Host.Arch
	if a.opened.Level.AtLeast(report.LevelBinary) {
		a.opened.Reached = new(report.LevelBinary)
	}
}

func (p Prober) readBinary(a *attempt) {
	out := &a.opened
	binary, arch := p.inspect(a.candidate)
	out.Arch = orNil(binary.Arch)
	if binary.Path != "" {
		out.Library = new(p.Host.Plain(binary.Path))
	}
	if binary.Problem != nil {
		out.Status, out.Cause = report.StatusFailed, libraryCause(a.candidate.Path, binary.Problem)
		return
	}
	out.Reached, a.foreign = new(report.LevelBinary), arch != p.Host.ArchWord()
}

// inspect reads the header of a runtime's library as programs find it that read its manifest, and returns their architecture.
func (p Prober) inspect(c candidate) (loader.Binary, string) {
	own := p.Host.InspectLibrary(c.Manifest)
	if len(c.Readers) == 0 || own.ArchMatches == loader.Yes && slices.Contains(c.Readers, places.AnyArch) {
		return own, p.Host.ArchWord()
	}
	var first loader.Binary
	for i, arch := range c.Readers {
		reader := p.Host
		if reader.Arch = arch; arch == places.AnyArch {
			reader.Arch = own.Arch
		}
		binary := reader.InspectLibrary(c.Manifest)
		if binary.ArchMatches != loader.No {
			return binary, reader.ArchWord()
		}
		if i == 0 {
			first = binary
		}
	}
	if first.Problem != nil && first.Problem.Code == loader.CodeLibraryWrongArch {
		first.Problem.Text = fmt.Sprintf("the library is built for %s, but only programs built for %s read its manifest.", first.Arch, strings.Join(c.Readers, " or "))
	}
	return first, c.Readers[0]
}

func manifestCause(err *loader.ManifestError) *report.Cause {
	cause := &report.Cause{Code: err.Code, Level: report.LevelManifest, Text: err.Error(), Fix: orNil(err.Fix)}
	if err.Result != 0 {
		cause.Result = new(xr.Result(err.Result).String())
	}
	return cause
}

// endsSearch corrects the cause of a manifest that is a loop of links, or is in one. Opened by its path it is just not there, but a
// search that meets it ends with a failure (rule L5).
func (p Prober) endsSearch(c candidate, cause *report.Cause) {
	if p.Host.FileAt(c.Path).State != loader.StateLoop {
		return
	}
	cause.Fix = new("Remove the symbolic link that leads back to itself, or correct where it leads.")
	if name := path.Base(c.Path); c.Source == places.InConfiguration && strings.HasPrefix(name, "active_runtime.") {
		cause.Result = new(xr.ErrorRuntimeFailure.String())
	}
}

// libraryCause names the library, or the manifest if that names none.
func libraryCause(manifest string, err *loader.LibraryError) *report.Cause {
	text := err.Error()
	if err.Path == "" {
		text = manifest + ": " + text
	}
	return &report.Cause{Code: err.Code, Level: report.LevelBinary, Text: text, Fix: orNil(err.Fix)}
}

// known returns everything that is known of the runtime so far.
func (a *attempt) known() report.Runtime {
	if a.result != nil {
		return a.result.Runtime
	}
	return a.opened
}

// addTo adds the runtime and its problems to the report.
func (a *attempt) addTo(out *report.Report) {
	runtime, problems := a.known(), a.problems
	if a.unlocked != nil {
		problems = append(problems, *a.unlocked)
	}
	if a.result != nil {
		problems = append(problems, a.result.Problems...)
		if out.Monitors == nil {
			out.Monitors = a.result.Monitors
		}
	}
	if cause := runtime.Cause; cause != nil {
		problems = append(problems, report.Problem{ID: cause.Code, Severity: report.SeverityError, Text: cause.Text, Fix: cause.Fix})
	}
	for _, problem := range problems {
		problem.Subject = a.candidate.ID
		out.Problems = append(out.Problems, problem)
	}
	runtime.DurationMS = report.Milliseconds(time.Since(a.begun))
	out.Runtimes = append(out.Runtimes, runtime)
}
