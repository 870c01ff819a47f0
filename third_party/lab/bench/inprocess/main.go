// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command inprocess probes as xrprobe --json does, but without a child process. The benchmark
// runs it to measure what the child process costs.
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
