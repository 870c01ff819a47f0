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
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe/internal/child"
	"github.com/xrprobe/xrprobe/probe/internal/levels"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// maxSkips bounds how many fatal questions are left out. Each costs a process.
const maxSkips = 32

// run runs the runtime's code in a child or in this process. If the runtime crashes, run asks it
// again without the fatal question, until the limit is over. If run is called a second time, its
// answers replace the first ones, and side effects are added.
func (p Prober) run(ctx context.Context, r Request, a *attempt, children children, limit time.Duration) error {
	request := p.requestFor(r, a)
	if children.inProcess {
		a.result = new(runInProcess(request, a.opened, children.simulated))
		return ctx.Err()
	}
	environment := os.Environ()
	if r.Via == ViaLoader {
		environment, request.Between = p.loaderEnvironment(a.layers, a.candidate), a.layers.Names()
	}
	converse := func(left time.Duration) (child.Result, error) {
		process, err := children.take(environment)
		if err != nil {
			return child.Result{}, err
		}
		return process.Converse(ctx, request, child.Options{
			Timeout: left, CleanUp: r.CleanUp, Subject: orLayer(request.Between), Runtime: a.opened,
		})
	}
	until := time.Now().Add(limit)
	result, err := converse(r.Timeout)
	for last := result; err == nil && canSkip(last) && len(request.Skip) < maxSkips; {
		left := time.Until(until)
		if left <= 0 {
			break
		}
		request.Skip = append(request.Skip, *last.LastQuestion)
		last, err = converse(left)
		result = withAnswersOf(result, last)
	}
	if a.result != nil {
		result.Runtime.SideEffects = append(a.result.Runtime.SideEffects, result.Runtime.SideEffects...)
	}
	blameLayersToo(result.Runtime.Cause, request.Between)
	a.result = &result
	return err
}

// orLayer is whose code runs between a child and a headset: any of the API layers' too (facts of a crash do not tell whose).
func orLayer(between []string) string {
	switch len(between) {
	case 0:
		return ""
	case 1:
		return "the runtime or the API layer " + between[0]
	default:
		return "the runtime or one of the API layers " + strings.Join(between, ", ")
	}
}

// blameLayersToo gives a cause that may be an API layer's a fix that tells whose it is.
func blameLayersToo(cause *report.Cause, between []string) {
	if cause != nil && len(between) > 0 && cause.Result == nil && cause.Code != report.CauseLoadFailed {
		cause.Fix = new("Ask without the API layers, which tells whether one of them is at fault: xrprobe --via direct")
	}
}

func (p Prober) requestFor(r Request, a *attempt) wire.Request {
	c := a.candidate
	return wire.Request{
		Level: a.opened.Level, ThroughLoader: r.Via == ViaLoader, Loader: r.Loader,
		Library: p.Host.Plain(c.Manifest.Library), Functions: c.Manifest.Functions, Sheet: c.sheet,
		Session: r.Session, Identify: r.Identify, Files: p.watched(c),
	}
}

// canSkip reports whether the question that ended the runtime's process is known, and whether
// everything else can be asked without it. Questions about a headset or in a session can be left
// out, and so can extensions.
func canSkip(r child.Result) bool {
	cause, last := r.Runtime.Cause, r.LastQuestion
	if r.Runtime.Status != report.StatusCrashed || last == nil || cause.Code != report.CauseCrashed && cause.Code != report.CauseExited {
		return false
	}
	switch last.Command {
	case wire.DestroySession:
		return false // it answers nothing
	case wire.DestroyInstance:
		return true
	case wire.CreateInstance:
		return last.Part != "" || cause.Level.AtLeast(report.LevelProperties)
	default:
		return cause.Level.AtLeast(report.LevelProperties)
	}
}

// withAnswersOf returns a crashed run's result with the answers of a later run that left
// questions out. The cause, level, log and timing stay those of the first run.
func withAnswersOf(first, later child.Result) child.Result {
	effects := append(first.Runtime.SideEffects, later.Runtime.SideEffects...)
	if reached := later.Runtime.Reached; reached != nil && reached.AtLeast(report.LevelSystem) {
		crashed := first.Runtime
		first = later
		first.Runtime.Status, first.Runtime.Cause, first.Runtime.Reached = crashed.Status, crashed.Cause, crashed.Reached
		first.Runtime.Log, first.Runtime.Timing = crashed.Log, crashed.Timing
	}
	first.Runtime.SideEffects = effects
	return first
}

// watched returns the files and directories to check for changes: those that may name the
// active runtime, and the directories that runtimes are known to write into.
func (p Prober) watched(c candidate) []string {
	if c.sheet != nil {
		return nil // a simulated runtime changes nothing
	}
	paths := append([]string{}, c.configuration...)
	if dir, set := p.lookupEnv("XDG_RUNTIME_DIR"); set && dir != "" {
		paths = append(paths, dir)
	}
	if dir, err := os.Getwd(); err == nil {
		paths = append(paths, dir)
	}
	if filepath.IsAbs(c.Manifest.Library) {
		paths = append(paths, filepath.Dir(c.Manifest.Library))
	}
	return paths
}

func (p Prober) lookupEnv(name string) (string, bool) {
	if p.Host.LookupEnv == nil {
		return os.LookupEnv(name)
	}
	return p.Host.LookupEnv(name)
}

// runInProcess asks in this process. There is no deadline, since a runtime that hangs
// cannot be ended. Opened is what is known of the runtime without asking it; runtime is the open runtime of the request's sheet,
// or nil.
func runInProcess(r wire.Request, opened report.Runtime, runtime *simulated.Runtime) child.Result {
	begun := time.Now()
	result := child.Result{Known: wire.Known{Runtime: opened}}
	send := func(s wire.Step) error { return result.Add(s) }
	// The only error is send's, and the steps of package levels fit together.
	if runtime != nil {
		_ = levels.AnswerSimulated(runtime, r, levels.Tools{Send: send})
	} else {
		_ = levels.Answer(r, levels.Tools{Send: send})
	}
	result.Runtime.Timing = &report.Timing{RuntimeMS: report.Milliseconds(time.Since(begun))}
	return result
}
