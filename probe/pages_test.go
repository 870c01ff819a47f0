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
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// consenting is a user who consents to everything, and variable the class that looks at
// devices: together they let a page get as far as any page can.
type consenting struct{}

func (consenting) State(d navigator.PermissionDescriptor) webxr.PermissionState {
	if d.Name == webxr.PermissionSessionSupported {
		return webxr.Granted
	}
	return webxr.Prompt
}

func (consenting) Request(_ navigator.PermissionDescriptor, settle func(navigator.Grant)) {
	settle(navigator.Grant{State: webxr.Granted, Features: webxr.Features()})
}

type variable struct{}

func (variable) Class(webxr.SessionMode) webxr.Class { return webxr.HighlyVariable }

func pageOf(t *testing.T, devices *navigator.Devices, loop *navigator.VirtualLoop) *navigator.XRSystem {
	t.Helper()
	page, err := devices.NewXRSystem(t.Context(), navigator.SystemConfig{
		Document: navigator.Document{Origin: "https://a.example", SecureContext: true, Window: true, Allowed: []webxr.Policy{webxr.PolicySpatialTracking}},
		Tasks:    loop, Classes: variable{}, Permissions: consenting{},
	})
	require.NoError(t, err)
	return page
}

// probing is a source that asks a runtime while pages ask already.
type probing struct {
	request Request
	asking  *atomic.Bool
}

func (p probing) Watch(ctx context.Context, tell func(*report.Report)) error {
	p.asking.Store(true)
	found, err := Prober{Helper: Self()}.Probe(ctx, p.request)
	if err != nil {
		return err
	}
	tell(found)
	<-ctx.Done()
	return ctx.Err()
}

// calls are the questions of a page, each as its first one.
var calls = map[string]func(page *navigator.XRSystem){
	"isSessionSupported": func(page *navigator.XRSystem) {
		page.IsSessionSupported("immersive-vr", func(navigator.SupportedResult) {})
	},
	"makeXRCompatible":  func(page *navigator.XRSystem) { page.MakeXRCompatible(false, func(navigator.CompatibleResult) {}) },
	"permissions.query": func(page *navigator.XRSystem) { _, _ = page.QueryXR("immersive-vr", navigator.SessionInit{}, nil) }, // the mode is right
	"requestSession": func(page *navigator.XRSystem) {
		now := navigator.Activation{TransientActivation: true, IntentUnderstood: true, Visible: true}
		page.RequestSession(now, "immersive-vr", navigator.SessionInit{}, func(navigator.SessionResult) {})
	},
}

// On the real clock: whatever the runtime does meanwhile, a call returns at once, and no
// call shows by its time what the runtime does. It is the median that counts, since a
// machine under test may take any thread's time away.
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
				medians := timed(t, probing{request: request, asking: &atomic.Bool{}})
				mutex.Lock()
				defer mutex.Unlock()
				took[name] = medians
			})
		}
	})
	for call := range calls {
		shortest, longest := time.Hour, time.Duration(0)
		for name := range sources {
			shortest, longest = min(shortest, took[name][call]), max(longest, took[name][call])
		}
		require.Less(t, longest, time.Millisecond, call)
		require.Less(t, longest-shortest, 100*time.Microsecond, "%s: alike, whatever the runtime does: %v", call, took)
	}
}

// timed makes every call many times, each on a new page, while a source asks its runtime,
// and returns the median time until each call returned.
func timed(t *testing.T, source probing) map[string]time.Duration {
	t.Helper()
	loop := &navigator.VirtualLoop{}
	known := navigator.NewDevices(navigator.DevicesConfig{Source: source, Agent: modes.UserAgent{ARModule: true}, Clock: loop})
	go func() { _ = known.Run(t.Context()) }()
	require.Eventually(t, source.asking.Load, 10*time.Second, time.Millisecond)
	took := map[string][]time.Duration{}
	for begun := time.Now(); time.Since(begun) < 400*time.Millisecond; time.Sleep(time.Millisecond) {
		for name, call := range calls {
			page := pageOf(t, known, loop)
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
