// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command inprocess is the probe of xrprobe --json without the child process: it
// shows what the isolation costs. The benchmark alone runs it.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
)

func main() {
	p := probe.Prober{UserAgent: modes.UserAgent{ARModule: true}, Helper: probe.InProcess(), Tool: report.Tool{Name: "inprocess"}}
	found, err := p.Probe(context.Background(), probe.Request{})
	if err == nil {
		err = found.Write(os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
