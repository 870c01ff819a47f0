// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package watch_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/watch"
)

var _ navigator.Source = watch.Watcher{}

// testRoot is a root directory, and the directory in it that names the active runtime.
type testRoot struct {
	t    testing.TB
	root string
	dir  string
}

// newTestRoot returns a root with a library, lib/a.so, and no active runtime.
func newTestRoot(t testing.TB) testRoot {
	t.Helper()
	tr := testRoot{t: t, root: t.TempDir()}
	tr.dir = filepath.Join(tr.root, "home/.config/openxr/1")
	require.NoError(t, os.MkdirAll(tr.dir, 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(tr.root, "lib"), 0o755))
	library, err := os.ReadFile(compiled.Library(t))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(tr.root, "lib/a.so"), library, 0o600))
	return tr
}

// manifest returns the manifest of a runtime with this name.
func manifest(name string) string {
	return fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"name": %q, "library_path": "/lib/a.so"}}`, name)
}

// path returns the path of a file that may name the active runtime.
func (tr testRoot) path(name string) string { return filepath.Join(tr.dir, name) }

func (tr testRoot) write(path, content string) {
	require.NoError(tr.t, os.WriteFile(path, []byte(content), 0o600))
}

// rename replaces a file atomically.
func (tr testRoot) rename(path, content string) {
	tr.write(path+".new", content)
	require.NoError(tr.t, os.Rename(path+".new", path))
}

// link replaces a file by a symlink atomically.
func (tr testRoot) link(target, path string) {
	_ = os.Remove(path + ".new")
	require.NoError(tr.t, os.Symlink(target, path+".new"))
	require.NoError(tr.t, os.Rename(path+".new", path))
}

func (tr testRoot) watcher() watch.Watcher {
	return watch.Watcher{
		Prober: probe.Prober{
			Host: loader.Host{
				Root: tr.root, Arch: "x86_64", SysConfDirs: []string{"/etc"},
				LookupEnv: func(name string) (string, bool) { return "/home", name == "HOME" },
			},
			Machine: hardware.Machine{Root: tr.root},
		},
		Debounce: 2 * time.Millisecond, Grace: 20 * time.Millisecond,
	}
}

// start runs a watcher until the test ends, and returns its changes.
func start(t testing.TB, w watch.Watcher) <-chan watch.Change {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	changes, ended := make(chan watch.Change, 1000), make(chan struct{})
	go func() {
		defer close(ended)
		for change, err := range w.Changes(ctx) {
			if err != nil {
				t.Errorf("the watcher ended: %v", err)
				return
			}
			changes <- change
		}
	}()
	t.Cleanup(func() { cancel(); <-ended })
	return changes
}

// next returns the next change. It comes long before the watcher would poll.
func next(t testing.TB, changes <-chan watch.Change) watch.Change {
	t.Helper()
	select {
	case change := <-changes:
		return change
	case <-time.After(20 * time.Second):
		require.FailNow(t, "no change was reported")
		return watch.Change{}
	}
}

// activeRuntime returns the name of the active runtime and the file that names it.
func activeRuntime(c watch.Change) string {
	switch active := c.Report.Active(); {
	case active == nil:
		return "none"
	case active.Name == nil:
		return "unnamed"
	default:
		return *active.Name + " of " + filepath.Base(active.Manifest)
	}
}

// proberFor returns a prober of a machine whose environment has only these variables.
func proberFor(t testing.TB, helper probe.Helper, environment map[string]string) probe.Prober {
	t.Helper()
	return probe.Prober{
		Helper: helper,
		Host: loader.Host{
			LookupEnv:   func(name string) (string, bool) { value, ok := environment[name]; return value, ok },
			SysConfDirs: []string{t.TempDir()},
		},
		Machine: hardware.Machine{Root: t.TempDir()},
	}
}

// Whatever way people and programs use to switch runtimes, each state is reported once, in order.
func TestWatcher_ReportsEverySwitchOnceInOrder(t *testing.T) {
	t.Parallel()
	const plain, arch = "active_runtime.json", "active_runtime.x86_64.json"
	methods := map[string]struct {
		set    func(tr testRoot)
		change func(tr testRoot, i int) string
	}{
		"atomic rename": {func(testRoot) {}, func(tr testRoot, i int) string {
			tr.rename(tr.path(plain), manifest(fmt.Sprint("r", i)))
			return fmt.Sprintf("r%d of %s", i, plain)
		}},
		"edit in place": {func(testRoot) {}, func(tr testRoot, i int) string {
			tr.write(tr.path(plain), manifest(fmt.Sprint("r", i)))
			return fmt.Sprintf("r%d of %s", i, plain)
		}},
		"symlink swap": {func(tr testRoot) {
			for _, name := range []string{"a", "b"} {
				require.NoError(tr.t, os.MkdirAll(filepath.Join(tr.root, "share", name), 0o755))
				tr.write(filepath.Join(tr.root, "share", name, "m.json"), manifest(name))
			}
		}, func(tr testRoot, i int) string {
			name := []string{"a", "b"}[i%2]
			tr.link("/share/"+name+"/m.json", tr.path(plain))
			return name + " of " + plain
		}},
		"symlink of a directory swapped": {func(tr testRoot) {
			for _, name := range []string{"a", "b"} {
				require.NoError(tr.t, os.MkdirAll(filepath.Join(tr.root, "store", name, "1"), 0o755))
				tr.write(filepath.Join(tr.root, "store", name, "1", plain), manifest(name))
			}
			require.NoError(tr.t, os.RemoveAll(filepath.Dir(tr.dir)))
		}, func(tr testRoot, i int) string {
			name := []string{"a", "b"}[i%2]
			tr.link("../../store/"+name, filepath.Dir(tr.dir))
			return name + " of " + plain
		}},
		"directory removed and created again": {func(testRoot) {}, func(tr testRoot, i int) string {
			if i%2 == 1 {
				require.NoError(tr.t, os.RemoveAll(filepath.Join(tr.root, "home/.config")))
				return "none"
			}
			require.NoError(tr.t, os.MkdirAll(tr.dir, 0o755))
			tr.rename(tr.path(plain), manifest(fmt.Sprint("r", i)))
			return fmt.Sprintf("r%d of %s", i, plain)
		}},
		"directory renamed": {func(testRoot) {}, func(tr testRoot, i int) string {
			openxr := filepath.Dir(tr.dir)
			require.NoError(tr.t, os.MkdirAll(openxr+".new/1", 0o755))
			tr.write(filepath.Join(openxr+".new/1", plain), manifest(fmt.Sprint("r", i)))
			require.NoError(tr.t, os.Rename(openxr, fmt.Sprint(openxr, i)))
			require.NoError(tr.t, os.Rename(openxr+".new", openxr))
			return fmt.Sprintf("r%d of %s", i, plain)
		}},
		// When a headset connects, WiVRn replaces both of the user's files by its manifest; it
		// restores them when it ends.
		"both files replaced and restored": {func(tr testRoot) {
			tr.write(tr.path(plain), manifest("own"))
			require.NoError(tr.t, os.Mkdir(filepath.Join(tr.root, "share"), 0o755))
			tr.write(filepath.Join(tr.root, "share/wivrn.json"), manifest("wivrn"))
		}, func(tr testRoot, i int) string {
			if i%2 == 0 {
				tr.link("/share/wivrn.json", tr.path(arch))
				require.NoError(tr.t, os.Rename(tr.path(plain), tr.path(plain)+".wivrn-backup"))
				tr.link("/share/wivrn.json", tr.path(plain))
				return "wivrn of " + arch
			}
			require.NoError(tr.t, os.Rename(tr.path(plain)+".wivrn-backup", tr.path(plain)))
			require.NoError(tr.t, os.Remove(tr.path(arch)))
			return "own of " + plain
		}},
		"arch file comes and goes": {func(tr testRoot) { tr.write(tr.path(plain), manifest("own")) }, func(tr testRoot, i int) string {
			if i%2 == 0 {
				tr.rename(tr.path(arch), manifest("wivrn"))
				return "wivrn of " + arch
			}
			require.NoError(tr.t, os.Remove(tr.path(arch)))
			return "own of " + plain
		}},
		"library comes and goes": {func(tr testRoot) { tr.write(tr.path(plain), manifest("a")) }, func(tr testRoot, i int) string {
			library := filepath.Join(tr.root, "lib/a.so")
			if i%2 == 0 {
				require.NoError(tr.t, os.Rename(library, library+".gone"))
			} else {
				require.NoError(tr.t, os.Rename(library+".gone", library))
			}
			return "a of " + plain
		}},
	}
	for name, method := range methods {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr := newTestRoot(t)
			method.set(tr)
			changes := start(t, tr.watcher())
			require.Equal(t, []watch.Topic{watch.TopicFirst}, next(t, changes).Topics)
			for i := range switchCount(t) {
				want := method.change(tr, i)
				got := activeRuntime(next(t, changes))
				for name == "edit in place" && got == "unnamed" {
					got = activeRuntime(next(t, changes)) // the watcher had read the file in the middle of the write
				}
				require.Equal(t, want, got, "change %d", i)
			}
			requireNoChange(t, changes)
		})
	}
}

// switchCount returns how many times a test switches the runtime.
func switchCount(t *testing.T) int {
	if testing.Short() {
		return 20
	}
	return 200
}

// requireNoChange requires that no change follows within 100 ms.
func requireNoChange(t testing.TB, changes <-chan watch.Change) {
	t.Helper()
	select {
	case change := <-changes:
		require.Failf(t, "one change too many", "%s: %s", change.Topics, activeRuntime(change))
	case <-time.After(100 * time.Millisecond):
	}
}

func TestWatcher_IgnoresTouchesWithoutChange(t *testing.T) {
	t.Parallel()
	tr := newTestRoot(t)
	plain := tr.path("active_runtime.json")
	tr.write(plain, manifest("same"))
	w := tr.watcher()
	w.Grace = 0 // the default, which is longer than the writes: in the middle of one a file is empty
	changes := start(t, w)
	next(t, changes)
	for range 20 {
		tr.rename(plain, manifest("same"))
		require.NoError(t, os.Chtimes(plain, time.Now(), time.Now()))
		tr.write(plain, manifest("same")+"\n")
		tr.write(tr.path("another.json"), "")
		time.Sleep(3 * time.Millisecond)
	}
	requireNoChange(t, changes)
	tr.rename(plain, manifest("another"))
	require.Equal(t, "another of active_runtime.json", activeRuntime(next(t, changes)))
}

// Under a test root the system sends no device events, so the watcher polls.
func TestWatcher_SeesHeadsetsPluggedInAndOut(t *testing.T) {
	t.Parallel()
	tr := newTestRoot(t)
	usb := filepath.Join(tr.root, "sys/bus/usb/devices")
	require.NoError(t, os.MkdirAll(usb, 0o755))
	plug := func(port, vendor, product string) {
		require.NoError(t, os.MkdirAll(filepath.Join(usb, port), 0o755))
		tr.write(filepath.Join(usb, port, "idVendor"), vendor+"\n")
		tr.write(filepath.Join(usb, port, "idProduct"), product+"\n")
	}
	w := tr.watcher()
	w.Poll = 20 * time.Millisecond
	changes := start(t, w)
	require.Empty(t, next(t, changes).Hardware)
	plug("1-1", "0bb4", "2c87")
	plugged := next(t, changes)
	require.Equal(t, []watch.Topic{watch.TopicHardware}, plugged.Topics)
	require.Equal(t, []report.Headset{{
		Name: new("HTC Vive"), Vendor: new("HTC"), Kind: report.KindHeadset, Confidence: report.ConfidenceCertain, Conflicts: []string{},
		Refs:     []report.DeviceRef{{What: report.BusUSB, ID: "0bb4:2c87", Place: "1-1"}},
		Reported: report.ReportedNo, Because: new("no OpenXR runtime is active"),
	}}, plugged.Hardware)
	plug("1-2", "046d", "c31c") // a keyboard
	requireNoChange(t, changes)
	require.NoError(t, os.RemoveAll(filepath.Join(usb, "1-1")))
	unplugged := next(t, changes)
	require.Equal(t, []watch.Topic{watch.TopicHardware}, unplugged.Topics)
	require.Empty(t, unplugged.Hardware)
	require.NotNil(t, unplugged.Hardware, "no headset, which is not the same as unknown")
}

// The watcher asks for a headset that is not connected again and again, less and less often, each
// time from a new child. It does the same after the headset is gone.
func TestWatcher_SeesAHeadsetThatIsConnectedLater(t *testing.T) {
	t.Parallel()
	library := compiled.Library(t, "follows")
	becomes := func(words ...string) {
		file := filepath.Join(filepath.Dir(library), "words")
		require.NoError(t, os.WriteFile(file+".new", []byte(compiled.HostileName(words...)), 0o600))
		require.NoError(t, os.Rename(file+".new", file))
	}
	becomes("unplugged")
	w := watch.Watcher{
		Prober:  proberFor(t, probe.Self(), nil),
		Request: probe.Request{Runtime: compiled.Manifest(t, library), Level: report.LevelSystem},
		Grace:   20 * time.Millisecond, Poll: 100 * time.Millisecond,
	}
	changes := start(t, w)
	first := next(t, changes)
	require.Equal(t, report.SystemUnavailable, first.Report.Runtimes[0].Systems[0].Status)
	first.Report.Runtimes[0].Systems[0].Modes = []report.Mode{} // a consumer may change its report
	becomes()
	connected := next(t, changes)
	require.Equal(t, []watch.Topic{watch.TopicHeadset}, connected.Topics)
	require.Equal(t, report.SystemAvailable, connected.Report.Runtimes[0].Systems[0].Status)
	becomes("segv@create")
	crashed := next(t, changes)
	require.Contains(t, crashed.Topics, watch.TopicState)
	require.Equal(t, report.StatusCrashed, crashed.Report.Runtimes[0].Status)
	becomes()
	restored := next(t, changes)
	require.Contains(t, restored.Topics, watch.TopicState)
	require.Equal(t, report.StatusOK, restored.Report.Runtimes[0].Status)
	requireNoChange(t, changes)
}

// If a headset is plugged in and out all the time, the watcher still pauses before it asks the
// runtime again.
func TestWatcher_PausesBeforeAskingAgain(t *testing.T) {
	t.Parallel()
	root, manifest := t.TempDir(), compiled.Runtime(t)
	device := filepath.Join(root, "sys/bus/usb/devices/1-1")
	require.NoError(t, os.MkdirAll(device, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(device, "idVendor"), []byte("0bb4"), 0o600))
	var probes atomic.Int32
	w := watch.Watcher{
		Prober:   proberFor(t, probe.Self(), nil),
		Request:  probe.Request{Runtime: manifest, Level: report.LevelSystem},
		Debounce: time.Millisecond, Grace: time.Millisecond, Poll: 500 * time.Millisecond,
	}
	w.Prober.Machine = hardware.Machine{Root: root, GOOS: "linux"}
	w.Prober.Announce = func(report.Runtime) { probes.Add(1) }
	changes := start(t, w)
	next(t, changes)
	begun := time.Now()
	for i := 0; time.Since(begun) < 2*time.Second; i++ {
		require.NoError(t, os.WriteFile(filepath.Join(device, "idProduct"), []byte([]string{"2c87", "0309"}[i%2]), 0o600))
		require.NoError(t, os.Chtimes(manifest, time.Now(), time.Now()))
		time.Sleep(3 * time.Millisecond)
	}
	most := int32(time.Since(begun)/w.Poll) + 2
	require.LessOrEqual(t, probes.Load(), most)
	require.Greater(t, probes.Load(), int32(2), "the runtime is asked after changes")
}

// The library crashes every process that loads it. At the level binary no process does.
func TestWatcher_ExecutesNothing(t *testing.T) {
	t.Parallel()
	w := watch.Watcher{Prober: proberFor(t, probe.Helper{}, nil), Request: probe.Request{Runtime: compiled.Runtime(t, "segv@load")}}
	first := next(t, start(t, w))
	require.Equal(t, report.StatusNotRun, first.Report.Runtimes[0].Status)
	require.Equal(t, report.LevelBinary, *first.Report.Runtimes[0].Reached)
}

// The report of an earlier run is yielded first, with its age. It counts until another runtime is
// active.
func TestWatcher_YieldsTheLastReportFirst(t *testing.T) {
	t.Parallel()
	tr := newTestRoot(t)
	tr.write(tr.path("active_runtime.json"), manifest("one"))
	w := tr.watcher()
	known, err := w.Prober.Probe(t.Context(), probe.Request{Level: report.LevelBinary})
	require.NoError(t, err)
	known.Runtimes[0].Systems = []report.System{{FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable}}
	known.Generated = time.Now().Add(-time.Hour)
	w.Last = known
	changes := start(t, w)
	last := next(t, changes)
	require.Equal(t, []watch.Topic{watch.TopicLast}, last.Topics)
	require.InDelta(t, time.Hour.Milliseconds(), last.AgeMS, 10_000)
	require.Equal(t, []watch.Topic{watch.TopicFirst}, next(t, changes).Topics)

	updates := make(chan *report.Report, 10)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- w.Watch(ctx, func(r *report.Report) { updates <- r }) }()
	require.Same(t, known, <-updates)
	tr.rename(tr.path("active_runtime.json"), manifest("one")+" ") // the same manifest
	select {
	case r := <-updates:
		require.Failf(t, "the last report was replaced", "by %v", r.Runtimes)
	case <-time.After(100 * time.Millisecond):
	}
	tr.rename(tr.path("active_runtime.x86_64.json"), manifest("two"))
	require.Equal(t, "two", *(<-updates).Runtimes[0].Name)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
}

func TestWatcher_ChecksItsRequest(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		w    watch.Watcher
		want error
	}{
		"all":       {watch.Watcher{Request: probe.Request{Runtime: probe.RuntimeAll}}, probe.ErrRequest},
		"by name":   {watch.Watcher{Request: probe.Request{Runtime: "monado"}}, probe.ErrRequest},
		"a level":   {watch.Watcher{Request: probe.Request{Level: "roof"}}, probe.ErrRequest},
		"negative":  {watch.Watcher{Poll: -1}, probe.ErrRequest},
		"no helper": {watch.Watcher{Request: probe.Request{Level: report.LevelSystem, Runtime: compiled.Runtime(t)}}, probe.ErrNoHelper},
		"a session": {watch.Watcher{Request: probe.Request{Level: report.LevelSession}}, probe.ErrRequest},
	} {
		for _, err := range row.w.Changes(t.Context()) {
			require.ErrorIs(t, err, row.want, name)
		}
		require.ErrorIs(t, row.w.Watch(t.Context(), func(*report.Report) {}), row.want, name)
	}
}

// A slow consumer gets the latest state, and one that stops gets nothing more.
func TestWatcher_ASlowConsumerGetsTheLastState(t *testing.T) {
	t.Parallel()
	tr := newTestRoot(t)
	var received []string
	for change, err := range tr.watcher().Changes(t.Context()) {
		require.NoError(t, err)
		received = append(received, activeRuntime(change))
		if len(received) == 1 {
			for i := range 50 {
				tr.rename(tr.path("active_runtime.json"), manifest(fmt.Sprint(i)))
				time.Sleep(4 * time.Millisecond)
			}
			continue
		}
		break
	}
	require.Equal(t, []string{"none", "49 of active_runtime.json"}, received)
}

// BenchmarkChangeToEvent measures the time from a change to its event.
func BenchmarkChangeToEvent(b *testing.B) {
	tr := newTestRoot(b)
	w := tr.watcher()
	w.Debounce, w.Grace = 0, 0 // the defaults
	changes := start(b, w)
	next(b, changes)
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		tr.write(tr.path("new"), manifest(fmt.Sprint(i)))
		begun := time.Now()
		require.NoError(b, os.Rename(tr.path("new"), tr.path("active_runtime.json")))
		next(b, changes)
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median/event")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99/event")
}

// BenchmarkIdleMinute measures the processor time of this process in a minute in which nothing
// changes. It takes a minute, and -short skips it.
func BenchmarkIdleMinute(b *testing.B) {
	if testing.Short() {
		b.Skip("-short: takes a minute")
	}
	w := watch.Watcher{}
	changes := start(b, w)
	next(b, changes)
	debug.FreeOSMemory() // of what ran before the measurement
	var spent time.Duration
	for b.Loop() {
		before := processorTime(b)
		time.Sleep(time.Minute)
		spent += processorTime(b) - before
	}
	b.ReportMetric(float64(spent.Microseconds())/1000/float64(b.N), "cpu-ms/minute")
}

func processorTime(t testing.TB) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
