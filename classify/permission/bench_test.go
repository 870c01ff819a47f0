// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"fmt"
	"testing"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// immediate is an event loop that runs each task at once.
type immediate struct{}

func (immediate) Queue(task navigator.Task) { task.Run() }

// BenchmarkDecided asks about a mode that the user has decided about. The number in the name
// is how many other decisions the store has.
func BenchmarkDecided(b *testing.B) {
	settle := func(navigator.SupportedResult) {}
	for _, others := range []int{0, 1_000, 1_000_000} {
		store := permission.Memory{}
		for i := range others {
			store.Save(permission.Key{Origin: fmt.Sprintf("https://site-%d.example", i), Mode: webxr.ImmersiveVR}, permission.Entry{State: webxr.Denied})
		}
		for _, state := range []webxr.PermissionState{webxr.Granted, webxr.Denied} {
			b.Run(fmt.Sprintf("%s/%d", state, others), func(b *testing.B) {
				gate := permission.NewGate(permission.Config{Classes: classes{}, Devices: fixed(both()), Prompter: &user{}, Store: store})
				gate.Regular().Set(keyA, state)
				c := document(originA)
				c.Tasks = immediate{}
				d := gate.Regular().Open(b.Context(), c)
				b.ReportAllocs()
				for b.Loop() {
					d.IsSessionSupported(vr, settle)
				}
			})
		}
	}
}

// BenchmarkAsk measures the part of an open question that blocks the page.
func BenchmarkAsk(b *testing.B) {
	gate := permission.NewGate(permission.Config{Classes: classes{}, Devices: fixed(both()), Prompter: quiet{}})
	c := document(originA)
	c.Tasks = immediate{}
	d := gate.Regular().Open(b.Context(), c)
	b.ReportAllocs()
	for b.Loop() {
		d.IsSessionSupported(vr, func(navigator.SupportedResult) {})
		gate.Regular().Set(keyA, webxr.Denied)
		gate.Regular().Set(keyA, webxr.Prompt)
	}
}

// quiet is a user interface that shows no prompt.
type quiet struct{}

func (quiet) Ask(permission.Prompt) func() { return func() {} }
