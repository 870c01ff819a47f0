// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"os"
	"time"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/report"
)

// probeOne asks one runtime as far as the request goes and the runtime lets it.
func (p Prober) probeOne(ctx context.Context, r Request, c candidate, ahead *standby) (report.Runtime, []report.Problem, error) {
	begun := time.Now()
	out := report.Runtime{ID: c.id, Active: c.active, Manifest: c.path, Source: c.source, Level: r.Level, Status: report.StatusNotRun}
	problems := p.readFiles(r, c, &out)
	if out.Cause == nil && r.executes() {
		if p.Announce != nil {
			p.Announce(out)
		}
		result, err := p.execute(ctx, r, c, ahead)
		if err != nil {
			return out, nil, err
		}
		result.writeTo(&out)
		problems = append(problems, result.found.Problems...)
	}
	if out.Cause != nil {
		problems = append(problems, report.Problem{
			ID: out.Cause.Code, Severity: report.SeverityError, Text: out.Cause.Text, Fix: out.Cause.Fix,
		})
	}
	for i := range problems {
		problems[i].Subject = c.id
	}
	out.DurationMS = milliseconds(new(time.Since(begun)))
	return out, problems, nil
}

// readFiles climbs the levels that execute nothing. What it returns is worth
// knowing without keeping the runtime from being asked; what does keep it is the
// runtime's cause.
func (p Prober) readFiles(r Request, c candidate, out *report.Runtime) []report.Problem {
	if c.err != nil {
		out.Status, out.Cause = report.StatusFailed, manifestCause(c.err)
		return nil
	}
	out.Reached = new(report.LevelManifest)
	if c.sheet != nil {
		return readSheet(r, c, out)
	}
	out.Name, out.Library = orNil(c.manifest.Name), orNil(c.manifest.Library)
	problems := make([]report.Problem, 0, len(c.manifest.Warnings))
	for _, warning := range c.manifest.Warnings {
		problems = append(problems, report.Problem{ID: "manifest_warning", Severity: report.SeverityInfo, Text: c.path + ": " + warning})
	}
	if r.Level.AtLeast(report.LevelBinary) {
		p.readBinary(c, out)
	}
	return problems
}

func (p Prober) readBinary(c candidate, out *report.Runtime) {
	binary := p.Host.InspectLibrary(c.manifest)
	out.Arch = orNil(binary.Arch)
	if binary.Path != "" {
		out.Library = &binary.Path
	}
	if binary.Problem != nil {
		out.Status, out.Cause = report.StatusFailed, libraryCause(binary.Problem)
		return
	}
	out.Reached = new(report.LevelBinary)
}

func manifestCause(err *loader.ManifestError) *report.Cause {
	cause := &report.Cause{Code: err.Code, Level: report.LevelManifest, Text: err.Error(), Fix: orNil(err.Mend)}
	if err.Result != 0 {
		cause.Result = new(xr.Result(err.Result).String())
	}
	return cause
}

func libraryCause(err *loader.LibraryError) *report.Cause {
	return &report.Cause{Code: err.Code, Level: report.LevelBinary, Text: err.Error(), Fix: orNil(err.Mend)}
}

// execute lets the runtime's code run where the helper says.
func (p Prober) execute(ctx context.Context, r Request, c candidate, ahead *standby) (outcome, error) {
	asked := request{Level: r.Level, Via: r.Via, Library: c.manifest.Library, Loader: r.Loader, Functions: c.manifest.Functions, Session: r.Session, Sheet: c.sheet}
	if ahead.inProcess {
		return inProcess(asked), ctx.Err()
	}
	child, err := ahead.take(p.childEnvironment(r, c))
	if err != nil {
		return outcome{}, err
	}
	return converse(ctx, child, asked, r.Timeout)
}

// childEnvironment is the child's. The Khronos loader finds the runtime by itself, so it
// is told when another is meant than this user's active one.
func (p Prober) childEnvironment(r Request, c candidate) []string {
	if r.Via == ViaLoader && (!c.active || p.Host.User != "") {
		return append(os.Environ(), "XR_RUNTIME_JSON="+c.path)
	}
	return os.Environ()
}

// inProcess climbs here. Nothing can end a runtime that hangs in this process, so
// there is no deadline.
func inProcess(asked request) outcome {
	begun := time.Now()
	var out outcome
	out.status = report.StatusOK
	c := climber{request: asked, send: func(s step) error {
		if s.Findings != nil {
			out.found = *s.Findings
		}
		if s.Done != "" {
			out.reached = &s.Done
		}
		if s.Cause != nil {
			out.status, out.cause = report.StatusFailed, s.Cause
		}
		return nil
	}}
	_ = c.climb() // the error is send's, which has none
	if c.unload != nil {
		c.unload()
	}
	out.inRuntime = new(time.Since(begun))
	return out
}

// writeTo writes what was heard into the report.
func (o outcome) writeTo(out *report.Runtime) {
	out.Status, out.Cause, out.Log = o.status, o.cause, o.log
	if o.reached != nil {
		out.Reached = o.reached
	}
	if o.found.Name != nil {
		out.Name = o.found.Name
	}
	out.Version, out.APIVersion = o.found.Version, o.found.APIVersion
	out.Extensions, out.EnabledExtensions, out.Systems = o.found.Extensions, o.found.Enabled, o.found.Systems
	out.Timing = &report.Timing{ChildStartMS: milliseconds(o.childStart), RuntimeMS: milliseconds(o.inRuntime)}
}

// milliseconds rounds to a hundredth, which is finer than any machine repeats.
func milliseconds(d *time.Duration) *float64 {
	if d == nil {
		return nil
	}
	return new(float64(d.Round(10*time.Microsecond).Microseconds()) / 1000)
}
