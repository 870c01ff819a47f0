// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// silentUser never answers a prompt.
type silentUser struct{}

func (silentUser) Ask(permission.Prompt) func() { return func() {} }

// zeros is a source of randomness with which every promise settles as early as possible.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// eventLoop runs tasks on its own goroutine until the test ends.
type eventLoop chan navigator.Task

func newEventLoop(t *testing.T) eventLoop {
	tasks, ended := make(eventLoop, 1000), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case task := <-tasks:
				task.Run()
			case <-t.Context().Done():
				return
			}
		}
	}()
	t.Cleanup(func() { <-ended }) // the context ends before cleanup functions run
	return tasks
}

func (l eventLoop) Queue(task navigator.Task) { l <- task }

// On the real clock: a call returns at once, and its promise settles within the gate's bounds,
// whatever the runtime does meanwhile and although the user ignores the prompt for ever.
func TestGate_SettlesInTimeWhateverTheRuntimeDoes(t *testing.T) {
	t.Parallel()
	sources := map[string]Request{
		"crashes": {Runtime: compiled.Runtime(t, "segv@create")}, "is not there": {Runtime: "/not/there.json"},
		"is stopped": {Runtime: compiled.Runtime(t, "stop@create")},
	}
	for name, call := range map[string]simulated.Call{"answers": {}, "sleeps": {DelayMS: 300}, "hangs": {DelayMS: 60_000}} {
		sheet := headsetSheet(name)
		if call.DelayMS > 0 {
			sheet.Calls = map[string]simulated.Call{"xrCreateInstance": call}
		}
		sources[name] = Request{Simulate: &Simulation{Name: name, Sheet: sheet}}
	}
	for name, request := range sources {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireInTime(t, probeSource{request: request, probing: &atomic.Bool{}})
		})
	}
}

// headsetSheet returns the data sheet of a headset for virtual reality.
func headsetSheet(name string) simulated.Sheet {
	return simulated.Sheet{
		Schema: simulated.SheetSchema, Title: name,
		Systems: []simulated.System{{
			FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY",
			ViewConfigurations: []simulated.ViewConfiguration{{
				Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"},
			}},
		}},
	}
}

// requireInTime calls isSessionSupported for 400 ms while the source probes, and requires that
// each call returns at once and its promise settles in time.
func requireInTime(t *testing.T, source probeSource) {
	t.Helper()
	devices := navigator.NewDevices(navigator.DevicesConfig{Source: source, Agent: modes.UserAgent{ARModule: true}})
	runDevices(t, devices)
	require.Eventually(t, source.probing.Load, 10*time.Second, time.Millisecond)
	gate := permission.NewGate(permission.Config{Classes: navigatortest.Classes{}, Devices: devices, Prompter: silentUser{}, Random: zeros{}})
	page := gate.Regular().Open(t.Context(), permission.DocumentConfig{
		Document: navigatortest.Document("https://a.example", webxr.PolicySpatialTracking),
		Tasks:    newEventLoop(t),
	})
	var mutex sync.Mutex
	var took, settled []time.Duration
	calls := 0
	begun := time.Now()
	for time.Since(begun) < 400*time.Millisecond {
		calls++
		start := time.Now()
		page.IsSessionSupported("immersive-vr", func(navigator.SupportedResult) {
			mutex.Lock()
			defer mutex.Unlock()
			settled = append(settled, time.Since(begun))
		})
		took = append(took, time.Since(start))
		time.Sleep(time.Millisecond)
	}
	slices.Sort(took)
	require.Less(t, took[len(took)/2], time.Millisecond, "the median, since a busy machine may suspend any thread")
	require.Eventually(t, func() bool {
		mutex.Lock()
		defer mutex.Unlock()
		return len(settled) == calls
	}, permission.SettleMax, time.Millisecond, "every promise settles")
	require.GreaterOrEqual(t, settled[0], permission.SettleMin, "and none too early")
	require.Equal(t, webxr.Denied, gate.Regular().State(permission.Key{Origin: "https://a.example", Mode: webxr.ImmersiveVR}))
}
