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

// ground is a root whose active runtime tests change, and the folder that holds it.
type ground struct {
	t      testing.TB
	root   string
	folder string
}

func newGround(t testing.TB) ground {
	t.Helper()
	g := ground{t: t, root: t.TempDir()}
	g.folder = filepath.Join(g.root, "home/.config/openxr/1")
	require.NoError(t, os.MkdirAll(g.folder, 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(g.root, "lib"), 0o755))
	library, err := os.ReadFile(compiled.Library(t))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(g.root, "lib/a.so"), library, 0o600))
	return g
}

// manifest is that of a runtime by its name.
func manifest(name string) string {
	return fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"name": %q, "library_path": "/lib/a.so"}}`, name)
}

func (g ground) path(name string) string { return filepath.Join(g.folder, name) }

func (g ground) write(path, content string) {
	require.NoError(g.t, os.WriteFile(path, []byte(content), 0o600))
}

// rename makes a file with that content the one of a path, atomically.
func (g ground) rename(path, content string) {
	g.write(path+".new", content)
	require.NoError(g.t, os.Rename(path+".new", path))
}

func (g ground) link(target, path string) {
	_ = os.Remove(path + ".new")
	require.NoError(g.t, os.Symlink(target, path+".new"))
	require.NoError(g.t, os.Rename(path+".new", path))
}

func (g ground) watcher() watch.Watcher {
	return watch.Watcher{
		Prober: probe.Prober{
			Host: loader.Host{
				Root: g.root, Arch: "x86_64", SysConfDirs: []string{"/etc"},
				LookupEnv: func(name string) (string, bool) { return "/home", name == "HOME" },
			},
			Machine: hardware.Machine{Root: g.root},
		},
		Debounce: 2 * time.Millisecond, Grace: 20 * time.Millisecond,
	}
}

// watch runs a watcher until the test ends, and returns what it tells.
func start(t testing.TB, w watch.Watcher) <-chan watch.Change {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	changes, ended := make(chan watch.Change, 1000), make(chan struct{})
	go func() {
		defer close(ended)
		for change, err := range w.Changes(ctx) {
			if err != nil {
				t.Errorf("the watch ends: %v", err)
				return
			}
			changes <- change
		}
	}()
	t.Cleanup(func() { cancel(); <-ended })
	return changes
}

// next is the next change; it comes long before the watcher would look by itself.
func next(t testing.TB, changes <-chan watch.Change) watch.Change {
	t.Helper()
	select {
	case change := <-changes:
		return change
	case <-time.After(20 * time.Second):
		require.FailNow(t, "nothing was told")
		return watch.Change{}
	}
}

// named is what a change calls the active runtime.
func named(c watch.Change) string {
	switch active := c.Report.Active(); {
	case active == nil:
		return "none"
	case active.Name == nil:
		return "unnamed"
	default:
		return *active.Name + " of " + filepath.Base(active.Manifest)
	}
}

// proberFor is a prober of a machine whose environment holds these variables only.
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

// Every way in which people and programs switch: each state is told once, and in order.
func TestWatcher_ReportsEverySwitchOnceInOrder(t *testing.T) {
	t.Parallel()
	const plain, arch = "active_runtime.json", "active_runtime.x86_64.json"
	ways := map[string]struct {
		set    func(g ground)
		change func(g ground, i int) string
	}{
		"atomic rename": {func(ground) {}, func(g ground, i int) string {
			g.rename(g.path(plain), manifest(fmt.Sprint("r", i)))
			return fmt.Sprintf("r%d of %s", i, plain)
		}},
		"edit in place": {func(ground) {}, func(g ground, i int) string {
			g.write(g.path(plain), manifest(fmt.Sprint("r", i)))
			return fmt.Sprintf("r%d of %s", i, plain)
		}},
		"symlink swap": {func(g ground) {
			for _, name := range []string{"a", "b"} {
				require.NoError(g.t, os.MkdirAll(filepath.Join(g.root, "share", name), 0o755))
				g.write(filepath.Join(g.root, "share", name, "m.json"), manifest(name))
			}
		}, func(g ground, i int) string {
			name := []string{"a", "b"}[i%2]
			g.link("/share/"+name+"/m.json", g.path(plain))
			return name + " of " + plain
		}},
		"symlink of a folder swapped": {func(g ground) {
			for _, name := range []string{"a", "b"} {
				require.NoError(g.t, os.MkdirAll(filepath.Join(g.root, "store", name, "1"), 0o755))
				g.write(filepath.Join(g.root, "store", name, "1", plain), manifest(name))
			}
			require.NoError(g.t, os.RemoveAll(filepath.Dir(g.folder)))
		}, func(g ground, i int) string {
			name := []string{"a", "b"}[i%2]
			g.link("../../store/"+name, filepath.Dir(g.folder))
			return name + " of " + plain
		}},
		"directory removed and made again": {func(ground) {}, func(g ground, i int) string {
			if i%2 == 1 {
				require.NoError(g.t, os.RemoveAll(filepath.Join(g.root, "home/.config")))
				return "none"
			}
			require.NoError(g.t, os.MkdirAll(g.folder, 0o755))
			g.write(g.path(plain), manifest(fmt.Sprint("r", i)))
			return fmt.Sprintf("r%d of %s", i, plain)
		}},
		"directory renamed": {func(ground) {}, func(g ground, i int) string {
			openxr := filepath.Dir(g.folder)
			require.NoError(g.t, os.MkdirAll(openxr+".new/1", 0o755))
			g.write(filepath.Join(openxr+".new/1", plain), manifest(fmt.Sprint("r", i)))
			require.NoError(g.t, os.Rename(openxr, fmt.Sprint(openxr, i)))
			require.NoError(g.t, os.Rename(openxr+".new", openxr))
			return fmt.Sprintf("r%d of %s", i, plain)
		}},
		// WiVRn puts its manifest in the place of both the user's files when a headset connects,
		// and restores them when it ends.
		"both files replaced and restored": {func(g ground) {
			g.write(g.path(plain), manifest("own"))
			require.NoError(g.t, os.Mkdir(filepath.Join(g.root, "share"), 0o755))
			g.write(filepath.Join(g.root, "share/wivrn.json"), manifest("wivrn"))
		}, func(g ground, i int) string {
			if i%2 == 0 {
				g.link("/share/wivrn.json", g.path(arch))
				require.NoError(g.t, os.Rename(g.path(plain), g.path(plain)+".wivrn-backup"))
				g.link("/share/wivrn.json", g.path(plain))
				return "wivrn of " + arch
			}
			require.NoError(g.t, os.Rename(g.path(plain)+".wivrn-backup", g.path(plain)))
			require.NoError(g.t, os.Remove(g.path(arch)))
			return "own of " + plain
		}},
		"arch file comes and goes": {func(g ground) { g.write(g.path(plain), manifest("own")) }, func(g ground, i int) string {
			if i%2 == 0 {
				g.rename(g.path(arch), manifest("wivrn"))
				return "wivrn of " + arch
			}
			require.NoError(g.t, os.Remove(g.path(arch)))
			return "own of " + plain
		}},
		"library comes and goes": {func(g ground) { g.write(g.path(plain), manifest("a")) }, func(g ground, i int) string {
			library := filepath.Join(g.root, "lib/a.so")
			if i%2 == 0 {
				require.NoError(g.t, os.Rename(library, library+".gone"))
			} else {
				require.NoError(g.t, os.Rename(library+".gone", library))
			}
			return "a of " + plain
		}},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGround(t)
			way.set(g)
			changes := start(t, g.watcher())
			require.Equal(t, []watch.Topic{watch.TopicFirst}, next(t, changes).Topics)
			for i := range switches(t) {
				want := way.change(g, i)
				require.Equal(t, want, named(next(t, changes)), "change %d", i)
			}
			quiet(t, changes)
		})
	}
}

// switches is how often a runtime is switched.
func switches(t *testing.T) int {
	if testing.Short() {
		return 20
	}
	return 200
}

// quiet requires that nothing more is told.
func quiet(t testing.TB, changes <-chan watch.Change) {
	t.Helper()
	select {
	case change := <-changes:
		require.Failf(t, "one change too many", "%s: %s", change.Topics, named(change))
	case <-time.After(100 * time.Millisecond):
	}
}

func TestWatcher_IgnoresTouchesWithoutChange(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	plain := g.path("active_runtime.json")
	g.write(plain, manifest("same"))
	w := g.watcher()
	w.Grace = 0 // as it is by default: longer than all of the writing, in whose middle a file is empty
	changes := start(t, w)
	next(t, changes)
	for range 20 {
		g.rename(plain, manifest("same"))
		require.NoError(t, os.Chtimes(plain, time.Now(), time.Now()))
		g.write(plain, manifest("same")+"\n")
		g.write(g.path("another.json"), "")
		time.Sleep(3 * time.Millisecond)
	}
	quiet(t, changes)
	g.rename(plain, manifest("another"))
	require.Equal(t, "another of active_runtime.json", named(next(t, changes)))
}

// Under a root nothing tells of devices, so they are polled for.
func TestWatcher_SeesHeadsetsPluggedInAndOut(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	usb := filepath.Join(g.root, "sys/bus/usb/devices")
	require.NoError(t, os.MkdirAll(usb, 0o755))
	plug := func(port, vendor, product string) {
		require.NoError(t, os.MkdirAll(filepath.Join(usb, port), 0o755))
		g.write(filepath.Join(usb, port, "idVendor"), vendor+"\n")
		g.write(filepath.Join(usb, port, "idProduct"), product+"\n")
	}
	w := g.watcher()
	w.Poll = 20 * time.Millisecond
	changes := start(t, w)
	require.Empty(t, next(t, changes).Hardware)
	plug("1-1", "0bb4", "2c87")
	plugged := next(t, changes)
	require.Equal(t, []watch.Topic{watch.TopicHardware}, plugged.Topics)
	require.Equal(t, []hardware.Headset{{Bus: "usb", ID: "0bb4:2c87", Name: "HTC Vive"}}, plugged.Hardware)
	plug("1-2", "046d", "c31c") // a keyboard
	quiet(t, changes)
	require.NoError(t, os.RemoveAll(filepath.Join(usb, "1-1")))
	unplugged := next(t, changes)
	require.Equal(t, []watch.Topic{watch.TopicHardware}, unplugged.Topics)
	require.Empty(t, unplugged.Hardware)
	require.NotNil(t, unplugged.Hardware, "none is not unknown")
}

// A headset that was not connected is asked for again, less and less often, each time from
// a child of its own; and so is one that goes again.
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
	first.Report.Runtimes[0].Systems[0].Modes = []report.Mode{} // whoever is told may fill a report in
	becomes()
	came := next(t, changes)
	require.Equal(t, []watch.Topic{watch.TopicHeadset}, came.Topics)
	require.Equal(t, report.SystemAvailable, came.Report.Runtimes[0].Systems[0].Status)
	becomes("segv@create")
	died := next(t, changes)
	require.Contains(t, died.Topics, watch.TopicState)
	require.Equal(t, report.StatusCrashed, died.Report.Runtimes[0].Status)
	becomes()
	back := next(t, changes)
	require.Contains(t, back.Topics, watch.TopicState)
	require.Equal(t, report.StatusOK, back.Report.Runtimes[0].Status)
	quiet(t, changes)
}

// A headset that comes and goes without an end has no runtime asked in a tight loop.
func TestWatcher_LeavesTheRuntimeAlone(t *testing.T) {
	t.Parallel()
	root, manifest := t.TempDir(), compiled.Runtime(t)
	device := filepath.Join(root, "sys/bus/usb/devices/1-1")
	require.NoError(t, os.MkdirAll(device, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(device, "idVendor"), []byte("0bb4"), 0o600))
	var asked atomic.Int32
	w := watch.Watcher{
		Prober:   proberFor(t, probe.Self(), nil),
		Request:  probe.Request{Runtime: manifest, Level: report.LevelSystem},
		Debounce: time.Millisecond, Grace: time.Millisecond, Poll: 500 * time.Millisecond,
	}
	w.Prober.Machine = hardware.Machine{Root: root, GOOS: "linux"}
	w.Prober.Announce = func(report.Runtime) { asked.Add(1) }
	changes := start(t, w)
	next(t, changes)
	begun := time.Now()
	for i := 0; time.Since(begun) < 2*time.Second; i++ {
		require.NoError(t, os.WriteFile(filepath.Join(device, "idProduct"), []byte([]string{"2c87", "0309"}[i%2]), 0o600))
		require.NoError(t, os.Chtimes(manifest, time.Now(), time.Now()))
		time.Sleep(3 * time.Millisecond)
	}
	most := int32(time.Since(begun)/w.Poll) + 2
	require.LessOrEqual(t, asked.Load(), most, "how often it was asked")
	require.Greater(t, asked.Load(), int32(2), "what comes and goes has it asked")
}

// The library is there and would crash whoever loads it: at the level binary nobody does.
func TestWatcher_ExecutesNothing(t *testing.T) {
	t.Parallel()
	w := watch.Watcher{Prober: proberFor(t, probe.Helper{}, nil), Request: probe.Request{Runtime: compiled.Runtime(t, "segv@load")}}
	first := next(t, start(t, w))
	require.Equal(t, report.StatusNotRun, first.Report.Runtimes[0].Status)
	require.Equal(t, report.LevelBinary, *first.Report.Runtimes[0].Reached)
}

// What is known from before is told at once, with its age, and believed until another
// runtime is there.
func TestWatcher_TheLastConclusiveReport(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	g.write(g.path("active_runtime.json"), manifest("one"))
	w := g.watcher()
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

	told := make(chan *report.Report, 10)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- w.Watch(ctx, func(r *report.Report) { told <- r }) }()
	require.Same(t, known, <-told)
	g.rename(g.path("active_runtime.json"), manifest("one")+" ") // still the same
	select {
	case r := <-told:
		require.Failf(t, "the answer was replaced", "by %v", r.Runtimes)
	case <-time.After(100 * time.Millisecond):
	}
	g.rename(g.path("active_runtime.x86_64.json"), manifest("two"))
	require.Equal(t, "two", *(<-told).Runtimes[0].Name)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
}

func TestWatcher_ChecksItsRequest(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		w    watch.Watcher
		want error
	}{
		"all":        {watch.Watcher{Request: probe.Request{Runtime: probe.RuntimeAll}}, probe.ErrRequest},
		"by name":    {watch.Watcher{Request: probe.Request{Runtime: "monado"}}, probe.ErrRequest},
		"a level":    {watch.Watcher{Request: probe.Request{Level: "roof"}}, probe.ErrRequest},
		"negative":   {watch.Watcher{Poll: -1}, probe.ErrRequest},
		"no helper":  {watch.Watcher{Request: probe.Request{Level: report.LevelSystem, Runtime: compiled.Runtime(t)}}, probe.ErrNoHelper},
		"a sessions": {watch.Watcher{Request: probe.Request{Level: report.LevelSession}}, probe.ErrRequest},
	} {
		for _, err := range row.w.Changes(t.Context()) {
			require.ErrorIs(t, err, row.want, name)
		}
		require.ErrorIs(t, row.w.Watch(t.Context(), func(*report.Report) {}), row.want, name)
	}
}

// A consumer that is slow is told the last state, and one that stops is told no more.
func TestWatcher_ASlowConsumerGetsTheLastState(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	var heard []string
	for change, err := range g.watcher().Changes(t.Context()) {
		require.NoError(t, err)
		heard = append(heard, named(change))
		if len(heard) == 1 {
			for i := range 50 {
				g.rename(g.path("active_runtime.json"), manifest(fmt.Sprint(i)))
				time.Sleep(4 * time.Millisecond)
			}
			continue
		}
		break
	}
	require.Equal(t, []string{"none", "49 of active_runtime.json"}, heard)
}

// From a change to being told of it.
func BenchmarkChangeToEvent(b *testing.B) {
	g := newGround(b)
	w := g.watcher()
	w.Debounce, w.Grace = 0, 0 // as they are by default
	changes := start(b, w)
	next(b, changes)
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		g.write(g.path("new"), manifest(fmt.Sprint(i)))
		begun := time.Now()
		require.NoError(b, os.Rename(g.path("new"), g.path("active_runtime.json")))
		next(b, changes)
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median/event")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99/event")
}

// What a watch costs while nothing happens: the processor's time of this process in a
// minute. It takes a minute, and -short leaves it out.
func BenchmarkIdleMinute(b *testing.B) {
	if testing.Short() {
		b.Skip("-short: takes a minute")
	}
	w := watch.Watcher{}
	changes := start(b, w)
	next(b, changes)
	debug.FreeOSMemory() // what was run before is not what is measured
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
