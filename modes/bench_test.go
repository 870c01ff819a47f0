// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// A runtime that lists as many extensions as real ones do, with all that features need.
func BenchmarkList(b *testing.B) {
	var extensions strings.Builder
	for i := range 100 {
		fmt.Fprintf(&extensions, "XR_TEST_extension_%d ", i)
	}
	runtime := headset(extensions.String() + "XR_EXT_hand_tracking XR_FB_body_tracking XR_FB_scene XR_FB_spatial_entity XR_FB_space_warp")
	for _, row := range []struct {
		name  string
		agent modes.UserAgent
	}{{"modes", withAR}, {"modes_and_features", everything}} {
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				modes.List(runtime, row.agent)
			}
		})
	}
}

// nowhere is an event loop that runs a task where it is queued.
type nowhere struct{}

func (nowhere) Queue(task modes.Task) { task.Run() }

// A question whose answer is known: by its class, or from the device and the permission.
func BenchmarkIsSessionSupported(b *testing.B) {
	settled := 0
	settle := func(modes.Supported) { settled++ }
	for _, row := range []struct {
		name, mode string
		class      webxr.Class
		state      webxr.PermissionState
	}{
		{"never", "immersive-vr", webxr.NeverSupport, webxr.Prompt},
		{"variable_granted", "immersive-vr", webxr.HighlyVariable, webxr.Granted},
		{"variable_denied", "immersive-vr", webxr.HighlyVariable, webxr.Denied},
		{"variable_other_mode", "immersive-ar", webxr.HighlyVariable, webxr.Granted},
	} {
		b.Run(row.name, func(b *testing.B) {
			w := newWorld(b)
			tell := w.run()
			tell(vr("a"))
			system, err := w.devices.NewXRSystem(b.Context(), modes.SystemConfig{
				Document: everywhere("https://a.example"), Tasks: nowhere{},
				Classes:     classes{webxr.ImmersiveVR: row.class},
				Permissions: &user{states: map[webxr.PermissionName]webxr.PermissionState{webxr.PermissionSessionSupported: row.state}},
			})
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				system.IsSessionSupported(row.mode, settle)
			}
		})
	}
}
