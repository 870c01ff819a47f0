// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"context"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Source is where reports come from. It is all that a page's question can ever cause to
// be read, and nothing asks it when a page asks: it tells by itself.
type Source interface {
	// Watch tells the last conclusive report, if there is one, and then each that
	// replaces it, in order and one at a time, until the context ends.
	Watch(ctx context.Context, tell func(*report.Report)) error
}

// Fixed is a source that knows one report, which never changes.
type Fixed struct{ Report *report.Report }

// KnownDevices returns devices of which one report is all that is ever known.
func KnownDevices(r *report.Report, agent modes.UserAgent) *Devices {
	d := NewDevices(DevicesConfig{Source: Fixed{r}, Agent: agent})
	ended, end := context.WithCancel(context.Background())
	end()
	_ = d.Run(ended) // tells its one report and returns
	return d
}

// Watch tells the report.
func (f Fixed) Watch(ctx context.Context, tell func(*report.Report)) error {
	tell(f.Report)
	<-ctx.Done()
	return ctx.Err()
}
