// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// probeSource is a source that probes a runtime while pages call already. It sets probing when
// the probe begins.
type probeSource struct {
	request Request
	probing *atomic.Bool
}

// runDevices runs the devices until the test ends.
func runDevices(t *testing.T, devices *navigator.Devices) {
	t.Helper()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = devices.Run(t.Context()) // it ends with the context's error
	}()
	t.Cleanup(func() { <-ended })
}

func (p probeSource) Watch(ctx context.Context, send func(*report.Report)) error {
	p.probing.Store(true)
	found, err := Prober{Helper: Self()}.Probe(ctx, p.request)
	if err != nil {
		return err
	}
	send(found)
	<-ctx.Done()
	return ctx.Err()
}

// pageCalls are the calls that a page can make, by name.
var pageCalls = map[string]func(page *navigator.XRSystem){
	"isSessionSupported": func(page *navigator.XRSystem) {
		page.IsSessionSupported("immersive-vr", func(navigator.SupportedResult) {})
	},
	"makeXRCompatible":  func(page *navigator.XRSystem) { page.MakeXRCompatible(false, func(navigator.CompatibleResult) {}) },
	"permissions.query": func(page *navigator.XRSystem) { _, _ = page.QueryXR("immersive-vr", navigator.SessionInit{}, nil) }, // it fails for wrong modes only
	"requestSession": func(page *navigator.XRSystem) {
		page.RequestSession(navigatortest.Click(), "immersive-vr", navigator.SessionInit{}, func(navigator.SessionResult) {})
	},
}

// On the real clock: a call returns at once, whatever the runtime does meanwhile, and the time that
// it takes does not reveal what the runtime does. The medians are compared, since a busy machine
// may suspend any thread.
func TestPages_CallsReturnAtOnceWhateverTheRuntimeDoes(t *testing.T) {
	t.Parallel()
	sources := map[string]Request{
		"crashes":      {Runtime: compiled.Runtime(t, "segv@create")},
		"is not there": {Runtime: "/not/there.json"},
	}
	for name, behaviour := range map[string]simulated.Call{
		"answers": {}, "sleeps": {DelayMS: 300}, "hangs": {DelayMS: 60_000}, "refuses": {Result: "XR_ERROR_RUNTIME_UNAVAILABLE"},
	} {
		sheet := simulated.Sheet{Schema: simulated.SheetSchema, Title: name, Calls: map[string]simulated.Call{"xrCreateInstance": behaviour}}
		sources[name] = Request{Simulate: &Simulation{Name: name, Sheet: sheet}}
	}
	var mutex sync.Mutex
	took := map[string]map[string]time.Duration{}
	t.Run("the runtime", func(t *testing.T) {
		for name, request := range sources {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				medians := medianTimes(t, probeSource{request: request, probing: &atomic.Bool{}})
				mutex.Lock()
				defer mutex.Unlock()
				took[name] = medians
			})
		}
	})
	for call := range pageCalls {
		shortest, longest := time.Hour, time.Duration(0)
		for name := range sources {
			shortest, longest = min(shortest, took[name][call]), max(longest, took[name][call])
		}
		require.Less(t, longest, time.Millisecond, call)
		require.Less(t, longest-shortest, 100*time.Microsecond, "%s takes the same time, whatever the runtime does: %v", call, took)
	}
}

// medianTimes makes every call many times, each on a new page, while the source probes its
// runtime, and returns the median time until each call returned.
func medianTimes(t *testing.T, source probeSource) map[string]time.Duration {
	t.Helper()
	loop := &navigator.Virtual{}
	devices := navigator.NewDevices(navigator.DevicesConfig{Source: source, Agent: modes.UserAgent{ARModule: true}, Clock: loop})
	runDevices(t, devices)
	require.Eventually(t, source.probing.Load, 10*time.Second, time.Millisecond)
	took := map[string][]time.Duration{}
	for begun := time.Now(); time.Since(begun) < 400*time.Millisecond; time.Sleep(time.Millisecond) {
		for name, call := range pageCalls {
			page := navigatortest.Page(t, devices, loop)
			start := time.Now()
			call(page)
			took[name] = append(took[name], time.Since(start))
			loop.RunTasks()
		}
	}
	medians := map[string]time.Duration{}
	for name, all := range took {
		slices.Sort(all)
		medians[name] = all[len(all)/2]
	}
	return medians
}
