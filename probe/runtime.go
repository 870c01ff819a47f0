// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// turn is one runtime's turn to be asked, and what is known of it so far.
type turn struct {
	candidate candidate
	begun     time.Time
	out       report.Runtime
	monitors  *report.Monitors
	problems  []report.Problem // with its files
	heard     []report.Problem // while it was executed
}

// open climbs the levels that execute nothing, and reports whether more is to follow.
func (p Prober) open(r Request, c candidate) (*turn, bool) {
	t := &turn{candidate: c, begun: time.Now()}
	t.out = report.Runtime{ID: c.id, Active: c.active, Manifest: c.path, Source: c.source, Level: r.Level, Status: report.StatusNotRun}
	t.problems = p.readFiles(r, c, &t.out)
	return t, t.out.Cause == nil && r.executes()
}

// run executes the runtime. It may be called again, and the last answer counts.
func (p Prober) run(ctx context.Context, r Request, t *turn, ahead *standby) error {
	release, waited := p.lock(ctx, r, t)
	defer release()
	if err := ctx.Err(); err != nil {
		t.out.Status, t.out.Cause = report.StatusFailed, interruption(report.LevelLibrary)
		return err
	}
	result, err := p.execute(ctx, r, t.candidate, ahead)
	if t.out.SideEffects != nil {
		result.effects = append(t.out.SideEffects, result.effects...)
	}
	result.writeTo(&t.out)
	t.heard = append(waited, result.found.Problems...)
	t.monitors = result.found.Monitors
	return err
}

// close returns what the report says of the runtime.
func (t *turn) close() (report.Runtime, []report.Problem) {
	t.problems = append(t.problems, t.heard...)
	if cause := t.out.Cause; cause != nil {
		t.problems = append(t.problems, report.Problem{ID: cause.Code, Severity: report.SeverityError, Text: cause.Text, Fix: cause.Fix})
	}
	for i := range t.problems {
		t.problems[i].Subject = t.candidate.id
	}
	t.out.DurationMS = milliseconds(new(time.Since(t.begun)))
	return t.out, t.problems
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
	cause := &report.Cause{Code: err.Code, Level: report.LevelManifest, Text: err.Error(), Fix: orNil(err.Fix)}
	if err.Result != 0 {
		cause.Result = new(xr.Result(err.Result).String())
	}
	return cause
}

func libraryCause(err *loader.LibraryError) *report.Cause {
	return &report.Cause{Code: err.Code, Level: report.LevelBinary, Text: err.Error(), Fix: orNil(err.Fix)}
}

// maxAgain is how many questions a runtime may fail to survive, each of which costs a
// process.
const maxAgain = 32

// execute lets the runtime's code run where the helper says. A runtime that crashes at a
// question that can be left out is asked anew, without the question that it did not survive: what
// else it would tell is not lost. The first cause stays the runtime's cause.
func (p Prober) execute(ctx context.Context, r Request, c candidate, ahead *standby) (outcome, error) {
	asked := request{
		Level: r.Level, Via: r.Via, Library: c.manifest.Library, Loader: r.Loader, Functions: c.manifest.Functions,
		Session: r.Session, Identify: r.Identify, Sheet: c.sheet, Files: p.watched(c),
	}
	if ahead.inProcess {
		return inProcess(asked), ctx.Err()
	}
	limit, _ := budget(report.LevelInstance, r.Timeout)
	until := time.Now().Add(limit)
	first, err := p.executeOnce(ctx, r, c, asked, ahead)
	for last := first; err == nil && last.canLeaveOut() && len(asked.Skip) < maxAgain; {
		if r.Timeout = time.Until(until); r.Timeout <= 0 {
			break
		}
		asked.Skip = append(asked.Skip, *last.cause.Call)
		last, err = p.executeOnce(ctx, r, c, asked, ahead)
		first.effects = append(first.effects, last.effects...)
		if last.reached != nil && last.reached.AtLeast(report.LevelSystem) {
			first.found = last.found
		}
	}
	return first, err
}

func (p Prober) executeOnce(ctx context.Context, r Request, c candidate, asked request, ahead *standby) (outcome, error) {
	child, err := ahead.take(p.childEnvironment(r, c))
	if err != nil {
		return outcome{}, err
	}
	return converse(ctx, child, asked, r.Timeout, r.CleanUp)
}

// canLeaveOut reports whether one known question ended the runtime's process without
// which the rest can be asked: of what describes a headset any, of what a session tells
// any, and extensions.
func (o outcome) canLeaveOut() bool {
	if o.status != report.StatusCrashed || o.cause.Call == nil || o.cause.Code != CauseCrashed && o.cause.Code != CauseExited {
		return false
	}
	if strings.HasPrefix(*o.cause.Call, destroyingSession+"(") {
		return false // which tells nothing
	}
	return o.cause.Level.AtLeast(report.LevelProperties) || strings.HasPrefix(*o.cause.Call, creating+"(") || *o.cause.Call == destroying
}

// watched are the places in which the ledger looks for changes: wherever the active
// runtime may be named, and the folders that runtimes are known to write into.
func (p Prober) watched(c candidate) []string {
	places := append([]string{}, c.places...)
	if folder, set := p.lookupEnv("XDG_RUNTIME_DIR"); set && folder != "" {
		places = append(places, folder)
	}
	if folder, err := os.Getwd(); err == nil {
		places = append(places, folder)
	}
	if filepath.IsAbs(c.manifest.Library) {
		places = append(places, filepath.Dir(c.manifest.Library))
	}
	return places
}

func (p Prober) lookupEnv(name string) (string, bool) {
	if p.Host.LookupEnv == nil {
		return os.LookupEnv(name)
	}
	return p.Host.LookupEnv(name)
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
	_ = c.climb(ladder()) // the error is send's, which has none
	if c.unload != nil {
		c.unload()
	}
	out.inRuntime = new(time.Since(begun))
	return out
}

// writeTo writes what was heard into the report.
func (o outcome) writeTo(out *report.Runtime) {
	out.Status, out.Cause, out.Log, out.SideEffects = o.status, o.cause, o.log, o.effects
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
