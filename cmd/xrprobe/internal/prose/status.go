// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package prose

import (
	"fmt"
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
			fmt.Fprintf(w, "%s%s… %.0f s, Ctrl-C to stop", clearLine, Printable(doing), shown.Seconds())
		case <-done:
			if shown > 0 {
				fmt.Fprint(w, clearLine)
			}
			return
		}
	}
}

// WhileWaiting calls ask, and shows a status line while it runs, which says what is being done, if w is a terminal.
func WhileWaiting(w io.Writer, doing string, ask func() error) error {
	if !IsTerminal(w) {
		return ask()
	}
	ticker := time.NewTicker(statusPeriod)
	defer ticker.Stop()
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		statusLine(w, doing, ticker.C, done)
	}()
	err := ask()
	close(done)
	<-gone
	return err
}
