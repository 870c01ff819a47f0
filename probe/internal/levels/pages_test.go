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
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
)

// askEverything makes every call that a page can make, in every mode, and returns how many
// sessions began.
func askEverything(page *navigator.XRSystem, loop *navigator.Virtual) int {
	sessions := 0
	init := navigator.SessionInit{OptionalFeatures: []string{"local-floor", "bounded-floor", "hand-tracking", "tracked-sources", "anchors"}}
	for _, mode := range []string{"inline", "immersive-vr", "immersive-ar"} {
		page.IsSessionSupported(mode, func(navigator.SupportedResult) {})
		page.MakeXRCompatible(false, func(navigator.CompatibleResult) {})
		_, _ = page.QueryXR(mode, init, nil) // it fails for wrong modes only
		page.RequestSession(navigatortest.Click(), mode, init, func(r navigator.SessionResult) {
			if r.Session != nil {
				sessions++
				r.Session.End()
			}
		})
		loop.RunTasks()
	}
	return sessions
}

// A runtime that records its calls is asked up to the level properties. The calls that pages make
// afterwards do not reach it. Nothing creates a session, an action set or a tracker: the
// instance is the only OpenXR object that is ever created.
func TestPages_ReachNoRuntime(t *testing.T) {
	t.Parallel()
	sheet, err := devices.Sheet("quest-3")
	require.NoError(t, err)
	asked := askSheet(t, requestUpTo(report.LevelProperties), sheet, nil)
	asked.runtime.ID, asked.runtime.Active = "recording", true
	found := &report.Report{Runtimes: []report.Runtime{asked.runtime}}

	loop, feed := &navigator.Virtual{}, navigator.NewFeed()
	known := navigator.NewDevices(navigator.DevicesConfig{
		Source: feed, Agent: modes.UserAgent{ARModule: true, Modules: webxr.Features()}, Clock: loop,
	})
	navigatortest.Run(t, known)
	feed.Send(found)
	require.Eventually(t, func() bool { return known.Selected() != nil }, 10*time.Second, time.Millisecond)
	before := asked.simulated.Calls()
	page, sessions := navigatortest.Page(t, known, loop), 0
	for range 1000 {
		sessions += askEverything(page, loop)
	}
	require.Equal(t, 3000, sessions, "every request got its session")
	require.Equal(t, before, asked.simulated.Calls())
	require.NotEmpty(t, before)
	for _, call := range before {
		require.True(t, !strings.HasPrefix(call.Command, "xrCreate") || call.Command == "xrCreateInstance", call.Command)
		require.NotContains(t, []string{"xrBeginSession", "xrAttachSessionActionSets", "xrSyncActions"}, call.Command)
	}
}
