// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

// Simulation is a data sheet of a device. It is asked like a runtime of this machine, from a child
// process and through the same binding.
type Simulation struct {
	// Name is the runtime's ID in the report.
	Name string
	// Sheet describes the runtime, its systems, and the host.
	Sheet simulated.Sheet
}

// candidate writes the sheet's host into the report instead of this machine, and returns the
// sheet's runtime.
func (s *Simulation) candidate(out *report.Report) candidate {
	out.Simulation = &report.Simulation{Sheet: s.Name, Title: s.Sheet.Title, Assumed: []string{}}
	out.Host = s.host()
	out.Runtimes = []report.Runtime{}
	return candidate{Runtime: find.Runtime{ID: s.Name, Active: true, Path: s.Name, Source: SourceSheet}, sheet: &s.Sheet}
}

func (s *Simulation) host() report.Host {
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
