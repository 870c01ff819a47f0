// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"io"
	"time"
)

// patience is how long a question takes before somebody who waits is told that it is
// still being asked.
const patience = time.Second

// clearLine puts the cursor back to the beginning of an empty line.
const clearLine = "\r\x1b[K"

// waiting rewrites one line with each tick until done is closed, and removes it then.
func waiting(w io.Writer, name string, ticks <-chan time.Time, done <-chan struct{}) {
	shown := time.Duration(0)
	for {
		select {
		case <-ticks:
			shown += patience
			fmt.Fprintf(w, "%sasking %s… %.0f s, Ctrl-C to stop", clearLine, printable(name), shown.Seconds())
		case <-done:
			if shown > 0 {
				fmt.Fprint(w, clearLine)
			}
			return
		}
	}
}

// watched runs a question, and shows on a terminal that it takes long.
func (a *app) watched(ask func() error) error {
	if a.quiet || !isTerminal(a.stderr) {
		return ask()
	}
	ticker := time.NewTicker(patience)
	defer ticker.Stop()
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		waiting(a.stderr, a.subject(), ticker.C, done)
	}()
	err := ask()
	close(done)
	<-gone
	return err
}

// subject names what is being asked, as far as the command line says.
func (a *app) subject() string {
	switch {
	case a.simulate != "":
		return a.simulate
	case a.runtime != "":
		return a.runtime
	default:
		return "the active runtime"
	}
}
