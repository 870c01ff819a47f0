// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"io"
	"time"
)

// statusPeriod is how often the status line is written. A question that takes less time
// has none.
const statusPeriod = time.Second

// clearLine clears the line and moves the cursor to its beginning.
const clearLine = "\r\x1b[K"

// statusLine rewrites one line at each tick, and removes it when done is closed.
func statusLine(w io.Writer, doing string, ticks <-chan time.Time, done <-chan struct{}) {
	shown := time.Duration(0)
	for {
		select {
		case <-ticks:
			shown += statusPeriod
			fmt.Fprintf(w, "%s%s… %.0f s, Ctrl-C to stop", clearLine, prose.Printable(doing), shown.Seconds())
		case <-done:
			if shown > 0 {
				fmt.Fprint(w, clearLine)
			}
			return
		}
	}
}

// whileWaiting calls ask, and shows a status line on a terminal while it runs, which says
// what xrprobe is doing.
func (a *app) whileWaiting(doing string, ask func() error) error {
	if a.flags.quiet || !prose.IsTerminal(a.stderr) {
		return ask()
	}
	ticker := time.NewTicker(statusPeriod)
	defer ticker.Stop()
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		statusLine(a.stderr, doing, ticker.C, done)
	}()
	err := ask()
	close(done)
	<-gone
	return err
}
