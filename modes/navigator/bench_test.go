// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// immediate is an event loop that runs each task inside Queue.
type immediate struct{}

func (immediate) Queue(task navigator.Task) { task.Run() }

// The result is known without a wait: from the class, or from the permission and the device.
func BenchmarkIsSessionSupported(b *testing.B) {
	settled := 0
	settle := func(navigator.SupportedResult) { settled++ }
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
			send := w.run()
			send(vr("a"))
			system, err := w.devices.NewXRSystem(b.Context(), navigator.SystemConfig{
				Document: everywhere("https://a.example"), Tasks: immediate{},
				Classes:     navigatortest.Classes{webxr.ImmersiveVR: row.class},
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
