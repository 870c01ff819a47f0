// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

// Simulation is a data sheet of a device. It is asked like a runtime of this machine, through the
// same binding. [Simulation.Report] asks it in this process. As Request.Simulate it is asked where
// Prober.Helper says: in a child process or, with the zero Helper, in this process, because a data
// sheet executes no foreign code.
type Simulation struct {
	// Name is the runtime's ID in the report.
	Name string
	// Sheet describes the runtime, its systems, and the host.
	Sheet simulated.Sheet
}

// Report asks the data sheet in this process, up to the level properties, and returns the report. It
// starts no process, reads nothing of this machine and opens no window, and several goroutines may
// call it. The report is the one that a child process would give, apart from the times that it took.
//
// Report is Probe of a zero [Prober] with s as Request.Simulate. Probe has all options: a level, the
// name of the tool, and what the user agent implements, on which the report's modes depend. Package
// modes also makes them of a finished report.
//
// The error is a [*RequestError] if the sheet is wrong, which then matches simulated.ErrSheet too. It
// is a [*HelperError] if the sheet makes a command wait (delay_ms), however briefly: only a child
// process can be ended when a runtime hangs, so such a sheet needs [Self] or [Executable]. No sheet can
// crash a process. Errors of simulated.New say that 64 simulated runtimes are open already, or that
// Go cannot make C functions on this platform. If the context has ended, the error is the context's.
func (s Simulation) Report(ctx context.Context) (*report.Report, error) {
	return Prober{}.Probe(ctx, Request{Simulate: &s})
}

// mistake returns the [*RequestError] with which a probe refuses the sheet, or nil.
func (s Simulation) mistake() error {
	if err := s.Sheet.Check(); err != nil {
		return &RequestError{Text: fmt.Sprintf("the data sheet %q cannot be used: %s", s.Name, err), Err: err}
	}
	return nil
}

// openHere opens the sheet's runtime in this process. With the zero Helper it refuses a sheet that
// makes a command wait, because nothing could end that.
func (p Prober) openHere(s Simulation) (children, error) {
	if command := s.waitsIn(); command != "" && p.Helper.kind == noHelper {
		return children{}, &HelperError{Text: fmt.Sprintf(
			"the data sheet %q makes %s wait, and only a child process can be ended in time: set Prober.Helper to probe.Executable or probe.Self", s.Name, command,
		)}
	}
	runtime, err := simulated.New(s.Sheet)
	return children{inProcess: true, simulated: runtime}, err
}

// waitsIn returns the first command, by its name, that the sheet makes wait, or "".
func (s Simulation) waitsIn() string {
	for _, command := range slices.Sorted(maps.Keys(s.Sheet.Calls)) {
		if s.Sheet.Calls[command].DelayMS > 0 {
			return command
		}
	}
	return ""
}

// candidate writes the sheet's host into the report instead of this machine, and returns the
// sheet's runtime.
func (s Simulation) candidate(out *report.Report) candidate {
	out.Simulation = &report.Simulation{Sheet: s.Name, Title: s.Sheet.Title, Assumed: []string{}}
	out.Host = s.host()
	out.Runtimes = []report.Runtime{}
	return candidate{Runtime: find.Runtime{ID: s.Name, Active: true, Path: s.Name, Source: SourceSheet}, sheet: &s.Sheet}
}

func (s Simulation) host() report.Host {
	host := report.Host{
		OS: s.Sheet.Host.OS, Arch: s.Sheet.Host.Arch, Product: s.Sheet.Host.Product,
		FormFactor: report.FormFactorUnknown, Evidence: []string{"the data sheet " + s.Name + " does not say what it is"},
	}
	if formFactor := s.Sheet.Host.FormFactor; formFactor != nil {
		host.FormFactor = report.FormFactor(*formFactor)
		host.Evidence = []string{fmt.Sprintf("the data sheet %s says that it is one", s.Name)}
	}
	return host
}
