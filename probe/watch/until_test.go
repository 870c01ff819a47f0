// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package watch_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/watch"
)

// waited is a machine without an active runtime, with a library that would be Monado's, and with a directory for its service's
// socket.
type waited struct {
	t                     testing.TB
	active, data, library string
	socket                string
	asked                 atomic.Int32
	watcher               watch.Watcher
}

// newWaited sets XDG_RUNTIME_DIR, which the runtime's process inherits, so its test runs alone.
func newWaited(t *testing.T, words string) *waited {
	t.Helper()
	run, err := os.MkdirTemp("", "x") // a socket's path is short
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(run) })
	t.Setenv("XDG_RUNTIME_DIR", run)
	config, files := t.TempDir(), t.TempDir()
	w := &waited{
		t: t, active: filepath.Join(config, "openxr/1/active_runtime.json"), data: t.TempDir(),
		library: filepath.Join(files, "libopenxr_monado.so"), socket: filepath.Join(run, "monado_comp_ipc"),
	}
	built, err := os.ReadFile(compiled.Library(t))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(w.library, built, 0o700))
	w.behaves(words)
	variables := map[string]string{"XDG_RUNTIME_DIR": run, "XDG_DATA_DIRS": w.data}
	w.watcher = watch.Watcher{Prober: probe.Prober{
		Helper: probe.Self(),
		Host: loader.Host{
			SysConfDirs: []string{config},
			LookupEnv:   func(name string) (string, bool) { value, set := variables[name]; return value, set },
		},
		Machine:  hardware.Machine{Root: t.TempDir()},
		Announce: func(report.Runtime) { w.asked.Add(1) },
		LockFile: filepath.Join(files, "lock"),
	}}
	return w
}

// behaves makes the library behave as the words say.
func (w *waited) behaves(words string) {
	file := filepath.Join(filepath.Dir(w.library), "words")
	require.NoError(w.t, os.WriteFile(file+".new", []byte(words), 0o600))
	require.NoError(w.t, os.Rename(file+".new", file))
}

// manifest writes a manifest of the library.
func (w *waited) manifest(path string) {
	require.NoError(w.t, os.MkdirAll(filepath.Dir(path), 0o755))
	text := fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": %q}}`, w.library)
	require.NoError(w.t, os.WriteFile(path+".new", []byte(text), 0o600))
	require.NoError(w.t, os.Rename(path+".new", path))
}

// bind makes the service's socket, at which listen makes it listen.
func (w *waited) bind() (listen func()) {
	descriptor, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(w.t, err)
	w.t.Cleanup(func() { _ = unix.Close(descriptor) })
	require.NoError(w.t, unix.Bind(descriptor, &unix.SockaddrUnix{Name: w.socket}))
	return func() { require.NoError(w.t, unix.Listen(descriptor, 16)) }
}

// answers reports whether the runtime created an instance.
func answers(r *report.Report) bool {
	return len(r.Runtimes) == 1 && r.Runtimes[0].Status == report.StatusOK && r.Runtimes[0].Level.AtLeast(report.LevelInstance)
}

// meanwhile runs a function after a while.
func meanwhile(t *testing.T, after time.Duration, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(after)
		do()
	}()
	t.Cleanup(func() { <-done })
}

// requireMet requires that Until ends because the runtime answers, after so many questions, and returns how long it took.
func (w *waited) requireMet(questions int32) time.Duration {
	w.t.Helper()
	begun := time.Now()
	found, err := w.watcher.Until(w.t.Context(), time.Minute, answers)
	require.NoError(w.t, err)
	require.True(w.t, answers(found))
	require.Equal(w.t, questions, w.asked.Load())
	return time.Since(begun)
}

const needsSocket = "socket=monado_comp_ipc"

// While nothing changes, the runtime is asked once. The report is the last one.
func TestUntil_AsksOnceIfNothingChanges(t *testing.T) {
	w := newWaited(t, needsSocket)
	w.manifest(w.active)
	found, err := w.watcher.Until(t.Context(), 2*time.Second, answers)
	require.ErrorIs(t, err, watch.ErrNotInTime)
	require.Equal(t, report.CauseXrError, found.Runtimes[0].Cause.Code)
	require.EqualValues(t, 1, w.asked.Load())
}

// A socket without a listener that was left behind long ago is no reason to ask.
func TestUntil_AsksOnceBesideADeadSocket(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: takes eight seconds")
	}
	w := newWaited(t, needsSocket)
	w.manifest(w.active)
	w.bind()
	time.Sleep(7 * time.Second) // then it is an old one
	_, err := w.watcher.Until(t.Context(), time.Second, answers)
	require.ErrorIs(t, err, watch.ErrNotInTime)
	require.EqualValues(t, 1, w.asked.Load())
}

func TestUntil_ReturnsAtOnceIfItIsTrue(t *testing.T) {
	w := newWaited(t, "test")
	w.manifest(w.active)
	w.requireMet(1)
}

func TestUntil_SeesTheService(t *testing.T) {
	w := newWaited(t, needsSocket)
	w.manifest(w.active)
	meanwhile(t, time.Second, func() { w.bind()() })
	t.Logf("%s, a second of it before the service listened", w.requireMet(2))
}

// No question reaches a service that has a socket and does not listen yet.
func TestUntil_WaitsUntilTheServiceListens(t *testing.T) {
	w := newWaited(t, needsSocket)
	w.manifest(w.active)
	meanwhile(t, 500*time.Millisecond, func() {
		listen := w.bind()
		time.Sleep(500 * time.Millisecond)
		listen()
	})
	w.requireMet(2)
}

// A service that is not ready when it listens is asked again, less and less often.
func TestUntil_AsksAgainWhileTheServiceStarts(t *testing.T) {
	w := newWaited(t, "service-down")
	w.manifest(w.active)
	meanwhile(t, 500*time.Millisecond, func() {
		w.bind()()
		time.Sleep(500 * time.Millisecond)
		w.behaves("test")
	})
	begun := time.Now()
	_, err := w.watcher.Until(t.Context(), time.Minute, answers)
	require.NoError(t, err)
	require.Less(t, time.Since(begun), 30*time.Second)
	require.LessOrEqual(t, w.asked.Load(), int32(8))
}

// A service that started just before is asked again too: nothing will tell that it is ready.
func TestUntil_AsksAgainIfTheSocketIsNew(t *testing.T) {
	w := newWaited(t, "service-down")
	w.manifest(w.active)
	w.bind()()
	meanwhile(t, 500*time.Millisecond, func() { w.behaves("test") })
	begun := time.Now()
	_, err := w.watcher.Until(t.Context(), time.Minute, answers)
	require.NoError(t, err)
	require.Less(t, time.Since(begun), 30*time.Second)
}

// A service that never gets ready is asked a limited number of times.
func TestUntil_StopsAsking(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: takes ten seconds")
	}
	w := newWaited(t, "service-down")
	w.manifest(w.active)
	meanwhile(t, 100*time.Millisecond, func() { w.bind()() })
	_, err := w.watcher.Until(t.Context(), 9*time.Second, answers)
	require.ErrorIs(t, err, watch.ErrNotInTime)
	require.LessOrEqual(t, w.asked.Load(), int32(8), "once, once after the change, and six times more")
	require.Greater(t, w.asked.Load(), int32(2), "a busy machine has time for fewer")
}

func TestUntil_SeesAManifestThatAppears(t *testing.T) {
	w := newWaited(t, "test")
	meanwhile(t, 300*time.Millisecond, func() { w.manifest(w.active) })
	w.requireMet(1)
}

func TestUntil_SeesAnotherActiveRuntime(t *testing.T) {
	w := newWaited(t, "test")
	require.NoError(t, os.MkdirAll(filepath.Dir(w.active), 0o755))
	require.NoError(t, os.WriteFile(w.active, []byte(`{"file_format_version": "1.0.0", "runtime": {"library_path": "/none.so"}}`), 0o600))
	meanwhile(t, 300*time.Millisecond, func() { w.manifest(w.active) })
	w.requireMet(1)
}

func TestUntil_SeesTheLibrary(t *testing.T) {
	w := newWaited(t, "test")
	w.manifest(w.active)
	require.NoError(t, os.Rename(w.library, w.library+".later"))
	meanwhile(t, 300*time.Millisecond, func() { require.NoError(t, os.Rename(w.library+".later", w.library)) })
	w.requireMet(1)
}

// A runtime that is named may be installed later, in any place where runtimes are looked for.
func TestUntil_SeesARuntimeThatIsInstalled(t *testing.T) {
	w := newWaited(t, "test")
	w.watcher.Request.Runtime = "openxr_monado"
	_, err := w.watcher.Until(t.Context(), 0, answers)
	require.ErrorIs(t, err, watch.ErrNotInTime)
	require.ErrorIs(t, err, probe.ErrRequest)
	require.ErrorContains(t, err, "openxr_monado")
	meanwhile(t, 300*time.Millisecond, func() { w.manifest(filepath.Join(w.data, "openxr/1/openxr_monado.json")) })
	w.requireMet(1)
}

// A watch that asks the runtime wakes for its service, long before it would poll, and also if the service does not listen at
// once.
func TestWatcher_WakesForTheService(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: takes eight seconds")
	}
	w := newWaited(t, needsSocket)
	w.manifest(w.active)
	w.watcher.Request.Level = report.LevelSystem
	changes := start(t, w.watcher)
	require.False(t, answers(next(t, changes).Report))
	time.Sleep(7500 * time.Millisecond) // the polls are after 1 s, 3 s, 7 s and 15 s
	begun := time.Now()
	listen := w.bind()
	time.Sleep(500 * time.Millisecond)
	listen()
	require.True(t, answers(next(t, changes).Report))
	require.Less(t, time.Since(begun), 6*time.Second)
}

// Under a test root the system sends no device events, so files are polled. The runtime is not.
func TestUntil_SeesAHeadset(t *testing.T) {
	w := newWaited(t, needsSocket)
	w.manifest(w.active)
	w.watcher.Poll = 50 * time.Millisecond
	device := filepath.Join(w.watcher.Prober.Machine.Root, "sys/bus/usb/devices/1-1")
	require.NoError(t, os.MkdirAll(device, 0o755))
	meanwhile(t, 0, func() {
		for w.asked.Load() == 0 { // however slow the machine is
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Second)
		w.behaves("test")
		require.NoError(t, os.WriteFile(filepath.Join(device, "idVendor"), []byte("0bb4"), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(device, "idProduct"), []byte("2c87"), 0o600))
	})
	w.requireMet(2)
}

func TestUntil_EndsWithItsContext(t *testing.T) {
	w := newWaited(t, needsSocket)
	w.manifest(w.active)
	ctx, cancel := context.WithCancel(t.Context())
	meanwhile(t, 700*time.Millisecond, cancel)
	found, err := w.watcher.Until(ctx, time.Minute, answers)
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, watch.ErrNotInTime)
	require.NotNil(t, found, "what is known so far")
}

// The first answer counts even if no time is left for another.
func TestUntil_WithoutTime(t *testing.T) {
	w := newWaited(t, "test")
	w.manifest(w.active)
	_, err := w.watcher.Until(t.Context(), 0, answers)
	require.NoError(t, err)
}

func TestUntil_ChecksItsRequest(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		w      watch.Watcher
		within time.Duration
		want   error
	}{
		"a level":        {watch.Watcher{Request: probe.Request{Level: "roof"}}, 0, probe.ErrRequest},
		"a session":      {watch.Watcher{Request: probe.Request{Level: report.LevelSession}}, 0, probe.ErrRequest},
		"negative":       {watch.Watcher{}, -1, probe.ErrRequest},
		"negative pause": {watch.Watcher{Poll: -1}, 0, probe.ErrRequest},
		"no helper":      {watch.Watcher{Request: probe.Request{Runtime: compiled.Runtime(t)}}, 0, probe.ErrNoHelper},
	} {
		_, err := row.w.Until(t.Context(), row.within, answers)
		require.ErrorIs(t, err, row.want, name)
	}
}

// BenchmarkIdleWait measures the processor time of this process and its children in a minute of waiting in which nothing
// changes, after the first question. It takes a minute, and -short skips it.
func BenchmarkIdleWait(b *testing.B) {
	if testing.Short() {
		b.Skip("-short: takes a minute")
	}
	asked := make(chan struct{})
	w := watch.Watcher{Request: probe.Request{Level: report.LevelBinary}}
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = w.Until(ctx, time.Hour, func(*report.Report) bool { close(asked); return false })
	}()
	<-asked
	time.Sleep(time.Second)
	var spent time.Duration
	for b.Loop() {
		before := processorTime(b)
		time.Sleep(time.Minute)
		spent += processorTime(b) - before
	}
	b.ReportMetric(float64(spent.Microseconds())/1000/float64(b.N), "cpu-ms/minute")
	cancel()
	<-ended
}
