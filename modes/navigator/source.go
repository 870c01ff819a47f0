// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"context"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Source sends reports by itself. A page's call never reaches it.
type Source interface {
	// Watch sends the last conclusive report, if there is one, and then each report that
	// replaces it, in order and one at a time, until the context ends.
	Watch(ctx context.Context, send func(*report.Report)) error
}

// FixedSource is a source that sends one report, which never changes. The report may be nil.
type FixedSource struct{ Report *report.Report }

// FixedDevices returns the devices of one report, which never change. The report may be nil.
func FixedDevices(r *report.Report, agent modes.UserAgent) *Devices {
	d := NewDevices(DevicesConfig{Source: FixedSource{r}, Agent: agent})
	ended, end := context.WithCancel(context.Background())
	end()
	_ = d.Run(ended) // it sends the report and returns
	return d
}

// Without returns the devices of the same browser build where none is connected, now or later. A
// document that has them cannot tell.
func (d *Devices) Without() *Devices {
	none := NewDevices(DevicesConfig{Source: FixedSource{}, Agent: d.agent, Clock: d.clock, Patience: d.patience})
	none.lookUps = d.lookUps
	none.update(nil)
	return none
}

// Watch sends the report, and waits until the context ends.
func (f FixedSource) Watch(ctx context.Context, send func(*report.Report)) error {
	send(f.Report)
	<-ctx.Done()
	return ctx.Err()
}
