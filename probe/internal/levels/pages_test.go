// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
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

// askEverything asks each question that a page has, and returns how many sessions began.
func askEverything(page *navigator.XRSystem, loop *navigator.VirtualLoop) int {
	sessions := 0
	now := navigator.Activation{TransientActivation: true, IntentUnderstood: true, Visible: true}
	init := navigator.SessionInit{OptionalFeatures: []string{"local-floor", "bounded-floor", "hand-tracking", "tracked-sources", "anchors"}}
	for _, mode := range []string{"inline", "immersive-vr", "immersive-ar"} {
		page.IsSessionSupported(mode, func(navigator.SupportedResult) {})
		page.MakeXRCompatible(false, func(navigator.CompatibleResult) {})
		_, _ = page.QueryXR(mode, init, nil) // the modes are right
		page.RequestSession(now, mode, init, func(r navigator.SessionResult) {
			if r.Session != nil {
				sessions++
				r.Session.End()
			}
		})
		loop.RunTasks()
	}
	return sessions
}

func pageOf(t *testing.T, devices *navigator.Devices, loop *navigator.VirtualLoop) *navigator.XRSystem {
	t.Helper()
	page, err := devices.NewXRSystem(t.Context(), navigator.SystemConfig{
		Document: navigator.Document{Origin: "https://a.example", SecureContext: true, Window: true, Allowed: []webxr.Policy{webxr.PolicySpatialTracking}},
		Tasks:    loop, Classes: variable{}, Permissions: consenting{},
	})
	require.NoError(t, err)
	return page
}

// A runtime that records every call is asked at every level below session. What pages ask
// afterwards does not reach it, and neither creates a session, an action set or a tracker:
// the instance is the only OpenXR object that is ever created.
func TestPages_ReachNoRuntime(t *testing.T) {
	t.Parallel()
	sheet, err := devices.Sheet("quest-3")
	require.NoError(t, err)
	runtime, err := simulated.New(sheet)
	require.NoError(t, err)
	defer runtime.Close()
	asked := report.Runtime{ID: "recording", Active: true, Level: report.LevelProperties}
	a := asker{request: wire.Request{Runtime: asked}, runtime: asked, tools: Tools{Send: func(wire.Step) error { return nil }}}
	a.entry, err = runtime.Entry()
	require.NoError(t, err)
	require.NoError(t, a.climb(ladder()[1:]))
	found := &report.Report{Runtimes: []report.Runtime{a.runtime}}

	loop := &navigator.VirtualLoop{}
	known := navigator.NewDevices(navigator.DevicesConfig{
		Source: navigator.FixedSource{Report: found}, Agent: modes.UserAgent{ARModule: true, Modules: webxr.Features()}, Clock: loop,
	})
	go func() { _ = known.Run(t.Context()) }()
	require.Eventually(t, func() bool { return known.Selected() != nil }, 10*time.Second, time.Millisecond)
	before := runtime.Calls()
	page, sessions := pageOf(t, known, loop), 0
	for range 1000 {
		sessions += askEverything(page, loop)
	}
	require.Equal(t, 3000, sessions, "every question got as far as it can")
	require.Equal(t, before, runtime.Calls())
	require.NotEmpty(t, before)
	for _, call := range before {
		require.True(t, !strings.HasPrefix(call.Command, "xrCreate") || call.Command == "xrCreateInstance", call.Command)
		require.NotContains(t, []string{"xrBeginSession", "xrAttachSessionActionSets", "xrSyncActions"}, call.Command)
	}
}
