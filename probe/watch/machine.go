// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/internal/notify"
	"github.com/xrprobe/xrprobe/probe/internal/places"
	"github.com/xrprobe/xrprobe/probe/internal/services"
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
	// later wakes the observer once more; nil if it never did.
	later *time.Timer
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

// wakeWhenListening wakes the observer again while a service has made its socket just now and does not listen yet: nothing tells
// when it does.
func (m *machine) wakeWhenListening(there services.Sockets) {
	g := glance{sockets: there}
	if !g.starting() || !g.fresh(time.Now()) {
		return
	}
	if m.later == nil {
		m.later = time.AfterFunc(lastGlance, m.wake)
		return
	}
	m.later.Reset(lastGlance)
}

func (m *machine) close() {
	if m.later != nil {
		m.later.Stop()
	}
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
	headsets, seen := m.plugged(files)
	there := m.sockets(files)
	m.wakeWhenListening(there)
	now = state{report: files, files: files, headsets: headsets, sockets: there.Ready(), marks: marksOf(files)}
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

// plugged returns the headsets that a report of files has. Seen is false if nothing is known of them. Where no report could be made,
// because the runtime is not installed, it looks at the buses itself.
func (m *machine) plugged(files *report.Report) (headsets []report.Headset, seen bool) {
	if files == nil {
		return m.watcher.Prober.Machine.Headsets()
	}
	return files.Headsets, files.Headsets != nil
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

// sameAs reports whether neither files nor headsets nor services changed since a state without failures, so that the runtime
// would probably answer as it did then.
func (s state) sameAs(before state) bool {
	return identity(s.files) == identity(before.files) && !failed(before.files) && sameHeadsets(s.headsets, before.headsets) &&
		slices.Equal(s.sockets, before.sockets)
}

// maxMoves bounds how often readFiles reads again because the path to the runtime changed.
const maxMoves = 8

// readFiles reads what can be read without executing anything, and follows the path to the
// runtime: it reads again after each change of the path. Notified says that the system will
// report every change of it. The report is nil if the request names a runtime that is not
// installed.
func (m *machine) readFiles(ctx context.Context) (r *report.Report, notified bool, err error) {
	request := m.watcher.Request
	if request.Level.AtLeast(report.LevelBinary) {
		request.Level = report.LevelBinary
	}
	for range maxMoves {
		notified = request.Simulate != nil || m.files != nil && m.files.Follow(m.followed)
		r, err = m.watcher.Prober.Probe(ctx, request)
		if err != nil && (m.isOne() || !errors.Is(err, probe.ErrRequest)) {
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

// trail lists the paths on which the report depends, and on which depends what the runtime would answer.
func (m *machine) trail(r *report.Report) []string {
	host := m.watcher.Prober.Host
	var trail []string
	if !m.isOne() {
		trail = places.Trail(host)
	}
	for _, path := range append(pathsOf(r), m.socketPlaces(r)...) {
		trail = append(trail, host.Trail(path)...)
	}
	slices.Sort(trail)
	return slices.Compact(trail)
}

// isOne reports whether the request names the active runtime or a manifest, so that it does not matter which others there are.
func (m *machine) isOne() bool {
	wanted := m.watcher.Request.Runtime
	return m.watcher.Request.Simulate != nil || wanted == "" || wanted == probe.RuntimeActive || probe.IsManifestPath(wanted)
}

// pathsOf returns the paths that a report was made of. A nil report has none.
func pathsOf(r *report.Report) []string {
	var paths []string
	if r == nil {
		return nil
	}
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
	for _, layer := range r.Layers {
		paths = append(paths, layer.Manifest)
	}
	return paths
}

// sockets looks for the sockets of the runtimes' services.
func (m *machine) sockets(r *report.Report) services.Sockets {
	return services.Look(m.socketPlaces(r))
}

// socketPlaces returns where the runtimes that are asked look for the sockets of their services. It returns none if no code of
// theirs runs, and for another root, whose services this machine cannot know.
func (m *machine) socketPlaces(r *report.Report) []string {
	host := m.watcher.Prober.Host
	if r == nil || host.Root != "" || !m.watcher.Request.Level.AtLeast(report.LevelLibrary) {
		return nil
	}
	lookup := host.Getenv
	if host.User != "" {
		lookup = os.LookupEnv // the runtime's process has this process's environment
	}
	var list []string
	for _, runtime := range r.Runtimes {
		if runtime.Library != nil {
			list = append(list, services.Places(*runtime.Library, lookup)...)
		}
	}
	return list
}
