// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

var (
	directly = func(answer bool) settled {
		return settled{done: true, direct: true, supported: navigator.SupportedResult{Value: answer}}
	}
	byATask = func(answer bool) settled {
		return settled{done: true, supported: navigator.SupportedResult{Value: answer}}
	}
	rejected = func(name webxr.Error) settled {
		return settled{done: true, direct: true, supported: navigator.SupportedResult{Err: name}}
	}
)

// blocked is a document in a frame without the policy "xr-spatial-tracking".
func blocked(origin string) navigator.Document { return navigatortest.Document(origin) }

func TestNewXRSystem_NeedsASecureWindow(t *testing.T) {
	t.Parallel()
	for _, document := range []navigator.Document{{Window: true}, {SecureContext: true}, {}} {
		_, err := newWorld(t).devices.NewXRSystem(t.Context(), navigator.SystemConfig{Document: document})
		require.ErrorIs(t, err, navigator.ErrNotExposed)
	}
}

// The steps before those in parallel run in their order: in each row, every later step would give
// another result.
func TestXRSystem_StepsOfTheDocument(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	allowed, framed := w.open(everywhere("https://a.example")), w.open(blocked("https://b.example"))
	w.classes[webxr.Inline], w.classes[webxr.ImmersiveVR], w.classes[webxr.ImmersiveAR] = webxr.NeverSupport, webxr.NeverSupport, webxr.UsuallySupport
	require.Equal(t, rejected(webxr.TypeError), *framed.ask("immersive-xr"), "an unknown mode, before the policy")
	require.Equal(t, rejected(webxr.TypeError), *allowed.ask("Inline"))
	require.Equal(t, directly(true), *allowed.ask("inline"), "inline, whatever its class")
	require.Equal(t, directly(true), *framed.ask("inline"), "inline, before the policy")
	require.Equal(t, rejected(webxr.SecurityError), *framed.ask("immersive-vr"), "the policy, before the class never")
	require.Equal(t, rejected(webxr.SecurityError), *framed.ask("immersive-ar"), "the policy, before the class usually")
	require.Equal(t, directly(false), *allowed.ask("immersive-vr"), "never")
	require.Equal(t, directly(true), *allowed.ask("immersive-ar"), "usually")
	require.Empty(t, w.user.asked, "no prompt was shown")
}

// The result for a mode that is never or usually supported does not depend on devices.
func TestXRSystem_ClassesDecideWithoutADevice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	p := w.open(everywhere("https://a.example"))
	w.classes[webxr.ImmersiveVR], w.classes[webxr.ImmersiveAR] = webxr.NeverSupport, webxr.UsuallySupport
	send(vr("a"))
	require.Equal(t, directly(false), *p.ask("immersive-vr"), "although it is supported")
	require.Equal(t, directly(true), *p.ask("immersive-ar"), "although it is not supported")
}

func TestXRSystem_StepsInParallel(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name  string
		there bool
		mode  string
		state webxr.PermissionState
		want  bool
	}{
		{"no device", false, "immersive-vr", webxr.Prompt, false},
		{"no device, permission granted", false, "immersive-vr", webxr.Granted, false},
		{"another mode's device", true, "immersive-ar", webxr.Prompt, false},
		{"another mode's device, permission granted", true, "immersive-ar", webxr.Granted, false},
		{"denied", true, "immersive-vr", webxr.Denied, false},
		{"granted", true, "immersive-vr", webxr.Granted, true},
		{"not decided", true, "immersive-vr", webxr.Prompt, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			send := w.run()
			send()
			if row.there {
				send(vr("a"))
			}
			w.user.states[webxr.PermissionSessionSupported] = row.state
			p := w.open(everywhere("https://a.example"))
			answer := p.ask(row.mode)
			require.False(t, answer.done, "every result comes by a task, so that its order does not reveal its cause")
			require.Equal(t, 1, w.loop.RunTasks())
			require.Equal(t, byATask(row.want), *answer)
			require.Empty(t, w.user.asked, "the gate prompts, not the XRSystem")
		})
	}
}

// Without the permission the result does not wait for devices, so that its time reveals nothing
// about them.
func TestXRSystem_IsSessionSupportedWaitsForDevicesWithPermissionOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.open(everywhere("https://a.example"))
	for _, state := range []webxr.PermissionState{webxr.Prompt, webxr.Denied} {
		w.user.states[webxr.PermissionSessionSupported] = state
		answer := p.ask("immersive-vr")
		w.loop.RunTasks()
		require.Equal(t, byATask(false), *answer, state)
	}
	w.grant()
	answer := p.ask("immersive-vr")
	w.loop.RunTasks()
	require.False(t, answer.done)
}

// The user may revoke the permission while the document waits for a device.
func TestXRSystem_IsSessionSupportedAfterRevocation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	w.grant()
	answer := w.open(everywhere("https://a.example")).ask("immersive-vr")
	w.user.states[webxr.PermissionSessionSupported] = webxr.Prompt
	send(vr("a"))
	require.Equal(t, byATask(false), *answer)
}

// Results come in the order of the calls, whatever their cause.
func TestXRSystem_ResultsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	for _, there := range []bool{true, false} {
		w := newWorld(t)
		send := w.run()
		send()
		w.grant()
		if there {
			send(vr("a"))
		}
		p := w.open(everywhere("https://a.example"))
		var order []string
		p.IsSessionSupported("immersive-vr", func(navigator.SupportedResult) { order = append(order, "first") })
		p.IsSessionSupported("immersive-ar", func(navigator.SupportedResult) { order = append(order, "second") })
		w.loop.RunTasks()
		require.Equal(t, []string{"first", "second"}, order)
	}
}

func TestXRSystem_DocumentThatIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	send := w.run()
	send(ar("a"), vr("b"))
	ctx, cancel := context.WithCancel(t.Context())
	gone := w.openFor(ctx, everywhere("https://a.example"))
	session := w.begin(gone, "immersive-vr")
	w.grant()
	pending := gone.ask("immersive-ar")
	w.devices.Prefer(idOf("b"))
	require.Equal(t, idOf("a"), w.selectedID(), "a session is active")
	cancel()
	require.Eventually(t, func() bool { return w.selectedID() == idOf("b") }, settleTime, tick, "the session ended with its document")
	w.loop.RunTasks()
	require.False(t, pending.done)
	require.Empty(t, gone.events)
	require.True(t, session.Ended())
	session.End()
}
