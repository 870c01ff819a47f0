// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// What makeXRCompatible answers may depend on a device only where isSessionSupported
// would tell of it without asking.
func TestMakeXRCompatible(t *testing.T) {
	t.Parallel()
	const onAdapter, resolved, noDevice = "resolved on the adapter", "resolved", "InvalidStateError"
	rows := []struct {
		name          string
		document      modes.Document
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
				tell := w.run()
				tell()
				if there {
					tell(ar("a"))
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

// One mode's permission says nothing of a device that supports another mode alone.
func TestAPermissionIsForItsMode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tell := w.run()
	tell(vr("a"))
	w.user.states[webxr.PermissionSessionSupported] = webxr.Granted
	w.classes[webxr.ImmersiveVR] = webxr.NeverSupport
	s := w.open(everywhere("https://a.example")).makeCompatible(false)
	w.loop.RunTasks()
	require.Equal(t, webxr.InvalidStateError, s.compatible.Err)
}

func TestASessionShowsItsDevice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tell := w.run()
	tell(vr("a"))
	p, other := w.open(everywhere("https://a.example")), w.open(everywhere("https://b.example"))
	session := w.begin(p, "immersive-vr")
	s, s2 := p.makeCompatible(false), other.makeCompatible(false)
	w.loop.RunTasks()
	require.Equal(t, modes.Compatible{Adapter: true}, s.compatible)
	require.Equal(t, webxr.InvalidStateError, s2.compatible.Err, "to whom it is shown")
	session.End()
	s = p.makeCompatible(false)
	w.loop.RunTasks()
	require.Equal(t, webxr.InvalidStateError, s.compatible.Err)
}

// Before the first report only those wait that may know what is found.
func TestWhoMayNotKnowDoesNotWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.open(everywhere("https://a.example"))
	s := p.makeCompatible(false)
	w.loop.RunTasks()
	require.True(t, s.done)
	w.user.states[webxr.PermissionSessionSupported] = webxr.Granted
	s = p.makeCompatible(false)
	w.loop.RunTasks()
	require.False(t, s.done)
	w.loop.Advance(modes.DefaultPatience)
	require.Equal(t, webxr.InvalidStateError, s.compatible.Err)
}

func TestQueryXR(t *testing.T) {
	t.Parallel()
	floor := modes.SessionInit{RequiredFeatures: []string{"local-floor"}}
	planes := modes.SessionInit{RequiredFeatures: []string{"plane-detection"}, OptionalFeatures: []string{"unbounded"}}
	plain := modes.SessionInit{OptionalFeatures: []string{"plane-detection"}}
	rows := []struct {
		name    string
		mode    string
		init    modes.SessionInit
		xr      webxr.PermissionState
		known   webxr.PermissionState
		there   bool
		state   webxr.PermissionState
		granted []webxr.Feature
	}{
		{"denied", "immersive-ar", plain, webxr.Denied, webxr.Granted, true, webxr.Denied, nil},
		{"not possible", "immersive-vr", modes.SessionInit{RequiredFeatures: []string{"layers"}}, webxr.Prompt, webxr.Granted, true, webxr.Denied, nil},
		{"nothing to ask", "immersive-ar", plain, webxr.Prompt, webxr.Granted, true, webxr.Granted, []webxr.Feature{"viewer", "local", "plane-detection"}},
		{"something required to ask", "immersive-ar", floor, webxr.Prompt, webxr.Granted, true, webxr.Prompt, []webxr.Feature{"viewer", "local"}},
		{"something optional to ask", "immersive-ar", planes, webxr.Prompt, webxr.Granted, true, webxr.Prompt, []webxr.Feature{"viewer", "local", "plane-detection"}},
		{"no device", "immersive-ar", floor, webxr.Prompt, webxr.Granted, false, webxr.Granted, nil},
		{"may not know, there", "immersive-ar", plain, webxr.Prompt, webxr.Prompt, true, webxr.Prompt, nil},
		{"may not know, not there", "immersive-ar", plain, webxr.Prompt, webxr.Prompt, false, webxr.Prompt, nil},
		{"inline", "inline", modes.SessionInit{}, webxr.Prompt, webxr.Prompt, false, webxr.Granted, []webxr.Feature{"viewer"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tell := w.run()
			if tell(); row.there {
				tell(ar("a"))
			}
			w.user.states[webxr.PermissionXR], w.user.states[webxr.PermissionSessionSupported] = row.xr, row.known
			status, err := w.open(everywhere("https://a.example")).QueryXR(row.mode, row.init, nil)
			require.NoError(t, err)
			require.Equal(t, row.state, status.State())
			require.Equal(t, row.granted, status.Granted())
			require.Empty(t, w.user.asked, "a query asks nobody")
		})
	}
	_, err := newWorld(t).open(everywhere("https://a.example")).QueryXR("xr", modes.SessionInit{}, nil)
	require.Equal(t, webxr.TypeError, err)
}

// A status tells of a change to who may know the device, and to nobody else.
func TestAPermissionStatusChangesWithTheDevice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tell := w.run()
	tell(vr("a"))
	p := w.open(everywhere("https://a.example"))
	change := func() { p.events = append(p.events, "change") }
	blind, err := p.QueryXR("immersive-ar", modes.SessionInit{}, change)
	require.NoError(t, err)
	tell(ar("a"))
	require.Equal(t, []string{"incompatible", "devicechange"}, p.events)
	require.Equal(t, webxr.Prompt, blind.State())

	w.user.states[webxr.PermissionSessionSupported] = webxr.Granted
	seeing, err := p.QueryXR("immersive-ar", modes.SessionInit{RequiredFeatures: []string{"unbounded"}}, change)
	require.NoError(t, err)
	require.Equal(t, webxr.Prompt, seeing.State())
	p.events = nil
	tell(vr("b"))
	require.Equal(t, []string{"incompatible", "devicechange", "change", "change"}, p.events)
	require.Equal(t, webxr.Granted, seeing.State(), "of a device without the mode nothing needs consent")
	tell(vr("c"))
	require.Equal(t, []string{"incompatible", "devicechange", "change", "change", "incompatible", "devicechange"}, p.events, "the answer is the same")
}
