// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// The result of makeXRCompatible may depend on a device only if that of isSessionSupported does.
func TestXRSystem_MakeXRCompatible(t *testing.T) {
	t.Parallel()
	const onAdapter, compatible, resolved, noDevice = "resolved on the adapter", "resolved, compatible", "resolved, not compatible", "InvalidStateError"
	rows := []struct {
		name          string
		document      navigator.Document
		class         webxr.Class
		state         webxr.PermissionState
		lost          bool
		here, missing string
	}{
		{"blocked by the policy", blocked("https://a.example"), webxr.HighlyVariable, webxr.Granted, false, resolved, resolved},
		{"not permitted", everywhere("https://a.example"), webxr.HighlyVariable, webxr.Prompt, false, noDevice, noDevice},
		{"denied", everywhere("https://a.example"), webxr.HighlyVariable, webxr.Denied, false, noDevice, noDevice},
		{"permitted", everywhere("https://a.example"), webxr.HighlyVariable, webxr.Granted, false, onAdapter, noDevice},
		{"permitted, context lost", everywhere("https://a.example"), webxr.HighlyVariable, webxr.Granted, true, noDevice, noDevice},
		{"never", everywhere("https://a.example"), webxr.NeverSupport, webxr.Granted, false, noDevice, noDevice},
		{"usually", everywhere("https://a.example"), webxr.UsuallySupport, webxr.Granted, false, compatible, compatible},
		{"usually, context lost", everywhere("https://a.example"), webxr.UsuallySupport, webxr.Granted, true, noDevice, noDevice},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			answer := func(there bool) string {
				w := newWorld(t)
				send := w.run()
				send()
				if there {
					send(ar("a"))
				}
				w.classes[webxr.ImmersiveVR], w.classes[webxr.ImmersiveAR] = row.class, row.class
				w.user.states[webxr.PermissionSessionSupported] = row.state
				s := w.open(row.document).makeCompatible(row.lost)
				w.loop.RunTasks()
				require.True(t, s.done)
				require.Equal(t, row.document.Allowed == nil, s.direct)
				switch {
				case s.compatible.Err != nil:
					return string(s.compatible.Err.(webxr.Error))
				case s.compatible.Adapter:
					require.True(t, s.compatible.Compatible)
					return onAdapter
				case s.compatible.Compatible:
					return compatible
				default:
					return resolved
				}
			}
			require.Equal(t, row.here, answer(true))
			require.Equal(t, row.missing, answer(false))
		})
	}
}

// The permission for one mode reveals nothing about a device that supports another mode only.
func TestXRSystem_MakeXRCompatibleNeedsTheModesPermission(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	w.grant()
	w.classes[webxr.ImmersiveVR] = webxr.NeverSupport
	s := w.open(everywhere("https://a.example")).makeCompatible(false)
	w.loop.RunTasks()
	require.Equal(t, webxr.InvalidStateError, s.compatible.Err)
}

func TestXRSystem_MakeXRCompatibleDuringASession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	p, other := w.open(everywhere("https://a.example")), w.open(everywhere("https://b.example"))
	session := w.begin(p, "immersive-vr")
	s, s2 := p.makeCompatible(false), other.makeCompatible(false)
	w.loop.RunTasks()
	require.Equal(t, navigator.CompatibleResult{Compatible: true, Adapter: true}, s.compatible)
	require.Equal(t, webxr.InvalidStateError, s2.compatible.Err, "only the page with the session learns of its device")
	session.End()
	s = p.makeCompatible(false)
	w.loop.RunTasks()
	require.Equal(t, webxr.InvalidStateError, s.compatible.Err)
}

// Before the first report, only a page that may know the devices waits for them.
func TestXRSystem_MakeXRCompatibleWaitsWithPermissionOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.open(everywhere("https://a.example"))
	s := p.makeCompatible(false)
	w.loop.RunTasks()
	require.True(t, s.done)
	w.user.states[webxr.PermissionSessionSupported], w.classes[webxr.ImmersiveVR] = webxr.Granted, webxr.NeverSupport
	s = p.makeCompatible(false)
	w.loop.RunTasks()
	require.False(t, s.done, "the permission for one mode is enough")
	w.loop.Advance(navigator.DefaultPatience)
	require.Equal(t, webxr.InvalidStateError, s.compatible.Err)
}

// A query depends on the device only while the document has an immersive session of the mode. A
// grant of "xr-session-supported" does not change the answer.
func TestXRSystem_QueryXR(t *testing.T) {
	t.Parallel()
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	planes := navigator.SessionInit{RequiredFeatures: []string{"plane-detection"}, OptionalFeatures: []string{"unbounded"}}
	plain := navigator.SessionInit{OptionalFeatures: []string{"plane-detection"}}
	rows := []struct {
		name    string
		session string // the mode of the document's session; "" if it has none
		mode    string
		init    navigator.SessionInit
		state   webxr.PermissionState
		granted []webxr.Feature
	}{
		{"no session", "", "immersive-ar", plain, webxr.Prompt, nil},
		{"no session, not possible", "", "immersive-vr", navigator.SessionInit{RequiredFeatures: []string{"layers"}}, webxr.Prompt, nil},
		{"a session of another mode", "immersive-vr", "immersive-ar", plain, webxr.Prompt, nil},
		{"not possible", "immersive-vr", "immersive-vr", navigator.SessionInit{RequiredFeatures: []string{"layers"}}, webxr.Denied, nil},
		{"nothing to ask", "immersive-ar", "immersive-ar", plain, webxr.Granted, []webxr.Feature{"viewer", "local", "plane-detection"}},
		{"something required to ask", "immersive-ar", "immersive-ar", floor, webxr.Prompt, []webxr.Feature{"viewer", "local"}},
		{"something optional to ask", "immersive-ar", "immersive-ar", planes, webxr.Prompt, []webxr.Feature{"viewer", "local", "plane-detection"}},
		{"inline", "", "inline", navigator.SessionInit{}, webxr.Granted, []webxr.Feature{"viewer"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			send := w.run()
			send(ar("a"))
			w.grant()
			p := w.open(everywhere("https://a.example"))
			if row.session != "" {
				w.begin(p, row.session)
			}
			status, err := p.QueryXR(row.mode, row.init, nil)
			require.NoError(t, err)
			require.Equal(t, row.state, status.State())
			require.Equal(t, row.granted, status.Granted())
			require.Empty(t, w.user.asked, "a query shows no prompt")
		})
	}
	_, err := newWorld(t).open(everywhere("https://a.example")).QueryXR("xr", navigator.SessionInit{}, nil)
	require.Equal(t, webxr.TypeError, err)
}

// The user denied "xr", which happens only beside a headset. No query tells, in any mode, whatever
// the embedder's store is keyed by.
func TestXRSystem_QueryXRHidesADenial(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"))
	w.grant()
	p := w.open(everywhere("https://a.example"))
	for _, mode := range webxr.SessionModes() {
		query := func() webxr.PermissionState {
			status, err := p.QueryXR(string(mode), navigator.SessionInit{}, nil)
			require.NoError(t, err)
			return status.State()
		}
		before := query()
		w.user.states[webxr.PermissionXR] = webxr.Denied
		require.Equal(t, before, query(), mode)
		delete(w.user.states, webxr.PermissionXR)
	}
}

// In a document without "xr-spatial-tracking" the state is denied, whatever was granted.
func TestXRSystem_QueryXRIsDeniedByPolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"))
	w.user.states[webxr.PermissionXR] = webxr.Granted
	for _, w.user.states[webxr.PermissionSessionSupported] = range webxr.PermissionStates() {
		for mode, want := range map[string]webxr.PermissionState{"immersive-ar": webxr.Denied, "inline": webxr.Granted} {
			status, err := w.open(blocked("https://a.example")).QueryXR(mode, navigator.SessionInit{}, nil)
			require.NoError(t, err)
			require.Equal(t, want, status.State(), mode)
		}
	}
}

func TestDescribeSessionSupported(t *testing.T) {
	t.Parallel()
	d, err := navigator.DescribeSessionSupported("https://a.example", "immersive-vr")
	require.NoError(t, err)
	require.Equal(t, navigator.PermissionDescriptor{Name: "xr-session-supported", Origin: "https://a.example", Mode: webxr.ImmersiveVR}, d)
	for _, mode := range []string{"", "vr"} {
		_, err := navigator.DescribeSessionSupported("https://a.example", mode)
		require.Equal(t, webxr.TypeError, err)
	}
}

// Nothing that a page receives can name a device. Results are booleans, names of errors and
// sessions; a session has a mode and features only.
func TestResults_NameNoDevice(t *testing.T) {
	t.Parallel()
	for _, answer := range []reflect.Type{reflect.TypeFor[navigator.SupportedResult](), reflect.TypeFor[navigator.SessionResult](), reflect.TypeFor[navigator.CompatibleResult]()} {
		for i := range answer.NumField() {
			require.Contains(t, []reflect.Type{
				reflect.TypeFor[bool](), reflect.TypeFor[error](), reflect.TypeFor[*navigator.Session](),
			}, answer.Field(i).Type, answer)
		}
	}
	for shown, methods := range map[reflect.Type][]string{
		reflect.TypeFor[*navigator.Session]():          {"BlendMode", "DeviceGone", "End", "Ended", "Features", "Mode", "OnEnd", "ShutDown"},
		reflect.TypeFor[*navigator.PermissionStatus](): {"Granted", "State"},
	} {
		var names []string
		for i := range shown.NumMethod() {
			names = append(names, shown.Method(i).Name)
		}
		require.Equal(t, methods, names)
	}
}

// Whatever one page calls, except for entering immersive mode, another page gets the same results,
// prompts and events as without it.
func TestXRSystem_CallsDoNotAffectOtherPages(t *testing.T) {
	t.Parallel()
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	trace := func(busy bool) (answers []settled, events []string, asked int) {
		w := newWorld(t)
		send := w.run()
		send(ar("a"))
		w.user.consent = []webxr.Feature{"local-floor"}
		w.grant()
		other, p := w.open(everywhere("https://b.example")), w.open(everywhere("https://a.example"))
		if busy {
			for _, mode := range []string{"inline", "immersive-vr", "immersive-ar", "x"} {
				other.ask(mode)
				other.makeCompatible(false)
				s := other.request(acted, mode, floor)
				w.loop.RunTasks()
				if s.requested.Session != nil {
					s.requested.Session.End()
				}
			}
			w.loop.RunTasks()
		}
		before := len(w.user.asked)
		supported, compatible, requested := p.ask("immersive-ar"), p.makeCompatible(false), p.request(acted, "immersive-ar", floor)
		w.loop.RunTasks()
		requested.requested.Session = nil // a pointer
		return []settled{*supported, *compatible, *requested}, p.events, len(w.user.asked) - before
	}
	answers, events, asked := trace(false)
	otherAnswers, otherEvents, otherAsked := trace(true)
	require.Equal(t, answers, otherAnswers)
	require.Equal(t, events, otherEvents)
	require.Equal(t, asked, otherAsked)
}

// The statuses of a document show what its session was granted, and what the user agent forgets.
// Nobody else's do: not those of another document of the origin, and not those of the origin in
// another profile.
func TestPermissionStatus_ChangesWithTheUser(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"))
	w.user.consent = []webxr.Feature{"local-floor"}
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	query := func(p *page) *navigator.PermissionStatus {
		status, err := p.QueryXR("immersive-ar", floor, func() { p.events = append(p.events, "change") })
		require.NoError(t, err)
		return status
	}
	private := everywhere("https://a.example")
	private.Partition = "private"
	p, same, hidden := w.open(everywhere("https://a.example")), w.open(everywhere("https://a.example")), w.open(private)
	status := query(p)
	query(same)
	query(hidden)
	change := func(do func()) int {
		p.events = nil
		do()
		w.loop.RunTasks()
		require.Empty(t, same.events)
		require.Empty(t, hidden.events)
		return len(p.events)
	}
	require.Zero(t, change(func() { w.devices.PermissionsChanged(nil, "https://a.example") }), "there is no session")
	session := &settled{}
	require.Equal(t, 1, change(func() { session = p.request(acted, "immersive-ar", floor) }))
	require.Equal(t, webxr.Granted, status.State())
	status.Granted()[0] = "teleport"
	require.Equal(t, []webxr.Feature{"viewer", "local", "local-floor"}, status.Granted(), "the list is the caller's own")
	for _, other := range []func(){
		func() { w.devices.Forget("private", "https://a.example") },
		func() { w.devices.Forget(nil, "https://b.example") },
		func() { w.devices.ForgetPartition("private") },
	} {
		require.Zero(t, change(other))
	}
	require.Equal(t, 1, change(func() { w.devices.Forget(nil, "https://a.example") }))
	require.Equal(t, webxr.Prompt, status.State())
	w.user.states[webxr.PermissionXR] = webxr.Denied
	require.Equal(t, 1, change(func() { w.devices.PermissionsChanged(nil, "https://a.example") }))
	require.Equal(t, webxr.Denied, status.State())
	require.Equal(t, 1, change(session.requested.Session.End))
	require.Equal(t, webxr.Prompt, status.State())
}

// When the device goes, a document gets one task, with the end of its session and the changes of
// its statuses; a document without a session and without handlers gets none.
func TestDevices_OneTaskAChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"))
	w.grant()
	open := func() *navigator.XRSystem {
		system, err := w.devices.NewXRSystem(t.Context(), navigator.SystemConfig{Document: everywhere("https://a.example"), Tasks: w.loop, Classes: w.classes, Permissions: w.user})
		require.NoError(t, err)
		return system
	}
	changes := 0
	quiet, playing := &page{XRSystem: open()}, &page{XRSystem: open()}
	for range 10_000 {
		for _, p := range []*page{quiet, playing} {
			_, err := p.QueryXR("immersive-ar", navigator.SessionInit{}, func() { changes++ })
			require.NoError(t, err)
		}
	}
	w.begin(playing, "immersive-ar")
	require.Equal(t, navigator.MaxStatuses, changes, "the latest objects receive changes")
	w.source.Send(&report.Report{})
	require.Equal(t, 1, w.loop.RunTasks())
	require.Equal(t, 2*navigator.MaxStatuses, changes)
	w.source.Send(&report.Report{Runtimes: []report.Runtime{ar("a")}})
	require.Zero(t, w.loop.RunTasks(), "no document may know")
}

// Without consent makeXRCompatible does not look at the device at all.
func TestXRSystem_MakeXRCompatibleLooksAfterConsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"))
	p := w.open(everywhere("https://a.example"))
	p.makeCompatible(false)
	w.loop.RunTasks()
	require.Zero(t, w.devices.LookUps())
	w.grant()
	p.makeCompatible(false)
	w.loop.RunTasks()
	require.Positive(t, w.devices.LookUps())
}
