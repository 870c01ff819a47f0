// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

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

// registryKeys are the key that names the active runtime on Windows, and the keys above it.
var registryKeys = []string{loader.ActiveRuntimeKey, `SOFTWARE\Khronos\OpenXR`, `SOFTWARE\Khronos`, `SOFTWARE`}

// machine reads the watched machine and gets its notifications. A notifier that the system
// does not have is nil.
type machine struct {
	watcher  Watcher
	wakes    chan struct{}
	files    *notify.Files
	devices  *notify.Devices
	registry *notify.Registry
	followed []string
	// asked is when the runtime was asked last, and pause the shortest time until the next.
	asked time.Time
	pause time.Duration
}

func newMachine(w Watcher) *machine {
	m := &machine{watcher: w, wakes: make(chan struct{}, 1), pause: min(firstPoll, cmp.Or(w.Poll, DefaultPoll))}
	if w.Request.Simulate != nil {
		return m
	}
	m.files, _ = notify.WatchFiles(m.wake)
	m.registry, _ = notify.WatchRegistry(registryKeys, m.wake)
	if w.Prober.Machine.Root == "" {
		m.devices, _ = notify.WatchDevices(hardware.Subsystems(), m.wake)
	}
	return m
}

func (m *machine) close() {
	if m.files != nil {
		m.files.Close()
	}
	if m.devices != nil {
		m.devices.Close()
	}
	if m.registry != nil {
		m.registry.Close()
	}
}

// wake wakes the observer, now or when it waits next.
func (m *machine) wake() {
	select {
	case m.wakes <- struct{}{}:
	default:
	}
}

// read reads files and buses, and asks the runtime if the request says so and it is time.
// MustPoll says that changes may happen without a notification.
func (m *machine) read(ctx context.Context, before state, refresh bool) (now state, mustPoll bool, err error) {
	files, notified, err := m.readFiles(ctx)
	if err != nil {
		return state{}, false, err
	}
	headsets, seen := m.watcher.Prober.Machine.Headsets()
	now = state{report: files, files: files, headsets: headsets, marks: marksOf(files)}
	level := m.watcher.Request.Level
	mustPoll = level.AtLeast(report.LevelLibrary) || !notified || seen && m.devices == nil
	switch {
	case !level.AtLeast(report.LevelLibrary) || failed(files):
	case !refresh && now.sameAs(before):
		now.report, now.marks = before.report, before.marks
	case m.waitedForPause(ctx):
		return m.read(ctx, before, refresh) // by now another runtime may be active
	default:
		if now.report, err = m.watcher.Prober.Probe(ctx, m.watcher.Request); err == nil {
			now.marks = marksOf(now.report)
		}
		m.asked = time.Now()
	}
	return now, mustPoll, err
}

// waitedForPause waits until the runtime may be asked again, and reports whether it had to.
func (m *machine) waitedForPause(ctx context.Context) bool {
	left := time.Until(m.asked.Add(m.pause))
	if m.asked.IsZero() || left <= 0 || ctx.Err() != nil {
		return false
	}
	select {
	case <-ctx.Done():
	case <-time.After(left):
	}
	return true
}

// sameAs reports whether neither files nor headsets changed since a state without failures, so that
// the runtime would probably answer as it did then.
func (s state) sameAs(before state) bool {
	return identity(s.files) == identity(before.files) && !failed(before.files) && slices.Equal(s.headsets, before.headsets)
}

// maxMoves bounds how often readFiles reads again because the path to the runtime changed.
const maxMoves = 8

// readFiles reads what can be read without executing anything, and follows the path to the
// runtime: it reads again after each change of the path. Notified says that the system will
// report every change of it.
func (m *machine) readFiles(ctx context.Context) (r *report.Report, notified bool, err error) {
	request := m.watcher.Request
	if request.Level.AtLeast(report.LevelBinary) {
		request.Level = report.LevelBinary
	}
	for range maxMoves {
		notified = request.Simulate != nil || m.files != nil && m.files.Follow(m.followed)
		r, err = m.watcher.Prober.Probe(ctx, request)
		if err != nil {
			return nil, false, err
		}
		trail := m.trail(r)
		if slices.Equal(trail, m.followed) {
			return r, notified, nil
		}
		m.followed = trail
	}
	m.wake()
	return r, notified, nil
}

// trail lists the paths on which the report depends.
func (m *machine) trail(r *report.Report) []string {
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
		trail = append(trail, m.watcher.Prober.Host.Trail(path)...)
	}
	slices.Sort(trail)
	return slices.Compact(trail)
}
