// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/internal/notify"
)

// registryKeys are the key that names the active runtime on Windows, and those above it.
var registryKeys = []string{loader.ActiveRuntimeKey, `SOFTWARE\Khronos\OpenXR`, `SOFTWARE\Khronos`, `SOFTWARE`}

// scene is the machine of a watch: it reads it, and is woken by it. What the system gives
// no notifications of is nil.
type scene struct {
	watcher  Watcher
	wakes    chan struct{}
	files    *notify.Files
	devices  *notify.Devices
	registry *notify.Registry
	followed []string
	// asked is when the runtime was asked last, and rest how long it is left alone then.
	asked time.Time
	rest  time.Duration
}

func newScene(w Watcher) *scene {
	s := &scene{watcher: w, wakes: make(chan struct{}, 1), rest: min(firstPoll, cmp.Or(w.Poll, DefaultPoll))}
	if w.Request.Simulate != nil {
		return s
	}
	s.files, _ = notify.WatchFiles(s.wake)
	s.registry, _ = notify.WatchRegistry(registryKeys, s.wake)
	if w.Prober.Machine.Root == "" {
		s.devices, _ = notify.WatchDevices(hardware.Subsystems(), s.wake)
	}
	return s
}

func (s *scene) close() {
	if s.files != nil {
		s.files.Close()
	}
	if s.devices != nil {
		s.devices.Close()
	}
	if s.registry != nil {
		s.registry.Close()
	}
}

// wake leaves a wake-up for whoever looks next.
func (s *scene) wake() {
	select {
	case s.wakes <- struct{}{}:
	default:
	}
}

// read looks at files and buses, and asks the runtime where that was wanted and is due.
// Deaf says that changes may come of which nothing will tell.
func (s *scene) read(ctx context.Context, before state, anew bool) (now state, deaf bool, err error) {
	files, whole, err := s.readFiles(ctx)
	if err != nil {
		return state{}, false, err
	}
	headsets, seen := s.watcher.Prober.Machine.Headsets()
	now = state{report: files, files: files, headsets: headsets, marks: marksOf(files)}
	level := s.watcher.Request.Level
	deaf = level.AtLeast(report.LevelLibrary) || !whole || seen && s.devices == nil
	switch {
	case !level.AtLeast(report.LevelLibrary) || failed(files):
	case !anew && now.sameAs(before):
		now.report, now.marks = before.report, before.marks
	case s.tired(ctx):
		return s.read(ctx, before, anew) // by now it may be another
	default:
		if now.report, err = s.watcher.Prober.Probe(ctx, s.watcher.Request); err == nil {
			now.marks = marksOf(now.report)
		}
		s.asked = time.Now()
	}
	return now, deaf, err
}

// tired waits until the runtime may be asked again, whatever comes and goes meanwhile, and
// reports whether it had to.
func (s *scene) tired(ctx context.Context) bool {
	left := time.Until(s.asked.Add(s.rest))
	if s.asked.IsZero() || left <= 0 || ctx.Err() != nil {
		return false
	}
	select {
	case <-ctx.Done():
	case <-time.After(left):
	}
	return true
}

// sameAs reports whether the runtime that was asked before may be taken to answer the same.
func (s state) sameAs(before state) bool {
	return identity(s.files) == identity(before.files) && !failed(before.files) && slices.Equal(s.headsets, before.headsets)
}

// maxMoves is how often the way to the runtime may change while it is followed.
const maxMoves = 8

// readFiles reads what can be read without executing anything, and follows the way there:
// what is read after the last change of the way is what counts. Whole says that every
// change of it will be heard.
func (s *scene) readFiles(ctx context.Context) (r *report.Report, whole bool, err error) {
	request := s.watcher.Request
	if request.Level.AtLeast(report.LevelBinary) {
		request.Level = report.LevelBinary
	}
	for range maxMoves {
		whole = request.Simulate != nil || s.files != nil && s.files.Follow(s.followed)
		r, err = s.watcher.Prober.Probe(ctx, request)
		if err != nil {
			return nil, false, err
		}
		trail := s.trail(r)
		if slices.Equal(trail, s.followed) {
			return r, whole, nil
		}
		s.followed = trail
	}
	s.wake()
	return r, whole, nil
}

// trail lists the paths on which the report depends.
func (s *scene) trail(r *report.Report) []string {
	var paths []string
	if r.Resolution != nil {
		for _, step := range r.Resolution.Steps {
			if step.Path != nil {
				paths = append(paths, *step.Path)
			}
		}
	}
	for _, runtime := range r.Runtimes {
		paths = append(paths, runtime.Manifest)
		if runtime.Library != nil {
			paths = append(paths, *runtime.Library)
		}
	}
	var trail []string
	for _, path := range paths {
		trail = append(trail, s.watcher.Prober.Host.Trail(path)...)
	}
	slices.Sort(trail)
	return slices.Compact(trail)
}
