// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

func (w *world) selectedID() string {
	if device := w.devices.Selected(); device != nil {
		return device.ID()
	}
	return ""
}

func idOf(runtime string) string { return runtime + "/" + hmd + "/Test headset" }

func TestDevices_EmptyBeforeTheFirstReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Empty(t, w.devices.List())
	require.Nil(t, w.devices.Selected())
}

func TestDevices_ListsEveryAvailableDevice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	away := report.Runtime{ID: "away", Systems: []report.System{{FormFactor: hmd, Status: report.SystemUnavailable}}}
	broken := report.Runtime{ID: "broken", Cause: &report.Cause{}}
	phone := report.Runtime{ID: "phone", Systems: []report.System{navigatortest.System(handheld, mono, "ALPHA_BLEND")}}
	send(vr("b"), away, broken, phone, active(ar("z")), vr("a"))
	var ids []string
	for _, device := range w.devices.List() {
		ids = append(ids, device.ID())
	}
	require.Equal(t, []string{idOf("z"), idOf("a"), idOf("b"), "phone/" + handheld + "/Test headset"}, ids, "active first, and then by name")
	list := w.devices.List()
	require.True(t, list[0].Supports(webxr.ImmersiveVR))
	require.True(t, list[0].Supports(webxr.ImmersiveAR))
	require.False(t, list[0].Supports(webxr.Inline), "inline sessions are on another device")
	require.False(t, list[1].Supports(webxr.ImmersiveAR))
	require.False(t, list[3].Supports(webxr.ImmersiveVR))
	require.True(t, list[0].CapableOf(webxr.FeatureBoundedFloor, webxr.ImmersiveAR), "unverified counts as capable")
	require.True(t, list[0].CapableOf(webxr.FeaturePlaneDetection, webxr.ImmersiveAR))
	require.False(t, list[0].CapableOf(webxr.FeatureWebGPU, webxr.ImmersiveAR), "unknown does not")
	require.False(t, list[0].CapableOf(webxr.FeatureLayers, webxr.ImmersiveAR))
	require.False(t, list[1].CapableOf(webxr.FeatureViewer, webxr.ImmersiveAR))
	list[0] = nil
	require.NotNil(t, w.devices.List()[0], "the caller may change the list")
}

// A runtime may have several systems. Each is a device with its own modes.
func TestDevices_ListsEverySystemOfARuntime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	both := report.Runtime{ID: "both", Systems: []report.System{navigatortest.System(handheld, mono, "ALPHA_BLEND"), navigatortest.Headset("OPAQUE")}}
	send(both)
	list := w.devices.List()
	require.Len(t, list, 2)
	require.Equal(t, "both/"+handheld+"/Test headset", list[0].ID())
	require.True(t, list[0].Supports(webxr.ImmersiveAR))
	require.Equal(t, idOf("both"), list[1].ID())
	require.True(t, list[1].Supports(webxr.ImmersiveVR))
	require.False(t, list[1].Supports(webxr.ImmersiveAR), "the other device does")
}

func TestDevices_NilReport(t *testing.T) {
	t.Parallel()
	devices := navigator.NewDevices(navigator.DevicesConfig{Source: navigator.FixedSource{}, Agent: everything})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, devices.Run(ctx), context.Canceled)
	require.Nil(t, devices.Selected())
}

// A fixed source sends its report once, and watches until the context ends.
func TestFixedSource_SendsOnce(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	sent := 0
	require.ErrorIs(t, navigator.FixedSource{}.Watch(ctx, func(*report.Report) { sent++ }), context.DeadlineExceeded)
	require.Equal(t, 1, sent)
}

// The state machine of the specification's "select an immersive XR device".
func TestDevices_Select(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send()
	require.Equal(t, "", w.selectedID(), "an empty list selects nothing")
	send(vr("b"))
	require.Equal(t, idOf("b"), w.selectedID(), "the only one")
	send(vr("b"), vr("a"))
	require.Equal(t, idOf("a"), w.selectedID(), "the order of the report does not count")
	send(vr("b"), active(vr("c")), vr("a"))
	require.Equal(t, idOf("c"), w.selectedID(), "the active runtime's comes first")

	session := w.begin(w.open(everywhere("https://a.example")), "immersive-vr")
	send(vr("b"), vr("c"), active(vr("a")))
	require.Equal(t, idOf("c"), w.selectedID(), "the device of an active session is kept")
	require.False(t, session.Ended())
	send(vr("b"), active(vr("a")))
	require.Equal(t, idOf("a"), w.selectedID(), "unless the device is gone")
	require.True(t, session.Ended())
	send()
	require.Equal(t, "", w.selectedID())
}

func TestDevices_Prefer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"), active(vr("b")), vr("c"))
	w.devices.Prefer(idOf("c"))
	require.Equal(t, idOf("c"), w.selectedID())
	w.devices.Prefer("gone")
	require.Equal(t, idOf("b"), w.selectedID(), "a preferred device that is not there does not count")

	session := w.begin(w.open(everywhere("https://a.example")), "immersive-vr")
	w.devices.Prefer(idOf("a"))
	require.Equal(t, idOf("b"), w.selectedID(), "not while a session is active")
	session.End()
	require.Equal(t, idOf("a"), w.selectedID())
}

// The same devices lead to the same choice, whichever was connected first, even after a restart.
func TestDevices_ChoiceIsStableAcrossRestarts(t *testing.T) {
	t.Parallel()
	for _, preferred := range []string{"", idOf("c"), idOf("a"), "gone"} {
		want := ""
		for _, order := range [][]report.Runtime{
			{vr("a"), vr("b"), vr("c")}, {vr("c"), vr("b"), vr("a")}, {vr("b"), vr("c"), vr("a")},
		} {
			w := newWorld(t)
			w.devices = navigator.NewDevices(navigator.DevicesConfig{Source: w.source, Agent: everything, Clock: w.loop, Preferred: preferred})
			send := w.run()
			for i := range order {
				send(order[:i+1]...)
			}
			if want == "" {
				want = w.selectedID()
			}
			require.Equal(t, want, w.selectedID())
		}
	}
}

func TestXRSystem_DeviceChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	allowed, blocked := w.open(everywhere("https://a.example")), w.open(blocked("https://b.example"))
	events := func() (a, b []string) {
		a, b = allowed.events, blocked.events
		allowed.events, blocked.events = nil, nil
		return a, b
	}
	both, incompatible := []string{"incompatible", "devicechange"}, []string{"incompatible"}

	send(vr("a"))
	a, b := events()
	require.Empty(t, a, "never on the first enumeration")
	require.Empty(t, b)
	send(vr("a"))
	send(vr("a"), vr("z"))
	a, b = events()
	require.Empty(t, a, "the selected device is the same")
	require.Empty(t, b)
	send(vr("z"))
	a, b = events()
	require.Equal(t, both, a)
	require.Equal(t, incompatible, b, "not where the policy forbids")
	send()
	a, b = events()
	require.Equal(t, both, a)
	require.Equal(t, incompatible, b)
	send(vr("z"))
	a, _ = events()
	require.Equal(t, both, a)
	send(ar("z"))
	a, _ = events()
	require.Equal(t, both, a, "another list of supported modes makes another device")
	only := ar("z")
	only.Systems = []report.System{navigatortest.Headset("ALPHA_BLEND")}
	send(only)
	a, _ = events()
	require.Equal(t, both, a)
	send(vr("z"))
	a, _ = events()
	require.Equal(t, both, a, "even if the list is as long as before")
}

func TestDevices_FeaturesMayBecomeKnownLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	p := w.open(everywhere("https://a.example"))
	send(ar("a"))
	require.False(t, w.devices.Selected().CapableOf(webxr.FeatureLayers, webxr.ImmersiveVR))
	more := ar("a")
	for _, name := range []string{"cylinder", "equirect2", "cube"} {
		more.Extensions = append(more.Extensions, report.Extension{Name: "XR_KHR_composition_layer_" + name})
	}
	send(more)
	require.True(t, w.devices.Selected().CapableOf(webxr.FeatureLayers, webxr.ImmersiveVR))
	require.Empty(t, p.events, "it is the same device")

	session := w.begin(p, "immersive-vr")
	send(more, active(vr("b")))
	send(ar("a"), active(vr("b")))
	require.False(t, session.Ended())
	require.Equal(t, idOf("a"), w.selectedID())
	require.False(t, w.devices.Selected().CapableOf(webxr.FeatureLayers, webxr.ImmersiveVR), "the last report counts during a session too")
}

// A session goes on while its device keeps its mode, whatever becomes of the other one.
func TestDevices_SessionOutlivesAnotherMode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"), active(vr("b")))
	w.devices.Prefer(idOf("a"))
	p := w.open(everywhere("https://a.example"))
	session := w.begin(p, "immersive-vr")
	w.devices.Prefer("")
	for _, change := range []report.Runtime{ar("a"), vr("a"), ar("a")} {
		send(change, active(vr("b")))
		require.False(t, session.Ended())
		require.Equal(t, idOf("a"), w.selectedID())
	}
	send(active(vr("b")))
	require.True(t, session.Ended())
	require.True(t, session.DeviceGone())
}

// A change of the device runs the steps in the specification's order: sessions, contexts, event,
// permissions.
func TestDevices_ChangeRunsStepsInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	p := w.open(everywhere("https://a.example"))
	w.user.states[webxr.PermissionSessionSupported] = webxr.Granted
	_, err := p.QueryXR("immersive-vr", navigator.SessionInit{}, func() { p.events = append(p.events, "change") })
	require.NoError(t, err)
	w.begin(p, "immersive-vr").OnEnd(func() { p.events = append(p.events, "end") })
	other := w.begin(p, "inline")
	send(vr("b"))
	require.Equal(t, []string{"change", "end", "incompatible", "devicechange", "change"}, p.events)
	p.events = nil
	require.False(t, other.Ended(), "inline sessions are on another device")
	send()
	require.Equal(t, []string{"incompatible", "devicechange"}, p.events, "without a session a status tells nothing")
}

func TestXRSystem_WaitForTheFirstReportEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.grant()
	send := w.run()
	p := w.open(everywhere("https://a.example"))
	early := p.ask("immersive-vr")
	w.loop.Advance(navigator.DefaultPatience - 1)
	require.False(t, early.done)
	late := p.ask("immersive-vr")
	w.loop.Advance(1)
	require.Equal(t, settled{done: true}, *early, "as if there were no device")
	require.False(t, late.done)
	send(vr("a"))
	require.Equal(t, settled{done: true, supported: navigator.SupportedResult{Value: true}}, *late)
	late.done = false
	w.loop.Advance(2 * navigator.DefaultPatience)
	send(vr("b"))
	require.False(t, early.supported.Value, "a promise settles once")
	require.False(t, late.done, "a promise settles once")
}

// late is a clock whose timers can no longer be stopped, because they are going off already.
type late struct{ *navigator.Virtual }

func (l late) AfterFunc(d time.Duration, f func()) func() {
	l.Virtual.AfterFunc(d, f)
	return func() {}
}

func TestDevices_PatienceEndsWithTheReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.grant()
	w.devices = navigator.NewDevices(navigator.DevicesConfig{Source: w.source, Agent: everything, Clock: late{w.loop}})
	send := w.run()
	p := w.open(everywhere("https://a.example"))
	var answers []bool
	p.IsSessionSupported("immersive-vr", func(s navigator.SupportedResult) { answers = append(answers, s.Value) })
	send(vr("a"))
	w.loop.Advance(2 * navigator.DefaultPatience)
	require.Equal(t, []bool{true}, answers)
}

func TestDevicesConfig_Patience(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.grant()
	w.devices = navigator.NewDevices(navigator.DevicesConfig{Source: w.source, Clock: w.loop, Patience: time.Second})
	s := w.open(everywhere("https://a.example")).ask("immersive-vr")
	w.loop.Advance(time.Second)
	require.True(t, s.done)
}

func TestDevices_SourceEndsWhileCallsWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.grant()
	p := w.open(everywhere("https://a.example"))
	ended := make(chan error)
	go func() { ended <- w.devices.Run(w.t.Context()) }()
	waiting := p.ask("immersive-vr")
	w.source.End()
	require.NoError(t, <-ended)
	w.loop.RunTasks()
	require.Equal(t, settled{done: true}, *waiting)
	require.True(t, func() bool { s := p.ask("immersive-vr"); w.loop.RunTasks(); return s.done }(), "later calls settle at once")
}

// counting is a source that counts how often it is watched.
type counting struct {
	navigator.Source
	watched atomic.Int32
}

func (c *counting) Watch(ctx context.Context, send func(*report.Report)) error {
	c.watched.Add(1)
	return c.Source.Watch(ctx, send)
}

// The source sends a report once, and it is read many times. No call of a page reaches the source.
func TestDevices_CallsDoNotReachTheSource(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.grant()
	source := &counting{Source: w.source}
	w.devices = navigator.NewDevices(navigator.DevicesConfig{Source: source, Clock: w.loop})
	send := w.run()
	send()
	p := w.open(everywhere("https://a.example"))
	for range 100 {
		p.ask("immersive-vr")
		p.ask("immersive-ar")
		p.makeCompatible(false)
		p.request(acted, "immersive-vr", navigator.SessionInit{})
	}
	w.loop.RunTasks()
	require.Never(t, func() bool { return source.watched.Load() > 1 }, 50*time.Millisecond, tick, "the source was asked again")
}

// Documents, the monitor and the user may use the devices at the same time.
func TestDevices_ConcurrentUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	var group sync.WaitGroup
	over := make(chan struct{})
	granted := map[webxr.PermissionName]webxr.PermissionState{webxr.PermissionSessionSupported: webxr.Granted}
	// This goroutine only reads. It takes no other lock, which could hide a missing one.
	group.Go(func() {
		for {
			select {
			case <-over:
				return
			default:
				w.devices.Selected()
				runtime.Gosched() // a browser has one thread, and nothing takes it away
			}
		}
	})
	for i := range 4 {
		group.Go(func() {
			queue := &navigator.Virtual{}
			ctx, cancel := context.WithCancel(t.Context())
			system, err := w.devices.NewXRSystem(ctx, navigator.SystemConfig{
				Document: everywhere("https://a.example"), Tasks: queue, Classes: navigatortest.Classes{}, Permissions: &user{answer: webxr.Granted, states: granted},
			})
			require.NoError(t, err)
			for range 50 {
				system.IsSessionSupported("immersive-vr", func(navigator.SupportedResult) {})
				system.RequestSession(acted, "immersive-vr", navigator.SessionInit{}, func(r navigator.SessionResult) {
					if r.Session != nil {
						r.Session.End()
					}
				})
				w.devices.Prefer(idOf(string(rune('a' + i))))
				queue.RunTasks()
			}
			cancel()
		})
	}
	for range 20 {
		send(vr("a"), ar("b"), vr("c"))
		send(vr("c"))
	}
	close(over)
	group.Wait()
}

// The user agent's observers are called after every report, the first one too.
func TestDevices_Observe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var seen []bool
	stop := w.devices.Observe(func() { seen = append(seen, w.devices.Selected() != nil) })
	send := w.run()
	send()
	send(vr("a"))
	send(vr("a"))
	stop()
	send()
	require.Equal(t, []bool{false, true, true}, seen)
}
