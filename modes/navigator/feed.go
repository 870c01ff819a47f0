// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"context"
	"sync"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Feed is a source whose reports the program itself sends, such as a test that connects and
// disconnects headsets.
//
//	feed := navigator.NewFeed()
//	devices := navigator.NewDevices(navigator.DevicesConfig{Source: feed})
//	go devices.Run(ctx)
//	feed.Send(connected)
type Feed struct {
	reports chan fed
	ended   chan struct{}
	end     sync.Once
}

// fed is a report on its way. Taken is closed when the receiver has it.
type fed struct {
	report *report.Report
	taken  chan struct{}
}

// NewFeed returns a feed that has sent no report yet.
func NewFeed() *Feed { return &Feed{reports: make(chan fed), ended: make(chan struct{})} }

// Send sends a report, which may be nil. It returns when the receiver has taken the report, so
// that [Devices.Selected] answers by it, or the feed has ended. It waits until something watches
// the feed, without end if nothing does: run the devices before.
func (f *Feed) Send(r *report.Report) {
	next := fed{report: r, taken: make(chan struct{})}
	select {
	case f.reports <- next:
		<-next.taken
	case <-f.ended:
	}
}

// End ends the feed: Watch returns nil, and Send sends nothing any more.
func (f *Feed) End() { f.end.Do(func() { close(f.ended) }) }

// Watch implements [Source].
func (f *Feed) Watch(ctx context.Context, send func(*report.Report)) error {
	for {
		select {
		case next := <-f.reports:
			send(next.report)
			close(next.taken)
		case <-f.ended:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
