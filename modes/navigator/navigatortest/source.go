// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigatortest

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Source is a [navigator.Source] whose reports a test sends.
type Source struct {
	watching chan func(*report.Report)
	ending   chan struct{}
	watched  atomic.Int32
}

// NewSource returns a source that has sent no report yet.
func NewSource() *Source {
	return &Source{watching: make(chan func(*report.Report), 1), ending: make(chan struct{})}
}

// Watch implements [navigator.Source]. It returns when the context or the source ends.
func (s *Source) Watch(ctx context.Context, send func(*report.Report)) error {
	s.watched.Add(1)
	s.watching <- send
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.ending:
		return nil
	}
}

// Sender waits until Watch has been called, and returns the function that it was called with.
func (s *Source) Sender() func(*report.Report) { return <-s.watching }

// Run runs the devices until the test ends, and returns the function that sends them a report.
func (s *Source) Run(t testing.TB, devices *navigator.Devices) func(*report.Report) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = devices.Run(ctx) // it ends with the context's error
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return s.Sender()
}

// End ends the source, as if it had no more reports.
func (s *Source) End() { close(s.ending) }

// Watched returns how many times Watch was called.
func (s *Source) Watched() int { return int(s.watched.Load()) }
