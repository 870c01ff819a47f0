// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/hardware/platform"
	"github.com/xrprobe/xrprobe/probe/internal/join"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// machineFacts are what the machine is made of, and what hangs on it. No runtime is involved.
type machineFacts struct {
	platform *report.HostFacts
	plugged  hardware.Found
	android  *report.Android
}

// lookAtMachine begins to look at the machine, while runtimes are asked, and returns what waits for the answer: nil for a data sheet.
func (p Prober) lookAtMachine(ctx context.Context, r Request) func() *machineFacts {
	if r.Simulate != nil {
		return func() *machineFacts { return nil }
	}
	done := make(chan *machineFacts, 1)
	go func() {
		machine := p.Machine
		machine.Identify, machine.Registry, machine.SteamVR = r.Identify, p.Host.Registry, places.SteamVRs(p.Host)
		facts := &machineFacts{plugged: machine.Look()}
		if r.Platform {
			facts.platform = new(platform.Facts(p.Host))
		}
		if r.Android {
			facts.android = askAndroid(ctx, machine, r.Identify)
		}
		done <- facts
	}()
	return func() *machineFacts { return <-done }
}

// addTo adds the facts to a report whose runtimes have answered, or nothing if there are none.
func (f *machineFacts) addTo(out *report.Report) {
	if f == nil {
		return
	}
	out.Host.Platform = f.platform
	out.Hardware, out.Buses, out.Android = f.plugged.Devices, f.plugged.Buses, f.android
	out.Headsets = join.Headsets(join.Android(f.plugged.Headsets, f.android), out)
}
