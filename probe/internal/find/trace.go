// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package find

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Trace returns the search for the active runtime as reports have it.
func Trace(host loader.Host, resolution loader.Resolution) *report.Resolution {
	out := &report.Resolution{ConfigOwner: configOwner(host), Steps: make([]report.Step, 0, len(resolution.Steps)), Chosen: orNil(resolution.Chosen)}
	for _, s := range resolution.Steps {
		out.Steps = append(out.Steps, report.Step{
			Rule: s.Rule, What: s.What, Path: orNil(s.Path), Found: s.Found(), State: string(s.State), Note: orNil(s.Note),
		})
	}
	return out
}

// configOwner says whose configuration was read, without naming a person.
func configOwner(host loader.Host) string {
	if host.User != "" {
		return "named user"
	}
	return "current user"
}

// Environment describes the variables of this process. For another machine or user they
// are not known.
func Environment(host loader.Host) []report.Variable {
	if host.Root != "" || host.User != "" || host.Place != "" || host.System() != runtime.GOOS {
		return nil
	}
	variables := []report.Variable{}
	for _, v := range host.Environment() {
		variables = append(variables, Variable(v))
	}
	return variables
}

// Variable describes a variable as reports have it.
func Variable(v loader.Variable) report.Variable {
	out := report.Variable{Name: v.Name, State: string(v.State), Purpose: v.Purpose}
	if v.State != loader.VariableUnset {
		out.Value = &v.Value
	}
	return out
}

// giveRegistry says how the registry of another Windows is given.
const giveRegistry = `Give --registry FILE.reg, an export of HKEY_LOCAL_MACHINE\SOFTWARE\Khronos made there by ` +
	`"reg export HKLM\SOFTWARE\Khronos FILE.reg /reg:64"; for 32-bit programs give another one, of HKLM\SOFTWARE\WOW6432Node\Khronos.`

// UnknownActive is the problem of a search that ended without an answer: the search order
// of this system is not known, or a place on the way cannot be read, where the Khronos
// loader gives up too.
func UnknownActive(resolution loader.Resolution, err error) report.Problem {
	problem := report.Problem{ID: report.ProblemDiscoveryUnsupported, Severity: report.SeverityError, Subject: "host",
		Fix: new("Name a manifest with --runtime, or in XR_RUNTIME_JSON.")}
	if err != nil {
		problem.Text = err.Error()
		var unknown loader.UnknownChoice
		switch {
		case errors.Is(err, loader.ErrUnknownRegistry), errors.As(err, &unknown) && unknown.NotExported:
			problem.Fix = new(giveRegistry)
		case errors.As(err, &unknown) && unknown.Variable != "":
			problem.Fix = new(fmt.Sprintf(`Add --env "%[1]s=VALUE", where VALUE is what "echo %%%[1]s%%" prints there.`, unknown.Variable))
		}
		return problem
	}
	last := resolution.Steps[len(resolution.Steps)-1]
	problem.ID = report.ProblemDiscoveryFailed
	problem.Text = fmt.Sprintf("%s: the search for the active runtime ends here (%s), for every OpenXR application: %s", last.Path, last.State, last.Note)
	problem.Fix = new("Remove or repair " + last.Path + ".")
	return problem
}

// orNil turns an empty string, which stands for unknown, into null.
func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
