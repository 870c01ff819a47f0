// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/report"
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

// BenchmarkDecidedDuringChanges asks about decided modes while devices change a hundred times a
// second beside a thousand documents, of which half hold consent. It reports the 99th
// percentile of a call's time besides the mean.
func BenchmarkDecidedDuringChanges(b *testing.B) {
	feed := navigator.NewFeed()
	devices := navigator.NewDevices(navigator.DevicesConfig{Source: feed, Agent: modes.UserAgent{ARModule: true}})
	navigatortest.Run(b, devices)
	gate := permission.NewGate(permission.Config{Classes: classes{}, Devices: devices, Prompter: quiet{}})
	documents := make([]*permission.Document, 1000)
	for i := range documents {
		c := document(fmt.Sprintf("https://site-%d.example", i))
		c.Tasks = discarded{}
		gate.Regular().Set(permission.Key{Origin: c.Origin, Mode: webxr.ImmersiveVR}, []webxr.PermissionState{webxr.Granted, webxr.Denied}[i%2])
		documents[i] = gate.Regular().Open(b.Context(), c)
	}
	reports := []*report.Report{both(), reportOf()}
	done := make(chan struct{})
	var changing sync.WaitGroup
	changing.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
				feed.Send(reports[i%2])
			}
		}
	})
	settle := func(navigator.SupportedResult) {}
	var took []time.Duration // of every sixteenth call
	for i := 0; b.Loop(); i++ {
		begun := time.Now()
		documents[i%len(documents)].IsSessionSupported(vr, settle)
		if i%16 == 0 {
			took = append(took, time.Since(begun))
		}
	}
	close(done)
	changing.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2]), "ns-median")
	b.ReportMetric(float64(took[len(took)*99/100]), "ns-p99")
}
