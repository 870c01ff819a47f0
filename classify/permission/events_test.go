// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// consentedTo opens a page whose origin has consent for immersive-vr.
func (w *world) consentedTo(name, origin string) *page {
	w.gate.Regular().Set(permission.Key{Origin: origin, Mode: webxr.ImmersiveVR}, webxr.Granted)
	return w.regular(name, origin)
}

// Only visible documents whose origin has consent receive devicechange.
func TestDocument_ReceivesDeviceChange(t *testing.T) {
	t.Parallel()
	blocked, hidden, off := document(originA), document(originA), document(originA)
	blocked.Allowed, hidden.Hidden, off.Off = nil, true, true
	rows := []struct {
		name     string
		document permission.DocumentConfig
		state    webxr.PermissionState
		class    webxr.Class
		want     []string
	}{
		{"consent", document(originA), webxr.Granted, webxr.HighlyVariable, []string{"devicechange"}},
		{"not decided", document(originA), webxr.Prompt, webxr.HighlyVariable, nil},
		{"declined", document(originA), webxr.Denied, webxr.HighlyVariable, nil},
		{"granted to every origin", document(originA), webxr.Prompt, webxr.UsuallySupport, nil},
		{"denied to every origin", document(originA), webxr.Prompt, webxr.NeverSupport, nil},
		{"blocked by policy", blocked, webxr.Granted, webxr.HighlyVariable, nil},
		{"hidden", hidden, webxr.Granted, webxr.HighlyVariable, nil},
		{"XR is off", off, webxr.Granted, webxr.HighlyVariable, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seeded(1), func(c *permission.Config) { c.Classes = classes{webxr.ImmersiveVR: row.class} })
			w.plug(reportOf())
			w.gate.Regular().Set(keyA, row.state)
			w.open(w.gate.Regular(), "a", row.document)
			w.plug(both())
			w.minute()
			require.Equal(t, row.want, w.seen("a"))
		})
	}
}

// Two documents cannot tell by the time of an event that they run on one machine, and no event
// fires at once.
func TestDocument_EventsAreSpreadOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(reportOf())
	for _, name := range []string{"a", "b", "c", "d"} {
		w.consentedTo(name, "https://"+name+".example")
	}
	w.plug(both())
	w.clock.Advance(0)
	require.Empty(t, w.trace)
	w.clock.Advance(permission.EventDelayMax)
	times := map[string]bool{}
	for _, line := range w.trace {
		at, _, _ := strings.Cut(line, " ")
		times[at] = true
	}
	require.Len(t, w.trace, 4, "all events fire within EventDelayMax")
	require.Len(t, times, 4, "each at a time of its own")
}

// A burst of changes is one event, or none if nothing has changed in the end.
func TestDocument_BurstIsOneEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(reportOf())
	w.consentedTo("a", originA)
	for range 5 {
		w.plug(both())
		w.plug(headset())
	}
	w.minute()
	w.require("a")
	for range 5 {
		w.plug(headset())
		w.plug(both())
	}
	w.minute()
	require.Equal(t, []string{"devicechange"}, w.seen("a"))
	drawn := w.random.bytes
	for range 5 {
		w.plug(both())
		w.plug(headset())
	}
	require.Equal(t, drawn+8, w.random.bytes, "one delay is drawn; the least of several would be shorter")
	w.minute()
	require.Len(t, w.seen("a"), 2)
}

// A document that is opened while a headset is connected receives no event about it.
func TestDocument_OpensUpToDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.consentedTo("a", originA).SetVisible(true)
	w.minute()
	w.require("a")
}

// A document that was hidden, or in the back/forward cache, receives at most one event for
// all changes meanwhile, and none if nothing has changed in the end.
func TestDocument_RestoredReceivesOneEvent(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(p *page, away bool){
		"frozen": func(p *page, away bool) {
			if away {
				p.Freeze()
				return
			}
			p.Thaw()
		},
		"hidden": func(p *page, away bool) { p.SetVisible(!away) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seeded(1))
			w.plug(reportOf())
			a := w.consentedTo("a", originA)
			set(a, true)
			w.plug(both())
			w.minute()
			w.plug(headset())
			w.minute()
			set(a, false)
			w.minute()
			w.require("a")
			set(a, true)
			w.plug(both())
			w.minute()
			w.require("a")
			set(a, false)
			w.minute()
			require.Equal(t, []string{"devicechange"}, w.seen("a"))
			// An event that is scheduled when the document is hidden or frozen waits too.
			w.plug(headset())
			set(a, true)
			w.minute()
			require.Len(t, w.seen("a"), 1)
			set(a, false)
			w.minute()
			require.Len(t, w.seen("a"), 2)
		})
	}
}

// A page that learns about devices by the user's consent receives no event about them.
func TestDocument_ConsentIsNoDeviceChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.consents()
	a := w.regular("a", originA)
	a.ask(vr)
	w.minute()
	a.SetVisible(true)
	w.minute()
	w.require("a", "1 immersive-vr supported: true <nil>")
	w.plug(reportOf())
	w.minute()
	w.require("a", "1 immersive-vr supported: true <nil>", "devicechange")
}

// A query of the permission "xr" tells nothing of the device to a page without a session of the
// mode, whatever was granted or denied, and its status does not change with the device.
func TestDocument_QueryXRTellsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.XR = denying{} })
	a, b := w.consentedTo("a", originA), w.regular("b", originB)
	for _, r := range []*report.Report{reportOf(), headset("OPAQUE"), both(), headset("ADDITIVE")} {
		w.plug(r)
		for _, p := range []*page{a, b} {
			for _, init := range []navigator.SessionInit{{}, floor, {RequiredFeatures: []string{"hand-tracking"}}, {RequiredFeatures: []string{"teleport"}}} {
				for _, mode := range immersive {
					status, err := p.QueryXR(string(mode), init, func() { p.see("changed") })
					require.NoError(t, err)
					require.Equal(t, webxr.Prompt, status.State())
					require.Empty(t, status.Granted())
				}
			}
		}
		w.minute()
	}
	require.NotContains(t, strings.Join(w.trace, "\n"), "changed")
}

// denying is a user who has denied "xr", in a store that keeps one state for every mode.
type denying struct{}

func (denying) State(navigator.PermissionDescriptor) webxr.PermissionState { return webxr.Denied }

func (denying) Request(_ navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	settle(navigator.Grant{State: webxr.Denied})
	return nil
}

// A context that was on a device's adapter receives an event when it no longer is. A context
// that never was receives none.
func TestDocument_IncompatibleContexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a, b := w.consentedTo("a", originA), w.regular("b", originB)
	a.makeCompatible()
	b.makeCompatible()
	w.clock.Advance(0)
	w.plug(reportOf())
	w.plug(both())
	w.clock.Advance(0)
	w.require("a", "compatible: true true <nil>")
	w.minute()
	w.require("a", "compatible: true true <nil>", "context incompatible")
	w.require("b", "compatible: false false "+webxr.InvalidStateError.Error())
	usual := newWorld(t, seeded(1), func(c *permission.Config) { c.Classes = classes{webxr.ImmersiveVR: webxr.UsuallySupport} })
	usual.plug(both())
	c := usual.regular("c", originA)
	c.makeCompatible()
	usual.clock.Advance(0)
	usual.plug(reportOf())
	usual.clock.Advance(0)
	usual.require("c", "compatible: true false <nil>")
}

// A request for an immersive session that fails is rejected at the drawn time, whatever the
// cause. One that succeeds settles at once. After either the page may request again.
func TestDocument_RequestSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	a := w.regular("a", originA)
	a.request(vr)
	a.request(vr)
	w.plug(reportOf())
	w.clock.Advance(permission.SettleMin - time.Millisecond)
	require.Len(t, w.seen("a"), 1, "the page may know at once that a request is pending")
	w.clock.Advance(permission.SettleMax)
	w.require("a", "2 immersive-vr session: false "+webxr.InvalidStateError.Error()+", at once", "1 immersive-vr session: false "+webxr.NotSupportedError.Error())
	w.plug(both())
	w.consents()
	a.request(vr)
	w.clock.Advance(time.Second + permission.PromptDelayMax)
	require.Equal(t, "3 immersive-vr session: true <nil>", w.seen("a")[2])
	a.request(vr)
	require.Equal(t, "4 immersive-vr session: false "+webxr.InvalidStateError.Error()+", at once", w.seen("a")[3], "a session is active")
	require.Empty(t, w.user.asked, "requestSession shows no prompt of this permission")
}

// If the user has consented, a request that fails is rejected at once.
func TestDocument_SessionWithConsentFailsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(headset())
	w.consentedTo("a", originA).request(vr)
	w.clock.Advance(0)
	w.require("a", "1 immersive-vr session: false "+webxr.NotSupportedError.Error())
}

// Consent after the promise was rejected begins no session.
func TestDocument_SessionThatComesTooLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.consents()
	w.user.after = time.Hour
	a := w.regular("a", originA)
	a.request(vr)
	w.minute()
	w.require("a", "1 immersive-vr session: false "+webxr.NotSupportedError.Error())
	w.user.after = 0
	a.request(vr)
	w.prompts()
	require.Equal(t, "2 immersive-vr session: true <nil>", w.seen("a")[1], "an old prompt does not block a new request")
	w.clock.Advance(2 * time.Hour)
	require.Len(t, w.seen("a"), 2)
}

func TestDocument_DecidesSessionsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	a := w.regular("a", originA)
	for mode, want := range map[string]error{"x": webxr.TypeError, vr: webxr.SecurityError, "inline": webxr.SecurityError} {
		var got error
		a.RequestSession(navigator.Activation{}, mode, floor, func(r navigator.SessionResult) { got = r.Err })
		require.Equal(t, want, got, mode)
	}
	insecure := document(originA)
	insecure.SecureContext = false
	b := w.open(w.gate.Regular(), "b", insecure)
	b.request(vr)
	b.makeCompatible()
	w.require("b", "1 immersive-vr session: false "+navigator.ErrNotExposed.Error()+", at once", "compatible: false false "+navigator.ErrNotExposed.Error())
	_, err := b.QueryXR(vr, floor, nil)
	require.Equal(t, navigator.ErrNotExposed, err)
	hidden := document(originA)
	hidden.Hidden = true
	c := w.open(w.gate.Regular(), "c", hidden)
	c.request(vr)
	w.require("c", "1 immersive-vr session: false "+webxr.SecurityError.Error()+", at once")
}

// The first enumeration is no change of devices, also for documents that were opened before it.
func TestDocument_FirstEnumerationIsNoDeviceChange(t *testing.T) {
	t.Parallel()
	for name, consent := range map[string]func(w *world){
		"before": func(*world) {},
		"after":  func(w *world) { w.plug(both()); w.minute() },
	} {
		w := newWorld(t, seeded(1))
		a := w.regular("a", originA)
		consent(w)
		w.gate.Regular().Set(keyA, webxr.Granted)
		a.ask(vr)
		w.plug(both())
		w.minute()
		require.Equal(t, []string{"1 immersive-vr supported: true <nil>"}, w.seen("a"), name)
		w.plug(headset())
		w.minute()
		require.Equal(t, []string{"1 immersive-vr supported: true <nil>", "devicechange"}, w.seen("a"), name)
	}
}

// A device may go after makeXRCompatible was called and before its promise settles.
func TestDocument_AdapterGoesBeforeThePromiseSettles(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a := w.consentedTo("a", originA)
	a.makeCompatible()
	w.plug(headset())
	w.minute()
	w.require("a", "compatible: false false "+webxr.InvalidStateError.Error(), "devicechange")
}
