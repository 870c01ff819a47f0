// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// settleTime and tick are for waits on the real clock.
const settleTime, tick = 10 * time.Second, time.Millisecond

func refusal(s *settled) webxr.Error {
	if s.requested.Err == nil {
		return ""
	}
	return s.requested.Err.(webxr.Error)
}

func TestXRSystem_RequestSessionIsAllowed(t *testing.T) {
	t.Parallel()
	launched := navigator.Activation{Launching: true, IntentUnderstood: true}
	some := navigator.SessionInit{OptionalFeatures: []string{"viewer"}}
	must := navigator.SessionInit{RequiredFeatures: []string{"viewer"}}
	rows := []struct {
		name string
		now  navigator.Activation
		mode string
		init navigator.SessionInit
		want webxr.Error
	}{
		{"no mode", acted, "immersive", navigator.SessionInit{}, webxr.TypeError},
		{"a click", acted, "immersive-vr", navigator.SessionInit{}, ""},
		{"a launch", launched, "immersive-vr", navigator.SessionInit{}, ""},
		{"by itself", navigator.Activation{IntentUnderstood: true}, "immersive-vr", navigator.SessionInit{}, webxr.SecurityError},
		{"intent not understood", navigator.Activation{TransientActivation: true}, "immersive-vr", navigator.SessionInit{}, webxr.SecurityError},
		{"plain inline by itself", navigator.Activation{}, "inline", navigator.SessionInit{}, ""},
		{"inline with a wish by itself", navigator.Activation{}, "inline", some, webxr.SecurityError},
		{"inline with a demand by itself", navigator.Activation{}, "inline", must, webxr.SecurityError},
		{"inline with a demand and a click", navigator.Activation{TransientActivation: true}, "inline", must, ""},
		{"inline with a wish at launch", navigator.Activation{Launching: true}, "inline", some, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			send := w.run()
			send(vr("a"))
			s := w.open(everywhere("https://a.example")).request(row.now, row.mode, row.init)
			require.Equal(t, row.want != "", s.direct, "a rejection that depends on the document alone comes before the call returns")
			w.loop.RunTasks()
			require.True(t, s.done)
			require.Equal(t, row.want, refusal(s))
			if row.want == "" {
				require.Equal(t, row.mode, string(s.requested.Session.Mode()))
			}
		})
	}
}

func TestXRSystem_OneImmersiveSessionAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	p := w.open(everywhere("https://a.example"))
	first, second := p.request(acted, "immersive-vr", navigator.SessionInit{}), p.request(acted, "immersive-vr", navigator.SessionInit{})
	require.Equal(t, webxr.InvalidStateError, refusal(second), "one is pending")
	require.True(t, second.direct)
	w.loop.RunTasks()
	require.Empty(t, refusal(first))
	require.Equal(t, webxr.InvalidStateError, refusal(p.request(acted, "immersive-vr", navigator.SessionInit{})), "one is active")
	require.False(t, w.begin(p, "inline").Ended(), "a page may have several inline sessions")
	w.begin(p, "inline")
	first.requested.Session.End()
	require.True(t, first.requested.Session.Ended())
	w.begin(p, "immersive-vr")
}

// After every way in which a request can fail, another one may follow.
func TestXRSystem_FailedRequestLeavesNothingPending(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send()
	p := w.open(everywhere("https://a.example"))
	try := func(mode string, init navigator.SessionInit) webxr.Error {
		s := p.request(acted, mode, init)
		require.False(t, s.done, "a rejection that depends on a device or the user comes by a task")
		w.loop.RunTasks()
		return refusal(s)
	}
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	require.Equal(t, webxr.NotSupportedError, try("immersive-vr", navigator.SessionInit{}), "no device")
	send(vr("a"))
	require.Equal(t, webxr.NotSupportedError, try("immersive-ar", navigator.SessionInit{}), "not its mode")
	require.Equal(t, webxr.NotSupportedError, try("immersive-vr", navigator.SessionInit{RequiredFeatures: []string{"layers"}}), "not capable")
	w.user.answer, w.user.consent = webxr.Denied, []webxr.Feature{"local-floor"}
	require.Equal(t, webxr.NotSupportedError, try("immersive-vr", floor), "declined")
	require.Equal(t, webxr.NotSupportedError, try("immersive-vr", navigator.SessionInit{OptionalFeatures: []string{"local-floor"}}), "declined as a whole")
	w.user.consent = nil
	require.Equal(t, webxr.NotSupportedError, try("inline", floor), "not on the inline device")
	w.user.answer = webxr.Granted
	require.Equal(t, webxr.NotSupportedError, try("immersive-vr", floor), "consented, but not to what is required")
	w.user.consent = []webxr.Feature{"local-floor"}
	require.Empty(t, try("immersive-vr", floor))
}

// A failed request for an inline session does not affect a pending immersive one.
func TestXRSystem_FailedInlineRequestKeepsThePendingOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	w.user.hold, w.user.consent = true, []webxr.Feature{"local-floor"}
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	p := w.open(everywhere("https://a.example"))
	immersive, inline := p.request(acted, "immersive-vr", floor), p.request(acted, "inline", floor)
	w.loop.RunTasks()
	require.False(t, immersive.done)
	require.Equal(t, webxr.NotSupportedError, refusal(inline))
	require.Equal(t, webxr.InvalidStateError, refusal(p.request(acted, "immersive-vr", floor)))
	w.user.release()
	require.False(t, immersive.done, "the user's decision reaches the page by a task")
	w.loop.RunTasks()
	require.NoError(t, immersive.requested.Err)
}

// If the permission "xr" is denied, there is no further prompt, and no immersive session even if no
// feature needs consent. Inline sessions are always allowed.
func TestXRSystem_DeniedPermissionIsNotRequestedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"))
	w.user.states[webxr.PermissionXR], w.user.consent = webxr.Denied, webxr.Features()
	p := w.open(everywhere("https://a.example"))
	for _, init := range []navigator.SessionInit{{}, {RequiredFeatures: []string{"local-floor"}}, {OptionalFeatures: []string{"unbounded"}}} {
		s := p.request(acted, "immersive-ar", init)
		w.loop.RunTasks()
		require.Equal(t, webxr.NotSupportedError, refusal(s))
	}
	require.Empty(t, w.user.asked)
	w.begin(p, "inline")
	w.user.states[webxr.PermissionXR] = webxr.Prompt
	w.begin(p, "immersive-ar")
}

func TestXRSystem_RequestedFeatures(t *testing.T) {
	t.Parallel()
	list := func(words ...string) []string { return words }
	rows := []struct {
		name               string
		mode               string
		required, optional []string
		consent            []webxr.Feature
		want               []webxr.Feature
		askRequired        []webxr.Feature
		askOptional        []webxr.Feature
	}{
		{name: "defaults", mode: "immersive-ar", want: []webxr.Feature{"viewer", "local"}},
		{name: "defaults of inline", mode: "inline", want: []webxr.Feature{"viewer"}},
		{name: "defaults asked for again", mode: "immersive-vr", required: list("local", "viewer"), optional: list("local"), want: []webxr.Feature{"viewer", "local"}},
		{name: "no consent needed", mode: "immersive-ar", required: list("plane-detection"), want: []webxr.Feature{"viewer", "local", "plane-detection"}},
		{name: "required, consented", mode: "immersive-ar", required: list("unbounded"), consent: []webxr.Feature{"unbounded"},
			want: []webxr.Feature{"viewer", "local", "unbounded"}, askRequired: []webxr.Feature{"unbounded"}},
		{name: "unverified is capable", mode: "immersive-vr", required: list("bounded-floor"), consent: []webxr.Feature{"bounded-floor"},
			want: []webxr.Feature{"viewer", "local", "bounded-floor"}, askRequired: []webxr.Feature{"bounded-floor"}},
		{name: "required, not consented", mode: "immersive-ar", required: list("unbounded"), askRequired: []webxr.Feature{"unbounded"}},
		{name: "required, of two one consented", mode: "immersive-ar", required: list("unbounded", "local-floor"), consent: []webxr.Feature{"unbounded"},
			askRequired: []webxr.Feature{"unbounded", "local-floor"}},
		{name: "optional, not consented", mode: "immersive-ar", optional: list("unbounded", "plane-detection"),
			want: []webxr.Feature{"viewer", "local", "plane-detection"}, askOptional: []webxr.Feature{"unbounded"}},
		{name: "optional, consented", mode: "immersive-ar", optional: list("unbounded"), consent: []webxr.Feature{"unbounded"},
			want: []webxr.Feature{"viewer", "local", "unbounded"}, askOptional: []webxr.Feature{"unbounded"}},
		{name: "both kinds, required once", mode: "immersive-ar", required: list("unbounded", "unbounded"), optional: list("unbounded", "local-floor", "local-floor"),
			consent: []webxr.Feature{"unbounded", "local-floor", "hand-tracking"}, want: []webxr.Feature{"viewer", "local", "unbounded", "local-floor"},
			askRequired: []webxr.Feature{"unbounded"}, askOptional: []webxr.Feature{"local-floor"}},
		{name: "no descriptor, required", mode: "immersive-ar", required: list("teleport")},
		{name: "no descriptor, optional", mode: "immersive-ar", optional: list("teleport", ""), want: []webxr.Feature{"viewer", "local"}},
		{name: "not capable, required", mode: "immersive-ar", required: list("layers")},
		{name: "not capable, optional", mode: "immersive-ar", optional: list("layers", "webgpu", "plane-detection"), want: []webxr.Feature{"viewer", "local", "plane-detection"}},
		{name: "unknown, required", mode: "immersive-ar", required: list("webgpu")},
		{name: "for another mode, required", mode: "immersive-vr", required: list("light-estimation")},
		{name: "poses inline, required", mode: "inline", required: list("local")},
		{name: "poses inline, optional", mode: "inline", optional: list("local", "local-floor"), want: []webxr.Feature{"viewer"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			send := w.run()
			send(ar("a"))
			w.user.consent = row.consent
			s := w.open(everywhere("https://a.example")).request(acted, row.mode, navigator.SessionInit{RequiredFeatures: row.required, OptionalFeatures: row.optional})
			w.loop.RunTasks()
			if row.want == nil {
				require.Equal(t, webxr.NotSupportedError, refusal(s))
			} else {
				require.NoError(t, s.requested.Err)
				require.Equal(t, row.want, s.requested.Session.Features())
			}
			var asked []navigator.PermissionDescriptor
			if row.askRequired != nil || row.askOptional != nil {
				asked = []navigator.PermissionDescriptor{{
					Name: "xr", Origin: "https://a.example", Mode: webxr.SessionMode(row.mode), Required: row.askRequired, Optional: row.askOptional,
				}}
			}
			require.Equal(t, asked, w.user.asked)
		})
	}
}

func TestXRSystem_PoliciesGovernFeatures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := everything
	agent.CameraAccess = "yes"
	w.devices = navigator.NewDevices(navigator.DevicesConfig{Source: w.source, Agent: agent, Clock: w.loop})
	send := w.run()
	send(ar("a"))
	w.user.consent = webxr.Features()
	try := func(document navigator.Document, mode string, required ...string) webxr.Error {
		s := w.open(document).request(acted, mode, navigator.SessionInit{RequiredFeatures: required})
		w.loop.RunTasks()
		if s.requested.Session != nil {
			s.requested.Session.End()
		}
		return refusal(s)
	}
	spatial := navigatortest.Document("https://b.example", webxr.PolicySpatialTracking)
	require.Empty(t, try(everywhere("https://a.example"), "immersive-ar", "camera-access", "unbounded"))
	require.Equal(t, webxr.NotSupportedError, try(spatial, "immersive-ar", "camera-access"), "needs the camera's policy too")
	require.Empty(t, try(spatial, "immersive-ar", "unbounded"))
	require.Equal(t, webxr.NotSupportedError, try(blocked("https://c.example"), "immersive-ar"), "not even the default features")
	require.Empty(t, try(blocked("https://c.example"), "inline"), "the viewer needs no policy")
}

// Consent is kept for one origin, device and mode only.
func TestXRSystem_ConsentIsKeptByOriginDeviceAndMode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"), ar("b"))
	w.user.consent = []webxr.Feature{"local-floor"}
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	try := func(origin, mode string) int {
		before := len(w.user.asked)
		s := w.open(everywhere(origin)).request(acted, mode, floor)
		w.loop.RunTasks()
		require.NoError(t, s.requested.Err)
		for _, feature := range floor.RequiredFeatures {
			require.Contains(t, s.requested.Session.Features(), webxr.Feature(feature))
		}
		s.requested.Session.End()
		return len(w.user.asked) - before
	}
	require.Equal(t, 1, try("https://a.example", "immersive-ar"))
	require.Equal(t, 0, try("https://a.example", "immersive-ar"))
	require.Equal(t, 1, try("https://a.example", "immersive-vr"), "another mode")
	require.Equal(t, 1, try("https://b.example", "immersive-ar"), "another origin")
	w.devices.Prefer(idOf("b"))
	require.Equal(t, 1, try("https://a.example", "immersive-ar"), "another device")
	w.devices.Prefer(idOf("a"))
	require.Equal(t, 0, try("https://a.example", "immersive-ar"))
	w.user.consent, floor = []webxr.Feature{"unbounded"}, navigator.SessionInit{RequiredFeatures: []string{"local-floor", "unbounded"}}
	require.Equal(t, 1, try("https://a.example", "immersive-ar"), "another feature")
	require.Equal(t, []webxr.Feature{"unbounded"}, w.user.asked[len(w.user.asked)-1].Required)
	require.Equal(t, 0, try("https://a.example", "immersive-ar"), "both are kept")
	w.user.consent, floor = []webxr.Feature{"bounded-floor"}, navigator.SessionInit{RequiredFeatures: []string{"bounded-floor"}}
	require.Equal(t, 1, try("https://a.example", "immersive-ar"))
	floor = navigator.SessionInit{RequiredFeatures: []string{"local-floor", "unbounded", "bounded-floor"}}
	require.Equal(t, 0, try("https://a.example", "immersive-ar"), "a later grant does not remove an earlier one")
	w.user.consent, floor = []webxr.Feature{"local-floor"}, navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	w.devices.Forget(nil, "https://a.example")
	require.Equal(t, 1, try("https://a.example", "immersive-ar"), "forgotten")
	require.Equal(t, 0, try("https://b.example", "immersive-ar"), "not forgotten")
}

// The device may change while the prompt is shown.
func TestXRSystem_DeviceGoesDuringThePrompt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"))
	w.user.hold, w.user.consent = true, []webxr.Feature{"local-floor"}
	p := w.open(everywhere("https://a.example"))
	s := p.request(acted, "immersive-ar", navigator.SessionInit{RequiredFeatures: []string{"local-floor"}})
	w.loop.RunTasks()
	require.Len(t, w.user.asked, 1)
	send(ar("b"))
	w.user.release()
	w.loop.RunTasks()
	require.Equal(t, webxr.NotSupportedError, refusal(s))
	w.user.hold = false
	require.NotNil(t, w.begin(p, "immersive-ar"))
}

// The device may go after the session has begun and before the page sets OnEnd.
func TestSession_EndsBeforeOnEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	p := w.open(everywhere("https://a.example"))
	note := func() { p.events = append(p.events, "end") }
	session := w.begin(p, "immersive-vr")
	features := session.Features()
	features[0] = "teleport"
	require.Equal(t, []webxr.Feature{"viewer", "local"}, session.Features(), "the caller may change the list")
	send()
	p.events = nil
	session.OnEnd(note)
	require.Empty(t, p.events, "the call comes by a task")
	w.loop.RunTasks()
	require.Equal(t, []string{"end"}, p.events)

	send(vr("a"))
	p.events = nil
	session = w.begin(p, "immersive-vr")
	session.End()
	session.OnEnd(note)
	w.loop.RunTasks()
	require.Empty(t, p.events, "the page ended the session itself")
}

func TestDevices_ShowOneSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	first, second := w.open(everywhere("https://a.example")), w.open(everywhere("https://b.example"))
	session := w.begin(first, "immersive-vr")
	session.OnEnd(func() { first.events = append(first.events, "end") })
	inline := w.begin(first, "inline")
	w.begin(second, "immersive-vr")
	w.loop.RunTasks()
	require.True(t, session.Ended())
	require.Equal(t, []string{"end"}, first.events)
	require.False(t, inline.Ended())

	again := w.begin(first, "immersive-vr")
	session.End()
	require.False(t, again.Ended(), "a session ends once")
	require.Equal(t, webxr.InvalidStateError, refusal(first.request(acted, "immersive-vr", navigator.SessionInit{})))
}

// A cancelled request never settles, and another may follow. Cancelling a rejected request does
// nothing.
func TestXRSystem_CancelledRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	w.user.hold = true
	p := w.open(everywhere("https://a.example"))
	settled := 0
	count := func(navigator.SessionResult) { settled++ }
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	cancel := p.RequestSession(acted, "immersive-vr", floor, count)
	w.loop.RunTasks()
	cancelRejected := p.RequestSession(acted, "immersive-vr", floor, count)
	require.Equal(t, 1, settled, "one is pending")
	cancelRejected()
	require.Equal(t, webxr.InvalidStateError, refusal(p.request(acted, "immersive-vr", floor)), "it is still pending")
	cancel()
	cancel()
	w.begin(p, "immersive-vr")
	w.user.release()
	w.loop.RunTasks()
	require.Equal(t, 1, settled)
}

// A mode that is never supported is rejected without any device.
func TestXRSystem_NeverSupportedModeNeedsNoDevice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.classes[webxr.ImmersiveVR] = webxr.NeverSupport
	s := w.open(everywhere("https://a.example")).request(acted, "immersive-vr", navigator.SessionInit{})
	require.False(t, s.done)
	w.loop.RunTasks()
	require.Equal(t, webxr.NotSupportedError, refusal(s), "although devices are not known yet")
}

// A page gets a feature of the user agent's vendor only with consent.
func TestXRSystem_VendorFeaturesNeedConsent(t *testing.T) {
	t.Parallel()
	const foveation = webxr.Feature("high-fixed-foveation-level")
	agent := modes.UserAgent{ARModule: true, Vendor: []webxr.Feature{foveation}}
	for _, vendor := range []modes.UserAgent{agent, everything} {
		w := newWorld(t)
		w.devices = navigator.NewDevices(navigator.DevicesConfig{Source: w.source, Agent: vendor, Clock: w.loop})
		send := w.run()
		send(vr("a"))
		w.user.consent = []webxr.Feature{foveation}
		s := w.open(everywhere("https://a.example")).request(acted, "immersive-vr", navigator.SessionInit{RequiredFeatures: []string{string(foveation)}})
		w.loop.RunTasks()
		if vendor.Vendor == nil {
			require.Equal(t, webxr.NotSupportedError, refusal(s))
			continue
		}
		require.Contains(t, s.requested.Session.Features(), foveation)
		require.Len(t, w.user.asked, 1, "consent was requested")
	}
}

// A request that is given up withdraws its prompt. What the user allows later is not kept.
func TestXRSystem_CancelWithdrawsThePrompt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	w.user.hold, w.user.consent = true, []webxr.Feature{"local-floor"}
	p := w.open(everywhere("https://a.example"))
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	cancel := p.RequestSession(acted, "immersive-vr", floor, func(navigator.SessionResult) { require.Fail(t, "it was given up") })
	require.Len(t, w.user.asked, 1)
	cancel()
	require.Equal(t, 1, w.user.withdrawn)
	w.user.release()
	w.loop.RunTasks()
	p.request(acted, "immersive-vr", floor)
	require.Len(t, w.user.asked, 2, "the late consent is not kept")
}

// A prompt can name the call that it is about.
func TestXRSystem_PromptNamesItsCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	now := acted
	now.Call = "the call"
	w.open(everywhere("https://a.example")).request(now, "immersive-vr", navigator.SessionInit{RequiredFeatures: []string{"local-floor"}})
	require.Equal(t, "the call", w.user.asked[0].Call)
}

// However long a page's lists are, no more than the known words are looked up, and as many
// without a device as with one, whatever that one is capable of.
func TestXRSystem_LooksUpTheSameWithoutADevice(t *testing.T) {
	t.Parallel()
	init := navigator.SessionInit{RequiredFeatures: []string{"layers"}}
	for i := range 100_000 {
		init.OptionalFeatures = append(init.OptionalFeatures, []string{"local-floor", "teleport" + strconv.Itoa(i), "hand-tracking", "dom-overlay", "light-estimation", "layers"}[i%6])
	}
	looked := map[string]int64{}
	for name, runtimes := range map[string][]report.Runtime{"nothing": {}, "opaque": {vr("a")}, "pass-through": {ar("a")}} {
		w := newWorld(t)
		send := w.run()
		send(runtimes...)
		w.open(everywhere("https://a.example")).request(acted, "immersive-vr", init)
		w.loop.RunTasks()
		looked[name] = w.devices.LookUps()
	}
	require.Equal(t, map[string]int64{"nothing": 5, "opaque": 5, "pass-through": 5}, looked, "viewer, local, layers; local-floor and hand-tracking")
}

// A request that no device could serve is known to be impossible before any device is looked at.
func TestRequest_Possible(t *testing.T) {
	t.Parallel()
	spatial := navigatortest.Document("https://a.example", webxr.PolicySpatialTracking)
	rows := []struct {
		name     string
		document navigator.Document
		agent    modes.UserAgent
		mode     webxr.SessionMode
		required []string
		want     bool
	}{
		{"plain", spatial, everything, webxr.ImmersiveVR, nil, true},
		{"a feature that some device has", spatial, everything, webxr.ImmersiveAR, []string{"unbounded", "plane-detection"}, true},
		{"an unknown feature", spatial, everything, webxr.ImmersiveVR, []string{"teleport"}, false},
		{"a blocked document", blocked("https://a.example"), everything, webxr.ImmersiveVR, nil, false},
		{"a blocked feature", spatial, everything, webxr.ImmersiveAR, []string{"camera-access"}, false},
		{"a module that the build lacks", spatial, modes.UserAgent{ARModule: true}, webxr.ImmersiveVR, []string{"hand-tracking"}, false},
		{"a feature of another mode", spatial, everything, webxr.ImmersiveVR, []string{"light-estimation"}, false},
		{"a feature that the build cannot show", spatial, everything, webxr.ImmersiveVR, []string{"dom-overlay"}, false},
		{"no AR module", spatial, modes.UserAgent{}, webxr.ImmersiveAR, nil, false},
		{"a vendor's feature", everywhere("https://a.example"), modes.UserAgent{Vendor: []webxr.Feature{"glow"}}, webxr.ImmersiveVR, []string{"glow"}, true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			devices := navigator.NewDevices(navigator.DevicesConfig{Agent: row.agent})
			x, err := devices.NewXRSystem(t.Context(), navigator.SystemConfig{Document: row.document, Classes: navigatortest.Classes{}})
			require.NoError(t, err)
			init := navigator.SessionInit{RequiredFeatures: row.required}
			require.Equal(t, row.want, x.NewRequest(row.mode, init, nil).Possible())
			require.Zero(t, devices.LookUps())
		})
	}
}

// A session and its device say how the session blends with the environment.
func TestSession_BlendMode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"))
	p := w.open(everywhere("https://a.example"))
	require.Equal(t, webxr.BlendOpaque, w.begin(p, "inline").BlendMode())
	session := w.begin(p, "immersive-vr")
	require.Equal(t, webxr.BlendOpaque, session.BlendMode())
	session.End()
	require.Equal(t, webxr.BlendAlphaBlend, w.begin(p, "immersive-ar").BlendMode())
	require.Equal(t, webxr.BlendAlphaBlend, w.devices.Selected().BlendMode(webxr.ImmersiveAR))
	send(vr("a"))
	require.Empty(t, w.devices.Selected().BlendMode(webxr.ImmersiveAR), "the device has no such mode")
}

// No prompt for the features of one document is up during the session of another. It appears
// after the session, and is withdrawn when one begins.
func TestXRSystem_NoPromptDuringASession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	first, second := w.open(everywhere("https://a.example")), w.open(everywhere("https://b.example"))
	w.user.hold, w.user.consent = true, []webxr.Feature{"local-floor"}
	session := w.begin(first, "immersive-vr")
	waiting := second.request(acted, "immersive-vr", navigator.SessionInit{RequiredFeatures: []string{"local-floor"}})
	w.loop.Advance(0)
	require.Empty(t, w.user.asked)
	require.False(t, session.Ended(), "what another page asks for does not end it")
	session.End()
	w.loop.Advance(0)
	require.Len(t, w.user.asked, 1)
	session = w.begin(first, "immersive-vr")
	w.loop.Advance(0)
	require.Equal(t, 1, w.user.withdrawn)
	w.user.release()
	w.loop.Advance(0)
	require.False(t, waiting.done, "an answer to a prompt that was withdrawn does not count")
	session.ShutDown()
	w.loop.Advance(0)
	require.Len(t, w.user.asked, 2)
	w.user.release()
	w.loop.Advance(0)
	require.NoError(t, waiting.requested.Err)
}

// While the embedder is about to show a prompt, a session may begin and end: the request still has
// one prompt at a time. And a document that closes takes its prompt with it.
func TestXRSystem_OnePromptARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	first, second := w.open(everywhere("https://a.example")), w.open(everywhere("https://b.example"))
	w.user.hold = true
	entered := false
	w.user.entering = func() {
		require.False(t, entered, "the prompt is being shown still")
		entered = true
		session := w.begin(second, "immersive-vr")
		w.loop.Advance(0)
		session.End()
		w.loop.Advance(0)
		entered = false
		w.user.entering = nil
	}
	first.request(acted, "immersive-vr", navigator.SessionInit{RequiredFeatures: []string{"local-floor"}})
	require.Len(t, w.user.asked, 2)
	require.Equal(t, 1, w.user.withdrawn, "the first, which came too late")
	first.Close()
	require.Equal(t, 2, w.user.withdrawn)
	w.begin(second, "immersive-vr").End()
	w.loop.Advance(0)
	require.Len(t, w.user.asked, 2, "a closed document asks nobody")
}
