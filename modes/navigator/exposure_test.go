// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// The result of makeXRCompatible may depend on a device only if that of isSessionSupported does.
func TestXRSystem_MakeXRCompatible(t *testing.T) {
	t.Parallel()
	const onAdapter, resolved, noDevice = "resolved on the adapter", "resolved", "InvalidStateError"
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
		{"usually", everywhere("https://a.example"), webxr.UsuallySupport, webxr.Granted, false, resolved, resolved},
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
					return onAdapter
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
	require.Equal(t, navigator.CompatibleResult{Adapter: true}, s.compatible)
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

func TestXRSystem_QueryXR(t *testing.T) {
	t.Parallel()
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	planes := navigator.SessionInit{RequiredFeatures: []string{"plane-detection"}, OptionalFeatures: []string{"unbounded"}}
	plain := navigator.SessionInit{OptionalFeatures: []string{"plane-detection"}}
	rows := []struct {
		name    string
		mode    string
		init    navigator.SessionInit
		xr      webxr.PermissionState
		known   webxr.PermissionState
		there   bool
		state   webxr.PermissionState
		granted []webxr.Feature
	}{
		{"denied", "immersive-ar", plain, webxr.Denied, webxr.Granted, true, webxr.Denied, nil},
		{"not possible", "immersive-vr", navigator.SessionInit{RequiredFeatures: []string{"layers"}}, webxr.Prompt, webxr.Granted, true, webxr.Denied, nil},
		{"nothing to ask", "immersive-ar", plain, webxr.Prompt, webxr.Granted, true, webxr.Granted, []webxr.Feature{"viewer", "local", "plane-detection"}},
		{"something required to ask", "immersive-ar", floor, webxr.Prompt, webxr.Granted, true, webxr.Prompt, []webxr.Feature{"viewer", "local"}},
		{"something optional to ask", "immersive-ar", planes, webxr.Prompt, webxr.Granted, true, webxr.Prompt, []webxr.Feature{"viewer", "local", "plane-detection"}},
		{"no device", "immersive-ar", floor, webxr.Prompt, webxr.Granted, false, webxr.Granted, nil},
		{"may not know, there", "immersive-ar", plain, webxr.Prompt, webxr.Prompt, true, webxr.Prompt, nil},
		{"may not know, not there", "immersive-ar", plain, webxr.Prompt, webxr.Prompt, false, webxr.Prompt, nil},
		{"inline", "inline", navigator.SessionInit{}, webxr.Prompt, webxr.Prompt, false, webxr.Granted, []webxr.Feature{"viewer"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			send := w.run()
			if send(); row.there {
				send(ar("a"))
			}
			w.user.states[webxr.PermissionXR], w.user.states[webxr.PermissionSessionSupported] = row.xr, row.known
			status, err := w.open(everywhere("https://a.example")).QueryXR(row.mode, row.init, nil)
			require.NoError(t, err)
			require.Equal(t, row.state, status.State())
			require.Equal(t, row.granted, status.Granted())
			require.Empty(t, w.user.asked, "a query shows no prompt")
		})
	}
	_, err := newWorld(t).open(everywhere("https://a.example")).QueryXR("xr", navigator.SessionInit{}, nil)
	require.Equal(t, webxr.TypeError, err)
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
		reflect.TypeFor[*navigator.Session]():          {"End", "Ended", "Features", "Mode", "OnEnd"},
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

// The statuses of an origin show what its user consents to, and what the user agent forgets.
func TestPermissionStatus_ChangesWithTheUser(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"))
	w.grant()
	w.user.consent = []webxr.Feature{"local-floor"}
	floor := navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}
	query := func(p *page) *navigator.PermissionStatus {
		status, err := p.QueryXR("immersive-ar", floor, func() { p.events = append(p.events, "change") })
		require.NoError(t, err)
		return status
	}
	p, same, other := w.open(everywhere("https://a.example")), w.open(everywhere("https://a.example")), w.open(everywhere("https://b.example"))
	statuses := []*navigator.PermissionStatus{query(p), query(same), query(other)}
	states := func() (all []webxr.PermissionState) {
		for _, status := range statuses {
			all = append(all, status.State())
		}
		return all
	}
	change := func(do func()) int {
		p.events, same.events, other.events = nil, nil, nil
		do()
		w.loop.RunTasks()
		require.Equal(t, p.events, same.events)
		require.Empty(t, other.events)
		return len(p.events)
	}
	require.Zero(t, change(func() { w.devices.PermissionsChanged("https://a.example") }), "a prompt is still necessary")
	require.Equal(t, 1, change(func() { p.request(acted, "immersive-ar", floor) }))
	require.Equal(t, []webxr.PermissionState{"granted", "granted", "prompt"}, states())
	statuses[0].Granted()[0] = "teleport"
	require.Equal(t, []webxr.Feature{"viewer", "local", "local-floor"}, statuses[0].Granted(), "the list is the caller's own")
	require.Equal(t, 1, change(func() { w.devices.Forget("https://a.example") }))
	require.Equal(t, []webxr.PermissionState{"prompt", "prompt", "prompt"}, states())
	w.user.states[webxr.PermissionXR] = webxr.Denied
	require.Equal(t, 1, change(func() { w.devices.PermissionsChanged("https://a.example") }))
	require.Equal(t, []webxr.PermissionState{"denied", "denied", "prompt"}, states())
}

// A status changes with the device only if its document may know the device.
func TestPermissionStatus_ChangesWithTheDevice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(vr("a"))
	p := w.open(everywhere("https://a.example"))
	change := func() { p.events = append(p.events, "change") }
	blind, err := p.QueryXR("immersive-ar", navigator.SessionInit{}, change)
	require.NoError(t, err)
	send(ar("a"))
	require.Equal(t, []string{"incompatible", "devicechange"}, p.events)
	require.Equal(t, webxr.Prompt, blind.State())

	w.grant()
	seeing, err := p.QueryXR("immersive-ar", navigator.SessionInit{RequiredFeatures: []string{"unbounded"}}, change)
	require.NoError(t, err)
	require.Equal(t, webxr.Prompt, seeing.State())
	_, err = p.QueryXR("immersive-ar", navigator.SessionInit{}, nil)
	require.NoError(t, err)
	p.events = nil
	send(vr("b"))
	require.Equal(t, []string{"incompatible", "devicechange", "change", "change"}, p.events)
	require.Equal(t, webxr.Granted, seeing.State(), "nothing needs consent on a device without the mode")
	send(vr("c"))
	require.Equal(t, []string{"incompatible", "devicechange", "change", "change", "incompatible", "devicechange"}, p.events, "the state is the same")
}
