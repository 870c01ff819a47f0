// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// Via says by which way a runtime is asked.
type Via string

// The ways to a runtime: its own library, without API layers, or the Khronos
// loader, with them.
const (
	ViaDirect Via = "direct"
	ViaLoader Via = "loader"
)

// ErrRequest matches a [*RequestError].
var ErrRequest = errors.New("the question cannot be asked")

// RequestError is a request that makes no sense here, and what would. It matches [ErrRequest].
type RequestError struct{ Text string }

func (e *RequestError) Error() string { return e.Text }

// Is reports whether target is [ErrRequest].
func (e *RequestError) Is(target error) bool { return target == ErrRequest }

// The runtimes that a [Request] may name besides a manifest's path or a runtime's name.
const (
	RuntimeActive = "active"
	RuntimeAll    = "all"
)

// Request says which runtimes are asked, how far and by which way. Its zero value
// asks the active runtime up to the level properties, directly.
type Request struct {
	// Runtime is RuntimeActive, RuntimeAll, a manifest's path, or a runtime's ID or
	// name. Empty means RuntimeActive.
	Runtime string
	// Level is how far to go. Empty means report.LevelProperties, or
	// report.LevelBinary for RuntimeAll.
	Level report.Level
	// Simulate, where it is not nil, is asked in place of any runtime of this machine.
	Simulate *Simulation
	// Via is the way. Empty means ViaDirect.
	Via Via
	// Session is the kind of session to make at report.LevelSession. Empty means one that
	// shows nothing where the runtime offers that, else one with OpenGL.
	Session report.SessionKind
	// Loader is the Khronos loader's path for ViaLoader. Empty means the system's.
	Loader string
	// Identify asks as well for what tells one device from all others of its kind. It is
	// never set for what reaches a page.
	Identify bool
	// Timeout replaces the time that a runtime has at library and from instance up.
	Timeout time.Duration
	// CleanUp ends the processes that a runtime started and left behind. Without it
	// those stay that were started from the level instance up, and are reported.
	CleanUp bool
}

// Prober asks runtimes. Its zero value reads this machine and executes nothing.
type Prober struct {
	// Helper says where foreign code is executed.
	Helper Helper
	// Host is where manifests and libraries are looked for.
	Host loader.Host
	// Machine is where the host's own facts are read from.
	Machine hardware.Machine
	// Tool is the program that asks, as reports name it.
	Tool report.Tool
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Announce is told of each runtime before its code is executed, with what is
	// known of it by then. It may be nil.
	Announce func(report.Runtime)
	// Spare keeps a child ready for the next probe. Nil starts one for each.
	Spare *Spare
	// LockFile is the file by which probers on one machine ask a runtime one after
	// another. Empty means the user's own in $XDG_RUNTIME_DIR or the folder for
	// temporary files.
	LockFile string
}

// Probe finds the runtimes that the request means and asks each of them, those that
// cannot be in each other's way at once. What a runtime failed to answer is in the
// report. The error is a [*RequestError], a [*HelperError] or the context's; with the
// last one comes a report of what was known by then, if anything was asked.
func (p Prober) Probe(ctx context.Context, r Request) (*report.Report, error) {
	r, err := r.withDefaults()
	if err != nil {
		return nil, err
	}
	ahead, err := p.startAhead(r)
	if err != nil {
		return nil, err
	}
	defer ahead.dismiss()
	out := &report.Report{
		Schema: report.SchemaName, Generated: p.now().UTC().Truncate(time.Second),
		Tool: p.Tool, Host: p.Machine.Host(), Problems: []report.Problem{},
	}
	candidates, err := p.find(ctx, r, out)
	if err != nil {
		return nil, err
	}
	turns, toRun := p.openAll(r, out, candidates)
	err = p.runAll(ctx, r, toRun, ahead)
	for _, t := range turns {
		if out.Monitors == nil {
			out.Monitors = t.monitors
		}
		runtime, problems := t.close()
		out.Runtimes = append(out.Runtimes, runtime)
		out.Problems = append(out.Problems, problems...)
	}
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	return out, err
}

// openAll reads every runtime's files, and announces those that are to be executed.
func (p Prober) openAll(r Request, out *report.Report, candidates []candidate) (all, toRun []*turn) {
	places := placesIn(out.Resolution)
	for _, c := range candidates {
		c.places = places
		t, runs := p.open(r, c)
		all = append(all, t)
		if !runs {
			continue
		}
		toRun = append(toRun, t)
		if p.Announce != nil {
			p.Announce(t.out)
		}
	}
	return all, toRun
}

func placesIn(resolution *report.Resolution) []string {
	var places []string
	if resolution == nil {
		return nil
	}
	for _, step := range resolution.Steps {
		if step.Path != nil {
			places = append(places, *step.Path)
		}
	}
	return places
}

func (p Prober) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

func (r Request) withDefaults() (Request, error) {
	if r.Runtime == "" {
		r.Runtime = RuntimeActive
	}
	if r.Level == "" {
		r.Level = report.LevelProperties
		if r.Runtime == RuntimeAll {
			r.Level = report.LevelBinary
		}
	}
	if r.Via == "" {
		r.Via = ViaDirect
	}
	switch {
	case r.Session != "" && r.Level != report.LevelSession:
		return r, &RequestError{Text: fmt.Sprintf("a session is made at the level %q only, which may light the headset up", report.LevelSession)}
	case r.Session != "" && !slices.Contains(report.SessionKinds(), r.Session):
		return r, &RequestError{Text: fmt.Sprintf("%q is no kind of session: use %q or %q", r.Session, report.SessionHeadless, report.SessionOpenGL)}
	case r.Via != ViaDirect && r.Via != ViaLoader:
		return r, &RequestError{Text: fmt.Sprintf("%q is no way to ask a runtime: use %q or %q", r.Via, ViaDirect, ViaLoader)}
	case r.Timeout < 0:
		return r, &RequestError{Text: fmt.Sprintf("the time-out %s is negative", r.Timeout)}
	}
	_, err := report.ParseLevel(string(r.Level))
	if err != nil {
		return r, &RequestError{Text: err.Error()}
	}
	return r, r.Simulate.refused(r)
}

// executes reports whether a request runs any foreign code.
func (r Request) executes() bool { return r.Level.AtLeast(report.LevelLibrary) }

// startAhead starts the child that the first runtime will be asked from, so that
// it gets ready while the manifest is looked for. In process there is none.
func (p Prober) startAhead(r Request) (*standby, error) {
	if !r.executes() {
		return &standby{}, nil
	}
	program, err := p.Helper.program()
	if err != nil {
		return nil, err
	}
	ahead := &standby{program: program, inProcess: p.Helper.kind == inProcessHelper}
	if ahead.inProcess || r.Via == ViaLoader {
		return ahead, nil
	}
	ahead.spare, ahead.kind = p.Spare, kindOf(program, os.Environ())
	if ahead.child = p.Spare.take(ahead.kind); ahead.child == nil {
		ahead.child, err = startProcess(program, ahead.kind.environment)
	}
	return ahead, err
}

// standby is a child that was started before anybody knew what to ask it, and where it
// came from.
type standby struct {
	program   string
	inProcess bool
	spare     *Spare
	kind      childKind
	mutex     sync.Mutex
	child     *process
}

// take returns the waiting child, or starts another one.
func (s *standby) take(environment []string) (*process, error) {
	s.mutex.Lock()
	child := s.child
	s.child = nil
	s.mutex.Unlock()
	if child != nil {
		return child, nil
	}
	return startProcess(s.program, environment)
}

// dismiss lets a child go that was not needed, and has the next one made ready.
func (s *standby) dismiss() {
	if s.spare != nil {
		go s.spare.refill(s.child, s.kind)
		return
	}
	s.child.dismiss()
}
