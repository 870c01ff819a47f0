// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// OpenXR's names, as a report has them.
const (
	hmd      = "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"
	handheld = "XR_FORM_FACTOR_HANDHELD_DISPLAY"
	mono     = "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO"
)

// everything is a user agent that implements every module.
var everything = modes.UserAgent{ARModule: true, Modules: webxr.Features()}

// world is a user agent on a virtual clock. The test sends its reports.
type world struct {
	t       testing.TB
	loop    *navigator.Virtual
	devices *navigator.Devices
	classes navigatortest.Classes
	user    *user
	source  *navigator.Feed
}

// user answers prompts and records them: at once, or in release if hold is set.
type user struct {
	states  map[webxr.PermissionName]webxr.PermissionState
	consent []webxr.Feature
	answer  webxr.PermissionState
	hold    bool
	asked   []navigator.PermissionDescriptor
	held    []func()
	// withdrawn counts the prompts that were withdrawn.
	withdrawn int
	// entering is called when a prompt is about to be shown; it may be nil.
	entering func()
}

func (u *user) State(d navigator.PermissionDescriptor) webxr.PermissionState {
	if state, set := u.states[d.Name]; set {
		return state
	}
	return webxr.Prompt
}

func (u *user) Request(d navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	u.asked = append(u.asked, d)
	if u.entering != nil {
		u.entering()
	}
	answer := func() { settle(navigator.Grant{State: u.answer, Features: u.consent}) }
	if u.hold {
		u.held = append(u.held, answer)
		return func() { u.withdrawn++ }
	}
	answer()
	return nil
}

// release gives the answers that were held back.
func (u *user) release() {
	for _, answer := range u.held {
		answer()
	}
	u.held = nil
}

func newWorld(t testing.TB) *world {
	w := &world{
		t: t, loop: &navigator.Virtual{}, classes: navigatortest.Classes{}, source: navigator.NewFeed(),
		user: &user{states: map[webxr.PermissionName]webxr.PermissionState{}, answer: webxr.Granted},
	}
	w.devices = navigator.NewDevices(navigator.DevicesConfig{Source: w.source, Agent: everything, Clock: w.loop})
	return w
}

// run starts the devices. It returns a function that sends a report and runs the tasks.
func (w *world) run() func(runtimes ...report.Runtime) {
	navigatortest.Run(w.t, w.devices)
	return func(runtimes ...report.Runtime) {
		w.source.Send(&report.Report{Runtimes: runtimes})
		w.loop.RunTasks()
	}
}

// grant grants "xr-session-supported" to every origin and mode.
func (w *world) grant() { w.user.states[webxr.PermissionSessionSupported] = webxr.Granted }

// page is a document's XRSystem and the events that it got.
type page struct {
	*navigator.XRSystem
	events []string
}

// everywhere is a document that may use every policy-controlled feature.
func everywhere(origin string) navigator.Document {
	return navigatortest.Document(origin, webxr.PolicySpatialTracking, webxr.PolicyCamera)
}

func (w *world) open(document navigator.Document) *page {
	return w.openFor(w.t.Context(), document)
}

func (w *world) openFor(ctx context.Context, document navigator.Document) *page {
	p := &page{}
	system, err := w.devices.NewXRSystem(ctx, navigator.SystemConfig{
		Document: document, Tasks: w.loop, Classes: w.classes, Permissions: w.user,
		Events: navigator.Events{
			DeviceChange: func() { p.events = append(p.events, "devicechange") },
			Incompatible: func() { p.events = append(p.events, "incompatible") },
		},
	})
	require.NoError(w.t, err)
	p.XRSystem = system
	return p
}

// settled is the state of a promise: whether it has settled, whether before the call returned, and
// its result.
type settled struct {
	done, direct bool
	supported    navigator.SupportedResult
	requested    navigator.SessionResult
	compatible   navigator.CompatibleResult
}

// ask calls isSessionSupported.
func (p *page) ask(mode string) *settled {
	s := &settled{}
	returned := false
	p.IsSessionSupported(mode, func(answer navigator.SupportedResult) { *s = settled{done: true, direct: !returned, supported: answer} })
	returned = true
	return s
}

// acted is a click by a user who knows what follows.
var acted = navigatortest.Click()

func (p *page) request(now navigator.Activation, mode string, init navigator.SessionInit) *settled {
	s := &settled{}
	returned := false
	p.RequestSession(now, mode, init, func(answer navigator.SessionResult) { *s = settled{done: true, direct: !returned, requested: answer} })
	returned = true
	return s
}

func (p *page) makeCompatible(lost bool) *settled {
	s := &settled{}
	returned := false
	p.MakeXRCompatible(lost, func(answer navigator.CompatibleResult) {
		*s = settled{done: true, direct: !returned, compatible: answer}
	})
	returned = true
	return s
}

// begin begins a session, which must succeed.
func (w *world) begin(p *page, mode string) *navigator.Session {
	w.t.Helper()
	s := p.request(acted, mode, navigator.SessionInit{})
	w.loop.RunTasks()
	require.True(w.t, s.done)
	require.NoError(w.t, s.requested.Err)
	return s.requested.Session
}

// vr returns a runtime with an opaque headset, and ar one with pass-through.
func vr(id string) report.Runtime {
	return report.Runtime{ID: id, Extensions: []report.Extension{}, Systems: []report.System{navigatortest.Headset("OPAQUE")}}
}

func ar(id string) report.Runtime {
	return report.Runtime{
		ID:         id,
		Extensions: []report.Extension{{Name: "XR_EXT_local_floor"}, {Name: "XR_FB_scene"}, {Name: "XR_MSFT_unbounded_reference_space"}},
		Systems:    []report.System{navigatortest.Headset("OPAQUE", "ALPHA_BLEND")},
	}
}

// active returns the runtime as the active one.
func active(runtime report.Runtime) report.Runtime {
	runtime.Active = true
	return runtime
}
