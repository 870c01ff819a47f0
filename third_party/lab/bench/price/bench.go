// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"fmt"
	"time"
)

const (
	pairs       = 50_000 // of connected sockets
	fewBuckets  = 1 << 12
	someBuckets = 1 << 17
	manyBuckets = 1 << 20
	idle        = time.Minute
	roundsTime  = 4 * time.Minute
	watchesEach = 3
	peaksEach   = 5
)

// bench is one run of the benchmark.
type bench struct {
	files
	rounds int
	trees  []string
	rooms  map[string]*room
	found  samples
	notes  []string
	load   string // of the machine, when the run began
}

func (b *bench) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

func (b *bench) openRooms() {
	for name, size := range map[string][2]int{"quiet": {0, fewBuckets}, "connections": {pairs, someBuckets}, "buckets": {0, manyBuckets}} {
		r, err := openRoom(size[0], size[1])
		switch {
		case err != nil:
			b.note("left out: %v", err)
			continue
		case r.shared && name == "buckets":
			b.note("left out: the table of 2^20 buckets: this kernel does not allow %s", ownTable)
			r.close()
			continue
		case r.shared:
			b.note("row 8, %s: the table of connections is the machine's", name)
		}
		b.rooms[name] = r
	}
}

func (b *bench) measure() []row {
	peaks := b.peaks()
	watches := b.watches()
	b.openRooms()
	programs := b.references()
	for _, tree := range b.trees {
		programs = append(programs, b.of(tree, b.rooms)...)
	}
	var notes []string
	b.found, notes = runRounds(programs, b.rounds, time.Now().Add(roundsTime))
	b.notes = append(b.notes, notes...)
	for _, n := range b.rooms {
		n.close()
	}
	compare := func(c comparison) row { return c.row(b.found) }
	return []row{
		compare(comparison{name: "1  xrprobe --json beside Monado / C through the loader: wall", unit: "ms", program: "json", reference: "C", of: wall, goal: goal{ratio: 1.5}}),
		compare(comparison{name: "1  the same: CPU", unit: "ms", program: "json", reference: "C", of: cpu, goal: goal{ratio: 3}}),
		compare(comparison{name: "2  spare child, over in process, beside Monado", unit: "ms", program: "spare", reference: "in process", ownReference: true, of: own, over: true, goal: goal{value: 3, ratio: 1.1}}),
		compare(comparison{name: "3  eight runtimes of 300 ms / one", unit: "ms", program: "eight", reference: "one", ownReference: true, of: wall, goal: goal{ratio: 1.15}}),
		compare(comparison{name: "4  crash in xrCreateInstance to xrprobe's exit", unit: "ms", program: "crash", of: own, goal: goal{value: 25}}),
		peakRow("5  peak memory of xrprobe, test runtime", peaks, "plain", func(p peak) float64 { return p.program }, 16),
		peakRow("5  peak memory of its child, test runtime", peaks, "plain", func(p peak) float64 { return p.child }, 9),
		peakRow("5  peak memory of xrprobe, Monado", peaks, "Monado", func(p peak) float64 { return p.program }, 0),
		peakRow("5  peak memory of its child, Monado's library included", peaks, "Monado", func(p peak) float64 { return p.child }, 0),
		compare(comparison{name: "6  xrprobe version / an empty static Go program", unit: "ms", program: "version", reference: "empty", of: wall, goal: goal{ratio: 1.8}}),
		compare(comparison{name: "7  the report's size beside Monado", unit: "bytes", program: "json", of: own, goal: goal{value: 12 << 10}}),
		compare(comparison{name: "8  a probe with 100,000 TCP connections / none: wall", unit: "ms", program: "connections", reference: "quiet", ownReference: true, of: wall, goal: goal{ratio: flat}}),
		compare(comparison{name: "8  the same: CPU", unit: "ms", program: "connections", reference: "quiet", ownReference: true, of: cpu, goal: goal{ratio: flat}}),
		compare(comparison{name: "8  with a TCP table of 2^20 buckets / 2^12: wall", unit: "ms", program: "buckets", reference: "quiet", ownReference: true, of: wall, goal: goal{ratio: flat}}),
		compare(comparison{name: "8  the same: CPU", unit: "ms", program: "buckets", reference: "quiet", ownReference: true, of: cpu, goal: goal{ratio: flat}}),
		plainRow("9  xrprobe watch, idle for 60 s: CPU", "ms", watches[b.program(treeBase, "xrprobe")], watches[b.program(treeNow, "xrprobe")], goal{value: 3}),
	}
}

// flat is the ratio up to which something is taken to cost nothing: medians of equal programs
// differ by as much.
const flat = 1.1

// peaks measures the memory of xrprobe with the test runtime and with Monado, by tree.
func (b *bench) peaks() map[string][]peak {
	found := map[string][]peak{}
	for _, tree := range b.trees {
		for name, env := range map[string][]string{"plain": b.active("plain"), "Monado": nil} {
			for range peaksEach {
				p, err := measurePeak([]string{b.program(tree, "xrprobe"), "--json"}, env)
				if err != nil {
					b.note("left out: peak memory of %s: %v", tree, err)
					break
				}
				found[name+" "+tree] = append(found[name+" "+tree], p)
			}
		}
	}
	return found
}

func peakRow(name string, peaks map[string][]peak, runtime string, of func(peak) float64, limit float64) row {
	series := map[string][]float64{}
	for _, tree := range []string{treeBase, treeNow} {
		for _, p := range peaks[runtime+" "+tree] {
			series[tree] = append(series[tree], of(p))
		}
	}
	return plainRow(name, "MiB", series[treeBase], series[treeNow], goal{value: limit})
}

func (b *bench) watches() map[string][]float64 {
	var programs []string
	for _, tree := range b.trees {
		programs = append(programs, b.program(tree, "xrprobe"))
	}
	spent, err := measureWatches(programs, watchesEach, idle)
	if err != nil {
		b.note("left out: xrprobe watch: %v", err)
	}
	return spent
}
