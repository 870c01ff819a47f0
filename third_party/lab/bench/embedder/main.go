// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command embedder is a program that probes again and again. It probes a first runtime, and
// then prints how many milliseconds a probe of the active runtime takes:
//
//	embedder in-process MANIFEST        asks in its own process
//	embedder spare MANIFEST XRPROBE     asks in a spare child, which started after the first probe
//
// The first runtime is another one than the active one. So in both ways the program is warm,
// and the active runtime's library is not loaded yet.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
)

// between is the time between the probes. A spare child gets ready in it.
const between = 150 * time.Millisecond

func main() {
	spent, err := probeTwice(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "embedder:", err)
		os.Exit(1)
	}
	fmt.Printf("%.3f\n", spent.Seconds()*1000)
}

// probeTwice returns how long the second probe took.
func probeTwice(args []string) (time.Duration, error) {
	p := probe.Prober{UserAgent: modes.UserAgent{ARModule: true}, Tool: report.Tool{Name: "embedder"}}
	switch {
	case len(args) == 2 && args[0] == "in-process":
		p.Helper = probe.InProcess()
	case len(args) == 3 && args[0] == "spare":
		p.Helper, p.Spare = probe.Executable(args[2]), &probe.Spare{}
		defer p.Spare.Close()
	default:
		return 0, errors.New("usage: embedder in-process MANIFEST | embedder spare MANIFEST XRPROBE")
	}
	if err := ask(p, probe.Request{Runtime: args[1]}); err != nil {
		return 0, err
	}
	time.Sleep(between)
	begun := time.Now()
	err := ask(p, probe.Request{})
	return time.Since(begun), err
}

func ask(p probe.Prober, r probe.Request) error {
	found, err := p.Probe(context.Background(), r)
	if err != nil {
		return err
	}
	if len(found.Runtimes) != 1 || found.Runtimes[0].Status != report.StatusOK {
		return fmt.Errorf("the runtime was not asked: %q", r.Runtime)
	}
	return nil
}
