// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"errors"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

// candidate is a runtime that may be asked.
type candidate struct {
	find.Runtime
	sheet *simulated.Sheet
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
	secure, secureKnown, because := p.Host.SecureExecution()
	if secureKnown {
		out.Host.SecureExecution = &secure
	}
	out.Host.SecureBecause = &because
	out.Resolution, out.Environment = find.Trace(p.Host, resolution), find.Environment(p.Host)
	unsupported := errors.Is(err, loader.ErrUnsupportedOS)
	if err != nil && !unsupported {
		return nil, err
	}
	known := !unsupported && xr.Result(resolution.Result) != xr.ErrorRuntimeFailure
	if !known {
		out.Problems = append(out.Problems, find.UnknownActive(resolution, err))
	}
	look := find.LookEverywhere
	if r.Runtime == RuntimeActive || IsManifestPath(r.Runtime) {
		look = find.Look
	}
	machine, err := look(ctx, p.Host, resolution)
	if err != nil {
		return nil, err
	}
	runtimes, err := meant(machine, r.Runtime)
	if err != nil {
		return nil, &RequestError{Text: err.Error()}
	}
	if known || resolution.Chosen != "" || IsManifestPath(r.Runtime) {
		out.Runtimes = []report.Runtime{}
	}
	candidates := make([]candidate, 0, len(runtimes))
	for _, runtime := range runtimes {
		candidates = append(candidates, candidate{Runtime: runtime})
	}
	return candidates, nil
}

// meant returns the runtimes that a word means.
func meant(machine find.Machine, word string) ([]find.Runtime, error) {
	switch {
	case IsManifestPath(word):
		return []find.Runtime{machine.At(word, SourceRequest)}, nil
	case word == RuntimeActive:
		return machine.Active(), nil
	case word == RuntimeAll:
		return machine.All(), nil
	}
	one, err := machine.Named(word)
	return []find.Runtime{one}, err
}

// orNil turns an empty string, which stands for unknown, into null.
func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
