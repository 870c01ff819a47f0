// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// candidate is a manifest that may be asked.
type candidate struct {
	id       string
	active   bool
	path     string
	source   string
	manifest loader.Manifest
	err      *loader.ManifestError
	sheet    *simulated.Sheet
	// configuration are the files that may name the active runtime.
	configuration []string
}

// The sources of a runtime in a report, besides the places in which package loader finds
// runtimes: a request that names the manifest's path, and a data sheet.
const (
	SourceRequest = "--runtime"
	SourceSheet   = "data sheet"
)

// find resolves the active runtime, writes the trace into the report, and returns the runtimes
// that the request selects. An empty list means that there are none. The report's
// runtimes stay null if it is not known which one is active.
func (p Prober) find(ctx context.Context, r Request, out *report.Report) ([]candidate, error) {
	if r.Simulate != nil {
		return []candidate{r.Simulate.candidate(out)}, nil
	}
	resolution, err := p.Host.Resolve(ctx)
	out.Resolution = traceOf(resolution, p.configOwner())
	out.Environment = p.environment()
	unsupported := errors.Is(err, loader.ErrUnsupportedOS)
	if err != nil && !unsupported {
		return nil, err
	}
	known := !unsupported && xr.Result(resolution.Result) != xr.ErrorRuntimeFailure
	if !known {
		out.Problems = append(out.Problems, unknownActive(resolution, err))
	}
	if IsManifestPath(r.Runtime) {
		out.Runtimes = []report.Runtime{}
		return []candidate{p.read(r.Runtime, SourceRequest, p.isActive(r.Runtime, resolution))}, nil
	}
	var active []candidate
	if resolution.Chosen != "" {
		active = append(active, p.read(resolution.Chosen, string(resolution.Via), true))
	}
	if known || len(active) > 0 {
		out.Runtimes = []report.Runtime{}
	}
	if r.Runtime == RuntimeActive {
		return active, nil
	}
	all, err := p.withAvailable(ctx, active)
	if r.Runtime == RuntimeAll && ctx.Err() == nil {
		return all, nil // a directory that cannot be listed hides only what is in it
	}
	if err != nil {
		return all, err
	}
	return byName(all, r.Runtime)
}

// unknownActive returns the problem of a search that ended without an answer. Either the search
// order of this system is not known, or a file on the way cannot be read; the Khronos loader gives
// up there too.
func unknownActive(resolution loader.Resolution, err error) report.Problem {
	problem := report.Problem{ID: "discovery_unsupported", Severity: report.SeverityError, Subject: "host",
		Fix: new("Name a manifest with --runtime, or in XR_RUNTIME_JSON.")}
	if err != nil {
		problem.Text = err.Error()
		return problem
	}
	last := resolution.Steps[len(resolution.Steps)-1]
	problem.ID = "discovery_failed"
	problem.Text = fmt.Sprintf("%s: the search for the active runtime ends here (%s), for every OpenXR application: %s", last.Path, last.State, last.Note)
	problem.Fix = new("Remove or repair " + last.Path + ".")
	return problem
}

func (p Prober) isActive(path string, resolution loader.Resolution) bool {
	if resolution.Chosen == "" {
		return false
	}
	return canonical(p.read(path, "", false)) == canonical(p.read(resolution.Chosen, "", true))
}

func (p Prober) read(path, source string, active bool) candidate {
	manifest, err := p.Host.ReadManifest(path)
	c := candidate{active: active, path: path, source: source, manifest: manifest}
	errors.As(err, &c.err)
	c.id = strings.TrimSuffix(filepath.Base(canonical(c)), ".json")
	return c
}

func canonical(c candidate) string {
	if c.manifest.Canonical != "" {
		return c.manifest.Canonical
	}
	return c.path
}

// withAvailable adds the runtimes that are installed but not active. A directory that
// cannot be listed hides only what is in it.
func (p Prober) withAvailable(ctx context.Context, active []candidate) ([]candidate, error) {
	found, err := p.Host.Available(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil && len(found) == 0 && len(active) == 0 && !errors.Is(err, loader.ErrUnsupportedOS) {
		return nil, &RequestError{Text: err.Error()}
	}
	all := active
	for _, f := range found {
		c := candidate{path: f.Path, source: f.Source, manifest: f.Manifest, err: f.Err}
		c.id = strings.TrimSuffix(filepath.Base(f.Canonical), ".json")
		if slices.ContainsFunc(active, func(a candidate) bool { return canonical(a) == f.Canonical }) {
			continue
		}
		all = append(all, c)
	}
	return distinct(all), nil
}

// distinct numbers runtimes whose manifests have the same file name.
func distinct(all []candidate) []candidate {
	seen := map[string]int{}
	for i := range all {
		seen[all[i].id]++
		if n := seen[all[i].id]; n > 1 {
			all[i].id = fmt.Sprintf("%s-%d", all[i].id, n)
		}
	}
	return all
}

// byName returns the one runtime of that ID, or else of that name.
func byName(all []candidate, name string) ([]candidate, error) {
	known := make([]string, 0, len(all))
	for _, c := range all {
		if strings.EqualFold(c.id, name) || strings.EqualFold(c.manifest.Name, name) {
			return []candidate{c}, nil
		}
		known = append(known, c.id)
	}
	if len(known) == 0 {
		return nil, &RequestError{Text: fmt.Sprintf("there is no runtime %q: none is installed", name)}
	}
	return nil, &RequestError{Text: fmt.Sprintf("there is no runtime %q: use %s, or a manifest's path", name, strings.Join(known, ", "))}
}

func traceOf(resolution loader.Resolution, owner string) *report.Resolution {
	out := &report.Resolution{ConfigOwner: owner, Steps: make([]report.Step, 0, len(resolution.Steps)), Chosen: orNil(resolution.Chosen)}
	for _, s := range resolution.Steps {
		out.Steps = append(out.Steps, report.Step{
			Rule: s.Rule, What: s.What, Path: orNil(s.Path), Found: s.Found(), State: string(s.State), Note: orNil(s.Note),
		})
	}
	return out
}

// configOwner names the owner of the configuration that was read, but not the person.
func (p Prober) configOwner() string {
	if p.Host.User != "" {
		return "named user"
	}
	return "current user"
}

// environment describes the variables of this process. For another machine or user they
// are not known.
func (p Prober) environment() []report.Variable {
	if p.Host.Root != "" || p.Host.User != "" {
		return nil
	}
	variables := []report.Variable{}
	for _, v := range p.Host.Environment() {
		out := report.Variable{Name: v.Name, State: string(v.State), Purpose: v.Purpose}
		if v.State != loader.VariableUnset {
			out.Value = &v.Value
		}
		variables = append(variables, out)
	}
	return variables
}

// orNil turns an empty string, which stands for unknown, into null.
func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
