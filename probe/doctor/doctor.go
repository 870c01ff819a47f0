// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/border"
	"github.com/xrprobe/xrprobe/probe/doctor/choicelint"
	"github.com/xrprobe/xrprobe/probe/doctor/devicelint"
	"github.com/xrprobe/xrprobe/probe/doctor/fitlint"
	"github.com/xrprobe/xrprobe/probe/doctor/layerlint"
	"github.com/xrprobe/xrprobe/probe/doctor/librarylint"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/doctor/manifestlint"
	"github.com/xrprobe/xrprobe/probe/doctor/ownerlint"
	"github.com/xrprobe/xrprobe/probe/doctor/retell"
	"github.com/xrprobe/xrprobe/probe/doctor/servicelint"
	"github.com/xrprobe/xrprobe/probe/doctor/windowslint"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// Machine is what linters read besides the report.
type Machine = lint.Machine

// Linter is one rule about what may be wrong.
type Linter = lint.Linter

// Patient is what a linter examines. Linters do not change it.
type Patient = lint.Patient

// Linters returns every linter, in the order in which their problems are reported.
func Linters() []Linter { return append(slices.Clone(linters), slices.Concat(rooms()...)...) }

// linters are tried in order. A linter about a whole search comes before those about one
// file.
var linters = []Linter{
	otherPlace,
	stoppingLayers,
	runtimeJSONLinter,
	danglingChoice,
	hiddenChoice,
	invokingUser,
	sandboxedChoice,
	unreadHome,
	unreadConfigDirs,
	misnamed,
	misplaced,
	otherArchitecture,
	registryChoice,
	ignoredVariable,
	installedNotActive,
	sandboxed,
	notInstalled,
	closedDirectory,
	closedFile,
	shadowedManifest,
	manifestlint.MisspeltKey,
	librarylint.MissingKhronosLoader,
	unreachableService,
	unusableLibraryLinter,
	librarylint.Needs,
	otherBuild,
	staleAvailable,
	installedUnusable,
	viewOfPlace,
}

// rooms are the linters of packages below, each a list of its own. They come after those above, in this order.
func rooms() [][]Linter {
	return [][]Linter{
		manifestlint.Linters(),
		layerlint.Linters(),
		windowslint.Linters(),
		devicelint.Linters(),
		choicelint.Linters(),
		servicelint.Linters(),
		fitlint.Linters(),
		ownerlint.Linters(),
	}
}

// saysWhyNone are the IDs of the problems that say why no runtime is active, or why that is not known.
var saysWhyNone = []string{
	border.ProblemID, danglingChoice.ID, invokingUser.ID, sandboxedChoice.ID, unreadHome.ID, unreadConfigDirs.ID, misnamed.ID, misplaced.ID, otherArchitecture.ID,
	registryChoice.ID, ignoredVariable.ID, installedNotActive.ID, sandboxed.ID, notInstalled.ID, report.ProblemDiscoveryFailed, report.ProblemDiscoveryUnsupported,
}

// Examine completes the report's problems: it replaces the fixes of those that a linter
// knows better, and adds what linters find; those that only a thorough examination needs only if
// the machine asks for it. Problems of severity error come first; within
// a severity the order of the linters holds, and then that of the report.
func Examine(ctx context.Context, m Machine, r *report.Report) {
	p := &Patient{Machine: m, Report: r}
	if r.Simulation != nil {
		return // a data sheet has no files
	}
	p.Installed, _ = m.Host.Available(ctx) // what cannot be listed is not known to be installed
	var found []report.Problem
	for _, linter := range lintersFor(ctx, p) {
		found = append(found, linter.Check(ctx, p)...)
	}
	for _, problem := range r.Problems {
		known := func(f report.Problem) bool { return f.ID == problem.ID && f.Subject == problem.Subject }
		if !slices.ContainsFunc(found, known) {
			found = append(found, problem)
		}
	}
	found = slices.DeleteFunc(found, func(f report.Problem) bool {
		return slices.ContainsFunc(r.Runtimes, func(runtime report.Runtime) bool { return runtime.ID == f.Subject && places.Unread(runtime) })
	})
	found = withoutNamed(r, found)
	sortProblems(found)
	r.Problems = append([]report.Problem{}, found...)
	if m.Thorough {
		Weigh(r)
	}
	retell.Everywhere(r, saysWhyNone)
}

func rank(severity report.Severity) int {
	return slices.Index([]report.Severity{report.SeverityError, report.SeverityWarning, report.SeverityInfo}, severity)
}
