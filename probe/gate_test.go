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
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// silent is a user who never answers.
type silent struct{}

func (silent) Ask(permission.Prompt) func() { return func() {} }

// shortest is chance that always draws the shortest time to settle.
type shortest struct{}

func (shortest) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// loop is an event loop on a goroutine of its own.
type loop chan navigator.Task

func newLoop(t *testing.T) loop {
	tasks := make(loop, 1000)
	go func() {
		for {
			select {
			case task := <-tasks:
				task.Run()
			case <-t.Context().Done():
				return
			}
		}
	}()
	return tasks
}

func (l loop) Queue(task navigator.Task) { l <- task }

// On the real clock: whatever the runtime does while pages ask, and though the prompt is
// ignored for ever, a call returns at once, and is answered when its time has come.
func TestGate_AnswersInTimeWhateverTheRuntimeDoes(t *testing.T) {
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
			requireInTime(t, probing{request: request, asking: &atomic.Bool{}})
		})
	}
}

// headsetSheet is a headset for virtual reality.
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

func requireInTime(t *testing.T, source probing) {
	t.Helper()
	known := navigator.NewDevices(navigator.DevicesConfig{Source: source, Agent: modes.UserAgent{ARModule: true}})
	go func() { _ = known.Run(t.Context()) }()
	require.Eventually(t, source.asking.Load, 10*time.Second, time.Millisecond)
	gate := permission.NewGate(permission.Config{Classes: variable{}, Devices: known, Prompter: silent{}, Random: shortest{}})
	page := gate.Regular().Open(t.Context(), permission.DocumentConfig{
		Document: navigator.Document{Origin: "https://a.example", SecureContext: true, Window: true, Allowed: []webxr.Policy{webxr.PolicySpatialTracking}},
		Tasks:    newLoop(t),
	})
	var mutex sync.Mutex
	var took, settled []time.Duration
	calls := 0
	begun := time.Now()
	for time.Since(begun) < 400*time.Millisecond {
		calls++
		start := time.Now()
		page.IsSessionSupported("immersive-vr", func(answer navigator.SupportedResult) {
			mutex.Lock()
			defer mutex.Unlock()
			settled = append(settled, time.Since(begun))
		})
		took = append(took, time.Since(start))
		time.Sleep(time.Millisecond)
	}
	slices.Sort(took)
	require.Less(t, took[len(took)/2], time.Millisecond, "the median: any thread may lose its time on a busy machine")
	require.Eventually(t, func() bool {
		mutex.Lock()
		defer mutex.Unlock()
		return len(settled) == calls
	}, permission.SettleMax, time.Millisecond, "every call is answered")
	require.GreaterOrEqual(t, settled[0], permission.SettleMin, "and none before its time")
	require.Equal(t, webxr.Denied, gate.Regular().State(permission.Key{Origin: "https://a.example", Mode: webxr.ImmersiveVR}))
}
