// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

// Command sidebyside compares the speed of xrprobe and of other programs that ask the same
// runtime. Every round runs each program once, so that a change of the machine's speed
// affects all of them. It prints medians, and the medians of each round's ratios to the first
// program.
//
// "make bench" runs it with Monado in the lab.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/xrprobe/xrprobe/modes/report"
)

// sample is one run of a program.
type sample struct {
	wall, cpu  time.Duration
	peakKiB    int64
	childStart float64
	runtime    float64
}

// pause waits for a random time between 50 and 100 milliseconds before a run. Monado looks for
// new clients at fixed intervals; without the pause every run would begin at the same point
// of an interval.
func pause() { time.Sleep(50*time.Millisecond + rand.N(50*time.Millisecond)) }

func main() {
	rounds := flag.Int("rounds", 45, "how often to run each program")
	warm := flag.Int("warm", 3, "rounds to run before the measured ones")
	flag.Parse()
	if flag.NArg() < 2 || *rounds < 1 {
		fmt.Fprintln(os.Stderr, "usage: sidebyside [-rounds N] NAME=COMMAND NAME=COMMAND...; the others are compared with the first")
		os.Exit(2)
	}
	if err := bench(flag.Args(), *rounds, *warm); err != nil {
		fmt.Fprintln(os.Stderr, "sidebyside:", err)
		os.Exit(1)
	}
}

func bench(programs []string, rounds, warm int) error {
	samples := map[string][]sample{}
	for round := range warm + rounds {
		for _, program := range programs {
			name, command, _ := strings.Cut(program, "=")
			s, err := runOnce(strings.Fields(command))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if round >= warm {
				samples[name] = append(samples[name], s)
			}
		}
	}
	return write(programs, samples)
}

func runOnce(command []string) (sample, error) {
	var stdout, stderr bytes.Buffer
	c := exec.Command(command[0], command[1:]...)
	c.Stdout, c.Stderr = &stdout, &stderr
	pause()
	begun := time.Now()
	if err := c.Run(); err != nil {
		return sample{}, fmt.Errorf("%w: %s", err, stderr.String())
	}
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	s := sample{wall: time.Since(begun), cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime(), peakKiB: usage.Maxrss}
	s.readTiming(stdout.Bytes())
	return s, nil
}

// readTiming reads the times from a report of xrprobe. Other programs do not print them.
func (s *sample) readTiming(output []byte) {
	var r report.Report
	if json.Unmarshal(output, &r) != nil || r.Schema != report.SchemaName || len(r.Runtimes) == 0 {
		return
	}
	if timing := r.Runtimes[0].Timing; timing != nil && timing.RuntimeMS != nil {
		s.runtime = *timing.RuntimeMS
		if timing.ChildStartMS != nil {
			s.childStart = *timing.ChildStartMS
		}
	}
}

func write(programs []string, samples map[string][]sample) error {
	reference, _, _ := strings.Cut(programs[0], "=")
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "median of %d\twall ms\tratio\tCPU ms\tratio\tpeak MiB\tratio\tchild's start ms\truntime ms\t\n", len(samples[reference]))
	for _, program := range programs {
		name, _, _ := strings.Cut(program, "=")
		own, other := samples[name], samples[reference]
		wall := func(s sample) float64 { return s.wall.Seconds() * 1000 }
		cpu := func(s sample) float64 { return s.cpu.Seconds() * 1000 }
		peak := func(s sample) float64 { return float64(s.peakKiB) / 1024 }
		fmt.Fprintf(table, "%s\t%.1f\t%.2f\t%.1f\t%.2f\t%.1f\t%.2f\t%.1f\t%.1f\t\n", name,
			median(own, wall), ratio(own, other, wall), median(own, cpu), ratio(own, other, cpu),
			median(own, peak), ratio(own, other, peak),
			median(own, func(s sample) float64 { return s.childStart }), median(own, func(s sample) float64 { return s.runtime }))
	}
	return table.Flush()
}

func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, 0, len(samples))
	for _, s := range samples {
		values = append(values, of(s))
	}
	return middle(values)
}

func ratio(own, other []sample, of func(sample) float64) float64 {
	values := make([]float64, 0, len(own))
	for i := range own {
		values = append(values, of(own[i])/of(other[i]))
	}
	return middle(values)
}

func middle(values []float64) float64 {
	slices.Sort(values)
	half := len(values) / 2
	if len(values)%2 == 1 {
		return values[half]
	}
	return (values[half-1] + values[half]) / 2
}
